//! « Does the patient get better »: one press, yes or no.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{AmeliorationEvaluee, Contexte};
use entrepot::episode::inscrire_amelioration;
use maud::{Markup, html};
use serde::Deserialize;

use super::champ;
use super::dossier::Dossier;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(default)]
    amelioration: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Évolution du patient",
        adresse: "amelioration",
        envoyer: "Noter l’évolution",
        fait: "amelioration",
        action: "amelioration.refuser",
    };

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let reponses = champ::reponses_oui_non();
        Ok(Champ::boutons("amelioration", "L’état du patient s’améliore-t-il ?", reponses)
            .valeur(self.amelioration.as_str())
            .erreurs(retour.erreurs)
            .rendre())
    }
}

/// Records the assessment of today.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn evaluer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let mut erreurs = Erreurs::default();
    let lue = champ::oui_non(&saisie.amelioration, "Dites si l’état du patient s’améliore.");
    let Some(amelioration) = erreurs.noter("amelioration", lue) else {
        return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await;
    };
    let demande = Demande { episode: id, le: None, confirmation: None };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        let evaluation = AmeliorationEvaluee { le: cx.auteur.aujourd_hui, amelioration };
        Ok(dossier.episode.evaluer_amelioration(evaluation, &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_amelioration).await
}

/// The two buttons of the episode's page.
pub fn boutons(id: droit::identifiant::EpisodeId, amelioration: Option<bool>) -> Markup {
    let presse = |reponse: bool| if amelioration == Some(reponse) { "true" } else { "false" };
    html! {
        form.evolution method="post" action=(format!("/episodes/{id}/amelioration")) {
            button.bouton.bouton-secondaire type="submit" name="amelioration" value="oui" aria-pressed=(presse(true)) { "Oui, il s’améliore" }
            button.bouton.bouton-secondaire type="submit" name="amelioration" value="non" aria-pressed=(presse(false)) { "Non" }
        }
    }
}
