//! MKs who record séances whatever happens: each keeps what the server acknowledged, and sends the rest again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use droit::identifiant::EpisodeId;
use entrepot::Echec;
use jiff::civil::Date;

use crate::attelage::base::Base;
use crate::attelage::client::{Client, Reponse};
use crate::attelage::oracle;
use crate::attelage::terrain::{
    self, Couverture, JOURS, Lot, Suivi, episode, jeton_de, jour, ouvrir_episodes, peupler,
};

/// MKs at work.
pub const KINES: u32 = 16;
/// Episodes under the cap, all of them followed by every MK.
const PLAFONNES: u32 = 60;
/// Episodes that a diagnosis covers, each followed by one MK.
const COUVERTS: u32 = 480;
const COUVERT: u32 = 10_000;

/// An answer kept by the MK who received it.
#[derive(Clone, Debug)]
pub struct Recu {
    cle: String,
    episode: u32,
    le: Date,
    reponse: Reponse,
}

/// What the MKs share: where the server is, whether to go on.
#[derive(Default)]
pub struct Cabinet {
    adresse: Mutex<String>,
    fini: AtomicBool,
    /// Requests that got no answer, or a failure of the server.
    pub echecs: AtomicU32,
}

impl Cabinet {
    /// The server is now here.
    pub fn demenager(&self, adresse: &str) {
        adresse.clone_into(&mut self.adresse.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Each MK ends the séance he is on.
    pub fn fermer(&self) {
        self.fini.store(true, Ordering::Release);
    }

    fn adresse(&self) -> String {
        self.adresse.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The MKs and their episodes.
pub fn preparer(base: &Base) {
    let entrepot = base.ouvrir();
    peupler(&entrepot, KINES);
    let sous_plafond =
        Lot { numeros: 0..PLAFONNES, suivi: Suivi::Tous(0..KINES), couvert: Couverture::Plafonnee, deja: 0 };
    ouvrir_episodes(&entrepot, &sous_plafond);
    let couverts = Lot {
        numeros: COUVERT..COUVERT + COUVERTS,
        suivi: Suivi::UnParmi(KINES),
        couvert: Couverture::Diagnostic,
        deja: 0,
    };
    ouvrir_episodes(&entrepot, &couverts);
}

/// The episode and the day of the `n`-th request of an MK: one in four competes for slots under a cap.
fn demande(rang: u32, n: u32) -> (u32, Date) {
    if n.is_multiple_of(4) {
        let tour = n / 4;
        let numero = (tour * 7 + rang) % PLAFONNES;
        return (numero, jour(i64::from((tour + rang * 3) % 50)));
    }
    let tour = n - n / 4 - 1;
    let siens = COUVERTS / KINES;
    let premier = (rang + KINES - COUVERT % KINES) % KINES;
    (COUVERT + premier + KINES * (tour % siens), jour(i64::from(tour / siens) % JOURS))
}

/// Records until the practice closes, then gives what was received.
pub fn travailler(cabinet: &Cabinet, rang: u32) -> Vec<Recu> {
    let jeton = jeton_de(rang);
    let (mut recus, mut client) = (Vec::new(), None);
    for n in 0.. {
        if cabinet.fini.load(Ordering::Acquire) || i64::from(n) > i64::from(COUVERTS / KINES) * JOURS {
            break;
        }
        let ((numero, le), cle) = (demande(rang, n), format!("seance-{rang}-{n}"));
        let reponse = insister(cabinet, &mut client, (numero, le), &jeton, &cle);
        recus.push(Recu { cle, episode: numero, le, reponse });
    }
    recus
}

/// The same request under the same key, until the server answers it.
fn insister(
    cabinet: &Cabinet,
    client: &mut Option<Client>,
    (numero, le): (u32, Date),
    jeton: &str,
    cle: &str,
) -> Reponse {
    for _ in 0..3_000 {
        match envoyer(cabinet, client, (numero, le), jeton, cle) {
            Ok(reponse) if matches!(reponse.statut, 201 | 409) => return reponse,
            Ok(Reponse { statut, corps }) if statut < 500 => panic!("{cle} got {statut}: {corps}"),
            _ => {
                cabinet.echecs.fetch_add(1, Ordering::Relaxed);
                *client = None;
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
    panic!("{cle} was never answered");
}

fn envoyer(
    cabinet: &Cabinet,
    client: &mut Option<Client>,
    (numero, le): (u32, Date),
    jeton: &str,
    cle: &str,
) -> std::io::Result<Reponse> {
    let client = match client {
        Some(client) => client,
        absent => absent.insert(Client::new(&cabinet.adresse())?),
    };
    client.poster(&chemin(numero), jeton, cle, &corps(le))
}

/// Where a séance of this episode is recorded.
pub fn chemin(numero: u32) -> String {
    format!("/api/v1/episodes/{}/seances", episode(numero))
}

/// A séance of this day.
pub fn corps(le: Date) -> String {
    format!("{{\"le\":\"{le}\"}}")
}

/// Compares what the MKs received with what the server says again and with what the base holds; gives how many séances.
pub fn comparer(base: &Base, adresse: &str, recus: &[Vec<Recu>], arreter: impl FnOnce()) -> usize {
    for (rang, siens) in (0..).zip(recus) {
        redemander(adresse, rang, siens);
    }
    arreter();
    let etat = oracle::verifier(base);
    let acquittees = recus.iter().flatten().filter(|recu| recu.reponse.statut == 201);
    let mut attendues: BTreeMap<(EpisodeId, Date), i64> = BTreeMap::new();
    for recu in acquittees {
        *attendues.entry((episode(recu.episode), recu.le)).or_default() += 1;
    }
    let presentes = lire_les_seances(base);
    let nombre = attendues.values().sum::<i64>();
    assert_eq!(attendues, presentes, "acknowledged séances on the left, those of the base on the right");
    assert_eq!((etat.seances, etat.tracees, etat.cles), (nombre, nombre, nombre));
    usize::try_from(nombre).unwrap()
}

/// The last requests of an MK, sent once more: the same answers.
fn redemander(adresse: &str, rang: u32, siens: &[Recu]) {
    let mut client = Client::new(adresse).unwrap();
    for recu in siens.iter().rev().take(50) {
        let (chemin, corps) = (chemin(recu.episode), corps(recu.le));
        let encore = client.poster(&chemin, &jeton_de(rang), &recu.cle, &corps).unwrap();
        assert_eq!(encore, recu.reponse, "{} must be answered twice the same", recu.cle);
    }
}

fn lire_les_seances(base: &Base) -> BTreeMap<(EpisodeId, Date), i64> {
    const LIRE: &str = "SELECT episode, faite_le, count(*) AS n FROM seance GROUP BY episode, faite_le";
    let lues = base.ouvrir().lire_ici(|tx| {
        let lignes = tx.query(LIRE, &[])?;
        let lire =
            |ligne: &entrepot::Row| Ok(((ligne.get("episode")?, ligne.get("faite_le")?), ligne.get("n")?));
        lignes.iter().map(lire).collect::<Result<_, Echec>>()
    });
    lues.unwrap()
}

/// Days on which a séance may be recorded are in the past: the last of them is today.
pub fn aujourd_hui() -> Date {
    terrain::aujourd_hui()
}
