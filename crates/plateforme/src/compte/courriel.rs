//! « Par courriel » on one's account: an address, and the choice to be told there or not.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::AdresseCourriel;
use entrepot::Echec;
use entrepot::notification::{self, Coordonnees, Courriels};
use maud::{Markup, html};

use super::trace;
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, carte, formulaire};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// How the account is reached.
pub async fn lire(app: &App, identite: &Identite) -> Result<Coordonnees, Failure> {
    let compte = identite.compte;
    Ok(app.entrepot.lire(move |tx| notification::coordonnees(tx, compte)).await?)
}

/// The form.
pub fn rendre(coordonnees: &Coordonnees, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let actuelle = coordonnees.courriel.as_ref().map_or("", AdresseCourriel::as_str);
    let adresse = if erreurs.est_vide() { actuelle } else { champs.un("courriel") };
    let voulus = match champs.un("courriels") {
        "" if coordonnees.courriels == Courriels::Avis => "oui",
        "" => "non",
        tape => tape,
    };
    let choix = vec![Reponse::new("oui", "Oui, à chaque étape"), Reponse::new("non", "Non, seulement ici")];
    let corps = html! {
        p { "Un courriel dit qu’un message vous attend, avec un lien : jamais de nom, jamais de donnée de santé." }
        (formulaire("/compte/courriel", erreurs, &html! {
            (Champ::texte("courriel", "Adresse électronique").facultatif().remplissage("email").clavier("email")
                .valeur(adresse).erreurs(erreurs).rendre())
            (Champ::boutons("courriels", "Être prévenu par courriel ?", choix).valeur(voulus).erreurs(erreurs).rendre())
        }, "Enregistrer"))
    };
    carte("Être prévenu", &corps)
}

/// Changes it.
pub async fn changer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let courriel = match champs.un("courriel") {
        "" => None,
        tapee => erreurs.noter("courriel", tapee.parse::<AdresseCourriel>()),
    };
    let courriels = if champs.un("courriels") == "oui" { Courriels::Avis } else { Courriels::Aucun };
    if courriels == Courriels::Avis && courriel.is_none() && erreurs.est_vide() {
        erreurs.ajouter("courriel", "Écrivez l’adresse où vous prévenir.");
    }
    if !erreurs.est_vide() {
        let page = super::mien::revoir(&app, &identite, &champs, &erreurs).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    let coordonnees = Coordonnees { courriel, courriels };
    app.entrepot
        .ecrire(move |tx| {
            notification::changer_coordonnees(tx, compte, &coordonnees);
            tx.tracer(trace(maintenant, compte, "compte.changer-courriel", compte));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/compte").into_response())
}
