//! PDSm, the French profile of IHE MHD: what is posted to a FHIR interface of the DMP, and what its answer means.
//!
//! Two ways, of the volet PDSm of the ANS: ITI-65 provides a whole submission set, ITI-105 publishes one document alone.
//! A replacement always takes the first: the new `DocumentReference` says `relatesTo.code = replaces`, and the one before
//! becomes `superseded` in the same transaction (PDSm4DMP, TD2.1). Every resource is created under the condition that its
//! identifier is not there yet, so that sending twice deposits once.

mod reponse;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use droit::document::Document;
use droit::identifiant::Monde;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::cda::fait::{Faits, RACINE_PROFESSIONNELS, RACINE_STRUCTURES};
use crate::cda::{Cda, CdaRefuse, Code, Contexte, Oid};

pub use reponse::{Depose, ReponseRefusee, lire};

const PROFIL: &str = "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition";
const URI: &str = "urn:ietf:rfc:3986";
const LISTES: &str = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes";
const EXTENSIONS: &str = "https://profiles.ihe.net/ITI/MHD/StructureDefinition";
/// Where `securityLabel` must be taken from (PDSm, slice `confidentiality`, required).
const CONFIDENTIALITE: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

/// How the document is provided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// ITI-65: a submission set.
    Lot,
    /// ITI-105: the document alone; a replacement takes ITI-65 all the same.
    PublicationSimplifiee,
}

/// What is posted, and where under the base of the interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Requete {
    /// Path after the base: empty, or `/DocumentReference`.
    pub chemin: &'static str,
    /// Body, as `application/fhir+json`.
    pub corps: Value,
    /// `If-None-Exist`, when the resource is posted alone.
    pub si_absent: Option<String>,
}

/// Why nothing is posted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdsmRefuse {
    /// The document cannot leave.
    #[error("{0}")]
    Cda(#[from] CdaRefuse),
    /// The record is known by the INS alone.
    #[error(
        "le DMP ne reçoit que des documents qui portent l’INS : complétez l’identité du patient, puis corrigez le document, la nouvelle version portera l’INS"
    )]
    SansIns,
    /// It is written for the payer.
    #[error("un justificatif est pour la caisse ou pour le patient : il ne se dépose pas dans le DMP")]
    PourLePayeur,
}

/// The document and its CDA as a request; `lot` is the identifier of this sending.
///
/// # Errors
/// Says what keeps the document from being deposited.
pub fn composer<M: Monde>(
    document: &Document,
    cda: &Cda<M>,
    contexte: &Contexte,
    (transaction, lot): (Transaction, &Oid),
) -> Result<Requete, PdsmRefuse> {
    let faits = Faits::de::<M>(document, &contexte.fuseau, &contexte.racine_locale)?;
    if faits.pour_le_payeur() {
        return Err(PdsmRefuse::PourLePayeur);
    }
    if faits.ins.is_err() {
        return Err(PdsmRefuse::SansIns);
    }
    let depot = Depot { faits: &faits, cda: cda.octets(), source: &contexte.racine_locale };
    Ok(match (transaction, &faits.remplace) {
        (Transaction::PublicationSimplifiee, None) => Requete {
            chemin: "/DocumentReference",
            corps: depot.seul(),
            si_absent: Some(format!("identifier={URI}|urn:oid:{}", faits.id)),
        },
        _ => Requete { chemin: "", corps: depot.lot(lot), si_absent: None },
    })
}

struct Depot<'d> {
    faits: &'d Faits<'d>,
    cda: &'d [u8],
    /// The system that sends, as in the metadata of the archive.
    source: &'d Oid,
}

