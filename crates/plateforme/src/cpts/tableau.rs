//! The dashboard of a coordination: its members, what waits for it, what waits at the ARS.

use droit::identifiant::CptsId;
use entrepot::cpts::CurseurMembre;
use entrepot::declaration::Effectif;
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
    let (effectifs, membres) = app
        .entrepot
        .lire(move |tx| {
            let effectifs = entrepot::declaration::effectifs_de_la_cpts(tx, id)?;
            let membres = entrepot::cpts::membres(tx, id, le, &CurseurMembre::default(), 1_000)?;
            Ok::<_, entrepot::Echec>((effectifs, membres.len() as u64))
        })
        .await?;
    let nombre = |etat: &str| effectifs.iter().find(|e: &&Effectif| e.etat == etat).map_or(0, |e| e.nombre);
    let alertes = crate::alertes::compter(app, identite).await?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new(&ici.cpts.nom, &visiteur)
        .chapo(html! { "Vos masseurs-kinésithérapeutes et leur participation à l’accès direct." })
        .rendre(html! {
            @if nombre("a-completer") > 0 {
                (alerte(Ton::Attention, &format!("{} par l’ARS.", texte::compte(nombre("a-completer"), "complément est demandé", "compléments sont demandés")),
                    &html! { p { (lien_bouton(Style::Secondaire, "/declarations?etat=a-completer", "Répondre")) } }))
            }
            @if alertes > 0 {
                (alerte(Ton::Attention, &format!("{} sur vos membres dans l’Annuaire Santé.", texte::compte(alertes, "changement", "changements")),
                    &html! { p { (lien_bouton(Style::Secondaire, "/alertes", "Regarder les alertes")) } }))
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
                    p { (lien_bouton(Style::Principal, "/declarer", "Déclarer des volontaires")) }
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
