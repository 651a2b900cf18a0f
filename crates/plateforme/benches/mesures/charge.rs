//! The load: clients that keep their connection and ask again as soon as they are answered.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::attelage::client::{Client, Reponse};
use crate::rapport::Serie;

/// How long a run lasts.
pub const DUREE: Duration = Duration::from_millis(1000);

/// What a run gave.
pub struct Charge {
    /// Answers per second.
    pub debit: f64,
    /// Seconds from request to answer.
    pub latences: Serie,
}

/// Asks `une` again and again on each client, with the rank of the client and of its request.
pub fn charger(adresse: &str, clients: u32, une: impl Fn(&mut Client, u32, u32) -> Reponse + Sync) -> Charge {
    let ligne = Barrier::new(clients as usize + 1);
    let (latences, duree) = thread::scope(|fils| {
        let client = |rang| {
            let (ligne, une) = (&ligne, &une);
            fils.spawn(move || {
                let mut client = Client::new(adresse).unwrap();
                ligne.wait();
                let depart = Instant::now();
                let mut latences = Vec::new();
                while depart.elapsed() < DUREE {
                    let demande = Instant::now();
                    une(&mut client, rang, u32::try_from(latences.len()).unwrap());
                    latences.push(demande.elapsed());
                }
                latences
            })
        };
        let partis: Vec<_> = (0..clients).map(client).collect();
        ligne.wait();
        let depart = Instant::now();
        let latences: Vec<Duration> = partis.into_iter().flat_map(|fil| fil.join().unwrap()).collect();
        (latences, depart.elapsed())
    });
    Charge { debit: latences.len() as f64 / duree.as_secs_f64(), latences: latences.into_iter().collect() }
}

/// Reads one page again and again.
pub fn lire(adresse: &str, page: &str, entetes: &str, clients: u32) -> Charge {
    charger(adresse, clients, |client, _, _| {
        let reponse = client.lire(page, entetes).unwrap();
        assert_eq!(reponse.statut, 200, "{page}");
        reponse
    })
}

/// Reads a page once.
pub fn une_fois(adresse: &str, page: &str, entetes: &str) -> Reponse {
    Client::new(adresse).unwrap().lire(page, entetes).unwrap()
}
