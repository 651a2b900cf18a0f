//! The list as a FHIR R4 Bundle: Practitioner, Organization, PractitionerRole with its period.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Inscription;

/// Profession of the masseur-kinésithérapeute in the national nomenclature TRE_G15.
const PROFESSION: &str =
    "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante";
const CODE_MK: &str = "70";

/// A collection as of a day.
pub fn bundle(le: Date, inscriptions: &[Inscription]) -> Value {
    let mut vus = BTreeSet::new();
    let mut entrees = Vec::new();
    for inscription in inscriptions {
        if vus.insert(inscription.cpts.as_str()) {
            entrees.push(entree(&inscription.cpts, organization(inscription)));
        }
        if vus.insert(inscription.praticien.as_str()) {
            entrees.push(entree(&inscription.praticien, practitioner(inscription)));
        }
        entrees.push(entree(&inscription.cle, practitioner_role(inscription)));
    }
    json!({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": format!("{le}T00:00:00Z"),
        "entry": entrees,
    })
}

fn entree(cle: &str, ressource: Value) -> Value {
    json!({ "fullUrl": format!("urn:uuid:{cle}"), "resource": ressource })
}

fn practitioner(inscription: &Inscription) -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": inscription.praticien,
        "active": true,
        "name": [{ "family": inscription.nom, "given": [inscription.prenom] }],
    })
}

fn organization(inscription: &Inscription) -> Value {
    json!({ "resourceType": "Organization", "id": inscription.cpts, "active": true, "name": inscription.nom_cpts })
}

fn practitioner_role(inscription: &Inscription) -> Value {
    let mut role = json!({
        "resourceType": "PractitionerRole",
        "id": inscription.cle,
        "active": true,
        "period": period(inscription),
        "practitioner": { "reference": format!("urn:uuid:{}", inscription.praticien) },
        "organization": { "reference": format!("urn:uuid:{}", inscription.cpts) },
        "code": [{ "coding": [{ "system": PROFESSION, "code": CODE_MK, "display": "Masseur-Kinésithérapeute" }] }],
    });
    if let (Some(lieu), Some(champs)) = (&inscription.lieu, role.as_object_mut()) {
        champs.insert(
            "location".to_owned(),
            json!([{ "display": format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune) }]),
        );
    }
    role
}

fn period(inscription: &Inscription) -> Value {
    match inscription.au {
        Some(au) => json!({ "start": inscription.du.to_string(), "end": au.to_string() }),
        None => json!({ "start": inscription.du.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn chaque_role_renvoie_a_son_praticien_et_a_sa_cpts_qui_ne_sont_donnes_qu_une_fois() {
        let ligne = |cle: &str, praticien: &str| Inscription {
            cle: cle.to_owned(),
            praticien: praticien.to_owned(),
            nom: "Le Goff".to_owned(),
            prenom: "Anne".to_owned(),
            departement: "45".to_owned(),
            cpts: "c1".to_owned(),
            nom_cpts: "CPTS du Test".to_owned(),
            lieu: None,
            du: date(2025, 10, 1),
            au: Some(date(2026, 9, 30)),
        };
        let bundle = bundle(date(2026, 1, 1), &[ligne("a1", "p1"), ligne("a2", "p2"), ligne("a3", "p1")]);
        let entrees = bundle["entry"].as_array().unwrap();
        let adresses: Vec<&str> = entrees.iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
        assert_eq!(adresses.len(), 1 + 2 + 3);
        for role in entrees.iter().filter(|e| e["resource"]["resourceType"] == "PractitionerRole") {
            let renvoi = |champ: &str| role["resource"][champ]["reference"].as_str().unwrap();
            assert!(adresses.contains(&renvoi("practitioner")) && adresses.contains(&renvoi("organization")));
        }
        assert_eq!(entrees[2]["resource"]["period"], json!({ "start": "2025-10-01", "end": "2026-09-30" }));
    }
}
