//! Corrections of identities: written with the identity they change, both sealed, and found again by the new traits.

use droit::document::ListePrenoms;
use droit::identifiant::{PatientId, PraticienId};
use droit::patient::{EtatCivil, Identite};
use droit::texte::TexteLibre;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::Patient;
use super::identite::{
    indice_ins, indice_traits, indices_traits, ouvrir_dans, sceller_dans, sceller_identite,
};
use crate::chiffre::{Cellule, Trousseau};
use crate::colonne::{cellule, desceller_texte, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const HOMONYMES: &str = "SELECT par_ins, homonyme FROM patient WHERE par_traits = $1 AND id <> $2";
const RANG: &str = "SELECT homonyme FROM patient WHERE id = $1";
const CORRIGER: &str = "UPDATE patient SET par_ins = $3, par_traits = $4, homonyme = $5, identite = $6,
        version = version + 1
    WHERE id = $1 AND version = $2";
const INSCRIRE: &str =
    "INSERT INTO correction_identite (id, patient, praticien, avant, apres, motif, corrigee_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LISTER: &str = "SELECT id, praticien, avant, apres, motif, corrigee_le FROM correction_identite
    WHERE patient = $1 ORDER BY corrigee_le DESC, id DESC";

/// A correction to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleCorrection {
    /// Key drawn by the caller.
    pub id: Uuid,
    /// Who corrects.
    pub praticien: PraticienId,
    /// The identity once corrected.
    pub identite: Identite,
    /// All the given names, once corrected.
    pub prenoms: Option<ListePrenoms>,
    /// Why.
    pub motif: TexteLibre,
    /// Now.
    pub corrigee_le: Timestamp,
}

/// A correction on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Who corrected.
    pub praticien: PraticienId,
    /// The traits before.
    pub avant: EtatCivil,
    /// The traits after.
    pub apres: EtatCivil,
    /// Why.
    pub motif: TexteLibre,
    /// When.
    pub corrigee_le: Timestamp,
}

/// How a correction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuiteCorrection {
    /// It is written.
    Ecrite,
    /// Somebody else on file has these traits, and no number tells the two apart: nothing is written.
    Homonyme,
}

/// Corrects the traits of a patient, who is found by the new ones from then on; [`Echec::Conflit`] when he changed
/// meanwhile.
///
/// # Errors
/// When the base fails.
pub fn corriger(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: &Patient,
    nouvelle: &NouvelleCorrection,
) -> Result<SuiteCorrection, Echec> {
    let Some(rang) = rang(tx, trousseau, patient, &nouvelle.identite)? else {
        return Ok(SuiteCorrection::Homonyme);
    };
    let (identite, prenoms) = (&nouvelle.identite, nouvelle.prenoms.as_ref());
    let valeurs = params![
        patient.id,
        patient.version,
        indice_ins(trousseau, identite),
        indice_traits(trousseau, identite),
        rang,
        sceller_identite(trousseau, patient.id, identite, prenoms)
    ];
    tx.enqueue_one(CORRIGER, valeurs);
    let lieu = |colonne| place(nouvelle.id, colonne);
    let avant = (&patient.identite, patient.prenoms.as_ref());
    let valeurs = params![
        nouvelle.id,
        patient.id,
        nouvelle.praticien,
        sceller_dans(trousseau, lieu("avant"), avant),
        sceller_dans(trousseau, lieu("apres"), (identite, prenoms)),
        sceller(trousseau, lieu("motif"), nouvelle.motif.as_str().as_bytes()),
        nouvelle.corrigee_le
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    tracer(tx, patient, nouvelle);
    Ok(SuiteCorrection::Ecrite)
}

/// The journal names the traits that changed, never what they are.
fn tracer(tx: &mut Tx, patient: &Patient, nouvelle: &NouvelleCorrection) {
    let connus = patient.identite.etat_civil(patient.prenoms.as_ref());
    let corriges = nouvelle.identite.etat_civil(nouvelle.prenoms.as_ref());
    let traits: Vec<&str> = connus.ecarts(&corriges).iter().map(|lequel| lequel.code()).collect();
    let matricule = if nouvelle.identite.ins == patient.identite.ins { "garde" } else { "retire" };
    let qui = format!("praticien/{}", nouvelle.praticien);
    tx.tracer(Entree {
        details: json!({ "correction": nouvelle.id.to_string(), "traits": traits, "matricule": matricule })
            .to_string(),
        ..Entree::new(nouvelle.corrigee_le, qui, "patient.corriger", format!("patient/{}", patient.id))
    });
}

/// His rank among the people with his new traits; none when nothing tells him from one of them.
fn rang(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: &Patient,
    corrigee: &Identite,
) -> Result<Option<i64>, Echec> {
    if corrigee.traits.canoniques() == patient.identite.traits.canoniques() {
        return tx.query_one(RANG, &params![patient.id])?.get("homonyme").map(Some);
    }
    let mut rang = 0;
    for indice in indices_traits(trousseau, corrigee) {
        for ligne in tx.query(HOMONYMES, &params![indice, patient.id])? {
            if corrigee.ins.is_none() || ligne.get::<Option<Vec<u8>>>("par_ins")?.is_none() {
                return Ok(None);
            }
            rang = rang.max(ligne.get::<i64>("homonyme")? + 1);
        }
    }
    Ok(Some(rang))
}

/// The corrections of a patient, the latest first.
///
/// # Errors
/// When the base fails or a cell does not open.
pub fn corrections(tx: &mut Tx, trousseau: &Trousseau, patient: PatientId) -> Result<Vec<Correction>, Echec> {
    tx.query(LISTER, &params![patient])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<Correction, Echec> {
    let id: Uuid = ligne.get("id")?;
    let etat_civil = |colonne| -> Result<EtatCivil, Echec> {
        let (identite, prenoms) =
            ouvrir_dans(trousseau, place(id, colonne), &ligne.get::<Vec<u8>>(colonne)?)?;
        Ok(identite.etat_civil(prenoms.as_ref()))
    };
    Ok(Correction {
        praticien: ligne.get("praticien")?,
        avant: etat_civil("avant")?,
        apres: etat_civil("apres")?,
        motif: desceller_texte(trousseau, place(id, "motif"), ligne)?.ok_or(Echec::Absent)?,
        corrigee_le: ligne.get("corrigee_le")?,
    })
}

fn place(id: Uuid, colonne: &'static str) -> Cellule {
    cellule("correction_identite", colonne, id.as_u128())
}
