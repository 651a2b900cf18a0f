//! The dashboard of a coordination: its members, what waits for it, what waits at the ARS.

use droit::identifiant::CptsId;
use entrepot::cpts::CurseurMembre;
use entrepot::declaration::Effectif;
use jiff::ToSpan as _;
use maud::{Markup, html};

use super::Ici;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, Ton, alerte, carte, chiffre, lien_bouton, texte};
use crate::serveur::App;

/// The page.
pub async fn page(app: &App, identite: &Identite, id: CptsId) -> Result<Markup, Failure> {
    let ici = Ici::charger(app, id).await?;
    let le = ici.le;
    let bientot = le.saturating_add(60.days());
    let (effectifs, membres, echeances, attendues) = app
        .entrepot
        .lire(move |tx| {
            let effectifs = entrepot::declaration::effectifs_de_la_cpts(tx, id)?;
            let membres = entrepot::cpts::membres(tx, id, le, &CurseurMembre::default(), 1_000)?;
            let echeances = entrepot::adhesion::echeances(tx, (le, bientot), Some(id), None, 100)?;
            let attendues = entrepot::declaration::confirmations_attendues(tx, id)?.len();
            Ok::<_, entrepot::Echec>((effectifs, membres.len() as u64, echeances, attendues))
        })
        .await?;
    let nombre = |etat: &str| effectifs.iter().find(|e: &&Effectif| e.etat == etat).map_or(0, |e| e.nombre);
    let alertes = crate::alertes::compter(app, identite).await?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new(&ici.cpts.nom, &visiteur)
        .chapo(html! { "Vos masseurs-kinésithérapeutes et leur participation à l’accès direct." })
        .rendre(html! {
            @if attendues > 0 {
                (alerte(Ton::Attention, &format!("{}.", texte::compte(attendues as u64, "adhésion à confirmer", "adhésions à confirmer")),
                    &html! { p { a href="/confirmations" { "Répondre aux praticiens qui se sont déclarés" } } }))
            }
            @if nombre("a-completer") > 0 {
                (alerte(Ton::Attention, &format!("{} par l’ARS.", texte::compte(nombre("a-completer"), "complément est demandé", "compléments sont demandés")),
                    &html! { p { (lien_bouton(Style::Secondaire, "/declarations?etat=a-completer", "Répondre")) } }))
            }
            @if alertes > 0 {
                (alerte(Ton::Attention, &format!("{} sur vos membres dans l’Annuaire Santé.", texte::compte(alertes, "changement", "changements")),
                    &html! { p { (lien_bouton(Style::Secondaire, "/alertes", "Regarder les alertes")) } }))
            }
            @if !echeances.is_empty() {
                (alerte(Ton::Attention, &format!("{} dans les 60 jours.", texte::compte(echeances.len() as u64, "adhésion finit", "adhésions finissent")), &html! {
                    ul.puces { @for echeance in echeances.iter().take(10) {
                        li { a href=(format!("/membres/{}", echeance.praticien)) { (echeance.nom) } @if let Some(au) = echeance.adhesion.au { " : jusqu’au " (texte::jour(au)) } }
                    } }
                    p { (lien_bouton(Style::Secondaire, "/membres/renouvellements", "Les renouveler ensemble")) }
                }))
            }
            div.chiffres {
                (chiffre(membres, "membre aujourd’hui", "membres aujourd’hui"))
                (chiffre(nombre("brouillon"), "volontaire à déclarer", "volontaires à déclarer"))
                (chiffre(nombre("deposee"), "en instruction à l’ARS", "en instruction à l’ARS"))
                (chiffre(nombre("validee"), "accepté", "acceptés"))
            }
            div.grille.apres {
                (carte("Déclarer", &html! {
                    p { "Choisissez les volontaires parmi vos membres : les vérifications sont faites avant l’envoi." }
                    div.rang {
                        (lien_bouton(Style::Principal, "/declarer", "Déclarer des volontaires"))
                        (lien_bouton(Style::Secondaire, "/declarer/liste", "Déclarer plusieurs à la fois"))
                    }
                }))
                (carte("Suivre", &html! {
                    p { "Où en est chaque déclaration, étape par étape." }
                    p { (lien_bouton(Style::Secondaire, "/declarations", "Voir les déclarations")) }
                }))
                (carte("Tenir à jour", &html! {
                    p { "Vos membres, leurs dates, et la fiche de votre projet de santé." }
                    div.rang {
                        (lien_bouton(Style::Secondaire, "/membres", "Membres"))
                        (lien_bouton(Style::Secondaire, "/ma-cpts", "Règles et projet de santé"))
                    }
                }))
            }
        }))
}
