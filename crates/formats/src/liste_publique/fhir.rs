//! The list as a FHIR R4 Bundle: for each period a PractitionerRole, and all that it refers to in the same page.
//!
//! Practitioner under its RPPS number, Organization for the CPTS, Location for each place, HealthcareService for what the
//! MK says of new patients and home visits: R4 has no field for it in a role.

use std::collections::BTreeSet;

use droit::fiche_publique::{Accueil, Domicile, FichePublique};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{Inscription, Lieu};

/// Profession of the masseur-kinésithérapeute in the national nomenclature TRE_G15.
const PROFESSION: &str =
    "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante";
const CODE_MK: &str = "70";
/// Where RPPS numbers are unique.
const RPPS: &str = "https://rpps.esante.gouv.fr";

/// Which page of the list the bundle holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageDeBundle {
    /// The day the list is as of.
    pub le: Date,
    /// Lines of the whole list.
    pub total: usize,
    /// Address of this page.
    pub adresse: String,
    /// Address of the next one.
    pub suite: Option<String>,
}

/// A page of the list; every reference leads to a resource of the same page.
pub fn bundle(page: &PageDeBundle, inscriptions: &[Inscription]) -> Value {
    let mut liens = vec![json!({ "relation": "self", "url": page.adresse })];
    liens.extend(page.suite.iter().map(|suite| json!({ "relation": "next", "url": suite })));
    let mut bundle = Map::new();
    bundle.insert("resourceType".to_owned(), json!("Bundle"));
    bundle.insert("type".to_owned(), json!("searchset"));
    bundle.insert("timestamp".to_owned(), json!(format!("{}T00:00:00Z", page.le)));
    bundle.insert("total".to_owned(), json!(page.total));
    bundle.insert("link".to_owned(), json!(liens));
    let entrees = entrees(inscriptions);
    // An empty array is no FHIR.
    if !entrees.is_empty() {
        bundle.insert("entry".to_owned(), Value::Array(entrees));
    }
    Value::Object(bundle)
}

fn entrees(inscriptions: &[Inscription]) -> Vec<Value> {
    let mut vus = BTreeSet::new();
    let mut entrees = Vec::new();
    for inscription in inscriptions {
        if vus.insert(("Organization", inscription.cpts.as_str())) {
            entrees.push(entree(&inscription.cpts, "include", organization(inscription)));
        }
        if vus.insert(("Practitioner", inscription.praticien.as_str())) {
            entrees.push(entree(&inscription.praticien, "include", practitioner(inscription)));
        }
        for lieu in &inscription.lieux {
            if vus.insert(("Location", lieu.cle.as_str())) {
                entrees.push(entree(&lieu.cle, "include", location(lieu)));
            }
        }
        if let Some(fiche) = &inscription.fiche {
            entrees.push(entree(
                &cle_du_service(inscription),
                "include",
                healthcare_service(inscription, fiche),
            ));
        }
        entrees.push(entree(&inscription.cle, "match", practitioner_role(inscription)));
    }
    entrees
}

fn entree(cle: &str, role: &str, ressource: Value) -> Value {
    json!({ "fullUrl": adresse(cle), "resource": ressource, "search": { "mode": role } })
}

fn adresse(cle: &str) -> String {
    format!("urn:uuid:{cle}")
}

/// The service of a role bears its UUID with another version digit, hence never the UUID of anything else.
fn cle_du_service(inscription: &Inscription) -> String {
    let mut cle = inscription.cle.clone();
    match cle.get(14..15) {
        Some(_) => cle.replace_range(14..15, "8"),
        None => cle.push_str("-fiche"),
    }
    cle
}

fn reference(cle: &str) -> Value {
    json!({ "reference": adresse(cle) })
}

fn practitioner(inscription: &Inscription) -> Value {
    json!({
        "resourceType": "Practitioner",
        "id": inscription.praticien,
        "identifier": [{ "use": "official", "system": RPPS, "value": inscription.rpps }],
        "active": true,
        "name": [{ "use": "official", "family": inscription.nom, "given": [inscription.prenom] }],
    })
}

fn organization(inscription: &Inscription) -> Value {
    json!({ "resourceType": "Organization", "id": inscription.cpts, "active": true, "name": inscription.nom_cpts })
}

fn location(lieu: &Lieu) -> Value {
    json!({
        "resourceType": "Location",
        "id": lieu.cle,
        "status": "active",
        "mode": "instance",
        "address": {
            "use": "work",
            "line": [lieu.adresse],
            "postalCode": lieu.code_postal,
            "city": lieu.commune,
            "country": "FR",
        },
    })
}

