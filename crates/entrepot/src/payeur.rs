//! The mailbox where the local body of each department takes justificatifs: every version stays, the latest one holds.

use droit::identifiant::{CodeDepartement, CompteId};
use jiff::Timestamp;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const COURANTE: &str = "SELECT departement, version, adresse, enregistre_le FROM boite_du_payeur
    WHERE departement = $1 ORDER BY version DESC LIMIT 1";
const COURANTES: &str = "SELECT b.departement, b.version, b.adresse, b.enregistre_le FROM boite_du_payeur b
    WHERE NOT EXISTS (SELECT 1 FROM boite_du_payeur suivante
        WHERE suivante.departement = b.departement AND suivante.version > b.version)
    ORDER BY b.departement";
const AJOUTER: &str = "INSERT INTO boite_du_payeur (departement, version, adresse, compte, enregistre_le)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// What holds in a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boite {
    /// The department.
    pub departement: CodeDepartement,
    /// Its number, from 1.
    pub version: i64,
    /// The address; `None` since the local body has none any more.
    pub adresse: Option<String>,
    /// When it was kept.
    pub enregistre_le: Timestamp,
}

/// The mailbox of a department; `None` when nobody ever wrote one.
///
/// # Errors
/// When the base fails.
pub fn courante(tx: &mut Tx, departement: CodeDepartement) -> Result<Option<Boite>, Echec> {
    tx.query_opt(COURANTE, &params![departement])?.map(|ligne| lire(&ligne)).transpose()
}

/// The mailboxes that hold, one per department that ever had one.
///
/// # Errors
/// When the base fails.
pub fn courantes(tx: &mut Tx) -> Result<Vec<Boite>, Echec> {
    tx.query(COURANTES, &params![])?.iter().map(lire).collect()
}

/// Keeps an address after the version that was read; [`Echec::Conflit`] when somebody kept another one in between.
pub fn noter(
    tx: &mut Tx,
    departement: CodeDepartement,
    (apres, adresse): (i64, Option<&str>),
    (compte, instant): (CompteId, Timestamp),
) {
    let adresse = adresse.map(str::to_owned);
    tx.enqueue_one(AJOUTER, params![departement, apres + 1, adresse, compte, instant]);
    let sujet = format!("departement/{departement}");
    tx.tracer(Entree::new(instant, format!("compte/{compte}"), "payeur.boite", sujet));
}

fn lire(ligne: &Row) -> Result<Boite, Echec> {
    Ok(Boite {
        departement: ligne.get("departement")?,
        version: ligne.get("version")?,
        adresse: ligne.get("adresse")?,
        enregistre_le: ligne.get("enregistre_le")?,
    })
}
