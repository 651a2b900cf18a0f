//! The report of care: what was done is computed, what was obtained is compared with the bilan, what comes next is written.

use droit::document::{Atteinte, BrouillonCompteRendu, CompteRendu, Objectif, ResultatObjectif};
use droit::episode::IssueEpisode;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::super::examen::{self, Liste};
use super::super::socle::Socle;
use super::champs::{code, liste, mots, zone, zone_facultative};
use super::{Vue, mesures};
use crate::gabarits::{Erreurs, Reponse, Style, groupe, lien_bouton, texte};
use crate::saisie::Champs;

/// The sections of the form.
pub fn sections(vue: &Vue<'_>) -> Markup {
    let issues = IssueEpisode::TOUS.iter().map(|issue| Reponse::new(issue.code(), issue.libelle())).collect();
    html! {
        (groupe("Soins réalisés", &soins(vue)))
        (groupe("Résultats", &resultats(vue)))
        (mesures::deficiences(vue))
        (mesures::incapacites(vue))
        (groupe("Issue et suites", &html! {
            (liste(vue, "issue", "Comment l’épisode s’achève", issues))
            (zone(vue, "suites", "Suites proposées", "Exercices à poursuivre, surveillance, nouvelle consultation…"))
            (zone_facultative(vue, "conseils", "Conseils donnés au patient", ""))
        }))
    }
}

fn soins(vue: &Vue<'_>) -> Markup {
    let Ok(atelier) = vue.socle.atelier(vue.app) else { return html! {} };
    let brouillon = depart(vue.socle, &atelier.fuseau);
    html! {
        p { strong { (brouillon.soins.en_clair()) } "." }
        @if !brouillon.soins.seances.is_empty() {
            p.source { "Jours : " (brouillon.soins.seances.iter().map(|jour| texte::jour_court(*jour)).collect::<Vec<_>>().join(", ")) "." }
        }
        @if !brouillon.incidents.is_empty() {
            p { (texte::compte(brouillon.incidents.len() as u64, "événement indésirable signalé y figurera.", "événements indésirables signalés y figureront.")) }
        }
        p.source { "Pris des séances enregistrées : rien n’est à recopier." }
    }
}

/// Each aim of the bilan; what measures decide is decided, the MK may say otherwise.
fn resultats(vue: &Vue<'_>) -> Markup {
    let objectifs = vue.socle.miens.iter().find_map(objectifs_du_bilan).unwrap_or_default();
    html! {
        @if objectifs.is_empty() {
            p { "Aucun bilan de votre main n’est validé pour cet épisode : décrivez les résultats en quelques mots." }
            p { (lien_bouton(Style::Secondaire, &format!("/episodes/{}/rediger/bilan", vue.socle.dossier.episode.id), "Écrire le bilan")) }
        }
        @for (rang, objectif) in objectifs.iter().enumerate() { (resultat(vue, rang, objectif)) }
        (zone_facultative(vue, "commentaire", "Résultats, en quelques mots", ""))
    }
}

fn objectifs_du_bilan(document: &droit::document::Document) -> Option<Vec<Objectif>> {
    match &document.contenu {
        droit::document::Contenu::Bilan(bilan) => Some(bilan.objectifs.clone()),
        _ => None,
    }
}

fn resultat(vue: &Vue<'_>, rang: usize, objectif: &Objectif) -> Markup {
    let nom = nom_resultat(rang);
    let reponses = Atteinte::TOUS.iter().map(|a| {
        let libelle = match a {
            Atteinte::NonEvalue if objectif.cible.is_some() => "d’après les mesures",
            autre => autre.libelle(),
        };
        Reponse::new(a.code(), libelle)
    });
    let titre = format!("{}. {}", rang + 1, objectif.libelle);
    let champ = crate::gabarits::Champ::boutons(&nom, &titre, reponses.collect());
    let choisi = Some(vue.champs.un(&nom)).filter(|choisi| !choisi.is_empty());
    let mots = format!("{nom}.mots");
    html! {
        div.resultat {
            div.choix-rang { (champ.valeur(choisi.unwrap_or(Atteinte::NonEvalue.code())).erreurs(vue.erreurs).rendre()) }
            div.champ {
                label for=(mots) { "Commentaire " span.champ-mention { "(facultatif)" } span.lecteur { " de l’objectif " (rang + 1) } }
                input id=(mots) name=(mots) type="text" value=(vue.champs.un(&mots)) autocomplete="off";
            }
        }
    }
}

fn nom_resultat(rang: usize) -> String {
    format!("resultat.{rang}")
}

/// What the episode and its first bilan already say.
fn depart(socle: &Socle, fuseau: &TimeZone) -> BrouillonCompteRendu {
    let bilan = socle.bilan_initial(fuseau);
    let mut brouillon = BrouillonCompteRendu::prerempli(&socle.dossier.episode, bilan);
    brouillon.soins.bilan_le = socle.bilan_le(fuseau);
    brouillon
}

/// The draft, as typed, judged by its measures.
pub fn lire(champs: &Champs, socle: &Socle, fuseau: &TimeZone, e: &mut Erreurs) -> BrouillonCompteRendu {
    let mut brouillon = depart(socle, fuseau);
    for (rang, resultat) in brouillon.resultats.iter_mut().enumerate() {
        let nom = nom_resultat(rang);
        resultat.atteinte = code(&nom, champs, Atteinte::depuis_code, e).unwrap_or(Atteinte::NonEvalue);
        resultat.commentaire = mots(&format!("{nom}.mots"), champs, e);
    }
    brouillon.deficiences = examen::deficiences(champs, e);
    brouillon.incapacites = examen::incapacites(champs, e);
    brouillon.commentaire = mots("commentaire", champs, e);
    brouillon.issue = code("issue", champs, IssueEpisode::depuis_code, e);
    brouillon.suites = mots("suites", champs, e);
    brouillon.conseils = mots("conseils", champs, e);
    brouillon.evaluer()
}

/// A new report: the outcome where the episode is closed, the advice of the bilan.
pub fn prerempli(socle: &Socle, fuseau: &TimeZone) -> Liste {
    let brouillon = depart(socle, fuseau);
    let issue = brouillon.issue.map(|issue| ("issue".to_owned(), issue.code().to_owned()));
    let conseils = brouillon.conseils.map(|mots| ("conseils".to_owned(), mots.to_string()));
    issue.into_iter().chain(conseils).collect()
}

/// The fields of a validated report.
pub fn en_champs(compte_rendu: &CompteRendu) -> Liste {
    let mut champs = examen::en_champs(&compte_rendu.deficiences, &compte_rendu.incapacites);
    for (rang, resultat) in compte_rendu.resultats.iter().enumerate() {
        champs.extend(champs_du_resultat(rang, resultat));
    }
    champs.push(("issue".to_owned(), compte_rendu.issue.code().to_owned()));
    champs.push(("suites".to_owned(), compte_rendu.suites.to_string()));
    for (nom, mots) in [("commentaire", &compte_rendu.commentaire), ("conseils", &compte_rendu.conseils)] {
        champs.extend(mots.as_ref().map(|mots| (nom.to_owned(), mots.to_string())));
    }
    champs
}

fn champs_du_resultat(rang: usize, resultat: &ResultatObjectif) -> Liste {
    let nom = nom_resultat(rang);
    let mots = resultat.commentaire.as_ref().map(|mots| (format!("{nom}.mots"), mots.to_string()));
    [(nom, resultat.atteinte.code().to_owned())].into_iter().chain(mots).collect()
}
