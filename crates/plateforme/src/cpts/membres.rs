//! `/membres`: the MKs of the CPTS, and where the declaration of each stands.

use axum::extract::State;
use droit::declaration::QualiteMembre;
use entrepot::cpts::{CurseurMembre, Membre};
use maud::{Markup, html};

use super::Ici;
use crate::connexion::{Coordination, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Recherche, Style, Tableau, Ton, badge, lien_bouton, texte, vide};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The most members shown: a CPTS has some dozens of MKs.
const MAXIMUM: u16 = 500;

/// The members of the day.
pub async fn lister(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let ici = Ici::charger(&app, id).await?;
    let le = ici.le;
    let mut membres = app
        .entrepot
        .lire(move |tx| entrepot::cpts::membres(tx, id, le, &CurseurMembre::default(), MAXIMUM))
        .await?;
    let cherche = entrepot::recherche::mots(champs.un("nom"));
    membres.retain(|m| m.curseur.nom.contains(&cherche) || m.rpps.as_str().starts_with(&cherche));
    let recherche = Recherche {
        adresse: "/membres",
        champ: "nom",
        libelle: "Nom ou numéro RPPS",
        valeur: champs.un("nom"),
    };
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Membres", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Les masseurs-kinésithérapeutes membres de " (ici.cpts.nom) " au " (texte::jour(le)) "." })
        .rendre(html! {
            div.pile {
                div.rang {
                    (recherche.rendre())
                    (lien_bouton(Style::Principal, "/membres/nouveau", "Ajouter un membre"))
                    (lien_bouton(Style::Secondaire, "/membres/renouvellements", "Adhésions à renouveler"))
                }
                @if membres.is_empty() {
                    (vide("Aucun membre", "Ajoutez un masseur-kinésithérapeute par son numéro RPPS.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(membres.len() as u64, "membre", "membres"),
                        &["Membre", "Qualité", "Depuis le", "Déclaration"])
                        .lignes(membres.iter().map(ligne)).rendre())
                }
            }
        }))
}

fn ligne(membre: &Membre) -> Vec<Markup> {
    vec![
        html! {
            a href=(format!("/membres/{}", membre.praticien)) { (membre.prenom) " " (membre.nom) }
            span.sous { (membre.rpps) }
        },
        html! { (qualite(membre.adhesion.qualite)) },
        html! { (texte::jour_court(membre.adhesion.du)) @if let Some(au) = membre.adhesion.au { span.sous { "jusqu’au " (texte::jour_court(au)) } } },
        html! {
            @match &membre.declaration {
                Some((id, departement, etat, le)) => {
                    a href=(format!("/declarations/{id}")) { (declaration(etat)) }
                    span.sous { "depuis le " (texte::jour_court(*le)) ", département " (departement) }
                },
                None => (badge(Ton::Neutre, "Non déclaré")),
            }
        },
    ]
}

/// The quality of a member, on screen.
pub fn qualite(qualite: QualiteMembre) -> &'static str {
    qualite.libelle()
}

/// Where his declaration stands.
fn declaration(etat: &str) -> Markup {
    match etat {
        "brouillon" => badge(Ton::Neutre, "Volontaire, à déclarer"),
        "deposee" => badge(Ton::Info, "En instruction"),
        "a-completer" => badge(Ton::Attention, "À compléter"),
        "validee" => badge(Ton::Succes, "Acceptée"),
        "refusee" => badge(Ton::Erreur, "Refusée"),
        _ => badge(Ton::Neutre, "Retirée"),
    }
}