impl Depot<'_> {
    /// ITI-105: the CDA inside the `DocumentReference`.
    fn seul(&self) -> Value {
        let mut fiche = self.fiche("pdsm-simplified-publish");
        if let Some(objet) = fiche.pointer_mut("/content/0/attachment").and_then(Value::as_object_mut) {
            objet.insert("data".to_owned(), json!(STANDARD.encode(self.cda)));
        }
        fiche
    }

    /// ITI-65: the set, the `DocumentReference`, the CDA, and what it replaces.
    fn lot(&self, lot: &Oid) -> Value {
        let (liste, reference, binaire) = (
            "urn:uuid:".to_owned() + LISTE,
            "urn:uuid:".to_owned() + FICHE,
            "urn:uuid:".to_owned() + CONTENU,
        );
        let mut fiche = self.fiche("pdsm-comprehensive-document-reference");
        if let Some(objet) = fiche.pointer_mut("/content/0/attachment").and_then(Value::as_object_mut) {
            objet.insert("url".to_owned(), json!(binaire));
        }
        let mut entrees = vec![
            json!({ "fullUrl": liste, "resource": self.ensemble(lot, &reference),
                "request": { "method": "POST", "url": "List", "ifNoneExist": condition(lot.as_str()) } }),
            json!({ "fullUrl": binaire,
                "resource": { "resourceType": "Binary", "contentType": "application/xml", "data": STANDARD.encode(self.cda) },
                "request": { "method": "POST", "url": "Binary" } }),
        ];
        if let (Some(remplace), Some(objet)) = (&self.faits.remplace, fiche.as_object_mut()) {
            let cible = format!("DocumentReference?{}", condition(remplace));
            objet.insert(
                "relatesTo".to_owned(),
                json!([{ "code": "replaces", "target": { "reference": cible } }]),
            );
            entrees.push(perimer(&cible));
        }
        entrees.insert(1, json!({ "fullUrl": reference, "resource": fiche,
            "request": { "method": "POST", "url": "DocumentReference", "ifNoneExist": condition(&self.faits.id) } }));
        json!({ "resourceType": "Bundle", "type": "transaction",
            "meta": { "profile": [format!("{PROFIL}/pdsm-comprehensive-provide-document-bundle")] },
            "entry": entrees })
    }

    /// The identifier of its entry is the registry's to give (PDSm4DMP, table of identifiers): only its own is told.
    fn ensemble(&self, lot: &Oid, reference: &str) -> Value {
        json!({
            "resourceType": "List",
            "meta": { "profile": [format!("{PROFIL}/pdsm-submissionset-comprehensive")] },
            "contained": [self.praticien()],
            "extension": [
                { "url": format!("{EXTENSIONS}/ihe-designationType"),
                    "valueCodeableConcept": { "coding": [codage(self.faits.secteur)] } },
                { "url": format!("{EXTENSIONS}/ihe-sourceId"), "valueIdentifier": identifiant(self.source.as_str()) },
            ],
            "identifier": [usuel(lot.as_str())],
            "status": "current",
            "mode": "working",
            "title": self.faits.document.genre().titre(),
            "code": { "coding": [{ "system": LISTES, "code": "submissionset" }] },
            "subject": self.sujet(),
            "source": { "reference": "#auteur" },
            "date": self.date(),
            "entry": [{ "item": { "reference": reference } }],
        })
    }

    fn fiche(&self, profil: &str) -> Value {
        let f = self.faits;
        let titre = f.document.genre().titre();
        let mut periode = json!({ "start": f.document.en_tete.soins_du.to_string() });
        if let (Some(au), Some(objet)) = (f.document.en_tete.soins_au, periode.as_object_mut()) {
            objet.insert("end".to_owned(), json!(au.to_string()));
        }
        json!({
            "resourceType": "DocumentReference",
            "meta": { "profile": [format!("{PROFIL}/{profil}")] },
            "contained": [self.praticien(), self.patient(), self.cabinet()],
            "masterIdentifier": usuel(&f.id),
            "identifier": [usuel(&f.id)],
            "status": "current",
            "type": { "coding": [codage(f.genre)] },
            "category": [{ "coding": [codage(f.classe)] }],
            "subject": self.sujet(),
            "date": self.date(),
            "author": [{ "reference": "#auteur" }],
            "authenticator": { "reference": "#auteur" },
            "custodian": { "reference": "#cabinet" },
            "description": titre,
            "securityLabel": [{ "coding": [codage(f.confidentialite)] }],
            "content": [{
                "attachment": {
                    "contentType": "application/xml",
                    "language": "fr-FR",
                    "size": self.cda.len(),
                    "hash": STANDARD.encode(Sha1::digest(self.cda)),
                    "title": titre,
                    "creation": self.date(),
                },
                "format": codage(f.format),
            }],
            "context": {
                "period": periode,
                "facilityType": { "coding": [codage(f.secteur)] },
                "practiceSetting": { "coding": [codage(f.cadre)] },
                "sourcePatientInfo": { "reference": "#patient" },
            },
        })
    }

    /// By his number: the record has its own key for him.
    fn sujet(&self) -> Value {
        let patient = &self.faits.patient;
        json!({ "reference": format!("Patient?identifier=urn:oid:{}|{}", patient.racine, patient.numero) })
    }

    fn praticien(&self) -> Value {
        let redacteur = &self.faits.document.en_tete.redacteur;
        json!({
            "resourceType": "PractitionerRole",
            "id": "auteur",
            "practitioner": {
                "identifier": { "system": format!("urn:oid:{RACINE_PROFESSIONNELS}"), "value": self.faits.auteur },
                "display": redacteur.nom.to_string(),
            },
            "organization": {
                "identifier": { "system": format!("urn:oid:{RACINE_STRUCTURES}"), "value": self.faits.structure },
                "display": redacteur.cabinet.nom.as_str(),
            },
            "code": [{ "coding": [codage(self.faits.profession)] }],
        })
    }

    /// Who keeps the document (PDSm, `custodian` required): the practice, as in the header of the CDA.
    fn cabinet(&self) -> Value {
        json!({
            "resourceType": "Organization",
            "id": "cabinet",
            "identifier": [{ "system": format!("urn:oid:{RACINE_STRUCTURES}"), "value": self.faits.structure }],
            "name": self.faits.document.en_tete.redacteur.cabinet.nom.as_str(),
        })
    }

    fn patient(&self) -> Value {
        let (traits, patient) = (self.faits.traits(), &self.faits.patient);
        json!({
            "resourceType": "Patient",
            "id": "patient",
            "identifier": [{ "use": "official", "system": format!("urn:oid:{}", patient.racine), "value": patient.numero }],
            "name": [{ "use": "official", "family": traits.nom_naissance(), "given": [self.faits.prenoms()] }],
            "gender": match self.faits.sexe.code.as_str() { "F" => "female", "M" => "male", _ => "unknown" },
            "birthDate": traits.ne_le().to_string(),
        })
    }

    fn date(&self) -> String {
        self.faits.document.en_tete.valide_le.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// Names inside one bundle: they mean nothing outside it.
const LISTE: &str = "00000000-0000-4000-8000-000000000001";
const FICHE: &str = "00000000-0000-4000-8000-000000000002";
const CONTENU: &str = "00000000-0000-4000-8000-000000000003";

fn condition(oid: &str) -> String {
    format!("identifier={URI}|urn:oid:{oid}")
}

fn identifiant(oid: &str) -> Value {
    json!({ "system": URI, "value": format!("urn:oid:{oid}") })
}

/// What the sender gave: MHD names it by its use.
fn usuel(oid: &str) -> Value {
    json!({ "use": "usual", "system": URI, "value": format!("urn:oid:{oid}") })
}

/// The version before is no longer the current one.
fn perimer(cible: &str) -> Value {
    json!({
        "resource": { "resourceType": "Parameters", "parameter": [{ "name": "operation", "part": [
            { "name": "type", "valueCode": "replace" },
            { "name": "path", "valueString": "DocumentReference.status" },
            { "name": "value", "valueCode": "superseded" },
        ] }] },
        "request": { "method": "PATCH", "url": cible },
    })
}

fn codage(code: &Code) -> Value {
    let systeme = match code.systeme.as_str() {
        "2.16.840.1.113883.6.1" => "http://loinc.org".to_owned(),
        "2.16.840.1.113883.5.25" => CONFIDENTIALITE.to_owned(),
        oid => format!("urn:oid:{oid}"),
    };
    json!({ "system": systeme, "code": code.code, "display": code.libelle })
}
