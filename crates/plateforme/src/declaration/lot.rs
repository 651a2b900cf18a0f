//! Accepting many files at once: only those whose every check is green, read again on a confirmation page.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId};
use futures_util::stream::{self, StreamExt as _};
use maud::{Markup, html};

use super::attente::{self, Attente};
use super::fiche::dire_l_effet;
use super::filtre::Filtre;
use super::{Empechement, Feu, Geste, accomplir, geste};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, alerte, bouton, lien_bouton, source, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The most files accepted in one action.
const LOT: usize = 500;
/// How many of them are written at a time: the writer groups what waits for the same disk.
const ENSEMBLE: usize = 16;

/// What became of each file of a lot.
struct Suite {
    id: DeclarationId,
    nom: String,
    issue: Result<(), String>,
}

/// The confirmation page.
pub async fn verifier(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (choisies, ecartees) = choisir(&app, identite.compte, departements, &champs).await?;
    let visiteur = Visiteur::from(&identite);
    let page = Page::new("Accepter ensemble", &visiteur).fil(fil());
    if choisies.is_empty() {
        let rien = alerte(
            Ton::Attention,
            "Aucun dossier coché ne peut être accepté ainsi.",
            &html! {
                p { "Seuls les dossiers en instruction dont tout est vérifié s’acceptent ensemble." }
                p { (lien_bouton(Style::Secondaire, "/instruction", "Revenir à la file")) }
            },
        );
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page.rendre(rien)).into_response());
    }
    Ok(page.rendre(confirmation(&app, &choisies, ecartees)).into_response())
}

fn confirmation(app: &App, choisies: &[Attente], ecartees: usize) -> Markup {
    let titre = texte::compte(choisies.len() as u64, "dossier à accepter", "dossiers à accepter");
    html! {
        form.pile method="post" action="/instruction/acceptation" {
            @if ecartees > 0 {
                (alerte(Ton::Info, "Des dossiers cochés ont été écartés : tout n’y est plus vérifié, ou ils ont été décidés entre-temps.", &html! {}))
            }
            @if choisies.len() == LOT {
                (alerte(Ton::Info, &format!("{LOT} dossiers s’acceptent à la fois : les suivants resteront dans la file."), &html! {}))
            }
            (Tableau::new(&titre, &["Kinésithérapeute", "CPTS", "Numéro RPPS"]).lignes(choisies.iter().map(|attente| vec![
                html! {
                    input type="hidden" name="declaration" value=(attente.declaration);
                    (attente.dossier.nom())
                },
                html! { (attente.dossier.cpts.nom) },
                html! { (attente.dossier.praticien.rpps) },
            ])).rendre())
            @for (effet, cite) in effets(app, choisies) { p { (effet) " " (cite) } }
            div.rang {
                (bouton(Style::Principal, "Confirmer l’acceptation"))
                (lien_bouton(Style::Discret, "/instruction", "Annuler"))
            }
        }
    }
}

/// What opens the right, once per department.
fn effets(app: &App, choisies: &[Attente]) -> Vec<(String, Markup)> {
    let mut vus: Vec<CodeDepartement> = Vec::new();
    let mut effets = Vec::new();
    for attente in choisies {
        let departement = attente.dossier.departement;
        if vus.contains(&departement) {
            continue;
        }
        vus.push(departement);
        let dit =
            dire_l_effet(geste::effet(app, &attente.dossier, attente.le), attente.depose_le, attente.le);
        let parametre = app.reglement.parametres(departement).effet_du_droit.au(attente.le);
        effets.push((
            format!("Département {departement} : {dit}"),
            source(&parametre.source, app.reglement.registre()),
        ));
    }
    effets
}

/// Accepts each file in a write of its own: one that a colleague decided meanwhile does not hold the others.
pub async fn accepter(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (choisies, ecartees) = choisir(&app, identite.compte, departements, &champs).await?;
    let une = |attente: Attente| valider(&app, &identite, attente);
    let suites: Vec<Suite> = stream::iter(choisies).map(une).buffered(ENSEMBLE).collect().await;
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Acceptation", &visiteur).fil(fil()).rendre(bilan(&suites, ecartees)).into_response())
}

async fn valider(app: &App, identite: &Identite, attente: Attente) -> Suite {
    let id = attente.declaration;
    let issue = match accomplir(app, identite, id, None, &Geste::Valider(None), None).await {
        Ok(_) => Ok(()),
        Err(Empechement::Devance(recit)) => Err(recit),
        Err(autre) => Err(Failure::from(autre).to_string()),
    };
    Suite { id, nom: attente.dossier.nom(), issue }
}

fn bilan(suites: &[Suite], ecartees: usize) -> Markup {
    let faites = suites.iter().filter(|suite| suite.issue.is_ok()).count();
    let titre = texte::compte(faites as u64, "déclaration acceptée", "déclarations acceptées");
    let ton = if faites > 0 { Ton::Succes } else { Ton::Attention };
    html! {
        (alerte(ton, &format!("{titre}."), &html! {
            @if ecartees > 0 { p { (texte::compte(ecartees as u64, "dossier coché écarté", "dossiers cochés écartés")) " : tout n’y est plus vérifié, ou un collègue l’a décidé." } }
        }))
        ul.puces {
            @for suite in suites {
                li {
                    a href=(format!("/declarations/{}", suite.id)) { (suite.nom) } " : "
                    @match &suite.issue { Ok(()) => "acceptée", Err(raison) => (raison) }
                }
            }
        }
        p { (lien_bouton(Style::Principal, "/instruction", "Revenir à la file")) }
    }
}

fn fil() -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Instruction", "/instruction")]
}

/// The ticked files that are still waiting and green in the agent's departments, or all those of the list when it asks
/// for all; how many ticked ones are not.
async fn choisir(
    app: &App,
    compte: CompteId,
    departements: Vec<CodeDepartement>,
    champs: &Champs,
) -> Result<(Vec<Attente>, usize), Failure> {
    let filtre = Filtre::lire(champs, departements);
    let voulues = attente::Voulues { etat: "deposee", ..filtre.voulues(compte) };
    let mut attentes = attente::lire(app, &voulues).await?;
    attentes.retain(|attente| attente.feu == Feu::Vert);
    if champs.un("toutes") == "oui" {
        attentes.retain(|attente| filtre.garde(attente));
        attentes.truncate(LOT);
        return Ok((attentes, 0));
    }
    let cochees: Vec<DeclarationId> = champs.tous("declaration").filter_map(|id| id.parse().ok()).collect();
    attentes.retain(|attente| cochees.contains(&attente.declaration));
    let ecartees = cochees.len().saturating_sub(attentes.len());
    Ok((attentes, ecartees))
}
