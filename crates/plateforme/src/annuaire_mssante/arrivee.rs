//! A file that comes piece by piece, read by a thread that blocks; a sending that is cut is an error, never an end.

use std::io::{self, Read};

use axum::body::Bytes;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Pieces that wait to be read: more would only fill the memory.
const AVANCE: usize = 8;

enum Morceau {
    Octets(Bytes),
    /// The browser said that the file is whole.
    Fin,
}

/// Where pieces are put.
pub(super) struct Sortie {
    envoi: Sender<Morceau>,
}

/// The file, for whoever reads it.
pub(super) struct Arrivee {
    recu: Receiver<Morceau>,
    reste: Bytes,
    finie: bool,
}

pub(super) fn ouvrir() -> (Sortie, Arrivee) {
    let (envoi, recu) = channel(AVANCE);
    (Sortie { envoi }, Arrivee { recu, reste: Bytes::new(), finie: false })
}

impl Sortie {
    /// Forgets the piece when nobody reads any more: the reader says why it stopped.
    pub(super) async fn remettre(&mut self, octets: Bytes) {
        self.mettre(Morceau::Octets(octets)).await;
    }

    pub(super) async fn finir(self) {
        self.mettre(Morceau::Fin).await;
    }

    async fn mettre(&self, morceau: Morceau) {
        if self.envoi.send(morceau).await.is_err() {
            tracing::trace!("nobody reads this extraction any more");
        }
    }
}

impl Read for Arrivee {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        while self.reste.is_empty() && !self.finie {
            match self.recu.blocking_recv() {
                Some(Morceau::Octets(octets)) => self.reste = octets,
                Some(Morceau::Fin) => self.finie = true,
                None => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "l’envoi s’est interrompu")),
            }
        }
        let lus = self.reste.len().min(tampon.len());
        let morceau = self.reste.split_to(lus);
        if let Some(place) = tampon.get_mut(..lus) {
            place.copy_from_slice(&morceau);
        }
        Ok(lus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads on another thread, as the import does.
    async fn lire(arrivee: Arrivee) -> io::Result<Vec<u8>> {
        let lecture = tokio::task::spawn_blocking(move || {
            let (mut lu, mut arrivee) = (Vec::new(), arrivee);
            arrivee.read_to_end(&mut lu).map(|_| lu)
        });
        lecture.await.unwrap()
    }

    #[tokio::test]
    async fn ce_qui_vient_par_morceaux_se_lit_entier() {
        let (mut sortie, arrivee) = ouvrir();
        let lecture = tokio::spawn(lire(arrivee));
        for morceau in ["un", "", " fichier"] {
            sortie.remettre(Bytes::from(morceau)).await;
        }
        sortie.finir().await;
        assert_eq!(lecture.await.unwrap().unwrap(), b"un fichier");
    }

    #[tokio::test]
    async fn un_envoi_coupe_ne_passe_pas_pour_une_fin() {
        let (mut sortie, arrivee) = ouvrir();
        let lecture = tokio::spawn(lire(arrivee));
        sortie.remettre(Bytes::from("un fich")).await;
        drop(sortie);
        assert_eq!(lecture.await.unwrap().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn un_lecteur_parti_n_arrete_pas_l_envoi() {
        let (mut sortie, arrivee) = ouvrir();
        drop(arrivee);
        for _ in 0..3 * AVANCE {
            sortie.remettre(Bytes::from("perdu")).await;
        }
        sortie.finir().await;
    }
}
