//! Documents of all kinds of patients, read back by another program; hostile names survive or are refused by name.

use droit::document::{Contenu, Document, InsRetenue, MedecinTraitant, Sujet};
use droit::identifiant::{DocumentId, Fictif, OidIns, Reel, StatutIdentite};
use droit::patient::{Identite, Traits};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::document::exemple::{
    PERSONNES, brouillon_compte_rendu, documents, en_tete, justificatif, nom, texte,
};
use crate::xml::relecture::{Noeud, relire};

const PDF: &[u8] = b"%PDF-1.4 corps";

pub(crate) fn contexte() -> Contexte {
    Contexte { fuseau: TimeZone::get("Europe/Paris").unwrap(), racine_locale: Oid::d_un_uuid(77) }
}

pub(crate) fn compte_rendu(sujet: Sujet) -> Document {
    let contenu = Contenu::CompteRendu(Box::new(brouillon_compte_rendu().valider().unwrap()));
    Document { en_tete: en_tete(sujet), contenu }
}

fn ecrit(document: &Document) -> Noeud {
    relire(Cda::<Fictif>::ecrire(document, PDF, &contexte()).unwrap().octets())
}

/// Elements of a CDA in the order of the schema (POCD_MT000040, ClinicalDocument).
const ORDRE: [&str; 21] = [
    "realmCode",
    "typeId",
    "templateId",
    "id",
    "code",
    "title",
    "effectiveTime",
    "confidentialityCode",
    "languageCode",
    "setId",
    "versionNumber",
    "recordTarget",
    "author",
    "custodian",
    "informationRecipient",
    "legalAuthenticator",
    "participant",
    "documentationOf",
    "relatedDocument",
    "componentOf",
    "component",
];

/// For each element, its children in the order of the schema.
const ORDRES: [(&str, &[&str]); 12] = [
    ("ClinicalDocument", &ORDRE),
    ("patientRole", &["id", "addr", "telecom", "patient"]),
    ("patient", &["name", "administrativeGenderCode", "birthTime", "birthplace"]),
    ("assignedAuthor", &["id", "code", "addr", "telecom", "assignedPerson", "representedOrganization"]),
    ("assignedEntity", &["id", "code", "addr", "telecom", "assignedPerson", "representedOrganization"]),
    ("representedOrganization", &["id", "name", "telecom", "addr", "standardIndustryClassCode"]),
    ("representedCustodianOrganization", &["id", "name", "telecom", "addr"]),
    ("legalAuthenticator", &["time", "signatureCode", "assignedEntity"]),
    ("serviceEvent", &["effectiveTime", "performer"]),
    ("encompassingEncounter", &["effectiveTime", "location"]),
    ("parentDocument", &["id", "setId", "versionNumber"]),
    ("intendedRecipient", &["id", "informationRecipient"]),
];

fn verifier_l_ordre(noeud: &Noeud) {
    if let Some((_, ordre)) = ORDRES.iter().find(|(nom, _)| *nom == noeud.nom) {
        let places: Vec<_> = noeud
            .noms()
            .iter()
            .map(|nom| {
                ordre.iter().position(|o| o == nom).unwrap_or_else(|| panic!("<{nom}> dans <{}>", noeud.nom))
            })
            .collect();
        assert!(places.is_sorted(), "<{}> : {:?}", noeud.nom, noeud.noms());
    }
    noeud.enfants.iter().for_each(verifier_l_ordre);
}

#[test]
fn chaque_patient_a_des_documents_valides() {
    for personne in PERSONNES.iter().filter(|personne| personne.oid == OidIns::NirTest) {
        for document in &documents(&personne.sujet()) {
            let cda = ecrit(document);
            verifier_l_ordre(&cda);
            let role = cda.chemin("recordTarget/patientRole");
            assert_eq!(role.enfant("id").attribut("root"), "1.2.250.1.213.1.4.10");
            assert_eq!(role.enfant("id").attribut("extension"), personne.matricule);
            let identite: Vec<_> =
                role.chemin("patient/name").enfants.iter().map(|e| e.texte.as_str()).collect();
            assert_eq!(identite, [personne.nom, personne.prenom, personne.prenoms]);
            assert_eq!(role.chemin("patient/birthplace/place/addr/county").texte, personne.lieu);
            assert_eq!(
                role.chemin("patient/administrativeGenderCode").attribut("code"),
                personne.sexe.code()
            );
            let corps = cda.chemin("component/nonXMLBody/text");
            assert_eq!(corps.attribut("representation"), "B64");
            let pdf = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &corps.texte);
            assert_eq!(pdf.unwrap(), PDF);
        }
    }
}

