//! `/compte/second-facteur`: enrol a phone, print recovery codes, remove the second factor.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use entrepot::Echec;
use entrepot::compte::{self, Compte, SecondFacteur};
use maud::{Markup, html};
use serde::Deserialize;

use super::{charger, fil, trace};
use crate::connexion::second_facteur::{Partage, empreinte_du_code, tirer_les_codes};
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Champ, Erreurs, Page, Ton, alerte, carte, formulaire};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What is typed to enrol.
#[derive(Deserialize)]
pub struct Enrolement {
    secret: String,
    code: String,
}

/// What is typed to remove it.
#[derive(Deserialize)]
pub struct Retrait {
    mot_de_passe: String,
}

/// The page: enrol, or remove.
pub async fn voir(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let compte = charger(&app, identite.compte).await?;
    let visiteur = Visiteur::from(&identite);
    let corps = match compte.second_facteur {
        Some(_) => retrait(&Erreurs::default()),
        None => enrolement(&compte, &Partage::tirer(&app.alea), &Erreurs::default())?,
    };
    Ok(page(&visiteur, None, &corps))
}

/// Checks a first code, then keeps the secret and tells the recovery codes once.
pub async fn activer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(saisie): Formulaire<Enrolement>,
) -> Result<Response, Failure> {
    let compte = charger(&app, identite.compte).await?;
    if compte.second_facteur.is_some() {
        return Err(Failure::Conflit("la vérification en deux étapes est déjà activée".to_owned()));
    }
    let partage =
        Partage::lire(&saisie.secret).ok_or_else(|| Failure::Illisible("secret illisible".to_owned()))?;
    let visiteur = Visiteur::from(&identite);
    let maintenant = app.horloge.maintenant();
    let Some(pas) = partage.pas_du_code(&saisie.code, &compte.login, maintenant) else {
        let mut erreurs = Erreurs::default();
        erreurs
            .ajouter("code", "Ce n’est pas le code affiché : vérifiez l’heure du téléphone et recommencez.");
        let page = page(&visiteur, None, &enrolement(&compte, &partage, &erreurs)?);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let codes = tirer_les_codes(&app.alea);
    let empreintes: Vec<_> =
        codes.iter().map(|code| empreinte_du_code(&app.entrepot, compte.id, code)).collect();
    let facteur = SecondFacteur { secret: partage.sceller(&app.entrepot, compte.id, &app.alea), pas };
    let id = compte.id;
    app.entrepot
        .ecrire(move |tx| {
            compte::poser_second_facteur(tx, id, &facteur, &empreintes);
            tx.tracer(trace(maintenant, id, "second-facteur.activer", id));
            Ok::<(), Echec>(())
        })
        .await?;
    let avis = Avis::succes("La vérification en deux étapes est activée.");
    Ok(page(&visiteur, Some(avis), &secours(&codes)).into_response())
}

/// Removes the second factor, for whoever knows the password.
pub async fn retirer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(saisie): Formulaire<Retrait>,
) -> Result<Response, Failure> {
    let compte = charger(&app, identite.compte).await?;
    let visiteur = Visiteur::from(&identite);
    if !app.guichet.verifier(saisie.mot_de_passe, Some(compte.mot_de_passe.clone())).await? {
        let mut erreurs = Erreurs::default();
        erreurs.ajouter("mot_de_passe", "Ce n’est pas votre mot de passe.");
        let page = page(&visiteur, None, &retrait(&erreurs));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (id, maintenant) = (compte.id, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            compte::retirer_second_facteur(tx, id);
            tx.tracer(trace(maintenant, id, "second-facteur.retirer", id));
            Ok::<(), Echec>(())
        })
        .await?;
    let avis = Avis::succes("La vérification en deux étapes est retirée.");
    let corps = enrolement(&compte, &Partage::tirer(&app.alea), &Erreurs::default())?;
    Ok(page(&visiteur, Some(avis), &corps).into_response())
}

fn page(visiteur: &Visiteur, avis: Option<Avis>, corps: &Markup) -> Markup {
    let page = Page::new("Vérification en deux étapes", visiteur).fil(fil()).avis(avis);
    page.rendre(html! { div.etroit { (corps) } })
}

fn enrolement(compte: &Compte, partage: &Partage, erreurs: &Erreurs) -> Result<Markup, Failure> {
    let secret = partage.en_base32();
    let champs = html! {
        input type="hidden" name="secret" value=(secret);
        (Champ::texte("code", "Code affiché par l’application")
            .aide("Six chiffres.").clavier("numeric").remplissage("one-time-code").erreurs(erreurs).rendre())
    };
    Ok(carte(
        "Activer",
        &html! {
            p { "1. Scannez ce code avec une application d’authentification, ou saisissez-y la clé." }
            (partage.qr(&compte.login)?)
            p { "Clé : " code { (secret) } }
            p { "2. Saisissez le code qu’elle affiche." }
            (formulaire("/compte/second-facteur", erreurs, &champs, "Activer"))
        },
    ))
}

fn secours(codes: &[String]) -> Markup {
    alerte(
        Ton::Attention,
        "Imprimez ces codes de secours : ils ne seront plus affichés.",
        &html! {
            p { "Chacun sert une fois, si votre téléphone est perdu." }
            ul.codes { @for code in codes { li { code { (code) } } } }
        },
    )
}

fn retrait(erreurs: &Erreurs) -> Markup {
    let champs = html! {
        (Champ::mot_de_passe("mot_de_passe", "Mot de passe").remplissage("current-password").erreurs(erreurs).rendre())
    };
    carte(
        "Retirer",
        &html! {
            p { "La vérification en deux étapes est activée. La retirer affaiblit la protection de votre compte." }
            (formulaire("/compte/second-facteur/retirer", erreurs, &champs, "Retirer"))
        },
    )
}
