//! What is measured, as fields of a form: pain, joint ranges, strength, sensitivity, scores; and back.

use droit::document::{
    Amplitude, Circonstance, CotationForce, Deficiences, Douleur, Echelles, EtatSensibilite, Force,
    Incapacites, Intensite, Mouvement, Mouvements, Score, Sensibilite,
};
use droit::episode::Cote;
use droit::texte::Intitule;

use crate::episode::champ::{phrase, texte};
use crate::gabarits::Erreurs;
use crate::saisie::Champs;

/// A list of fields, in order.
pub type Liste = Vec<(String, String)>;

/// The sides on which a movement is measured.
pub fn cotes(mouvement: &Mouvement) -> &'static [Cote] {
    if mouvement.region.a_deux_cotes() { &[Cote::Gauche, Cote::Droit] } else { &[Cote::SansObjet] }
}

/// Name of the field of a joint range.
pub fn nom_amplitude(mouvement: &Mouvement, cote: Cote) -> String {
    format!("amplitude.{}.{}", mouvement.code, cote.code())
}

/// Name of the field of a pain.
pub fn nom_douleur(circonstance: Circonstance) -> String {
    format!("douleur.{}", circonstance.code())
}

/// Name of the field of a score.
pub fn nom_score(code: &str) -> String {
    format!("score.{code}")
}

/// What the body lacks, as typed; what is wrong is noted, the rest is kept.
pub fn deficiences(champs: &Champs, e: &mut Erreurs) -> Deficiences {
    Deficiences {
        douleurs: douleurs(champs, e),
        amplitudes: amplitudes(champs, e),
        forces: forces(champs, e),
        sensibilites: sensibilites(champs, e),
        observations: texte("deficiences", champs.un("deficiences"), e).flatten(),
    }
}

/// What the patient can no longer do, as typed.
pub fn incapacites(champs: &Champs, e: &mut Erreurs) -> Incapacites {
    let mut scores = Vec::new();
    for echelle in Echelles::embarquees().into_iter().flat_map(Echelles::iter) {
        let nom = nom_score(&echelle.code);
        let saisie = champs.un(&nom);
        if !saisie.is_empty() {
            scores.extend(e.noter(&nom, Score::saisi(echelle, saisie).map_err(phrase)));
        }
    }
    Incapacites { scores, observations: texte("incapacites", champs.un("incapacites"), e).flatten() }
}

/// A whole number typed, or nothing.
pub fn entier<T: std::str::FromStr>(nom: &str, champs: &Champs, e: &mut Erreurs) -> Option<T> {
    let saisie = champs.un(nom);
    if saisie.is_empty() {
        return None;
    }
    e.noter(
        nom,
        saisie
            .replace('\u{2212}', "-")
            .parse()
            .map_err(|_| format!("« {saisie} » n’est pas un nombre entier.")),
    )
}

fn douleurs(champs: &Champs, e: &mut Erreurs) -> Vec<Douleur> {
    let une = |circonstance: &Circonstance| {
        let nom = nom_douleur(*circonstance);
        let valeur: u8 = entier(&nom, champs, e)?;
        let intensite = e.noter(&nom, Intensite::nouvelle(valeur).map_err(phrase))?;
        Some(Douleur { circonstance: *circonstance, intensite })
    };
    Circonstance::TOUS.iter().filter_map(une).collect()
}

fn amplitudes(champs: &Champs, e: &mut Erreurs) -> Vec<Amplitude> {
    let mut lues = Vec::new();
    for mouvement in Mouvements::embarques().into_iter().flat_map(Mouvements::iter) {
        for cote in cotes(mouvement) {
            let nom = nom_amplitude(mouvement, *cote);
            let Some(degres) = entier(&nom, champs, e) else { continue };
            lues.extend(e.noter(&nom, Amplitude::nouvelle(mouvement, *cote, degres).map_err(phrase)));
        }
    }
    lues
}

/// The lines of a group of three fields that repeats, without the empty ones. The middle one is a choice that has a value
/// even on an empty line: a line says something by its first or its last field.
pub fn lignes(champs: &Champs, noms: [&str; 3]) -> Vec<[String; 3]> {
    let [premiers, milieux, derniers] =
        noms.map(|nom| champs.tous(nom).map(str::to_owned).collect::<Vec<_>>());
    let hauteur = premiers.len().max(derniers.len());
    let cellule = |colonne: &[String], rang: usize| colonne.get(rang).cloned().unwrap_or_default();
    let toutes =
        (0..hauteur).map(|rang| [&premiers, &milieux, &derniers].map(|colonne| cellule(colonne, rang)));
    toutes.filter(|[premier, _, dernier]| !premier.is_empty() || !dernier.is_empty()).collect()
}

