//! Adverse events on screen: reported in two minutes, followed by their MK and by the ARS of their department.
//!
//! `formulaire` holds the fields of a report, shared with the page of an episode; `depot` reports without one; `liste` and
//! `file` show one's own and the queue; `dossier`, `vue`, `geste`, `message` the page of one; `veille` reminds.

mod analyse;
pub mod api;
mod depot;
mod dossier;
mod file;
pub mod formulaire;
mod geste;
mod liste;
mod message;
mod recepisse;
pub mod veille;
mod vue;

pub use analyse::demander as demander_l_analyse;
pub use depot::{nouveau, signaler};
pub use dossier::{agir, voir};
pub use file::a_prendre;
pub use message::ecrire;
pub use recepisse::telecharger;

use axum::extract::State;
use droit::acces::{self, Acteur};
use droit::evenement::{Attente, EtapeEvenement, PartieEvenement, RegleEvenement, Signalement};
use droit::identifiant::{CodeDepartement, EvenementId};
use entrepot::evenement::{self, EvenementVu};
use jiff::civil::Date;
use maud::Markup;

use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::{Ton, badge, texte};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// `/evenements`: one's own for an MK, the queue for the ARS.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    match &identite.acteur {
        Acteur::Mk { praticien } => liste::page(&app, &identite, *praticien).await,
        Acteur::AgentArs { departements } => file::page(&app, &identite, departements, &champs).await,
        _ => Err(Failure::Introuvable),
    }
}

/// The rules of a day in a department.
pub fn regle(app: &App, departement: CodeDepartement, le: Date) -> RegleEvenement<'static> {
    RegleEvenement::au(app.reglement.parametres(departement), le)
}

/// Today in a department.
fn aujourd_hui(app: &App, departement: CodeDepartement) -> Result<Date, Failure> {
    app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)
}

/// An event, with as whom one looks at it; absent and invisible answer alike.
async fn charger(
    app: &App,
    identite: &Identite,
    id: &str,
) -> Result<(EvenementVu, PartieEvenement), Failure> {
    let id: EvenementId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lu: Option<EvenementVu> = app.entrepot.lire(move |tx| evenement::charger(tx, &trousseau, id)).await?;
    let lu = lu.ok_or(Failure::Introuvable)?;
    let partie =
        acces::voir_evenement(&identite.acteur, &lu.signalement).map_err(|_| Failure::Introuvable)?;
    Ok((lu, partie))
}

/// What somebody else did meanwhile.
fn devance() -> Failure {
    Failure::Conflit("l’événement a avancé entre-temps : relisez où il en est".to_owned())
}

/// The number that names an event for people.
fn numero(signalement: &Signalement) -> String {
    format!("EI-{}-{:06X}", signalement.departement, signalement.id.bits() & 0xff_ffff)
}

/// What is awaited, as a badge; nothing when nothing is.
fn badge_de_l_attente(attente: Attente) -> Option<Markup> {
    match attente {
        Attente::Rien => None,
        Attente::Declaration { .. } => Some(badge(Ton::Erreur, "À déclarer sans délai")),
        Attente::Analyse { echeance: Some(echeance) } => {
            Some(badge(Ton::Attention, &format!("Analyse avant le {}", texte::jour_court(echeance))))
        }
        Attente::Analyse { echeance: None } => Some(badge(Ton::Attention, "Analyse attendue")),
        Attente::EnRetard { .. } => Some(badge(Ton::Erreur, "Analyse en retard")),
    }
}

/// The step of the examination, as a badge.
fn badge_de_l_etape(etape: EtapeEvenement) -> Markup {
    let ton = match etape {
        EtapeEvenement::Signale => Ton::Attention,
        EtapeEvenement::EnExamen => Ton::Info,
        EtapeEvenement::Clos => Ton::Succes,
    };
    badge(ton, etape.libelle())
}

/// The severity, as a badge.
fn badge_de_la_gravite(gravite: droit::episode::GraviteEvenement) -> Markup {
    use droit::episode::GraviteEvenement::{Benin, Deces, Grave, Modere};
    match gravite {
        Benin => badge(Ton::Neutre, "Bénin"),
        Modere => badge(Ton::Attention, "Modéré"),
        Grave => badge(Ton::Erreur, "Grave"),
        Deces => badge(Ton::Erreur, "Décès"),
    }
}
