//! Patients: found by keyed hashes, their identity sealed. Every read of it leaves a line in the journal.

mod correction;
mod identite;
mod medecin;

use droit::document::ListePrenoms;
use droit::identifiant::PatientId;
use droit::patient::Identite;
use jiff::Timestamp;

use crate::chiffre::Trousseau;
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};
pub use correction::{Correction, NouvelleCorrection, SuiteCorrection, corrections, corriger};
pub(crate) use identite::ouvrir_identite;
use identite::{
    indice_ins, indice_traits, indices_ins, indices_traits, ouvrir_avec_prenoms, sceller_identite,
};
pub use medecin::{medecin, noter_medecin};

const PAR_INS: &str = "SELECT id, par_ins, homonyme, identite, medecin_traitant, version FROM patient
    WHERE par_ins = $1";
const PAR_TRAITS: &str = "SELECT id, par_ins, homonyme, identite, medecin_traitant, version FROM patient
    WHERE par_traits = $1 ORDER BY homonyme";
const PAR_CLE: &str = "SELECT id, par_ins, homonyme, identite, medecin_traitant, version FROM patient
    WHERE id = $1";
const INSCRIRE: &str = "INSERT INTO patient (id, par_ins, par_traits, homonyme, identite, medecin_traitant,
        version, inscrit_le)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7) ON CONFLICT DO NOTHING";
const RATTACHER: &str = "UPDATE patient SET par_ins = $3, identite = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND par_ins IS NULL";
const COMPLETER: &str = "UPDATE patient SET par_ins = $3, identite = $4, version = version + 1
    WHERE id = $1 AND version = $2";
const MEDECIN: &str = "UPDATE patient SET medecin_traitant = $3, version = version + 1
    WHERE id = $1 AND version = $2";

/// A patient on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Key.
    pub id: PatientId,
    /// Identity.
    pub identite: Identite,
    /// All his given names, when somebody typed or scanned them.
    pub prenoms: Option<ListePrenoms>,
    /// Has he a médecin traitant; `None` when nobody said.
    pub medecin_traitant: Option<bool>,
    /// Grows by one at each write.
    pub version: i64,
}

/// What a search by identity gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recherche {
    /// Nobody: `homonyme` is the rank under which to record him.
    Aucun {
        /// People with the same traits and another number.
        homonyme: u16,
    },
    /// One person; his number is to be attached when it was not known.
    Un {
        /// The person.
        patient: Box<Patient>,
        /// The identity searched has a number, the one on file has none.
        ins_a_rattacher: bool,
    },
    /// Several people with these traits: the INS is needed.
    Plusieurs,
}

/// A patient to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauPatient {
    /// Key drawn by the caller.
    pub id: PatientId,
    /// Identity.
    pub identite: Identite,
    /// All his given names, when somebody typed or scanned them.
    pub prenoms: Option<ListePrenoms>,
    /// Rank among the people with the same traits, as the search gave it.
    pub homonyme: u16,
    /// Has he a médecin traitant.
    pub medecin_traitant: Option<bool>,
    /// Now.
    pub inscrit_le: Timestamp,
}

/// Looks for a person by number, else by traits.
///
/// # Errors
/// When the base fails or an identity does not open.
pub fn chercher(tx: &mut Tx, trousseau: &Trousseau, identite: &Identite) -> Result<Recherche, Echec> {
    for indice in indices_ins(trousseau, identite) {
        if let Some(ligne) = tx.query_opt(PAR_INS, &params![indice])? {
            let patient = Box::new(lire(trousseau, &ligne)?);
            return Ok(Recherche::Un { patient, ins_a_rattacher: false });
        }
    }
    let mut lignes = Vec::new();
    for indice in indices_traits(trousseau, identite) {
        lignes.extend(tx.query(PAR_TRAITS, &params![indice])?);
    }
    if identite.ins.is_some() { avec_numero(trousseau, &lignes) } else { sans_numero(trousseau, &lignes) }
}

/// The number is new: it belongs to the one person with these traits whose number was unknown, else to somebody else.
fn avec_numero(trousseau: &Trousseau, lignes: &[Row]) -> Result<Recherche, Echec> {
    for ligne in lignes {
        if ligne.get::<Option<Vec<u8>>>("par_ins")?.is_none() {
            let patient = Box::new(lire(trousseau, ligne)?);
            return Ok(Recherche::Un { patient, ins_a_rattacher: true });
        }
    }
    let mut libre = 0;
    for ligne in lignes {
        libre = libre.max(ligne.get::<u16>("homonyme")?.saturating_add(1));
    }
    Ok(Recherche::Aucun { homonyme: libre })
}

