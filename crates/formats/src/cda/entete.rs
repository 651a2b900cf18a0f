//! The document itself, element after element in the order of the schema: header, then the PDF.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use droit::document::{Adresse, Civilite, NomComplet, Telephone};
use jiff::civil::Date;

use super::code::Code;
use super::fait::{Faits, RACINE_PROFESSIONNELS, RACINE_STRUCTURES, id_professionnel};
use crate::xml::{CaractereInterdit, Xml};

/// HL7 France; CI-SIS, minimal structure; IHE XDS-SD, unstructured body.
const MODELES: [&str; 3] = ["2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", "1.3.6.1.4.1.19376.1.2.20"];

pub(super) fn ecrire(faits: &Faits<'_>, pdf: &[u8]) -> Result<Vec<u8>, CaractereInterdit> {
    let mut xml = Xml::document();
    xml.element("ClinicalDocument", &[("xmlns", "urn:hl7-org:v3")], |xml| {
        identification(xml, faits);
        patient(xml, faits);
        auteur(xml, faits);
        conservateur(xml, faits);
        destinataires(xml, faits);
        responsable(xml, faits);
        medecin_traitant(xml, faits);
        acte(xml, faits);
        version_remplacee(xml, faits);
        prise_en_charge(xml, faits);
        corps(xml, pdf);
    });
    xml.octets()
}

fn code(xml: &mut Xml, nom: &str, code: &Code) {
    let Code { code, libelle, systeme, .. } = code;
    xml.vide(nom, &[("code", code), ("displayName", libelle), ("codeSystem", systeme)]);
}

