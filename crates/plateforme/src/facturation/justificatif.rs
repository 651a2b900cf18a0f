//! The justificatif: computed from the episode where the department asks for it, a new version each time.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::{Contenu, Justificatif, JustificatifRefuse};
use droit::identifiant::DocumentId;

use super::page::consulter;
use crate::connexion::Mk;
use crate::document::validation::{self, Demande, Suite};
use crate::echec::Failure;
use crate::episode::champ::phrase;
use crate::serveur::App;

/// Makes it.
///
/// # Errors
/// When nobody asks for it, something is missing, or the base fails.
pub async fn preparer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let etat = consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let reponse = etat.preparer(&app)?;
    let (episode, mk) = (&etat.socle.dossier.episode, etat.socle.mk());
    let bilan_le = etat.socle.bilan_le(&etat.socle.atelier(&app)?.fuseau);
    let justificatif =
        Justificatif::composer(&reponse.exigence, (episode, mk), bilan_le, reponse.numero_am.clone())
            .map_err(|refus: JustificatifRefuse| Failure::Conflit(refus.to_string()))?;
    let demande = Demande {
        acteur: identite.acteur.clone(),
        episode: episode.id,
        id: DocumentId::new(app.alea.uuid(app.horloge.maintenant()).as_u128()),
        corrige: etat.justificatif(),
        contenu: Contenu::Justificatif(Box::new(justificatif)),
        brouillon: None,
    };
    match validation::valider(&app, demande).await? {
        Suite::Fait(_) => {
            Ok(Redirect::to(&format!("/episodes/{}/facturation?fait=justificatif", episode.id))
                .into_response())
        }
        Suite::Refus(refus) => Err(Failure::Conflit(phrase(refus))),
    }
}
