//! The steps of a meeting: moved, ordered, cancelled, held; what changes the invitation leaves again by mail.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::comite::{EmpechementReunion, GesteReunion};
use droit::identifiant::MembreId;
use droit::texte::TexteLibre;
use entrepot::{Echec, comite};

use super::convocation::{lire_ordre, lire_rendezvous};
use super::reunion::{Saisie, page};
use super::{Comite, auteur, conduire, devance, invitation, phrase};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Takes a step.
pub async fn agir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (reunion, lu) = conduire(&app, &identite, &id).await?;
    if champs.un("version").parse().ok() != Some(reunion.version) {
        return Err(devance());
    }
    let mut erreurs = Erreurs::default();
    let geste = lire(&champs, &lu, &mut erreurs);
    let fait = match geste.map(|geste| reunion.avancer(geste, &auteur(&app, &identite, lu.le))) {
        Some(Ok(fait)) => Some(fait),
        Some(Err(EmpechementReunion::Etape)) => return Err(devance()),
        Some(Err(cause)) => {
            erreurs
                .ajouter(if cause == EmpechementReunion::Passee { "le" } else { "present" }, phrase(&cause));
            None
        }
        None if erreurs.est_vide() => return Err(devance()),
        None => None,
    };
    let Some(fait) = fait else {
        let saisie = Saisie { erreurs, champs };
        let page = page(&app, &identite, (&reunion, &lu), &saisie, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let change = fait.reunion().sequence != reunion.sequence;
    let invitations = if change { invitation::toutes(&app, &lu, fait.reunion())? } else { Vec::new() };
    let ecrit = app.entrepot.ecrire(move |tx| {
        comite::avancer_reunion(tx, &fait, &invitations);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/comite/reunions/{}?fait=changee", reunion.id)).into_response()),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

fn lire(champs: &Champs, lu: &Comite, e: &mut Erreurs) -> Option<GesteReunion> {
    match champs.un("pas") {
        "deplacer" => lire_rendezvous(champs, e).map(GesteReunion::Deplacer),
        "ordonner" => lire_ordre(champs, e).map(GesteReunion::Ordonner),
        "annuler" => {
            let lu = champs.un("motif").parse::<TexteLibre>().map_err(|faute| phrase(&faute));
            e.noter("motif", lu).map(GesteReunion::Annuler)
        }
        "tenir" => {
            let coches = champs.tous("present").filter_map(|dit| dit.parse::<MembreId>().ok());
            Some(GesteReunion::Tenir(coches.filter(|id| lu.membre(*id).is_some()).collect()))
        }
        _ => None,
    }
}
