//! « Puis-je y aller ? »: four questions, an answer with its text, nothing kept and nobody named.
//!
//! The answers travel in the body of a POST, so that they stay out of addresses, histories and logs.

mod page;
mod saisie;

use axum::extract::State;
use axum::http::StatusCode;
use maud::Markup;

use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::Formulaire;
use crate::serveur::App;
use saisie::Saisie;

/// The four questions.
pub async fn questions(State(app): State<App>, visiteur: Visiteur) -> Markup {
    page::questions(app.reglement, &visiteur, &Saisie::default(), &Erreurs::default())
}

/// The answer.
pub async fn repondre(
    State(app): State<App>,
    visiteur: Visiteur,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<(StatusCode, Markup), Failure> {
    match saisie.lire() {
        Err(erreurs) => {
            let page = page::questions(app.reglement, &visiteur, &saisie, &erreurs);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        Ok(reponses) => {
            let fuseau = app.reglement.fuseau(reponses.departement);
            let le = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
            let conclusion = reponses.conclure(app.reglement, le);
            Ok((StatusCode::OK, page::reponse(app.reglement, &visiteur, &reponses, &conclusion)))
        }
    }
}
