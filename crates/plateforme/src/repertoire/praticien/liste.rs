//! `/administration/praticiens`: the MKs of the installation, found by a word of their name or by their number.

use axum::extract::State;
use entrepot::praticien::{self, Praticien};
use maud::{Markup, html};

use crate::connexion::{Connecte, Visiteur};
use crate::cpts::ajout::statut;
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Recherche, Style, Tableau, lien_bouton, texte, vide};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

const PAR_PAGE: u32 = 25;

/// The list.
///
/// # Errors
/// When the base fails.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let page = champs.un("page").parse().unwrap_or(1_u32).max(1);
    let (nom, apres) = (champs.un("nom").to_owned(), (page - 1).saturating_mul(PAR_PAGE));
    let cherche = nom.clone();
    let (trouves, total) =
        app.entrepot.lire(move |tx| praticien::chercher(tx, &cherche, PAR_PAGE, apres)).await?;
    let recherche = Recherche {
        adresse: "/administration/praticiens",
        champ: "nom",
        libelle: "Nom ou numéro RPPS",
        valeur: &nom,
    };
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Kinésithérapeutes", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Qui est connu ici, sous quel nom et quel statut. Rien d’un patient n’est visible." })
        .rendre(html! {
            div.pile {
                div.rang {
                    (recherche.rendre())
                    (lien_bouton(Style::Principal, "/administration/praticiens/nouveau", "Enregistrer un kinésithérapeute"))
                }
                @if trouves.is_empty() {
                    (vide("Aucun kinésithérapeute", "Personne n’est enregistré sous ce nom ou ce numéro.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(total, "kinésithérapeute", "kinésithérapeutes"), &["Nom", "Numéro RPPS", "Statut"])
                        .lignes(trouves.iter().map(ligne)).rendre())
                    (recherche.pages(page, total, PAR_PAGE))
                }
            }
        }))
}

fn ligne(praticien: &Praticien) -> Vec<Markup> {
    vec![
        html! { a href=(format!("/administration/praticiens/{}", praticien.id)) { (praticien.prenom) " " (praticien.nom) } },
        html! { (praticien.rpps) },
        html! { (statut(praticien.statut)) },
    ]
}