fn sans_numero(trousseau: &Trousseau, lignes: &[Row]) -> Result<Recherche, Echec> {
    match lignes {
        [] => Ok(Recherche::Aucun { homonyme: 0 }),
        [seul] => Ok(Recherche::Un { patient: Box::new(lire(trousseau, seul)?), ins_a_rattacher: false }),
        _ => Ok(Recherche::Plusieurs),
    }
}

/// Records a patient; fails with [`Echec::Conflit`] when somebody records the same one meanwhile.
pub fn inscrire(tx: &mut Tx, trousseau: &Trousseau, nouveau: &NouveauPatient, acteur: &str) {
    let valeurs = params![
        nouveau.id,
        indice_ins(trousseau, &nouveau.identite),
        indice_traits(trousseau, &nouveau.identite),
        nouveau.homonyme,
        sceller_identite(trousseau, nouveau.id, &nouveau.identite, nouveau.prenoms.as_ref()),
        nouveau.medecin_traitant,
        nouveau.inscrit_le
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    tx.tracer(Entree::new(nouveau.inscrit_le, acteur, "patient.inscrire", format!("patient/{}", nouveau.id)));
}

/// Attaches the number of a patient recorded without it.
pub fn rattacher_ins(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: &Patient,
    identite: &Identite,
    acteur: &str,
    instant: Timestamp,
) {
    let scelle = sceller_identite(trousseau, patient.id, identite, patient.prenoms.as_ref());
    let valeurs = params![patient.id, patient.version, indice_ins(trousseau, identite), scelle];
    tx.enqueue_one(RATTACHER, valeurs);
    tx.tracer(Entree::new(instant, acteur, "patient.rattacher-ins", format!("patient/{}", patient.id)));
}

/// Completes or corrects what is known of a patient whose traits do not change: number, birthplace, status, given names.
/// [`Echec::Conflit`] when he changed meanwhile; [`Echec::Doublon`] when the number is somebody else's.
pub fn completer(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: &Patient,
    (identite, prenoms): (&Identite, Option<&ListePrenoms>),
    acteur: &str,
    instant: Timestamp,
) {
    let identite = Identite { traits: patient.identite.traits.clone(), ..identite.clone() };
    let scelle = sceller_identite(trousseau, patient.id, &identite, prenoms);
    let valeurs = params![patient.id, patient.version, indice_ins(trousseau, &identite), scelle];
    tx.enqueue_one(COMPLETER, valeurs);
    tx.tracer(Entree::new(instant, acteur, "patient.completer", format!("patient/{}", patient.id)));
}

/// Records whether the patient has a médecin traitant.
pub fn noter_medecin_traitant(
    tx: &mut Tx,
    patient: &Patient,
    medecin_traitant: bool,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(MEDECIN, params![patient.id, patient.version, medecin_traitant]);
    tx.tracer(Entree::new(instant, acteur, "patient.medecin-traitant", format!("patient/{}", patient.id)));
}

/// The patient; `None` when there is no such key.
///
/// # Errors
/// When the base fails or the identity does not open.
pub fn charger(tx: &mut Tx, trousseau: &Trousseau, id: PatientId) -> Result<Option<Patient>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| lire(trousseau, &ligne)).transpose()
}

/// Traces a read of a patient's data. To be called on the writer before the page is answered.
pub fn tracer_consultation(
    tx: &mut Tx,
    acteur: impl Into<String>,
    sujet: impl Into<String>,
    instant: Timestamp,
) {
    tx.tracer(Entree::new(instant, acteur, "patient.consulter", sujet));
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<Patient, Echec> {
    let id: PatientId = ligne.get("id")?;
    let (identite, prenoms) = ouvrir_avec_prenoms(trousseau, id, &ligne.get::<Vec<u8>>("identite")?)?;
    Ok(Patient {
        id,
        identite,
        prenoms,
        medecin_traitant: ligne.get("medecin_traitant")?,
        version: ligne.get("version")?,
    })
}
