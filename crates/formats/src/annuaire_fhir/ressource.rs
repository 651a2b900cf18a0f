//! The three resources a check reads: an exercise of a profession, an activity, a structure.

use droit::annuaire::{CadreActivite, Lieu, ModeExercice, Site};
use droit::identifiant::NumeroRpps;
use serde_json::Value;

use super::page::{liste, texte};
use crate::annuaire_sante::departement;

const RPPS: &str = "https://rpps.esante.gouv.fr";
const IDNPS: &str = "urn:oid:1.2.250.1.71.4.2.1";
const IDNST: &str = "urn:oid:1.2.250.1.71.4.2.2";
const FINESS: &str = "https://finess.esante.gouv.fr";
/// Nomenclatures, by the end of their addresses.
const PROFESSION: &str = "TRE-G15-ProfessionSante";
const CATEGORIE: &str = "TRE-R09-CategorieProfessionnelle";
const GENRE: &str = "TRE-R22-GenreActivite";
const MODE: &str = "TRE-R23-ModeExercice";
const COMMUNE: &str = "address-insee-code";

/// The longest text kept, in characters.
const TEXTE_MAX: usize = 255;

/// Somebody exercising a profession.
#[derive(Debug)]
pub(super) struct Exercice {
    pub(super) cle: String,
    pub(super) rpps: NumeroRpps,
    pub(super) nom: String,
    pub(super) prenom: String,
    /// An MK in exercise, and not a student.
    pub(super) kinesitherapeute: bool,
}

/// An activity.
#[derive(Debug)]
pub(super) struct Situation {
    pub(super) praticien: String,
    pub(super) structure: Option<String>,
    pub(super) active: bool,
    pub(super) mode: ModeExercice,
    pub(super) cadre: CadreActivite,
}

/// A structure.
#[derive(Debug)]
pub(super) struct Structure {
    pub(super) lieu: Lieu,
    pub(super) site: Site,
}

impl Exercice {
    /// Without a key or an RPPS number, nothing can be said of it.
    pub(super) fn lire(ressource: &Value) -> Option<Self> {
        let identifiants = liste(ressource, "identifier");
        let numero = |systeme: &str| identifiant(identifiants, systeme);
        let national = numero(IDNPS).and_then(|valeur| valeur.strip_prefix('8'));
        let rpps = numero(RPPS).or(national)?.parse().ok()?;
        let nom = liste(ressource, "name").first().unwrap_or(&Value::Null);
        let prenoms = liste(nom, "given").first().and_then(Value::as_str).unwrap_or_default();
        let qualifications = || liste(ressource, "qualification").iter().map(|q| &q["code"]);
        let est = |nomenclature, code| qualifications().any(|q| code_de(q, nomenclature) == Some(code));
        Some(Self {
            cle: cle(texte(ressource, "id")?)?,
            rpps,
            nom: propre(texte(nom, "family").unwrap_or_default()),
            prenom: propre(prenoms),
            kinesitherapeute: actif(ressource) && est(PROFESSION, "70") && !est(CATEGORIE, "E"),
        })
    }
}

impl Situation {
    /// Without whose it is, nothing can be said of it.
    pub(super) fn lire(ressource: &Value) -> Option<Self> {
        let code = |nomenclature| liste(ressource, "code").iter().find_map(|c| code_de(c, nomenclature));
        Some(Self {
            praticien: reference(&ressource["practitioner"], "Practitioner/")?,
            structure: reference(&ressource["organization"], "Organization/"),
            active: actif(ressource),
            mode: match code(MODE) {
                Some("L") => ModeExercice::Liberal,
                Some("S") => ModeExercice::Salarie,
                Some("B") => ModeExercice::Benevole,
                _ => ModeExercice::Autre,
            },
            cadre: match code(GENRE) {
                None => CadreActivite::Inconnu,
                Some("GENR02" | "GENR03") => CadreActivite::Remplacement,
                Some(_) => CadreActivite::Propre,
            },
        })
    }
}

impl Structure {
    /// A structure under its key. The department comes from the code of the commune alone: postcodes cross borders.
    pub(super) fn lire(ressource: &Value) -> Option<(String, Self)> {
        let identifiants = liste(ressource, "identifier");
        let adresse = liste(ressource, "address").first().unwrap_or(&Value::Null);
        let code_commune = code_commune(adresse).map(propre);
        let garde = |texte: Option<&str>| texte.map(propre).filter(|texte| !texte.is_empty());
        let lieu = Lieu {
            departement: departement("", code_commune.as_deref()),
            code_postal: garde(texte(adresse, "postalCode")),
            code_commune,
            commune: garde(texte(adresse, "city")),
        };
        let site = Site {
            identifiant: garde(identifiant(identifiants, IDNST)),
            raison_sociale: garde(texte(ressource, "name")),
            siret: None,
            finess: garde(identifiant(identifiants, FINESS)),
        };
        Some((cle(texte(ressource, "id")?)?, Self { lieu, site }))
    }
}

/// Absent means active, as in FHIR.
fn actif(ressource: &Value) -> bool {
    ressource.get("active").and_then(Value::as_bool).unwrap_or(true)
}

fn identifiant<'v>(identifiants: &'v [Value], systeme: &str) -> Option<&'v str> {
    let sien = identifiants.iter().find(|identifiant| texte(identifiant, "system") == Some(systeme))?;
    texte(sien, "value")
}

/// The code of a concept in a nomenclature.
fn code_de<'v>(concept: &'v Value, nomenclature: &str) -> Option<&'v str> {
    let siens = liste(concept, "coding").iter();
    let mut siens = siens.filter(|c| texte(c, "system").is_some_and(|s| s.ends_with(nomenclature)));
    siens.find_map(|coding| texte(coding, "code"))
}

fn code_commune(adresse: &Value) -> Option<&str> {
    let extensions = liste(adresse, "extension").iter();
    let mut siennes = extensions.filter(|e| texte(e, "url").is_some_and(|url| url.ends_with(COMMUNE)));
    siennes.find_map(|e| {
        texte(&e["valueCoding"], "code").or_else(|| texte(e, "valueCode")).or_else(|| texte(e, "valueString"))
    })
}

/// The key a reference points to, be it relative or a whole address.
fn reference(lien: &Value, genre: &str) -> Option<String> {
    let (_, fin) = texte(lien, "reference")?.rsplit_once(genre)?;
    cle(fin.split('/').next()?)
}

/// A key of FHIR: it goes into an address, so nothing else may.
fn cle(texte: &str) -> Option<String> {
    let permis = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let valable = !texte.is_empty() && texte.len() <= 64 && texte.chars().all(permis);
    valable.then(|| texte.to_owned())
}

fn propre(texte: &str) -> String {
    let visible: String =
        texte.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXTE_MAX).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
