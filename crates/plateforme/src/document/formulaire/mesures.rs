//! The examination on screen: each measure with its bounds, its usual value and what was found before.

use droit::document::{Circonstance, Deficiences, Echelle, Echelles, Mouvement, Mouvements};
use droit::episode::{Cote, Region};
use maud::{Markup, html};

use super::super::examen::{cotes, nom_amplitude, nom_douleur, nom_score};
use super::{Vue, champs, lignes};
use crate::gabarits::{groupe, texte};

/// What the body lacks.
pub fn deficiences(vue: &Vue<'_>) -> Markup {
    groupe(
        "Déficiences",
        &html! {
            @for circonstance in Circonstance::TOUS { (douleur(vue, *circonstance)) }
            (amplitudes(vue))
            (lignes::forces(vue))
            (lignes::sensibilites(vue))
            (champs::zone_facultative(vue, "deficiences", "Autres observations", "Marche, trophicité, œdème, palpation…"))
        },
    )
}

/// What the patient can no longer do.
pub fn incapacites(vue: &Vue<'_>) -> Markup {
    let region = vue.socle.dossier.episode.localisation.region();
    let echelles: Vec<&Echelle> = Echelles::embarquees().into_iter().flat_map(Echelles::iter).collect();
    let (ici, ailleurs): (Vec<_>, Vec<_>) =
        echelles.into_iter().partition(|echelle| echelle.concerne(region));
    groupe(
        "Incapacités",
        &html! {
            div.scores { @for echelle in &ici { (score(vue, echelle)) } }
            details.plus open[ailleurs.iter().any(|e| rempli(vue, &nom_score(&e.code)))] {
                summary { "Scores d’autres régions" }
                div.scores { @for echelle in &ailleurs { (score(vue, echelle)) } }
            }
            (champs::zone_facultative(vue, "incapacites", "Gestes de la vie courante et du travail", "Ce que le patient ne peut plus faire, ou fait avec peine."))
        },
    )
}

fn rempli(vue: &Vue<'_>, nom: &str) -> bool {
    !vue.champs.un(nom).is_empty()
}

/// From 0 to 10 in one gesture; the first answer is « not measured ».
fn douleur(vue: &Vue<'_>, circonstance: Circonstance) -> Markup {
    let nom = nom_douleur(circonstance);
    let choisie = vue.champs.un(&nom);
    let avant = avant(vue, |d| d.douleur(circonstance).map(|i| i.valeur().to_string()));
    html! {
        fieldset.cotation.champ-invalide[vue.erreurs.de(&nom).is_some()] id=(format!("champ-{nom}")) tabindex="-1" {
            legend { "Douleur " (circonstance.libelle()) @if let Some(avant) = &avant { " " span.avant { (avant) } } }
            @if let Some(erreur) = vue.erreurs.de(&nom) { p.champ-erreur { (erreur) } }
            div.cotation-rang {
                (cran(&nom, "", "–", "non mesurée", choisie))
                @for valeur in 0..=10 { @let valeur = valeur.to_string(); (cran(&nom, &valeur, &valeur, "sur 10", choisie)) }
            }
        }
    }
}

fn cran(nom: &str, valeur: &str, vu: &str, dit: &str, choisie: &str) -> Markup {
    let id = format!("{nom}.{}", if valeur.is_empty() { "rien" } else { valeur });
    html! {
        label.cran for=(id) {
            input id=(id) type="radio" name=(nom) value=(valeur) checked[valeur == choisie];
            span { (vu) span.lecteur { " " (dit) } }
        }
    }
}

/// « 6 le 02/02/2026 »: what the latest examination found.
fn avant(vue: &Vue<'_>, trouver: impl Fn(&Deficiences) -> Option<String>) -> Option<String> {
    let anterieur = vue.avant()?;
    let valeur = trouver(anterieur.examen.deficiences)?;
    Some(format!("{valeur} le {}", texte::jour_court(anterieur.le)))
}

