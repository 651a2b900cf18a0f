//! Closing the episode with its outcome.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{Contexte, IssueEpisode};
use entrepot::episode::inscrire_cloture;
use maud::{Markup, html};
use serde::Deserialize;

use super::dossier::Dossier;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use super::{champ, refus};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse};
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(default)]
    le: String,
    #[serde(default)]
    issue: String,
    #[serde(default)]
    confirmation: String,
}

/// An outcome chosen by the page before.
#[derive(Debug, Default, Deserialize)]
pub struct Choisie {
    #[serde(default)]
    issue: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Clore l’épisode",
        adresse: "cloture",
        envoyer: "Clore l’épisode",
        fait: "clos",
        action: "cloture.refuser",
    };

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let issues = IssueEpisode::TOUS.iter().filter(|issue| **issue != IssueEpisode::Echue);
        let issues = issues.map(|issue| Reponse::new(issue.code(), issue.libelle())).collect();
        Ok(html! {
            (Champ::boutons("issue", "Comment l’épisode se termine", issues).valeur(self.issue.as_str()).erreurs(retour.erreurs).rendre())
            (Champ::date("le", "Dernier jour").valeur(self.le.as_str()).erreurs(retour.erreurs).rendre())
            (refus::confirmation(retour.refus, &self.confirmation, retour.erreurs))
        })
    }
}

/// The form.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Parametres(choisie): Parametres<Choisie>,
) -> Result<Markup, Failure> {
    suivi::ouvrir(&app, &identite, &id, |dossier| {
        let le = dossier.aujourd_hui(&app)?.to_string();
        Ok(Saisie { le, issue: choisie.issue, ..Saisie::default() })
    })
    .await
}

/// Closes.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn clore(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let mut erreurs = Erreurs::default();
    let le = erreurs.noter("le", champ::jour(&saisie.le, "Indiquez le dernier jour."));
    let issue = IssueEpisode::depuis_code(&saisie.issue).filter(|issue| *issue != IssueEpisode::Echue);
    let issue = erreurs.noter("issue", issue.ok_or("Dites comment l’épisode se termine."));
    let confirmation = champ::confirmation(&saisie.confirmation, &mut erreurs);
    let (Some(le), Some(issue), Some(confirmation)) = (le, issue, confirmation) else {
        return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await;
    };
    let demande = Demande { episode: id, le: Some(le), confirmation };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| dossier.episode.clore(le, issue, cx);
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_cloture).await
}
