//! Names that name a sign, a test or a disease, and nobody in the text: « test de Lasègue », « maladie de Parkinson ».

use std::collections::HashSet;

use super::mots::Mot;
use super::personne::est_un_prenom;

/// What is called by the name of whoever described it, and by nobody else's.
const SAVOIRS: &[&str] = &[
    "classification",
    "concept",
    "critere",
    "criteres",
    "echelle",
    "echelles",
    "epreuve",
    "indice",
    "indices",
    "loi",
    "maladie",
    "maladies",
    "manoeuvre",
    "manoeuvres",
    "methode",
    "protocole",
    "questionnaire",
    "regle",
    "regles",
    "score",
    "scores",
    "signe",
    "signes",
    "syndrome",
    "technique",
    "techniques",
    "test",
    "tests",
];
/// What may also be somebody's: « tendon d’Achille », but « le doigt de Jean ».
const CORPS: &[&str] = &[
    "anevrisme",
    "angle",
    "aponevrose",
    "arcade",
    "articulation",
    "attelle",
    "bandage",
    "canal",
    "cicatrice",
    "contracture",
    "corps",
    "corset",
    "deformation",
    "doigt",
    "exercice",
    "exercices",
    "fracture",
    "fractures",
    "gouttiere",
    "index",
    "kyste",
    "lesion",
    "ligament",
    "loge",
    "luxation",
    "mobilisation",
    "muscle",
    "nerf",
    "nevralgie",
    "nevrome",
    "nodule",
    "nodules",
    "paralysie",
    "phenomene",
    "pied",
    "point",
    "points",
    "position",
    "posture",
    "prothese",
    "protheses",
    "reflexe",
    "tendon",
    "tendons",
    "triangle",
    "trou",
    "tubercule",
];
const LIENS: &[&str] = &["de", "d", "du", "des"];
const SUITES: &[&str] = &["et", "ou", "puis", "de", "d", "du", "ni", "a"];
/// How many words may stand between what is named and its name: « tendon calcanéen d’Achille ».
const ECART: usize = 3;
/// Two words that are the name of one author, whose first is a first name.
const DOUBLES: &[(&str, &str)] =
    &[("claude", "bernard"), ("claude", "bernardhorner"), ("pierre", "marie"), ("marie", "tooth")];

/// The ranks of the words that are such names.
pub fn termes(mots: &[Mot<'_>]) -> HashSet<usize> {
    let annonces = mots.iter().enumerate().filter(|(_, mot)| mot.est(SAVOIRS) || mot.est(CORPS));
    annonces.flat_map(|(rang, _)| apres(mots, rang)).collect()
}

/// The names that follow what is at this rank, one after the other: « signes de Tinel et de Phalen ».
fn apres(mots: &[Mot<'_>], annonce: usize) -> Vec<usize> {
    let savoir = mots.get(annonce).is_some_and(|mot| mot.est(SAVOIRS));
    let debut = premier(mots, annonce).unwrap_or(mots.len());
    let mut noms = Vec::new();
    let mut continue_sans_virgule = true;
    for (rang, mot) in mots.iter().enumerate().skip(debut) {
        let quelqu_un =
            est_un_prenom(mot) && (!savoir || !continue_sans_virgule || un_nom_complet(mots, rang));
        match mot.capitale() && !quelqu_un {
            true => noms.push(rang),
            false if mot.est(SUITES) => (),
            false => break,
        }
        if mot.apres.contains(['.', '!', '?', ';', ':', ')']) {
            break;
        }
        continue_sans_virgule = mot.se_poursuit();
    }
    noms
}

/// Where the first name stands: right after, or after a link within a few words.
fn premier(mots: &[Mot<'_>], annonce: usize) -> Option<usize> {
    let suite = mots.iter().zip(mots.iter().skip(1)).enumerate().skip(annonce).take(ECART + 1);
    let liee = suite.take_while(|(_, (mot, _))| mot.se_poursuit());
    let nommes = liee.filter(|(_, (_, suivant))| suivant.capitale());
    nommes
        .map(|(rang, (mot, _))| (rang, mot))
        .find(|(rang, mot)| *rang == annonce || mot.est(LIENS))
        .map(|(rang, _)| rang + 1)
}

/// A first name and a name are somebody, even after « test de ».
fn un_nom_complet(mots: &[Mot<'_>], rang: usize) -> bool {
    let (Some(mot), Some(suivant)) = (mots.get(rang), mots.get(rang + 1)) else { return false };
    let double = DOUBLES.contains(&(mot.plat.as_str(), suivant.plat.as_str()));
    mot.se_poursuit() && suivant.capitale() && !double
}
