//! What the patient wants, dated; where his doctor is written to.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::remise::{ObjetVolonte, Volonte};

use super::{Vue, corrige, vers};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::champ::{facultatif, jour_venu, phrase};
use crate::gabarits::Erreurs;
use crate::remise::reprise::{self, Appris};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Records an agreement or an opposition; earlier answers stay on file, and what waited for this one goes on.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn noter(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let objet = ObjetVolonte::depuis_code(champs.un("objet")).ok_or(Failure::Introuvable)?;
    let mut e = Erreurs::default();
    let champ = format!("volonte-{}", objet.code());
    let dite = Volonte::depuis_code(champs.un(&champ)).ok_or("Choisissez la réponse du patient.");
    let dite = e.noter(&champ, dite);
    let quand = format!("le-{}", objet.code());
    let le = e.noter(&quand, jour_venu(champs.un(&quand), vue.jour, "Indiquez le jour de sa réponse."));
    let (Some(dite), Some(le)) = (dite, le) else {
        return Ok(corrige(&app, &identite, &vue, &champs, &e));
    };
    let qui = (vue.dossier.patient.id, vue.mk());
    reprise::noter(&app, qui, Appris::volonte(&app, qui, (objet, dite), le)).await?;
    Ok(vers(vue.episode(), "volonte"))
}

/// Records the mailbox of the doctor, checked against the space of confidence.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn noter_la_boite(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    let lue = facultatif(champs.un("boite"), |texte| app.voies().liste.adresse(texte)).map_err(phrase);
    let Some(adresse) = e.noter("boite", lue) else {
        return Ok(corrige(&app, &identite, &vue, &champs, &e));
    };
    let saisie = adresse.map(|adresse| adresse.as_str().to_owned());
    reprise::noter(&app, (vue.dossier.patient.id, vue.mk()), Appris::Boite(saisie)).await?;
    Ok(vers(vue.episode(), "boite"))
}
