//! The chain: how a line is hashed after the one before, and where the chain stands.

use sha2::{Digest, Sha256};

use super::Entree;
use crate::{Echec, Tx, params};

/// SHA-256 of a line and of all the lines before it.
pub type Empreinte = [u8; 32];

const LIRE_TETE: &str = "SELECT seq, empreinte FROM journal_tete WHERE id = 1";
const VERROUILLER_TETE: &str = "SELECT seq, empreinte FROM journal_tete WHERE id = 1 FOR UPDATE";
const LIRE_EMPREINTE: &str = "SELECT empreinte FROM journal WHERE seq = $1";
const AVANCER_TETE: &str = "UPDATE journal_tete SET seq = $1, empreinte = $2 WHERE id = 1 AND seq = $3";
const INSCRIRE: &str = "INSERT INTO journal
    (seq, instant, acteur, action, sujet, decision, reglement, details, empreinte)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Where the chain stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tete {
    /// Number of the last line, 0 before the first.
    pub(super) seq: i64,
    /// Hash of the last line, zeros before the first.
    pub(super) empreinte: Empreinte,
    depuis: i64,
}

impl Tete {
    pub(crate) fn charger(tx: &mut Tx) -> Result<Self, Echec> {
        Self::read(tx, LIRE_TETE)
    }

    /// As [`Tete::charger`]; other nodes wait until the end of this transaction.
    pub(crate) fn charger_verrouillee(tx: &mut Tx) -> Result<Self, Echec> {
        let sql = tx.dialect(LIRE_TETE, VERROUILLER_TETE);
        Self::read(tx, sql)
    }

    /// The hash of a line, if it is in the journal.
    pub(crate) fn empreinte_de(tx: &mut Tx, seq: i64) -> Result<Option<Empreinte>, Echec> {
        tx.query_opt(LIRE_EMPREINTE, &params![seq])?.map(|ligne| ligne.get("empreinte")).transpose()
    }

    fn read(tx: &mut Tx, sql: &'static str) -> Result<Self, Echec> {
        let ligne = tx.query_one(sql, &[])?;
        let seq = ligne.get("seq")?;
        let empreinte = if seq == 0 { [0; 32] } else { ligne.get("empreinte")? };
        Ok(Self { seq, empreinte, depuis: seq })
    }

    /// Leaves the line after this head for the flush, and becomes the head it makes.
    pub(crate) fn suivante(self, entree: &Entree, tx: &mut Tx) -> Self {
        let seq = self.seq + 1;
        let empreinte = hash(&self.empreinte, seq, entree);
        tx.enqueue_of_batch(
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

    /// The last line that this transaction adds, if it adds any.
    pub(crate) fn derniere_nouvelle(&self) -> Option<(i64, Empreinte)> {
        (self.seq != self.depuis).then_some((self.seq, self.empreinte))
    }

    /// The head once the transaction is committed.
    pub(crate) fn acquise(self) -> Self {
        Self { depuis: self.seq, ..self }
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
