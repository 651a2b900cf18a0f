//! `/compte`: who one is, and one's password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use entrepot::compte::{self, Compte};
use entrepot::{Echec, connexion};
use maud::{Markup, html};
use serde::Deserialize;

use super::{charger, courriel, libelle_du_role, rattachement, trace};
use crate::connexion::{Connecte, Identite, MotDePasse, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Style, Ton, badge, carte, fiche, formulaire, lien_bouton,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// What is typed to change one's password.
#[derive(Deserialize)]
pub struct Saisie {
    actuel: String,
    nouveau: String,
}

/// One's account.
pub async fn voir(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    revoir(&app, &identite, &Champs::default(), &Erreurs::default()).await
}

/// The page, with what was typed about e-mails and is wrong.
pub(super) async fn revoir(
    app: &App,
    identite: &Identite,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let compte = charger(app, identite.compte).await?;
    let rattachement = rattachement::nommer(app, &compte.acteur).await?;
    let prevenu = courriel::rendre(&courriel::lire(app, identite).await?, champs, erreurs);
    let vu = (&compte, rattachement.as_str(), &prevenu);
    Ok(page(&Visiteur::from(identite), vu, &Erreurs::default(), None))
}

/// Changes one's password and closes the sessions of every other browser.
pub async fn changer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let compte = charger(&app, identite.compte).await?;
    let rattachement = rattachement::nommer(&app, &compte.acteur).await?;
    let coordonnees = courriel::lire(&app, &identite).await?;
    let prevenu = courriel::rendre(&coordonnees, &Champs::default(), &Erreurs::default());
    let (visiteur, vu) = (Visiteur::from(&identite), (&compte, rattachement.as_str(), &prevenu));
    let mut erreurs = Erreurs::default();
    if !app.guichet.verifier(saisie.actuel, Some(compte.mot_de_passe.clone())).await? {
        erreurs.ajouter("actuel", "Ce n’est pas votre mot de passe actuel.");
    }
    let nouveau = erreurs.noter("nouveau", MotDePasse::choisir(&saisie.nouveau, &compte.login));
    let Some(nouveau) = nouveau.filter(|_| erreurs.est_vide()) else {
        let page = page(&visiteur, vu, &erreurs, None);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let hachage = hacher(&app, nouveau).await?;
    let (id, gardee, maintenant) = (identite.compte, identite.voie.session(), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            compte::changer_mot_de_passe(tx, id, &hachage);
            connexion::fermer_les_autres(tx, id, gardee);
            tx.tracer(trace(maintenant, id, "compte.changer-mot-de-passe", id));
            Ok::<(), Echec>(())
        })
        .await?;
    let avis = Avis::succes("Votre mot de passe est changé. Vos autres connexions sont fermées.");
    Ok(page(&visiteur, vu, &Erreurs::default(), Some(avis)).into_response())
}

/// Hashes a password away from the threads that serve pages.
pub(super) async fn hacher(app: &App, mot: MotDePasse) -> Result<String, Failure> {
    let alea = app.alea.clone();
    tokio::task::spawn_blocking(move || mot.hacher(&alea)).await.map_err(Failure::interne)?
}

fn page(
    visiteur: &Visiteur,
    (compte, rattachement, prevenu): (&Compte, &str, &Markup),
    erreurs: &Erreurs,
    avis: Option<Avis>,
) -> Markup {
    let etat = match compte.second_facteur {
        Some(_) => badge(Ton::Succes, "Activée"),
        None => badge(Ton::Attention, "Non activée"),
    };
    let champs = html! {
        input type="text" name="login" value=(compte.login) autocomplete="username" hidden;
        (Champ::mot_de_passe("actuel", "Mot de passe actuel").remplissage("current-password").erreurs(erreurs).rendre())
        (Champ::mot_de_passe("nouveau", "Nouveau mot de passe")
            .aide("12 caractères au moins ; une suite de mots convient très bien.")
            .remplissage("new-password").erreurs(erreurs).rendre())
    };
    Page::new("Mon compte", visiteur).fil([Lien::new("Accueil", "/")]).avis(avis).rendre(html! {
        div.deux {
            div.pile {
                (carte("Identité", &fiche(&[
                    ("Nom", html! { (compte.nom) }),
                    ("Identifiant", html! { (compte.login) }),
                    ("Rôle", html! { (libelle_du_role(compte.acteur.role())) }),
                    ("Rattachement", html! { (rattachement) }),
                ])))
                (prevenu)
                (carte("Changer de mot de passe", &formulaire("/compte/mot-de-passe", erreurs, &champs, "Changer")))
            }
            div.pile {
                (carte("Vérification en deux étapes", &html! {
                    p { (etat) }
                    p { "Un code sur votre téléphone, en plus du mot de passe." }
                    p { (lien_bouton(Style::Secondaire, "/compte/second-facteur", "Gérer")) }
                }))
                (carte("Mes connexions", &html! {
                    p { "Les navigateurs où votre compte est ouvert." }
                    p { (lien_bouton(Style::Secondaire, "/compte/connexions", "Voir")) }
                }))
                (carte("Jetons d’API", &html! {
                    p { "Pour qu’un logiciel agisse en votre nom, avec des droits limités." }
                    p { (lien_bouton(Style::Secondaire, "/compte/jetons", "Gérer")) }
                }))
            }
        }
    })
}
