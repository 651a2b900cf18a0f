//! `/notifications`: what happened to one's declarations, the latest first, what was not read yet in evidence.

use axum::extract::State;
use axum::response::Redirect;
use droit::notification::Nature;
use entrepot::notification::{self, CurseurNotification, Notification};
use entrepot::{Echec, Tx};
use jiff::Timestamp;
use maud::{Markup, html};

use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Ton, action, lien_bouton, pastille, texte, vide};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// Lines on one page.
const PAGE: u16 = 50;
/// Times are shown in this zone: an account belongs to no department.
const FUSEAU: &str = "Europe/Paris";

/// The list.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let (compte, apres) = (identite.compte, curseur(&champs));
    let curseur = apres.clone();
    let recues: Vec<Notification> =
        app.entrepot.lire(move |tx| notification::lister(tx, compte, &curseur, PAGE)).await?;
    let visiteur = Visiteur::from(&identite);
    let page = Page::new("Notifications", &visiteur).fil([Lien::new("Tableau de bord", "/tableau-de-bord")]);
    Ok(page.chapo(html! { "Chaque étape de vos déclarations, prise par un autre que vous. " a href="/compte" { "Les recevoir aussi par courriel" } "." })
        .rendre(html! {
            div.pile {
                @if identite.non_lues > 0 {
                    div.rang { (action(Style::Secondaire, "/notifications/lues", "Tout marquer comme lu", "")) }
                }
                @if recues.is_empty() {
                    (vide("Rien pour l’instant", "Vous serez averti ici à chaque étape qui vous concerne.", &html! {}))
                } @else {
                    ol.notifications { @for recue in &recues { (ligne(recue)) } }
                }
                @if let Some(derniere) = recues.last().filter(|_| recues.len() == usize::from(PAGE)) {
                    nav.pagination aria-label="Pages de la liste" { (lien_bouton(Style::Discret, &suite(derniere), "Plus anciennes")) }
                }
            }
        }))
}

fn curseur(champs: &Champs) -> CurseurNotification {
    let avant = champs.un("avant").parse().ok().and_then(|micro| Timestamp::from_microsecond(micro).ok());
    avant.map_or_else(CurseurNotification::default, |deposee_le| CurseurNotification {
        deposee_le,
        cle: champs.un("cle").to_owned(),
    })
}

fn suite(derniere: &Notification) -> String {
    format!("/notifications?avant={}&cle={}", derniere.deposee_le.as_microsecond(), derniere.cle)
}

fn ligne(recue: &Notification) -> Markup {
    let neuve = recue.lue_le.is_none();
    html! {
        li.notification.notification-neuve[neuve] {
            (pastille(ton(recue.nature)))
            div.notification-corps {
                p.notification-titre {
                    (recue.nature.libelle())
                    @if let Some((prenom, nom)) = &recue.praticien { " · " (prenom) " " (nom) }
                    @if neuve { span.notification-signe { "Non lue" } }
                }
                p.frise-quand { (texte::instant(recue.deposee_le, FUSEAU)) }
            }
            @if neuve {
                form.action method="post" action="/notifications/ouvrir" {
                    input type="hidden" name="cle" value=(recue.cle);
                    button.bouton.bouton-discret type="submit" { "Ouvrir" span.lecteur { " : " (recue.nature.libelle()) } }
                }
            } @else {
                a.bouton.bouton-discret href=(recue.lien) { "Ouvrir" span.lecteur { " : " (recue.nature.libelle()) } }
            }
        }
    }
}

fn ton(nature: Nature) -> Ton {
    match nature {
        Nature::DeclarationAcceptee
        | Nature::DroitOuvert
        | Nature::ParticipationReprise
        | Nature::LieuRetenu
        | Nature::FicheCptsPriseEnCompte => Ton::Succes,
        Nature::ComplementDemande
        | Nature::ConfirmationDemandee
        | Nature::AlerteAnnuaire
        | Nature::FicheCptsEnvoyee
        | Nature::FicheCptsRenvoyee
        | Nature::ParticipationSuspendue
        | Nature::StatutExclu
        | Nature::AdhesionFinit
        | Nature::SansLieu
        | Nature::LieuARetenir
        | Nature::LieuEcarte
        | Nature::AnalyseAttendue
        | Nature::EvenementSignale
        | Nature::FicheAttendue
        | Nature::FicheRenvoyee
        | Nature::RetourARelire => Ton::Attention,
        Nature::DeclarationRefusee
        | Nature::RemiseEchouee
        | Nature::AnalyseEnRetard
        | Nature::DelaiDepasse => Ton::Erreur,
        _ => Ton::Info,
    }
}

/// Marks one as read and goes to its page.
pub async fn ouvrir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Redirect, Failure> {
    let (compte, cle, maintenant) = (identite.compte, champs.un("cle").to_owned(), app.horloge.maintenant());
    let lu = cle.clone();
    let lien: Option<String> = app.entrepot.lire(move |tx| notification::lien(tx, compte, &lu)).await?;
    let lien = lien.ok_or(Failure::Introuvable)?;
    marquer(&app, move |tx| notification::marquer_lue(tx, compte, &cle, maintenant)).await?;
    Ok(Redirect::to(&lien))
}

/// Marks all of them as read.
pub async fn tout_lire(State(app): State<App>, Connecte(identite): Connecte) -> Result<Redirect, Failure> {
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    marquer(&app, move |tx| notification::marquer_toutes_lues(tx, compte, maintenant)).await?;
    Ok(Redirect::to("/notifications"))
}

async fn marquer(app: &App, faire: impl Fn(&mut Tx) + Send + 'static) -> Result<(), Failure> {
    let ecrit = app.entrepot.ecrire(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    Ok(ecrit.await?)
}
