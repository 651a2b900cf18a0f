//! Questions read strictly: what is accepted, and the field and the sentence of each error.

use std::convert::Infallible;

use droit::decision::{Acte, Demande, Gravite, TypeDiagnostic};
use droit::identifiant::CodeDepartement;
use jiff::civil::{Date, date};

use super::{Erreur, SEANCES_MAX, lire};

const EXEMPLE: &str = r#"{ "acte": "seance", "le": "2026-03-09", "departement": "45",
  "structure": { "type": "CPTS", "fiche_projet_de_sante": true },
  "praticien": { "statut": "titulaire", "lieu_exercice": "45", "autorise_du": "2025-10-01", "autorise_au": null },
  "patient": { "medecin_traitant": true },
  "episode": { "ouvert_le": "2026-02-02", "diagnostic_prealable": null, "drapeaux_rouges": [], "amelioration": null,
               "seances": ["2026-02-02", "2026-02-05"] },
  "acte_ngap": { "lettre": "RAM", "coefficient": "8.11" } }"#;

const AUJOURD_HUI: Date = date(2026, 11, 21);

fn aujourd_hui(_: CodeDepartement) -> Result<Date, Infallible> {
    Ok(AUJOURD_HUI)
}

fn question(json: &str) -> Result<Demande, Erreur> {
    lire(json.as_bytes(), aujourd_hui)
}

/// The example with one piece of text replaced.
fn avec(ancien: &str, nouveau: &str) -> String {
    assert!(EXEMPLE.contains(ancien), "« {ancien} » n’est pas dans l’exemple");
    EXEMPLE.replacen(ancien, nouveau, 1)
}

#[track_caller]
fn refusee(ancien: &str, nouveau: &str, champ: &str, message: &str) {
    let erreur = question(&avec(ancien, nouveau)).unwrap_err();
    assert_eq!(erreur.champ, champ, "{erreur}");
    assert!(erreur.message.contains(message), "{erreur}");
}

#[test]
fn l_exemple_est_lu() {
    let demande = question(EXEMPLE).unwrap();
    assert_eq!(demande.acte, Acte::Seance);
    assert_eq!(demande.aujourd_hui, AUJOURD_HUI);
    assert_eq!(demande.episode.unwrap().seances, [date(2026, 2, 2), date(2026, 2, 5)]);
    assert_eq!(demande.acte_ngap.unwrap().coefficient.centiemes(), 811);
}