fn practitioner_role(inscription: &Inscription) -> Value {
    let mut role = json!({
        "resourceType": "PractitionerRole",
        "id": inscription.cle,
        "active": true,
        "period": period(inscription),
        "practitioner": reference(&inscription.praticien),
        "organization": reference(&inscription.cpts),
        "code": [{ "coding": [{ "system": PROFESSION, "code": CODE_MK, "display": "Masseur-Kinésithérapeute" }] }],
    });
    let Some(champs) = role.as_object_mut() else { return role };
    if !inscription.lieux.is_empty() {
        let lieux = inscription.lieux.iter().map(|lieu| reference(&lieu.cle)).collect();
        champs.insert("location".to_owned(), Value::Array(lieux));
    }
    if let Some(fiche) = &inscription.fiche {
        champs.insert("healthcareService".to_owned(), json!([reference(&cle_du_service(inscription))]));
        if let Some(telephone) = &fiche.telephone {
            let valeur = telephone.international();
            champs
                .insert("telecom".to_owned(), json!([{ "system": "phone", "use": "work", "value": valeur }]));
        }
    }
    role
}

fn healthcare_service(inscription: &Inscription, fiche: &FichePublique) -> Value {
    let mut service = json!({
        "resourceType": "HealthcareService",
        "id": cle_du_service(inscription),
        "active": true,
        "name": "Kinésithérapie en accès direct",
        "comment": commentaire(fiche),
    });
    if let (Some(Domicile::Oui), Some(champs)) = (fiche.domicile, service.as_object_mut()) {
        champs.insert("characteristic".to_owned(), json!([{ "text": "Soins à domicile" }]));
    }
    service
}

fn commentaire(fiche: &FichePublique) -> String {
    let accueil = match fiche.accueil {
        Some(Accueil::Oui) => "Accepte de nouveaux patients. ".to_owned(),
        Some(Accueil::Sous(attente)) => {
            format!("Accepte de nouveaux patients sous {} jours environ. ", attente.jours())
        }
        Some(Accueil::Non) => "N’accepte pas de nouveaux patients. ".to_owned(),
        None => String::new(),
    };
    let domicile = match fiche.domicile {
        Some(Domicile::Oui) => "Se déplace à domicile. ",
        Some(Domicile::Non) => "Ne se déplace pas à domicile. ",
        None => "",
    };
    format!("{accueil}{domicile}Dit par le praticien le {}.", fiche.dit_le)
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

    fn page(suite: Option<&str>) -> PageDeBundle {
        PageDeBundle {
            le: date(2026, 1, 1),
            total: 3,
            adresse: "/api/v1/praticiens/fhir".to_owned(),
            suite: suite.map(str::to_owned),
        }
    }

    /// Every reference of a value, however deep.
    fn references<'v>(valeur: &'v Value, trouvees: &mut Vec<&'v str>) {
        match valeur {
            Value::Object(champs) => {
                trouvees.extend(champs.get("reference").and_then(Value::as_str));
                champs.values().for_each(|champ| references(champ, trouvees));
            }
            Value::Array(valeurs) => valeurs.iter().for_each(|valeur| references(valeur, trouvees)),
            _ => {}
        }
    }

    #[test]
    fn chaque_reference_mene_a_une_ressource_donnee_une_seule_fois() {
        let ligne = |cle: &str, praticien: &str| Inscription::d_essai(cle, praticien, "Le Goff");
        let bundle = bundle(&page(None), &[ligne("a1", "p1"), ligne("a2", "p2"), ligne("a3", "p1")]);
        let entrees = bundle["entry"].as_array().unwrap();
        let adresses: Vec<&str> = entrees.iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
        assert_eq!(adresses.iter().collect::<BTreeSet<_>>().len(), adresses.len());
        assert_eq!(adresses.len(), 1 + 2 + 2 + 3 + 3, "CPTS, MKs, places, sheets, roles");
        let mut trouvees = Vec::new();
        references(&bundle, &mut trouvees);
        assert_eq!(trouvees.len(), 3 * 4, "each role: MK, CPTS, place, sheet");
        assert!(trouvees.iter().all(|reference| adresses.contains(reference)), "{trouvees:?}");
    }

    #[test]
    fn les_dates_le_numero_et_la_page_sont_dits() {
        let bundle = bundle(&page(Some("/suite")), &[Inscription::d_essai("a1", "p1", "Le Goff")]);
        let role = &bundle["entry"][4]["resource"];
        assert_eq!(role["period"], json!({ "start": "2025-10-01", "end": "2026-09-30" }));
        assert_eq!(role["telecom"][0]["value"], "+33238000000");
        assert_eq!(bundle["entry"][1]["resource"]["identifier"][0]["system"], RPPS);
        assert_eq!(bundle["link"][1], json!({ "relation": "next", "url": "/suite" }));
        let vide = super::bundle(&page(None), &[]);
        assert!(vide.get("entry").is_none(), "an empty array is no FHIR");
    }
}
