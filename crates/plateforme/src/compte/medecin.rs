//! The number of a doctor's account: an administrator writes it, and Pro Santé Connect finds the account by it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Role;
use droit::identifiant::NumeroRpps;
use entrepot::Echec;
use entrepot::compte::{self, Compte};
use maud::{Markup, html};
use serde::Deserialize;

use super::administration::page_compte;
use super::creation::DEJA_PORTE;
use super::{charger, identifiant, trace};
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Style, bouton, carte};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    rpps: String,
}

/// Writes it, or another one in its place.
///
/// # Errors
/// When there is no such account, it is not a doctor's, or the base fails.
pub async fn noter(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = identifiant(&id)?;
    if charger(&app, id).await?.acteur.role() != Role::Medecin {
        return Err(Failure::Introuvable);
    }
    let mut e = Erreurs::default();
    if let Some(rpps) = e.noter("rpps", saisie.rpps.parse::<NumeroRpps>()) {
        let (acteur, maintenant) = (identite.compte, app.horloge.maintenant());
        let ecrit = app.entrepot.ecrire(move |tx| {
            if compte::du_medecin(tx, &rpps)?.iter().any(|autre| autre.id != id) {
                return Err(Echec::Conflit);
            }
            compte::noter_rpps(tx, id, &rpps);
            tx.tracer(trace(maintenant, acteur, "compte.noter-rpps", id));
            Ok(())
        });
        match ecrit.await {
            Ok(()) => return Ok(Redirect::to(&format!("/administration/comptes/{id}")).into_response()),
            Err(Echec::Conflit) => e.ajouter("rpps", DEJA_PORTE),
            Err(echec) => return Err(echec.into()),
        }
    }
    let page = page_compte(&app, &Visiteur::from(&identite), id, (None, &e)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The form; nothing for another role.
pub(super) async fn carte_du_numero(app: &App, compte: &Compte, e: &Erreurs) -> Result<Markup, Failure> {
    if compte.acteur.role() != Role::Medecin {
        return Ok(html! {});
    }
    let id = compte.id;
    let rpps = app.entrepot.lire(move |tx| compte::rpps(tx, id)).await?;
    let ecrit = rpps.as_ref().map(NumeroRpps::as_str).unwrap_or_default();
    Ok(carte(
        "Numéro RPPS",
        &html! {
            p { "Pro Santé Connect retrouve le compte d’un médecin par son numéro. " @if rpps.is_none() { "Sans lui, il n’entre qu’avec son mot de passe." } }
            form.formulaire method="post" action=(format!("/administration/comptes/{id}/rpps")) novalidate {
                (Champ::texte("rpps", "Numéro RPPS").valeur(ecrit).erreurs(e).rendre())
                (bouton(Style::Secondaire, "Enregistrer le numéro"))
            }
        },
    ))
}
