//! Writing an MK and his memberships.

use droit::decision::Statut;
use droit::declaration::Adhesion;
use droit::identifiant::{CptsId, NumeroRpps, PraticienId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Entree;
use crate::recherche::mots;
use crate::{Tx, params};

const INSCRIRE: &str = "INSERT INTO praticien (id, rpps, nom, prenom, recherche, statut, version, inscrit_le)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7)";
const ADHERER: &str = "INSERT INTO adhesion (praticien, cpts, qualite, du, au) VALUES ($1, $2, $3, $4, $5)";
const QUITTER: &str =
    "UPDATE adhesion SET au = $3 WHERE praticien = $1 AND cpts = $2 AND au IS NULL AND du <= $3";

/// An MK to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauPraticien {
    /// Key drawn by the caller.
    pub id: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
    /// Now.
    pub inscrit_le: Timestamp,
}

/// Records an MK. Fails with [`crate::Echec::Doublon`] when the RPPS number is on file.
pub fn inscrire(tx: &mut Tx, nouveau: &NouveauPraticien, acteur: &str) {
    let recherche = format!(" {} {}", mots(&nouveau.nom), mots(&nouveau.prenom));
    let valeurs = params![
        nouveau.id,
        nouveau.rpps.as_str(),
        nouveau.nom.as_str(),
        nouveau.prenom.as_str(),
        recherche,
        nouveau.statut,
        nouveau.inscrit_le
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    let sujet = format!("praticien/{}", nouveau.id);
    tx.tracer(Entree::new(nouveau.inscrit_le, acteur, "praticien.inscrire", sujet));
}

/// Records a membership.
pub fn adherer(
    tx: &mut Tx,
    praticien: PraticienId,
    cpts: CptsId,
    adhesion: &Adhesion,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(ADHERER, params![praticien, cpts, adhesion.qualite, adhesion.du, adhesion.au]);
    tx.tracer(Entree::new(instant, acteur, "cpts.adherer", format!("praticien/{praticien}")));
}

/// Ends the running membership; `au` is its last day.
pub fn quitter(
    tx: &mut Tx,
    praticien: PraticienId,
    cpts: CptsId,
    au: Date,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(QUITTER, params![praticien, cpts, au]);
    tx.tracer(Entree::new(instant, acteur, "cpts.quitter", format!("praticien/{praticien}")));
}
