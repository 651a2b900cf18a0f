//! Aims: words, and the value to reach where it is measured.

use droit::document::{Amplitude, Cible, Circonstance, Echelles, Intensite, Mouvements, Objectif, Score};
use droit::episode::Cote;
use maud::{Markup, html};

use super::super::examen::{Liste, cotes, lignes as lire_lignes};
use super::Vue;
use super::lignes::{garnies, ligne, mots, une_de_plus};
use crate::episode::champ::phrase;
use crate::gabarits::{Erreurs, groupe};
use crate::saisie::Champs;

const NOMS: [&str; 3] = ["objectif.libelle", "objectif.cible", "objectif.valeur"];

/// The section.
pub fn rendre(vue: &Vue<'_>) -> Markup {
    let cibles = cibles(vue);
    let remplis = remplis(vue.champs);
    groupe(
        "Objectifs",
        &html! {
            p.champ-aide #objectifs { "Un objectif chiffré sera évalué tout seul au compte rendu, d’après les dernières mesures." }
            @for (rang, [libelle, cible, valeur]) in garnies(remplis).iter().enumerate() {
                (ligne(vue, "objectif", rang, &html! {
                    (mots("objectif.libelle", "Objectif", rang, libelle))
                    (super::lignes::choix("objectif.cible", "Mesure", rang, cible, &cibles))
                    (mots("objectif.valeur", "Valeur à atteindre", rang, valeur))
                }))
            }
            (une_de_plus("objectifs", "Ajouter un objectif"))
        },
    )
}

fn remplis(champs: &Champs) -> Vec<[String; 3]> {
    lire_lignes(champs, NOMS)
}

/// Everything that an aim may measure here: pains, then scores and movements of the region.
fn cibles(vue: &Vue<'_>) -> Vec<(String, String)> {
    let region = vue.socle.dossier.episode.localisation.region();
    let mut cibles: Vec<(String, String)> = Circonstance::TOUS
        .iter()
        .map(|c| (format!("douleur:{}", c.code()), format!("Douleur {} (au plus)", c.libelle())))
        .collect();
    let scores = Echelles::embarquees().into_iter().flat_map(Echelles::iter);
    cibles.extend(
        scores.filter(|echelle| echelle.concerne(region)).map(|echelle| {
            (format!("score:{}", echelle.code), format!("{} ({})", echelle.nom, echelle.unite))
        }),
    );
    for mouvement in
        Mouvements::embarques().into_iter().flat_map(Mouvements::iter).filter(|m| m.region == region)
    {
        for cote in cotes(mouvement) {
            let nom = match cote {
                Cote::SansObjet => mouvement.libelle.clone(),
                cote => format!("{} ({})", mouvement.libelle, cote.libelle()),
            };
            cibles.push((
                format!("amplitude:{}:{}", mouvement.code, cote.code()),
                format!("{nom} (degrés, au moins)"),
            ));
        }
    }
    cibles
}

/// The aims, as typed.
pub fn lire(champs: &Champs, e: &mut Erreurs) -> Vec<Objectif> {
    let un = |(rang, [libelle, cible, valeur]): (usize, [String; 3])| {
        let champ = format!("objectif.{rang}");
        let libelle = match libelle.is_empty() {
            true => e.noter(&champ, Err("Écrivez l’objectif.".to_owned())),
            false => e.noter(&champ, libelle.parse().map_err(phrase)),
        };
        let cible = e.noter(&champ, lire_cible(&cible, &valeur));
        Some(Objectif { libelle: libelle?, cible: cible? })
    };
    remplis(champs).into_iter().enumerate().filter_map(un).collect()
}

fn lire_cible(cible: &str, valeur: &str) -> Result<Option<Cible>, String> {
    if cible.is_empty() && valeur.is_empty() {
        return Ok(None);
    }
    let entier = || valeur.parse::<i16>().map_err(|_| format!("« {valeur} » n’est pas un nombre entier."));
    let inconnue = || "Choisissez ce que mesure l’objectif.".to_owned();
    let lue = match cible.split(':').collect::<Vec<_>>().as_slice() {
        ["douleur", code] => Cible::Douleur {
            circonstance: Circonstance::depuis_code(code).ok_or_else(inconnue)?,
            au_plus: Intensite::nouvelle(u8::try_from(entier()?).unwrap_or(u8::MAX)).map_err(phrase)?,
        },
        ["score", code] => {
            let echelle =
                Echelles::embarquees().ok().and_then(|liste| liste.echelle(code)).ok_or_else(inconnue)?;
            Cible::Score(Score::saisi(echelle, valeur).map_err(phrase)?)
        }
        ["amplitude", code, cote] => {
            let mouvement =
                Mouvements::embarques().ok().and_then(|liste| liste.mouvement(code)).ok_or_else(inconnue)?;
            let cote = Cote::depuis_code(cote).ok_or_else(inconnue)?;
            Cible::Amplitude(Amplitude::nouvelle(mouvement, cote, entier()?).map_err(phrase)?)
        }
        _ => return Err(inconnue()),
    };
    Ok(Some(lue))
}

/// The fields that say these aims.
pub fn en_champs(objectifs: &[Objectif]) -> Liste {
    let un = |objectif: &Objectif| {
        let (cible, valeur) = match &objectif.cible {
            None => (String::new(), String::new()),
            Some(Cible::Douleur { circonstance, au_plus }) => {
                (format!("douleur:{}", circonstance.code()), au_plus.valeur().to_string())
            }
            Some(Cible::Score(score)) => {
                (format!("score:{}", score.echelle().code), score.valeur().to_string())
            }
            Some(Cible::Amplitude(amplitude)) => (
                format!("amplitude:{}:{}", amplitude.mouvement().code, amplitude.cote().code()),
                amplitude.degres().to_string(),
            ),
        };
        let [nom_libelle, nom_cible, nom_valeur] = NOMS.map(str::to_owned);
        [(nom_libelle, objectif.libelle.to_string()), (nom_cible, cible), (nom_valeur, valeur)]
    };
    objectifs.iter().flat_map(un).collect()
}