#[test]
fn le_jour_de_la_question_peut_etre_donne() {
    let demande = question(&avec(r#""acte""#, r#""aujourd_hui": "2026-03-10", "acte""#)).unwrap();
    assert_eq!(demande.aujourd_hui, date(2026, 3, 10));
}

#[test]
fn un_coefficient_s_ecrit_aussi_avec_une_virgule() {
    let demande = question(&avec("8.11", "8,11")).unwrap();
    assert_eq!(demande.acte_ngap.unwrap().coefficient.centiemes(), 811);
}

#[test]
fn diagnostic_et_drapeaux_sont_lus() {
    let diagnostic = r#"{ "type": "cr-urgences", "date": "2026-01-05", "en_rapport": true, "enregistre_le": "2026-02-02" }"#;
    let demande = question(&avec(
        r#""diagnostic_prealable": null"#,
        &format!(r#""diagnostic_prealable": {diagnostic}"#),
    ))
    .unwrap();
    let lu = demande.episode.unwrap().diagnostic_prealable.unwrap();
    assert_eq!((lu.type_diagnostic, lu.enregistre_le), (TypeDiagnostic::CrUrgences, date(2026, 2, 2)));

    let drapeau = r#""drapeaux_rouges": [{ "code": "fievre", "gravite": "alerte", "motif": null }]"#;
    let demande = question(&avec(r#""drapeaux_rouges": []"#, drapeau)).unwrap();
    let episode = demande.episode.unwrap();
    assert_eq!(episode.drapeaux_rouges[0].gravite, Gravite::Alerte);
    assert_eq!(episode.drapeaux_rouges[0].motif, None);
}

#[test]
fn un_champ_inconnu_est_nomme() {
    refusee(r#""acte": "seance""#, r#""acte": "seance", "couleur": 1"#, "couleur", "champ inconnu");
    refusee(r#""medecin_traitant""#, r#""medecin""#, "patient.medecin", "Champs admis : medecin_traitant");
    let drapeau = r#""drapeaux_rouges": [{ "code": "fievre", "gravite": "alerte", "note": 1 }]"#;
    refusee(r#""drapeaux_rouges": []"#, drapeau, "episode.drapeaux_rouges[0].note", "champ inconnu");
}

#[test]
fn un_champ_absent_ou_double_est_nomme() {
    refusee(r#""le": "2026-03-09","#, "", "le", "obligatoire");
    refusee(r#""statut": "titulaire","#, "", "praticien.statut", "obligatoire");
    refusee(r#""acte": "seance""#, r#""acte": "seance", "acte": "ouvrir""#, "acte", "deux fois");
    refusee(r#""type": "CPTS""#, r#""type": "CPTS", "type": "MSP""#, "structure.type", "deux fois");
}

#[test]
fn ce_qu_un_acte_exige_est_nomme() {
    refusee(r#""ouvert_le": "2026-02-02", "#, "", "episode.ouvert_le", "« seance »");
    refusee(r#""patient": { "medecin_traitant": true },"#, "", "patient", "« seance »");
    let sans_seances = EXEMPLE.replace(",\n               \"seances\": [\"2026-02-02\", \"2026-02-05\"]", "");
    assert_eq!(question(&sans_seances).unwrap_err().champ, "episode.seances");
    assert!(question(&sans_seances.replace("\"seance\"", "\"ouvrir\"")).is_ok());
}

#[test]
fn une_declaration_n_a_besoin_ni_de_patient_ni_d_episode() {
    let json = r#"{ "acte": "declarer", "le": "2026-03-09", "departement": "2b",
        "structure": { "type": "CPTS" }, "praticien": { "statut": "collaborateur" } }"#;
    let demande = question(json).unwrap();
    assert_eq!((demande.departement.as_str(), demande.patient, demande.episode), ("2B", None, None));
}

#[test]
fn une_date_impossible_est_refusee() {
    for date in ["2026-02-30", "09/03/2026", "2026-3-9", "2026-03-09T10:00:00", "+002026-03-09", ""] {
        refusee("2026-03-09", date, "le", "date AAAA-MM-JJ");
    }
    refusee("2026-02-05", "2026-13-05", "episode.seances[1]", "date AAAA-MM-JJ");
    refusee(
        r#""autorise_au": null"#,
        r#""autorise_au": "2025-09-30""#,
        "praticien.autorise_au",
        "autorise_du",
    );
}

#[test]
fn une_valeur_hors_liste_est_refusee() {
    refusee(r#""seance","#, r#""soigner","#, "acte", "declarer | ouvrir | seance | clore");
    refusee("CPTS", "cpts", "structure.type", "CPTS | MSP");
    refusee("titulaire", "etudiant", "praticien.statut", "remplacant");
    refusee(r#""departement": "45""#, r#""departement": "20""#, "departement", "2B");
    refusee("8.11", "8.111", "acte_ngap.coefficient", "coefficient");
}

#[test]
fn un_mauvais_genre_est_dit_en_francais() {
    refusee(r#""le": "2026-03-09""#, r#""le": 20260309"#, "le", "reçu : le nombre 20260309");
    refusee(
        r#""medecin_traitant": true"#,
        r#""medecin_traitant": "oui""#,
        "patient.medecin_traitant",
        "true ou false",
    );
    refusee(r#""8.11""#, "8.11", "acte_ngap.coefficient", "entre guillemets");
    refusee(r#"["2026-02-02", "2026-02-05"]"#, r#""2026-02-02""#, "episode.seances", "une liste");
    refusee(
        r#"{ "type": "CPTS", "fiche_projet_de_sante": true }"#,
        r#"["CPTS", true]"#,
        "structure",
        "un objet",
    );
    let patient = |n| format!(r#""medecin_traitant": true, "seances_hors_episode": {n}"#);
    for nombre in ["-1", "1.5", "10001", "99999999999999999999"] {
        refusee(
            r#""medecin_traitant": true"#,
            &patient(nombre),
            "patient.seances_hors_episode",
            "un nombre entier",
        );
    }
}

#[test]
fn ce_qui_n_est_pas_un_objet_json_est_dit() {
    for (texte, message) in [
        ("", "vide"),
        ("   \n", "vide"),
        ("{", "trop tôt"),
        ("{ \"acte\": }", "mal formé"),
        ("[]", "un objet"),
        ("null", "un objet"),
        ("42", "un objet"),
    ] {
        let erreur = question(texte).unwrap_err();
        assert_eq!(erreur.champ, "document", "{texte}");
        assert!(erreur.message.contains(message), "{texte} : {erreur}");
    }
    let deux = format!("{EXEMPLE} {EXEMPLE}");
    assert!(question(&deux).unwrap_err().message.contains("un seul"));
}

#[test]
fn l_encodage_est_verifie() {
    let avec_marque = [b"\xEF\xBB\xBF", EXEMPLE.as_bytes()].concat();
    assert!(lire(&avec_marque, aujourd_hui).is_ok());
    let latin1 = [EXEMPLE.as_bytes(), b"\xE9"].concat();
    let erreur = lire(&latin1, aujourd_hui).unwrap_err();
    assert!(erreur.message.contains("UTF-8"), "{erreur}");
}

#[test]
fn les_listes_et_les_textes_sont_bornes() {
    let seances = |n| format!("[{}]", vec![r#""2026-02-02""#; n].join(","));
    let exemple = r#"["2026-02-02", "2026-02-05"]"#;
    assert!(question(&avec(exemple, &seances(SEANCES_MAX))).is_ok());
    refusee(exemple, &seances(SEANCES_MAX + 1), "episode.seances", "plus de 10000");

    let drapeau = |motif: &str| {
        format!(r#""drapeaux_rouges": [{{ "code": "fievre", "gravite": "alerte", "motif": "{motif}" }}]"#)
    };
    let champ = "episode.drapeaux_rouges[0].motif";
    refusee(r#""drapeaux_rouges": []"#, &drapeau(&"é".repeat(2001)), champ, "2000 caractères");
    refusee(r#""drapeaux_rouges": []"#, &drapeau(""), champ, "de 1 à 2000");
}

#[test]
fn un_message_ne_repete_pas_une_longue_saisie() {
    let erreur = question(&avec("titulaire", &"x".repeat(100_000))).unwrap_err();
    assert!(erreur.message.chars().count() < 400, "{}", erreur.message.len());
    let erreur =
        question(&avec(r#""acte""#, &format!(r#""{}": 1, "acte""#, "x".repeat(100_000)))).unwrap_err();
    assert!(erreur.champ.chars().count() < 200, "{}", erreur.champ.len());
}
