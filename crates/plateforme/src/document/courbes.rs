//! Pain and scores over the episode, examination after examination: one chart of pains, one per score.

use droit::document::{Circonstance, Echelle};
use jiff::civil::Date;
use maud::{Markup, html};

use super::socle::Anterieur;
use crate::gabarits::graphique::{Courbe, Mesure, Serie, Unite, abscisses_datees};
use crate::gabarits::texte;

/// The charts, from two examinations on.
pub fn rendre(examens: &[Anterieur<'_>]) -> Markup {
    if examens.len() < 2 {
        return html! {};
    }
    let jours: Vec<Date> = examens.iter().map(|examen| examen.le).collect();
    html! {
        section.section aria-labelledby="titre-courbes" {
            h2 #titre-courbes { "Évolution des mesures" }
            div.courbes {
                (douleurs(examens, &jours))
                @for echelle in echelles(examens) { (score(examens, &jours, echelle)) }
            }
        }
    }
}

fn douleurs(examens: &[Anterieur<'_>], jours: &[Date]) -> Markup {
    let serie = |circonstance: &Circonstance| {
        let valeurs: Vec<Option<u8>> = examens
            .iter()
            .map(|examen| examen.examen.deficiences.douleur(*circonstance).map(|i| i.valeur()))
            .collect();
        let mesures: Vec<Mesure> = valeurs.iter().map(|v| mesure(v.map(f64::from))).collect();
        let nom = crate::episode::champ::majuscule(circonstance.libelle());
        (valeurs.iter().flatten().count() > 1).then_some(Serie { nom, mesures })
    };
    let series: Vec<Serie> = Circonstance::TOUS.iter().filter_map(serie).collect();
    let phrases: Vec<String> = series.iter().filter_map(|serie| phrase(serie, Unite::Entier)).collect();
    if series.is_empty() {
        return html! {};
    }
    let courbe = Courbe {
        titre: "Douleur, de 0 à 10",
        phrase: format!("{}.", phrases.join(" ; ")),
        abscisse: "Jour",
        abscisses: abscisses_datees(jours),
        unite: Unite::Entier,
        bornes: Some((0.0, 10.0)),
        series,
        en_cours: 0,
    };
    courbe.graphique().rendre()
}

/// The scores measured at least twice.
fn echelles(examens: &[Anterieur<'_>]) -> Vec<&'static Echelle> {
    let mut vues: Vec<(&'static Echelle, usize)> = Vec::new();
    for score in examens.iter().flat_map(|examen| &examen.examen.incapacites.scores) {
        match vues.iter_mut().find(|(echelle, _)| echelle.code == score.echelle().code) {
            Some((_, fois)) => *fois += 1,
            None => vues.push((score.echelle(), 1)),
        }
    }
    vues.into_iter().filter(|(_, fois)| *fois > 1).map(|(echelle, _)| echelle).collect()
}

fn score(examens: &[Anterieur<'_>], jours: &[Date], echelle: &'static Echelle) -> Markup {
    let mesures = examens.iter().map(|examen| {
        mesure(examen.examen.incapacites.score(&echelle.code).map(|score| f64::from(score.valeur().0) / 10.0))
    });
    let serie = Serie { nom: echelle.nom.clone(), mesures: mesures.collect() };
    let dite = phrase(&serie, Unite::Decimal(1)).unwrap_or_default();
    let mieux = match echelle.sens.code() {
        "plus-bas-meilleur" => "plus bas est mieux",
        _ => "plus haut est mieux",
    };
    let titre = format!("{}, en {}", echelle.nom, echelle.unite);
    let courbe = Courbe {
        titre: &titre,
        phrase: format!("{dite} ({mieux})."),
        abscisse: "Jour",
        abscisses: abscisses_datees(jours),
        unite: Unite::Decimal(1),
        bornes: Some((f64::from(echelle.minimum.0) / 10.0, f64::from(echelle.maximum.0) / 10.0)),
        series: vec![serie],
        en_cours: 0,
    };
    courbe.graphique().rendre()
}

fn mesure(valeur: Option<f64>) -> Mesure {
    valeur.map_or(Mesure::Absente, Mesure::nouvelle)
}

/// « Douleur au repos : de 6 à 2 ».
fn phrase(serie: &Serie, unite: Unite) -> Option<String> {
    let connues = || {
        serie.mesures.iter().filter_map(|mesure| match mesure {
            Mesure::Connue { valeur, .. } => Some(*valeur),
            Mesure::Masquee | Mesure::Absente => None,
        })
    };
    let dire = |valeur: f64| match unite {
        Unite::Decimal(decimales) if valeur.fract() != 0.0 => texte::decimal(valeur, decimales),
        _ => texte::decimal(valeur, 0),
    };
    let (premiere, derniere) = (connues().next()?, connues().next_back()?);
    Some(format!("{} : de {} à {}", serie.nom, dire(premiere), dire(derniere)))
}