#[test]
fn un_nia_reel_ne_sort_que_vers_le_monde_reel_et_un_numero_de_test_que_vers_la_demonstration() {
    let nia = compte_rendu(PERSONNES[3].sujet());
    assert_eq!(Cda::<Fictif>::ecrire(&nia, PDF, &contexte()).unwrap_err(), CdaRefuse::Monde(MondeInterdit));
    let cda = relire(Cda::<Reel>::ecrire(&nia, PDF, &contexte()).unwrap().octets());
    assert_eq!(cda.chemin("recordTarget/patientRole/id").attribut("root"), "1.2.250.1.213.1.4.9");
    assert_eq!(
        cda.chemin("recordTarget/patientRole/patient/administrativeGenderCode").attribut("code"),
        "UN"
    );
    for personne in PERSONNES.iter().filter(|personne| personne.oid == OidIns::NirTest) {
        let refus = Cda::<Reel>::ecrire(&compte_rendu(personne.sujet()), PDF, &contexte()).unwrap_err();
        assert_eq!(refus, CdaRefuse::Monde(MondeInterdit));
    }
}

#[test]
fn une_identite_non_qualifiee_part_avec_un_identifiant_local() {
    let mut sujet = PERSONNES[0].sujet();
    sujet.identite = Identite { statut: StatutIdentite::Validee, ..sujet.identite };
    let document = compte_rendu(sujet.clone());
    let cda = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap();
    assert_eq!(cda.ins_retenue(), Some(InsRetenue::NonQualifiee));
    assert!(!String::from_utf8_lossy(cda.octets()).contains(PERSONNES[0].matricule));
    let racine = relire(cda.octets());
    let id = racine.chemin("recordTarget/patientRole/id");
    assert_eq!(id.attribut("root"), "2.25.77");
    sujet.identite.statut = StatutIdentite::Qualifiee;
    sujet.identite.lieu_naissance = None;
    let cda = Cda::<Fictif>::ecrire(&compte_rendu(sujet), PDF, &contexte()).unwrap();
    assert_eq!(cda.ins_retenue(), Some(InsRetenue::SansLieuDeNaissance));
    verifier_l_ordre(&relire(cda.octets()));
}

#[test]
fn l_entete_dit_l_auteur_le_type_et_l_heure() {
    let cda = ecrit(&compte_rendu(PERSONNES[0].sujet()));
    assert_eq!(cda.enfant("code").attribut("code"), "11506-3");
    assert_eq!(cda.enfant("effectiveTime").attribut("value"), "20260105101500+0100");
    assert_eq!(cda.enfant("id").attribut("root"), "2.25.4097");
    let auteur = cda.chemin("author/assignedAuthor");
    assert_eq!(auteur.enfant("id").attribut("extension"), "899700700018");
    assert_eq!(auteur.enfant("code").attribut("code"), "G15_70");
    assert_eq!(auteur.chemin("assignedPerson/name/prefix").texte, "MME");
    assert_eq!(auteur.chemin("representedOrganization/id").attribut("extension"), "1450000088");
    let acte = cda.chemin("documentationOf/serviceEvent");
    assert_eq!(acte.chemin("effectiveTime/low").attribut("value"), "20260102");
    assert_eq!(acte.chemin("effectiveTime/high").attribut("value"), "20260105");
    let cadre = acte.chemin("performer/assignedEntity/representedOrganization/standardIndustryClassCode");
    assert_eq!(cadre.attribut("code"), "AMBULATOIRE");
    let lieu = cda.chemin("componentOf/encompassingEncounter/location/healthCareFacility/code");
    assert_eq!(lieu.attribut("code"), "SA08");
}

#[test]
fn le_medecin_traitant_est_destinataire_et_sans_lui_le_patient_est_premier() {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    let cda = ecrit(&document);
    let roles: Vec<_> = cda.tous("informationRecipient").map(|d| d.attribut("typeCode").to_owned()).collect();
    assert_eq!(roles, ["PRCP", "TRC"]);
    assert_eq!(cda.chemin("participant/functionCode").attribut("code"), "PCP");
    for absent in [MedecinTraitant::Aucun, MedecinTraitant::NonPrecise] {
        document.en_tete.medecin_traitant = absent;
        let cda = ecrit(&document);
        let roles: Vec<_> =
            cda.tous("informationRecipient").map(|d| d.attribut("typeCode").to_owned()).collect();
        assert_eq!(roles, ["PRCP"]);
        assert!(!cda.noms().contains(&"participant"));
        verifier_l_ordre(&cda);
    }
}

#[test]
fn une_correction_garde_la_serie_et_nomme_la_version_qu_elle_remplace() {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    let premiere = ecrit(&document);
    assert!(!premiere.noms().contains(&"relatedDocument"));
    document.en_tete.reference = document.en_tete.reference.corrigee(DocumentId::new(0x1002)).unwrap();
    let seconde = ecrit(&document);
    verifier_l_ordre(&seconde);
    assert_eq!(seconde.enfant("setId"), premiere.enfant("setId"));
    assert_eq!(seconde.enfant("versionNumber").attribut("value"), "2");
    assert_ne!(seconde.enfant("id"), premiere.enfant("id"));
    assert_eq!(seconde.enfant("relatedDocument").attribut("typeCode"), "RPLC");
    let parent = seconde.chemin("relatedDocument/parentDocument");
    assert_eq!(parent.enfant("id"), premiere.enfant("id"));
    assert_eq!(parent.enfant("versionNumber").attribut("value"), "1");
}

