//! `/mes-adhesions`: the memberships of the MK over time, CPTS by CPTS: ends, reminders, renewal, proofs, attestation.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use droit::adhesion::{courante, demander_le_renouvellement};
use droit::declaration::{Adhesion, Declarant};
use droit::identifiant::{CptsId, PraticienId};
use droit::reglement::EffetFinAdhesion;
use entrepot::Echec;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Appartenance;
use super::histoire::Situation;
use super::preuves;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Erreurs, Lien, Page, Style, Tableau, Ton, action, alerte, badge, carte, lien_bouton, source, texte, vide,
};
use crate::serveur::App;

/// An MK may practise in several departments: his memberships are dated where most of them are.
pub(super) const FUSEAU: &str = "Europe/Paris";

/// The page.
pub async fn voir(State(app): State<App>, Mk(identite, praticien): Mk) -> Result<Markup, Failure> {
    rendre(&app, &identite, praticien, None).await
}

/// The same with what is wrong with the file sent to one of the CPTS.
pub(super) async fn rendre(
    app: &App,
    identite: &Identite,
    praticien: PraticienId,
    erreurs: Option<(CptsId, &Erreurs)>,
) -> Result<Markup, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    let toutes = app.entrepot.lire(move |tx| Appartenance::toutes(tx, &trousseau, praticien)).await?;
    let le = app.horloge.aujourd_hui(FUSEAU).map_err(Failure::interne)?;
    let visiteur = Visiteur::from(identite);
    let aucune = Erreurs::default();
    Ok(Page::new("Mes adhésions", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Mes déclarations", "/mes-declarations"),
        ])
        .chapo(html! { "Votre appartenance à chaque CPTS, dans le temps. La CPTS seule enregistre une adhésion ; vous pouvez lui demander de la renouveler et garder ici vos preuves." })
        .rendre(html! {
            div.pile-large {
                @if toutes.is_empty() {
                    (vide("Aucune adhésion", "Aucune CPTS ne vous a enregistré parmi ses membres. Demandez à la vôtre de le faire : elle seule le peut. Si elle n’est pas connue ici, l’administrateur du site l’enregistre d’abord.", &html! {}))
                }
                @for appartenance in &toutes {
                    @let id = appartenance.cpts.id;
                    (une(app, appartenance, le, erreurs.filter(|(de, _)| *de == id).map_or(&aucune, |(_, e)| e)))
                }
            }
        }))
}

fn une(app: &App, appartenance: &Appartenance, le: Date, erreurs: &Erreurs) -> Markup {
    let id = appartenance.cpts.id;
    let adresse = format!("/mes-adhesions/{id}");
    html! {
        section.pile aria-labelledby=(format!("cpts-{id}")) {
            h2 id=(format!("cpts-{id}")) { (appartenance.cpts.nom) }
            @if let Some(situation) = appartenance.situation(le) { (dire(app, appartenance, situation, le)) }
            div.deux {
                div.pile {
                    (histoire(&appartenance.adhesions, le))
                    div.rang { (actes(appartenance, &adresse, le)) }
                }
                (carte("Rappels", &super::rappels(app.reglement, appartenance, FUSEAU, le)))
            }
            (preuves::carte(app, appartenance, &format!("{adresse}/pieces"), erreurs))
        }
    }
}

/// Where it stands, and what its end does to the right where the rules say it.
fn dire(app: &App, appartenance: &Appartenance, situation: Situation, le: Date) -> Markup {
    let (ton, mots) = situation.dire();
    let finit = matches!(situation, Situation::Finit { .. } | Situation::Finie { .. });
    let regle = appartenance.departement.map(|code| app.reglement.parametres(code).effet_fin_adhesion.au(le));
    alerte(
        ton,
        &format!("{mots}."),
        &html! {
            @if let Some(regle) = regle.filter(|_| finit) {
                p {
                    @match regle.connue {
                        Some(effet) => { "Quand l’adhésion finit, " (EffetFinAdhesion::libelle(effet)) ". " }
                        None => { "Aucun texte ne dit ce que devient l’autorisation quand l’adhésion finit : rien n’est changé d’office. " }
                    }
                    (source(&regle.source, app.reglement.registre()))
                }
            }
        },
    )
}

/// The table of the memberships, the latest first.
pub(super) fn histoire(adhesions: &[Adhesion], le: Date) -> Markup {
    Tableau::new(
        &texte::compte(adhesions.len() as u64, "adhésion", "adhésions"),
        &["Du", "Au", "Qualité", "État"],
    )
    .lignes(adhesions.iter().rev().map(|adhesion| {
        let (ton, etat) = match adhesion.au {
            _ if adhesion.du > le => (Ton::Info, "À venir"),
            Some(au) if au < le => (Ton::Neutre, "Finie"),
            _ => (Ton::Succes, "En cours"),
        };
        vec![
            html! { (texte::jour(adhesion.du)) },
            html! { @match adhesion.au { Some(au) => (texte::jour(au)), None => "Sans fin" } },
            html! { (adhesion.qualite.libelle()) },
            badge(ton, etat),
        ]
    }))
    .rendre()
}

/// What the MK may do: take his attestation, ask for the next membership.
fn actes(appartenance: &Appartenance, adresse: &str, le: Date) -> Markup {
    let court = courante(&appartenance.adhesions, le).is_some();
    let finit = appartenance.adhesions.last().is_some_and(|derniere| derniere.au.is_some());
    html! {
        @if court { (lien_bouton(Style::Secondaire, &format!("{adresse}/attestation.pdf"), "Mon attestation (PDF)")) }
        @match appartenance.demande_le {
            Some(demande_le) => p.source { "Renouvellement demandé à la CPTS le " (texte::instant(demande_le, FUSEAU)) "." },
            None => @if finit {
                (action(Style::Principal, &format!("{adresse}/renouvellement"), "Demander le renouvellement", &appartenance.cpts.nom))
            },
        }
    }
}

/// The memberships of the MK in the CPTS of an address; any other CPTS does not exist for him.
pub(super) async fn charger(app: &App, praticien: PraticienId, cpts: &str) -> Result<Appartenance, Failure> {
    let id: CptsId = cpts.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| Appartenance::charger(tx, &trousseau, praticien, id)).await?;
    lue.ok_or(Failure::Introuvable)
}

/// Asks the CPTS for the membership that follows.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    Path(cpts): Path<String>,
) -> Result<Response, Failure> {
    let appartenance = charger(&app, praticien, &cpts).await?;
    let aujourd_hui = app.horloge.aujourd_hui(FUSEAU).map_err(Failure::interne)?;
    let auteur = Declarant { compte: identite.compte, aujourd_hui, maintenant: app.horloge.maintenant() };
    let qui = (praticien, appartenance.cpts.id);
    let demande = demander_le_renouvellement(qui, &appartenance.adhesions, &auteur)
        .map_err(|cause| Failure::Conflit(cause.to_string()))?;
    app.entrepot
        .ecrire(move |tx| {
            entrepot::adhesion::demander(tx, &demande);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/mes-adhesions").into_response())
}
