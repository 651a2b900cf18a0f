//! A peer that answers as a FHIR interface of the DMP: a real HTTP server, which keeps what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// A request as the server saw it.
pub struct Vue {
    pub tete: String,
    pub corps: Value,
}

/// What the server does of a request it has read.
pub enum Replique {
    /// Answers with these words.
    Dit(String),
    /// Says nothing for this long.
    Silence(Duration),
    /// Took it, then cuts.
    Coupe,
}

impl Replique {
    /// « 200 OK », with this body.
    pub fn prise(corps: &str) -> Self {
        Self::Dit(format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/fhir+json\r\n\r\n{corps}"
        ))
    }
}

/// A server that plays these in turn: its base, and what it sees.
pub fn serveur(repliques: Vec<Replique>) -> (String, Receiver<Vue>) {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/fhir", ecoute.local_addr().unwrap());
    let (dire, vues) = channel();
    thread::spawn(move || {
        for replique in repliques {
            let (lien, _) = ecoute.accept().unwrap();
            dire.send(lire(&lien)).unwrap();
            match replique {
                Replique::Silence(duree) => thread::sleep(duree),
                Replique::Coupe => drop(lien),
                Replique::Dit(mots) => (&lien).write_all(mots.as_bytes()).unwrap(),
            }
        }
    });
    (base, vues)
}

fn lire(lien: &TcpStream) -> Vue {
    let mut lecteur = BufReader::new(lien);
    let (mut tete, mut taille) = (String::new(), 0);
    loop {
        let mut ligne = String::new();
        lecteur.read_line(&mut ligne).unwrap();
        if ligne.trim().is_empty() {
            break;
        }
        if let Some(valeur) = ligne.to_ascii_lowercase().strip_prefix("content-length:") {
            taille = valeur.trim().parse().unwrap();
        }
        tete.push_str(&ligne);
    }
    let mut corps = vec![0; taille];
    lecteur.read_exact(&mut corps).unwrap();
    Vue { tete, corps: serde_json::from_slice(&corps).unwrap() }
}
