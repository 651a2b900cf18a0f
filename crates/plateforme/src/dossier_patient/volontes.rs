//! What the patient wants, dated; where his doctor is written to.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::remise::{ObjetVolonte, Volonte};
use entrepot::Echec;
use entrepot::volonte::{self, NouvelleVolonte};
use jiff::civil::Date;

use super::{Vue, corrige, vers};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::champ::{facultatif, phrase};
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Records an agreement or an opposition; earlier answers stay on file.
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
    let le =
        e.noter(&quand, champs.un(&quand).parse::<Date>().map_err(|_| "Indiquez le jour de sa réponse."));
    if le.is_some_and(|le| le > vue.jour) {
        e.ajouter(&quand, "Ce jour n’est pas encore venu : vérifiez la date.");
    }
    let (Some(dite), Some(le), true) = (dite, le, e.est_vide()) else {
        return Ok(corrige(&app, &identite, &vue, &champs, &e));
    };
    let maintenant = app.horloge.maintenant();
    let nouvelle = NouvelleVolonte {
        id: app.alea.uuid(maintenant),
        patient: vue.dossier.patient.id,
        praticien: vue.mk(),
        objet,
        volonte: dite,
        le,
        notee_le: maintenant,
    };
    app.entrepot
        .ecrire(move |tx| {
            volonte::noter(tx, &nouvelle);
            Ok::<(), Echec>(())
        })
        .await?;
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
    let (patient, mk, trousseau) = (vue.dossier.patient.id, vue.mk(), app.entrepot.trousseau().clone());
    let maintenant = app.horloge.maintenant();
    app.entrepot
        .ecrire(move |tx| {
            let saisie = adresse.as_ref().map(|adresse| adresse.as_str());
            volonte::noter_boite_du_medecin(tx, &trousseau, (patient, mk), saisie, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(vers(vue.episode(), "boite"))
}
