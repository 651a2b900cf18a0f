//! The rules as they read, and as machines read them.

use droit::reglement::Reglement;
use jiff::civil::{Date, date};

use super::{FicheJson, fiche_en_texte, liste_en_texte, tableau_des_departements};

const JOUR: Date = date(2026, 11, 21);

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

fn fiche(code: &str) -> droit::reglement::Fiche {
    reglement().fiche(code.parse().unwrap(), JOUR).unwrap()
}

/// The text without the fingerprint, which changes with every rule.
fn sans_empreinte(texte: &str) -> String {
    texte.lines().filter(|ligne| !ligne.starts_with("Empreinte")).map(|ligne| format!("{ligne}\n")).collect()
}

#[test]
fn le_tableau_des_vingt_departements() {
    insta::assert_snapshot!(tableau_des_departements(reglement(), JOUR));
}

#[test]
fn le_loiret_en_texte() {
    insta::assert_snapshot!(sans_empreinte(&fiche_en_texte(&fiche("45"))));
}

#[test]
fn la_liste_en_texte() {
    insta::assert_snapshot!(liste_en_texte(reglement(), JOUR));
}

#[test]
fn le_texte_tient_dans_cent_colonnes_hors_adresses() {
    for code in reglement().departements_designes() {
        let texte = fiche_en_texte(&reglement().fiche(code, JOUR).unwrap());
        for ligne in texte.lines().filter(|ligne| !ligne.contains("https://")) {
            assert!(ligne.chars().count() <= 100, "{code} : {ligne}");
        }
    }
}

#[test]
fn un_departement_hors_experimentation_le_dit() {
    let texte = fiche_en_texte(&fiche("75"));
    assert!(texte.contains("Hors de l’expérimentation"));
    assert!(!fiche("75").designe && fiche("45").designe);
}

#[test]
fn le_json_dit_la_valeur_la_source_et_les_variantes() {
    let json = serde_json::to_value(FicheJson::from(&fiche("45"))).unwrap();
    assert_eq!(json["departement"]["fuseau"], "Europe/Paris");
    assert_eq!(json["empreinte"], reglement().empreinte());
    let parametres =
        json["sections"].as_array().unwrap().iter().flat_map(|s| s["parametres"].as_array().unwrap());
    let fin = parametres.clone().find(|parametre| parametre["cle"] == "fin").unwrap();
    assert_eq!(fin["valeur"], "28 août 2029");
    assert_eq!(fin["marque"], "etablie");
    assert_eq!(fin["origine"], "departementale");
    assert_eq!(fin["source"]["texte"], "ars-cvl-cahier-des-charges");
    assert_eq!(fin["variantes"][0]["source"]["confiance"], "professionnel");
    let delai = parametres.clone().find(|parametre| parametre["cle"] == "delai_de_decision").unwrap();
    assert_eq!((delai["valeur"].is_null(), delai["marque"].as_str()), (true, Some("inconnue")));
    assert_eq!(json["questions"].as_array().unwrap().len(), 11);
}
