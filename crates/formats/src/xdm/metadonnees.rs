//! METADATA.XML: the submission set, its document and the tie between them, as ebRIM.

use droit::document::NomComplet;
use sha1::{Digest, Sha1};

use super::Lot;
use crate::cda::Contexte;
use crate::cda::fait::{Faits, RACINE_PROFESSIONNELS, RACINE_STRUCTURES, en_utc, jour_en_utc};
use crate::xml::{CaractereInterdit, Xml};

const APPROUVE: &str = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
const LOT: &str = "Lot01";
const DOCUMENT: &str = "Document01";

/// Schemes of the document entry, as the IHE names them.
mod document {
    pub(super) const GENRE: &str = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";
    pub(super) const AUTEUR: &str = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d";
    pub(super) const CLASSE: &str = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
    pub(super) const CONFIDENTIALITE: &str = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f";
    pub(super) const FORMAT: &str = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d";
    pub(super) const SECTEUR: &str = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1";
    pub(super) const CADRE: &str = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead";
    pub(super) const TYPE: &str = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983";
    pub(super) const PATIENT: &str = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427";
    pub(super) const IDENTIFIANT: &str = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab";
}

/// Schemes of the submission set.
mod lot {
    pub(super) const NOEUD: &str = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
    pub(super) const AUTEUR: &str = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d";
    pub(super) const CONTENU: &str = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500";
    pub(super) const PATIENT: &str = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446";
    pub(super) const SOURCE: &str = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832";
    pub(super) const IDENTIFIANT: &str = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8";
}

