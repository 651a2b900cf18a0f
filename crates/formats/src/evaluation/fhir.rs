//! The report as a FHIR R4 Bundle of `MeasureReport`: one per perimeter and indicator, a group per variant, a stratum per
//! modality. A hidden figure says `masked`, one without object `not-applicable`.

use droit::evaluation::{Chiffre, Contenu, Donnee};
use droit::indicateur::{Indicateur, Manque, Variante};
use serde_json::{Map, Value, json};

/// Reasons for which a value is absent.
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const POPULATION: &str = "http://terminology.hl7.org/CodeSystem/measure-population";
const UCUM: &str = "http://unitsofmeasure.org";

/// The public addresses that resources name.
#[derive(Clone, Copy, Debug)]
pub struct Adresses<'a> {
    /// Of the site, without a last slash.
    pub site: &'a str,
    /// Fingerprint of the report, that names the bundle for ever.
    pub empreinte: &'a str,
}

/// The bundle.
pub fn measure_reports(contenu: &Contenu, adresses: Adresses<'_>) -> Value {
    let lieux = std::iter::once((&contenu.lieu, &contenu.donnees))
        .chain(contenu.lieux.iter().map(|lieu| (lieu, &contenu.par_lieu)));
    let mut entrees = Vec::new();
    for (lieu, donnees) in lieux {
        for indicateur in Indicateur::TOUS {
            let siennes: Vec<&Donnee> =
                donnees.iter().filter(|d| d.indicateur == *indicateur && d.perimetre == lieu.cle).collect();
            if !siennes.is_empty() {
                let url = format!(
                    "{}/evaluation/{}/{}/{}",
                    adresses.site,
                    lieu.cle,
                    contenu.periode,
                    indicateur.code()
                );
                let rapport = measure_report(contenu, adresses, (&lieu.nom, *indicateur), &siennes);
                entrees.push(json!({ "fullUrl": url, "resource": rapport }));
            }
        }
    }
    json!({
        "resourceType": "Bundle",
        "identifier": { "system": "urn:ietf:rfc:3986", "value": format!("urn:sha256:{}", adresses.empreinte) },
        "type": "collection",
        "timestamp": format!("{}T00:00:00Z", contenu.arrete_le),
        "entry": entrees,
    })
}

fn measure_report(
    contenu: &Contenu,
    adresses: Adresses<'_>,
    (nom, indicateur): (&str, Indicateur),
    donnees: &[&Donnee],
) -> Value {
    let groupes: Vec<Value> = Variante::TOUS
        .iter()
        .filter_map(|variante| {
            let siennes: Vec<&Donnee> = donnees.iter().copied().filter(|d| d.variante == *variante).collect();
            (!siennes.is_empty()).then(|| groupe(adresses, *variante, &siennes))
        })
        .collect();
    json!({
        "resourceType": "MeasureReport",
        "status": "complete",
        "type": "summary",
        "measure": format!("{}/indicateurs/definitions/{}", adresses.site, indicateur.code()),
        "subject": { "display": nom },
        "date": contenu.arrete_le.to_string(),
        "reporter": { "display": contenu.emetteur },
        "period": { "start": contenu.du.to_string(), "end": contenu.au.to_string() },
        "group": groupes,
    })
}

fn groupe(adresses: Adresses<'_>, variante: Variante, donnees: &[&Donnee]) -> Value {
    let mut groupe = Map::new();
    let code = json!({
        "coding": [{ "system": format!("{}/indicateurs/variantes", adresses.site), "code": variante.code(), "display": variante.libelle() }],
    });
    groupe.insert("code".to_owned(), code);
    if let Some(entier) = donnees.iter().find(|donnee| donnee.modalite.is_none()) {
        let populations = populations(&entier.chiffre);
        if !populations.is_empty() {
            groupe.insert("population".to_owned(), Value::Array(populations));
        }
        groupe.insert("measureScore".to_owned(), score(entier));
    }
    let strates: Vec<Value> = donnees.iter().filter_map(|donnee| strate(donnee)).collect();
    if !strates.is_empty() {
        groupe.insert(
            "stratifier".to_owned(),
            json!([{ "code": [{ "text": "modalité" }], "stratum": strates }]),
        );
    }
    Value::Object(groupe)
}

fn strate(donnee: &Donnee) -> Option<Value> {
    let modalite = donnee.modalite.as_ref()?;
    Some(json!({ "value": { "text": modalite.libelle }, "measureScore": score(donnee) }))
}

fn populations(chiffre: &Chiffre) -> Vec<Value> {
    let population = |code: &str, nombre: u64| json!({ "code": { "coding": [{ "system": POPULATION, "code": code }] }, "count": nombre });
    match chiffre {
        Chiffre::Nombre { .. } | Chiffre::Absent { .. } => Vec::new(),
        Chiffre::Part { n, sur, .. } | Chiffre::Quotient { n, sur, .. } => {
            vec![population("numerator", *n), population("denominator", *sur)]
        }
        Chiffre::Moyenne { sur, .. } => vec![population("measure-observation", *sur)],
    }
}

fn score(donnee: &Donnee) -> Value {
    let Some(nombre) = donnee.chiffre.ecrire('.').and_then(|ecrit| ecrit.parse::<serde_json::Number>().ok())
    else {
        return json!({ "extension": [{ "url": ABSENT, "valueCode": raison(&donnee.chiffre) }] });
    };
    let (code, unite) = match donnee.signe() {
        "%" => ("%", "%"),
        "‰" => ("[ppth]", "‰"),
        _ => ("1", "1"),
    };
    json!({ "value": nombre, "unit": unite, "system": UCUM, "code": code })
}

fn raison(chiffre: &Chiffre) -> &'static str {
    match chiffre {
        Chiffre::Absent { .. } if chiffre.est_masque() => "masked",
        Chiffre::Absent { raison } if raison == Manque::SansDenominateur.code() => "unknown",
        Chiffre::Absent { raison } if raison == Manque::DenominateurACorriger.code() => "error",
        _ => "not-applicable",
    }
}
