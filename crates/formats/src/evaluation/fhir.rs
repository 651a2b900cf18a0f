//! The report as a FHIR R4 Bundle of `MeasureReport`: one per perimeter, period (the whole, then each month) and indicator, a
//! group per variant, a stratum per modality. A hidden figure says `masked`, one without object `not-applicable`.
//!
//! R4 has no element for what surrounds a score: the interval of a share, the median and the quartiles of a mean are
//! extensions of the score, of our own.

use droit::evaluation::{Chiffre, Contenu, Donnee, Lieu};
use droit::indicateur::{Indicateur, Manque, Variante};
use jiff::civil::Date;
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

/// What a report is about: a place, a period as written and its days.
#[derive(Clone, Copy)]
struct Sujet<'c> {
    lieu: &'c Lieu,
    periode: &'c str,
    du: Date,
    au: Date,
}

/// The bundle.
pub fn measure_reports(contenu: &Contenu, adresses: Adresses<'_>) -> Value {
    let entier = |lieu| Sujet { lieu, periode: &contenu.periode, du: contenu.du, au: contenu.au };
    let mut entrees = de(contenu, adresses, entier(&contenu.lieu), &contenu.donnees);
    entrees.extend(mois(contenu).into_iter().flat_map(|sujet| de(contenu, adresses, sujet, &contenu.mois)));
    let dedans = contenu.lieux.iter().map(entier);
    entrees.extend(dedans.flat_map(|sujet| de(contenu, adresses, sujet, &contenu.par_lieu)));
    json!({
        "resourceType": "Bundle",
        "identifier": { "system": "urn:ietf:rfc:3986", "value": format!("urn:sha256:{}", adresses.empreinte) },
        "type": "collection",
        "timestamp": format!("{}T00:00:00Z", contenu.arrete_le),
        "entry": entrees,
    })
}

/// The months that the content tells, each with its days.
fn mois(contenu: &Contenu) -> Vec<Sujet<'_>> {
    let mut dits: Vec<&str> = contenu.mois.iter().map(|donnee| donnee.periode.as_str()).collect();
    dits.dedup();
    let sujet = |periode| {
        let du: Date = format!("{periode}-01").parse().ok()?;
        Some(Sujet { lieu: &contenu.lieu, periode, du, au: du.last_of_month() })
    };
    dits.into_iter().filter_map(sujet).collect()
}

/// The reports of a place over a period, one per indicator that has figures.
fn de(contenu: &Contenu, adresses: Adresses<'_>, sujet: Sujet<'_>, donnees: &[Donnee]) -> Vec<Value> {
    let siennes = |indicateur: Indicateur| -> Vec<&Donnee> {
        let retenue = |d: &&Donnee| {
            d.indicateur == indicateur && d.perimetre == sujet.lieu.cle && d.periode == sujet.periode
        };
        donnees.iter().filter(retenue).collect()
    };
    let mut entrees = Vec::new();
    for indicateur in Indicateur::TOUS {
        let siennes = siennes(*indicateur);
        if siennes.is_empty() {
            continue;
        }
        let (site, lieu, code) = (adresses.site, &sujet.lieu.cle, indicateur.code());
        let url = format!("{site}/evaluation/{lieu}/{}/{code}", sujet.periode);
        let rapport = measure_report(contenu, adresses, (sujet, *indicateur), &siennes);
        entrees.push(json!({ "fullUrl": url, "resource": rapport }));
    }
    entrees
}

fn measure_report(
    contenu: &Contenu,
    adresses: Adresses<'_>,
    (sujet, indicateur): (Sujet<'_>, Indicateur),
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
        "subject": { "display": sujet.lieu.nom },
        "date": contenu.arrete_le.to_string(),
        "reporter": { "display": contenu.emetteur },
        "period": { "start": sujet.du.to_string(), "end": sujet.au.to_string() },
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
        groupe.insert("measureScore".to_owned(), score(adresses, entier));
    }
    let strates: Vec<Value> = donnees.iter().filter_map(|donnee| strate(adresses, donnee)).collect();
    if !strates.is_empty() {
        groupe.insert(
            "stratifier".to_owned(),
            json!([{ "code": [{ "text": "modalité" }], "stratum": strates }]),
        );
    }
    Value::Object(groupe)
}

fn strate(adresses: Adresses<'_>, donnee: &Donnee) -> Option<Value> {
    let modalite = donnee.modalite.as_ref()?;
    Some(json!({ "value": { "text": modalite.libelle }, "measureScore": score(adresses, donnee) }))
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

fn score(adresses: Adresses<'_>, donnee: &Donnee) -> Value {
    let Some(nombre) = donnee.chiffre.ecrire('.').and_then(|ecrit| ecrit.parse::<serde_json::Number>().ok())
    else {
        return json!({ "extension": [{ "url": ABSENT, "valueCode": raison(&donnee.chiffre) }] });
    };
    let mut score = quantite(donnee, nombre);
    let autour = autour(adresses, donnee);
    if let (Some(champs), false) = (score.as_object_mut(), autour.is_empty()) {
        champs.insert("extension".to_owned(), Value::Array(autour));
    }
    score
}

fn quantite(donnee: &Donnee, nombre: serde_json::Number) -> Value {
    let (code, unite) = match donnee.signe() {
        "%" => ("%", "%"),
        "‰" => ("[ppth]", "‰"),
        _ => ("1", "1"),
    };
    json!({ "value": nombre, "unit": unite, "system": UCUM, "code": code })
}

/// What surrounds a score: the 95 % interval of a share, the median and the quartiles of a mean.
fn autour(adresses: Adresses<'_>, donnee: &Donnee) -> Vec<Value> {
    let url = |nom: &str| format!("{}/fhir/StructureDefinition/{nom}", adresses.site);
    let dixiemes = |n: u64| {
        let ecrit = format!("{}.{}", n / 10, n % 10);
        ecrit.parse().map_or(Value::Null, |nombre| quantite(donnee, nombre))
    };
    let entre = |nom: &str, (bas, haut): (u64, u64)| json!({ "url": url(nom), "valueRange": { "low": dixiemes(bas), "high": dixiemes(haut) } });
    match donnee.chiffre {
        Chiffre::Part { intervalle, .. } => vec![entre("intervalle-95", intervalle)],
        Chiffre::Moyenne { mediane, quartiles, .. } => vec![
            json!({ "url": url("mediane"), "valueQuantity": dixiemes(mediane) }),
            entre("quartiles", quartiles),
        ],
        Chiffre::Nombre { .. } | Chiffre::Quotient { .. } | Chiffre::Absent { .. } => Vec::new(),
    }
}

fn raison(chiffre: &Chiffre) -> &'static str {
    match chiffre {
        Chiffre::Absent { .. } if chiffre.est_masque() => "masked",
        Chiffre::Absent { raison } if raison == Manque::SansDenominateur.code() => "unknown",
        Chiffre::Absent { raison } if raison == Manque::DenominateurACorriger.code() => "error",
        _ => "not-applicable",
    }
}