/// The lines that were measured, with their place: one that the form took from the examination before may stay empty.
fn mesurees<'c>(
    champs: &'c Champs,
    noms: [&str; 3],
    connues: &'c str,
) -> impl Iterator<Item = (usize, [String; 3])> + 'c {
    lignes(champs, noms).into_iter().enumerate().filter(move |(_, [quoi, cote, valeur])| {
        let cle = format!("{quoi}|{cote}");
        !valeur.is_empty() || champs.tous(connues).all(|connue| connue != cle)
    })
}

/// The names of the fields of strength.
pub const FORCE: [&str; 3] = ["force.groupe", "force.cote", "force.cotation"];
/// The names of the fields of sensitivity.
pub const SENSIBILITE: [&str; 3] = ["sensibilite.territoire", "sensibilite.cote", "sensibilite.etat"];

fn forces(champs: &Champs, e: &mut Erreurs) -> Vec<Force> {
    let une = |(rang, [groupe, cote, cotation]): (usize, [String; 3])| {
        let champ = format!("force.{rang}");
        let groupe = nomme(&champ, &groupe, "Dites quels muscles.", e);
        let cotation = match cotation.parse().ok().map(CotationForce::nouvelle) {
            Some(cotation) => e.noter(&champ, cotation.map_err(phrase)),
            None => e.noter(&champ, Err("Cotez la force de 0 à 5.")),
        };
        Some(Force { groupe: groupe?, cote: lire_cote(&cote), cotation: cotation? })
    };
    mesurees(champs, FORCE, "force.connue").filter_map(une).collect()
}

fn sensibilites(champs: &Champs, e: &mut Erreurs) -> Vec<Sensibilite> {
    let une = |(rang, [territoire, cote, etat]): (usize, [String; 3])| {
        let champ = format!("sensibilite.{rang}");
        let territoire = nomme(&champ, &territoire, "Dites quel territoire.", e);
        let etat =
            e.noter(&champ, EtatSensibilite::depuis_code(&etat).ok_or("Dites comment est la sensibilité."));
        Some(Sensibilite { territoire: territoire?, cote: lire_cote(&cote), etat: etat? })
    };
    mesurees(champs, SENSIBILITE, "sensibilite.connue").filter_map(une).collect()
}

fn nomme(champ: &str, saisie: &str, message: &'static str, e: &mut Erreurs) -> Option<Intitule> {
    if saisie.is_empty() {
        return e.noter(champ, Err(message));
    }
    e.noter(champ, saisie.parse().map_err(phrase))
}

fn lire_cote(code: &str) -> Cote {
    Cote::depuis_code(code).unwrap_or(Cote::SansObjet)
}

/// The fields that say what was measured.
pub fn en_champs(deficiences: &Deficiences, incapacites: &Incapacites) -> Liste {
    let mut champs = Liste::new();
    let mut dire = |nom: &str, valeur: String| champs.push((nom.to_owned(), valeur));
    for douleur in &deficiences.douleurs {
        dire(&nom_douleur(douleur.circonstance), douleur.intensite.valeur().to_string());
    }
    for amplitude in &deficiences.amplitudes {
        dire(&nom_amplitude(amplitude.mouvement(), amplitude.cote()), amplitude.degres().to_string());
    }
    for force in &deficiences.forces {
        dire("force.groupe", force.groupe.to_string());
        dire("force.cote", force.cote.code().to_owned());
        dire("force.cotation", force.cotation.valeur().to_string());
    }
    for sensibilite in &deficiences.sensibilites {
        dire("sensibilite.territoire", sensibilite.territoire.to_string());
        dire("sensibilite.cote", sensibilite.cote.code().to_owned());
        dire("sensibilite.etat", sensibilite.etat.code().to_owned());
    }
    for score in &incapacites.scores {
        dire(&nom_score(&score.echelle().code), score.valeur().to_string());
    }
    for (nom, mots) in
        [("deficiences", &deficiences.observations), ("incapacites", &incapacites.observations)]
    {
        if let Some(mots) = mots {
            dire(nom, mots.to_string());
        }
    }
    champs
}