fn amplitudes(vue: &Vue<'_>) -> Markup {
    let region = vue.socle.dossier.episode.localisation.region();
    let mouvements: Vec<&Mouvement> =
        Mouvements::embarques().into_iter().flat_map(Mouvements::iter).collect();
    let (ici, ailleurs): (Vec<_>, Vec<_>) = mouvements.into_iter().partition(|m| m.region == region);
    let rempli_ailleurs =
        ailleurs.iter().any(|m| cotes(m).iter().any(|c| rempli(vue, &nom_amplitude(m, *c))));
    html! {
        fieldset.repete {
            legend { "Amplitudes articulaires" }
            p.champ-aide { "En degrés depuis la position neutre ; une extension négative est un flessum." }
            div.amplitudes { @for mouvement in &ici { (amplitude(vue, mouvement)) } }
            details.plus open[rempli_ailleurs] {
                summary { "Autres articulations" }
                @for autre in Region::TOUS.iter().filter(|autre| **autre != region) {
                    @let siens: Vec<_> = ailleurs.iter().filter(|m| m.region == *autre).collect();
                    @if !siens.is_empty() { div.amplitudes { @for mouvement in siens { (amplitude(vue, mouvement)) } } }
                }
            }
        }
    }
}

fn amplitude(vue: &Vue<'_>, mouvement: &Mouvement) -> Markup {
    html! {
        div.amplitude {
            p.amplitude-nom { (mouvement.libelle) " " span.source { "usuelle " (mouvement.usuelle) "°" } }
            @for cote in cotes(mouvement) { (degres(vue, mouvement, *cote)) }
        }
    }
}

fn degres(vue: &Vue<'_>, mouvement: &Mouvement, cote: Cote) -> Markup {
    let nom = nom_amplitude(mouvement, cote);
    let id = format!("champ-{nom}");
    let avant = avant(vue, |d| {
        let mesure = d.amplitudes.iter().find(|a| a.mouvement().code == mouvement.code && a.cote() == cote);
        mesure.map(|a| format!("{}°", a.degres()))
    });
    html! {
        div.champ.degres.champ-invalide[vue.erreurs.de(&nom).is_some()] {
            label for=(id) {
                span.lecteur { (mouvement.libelle) ", " }
                @match cote { Cote::SansObjet => { "Mesure" } autre => { (autre.libelle()) } } " (°)"
            }
            input id=(id) name=(nom) type="text" inputmode="numeric" value=(vue.champs.un(&nom)) autocomplete="off"
                aria-describedby=[avant.as_ref().map(|_| format!("avant-{nom}"))] aria-invalid=[vue.erreurs.de(&nom).map(|_| "true")];
            @if let Some(avant) = &avant { p.avant id=(format!("avant-{nom}")) { (avant) } }
            @if let Some(erreur) = vue.erreurs.de(&nom) { p.champ-erreur { (erreur) } }
        }
    }
}

fn score(vue: &Vue<'_>, echelle: &Echelle) -> Markup {
    let nom = nom_score(&echelle.code);
    let (id, aide) = (format!("champ-{nom}"), format!("aide-{nom}"));
    let avant = vue.avant().and_then(|a| Some((a.examen.incapacites.score(&echelle.code)?, a.le)));
    let mieux = match echelle.sens.code() {
        "plus-bas-meilleur" => "plus bas est mieux",
        _ => "plus haut est mieux",
    };
    html! {
        div.champ.champ-invalide[vue.erreurs.de(&nom).is_some()] {
            label for=(id) { (echelle.nom) " " span.champ-mention { (echelle.unite) } }
            p.champ-aide id=(aide) { (echelle.libelle) " : de " (echelle.minimum) " à " (echelle.maximum) ", " (mieux) "." }
            input id=(id) name=(nom) type="text" inputmode="decimal" value=(vue.champs.un(&nom)) autocomplete="off"
                aria-describedby=(aide) aria-invalid=[vue.erreurs.de(&nom).map(|_| "true")];
            @if let Some((score, le)) = avant { p.avant { (score.valeur()) " " (echelle.unite) " le " (texte::jour_court(le)) } }
            @if let Some(erreur) = vue.erreurs.de(&nom) { p.champ-erreur { (erreur) } }
        }
    }
}
