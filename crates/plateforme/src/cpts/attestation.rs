//! `/membres/{id}/attestation.pdf`: what the CPTS says of a member, for him to join to his declaration.

use axum::extract::{Path, State};
use axum::response::Response;

use super::Ici;
use super::membre::charger;
use crate::adhesion::attestation::{Emission, Sujet};
use crate::connexion::Coordination;
use crate::echec::Failure;
use crate::serveur::App;

/// The attestation of the membership that runs today.
pub async fn telecharger(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (vue, ici) = (charger(&app, cpts, &id).await?, Ici::charger(&app, cpts).await?);
    let sujet = Sujet {
        praticien: &vue.praticien,
        lieux: &vue.lieux,
        adhesions: &vue.appartenance.adhesions,
        cpts: &ici.cpts.nom,
        departement: *ici.departements.first().ok_or(Failure::Introuvable)?,
        le: ici.le,
    };
    sujet.imprimer(&app, Emission::Coordination(identite.nom.clone())).await
}