#[test]
fn les_memes_faits_donnent_les_memes_octets() {
    let document = compte_rendu(PERSONNES[1].sujet());
    let une = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap();
    let autre = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap();
    assert_eq!(une.octets(), autre.octets());
}

#[test]
fn un_justificatif_ne_nomme_que_le_patient_et_son_auteur() {
    let en_tete = en_tete(PERSONNES[0].sujet());
    assert!(matches!(en_tete.medecin_traitant, MedecinTraitant::Connu(_)));
    let document = Document { en_tete, contenu: Contenu::Justificatif(Box::new(justificatif())) };
    let cda = ecrit(&document);
    verifier_l_ordre(&cda);
    let genre = cda.enfant("code");
    assert_eq!(
        (genre.attribut("code"), genre.attribut("displayName")),
        ("CERT_DECL", "Certificat, déclaration")
    );
    assert_eq!(genre.attribut("codeSystem"), "1.2.250.1.213.1.1.4.12");
    for autre in ["informationRecipient", "participant"] {
        assert!(!cda.noms().contains(&autre), "{autre}");
    }
    let octets = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap().octets().to_vec();
    assert!(!String::from_utf8(octets).unwrap().contains("MÉDECIN-TEST"), "la caisse n’a pas à le connaître");
}

#[test]
fn un_corps_qui_n_est_pas_un_pdf_ne_sort_pas() {
    let document = compte_rendu(PERSONNES[0].sujet());
    assert_eq!(Cda::<Fictif>::ecrire(&document, b"texte", &contexte()).unwrap_err(), CdaRefuse::Pdf);
}

#[test]
fn l_heure_suit_l_horloge_du_departement() {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    document.en_tete.valide_le = "2026-06-30T22:30:00Z".parse().unwrap();
    let reunion = Contexte { fuseau: TimeZone::get("Indian/Reunion").unwrap(), ..contexte() };
    let cda = relire(Cda::<Fictif>::ecrire(&document, PDF, &reunion).unwrap().octets());
    assert_eq!(cda.enfant("effectiveTime").attribut("value"), "20260701023000+0400");
    assert_eq!(ecrit(&document).enfant("effectiveTime").attribut("value"), "20260701003000+0200");
}

#[test]
fn un_oid_s_ecrit_en_nombres() {
    for faux in ["", "1", "3.1", "1..2", "1.02", "1.a", ".1", &format!("1.{}", "1".repeat(70))] {
        assert!(faux.parse::<Oid>().is_err(), "{faux}");
    }
    let plus_long = Oid::d_un_uuid(u128::MAX);
    assert!(plus_long.as_str().len() <= 64 && plus_long.as_str().parse::<Oid>().is_ok());
}

proptest! {
    #[test]
    fn tout_nom_survit_ou_est_refuse_par_son_nom(
        famille in "[^\u{0}-\u{1f}\u{7f}-\u{9f}]{1,40}", prenom in "\\PC{1,30}", cabinet in "\\PC{1,60}",
    ) {
        let jour = date(2026, 11, 22);
        let mut sujet = PERSONNES[0].sujet();
        let traits = Traits::nouveaux(&famille, &prenom, sujet.identite.traits.sexe(), date(1979, 3, 28), jour);
        if let (Ok(traits), Ok(cabinet)) = (traits, cabinet.parse()) {
            sujet.identite.traits = traits.clone();
            sujet.identite.statut = StatutIdentite::Provisoire;
            sujet.prenoms = None;
            let mut document = compte_rendu(sujet);
            document.en_tete.redacteur.cabinet.nom = cabinet;
            document.en_tete.redacteur.nom = nom("<&>\"'", "]]>");
            match Cda::<Fictif>::ecrire(&document, PDF, &contexte()) {
                Ok(cda) => {
                    let racine = relire(cda.octets());
                    let noms = racine.chemin("recordTarget/patientRole/patient/name");
                    prop_assert_eq!(&noms.enfant("family").texte, traits.nom_naissance());
                    prop_assert_eq!(&noms.enfant("given").texte, traits.prenom());
                    let auteur = racine.chemin("author/assignedAuthor");
                    prop_assert_eq!(&auteur.chemin("assignedPerson/name/family").texte, "]]>");
                    let structure = auteur.chemin("representedOrganization/name");
                    prop_assert_eq!(&structure.texte, document.en_tete.redacteur.cabinet.nom.as_str());
                }
                Err(CdaRefuse::Caractere(faute)) => prop_assert!(["family", "given"].contains(&faute.element.as_str())),
                Err(autre) => prop_assert!(false, "{autre}"),
            }
        }
    }
}

#[test]
fn le_texte_du_document_n_est_que_dans_le_pdf() {
    let mut brouillon = brouillon_compte_rendu();
    brouillon.suites = Some(texte("Phrase que seul le PDF porte."));
    let contenu = Contenu::CompteRendu(Box::new(brouillon.valider().unwrap()));
    let document = Document { en_tete: en_tete(PERSONNES[0].sujet()), contenu };
    let cda = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap();
    assert!(!String::from_utf8_lossy(cda.octets()).contains("Phrase que seul"));
}
