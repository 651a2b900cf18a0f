//! Identities as Pro Santé Connect shapes them, of nobody.

use droit::pro_sante_connect::NonAdmis;
use serde_json::json;

use super::*;

fn kine(sujet: &str) -> Value {
    json!({
        "sub": "f:550e8400-e29b-41d4-a716-446655440000:899700700018",
        "SubjectNameID": sujet, "given_name": "CLAIRE", "family_name": "EXEMPLE",
        "SubjectRole": ["70^1.2.250.1.213.1.1.5.5"],
        "SubjectRefPro": { "codeCivilite": "MME", "exercices": [{
            "codeProfession": "70", "codeCategorieProfessionnelle": "C",
            "activities": [{ "codeModeExercice": "L", "codeSecteurDactivite": "SA07^1.2.250.1.71.4.2.4" }]
        }] },
        "otherIds": [
            { "identifiant": "99700700018", "origine": "RPPS", "qualite": 1 },
            { "identifiant": "4599999990", "origine": "EDIT", "qualite": 1 }
        ]
    })
}

#[test]
fn le_prefixe_8_est_retire_et_le_kinesitherapeute_reconnu() {
    for sujet in ["899700700018", "99700700018"] {
        let lu = lire(&kine(sujet)).unwrap();
        assert_eq!(lu.rpps.as_str(), "99700700018");
        assert_eq!(lu.exiger_un_kinesitherapeute(), Ok(()));
    }
}

#[test]
fn le_nom_d_exercice_passe_avant_l_etat_civil() {
    let lu = |identite: &Value| lire(identite).unwrap().identite;
    let deux = |nom: &str, prenom: &str| Some((nom.to_owned(), prenom.to_owned()));
    let mut dit = kine("899700700018");
    assert_eq!(lu(&dit), deux("EXEMPLE", "CLAIRE"));
    dit["SubjectRefPro"]["exercices"][0]["nomDexercice"] = json!(" ESSAI  DUTEST ");
    assert_eq!(lu(&dit), deux("ESSAI DUTEST", "CLAIRE"));
    dit["given_name"] = json!("");
    assert_eq!(lu(&dit), None);
}

#[test]
fn un_role_annonce_sans_exercice_ne_suffit_pas() {
    let mut seul = kine("899700700018");
    seul["SubjectRefPro"] = json!({ "exercices": [] });
    assert_eq!(lire(&seul).unwrap().exiger_un_kinesitherapeute(), Err(NonAdmis::Profession));
}

#[test]
fn deux_numeros_differents_ne_designent_personne() {
    assert_eq!(lire(&kine("899700700026")), Err(Illisible::DeuxRpps));
}

#[test]
fn un_identifiant_qui_n_est_pas_un_rpps_ne_designe_personne() {
    let mut adeli = kine("0459999999");
    adeli["otherIds"] = json!([]);
    assert_eq!(lire(&adeli), Err(Illisible::SansRpps));
    // Twelve digits whose first says SIREN, whatever the others look like; then a false key.
    for autre in ["499700700018", "899700700019", "", "8997007000180"] {
        adeli["SubjectNameID"] = json!(autre);
        assert_eq!(lire(&adeli), Err(Illisible::SansRpps), "{autre}");
    }
    assert_eq!(lire(&json!([])), Err(Illisible::SansRpps));
}

#[test]
fn le_numero_peut_ne_venir_que_des_autres_identifiants() {
    let mut sans_sujet = kine("");
    sans_sujet["SubjectNameID"] = Value::Null;
    assert_eq!(lire(&sans_sujet).unwrap().rpps.as_str(), "99700700018");
}
