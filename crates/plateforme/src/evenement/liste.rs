//! `/evenements` of an MK: what he reported, what is awaited of him first.

use droit::evenement::Attente;
use droit::identifiant::PraticienId;
use entrepot::evenement::{self, EvenementVu};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{aujourd_hui, badge_de_l_attente, badge_de_l_etape, badge_de_la_gravite, numero, regle};
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, lien_bouton, texte, vide};
use crate::serveur::App;

/// Lines shown at most: an MK reports a handful in five years.
const LIMITE: u16 = 500;

/// The page.
pub async fn page(app: &App, identite: &Identite, mk: PraticienId) -> Result<Markup, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    let lus: Vec<EvenementVu> =
        app.entrepot.lire(move |tx| evenement::du_praticien(tx, &trousseau, mk, LIMITE)).await?;
    let mut lignes = Vec::with_capacity(lus.len());
    for vu in lus {
        let le = aujourd_hui(app, vu.signalement.departement)?;
        let attente = vu.signalement.attente(&regle(app, vu.signalement.departement, le), le);
        lignes.push((attente, vu));
    }
    lignes.sort_by_key(|(attente, _)| rang(*attente));
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Événements indésirables", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Ce que vous avez signalé, avec sa suite. " a href="/retours" { "Retours d’expérience du groupe" } "." })
        .rendre(html! {
            div.pile {
                div.rang { (lien_bouton(Style::Principal, "/evenements/nouveau", "Signaler un événement")) }
                @if lignes.is_empty() {
                    (vide("Aucun signalement", "Un événement indésirable, même bénin, aide tout le groupe à progresser.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(lignes.len() as u64, "signalement", "signalements"), &["Événement", "Gravité", "À faire", "Suite"])
                        .lignes(lignes.iter().map(|(attente, vu)| ligne(*attente, vu))).rendre())
                }
            }
        }))
}

/// What is late, then what is awaited, then the rest.
fn rang(attente: Attente) -> (u8, Option<Date>) {
    match attente {
        Attente::EnRetard { echeance } => (0, Some(echeance)),
        Attente::Declaration { depuis } => (1, Some(depuis)),
        Attente::Analyse { echeance } => (2, echeance),
        Attente::Rien => (3, None),
    }
}

fn ligne(attente: Attente, vu: &EvenementVu) -> Vec<Markup> {
    let signalement = &vu.signalement;
    let nature = signalement.faits.complement.nature.map_or("Événement", |nature| nature.libelle());
    vec![
        html! {
            a href=(format!("/evenements/{}", signalement.id)) { (nature) }
            span.sous { (texte::jour(signalement.faits.le)) " · " (numero(signalement)) }
        },
        badge_de_la_gravite(signalement.faits.gravite),
        html! { @match badge_de_l_attente(attente) { Some(badge) => (badge), None => "—" } },
        badge_de_l_etape(signalement.etat.etape()),
    ]
}
