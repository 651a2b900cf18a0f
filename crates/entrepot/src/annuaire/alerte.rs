//! Alerts: the directory changed for an MK on file, and somebody has to look at it.

use droit::annuaire::Changement;
use droit::identifiant::{NumeroRpps, PraticienId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::lecture::changement;
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const OUVERTES: &str = "SELECT a.import, a.rpps, a.rang, a.praticien, i.extrait_le, c.genre, c.departement,
        c.modes_avant, c.modes_apres
    FROM alerte_annuaire a JOIN annuaire_import i ON i.numero = a.import
    JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
    WHERE a.etat = 'ouverte' AND i.etat = 'en-place' ORDER BY a.import, a.rpps, a.rang LIMIT $1";
const DU_PRATICIEN: &str =
    "SELECT a.import, a.rpps, a.rang, a.praticien, i.extrait_le, c.genre, c.departement,
        c.modes_avant, c.modes_apres
    FROM alerte_annuaire a JOIN annuaire_import i ON i.numero = a.import
    JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
    WHERE a.praticien = $1 AND a.etat = 'ouverte' AND i.etat = 'en-place' ORDER BY a.import, a.rang";
const TRAITER: &str = "UPDATE alerte_annuaire SET etat = 'traitee', traitee_le = $4
    WHERE import = $1 AND rpps = $2 AND rang = $3 AND etat = 'ouverte'";

/// An open alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerte {
    /// The import that opened it.
    pub import: i64,
    /// The RPPS it is about.
    pub rpps: NumeroRpps,
    /// Its rank among the changes of this RPPS in this import.
    pub rang: i64,
    /// The MK on file.
    pub praticien: PraticienId,
    /// Day of the extraction.
    pub constatee_le: Date,
    /// What changed.
    pub changement: Changement,
}

/// The open alerts, the oldest first.
///
/// # Errors
/// What the engine reports.
pub fn alertes_ouvertes(tx: &mut Tx, au_plus: u32) -> Result<Vec<Alerte>, Echec> {
    tx.query(OUVERTES, &params![au_plus])?.iter().map(lire).collect()
}

/// The open alerts of one MK.
///
/// # Errors
/// What the engine reports.
pub fn alertes_du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Alerte>, Echec> {
    tx.query(DU_PRATICIEN, &params![praticien])?.iter().map(lire).collect()
}

/// Somebody looked at it. Fails with [`Echec::Conflit`] when it is no longer open.
pub fn traiter(tx: &mut Tx, alerte: &Alerte, acteur: &str, instant: Timestamp) {
    tx.enqueue_one(TRAITER, params![alerte.import, alerte.rpps.as_str(), alerte.rang, instant]);
    let sujet = format!("praticien/{}", alerte.praticien);
    let mut entree = Entree::new(instant, acteur, "annuaire.traiter-alerte", sujet);
    entree.details = serde_json::json!({
        "import": alerte.import,
        "genre": alerte.changement.genre.code(),
    })
    .to_string();
    tx.tracer(entree);
}

pub(super) fn lire(ligne: &Row) -> Result<Alerte, Echec> {
    Ok(Alerte {
        import: ligne.get("import")?,
        rpps: ligne.get("rpps")?,
        rang: ligne.get("rang")?,
        praticien: ligne.get("praticien")?,
        constatee_le: ligne.get("extrait_le")?,
        changement: changement(ligne)?,
    })
}
