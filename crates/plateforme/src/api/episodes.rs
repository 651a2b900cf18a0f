//! `/api/v1/episodes`: the main job for a program. Every POST is carried out once under its `Idempotency-Key`.

mod entree;
mod envoi;
pub mod lecture;
pub mod ouverture;
mod refus;
mod sortie;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use droit::episode::{
    AmeliorationEvaluee, Contexte, DiagnosticCorrige, DiagnosticEnregistre, DiagnosticRetire, EpisodeClos,
    OrientationFaite, SeanceAnnulee,
};
use droit::identifiant::{DiagnosticId, EvenementId, OrientationId, SeanceId};
use entrepot::episode as stock;

use crate::connexion::Mk;
use crate::echec::{Failure, Problem};
use crate::episode::dossier::Dossier;
use crate::saisie::Corps;
use crate::serveur::App;
use entree::{Amelioration, Annulation, Cloture, Diagnostic, Evenement, Orientation, Retrait, Seance};
use envoi::Envoi;

/// Enregistre une séance, aujourd’hui ou à une date passée.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/seances",
    params(("id" = String, Path, description = "L’épisode."), ("Idempotency-Key" = Option<String>, Header, description = "Clé de la requête ; tirée et renvoyée quand elle manque.")),
    request_body(content = entree::SeanceBrute, description = "Tout est facultatif : un objet vide enregistre la séance du jour."),
    responses(
        (status = 201, description = "La séance, et le compte qui en résulte.", body = sortie::SeanceEnregistree),
        (status = 404, description = "Épisode inexistant ou invisible.", body = Problem),
        (status = 409, description = "Refus, avec la décision entière.", body = refus::Refuse),
        (status = 422, description = "Corps illisible, ou clé déjà utilisée pour un autre corps.", body = Problem),
    )
)]
pub async fn seance(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Seance::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let cle = SeanceId::new(envoi.nouvel_identifiant(&app));
    let demande = envoi.sur(&id, lue.le, lue.confirmation.clone(), "seance.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        dossier.episode.enregistrer_seance(lue.saisie(cle, cx.droit.le), cx)
    };
    envoi.executer(&app, demande, sortie::seance, decider, stock::inscrire_seance).await
}

/// Annule une séance ; le compte se refait.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/seances/{seance}/annulation",
    params(("id" = String, Path), ("seance" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::AnnulationBrute,
    responses(
        (status = 200, description = "Annulée.", body = sortie::Recu),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn annulation(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, seance)): Path<(String, String)>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let visee: SeanceId = seance.parse().map_err(|_| Failure::Introuvable)?;
    let lue = Annulation::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let demande = envoi.sur(&id, None, None, "annulation.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.annuler_seance(visee, lue.motif, lue.precision.clone(), &cx.auteur)?)
    };
    envoi.executer(&app, demande, sortie::recu::<SeanceAnnulee>, decider, stock::inscrire_annulation).await
}

/// Enregistre une preuve de diagnostic, ou corrige celle qui l’est.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/diagnostic",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::DiagnosticBrut,
    responses(
        (status = 200, description = "Enregistrée, avec son effet sur le plafond.", body = sortie::PreuveEnregistree),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn diagnostic(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Diagnostic::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let cle = DiagnosticId::new(envoi.nouvel_identifiant(&app));
    let demande = envoi.sur(&id, None, lue.confirmation.clone(), "diagnostic.refuser")?;
    if lue.corrige {
        let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
            dossier.episode.corriger_diagnostic(cle, lue.piece, cx)
        };
        let repondre = sortie::preuve::<DiagnosticCorrige>;
        return envoi.executer(&app, demande, repondre, decider, stock::inscrire_correction).await;
    }
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        dossier.episode.enregistrer_diagnostic(cle, lue.piece, cx)
    };
    let repondre = sortie::preuve::<DiagnosticEnregistre>;
    envoi.executer(&app, demande, repondre, decider, stock::inscrire_diagnostic).await
}

/// Retire la preuve de diagnostic.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/diagnostic/retrait",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::RetraitBrut,
    responses(
        (status = 200, description = "Retirée.", body = sortie::Recu),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn retrait(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Retrait::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let demande = envoi.sur(&id, None, lue.confirmation.clone(), "retrait.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.retirer_diagnostic(lue.motif, cx.confirmation.as_ref(), &cx.auteur)?)
    };
    envoi.executer(&app, demande, sortie::recu::<DiagnosticRetire>, decider, stock::inscrire_retrait).await
}

/// Oriente le patient vers un médecin.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/orientations",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::OrientationBrute,
    responses(
        (status = 200, description = "Enregistrée.", body = sortie::Recu),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn orientation(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Orientation::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let cle = OrientationId::new(envoi.nouvel_identifiant(&app));
    let demande = envoi.sur(&id, None, None, "orientation.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.orienter(lue.fait(cle, mk, cx.auteur.aujourd_hui), &cx.auteur)?)
    };
    envoi
        .executer(&app, demande, sortie::recu::<OrientationFaite>, decider, stock::inscrire_orientation)
        .await
}

/// Signale un événement indésirable.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/evenements",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::EvenementBrut,
    responses(
        (status = 200, description = "Enregistré.", body = sortie::EvenementEnregistre),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn evenement(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Evenement::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let cle = EvenementId::new(envoi.nouvel_identifiant(&app));
    let demande = envoi.sur(&id, None, None, "evenement.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        let evenement = lue.fait(cle, mk, cx.auteur.aujourd_hui);
        let regle = dossier.regle_des_evenements(&app, cx.auteur.aujourd_hui);
        Ok(dossier.episode.signaler_evenement(evenement, &regle, &cx.auteur)?)
    };
    envoi.executer(&app, demande, sortie::evenement, decider, stock::inscrire_evenement).await
}

/// Dit si l’état du patient s’améliore.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/amelioration",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::Amelioration,
    responses(
        (status = 200, description = "Notée.", body = sortie::Recu),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn amelioration(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Amelioration::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let demande = envoi.sur(&id, None, None, "amelioration.refuser")?;
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        let evaluation = AmeliorationEvaluee { le: cx.auteur.aujourd_hui, amelioration: lue.amelioration };
        Ok(dossier.episode.evaluer_amelioration(evaluation, &cx.auteur)?)
    };
    envoi
        .executer(&app, demande, sortie::recu::<AmeliorationEvaluee>, decider, stock::inscrire_amelioration)
        .await
}

/// Clôt l’épisode.
#[utoipa::path(
    post,
    path = "/api/v1/episodes/{id}/cloture",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = entree::ClotureBrute,
    responses(
        (status = 200, description = "Clos.", body = sortie::Recu),
        (status = 404, body = Problem), (status = 409, body = refus::Refuse), (status = 422, body = Problem),
    )
)]
pub async fn cloture(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let lue = Cloture::lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let demande = envoi.sur(&id, lue.le, lue.confirmation.clone(), "cloture.refuser")?;
    let decider =
        |dossier: &Dossier, cx: &Contexte<'static>| dossier.episode.clore(cx.droit.le, lue.issue, cx);
    envoi.executer(&app, demande, sortie::recu::<EpisodeClos>, decider, stock::inscrire_cloture).await
}
