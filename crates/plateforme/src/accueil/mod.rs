//! The home page, that tells each audience where to go, and the health route.

mod exemple;
mod publics;

use axum::extract::State;
use axum::response::Json;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::icone::{Icone, icone};
use crate::gabarits::{Page, decision};
use crate::serveur::App;

/// The home page.
pub async fn accueil(State(app): State<App>, visiteur: Visiteur) -> Result<Markup, Failure> {
    let aujourd_hui = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let demande = exemple::neuvieme_seance(aujourd_hui)?;
    let droit = app.reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let reponse = droit::decision::decider(&demande, &droit, app.reglement.nomenclature());
    Ok(Page::new("Accès Direct", &visiteur).sans_titre().rendre(html! {
        div.hero {
            div.hero-texte {
                p.surtitre { "Kinésithérapie sans ordonnance" }
                h1 { "Savoir, avant d’agir, si l’accès direct est possible." }
                p.chapo {
                    "Pour ce patient, ce jour, dans ce département : une réponse claire, ses raisons, et le texte qui "
                    "les fonde."
                }
            }
            (publics::chemins())
        }
        section.section.exemple {
            div.exemple-texte {
                h2 { "Une réponse, ses raisons, ses textes" }
                p { "Voici ce que répond le service à un kinésithérapeute du Loiret qui s’apprête à faire une neuvième "
                    "séance à un patient sans diagnostic médical préalable." }
                ul.atouts {
                    li { (icone(Icone::Coche)) span { "Toutes les règles sont vérifiées, jamais seulement la première." } }
                    li { (icone(Icone::Texte)) span { "Chaque règle cite l’article dont elle vient, avec son lien." } }
                    li { (icone(Icone::Fleche)) span { "Un refus dit toujours quoi faire ensuite." } }
                }
            }
            (decision(&reponse, app.reglement.registre()))
        }
        section.section {
            h2 { "Ce que le service garantit" }
            div.grille {
                (garantie(Icone::Balance, "Un plafond qui tient",
                    "Même si deux praticiens enregistrent une séance au même instant, le nombre autorisé n’est jamais dépassé."))
                (garantie(Icone::Texte, "Un droit daté et sourcé",
                    "Chaque valeur porte son texte, sa date et ce que disent les autres sources. Ce qui est inconnu est dit."))
                (garantie(Icone::Cle, "Des identités protégées",
                    "Les patients sont chiffrés dans la base, et chaque lecture d’un dossier laisse une trace vérifiable."))
            }
        }
    }))
}

fn garantie(signe: Icone, titre: &str, texte: &str) -> Markup {
    html! {
        div.garantie {
            (icone(signe))
            h3 { (titre) }
            p { (texte) }
        }
    }
}

/// Says that the server answers.
pub async fn sante() -> Json<Value> {
    Json(json!({ "etat": "ok" }))
}
