//! A client that keeps its connection: bytes on a socket, nothing that could hide what the server does.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The longest wait for an answer; the server itself gives up before.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, and the bytes already received.
pub struct Client {
    flux: TcpStream,
    hote: String,
    recu: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    pub statut: u16,
    pub corps: String,
}

impl Client {
    /// Connects to `host:port`.
    pub fn new(adresse: &str) -> io::Result<Self> {
        let flux = TcpStream::connect(adresse)?;
        flux.set_nodelay(true)?;
        flux.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { flux, hote: adresse.to_owned(), recu: Vec::with_capacity(16 * 1024) })
    }

    /// Reads an address, with these headers, each ended by `\r\n`.
    pub fn lire(&mut self, chemin: &str, entetes: &str) -> io::Result<Reponse> {
        let requete = format!("GET {chemin} HTTP/1.1\r\nhost: {}\r\n{entetes}\r\n", self.hote);
        self.echanger(requete.as_bytes())
    }

    /// Posts JSON as the bearer of a token, under an idempotency key.
    pub fn poster(&mut self, chemin: &str, jeton: &str, cle: &str, corps: &str) -> io::Result<Reponse> {
        let requete = format!(
            "POST {chemin} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {jeton}\r\nidempotency-key: {cle}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{corps}",
            self.hote,
            corps.len()
        );
        self.echanger(requete.as_bytes())
    }

    fn echanger(&mut self, requete: &[u8]) -> io::Result<Reponse> {
        self.flux.write_all(requete)?;
        let fin_entetes = loop {
            if let Some(fin) = self.recu.windows(4).position(|quatre| quatre == b"\r\n\r\n") {
                break fin + 4;
            }
            self.recevoir()?;
        };
        let entetes = String::from_utf8_lossy(self.recu.get(..fin_entetes).unwrap_or_default()).into_owned();
        let statut = entetes.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| faute("status"))?;
        let longueur = longueur(&entetes).ok_or_else(|| faute("content-length"))?;
        while self.recu.len() < fin_entetes + longueur {
            self.recevoir()?;
        }
        let reste = self.recu.split_off(fin_entetes + longueur);
        let lu = std::mem::replace(&mut self.recu, reste);
        let corps = String::from_utf8_lossy(lu.get(fin_entetes..).unwrap_or_default()).into_owned();
        Ok(Reponse { statut, corps })
    }

    fn recevoir(&mut self) -> io::Result<()> {
        let mut morceau = [0; 16 * 1024];
        let lus = self.flux.read(&mut morceau)?;
        if lus == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.recu.extend_from_slice(morceau.get(..lus).unwrap_or_default());
        Ok(())
    }
}

fn longueur(entetes: &str) -> Option<usize> {
    let ligne = entetes.lines().find_map(|ligne| {
        let (nom, valeur) = ligne.split_once(':')?;
        nom.eq_ignore_ascii_case("content-length").then_some(valeur)
    });
    ligne?.trim().parse().ok()
}

fn faute(quoi: &str) -> io::Error {
    io::Error::other(format!("the answer has no readable {quoi}"))
}
