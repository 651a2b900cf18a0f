//! `/annuaire/integrer`: how an ARS, a CPTS or an editor shows the list in its own site or program.

use axum::extract::State;
use maud::{Markup, html};

use super::export;
use crate::connexion::Visiteur;
use crate::gabarits::{Lien, Page, Tableau, section};
use crate::serveur::App;

/// The page.
pub async fn expliquer(State(app): State<App>, visiteur: Visiteur) -> Markup {
    let base = match export::base(&app) {
        vide if vide.is_empty() => "https://acces-direct.example".to_owned(),
        connue => connue,
    };
    Page::new("Intégrer la liste dans votre site", &visiteur)
        .fil([Lien::new("Accueil", "/"), Lien::new("Annuaire", "/annuaire")])
        .chapo(html! { "ARS, CPTS, éditeurs : montrez la liste chez vous. Elle reste à jour sans que personne ne la recopie." })
        .rendre(html! {
            (section("Un cadre à coller", &html! {
                p { "Remplacez 45 par votre département, ou " code { "departement=45" } " par " code { "cpts=" } " suivi de l’identifiant de votre CPTS, qui se lit à la fin de l’adresse de sa page." }
                pre tabindex="0" { code { (cadre(&base)) } }
                p { "Le cadre ne dépose aucun cookie et n’exécute aucun script." }
            }))
            (section("Les données", &html! {
                (Tableau::new("Adresses des données ouvertes", &["Adresse", "Format", "Contenu"]).lignes(adresses().into_iter().map(|(adresse, format, contenu)| vec![
                    html! { code { (adresse) } }, html! { (format) }, html! { (contenu) },
                ])).rendre())
                p.apres { "Toutes se lisent sans compte et depuis n’importe quel site. Chaque réponse porte une étiquette (ETag) : un programme qui la renvoie ne reçoit la liste que si elle a changé (sinon, réponse 304)." }
                p { "Les paramètres " code { "departement" } ", " code { "cpts" } ", " code { "mot" } ", " code { "pres" } ", " code { "rayon" } " et " code { "le" } " sont ceux de l’annuaire. Avec " code { "le=2026-01-31" } ", la liste est celle de ce jour-là." }
            }))
        })
}

fn cadre(base: &str) -> String {
    format!(
        "<iframe src=\"{base}/annuaire/fragment?departement=45\"\n        title=\"Kinésithérapeutes sans ordonnance\" width=\"100%\" height=\"600\" loading=\"lazy\"></iframe>"
    )
}

fn adresses() -> [(&'static str, &'static str, &'static str); 6] {
    [
        ("/annuaire/fragment?departement=45", "HTML", "La liste, à montrer dans un cadre ou à inclure"),
        ("/annuaire.csv?departement=45", "CSV", "Toute la liste, pour un tableur"),
        ("/api/v1/praticiens?departement=45", "JSON", "La liste, par pages de 30"),
        ("/api/v1/praticiens/fhir?departement=45", "FHIR R4", "Bundle, par pages de 500 praticiens"),
        ("/annuaire.atom?departement=45", "Atom", "Les arrivées et les départs des 90 derniers jours"),
        (
            "/api/v1/praticiens/changements?departement=45&du=2026-01-01",
            "JSON",
            "Ce qui a changé entre deux jours",
        ),
    ]
}