fn jour(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn identification(xml: &mut Xml, faits: &Faits<'_>) {
    xml.vide("realmCode", &[("code", "FR")]);
    xml.vide("typeId", &[("root", "2.16.840.1.113883.1.3"), ("extension", "POCD_HD000040")]);
    for modele in MODELES {
        xml.vide("templateId", &[("root", modele)]);
    }
    xml.vide("id", &[("root", &faits.id)]);
    code(xml, "code", faits.genre);
    xml.texte("title", &[], faits.document.genre().titre());
    xml.vide("effectiveTime", &[("value", &faits.valide_le)]);
    code(xml, "confidentialityCode", faits.confidentialite);
    xml.vide("languageCode", &[("code", "fr-FR")]);
    xml.vide("setId", &[("root", &faits.serie)]);
    xml.vide("versionNumber", &[("value", &faits.document.en_tete.reference.version().to_string())]);
}

fn id_du_patient(xml: &mut Xml, faits: &Faits<'_>) {
    xml.vide("id", &[("root", &faits.patient.racine), ("extension", &faits.patient.numero)]);
}

fn patient(xml: &mut Xml, faits: &Faits<'_>) {
    let sujet = &faits.document.en_tete.sujet;
    xml.element("recordTarget", &[], |xml| {
        xml.element("patientRole", &[], |xml| {
            id_du_patient(xml, faits);
            match &sujet.adresse {
                Some(lieu) => adresse(xml, lieu),
                None => xml.vide("addr", &[("nullFlavor", "NASK")]),
            }
            telephone(xml, sujet.telephone.as_ref(), "H");
            xml.element("patient", &[], |xml| {
                nom_du_patient(xml, faits);
                code(xml, "administrativeGenderCode", faits.sexe);
                xml.vide("birthTime", &[("value", &jour(faits.traits().ne_le()))]);
                if let Some(lieu) = &sujet.identite.lieu_naissance {
                    xml.element("birthplace", &[], |xml| {
                        xml.element("place", &[], |xml| {
                            xml.element("addr", &[], |xml| xml.texte("county", &[], lieu.as_str()));
                        });
                    });
                }
            });
        });
    });
}

/// Birth name and first given name are marked `BR`; the list of given names bears no mark; names used are marked `CL`.
fn nom_du_patient(xml: &mut Xml, faits: &Faits<'_>) {
    let utilise = faits.document.en_tete.sujet.nom_utilise.as_ref();
    xml.element("name", &[], |xml| {
        xml.texte("family", &[("qualifier", "BR")], faits.traits().nom_naissance());
        if let Some(nom) = utilise {
            xml.texte("family", &[("qualifier", "CL")], nom.nom.as_str());
        }
        xml.texte("given", &[("qualifier", "BR")], faits.traits().prenom());
        if let Some(nom) = utilise {
            xml.texte("given", &[("qualifier", "CL")], nom.prenom.as_str());
        }
        xml.texte("given", &[], faits.prenoms());
    });
}

fn adresse(xml: &mut Xml, adresse: &Adresse) {
    xml.element("addr", &[], |xml| {
        if let Some(voie) = &adresse.voie {
            xml.texte("streetAddressLine", &[], voie.as_str());
        }
        let ville = format!("{} {}", adresse.code_postal.as_str(), adresse.commune);
        xml.texte("streetAddressLine", &[], &ville);
    });
}

fn telephone(xml: &mut Xml, numero: Option<&Telephone>, usage: &str) {
    match numero {
        Some(numero) => {
            xml.vide("telecom", &[("value", &format!("tel:{}", numero.as_str())), ("use", usage)]);
        }
        None => xml.vide("telecom", &[("nullFlavor", "NASK")]),
    }
}

fn personne(xml: &mut Xml, element: &str, nom: &NomComplet, civilite: Option<Civilite>) {
    xml.element(element, &[], |xml| {
        xml.element("name", &[], |xml| {
            if let Some(civilite) = civilite {
                xml.texte("prefix", &[], civilite.code());
            }
            xml.texte("given", &[], nom.prenom.as_str());
            xml.texte("family", &[], nom.nom.as_str());
        });
    });
}

/// The practice: number, name, telephone, address.
fn structure(xml: &mut Xml, element: &str, faits: &Faits<'_>, suite: impl FnOnce(&mut Xml)) {
    let cabinet = &faits.document.en_tete.redacteur.cabinet;
    xml.element(element, &[], |xml| {
        xml.vide("id", &[("root", RACINE_STRUCTURES), ("extension", &faits.structure)]);
        xml.texte("name", &[], cabinet.nom.as_str());
        telephone(xml, cabinet.telephone.as_ref(), "WP");
        adresse(xml, &cabinet.adresse);
        suite(xml);
    });
}

fn auteur(xml: &mut Xml, faits: &Faits<'_>) {
    xml.element("author", &[], |xml| {
        xml.vide("time", &[("value", &faits.valide_le)]);
        xml.element("assignedAuthor", &[], |xml| {
            intervenant(xml, faits, "representedOrganization", |_| {});
        });
    });
}

/// The MK: number, profession, address, telephone, name, practice.
fn intervenant(xml: &mut Xml, faits: &Faits<'_>, organisation: &str, suite: impl FnOnce(&mut Xml)) {
    let redacteur = &faits.document.en_tete.redacteur;
    xml.vide("id", &[("root", RACINE_PROFESSIONNELS), ("extension", &faits.auteur)]);
    code(xml, "code", faits.profession);
    adresse(xml, &redacteur.cabinet.adresse);
    telephone(xml, redacteur.cabinet.telephone.as_ref(), "WP");
    personne(xml, "assignedPerson", &redacteur.nom, redacteur.civilite);
    structure(xml, organisation, faits, suite);
}

fn conservateur(xml: &mut Xml, faits: &Faits<'_>) {
    xml.element("custodian", &[], |xml| {
        xml.element("assignedCustodian", &[], |xml| {
            structure(xml, "representedCustodianOrganization", faits, |_| {});
        });
    });
}

/// The médecin traitant first, when there is one, and the patient: both receive the document.
/// The element is optional, and no national number of a local body was found to name the payer by: a justificatif names
/// nobody.
fn destinataires(xml: &mut Xml, faits: &Faits<'_>) {
    if faits.pour_le_payeur() {
        return;
    }
    let medecin = faits.medecin();
    if let Some(medecin) = medecin {
        xml.element("informationRecipient", &[("typeCode", "PRCP")], |xml| {
            xml.element("intendedRecipient", &[], |xml| {
                numero_du_medecin(xml, medecin);
                personne(xml, "informationRecipient", &medecin.nom, None);
            });
        });
    }
    let role = if medecin.is_some() { "TRC" } else { "PRCP" };
    xml.element("informationRecipient", &[("typeCode", role)], |xml| {
        xml.element("intendedRecipient", &[], |xml| {
            id_du_patient(xml, faits);
            xml.element("informationRecipient", &[], |xml| nom_du_patient(xml, faits));
        });
    });
}

fn numero_du_medecin(xml: &mut Xml, medecin: &droit::document::Medecin) {
    match &medecin.rpps {
        Some(rpps) => {
            xml.vide("id", &[("root", RACINE_PROFESSIONNELS), ("extension", &id_professionnel(rpps))]);
        }
        None => xml.vide("id", &[("nullFlavor", "UNK")]),
    }
}

fn responsable(xml: &mut Xml, faits: &Faits<'_>) {
    xml.element("legalAuthenticator", &[], |xml| {
        xml.vide("time", &[("value", &faits.valide_le)]);
        xml.vide("signatureCode", &[("code", "S")]);
        xml.element("assignedEntity", &[], |xml| {
            intervenant(xml, faits, "representedOrganization", |_| {});
        });
    });
}

fn medecin_traitant(xml: &mut Xml, faits: &Faits<'_>) {
    let Some(medecin) = faits.medecin() else { return };
    xml.element("participant", &[("typeCode", "INF")], |xml| {
        code(xml, "functionCode", faits.medecin_traitant);
        xml.element("associatedEntity", &[("classCode", "PROV")], |xml| {
            numero_du_medecin(xml, medecin);
            personne(xml, "associatedPerson", &medecin.nom, None);
        });
    });
}

fn periode(xml: &mut Xml, faits: &Faits<'_>) {
    let en_tete = &faits.document.en_tete;
    xml.element("effectiveTime", &[], |xml| {
        xml.vide("low", &[("value", &jour(en_tete.soins_du))]);
        if let Some(au) = en_tete.soins_au {
            xml.vide("high", &[("value", &jour(au))]);
        }
    });
}

fn acte(xml: &mut Xml, faits: &Faits<'_>) {
    xml.element("documentationOf", &[], |xml| {
        xml.element("serviceEvent", &[], |xml| {
            periode(xml, faits);
            xml.element("performer", &[("typeCode", "PRF")], |xml| {
                xml.element("assignedEntity", &[], |xml| {
                    intervenant(xml, faits, "representedOrganization", |xml| {
                        code(xml, "standardIndustryClassCode", faits.cadre);
                    });
                });
            });
        });
    });
}

fn version_remplacee(xml: &mut Xml, faits: &Faits<'_>) {
    let Some(remplace) = &faits.remplace else { return };
    let precedente = faits.document.en_tete.reference.version().saturating_sub(1);
    xml.element("relatedDocument", &[("typeCode", "RPLC")], |xml| {
        xml.element("parentDocument", &[], |xml| {
            xml.vide("id", &[("root", remplace)]);
            xml.vide("setId", &[("root", &faits.serie)]);
            xml.vide("versionNumber", &[("value", &precedente.to_string())]);
        });
    });
}

fn prise_en_charge(xml: &mut Xml, faits: &Faits<'_>) {
    xml.element("componentOf", &[], |xml| {
        xml.element("encompassingEncounter", &[], |xml| {
            periode(xml, faits);
            xml.element("location", &[], |xml| {
                xml.element("healthCareFacility", &[], |xml| code(xml, "code", faits.secteur));
            });
        });
    });
}

fn corps(xml: &mut Xml, pdf: &[u8]) {
    let attributs = [("mediaType", "application/pdf"), ("representation", "B64")];
    xml.element("component", &[], |xml| {
        xml.element("nonXMLBody", &[], |xml| xml.texte("text", &attributs, &STANDARD.encode(pdf)));
    });
}
