//! What an examination found, as tables: pain, joint ranges, strength, sensitivity, scores; and what changed since.

use droit::document::{Deficiences, Examen, Incapacites, comparer};
use droit::episode::Cote;

use super::feuille::Bloc;

/// The blocks of what the body lacks.
pub fn deficiences(d: &Deficiences) -> Vec<Bloc> {
    let mut lignes: Vec<Vec<String>> = Vec::new();
    lignes.extend(d.douleurs.iter().map(|douleur| {
        vec![
            format!("Douleur {}", douleur.circonstance.libelle()),
            format!("{} / 10", douleur.intensite.valeur()),
            "0".to_owned(),
        ]
    }));
    lignes.extend(d.amplitudes.iter().map(|amplitude| {
        let mouvement = amplitude.mouvement();
        vec![
            avec_cote(&mouvement.libelle, amplitude.cote()),
            format!("{}°", amplitude.degres()),
            format!("{}°", mouvement.usuelle),
        ]
    }));
    lignes.extend(d.forces.iter().map(|force| {
        let nom = format!("Force, {}", force.groupe);
        vec![avec_cote(&nom, force.cote), format!("{} / 5", force.cotation.valeur()), "5".to_owned()]
    }));
    lignes.extend(d.sensibilites.iter().map(|sensibilite| {
        let nom = format!("Sensibilité, {}", sensibilite.territoire);
        vec![avec_cote(&nom, sensibilite.cote), sensibilite.etat.libelle().to_owned(), "normale".to_owned()]
    }));
    let observations = d.observations.as_ref().map(|mots| Bloc::Texte { texte: mots.to_string() });
    tableau(vec!["Mesure", "Valeur", "Usuelle"], lignes).into_iter().chain(observations).collect()
}

/// The blocks of what the patient can no longer do.
pub fn incapacites(i: &Incapacites) -> Vec<Bloc> {
    let lignes = i.scores.iter().map(|score| {
        let echelle = score.echelle();
        vec![
            format!("{} : {}", echelle.nom, echelle.libelle),
            format!("{} {}", score.valeur(), echelle.unite),
            format!("{} à {}", echelle.minimum, echelle.maximum),
        ]
    });
    let observations = i.observations.as_ref().map(|mots| Bloc::Texte { texte: mots.to_string() });
    tableau(vec!["Score", "Valeur", "Étendue"], lignes.collect()).into_iter().chain(observations).collect()
}

/// What was measured twice, before and after.
pub fn evolutions(avant: Examen<'_>, apres: Examen<'_>) -> Option<Bloc> {
    let lignes = comparer(avant, apres).into_iter().map(|e| {
        let tendance = match e.tendance.code() {
            "mieux" => "mieux",
            "stable" => "stable",
            _ => "moins bien",
        };
        vec![e.mesure, e.avant, e.apres, tendance.to_owned()]
    });
    tableau(vec!["Mesure", "Au bilan", "À la fin", "Évolution"], lignes.collect())
}

fn tableau(colonnes: Vec<&'static str>, lignes: Vec<Vec<String>>) -> Option<Bloc> {
    (!lignes.is_empty()).then_some(Bloc::Tableau { colonnes, lignes })
}

fn avec_cote(nom: &str, cote: Cote) -> String {
    match cote {
        Cote::SansObjet => nom.to_owned(),
        cote => format!("{nom} ({})", cote.libelle()),
    }
}
