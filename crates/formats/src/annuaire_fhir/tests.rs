//! Answers as the service gives them, pages joined, damaged answers, arbitrary bytes.

use droit::annuaire::{CadreActivite, ModeExercice};
use droit::identifiant::rpps_de_demonstration;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const NOS: &str = "https://mos.esante.gouv.fr/NOS";

fn praticien(cle: &str, rang: u32, profession: &str) -> Value {
    json!({"resourceType": "Practitioner", "id": cle, "active": true,
    "identifier": [
        {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": format!("8{}", rpps_de_demonstration(rang))},
        {"system": "https://rpps.esante.gouv.fr", "value": rpps_de_demonstration(rang).as_str()},
    ],
    "name": [{"family": "ESSAI", "given": ["Éloïse"]}],
    "qualification": [{"code": {"coding": [
        {"system": format!("{NOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"), "code": profession},
        {"system": format!("{NOS}/TRE_R09-CategorieProfessionnelle/FHIR/TRE-R09-CategorieProfessionnelle"), "code": "C"},
    ]}}]})
}

fn situation(cle: &str, praticien: &str, structure: &str, genre: &str) -> Value {
    let coding = |nomenclature: &str, fin: &str, code: &str| json!({"coding": [{"system": format!("{NOS}/{nomenclature}/FHIR/{fin}"), "code": code}]});
    json!({"resourceType": "PractitionerRole", "id": cle, "active": true,
    "practitioner": {"reference": format!("Practitioner/{praticien}")},
    "organization": {"reference": format!("https://annuaire.test/fhir/v2/Organization/{structure}/_history/1")},
    "code": [
        coding("TRE_R22-GenreActivite", "TRE-R22-GenreActivite", genre),
        coding("TRE_R23-ModeExercice", "TRE-R23-ModeExercice", "L"),
    ]})
}

fn structure(cle: &str, commune: Option<&str>) -> Value {
    let insee = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code";
    json!({"resourceType": "Organization", "id": cle, "name": "CABINET FICTIF",
        "identifier": [{"system": "urn:oid:1.2.250.1.71.4.2.2", "value": "F0001"}],
        "address": [{"city": "Orléans", "postalCode": "45000", "extension":
            commune.map(|code| vec![json!({"url": insee, "valueCoding": {"code": code}})]).unwrap_or_default()}]})
}

fn recherche(ressources: &[Value]) -> Vec<u8> {
    let entrees: Vec<_> = ressources.iter().map(|r| json!({"resource": r})).collect();
    json!({"resourceType": "Bundle", "type": "searchset", "total": entrees.len(), "entry": entrees})
        .to_string()
        .into_bytes()
}

fn recueillir(pages: &[Vec<u8>]) -> Recueil {
    let mut recueil = Recueil::default();
    pages.iter().for_each(|page| recueil.ajouter(Page::lire(page).unwrap()));
    recueil
}

#[test]
fn un_mk_et_ses_activites_se_lisent_sur_plusieurs_pages() {
    let recueil = recueillir(&[
        recherche(&[praticien("003-1", 1, "70")]),
        recherche(&[situation("005-1", "003-1", "001-1", "GENR01"), structure("001-1", Some("45234"))]),
        recherche(&[situation("005-2", "003-1", "001-2", "GENR03"), structure("001-2", None)]),
    ]);
    let rpps = rpps_de_demonstration(1);
    assert_eq!(recueil.cles(&rpps).collect::<Vec<_>>(), ["003-1"]);
    let releve = recueil.releve(&rpps).unwrap();
    assert_eq!((releve.nom.as_str(), releve.prenom.as_str()), ("ESSAI", "Éloïse"));
    let activites: Vec<_> = releve.activites.iter().collect();
    assert_eq!(activites.len(), 2);
    let (loiret, ailleurs) = (activites[0], activites[1]);
    assert_eq!((loiret.mode, loiret.cadre), (ModeExercice::Liberal, CadreActivite::Propre));
    assert_eq!(loiret.lieu.departement.unwrap().as_str(), "45");
    assert_eq!(loiret.site.raison_sociale.as_deref(), Some("CABINET FICTIF"));
    assert_eq!(ailleurs.cadre, CadreActivite::Remplacement);
    assert_eq!(ailleurs.lieu.departement, None, "jamais d’après le code postal");
    assert_eq!(recueil.releve(&rpps_de_demonstration(2)), None);
}

#[test]
fn une_autre_profession_un_exercice_ferme_et_un_etudiant_ne_sont_pas_des_mk() {
    let rpps = rpps_de_demonstration(1);
    let mut ferme = praticien("003-1", 1, "70");
    ferme["active"] = json!(false);
    let mut etudiant = praticien("003-1", 1, "70");
    etudiant["qualification"][0]["code"]["coding"][1]["code"] = json!("E");
    for autre in [praticien("003-1", 1, "10"), ferme, etudiant, praticien("../../x", 1, "70")] {
        assert_eq!(recueillir(&[recherche(&[autre])]).releve(&rpps), None);
    }
}

#[test]
fn une_activite_fermee_ne_compte_pas() {
    let mut fermee = situation("005-1", "003-1", "001-1", "GENR01");
    fermee["active"] = json!(false);
    let recueil = recueillir(&[recherche(&[praticien("003-1", 1, "70"), fermee])]);
    assert!(!recueil.releve(&rpps_de_demonstration(1)).unwrap().exerce());
}

#[test]
fn la_page_suivante_se_trouve_et_rien_d_autre_ne_passe_pour_une_recherche() {
    let page = br#"{"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"a"},{"relation":"next","url":"b"}]}"#;
    assert_eq!(Page::lire(page).unwrap().suite(), Some("b"));
    assert!(matches!(Page::lire(b"<html>"), Err(Illisible::Json(_))));
    let refus = br#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"HAPI-0302: Unknown"}]}"#;
    assert!(matches!(Page::lire(refus), Err(Illisible::PasUneRecherche(dit)) if dit == "HAPI-0302: Unknown"));
    assert!(matches!(Page::lire(b"[]"), Err(Illisible::PasUneRecherche(_))));
    let trop = recherche(&vec![json!({}); ENTREES_MAX + 1]);
    assert!(matches!(Page::lire(&trop), Err(Illisible::TropDEntrees(_))));
}

proptest! {
    #[test]
    fn aucun_octet_ne_fait_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _vue = Page::lire(&octets).is_ok();
    }

    #[test]
    fn une_reponse_abimee_ne_fait_paniquer_ni_inventer(place in 0usize..3_000, octet in any::<u8>()) {
        let mut page = recherche(&[
            praticien("003-1", 1, "70"),
            situation("005-1", "003-1", "001-1", "GENR01"),
            structure("001-1", Some("45234")),
        ]);
        let place = place % page.len();
        page[place] = octet;
        if let Ok(page) = Page::lire(&page) {
            let mut recueil = Recueil::default();
            recueil.ajouter(page);
            prop_assert!(recueil.exercices.len() <= 1 && recueil.situations.len() <= 1);
            prop_assert!(recueil.cles(&rpps_de_demonstration(1)).all(|cle| !cle.contains('/')));
        }
    }
}
