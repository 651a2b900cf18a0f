//! Annual reports on file: drafts that change, signed versions that never do.

mod lecture;

pub use lecture::{Signe, charger, contenu, en_cours, signes};

use droit::evaluation::{Commentaires, Rapport, RapportACorriger, RapportSigne};
use droit::identifiant::RapportId;
use jiff::Timestamp;

use crate::journal::Entree;
use crate::{Tx, params};

const OUVRIR: &str = "INSERT INTO rapport (id, sujet, periode, numero, motif, ouvert_le, version)
    VALUES ($1, $2, $3, $4, $5, $6, 1)";
const GARDER: &str =
    "UPDATE rapport SET version = version + 1 WHERE id = $1 AND version = $2 AND signe_le IS NULL";
const EFFACER: &str = "DELETE FROM rapport_commentaire WHERE rapport = $1";
const COMMENTER: &str = "INSERT INTO rapport_commentaire (rapport, section, texte) VALUES ($1, $2, $3)";
const SIGNER: &str = "UPDATE rapport SET nom = $3, qualite = $4, signe_le = $5, signe_a = $6, contenu = $7,
        empreinte = $8, version = version + 1
    WHERE id = $1 AND version = $2 AND signe_le IS NULL";

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'t> {
    /// As the journal names him.
    pub acteur: &'t str,
    /// When.
    pub instant: Timestamp,
}

/// Opens the first version of a report; fails with [`crate::Echec::Conflit`] when somebody opened it meanwhile.
pub fn ouvrir(tx: &mut Tx, rapport: &Rapport, trace: Trace<'_>) {
    inscrire(tx, rapport, trace, "rapport.ouvrir");
}

/// Opens a correction, with what the version before said.
pub fn corriger(tx: &mut Tx, correction: &RapportACorriger, trace: Trace<'_>) {
    let rapport = correction.rapport();
    inscrire(tx, rapport, trace, "rapport.corriger");
    ecrire(tx, rapport.id, &rapport.commentaires);
}

/// Writes what a draft says; fails with [`crate::Echec::Conflit`] when somebody wrote or signed meanwhile.
pub fn commenter(tx: &mut Tx, rapport: &Rapport, commentaires: &Commentaires, trace: Trace<'_>) {
    tx.enqueue_one(GARDER, params![rapport.id, rapport.version]);
    tx.enqueue(EFFACER, params![rapport.id]);
    ecrire(tx, rapport.id, commentaires);
    tracer(tx, rapport.id, "rapport.commenter", trace);
}

/// Signs: freezes the content, as text, with its fingerprint. Nothing changes it afterwards.
pub fn signer(tx: &mut Tx, signe: &RapportSigne, contenu: &str, empreinte: &str, trace: Trace<'_>) {
    let (rapport, signature) = (signe.rapport(), signe.signature());
    let valeurs = params![
        rapport.id,
        rapport.version,
        signature.nom.clone(),
        signature.qualite.clone(),
        signature.le,
        trace.instant,
        contenu,
        empreinte
    ];
    tx.enqueue_one(SIGNER, valeurs);
    tracer(tx, rapport.id, "rapport.signer", trace);
}

fn inscrire(tx: &mut Tx, rapport: &Rapport, trace: Trace<'_>, action: &'static str) {
    let valeurs = params![
        rapport.id,
        rapport.sujet.to_string(),
        rapport.periode.to_string(),
        i64::from(rapport.numero.nombre()),
        rapport.motif.clone(),
        trace.instant
    ];
    tx.enqueue_one(OUVRIR, valeurs);
    tracer(tx, rapport.id, action, trace);
}

fn ecrire(tx: &mut Tx, id: RapportId, commentaires: &Commentaires) {
    for (section, texte) in commentaires.iter() {
        tx.enqueue_one(COMMENTER, params![id, section.code(), texte.clone()]);
    }
}

fn tracer(tx: &mut Tx, id: RapportId, action: &'static str, trace: Trace<'_>) {
    tx.tracer(Entree::new(trace.instant, trace.acteur, action, format!("rapport/{id}")));
}
