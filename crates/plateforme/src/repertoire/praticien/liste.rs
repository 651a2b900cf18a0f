//! `/administration/praticiens`: the MKs of the installation, found by a word of their name or by their number.

use axum::extract::State;
use entrepot::praticien::{self, Praticien};
use maud::{Markup, html};

use crate::connexion::{Connecte, Visiteur};
use crate::cpts::ajout::statut;
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, lien_bouton, pagination, texte, vide};
use crate::pourcent;
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
    let pages = u32::try_from(total.div_ceil(u64::from(PAR_PAGE))).unwrap_or(u32::MAX);
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Kinésithérapeutes", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Qui est connu ici, sous quel nom et quel statut. Rien d’un patient n’est visible." })
        .rendre(html! {
            div.pile {
                div.rang {
                    form.recherche method="get" action="/administration/praticiens" role="search" {
                        label.lecteur for="nom" { "Nom ou numéro RPPS" }
                        input id="nom" type="search" name="nom" value=(nom) placeholder="Nom ou numéro RPPS…";
                        button.bouton.bouton-secondaire type="submit" { "Chercher" }
                    }
                    (lien_bouton(Style::Principal, "/administration/praticiens/nouveau", "Enregistrer un kinésithérapeute"))
                }
                @if trouves.is_empty() {
                    (vide("Aucun kinésithérapeute", "Personne n’est enregistré sous ce nom ou ce numéro.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(total, "kinésithérapeute", "kinésithérapeutes"), &["Nom", "Numéro RPPS", "Statut"])
                        .lignes(trouves.iter().map(ligne)).rendre())
                    (pagination(page, pages, |n| format!("/administration/praticiens?nom={}&page={n}", pourcent::adresse(&nom))))
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
