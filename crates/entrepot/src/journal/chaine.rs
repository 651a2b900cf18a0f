//! The chain: how a line is hashed after the one before, and where the chain stands.

use sha2::{Digest, Sha256};

use super::Entree;
use crate::{Echec, Tx, params};

/// SHA-256 of a line and of all the lines before it.
pub type Empreinte = [u8; 32];

const LIRE_TETE: &str = "SELECT seq, empreinte FROM journal_tete WHERE id = 1";
const AVANCER_TETE: &str = "UPDATE journal_tete SET seq = $1, empreinte = $2 WHERE id = 1 AND seq = $3";
const INSCRIRE: &str = "INSERT INTO journal
    (seq, instant, acteur, action, sujet, decision, reglement, details, empreinte)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Where the chain stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tete {
    /// Number of the last line, 0 before the first.
    pub seq: i64,
    /// Hash of the last line, zeros before the first.
    pub empreinte: Empreinte,
    depuis: i64,
}

impl Tete {
    pub(crate) fn charger(tx: &mut Tx) -> Result<Self, Echec> {
        let ligne = tx.query_one(LIRE_TETE, &[])?;
        let seq = ligne.get("seq")?;
        let empreinte = if seq == 0 { [0; 32] } else { ligne.get("empreinte")? };
        Ok(Self { seq, empreinte, depuis: seq })
    }

    /// Leaves the line after this head for the flush, and becomes the head it makes.
    pub(crate) fn suivante(self, entree: &Entree, tx: &mut Tx) -> Self {
        let seq = self.seq + 1;
        let empreinte = hash(&self.empreinte, seq, entree);
        tx.enqueue(
            INSCRIRE,
            params![
                seq,
                entree.instant,
                &entree.acteur,
                &entree.action,
                &entree.sujet,
                entree.decision.as_deref(),
                entree.reglement.as_deref(),
                &entree.details,
                empreinte,
            ],
        );
        Self { seq, empreinte, depuis: self.depuis }
    }

    /// Leaves the update of the head for the flush; it fails if another node moved the head meanwhile.
    pub(crate) fn avancer(&self, tx: &mut Tx) {
        if self.seq != self.depuis {
            tx.enqueue_one(AVANCER_TETE, params![self.seq, self.empreinte, self.depuis]);
        }
    }
}

/// The canonical encoding: every field preceded by its length, an absent one told apart from an empty one.
pub(super) fn hash(precedente: &Empreinte, seq: i64, entree: &Entree) -> Empreinte {
    let mut hacheur = Sha256::new();
    hacheur.update(precedente);
    hacheur.update(seq.to_be_bytes());
    hacheur.update(entree.instant.as_microsecond().to_be_bytes());
    for champ in [&entree.acteur, &entree.action, &entree.sujet, &entree.details] {
        feed(&mut hacheur, champ);
    }
    for champ in [&entree.decision, &entree.reglement] {
        match champ {
            None => hacheur.update([0]),
            Some(texte) => {
                hacheur.update([1]);
                feed(&mut hacheur, texte);
            }
        }
    }
    hacheur.finalize().into()
}

fn feed(hacheur: &mut Sha256, texte: &str) {
    hacheur.update((texte.len() as u64).to_be_bytes());
    hacheur.update(texte.as_bytes());
}
