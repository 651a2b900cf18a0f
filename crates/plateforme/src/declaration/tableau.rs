//! The dashboard of an agent of the ARS: what waits, since when, and what the checks say of it.

use droit::identifiant::CodeDepartement;
use maud::{Markup, html};

use super::Feu;
use super::attente::lire;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, carte, chiffre, lien_bouton, texte, vide};
use crate::serveur::App;

/// How many of the oldest files are shown.
const PREMIERS: usize = 5;

/// The page.
pub async fn ars(
    app: &App,
    identite: &Identite,
    departements: &[CodeDepartement],
) -> Result<Markup, Failure> {
    let attentes = lire(app, departements, "deposee").await?;
    let compter = |feu| texte::grouper(attentes.iter().filter(|attente| attente.feu == feu).count() as u64);
    let noms: Vec<_> = departements
        .iter()
        .filter_map(|code| app.reglement.departement(*code))
        .map(|d| d.nom.as_str())
        .collect();
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "Accès direct en CPTS : " (noms.join(", ")) "." })
        .rendre(html! {
            div.chiffres {
                (chiffre(&texte::grouper(attentes.len() as u64), "déclarations à instruire"))
                (chiffre(&compter(Feu::Vert), "dont tout est vérifié"))
                (chiffre(&compter(Feu::Orange), "à vérifier"))
                (chiffre(&compter(Feu::Rouge), "bloquées"))
            }
            div.deux.apres {
                (carte("Les plus anciennes", &html! {
                    @if attentes.is_empty() {
                        (vide("La file est vide", "Aucune déclaration n’attend de décision.", &html! {}))
                    } @else {
                        ul.liste-liens { @for attente in attentes.iter().take(PREMIERS) {
                            li {
                                a href=(format!("/declarations/{}", attente.ligne.declaration)) { (attente.dossier.nom()) }
                                span.sous { (attente.ligne.nom_cpts) ", attend depuis " (texte::compte(u64::try_from(attente.jours).unwrap_or(0), "jour", "jours")) }
                            }
                        } }
                        p { (lien_bouton(Style::Principal, "/instruction", "Ouvrir la file")) }
                    }
                }))
                (carte("Et aussi", &html! {
                    ul.liste-liens {
                        li { a href="/instruction?etat=validee" { "Déclarations acceptées" } span.sous { "Mettre fin à une participation, avec sa date et son motif." } }
                        li { a href="/instruction?etat=a-completer" { "Compléments demandés" } span.sous { "Ce qui attend une réponse de la CPTS ou du praticien." } }
                    }
                }))
            }
        }))
}
