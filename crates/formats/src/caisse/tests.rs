//! The files checked from outside: as a receiver applies them, as a tool verifies them, as a schema describes them.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn ligne(cle: &str, nom: &str, au: Option<Date>) -> Ligne {
    Ligne {
        cle: cle.to_owned(),
        rpps: "99700700018".to_owned(),
        nom: nom.to_owned(),
        prenom: "Camille".to_owned(),
        numero_am: Some("457000012".to_owned()),
        adresse: Some("1 rue de l’Essai ; bât. \"B\"".to_owned()),
        code_postal: Some("45000".to_owned()),
        commune: Some("Orléans".to_owned()),
        lieu_du: Some(date(2025, 9, 1)),
        lieu_au: None,
        cpts: "CPTS de l’Essai".to_owned(),
        autorise_du: date(2025, 10, 1),
        autorise_au: au,
        motif_fin: au.map(|_| "volontaire".to_owned()),
    }
}

fn entete(nature: Nature, numero: u64) -> Entete {
    Entete {
        destinataire: "cpam-45".to_owned(),
        organisme: "CPAM du Loiret".to_owned(),
        departement: "45".to_owned(),
        nature,
        numero,
        arrete_le: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

fn exemple() -> Vec<Mouvement> {
    let avant = Lignes::from([
        ("a".to_owned(), ligne("a", "Essai1", None)),
        ("b".to_owned(), ligne("b", "Essai2", None)),
    ]);
    let apres = Lignes::from([
        ("a".to_owned(), ligne("a", "Essai1", Some(date(2026, 11, 30)))),
        ("c".to_owned(), ligne("c", "=1+1", None)),
    ]);
    difference(&avant, &apres)
}

#[test]
fn le_csv_et_le_json_d_un_differentiel() {
    let entete = entete(Nature::Differentiel, 12);
    let csv = String::from_utf8(ecrire_csv(&entete, &exemple())).unwrap();
    insta::assert_snapshot!("differentiel-csv", csv.trim_start_matches('\u{feff}'));
    insta::assert_snapshot!(
        "differentiel-json",
        String::from_utf8(ecrire_json(&entete, &exemple()).unwrap()).unwrap()
    );
}

#[test]
fn les_empreintes_se_verifient_avec_des_outils_ordinaires() {
    let entete = entete(Nature::Complet, 1);
    let csv = ecrire_csv(&entete, &exemple());
    let texte = String::from_utf8(csv.clone()).unwrap();
    let (tete, table) = texte.split_once("\n\n").unwrap();
    assert!(tete.contains(&format!("sha256;{}", empreinte(table.as_bytes()))));
    assert_eq!(String::from_utf8(temoin("f.csv", &csv)).unwrap(), format!("{}  f.csv\n", empreinte(&csv)));
    let json = String::from_utf8(ecrire_json(&entete, &exemple()).unwrap()).unwrap();
    let lignes = json.split_once("\"lignes\":[").unwrap().1;
    let lignes = format!("[{}", lignes.trim_end().strip_suffix('}').unwrap());
    let lu: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(lu["entete"]["sha256"], empreinte(lignes.as_bytes()));
    assert_eq!((&lu["entete"]["precedent"], &lu["entete"]["lignes"]), (&Value::Null, &Value::from(3)));
}

fn valide() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap()
}

#[test]
fn le_schema_decrit_le_json_et_refuse_autre_chose() {
    let valide = valide();
    for (nature, numero) in [(Nature::Complet, 1), (Nature::Differentiel, 12)] {
        let json: Value =
            serde_json::from_slice(&ecrire_json(&entete(nature, numero), &exemple()).unwrap()).unwrap();
        assert!(
            valide.is_valid(&json),
            "{:?}",
            valide.iter_errors(&json).map(|e| e.to_string()).collect::<Vec<_>>()
        );
        for (chemin, valeur) in [
            ("/entete/numero", Value::from(0)),
            ("/entete/version", Value::from(2)),
            ("/lignes/0/rpps", Value::from("12")),
            ("/lignes/0/operation", Value::from("rien")),
            ("/lignes/0/autorise_du", Value::Null),
        ] {
            let mut faux = json.clone();
            *faux.pointer_mut(chemin).unwrap() = valeur;
            assert!(!valide.is_valid(&faux), "{chemin}");
        }
    }
}

fn accuse(change: (&str, Value)) -> Vec<u8> {
    let mut json = serde_json::json!({
        "format": "acces-direct/accuse", "version": 1, "destinataire": "cpam-45", "numero": 12,
        "sha256": "0".repeat(64), "reference": "R-1", "recu_le": "2026-11-22T09:00:00Z"
    });
    json[change.0] = change.1;
    json.to_string().into_bytes()
}

#[test]
fn un_accuse_se_lit_strictement() {
    let juste = Accuse::lire(&accuse(("numero", 7.into()))).unwrap();
    assert_eq!((juste.numero, juste.reference.as_str()), (7, "R-1"));
    for faux in [
        ("numero", Value::from(0)),
        ("numero", Value::from("7")),
        ("version", Value::from(2)),
        ("sha256", Value::from("ABC")),
        ("reference", Value::from("a\nb")),
        ("recu_le", Value::from("hier")),
        ("autre", Value::from(1)),
    ] {
        let nom = format!("{faux:?}");
        assert!(Accuse::lire(&accuse(faux)).is_err(), "{nom}");
    }
    assert_eq!(Accuse::lire(&vec![b' '; ACCUSE_MAXIMUM + 1]), Err(AccuseInvalide::TropLong));
}

fn lignes_au_hasard() -> impl Strategy<Value = Lignes> {
    let une = ("[a-e]", "\\PC{0,8}", proptest::option::of(1_i8..28));
    proptest::collection::vec(une, 0..6).prop_map(|tirees| {
        let en_ligne = |(cle, nom, au): (String, String, Option<i8>)| {
            let ligne = ligne(&cle, &nom, au.map(|jour| date(2026, 11, jour)));
            (cle, ligne)
        };
        tirees.into_iter().map(en_ligne).collect()
    })
}

proptest! {
    #[test]
    fn un_complet_et_ses_differentiels_donnent_le_complet_suivant(
        etats in proptest::collection::vec(lignes_au_hasard(), 1..6),
    ) {
        let mut recues = Lignes::new();
        appliquer(&mut recues, &tout(&etats[0]));
        for paire in etats.windows(2) {
            appliquer(&mut recues, &difference(&paire[0], &paire[1]));
            prop_assert_eq!(&recues, &paire[1]);
        }
    }

    #[test]
    fn aucune_cellule_ne_commence_comme_une_formule(nom in "\\PC*") {
        let lignes = Lignes::from([("a".to_owned(), ligne("a", &nom, None))]);
        let csv = String::from_utf8(ecrire_csv(&entete(Nature::Complet, 1), &tout(&lignes))).unwrap();
        let table = csv.split_once("\n\n").unwrap().1;
        let mut lecteur = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
        for cellule in lecteur.records().flat_map(|ligne| ligne.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            prop_assert!(!cellule.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']));
        }
    }

    #[test]
    fn un_accuse_quelconque_ne_fait_pas_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Accuse::lire(&octets).is_err() || !octets.is_empty());
    }
}