/// Lower-case hexadecimal SHA-1 of a file.
pub(super) fn empreinte(octets: &[u8]) -> String {
    Sha1::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

pub(super) fn ecrire(
    faits: &Faits<'_>,
    cda: &[u8],
    contexte: &Contexte,
    lot: &Lot,
) -> Result<Vec<u8>, CaractereInterdit> {
    let espaces = [
        ("xmlns:lcm", "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"),
        ("xmlns:rim", "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"),
        ("xmlns:rs", "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"),
    ];
    let mut xml = Xml::document();
    xml.element("lcm:SubmitObjectsRequest", &espaces, |xml| {
        xml.element("rim:RegistryObjectList", &[], |xml| {
            fiche_du_document(xml, faits, cda, contexte);
            fiche_du_lot(xml, faits, lot);
            xml.vide(
                "rim:Classification",
                &[("id", "ClasseDuLot01"), ("classifiedObject", LOT), ("classificationNode", lot::NOEUD)],
            );
            let lien = [
                ("id", "Lien01"),
                ("associationType", "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"),
                ("sourceObject", LOT),
                ("targetObject", DOCUMENT),
            ];
            xml.element("rim:Association", &lien, |xml| champ(xml, "SubmissionSetStatus", &["Original"]));
        });
    });
    xml.octets()
}

fn champ(xml: &mut Xml, nom: &str, valeurs: &[&str]) {
    xml.element("rim:Slot", &[("name", nom)], |xml| {
        xml.element("rim:ValueList", &[], |xml| {
            for valeur in valeurs {
                xml.texte("rim:Value", &[], valeur);
            }
        });
    });
}

fn nom(xml: &mut Xml, valeur: &str) {
    xml.element("rim:Name", &[], |xml| {
        let attributs = [("xml:lang", "fr-FR"), ("charset", "UTF-8"), ("value", valeur)];
        xml.vide("rim:LocalizedString", &attributs);
    });
}

fn fiche_du_document(xml: &mut Xml, faits: &Faits<'_>, cda: &[u8], contexte: &Contexte) {
    let attributs =
        [("id", DOCUMENT), ("mimeType", "text/xml"), ("objectType", document::GENRE), ("status", APPROUVE)];
    xml.element("rim:ExtrinsicObject", &attributs, |xml| {
        champs_du_document(xml, faits, cda, contexte);
        nom(xml, faits.document.genre().titre());
        let mut classements = Classements { objet: DOCUMENT, rang: 0 };
        classements.auteur(xml, document::AUTEUR, faits);
        for (schema, code) in [
            (document::CLASSE, faits.classe),
            (document::CONFIDENTIALITE, faits.confidentialite),
            (document::FORMAT, faits.format),
            (document::SECTEUR, faits.secteur),
            (document::CADRE, faits.cadre),
            (document::TYPE, faits.genre),
        ] {
            classements.code(xml, schema, code);
        }
        classements.identifiant(xml, document::PATIENT, "XDSDocumentEntry.patientId", &patient(faits));
        classements.identifiant(xml, document::IDENTIFIANT, "XDSDocumentEntry.uniqueId", &faits.id);
    });
}

fn champs_du_document(xml: &mut Xml, faits: &Faits<'_>, cda: &[u8], contexte: &Contexte) {
    let en_tete = &faits.document.en_tete;
    champ(xml, "creationTime", &[&faits.valide_le_utc]);
    champ(xml, "hash", &[&empreinte(cda)]);
    champ(xml, "languageCode", &["fr-FR"]);
    champ(xml, "legalAuthenticator", &[&professionnel(&faits.auteur, &en_tete.redacteur.nom)]);
    champ(xml, "serviceStartTime", &[&jour_en_utc(en_tete.soins_du, &contexte.fuseau)]);
    if let Some(au) = en_tete.soins_au {
        champ(xml, "serviceStopTime", &[&jour_en_utc(au, &contexte.fuseau)]);
    }
    champ(xml, "size", &[&cda.len().to_string()]);
    champ(xml, "sourcePatientId", &[&patient(faits)]);
    let traits = traits_du_patient(faits);
    champ(xml, "sourcePatientInfo", &traits.iter().map(String::as_str).collect::<Vec<_>>());
    champ(xml, "URI", &["DOC00001.XML"]);
    if en_tete.reference.version() > 1 {
        champ(xml, "urn:action:extraMetadataSlot", &["C"]);
    }
}

fn fiche_du_lot(xml: &mut Xml, faits: &Faits<'_>, envoi: &Lot) {
    xml.element("rim:RegistryPackage", &[("id", LOT), ("status", APPROUVE)], |xml| {
        champ(xml, "submissionTime", &[&en_utc(envoi.compose_le)]);
        nom(xml, faits.document.genre().titre());
        let mut classements = Classements { objet: LOT, rang: 0 };
        classements.auteur(xml, lot::AUTEUR, faits);
        classements.code(xml, lot::CONTENU, faits.secteur);
        classements.identifiant(xml, lot::PATIENT, "XDSSubmissionSet.patientId", &patient(faits));
        classements.identifiant(xml, lot::SOURCE, "XDSSubmissionSet.sourceId", envoi.source.as_str());
        classements.identifiant(xml, lot::IDENTIFIANT, "XDSSubmissionSet.uniqueId", envoi.id.as_str());
    });
}

/// Classifications and external identifiers of an object, each with its own identifier.
struct Classements {
    objet: &'static str,
    rang: u8,
}

impl Classements {
    fn suivant(&mut self) -> String {
        self.rang = self.rang.saturating_add(1);
        format!("{}.{:02}", self.objet, self.rang)
    }

    fn code(&mut self, xml: &mut Xml, schema: &str, code: &crate::cda::Code) {
        let id = self.suivant();
        let attributs = [
            ("id", id.as_str()),
            ("classificationScheme", schema),
            ("classifiedObject", self.objet),
            ("nodeRepresentation", &code.code),
        ];
        xml.element("rim:Classification", &attributs, |xml| {
            champ(xml, "codingScheme", &[&code.systeme]);
            nom(xml, &code.libelle);
        });
    }

    fn auteur(&mut self, xml: &mut Xml, schema: &str, faits: &Faits<'_>) {
        let id = self.suivant();
        let attributs = [
            ("id", id.as_str()),
            ("classificationScheme", schema),
            ("classifiedObject", self.objet),
            ("nodeRepresentation", ""),
        ];
        let redacteur = &faits.document.en_tete.redacteur;
        let profession = faits.profession;
        let cabinet = echapper(redacteur.cabinet.nom.as_str());
        let institution = format!("{cabinet}^^^^^&{RACINE_STRUCTURES}&ISO^IDNST^^^{}", faits.structure);
        let specialite = format!("{}^{}^{}", profession.code, profession.libelle, profession.systeme);
        xml.element("rim:Classification", &attributs, |xml| {
            champ(xml, "authorInstitution", &[&institution]);
            champ(xml, "authorPerson", &[&professionnel(&faits.auteur, &redacteur.nom)]);
            champ(xml, "authorSpecialty", &[&specialite]);
        });
    }

    fn identifiant(&mut self, xml: &mut Xml, schema: &str, libelle: &str, valeur: &str) {
        let id = self.suivant();
        let attributs = [
            ("id", id.as_str()),
            ("registryObject", self.objet),
            ("identificationScheme", schema),
            ("value", valeur),
        ];
        xml.element("rim:ExternalIdentifier", &attributs, |xml| nom(xml, libelle));
    }
}

/// `<IdNat_PS>^NOM^Prénom^^^^^^&…&ISO^D^^^IDNPS`.
fn professionnel(numero: &str, nom: &NomComplet) -> String {
    let (famille, prenom) = (echapper(nom.nom.as_str()), echapper(nom.prenom.as_str()));
    format!("{numero}^{famille}^{prenom}^^^^^^&{RACINE_PROFESSIONNELS}&ISO^D^^^IDNPS")
}

/// `<numéro>^^^&<OID>&ISO^NH`, or `PI` for a local number.
fn patient(faits: &Faits<'_>) -> String {
    let id = &faits.patient;
    format!("{}^^^&{}&ISO^{}", id.numero, id.racine, id.genre)
}

/// Names, birth, sex and birthplace, as HL7 v2 fields.
fn traits_du_patient(faits: &Faits<'_>) -> Vec<String> {
    let (traits, sujet) = (faits.traits(), &faits.document.en_tete.sujet);
    let (famille, premier) = (echapper(traits.nom_naissance()), echapper(traits.prenom()));
    let mut champs = vec![format!("PID-5|{famille}^{premier}^{}^^^^L", echapper(faits.prenoms()))];
    if let Some(nom) = &sujet.nom_utilise {
        let (famille, prenom) = (echapper(nom.nom.as_str()), echapper(nom.prenom.as_str()));
        champs.push(format!("PID-5|{famille}^{prenom}^^^^^D"));
    }
    champs.push(format!("PID-7|{}", traits.ne_le().strftime("%Y%m%d")));
    champs.push(format!("PID-8|{}", if faits.sexe.code == "UN" { "U" } else { &faits.sexe.code }));
    if let Some(lieu) = &sujet.identite.lieu_naissance {
        champs.push(format!("PID-11|^^^^^^BDL^^{lieu}"));
    }
    champs
}

/// A text in a field of HL7 v2: its separators are written as the standard's escapes.
fn echapper(texte: &str) -> String {
    let mut echappe = String::with_capacity(texte.len());
    for c in texte.chars() {
        match c {
            '\\' => echappe.push_str("\\E\\"),
            '|' => echappe.push_str("\\F\\"),
            '^' => echappe.push_str("\\S\\"),
            '&' => echappe.push_str("\\T\\"),
            '~' => echappe.push_str("\\R\\"),
            _ => echappe.push(c),
        }
    }
    echappe
}
