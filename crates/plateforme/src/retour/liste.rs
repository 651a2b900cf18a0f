//! `/retours`: the notes published, and for the ARS those in preparation.

use axum::extract::State;
use droit::acces::Acteur;
use droit::retour::{EtatRetour, Retour};
use entrepot::{Echec, retour};
use maud::{Markup, html};

use super::badge_de_l_etape;
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, carte, lien_bouton, texte, vide};
use crate::serveur::App;

/// Notes shown at most.
const LIMITE: u16 = 200;

/// The page.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let siens = match &identite.acteur {
        Acteur::AgentArs { departements } => departements.clone(),
        _ => Vec::new(),
    };
    let ars = !siens.is_empty();
    let (publies, prepares) = app
        .entrepot
        .lire(move |tx| {
            let mut prepares = Vec::new();
            for code in &siens {
                prepares.extend(retour::en_preparation(tx, *code, LIMITE)?);
            }
            Ok::<_, Echec>((retour::publies(tx, LIMITE)?, prepares))
        })
        .await?;
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Retours d’expérience", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Ce que les événements indésirables apprennent à tous, sans patient ni praticien." })
        .rendre(html! {
            div.pile-large {
                @if ars {
                    (carte("En préparation", &html! {
                        @if prepares.is_empty() { p.champ-aide { "Aucune fiche en préparation." } }
                        @else { ul.liste-liens { @for une in &prepares { li { (lien(une)) " " (badge_de_l_etape(une.etat.etape())) } } } }
                        p { (lien_bouton(Style::Secondaire, "/retours/nouveau", "Écrire une fiche")) }
                    }))
                }
                @if publies.is_empty() {
                    (vide("Aucune fiche publiée", "Les fiches de retour d’expérience que les ARS publient se liront ici.", &html! {}))
                }
                @for une in &publies {
                    (carte(une.contenu.titre.as_str(), &html! {
                        p { (une.contenu.enseignements) }
                        p.champ-aide { @if let EtatRetour::Publie { le, .. } = une.etat { "Publiée le " (texte::jour(le)) ". " } (lien_complet(une)) }
                    }))
                }
            }
        }))
}

fn lien(une: &Retour) -> Markup {
    html! { a href=(format!("/retours/{}", une.id)) { (une.contenu.titre) } }
}

fn lien_complet(une: &Retour) -> Markup {
    html! { a href=(format!("/retours/{}", une.id)) { "Lire la fiche" span.lecteur { " : " (une.contenu.titre) } } }
}
