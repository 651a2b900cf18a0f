//! A séance: one gesture for today, a form for the rest.

mod formulaire;
mod saisie;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::episode::{Empechement, Refus, SeanceAccordee};
use droit::identifiant::EpisodeId;
use entrepot::episode::inscrire_seance;
use maud::{Markup, html};

use super::operation::{Commande, Suite, executer};
use super::page::consulter;
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Style, bouton_pour};
use crate::saisie::Formulaire;
use crate::serveur::App;
pub use saisie::lire_acte;
use saisie::{Lue, Saisie};

/// Where a séance recorded in one gesture leads back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retour {
    /// To the dashboard.
    Tableau,
    /// To the episode.
    Episode,
}

impl Retour {
    fn code(self) -> &'static str {
        match self {
            Self::Tableau => "tableau",
            Self::Episode => "episode",
        }
    }
}

/// « Séance d’aujourd’hui »: one button. The key makes a double click record once.
pub fn bouton_du_jour(app: &App, id: EpisodeId, qui: &str, retour: Retour, style: Style) -> Markup {
    html! {
        form.action method="post" action=(format!("/episodes/{id}/seances")) {
            input type="hidden" name="cle" value=(nouvelle_cle(app));
            input type="hidden" name="retour" value=(retour.code());
            (bouton_pour(style, "Séance d’aujourd’hui", qui))
        }
    }
}

/// A key for a form.
pub fn nouvelle_cle(app: &App) -> String {
    app.alea.uuid(app.horloge.maintenant()).to_string()
}

/// The form: another day, an act, a note.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn nouvelle(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let dossier = consulter(&app, &identite, super::identifiant(&id)?).await?;
    let saisie = Saisie::vierge(nouvelle_cle(&app), dossier.aujourd_hui(&app)?);
    formulaire::page(&app, &identite, &dossier, &saisie, &Erreurs::default(), None)
}

/// Records a séance.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn enregistrer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let lue = match saisie.lire() {
        Ok(lue) => lue,
        Err(erreurs) => {
            let dossier = consulter(&app, &identite, id).await?;
            let page = formulaire::page(&app, &identite, &dossier, &saisie, &erreurs, None)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    match inscrire(&app, &identite, id, lue).await? {
        Suite::Refus(Refus::Empeche(Empechement::DejaEnregistree), _) | Suite::Fait(..) => {
            Ok(Redirect::to(&saisie.suite(id)).into_response())
        }
        Suite::Refus(refus, _) => refuser(&app, &identite, id, &saisie, &refus).await,
        Suite::Deja(_) | Suite::AutreCorps => Err(Failure::Introuvable),
    }
}

async fn inscrire(
    app: &App,
    identite: &Identite,
    id: EpisodeId,
    lue: Lue,
) -> Result<Suite<SeanceAccordee>, Failure> {
    let commande = Commande {
        acteur: identite.acteur.clone(),
        episode: id,
        le: lue.le,
        confirmation: lue.confirmation.clone(),
        action: "seance.refuser",
        unique: None,
    };
    executer(
        app,
        commande,
        |dossier, cx| dossier.episode.enregistrer_seance(lue.saisie(cx.droit.le), cx),
        inscrire_seance,
    )
    .await
}

/// The whole decision, above the form with all that was typed.
async fn refuser(
    app: &App,
    identite: &Identite,
    id: EpisodeId,
    saisie: &Saisie,
    refus: &Refus<'static>,
) -> Result<Response, Failure> {
    let dossier = consulter(app, identite, id).await?;
    let page = formulaire::page(app, identite, &dossier, saisie, &Erreurs::default(), Some(refus))?;
    Ok((StatusCode::CONFLICT, page).into_response())
}
