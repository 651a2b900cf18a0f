//! Declaring the chosen volunteers in one action: the CPTS attests their membership, the rest becomes drafts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use droit::declaration::{Justificatif, Origine, TypeJustificatif};
use droit::identifiant::{DeclarationId, PraticienId};
use droit::reglement::Declarant;
use maud::{Markup, html};

use super::volontaires::{self, Volontaire};
use super::{Empechement, Feu, Geste, Issue, Voulu, accomplir, deposer_un_volontaire};
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Ton, alerte, lien_bouton, source, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// What became of one volunteer.
struct Suite {
    nom: String,
    issue: Result<(DeclarationId, Issue), String>,
}

/// Each volunteer with his checks, the rule on who declares, and the attestation.
pub fn verification(app: &App, choisis: &[Volontaire]) -> Markup {
    let possibles = choisis.iter().filter(|v| v.examen.feu() != Feu::Rouge).count();
    html! {
        form.pile method="post" action="/declarer" {
            (qui_declare(app, choisis))
            @for volontaire in choisis {
                input type="hidden" name="praticien" value=(volontaire.dossier.praticien.id);
                (volontaires::details(app, volontaire))
            }
            @if possibles < choisis.len() {
                (alerte(Ton::Attention, "Les membres bloqués ne seront pas déclarés.", &html! {
                    p { "Ils peuvent être gardés comme volontaires : vous les déclarerez une fois la cause levée." }
                }))
            }
            label.reponse.attestation for="attestation" {
                input id="attestation" type="checkbox" name="attestation" value="oui";
                span.reponse-texte {
                    "La CPTS atteste que ces masseurs-kinésithérapeutes exercent en son sein."
                    span.reponse-aide { "Cette attestation tient lieu de justificatif ; elle est enregistrée comme telle, à votre nom et à la date du jour." }
                }
            }
            div.rang {
                @if possibles > 0 {
                    button.bouton.bouton-principal type="submit" name="geste" value="deposer" {
                        "Déclarer " (texte::compte(possibles as u64, "volontaire", "volontaires"))
                    }
                }
                button.bouton.bouton-secondaire type="submit" name="geste" value="garder" { "Garder comme volontaires" }
                (lien_bouton(Style::Discret, "/declarer", "Revenir au choix"))
            }
        }
    }
}

/// Who declares in each department concerned, with its text.
fn qui_declare(app: &App, choisis: &[Volontaire]) -> Markup {
    let mut departements: Vec<_> = choisis.iter().map(|v| (v.dossier.departement, v.le)).collect();
    departements.sort_unstable();
    departements.dedup();
    html! {
        @for (departement, le) in departements {
            @let regle = app.reglement.parametres(departement).declarant.au(le);
            @if let Some(declarant) = regle.connue {
                (alerte(
                    if declarant == Declarant::Praticien { Ton::Attention } else { Ton::Info },
                    &format!("Département {departement} : déclare {}.", declarant.libelle()),
                    &html! {
                        @if declarant == Declarant::Praticien { p { "Vos volontaires doivent déposer eux-mêmes ; la CPTS peut préparer leur dossier." } }
                        p { (source(&regle.source, app.reglement.registre())) }
                    },
                ))
            }
        }
    }
}

/// Declares them all, or keeps them as volunteers.
pub async fn declarer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let coches: Vec<PraticienId> = champs.tous("praticien").filter_map(|id| id.parse().ok()).collect();
    let mut choisis = volontaires::lire(&app, cpts).await?;
    choisis.retain(|v| coches.contains(&v.dossier.praticien.id));
    let visiteur = Visiteur::from(&identite);
    let atteste = champs.un("attestation") == "oui";
    let deposer = champs.un("geste") == "deposer";
    if choisis.is_empty() || (deposer && !atteste) {
        return Ok(a_revoir(&app, &visiteur, &choisis));
    }
    let mut suites = Vec::new();
    for volontaire in &choisis {
        let issue =
            if deposer && volontaire.examen.feu() != Feu::Rouge { Issue::Deposer } else { Issue::Garder };
        let justificatif = atteste.then_some(Justificatif {
            type_justificatif: TypeJustificatif::AttestationCpts,
            reference: None,
        });
        let fait = enregistrer(&app, &identite, volontaire, justificatif, issue).await;
        let issue = fait.map(|id| (id, issue)).map_err(|cause| Failure::from(cause).to_string());
        suites.push(Suite { nom: volontaire.dossier.nom(), issue });
    }
    Ok(Page::new("Déclarations", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .rendre(bilan(&suites))
        .into_response())
}

/// A draft is filed; anybody else is recorded, and filed in the same write.
async fn enregistrer(
    app: &App,
    identite: &Identite,
    volontaire: &Volontaire,
    justificatif: Option<Justificatif>,
    issue: Issue,
) -> Result<DeclarationId, Empechement> {
    match (volontaire.brouillon, issue) {
        (None, _) => {
            let voulu = Voulu { origine: Origine::Cpts, justificatif, issue, fichier: None };
            deposer_un_volontaire(app, identite, &volontaire.dossier, voulu).await
        }
        (Some(id), Issue::Garder) => Ok(id),
        (Some(id), Issue::Deposer) => {
            accomplir(app, identite, id, None, &Geste::Deposer(justificatif, None), None).await.map(|_| id)
        }
    }
}

fn a_revoir(app: &App, visiteur: &Visiteur, choisis: &[Volontaire]) -> Response {
    let message = if choisis.is_empty() {
        "Ces membres sont déjà déclarés, ou n’ont pas été cochés."
    } else {
        "Cochez l’attestation de la CPTS : sans justificatif, l’ARS ne peut rien accepter."
    };
    let page = Page::new("Vérifier puis déclarer", visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Déclarer des volontaires", "/declarer"),
        ])
        .rendre(html! {
            div role="alert" { (alerte(Ton::Erreur, message, &html! {})) }
            @if !choisis.is_empty() { (verification(app, choisis)) }
        });
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn bilan(suites: &[Suite]) -> Markup {
    let compter =
        |voulue| suites.iter().filter(|s| matches!(s.issue, Ok((_, issue)) if issue == voulue)).count();
    let (deposees, gardees) = (compter(Issue::Deposer) as u64, compter(Issue::Garder) as u64);
    let titre = if deposees > 0 {
        format!("{} à l’ARS.", texte::compte(deposees, "déclaration déposée", "déclarations déposées"))
    } else {
        format!("{}.", texte::compte(gardees, "volontaire gardé", "volontaires gardés"))
    };
    html! {
        (alerte(if deposees + gardees > 0 { Ton::Succes } else { Ton::Attention }, &titre, &html! {
            @if deposees > 0 && gardees > 0 { p { (texte::compte(gardees, "membre bloqué est gardé comme volontaire", "membres bloqués sont gardés comme volontaires")) "." } }
        }))
        ul.puces {
            @for suite in suites {
                li {
                    @match &suite.issue {
                        Ok((id, issue)) => {
                            a href=(format!("/declarations/{id}")) { (suite.nom) }
                            @if *issue == Issue::Deposer { " : déposée, en instruction à l’ARS" } @else { " : gardé comme volontaire" }
                        },
                        Err(raison) => { (suite.nom) " : " (raison) },
                    }
                }
            }
        }
        div.rang {
            (lien_bouton(Style::Principal, "/declarations", "Suivre les déclarations"))
            (lien_bouton(Style::Secondaire, "/declarer", "Déclarer d’autres volontaires"))
        }
    }
}
