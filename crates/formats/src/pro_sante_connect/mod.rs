//! The identity that Pro Santé Connect gives (userinfo), read into what the law asks of it.
//!
//! Only the number, the name and the professions are read. A professional without RPPS number, or with two that differ, is
//! nobody: no account is chosen by guess.

use droit::annuaire::ModeExercice;
use droit::identifiant::NumeroRpps;
use droit::pro_sante_connect::{Activite, Categorie, Exercice, Professionnel, Secteur};
use droit::structure::Profession;
use serde_json::Value;

/// In letters: longer is no name.
const LONGUEUR_DU_NOM: usize = 120;

/// The identity cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Illisible {
    /// No RPPS number: an ADELI number, a structure, a test identity whose key is false.
    #[error("Pro Santé Connect ne donne pas de numéro RPPS valide pour vous.")]
    SansRpps,
    /// Two RPPS numbers that differ.
    #[error("Pro Santé Connect donne deux numéros RPPS différents pour vous.")]
    DeuxRpps,
}

/// Reads the claims.
///
/// # Errors
/// When they name nobody.
pub fn lire(identite: &Value) -> Result<Professionnel, Illisible> {
    let exercices = liste(&identite["SubjectRefPro"], "exercices");
    Ok(Professionnel {
        rpps: rpps(identite)?,
        identite: nom(identite, exercices),
        exercices: exercices.iter().map(exercice).collect(),
    })
}

/// The name he exercises under, else the civil one; `None` when half of it is missing.
fn nom(identite: &Value, exercices: &[Value]) -> Option<(String, String)> {
    let un = |exerce: &str, civil: &str| {
        let dits = exercices.iter().filter_map(|dit| dit.get(exerce)).chain(identite.get(civil));
        let mots =
            dits.filter_map(Value::as_str).map(|mot| mot.split_whitespace().collect::<Vec<_>>().join(" "));
        mots.into_iter().find(|mot| (1..=LONGUEUR_DU_NOM).contains(&mot.chars().count()))
    };
    un("nomDexercice", "family_name").zip(un("prenomDexercice", "given_name"))
}

/// The number, under the two names it comes by.
fn rpps(identite: &Value) -> Result<NumeroRpps, Illisible> {
    let sujet = texte(identite, "SubjectNameID");
    let autres = liste(identite, "otherIds").iter().filter(|autre| texte(autre, "origine") == Some("RPPS"));
    let autres = autres.filter_map(|autre| texte(autre, "identifiant"));
    let mut trouves = sujet.into_iter().chain(autres).filter_map(national);
    let premier = trouves.next().ok_or(Illisible::SansRpps)?;
    if trouves.all(|autre| autre == premier) { Ok(premier) } else { Err(Illisible::DeuxRpps) }
}

/// Eleven digits as they are; twelve are a national identifier, whose first digit says what the others are: 8 for RPPS.
fn national(identifiant: &str) -> Option<NumeroRpps> {
    let onze = if identifiant.len() == 12 { identifiant.strip_prefix('8')? } else { identifiant };
    onze.parse().ok()
}

fn exercice(dit: &Value) -> Exercice {
    Exercice {
        profession: match texte(dit, "codeProfession") {
            Some("70") => Profession::MasseurKinesitherapeute,
            Some("10") => Profession::MedecinGeneraliste,
            Some("21") => Profession::Pharmacien,
            Some("50") => Profession::SageFemme,
            Some("60") => Profession::Infirmier,
            Some("80") => Profession::PedicurePodologue,
            Some("91") => Profession::Orthophoniste,
            Some("94") => Profession::Ergotherapeute,
            _ => Profession::Autre,
        },
        categorie: match texte(dit, "codeCategorieProfessionnelle") {
            Some("C") => Categorie::Civil,
            Some("E") => Categorie::Etudiant,
            _ => Categorie::Autre,
        },
        activites: liste(dit, "activities").iter().map(activite).collect(),
    }
}

fn activite(dite: &Value) -> Activite {
    Activite {
        mode: match texte(dite, "codeModeExercice") {
            Some("L") => ModeExercice::Liberal,
            Some("S") => ModeExercice::Salarie,
            Some("B") => ModeExercice::Benevole,
            _ => ModeExercice::Autre,
        },
        secteur: match texte(dite, "codeSecteurDactivite") {
            Some("SA05") => Secteur::CentreDeSante,
            _ => Secteur::Autre,
        },
    }
}

/// A code, with or without the identifier of its nomenclature (`SA07^1.2.250.1.71.4.2.4`).
fn texte<'v>(objet: &'v Value, nom: &str) -> Option<&'v str> {
    objet.get(nom)?.as_str().and_then(|texte| texte.split('^').next())
}

fn liste<'v>(objet: &'v Value, nom: &str) -> &'v [Value] {
    objet.get(nom).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests;
