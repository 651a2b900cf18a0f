//! What patients want of their documents, and the mailbox of the doctor who follows each of them, sealed.

use droit::identifiant::{PatientId, PraticienId};
use droit::remise::{ObjetVolonte, Volonte, VolonteRecueillie, Volontes};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const NOTER: &str = "INSERT INTO volonte_patient (id, patient, praticien, objet, volonte, le, notee_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const DU_PATIENT: &str =
    "SELECT objet, volonte, le, notee_le FROM volonte_patient WHERE patient = $1 ORDER BY notee_le, id";
const BOITE: &str = "SELECT adresse FROM boite_du_medecin WHERE patient = $1";
const NOTER_BOITE: &str = "INSERT INTO boite_du_medecin (patient, praticien, adresse, notee_le)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (patient) DO UPDATE SET praticien = $2, adresse = $3, notee_le = $4";
const OUBLIER_BOITE: &str = "DELETE FROM boite_du_medecin WHERE patient = $1";

/// An answer of a patient to record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NouvelleVolonte {
    /// Key drawn by the caller.
    pub id: Uuid,
    /// Whose answer.
    pub patient: PatientId,
    /// Who heard it.
    pub praticien: PraticienId,
    /// About what.
    pub objet: ObjetVolonte,
    /// What he said.
    pub volonte: Volonte,
    /// The day he said it.
    pub le: Date,
    /// Now.
    pub notee_le: Timestamp,
}

/// Records an answer; earlier ones stay.
pub fn noter(tx: &mut Tx, nouvelle: &NouvelleVolonte) {
    let NouvelleVolonte { id, patient, praticien, objet, volonte, le, notee_le } = *nouvelle;
    tx.enqueue_one(NOTER, params![id, patient, praticien, objet, volonte, le, notee_le]);
    let (qui, quoi) = (format!("praticien/{praticien}"), format!("patient.{}", volonte.code()));
    tx.tracer(Entree::new(notee_le, qui, quoi, format!("patient/{patient}")));
}

/// Every answer of a patient.
///
/// # Errors
/// When the base fails.
pub fn du_patient(tx: &mut Tx, patient: PatientId) -> Result<Volontes, Echec> {
    let lire = |ligne: &Row| {
        Ok::<_, Echec>(VolonteRecueillie {
            objet: ligne.get("objet")?,
            volonte: ligne.get("volonte")?,
            le: ligne.get("le")?,
            notee_le: ligne.get("notee_le")?,
        })
    };
    let recueillies: Result<Vec<_>, _> = tx.query(DU_PATIENT, &params![patient])?.iter().map(lire).collect();
    recueillies.map(Volontes::new)
}

/// The mailbox of the doctor who follows a patient, when somebody typed it.
///
/// # Errors
/// When the base fails or the address does not open.
pub fn boite_du_medecin(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: PatientId,
) -> Result<Option<String>, Echec> {
    let Some(ligne) = tx.query_opt(BOITE, &params![patient])? else { return Ok(None) };
    desceller_chaine(trousseau, cellule("boite_du_medecin", "adresse", patient.bits()), &ligne)
}

/// Records the mailbox of the doctor who follows a patient, or that it is not known any more.
pub fn noter_boite_du_medecin(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (patient, praticien): (PatientId, PraticienId),
    adresse: Option<&str>,
    instant: Timestamp,
) {
    match adresse {
        None => tx.enqueue(OUBLIER_BOITE, params![patient]),
        Some(adresse) => {
            let lieu = cellule("boite_du_medecin", "adresse", patient.bits());
            let scelle = sceller(trousseau, lieu, adresse.as_bytes());
            tx.enqueue_one(NOTER_BOITE, params![patient, praticien, scelle, instant]);
        }
    }
    let qui = format!("praticien/{praticien}");
    tx.tracer(Entree::new(instant, qui, "patient.boite-du-medecin", format!("patient/{patient}")));
}
