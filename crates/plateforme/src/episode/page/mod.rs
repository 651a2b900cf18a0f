//! The page of an episode: the patient, the count, the deadlines, what happened, what can be done.

mod actions;
mod chronologie;
mod entete;

use axum::extract::{Path, State};
use droit::acces;
use droit::decision::{Acte, Decision, Issue};
use droit::document::Du;
use droit::episode::{EtatEpisode, Resume};
use droit::identifiant::EpisodeId;
use droit::patient::Identite as IdentitePatient;
use entrepot::document::avancement;
use entrepot::{Echec, Tx, patient};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::dossier::Dossier;
use super::seance::Retour;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{self, Avis, Lien, Page, Style, jauge, jauge_illimitee};
use crate::saisie::Parametres;
use crate::serveur::App;

/// What has just been done, told by a word of the address.
#[derive(Debug, Default, Deserialize)]
pub struct Suite {
    #[serde(default)]
    fait: String,
}

/// The page.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Parametres(suite): Parametres<Suite>,
) -> Result<Markup, Failure> {
    let dossier = consulter(&app, &identite, super::identifiant(&id)?).await?;
    let (cle, jour) = (dossier.episode.id, dossier.aujourd_hui(&app)?);
    let avancement = app.entrepot.lire(move |tx| avancement(tx, cle)).await?;
    let dus = avancement.map(|avancement| avancement.dus(jour)).unwrap_or_default();
    rendre(&app, &identite, (&dossier, &dus), &suite)
}

/// Reads an episode, and says so in the journal before anything is shown.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn consulter(app: &App, identite: &Identite, id: EpisodeId) -> Result<Dossier, Failure> {
    let (acteur, trousseau) = (identite.acteur.clone(), app.entrepot.trousseau().clone());
    let dossier: Dossier = app.entrepot.lire(move |tx| Dossier::charger(tx, &trousseau, &acteur, id)).await?;
    let (qui, maintenant) =
        (format!("praticien/{}", dossier.exercice.praticien.id), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            patient::tracer_consultation(tx, qui.clone(), format!("episode/{id}"), maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(dossier)
}

fn rendre(
    app: &App,
    identite: &Identite,
    (dossier, dus): (&Dossier, &[Du]),
    suite: &Suite,
) -> Result<Markup, Failure> {
    let jour = dossier.aujourd_hui(app)?;
    let vue = acces::voir(&identite.acteur, &dossier.episode).map_err(|_| Failure::Introuvable)?;
    let visiteur = Visiteur::from(identite);
    let titre = nom(&dossier.patient.identite);
    let ouvert = dossier.episode.etat == EtatEpisode::Ouvert;
    let decision = ouvert.then(|| dossier.apercu(app, Acte::Seance, (jour, jour), None));
    Ok(Page::new(&titre, &visiteur).fil(fil()).avis(suite.avis(dossier)).sans_titre().rendre(html! {
        (entete::rendre(app, dossier, &vue, jour))
        div.deux {
            div.pile-large {
                @if let Some(decision) = &decision { (geste(app, dossier, decision)) }
                (chronologie::rendre(&dossier.episode, &vue, jour))
            }
            div.pile-large { (actions::documents(dossier, dus)) (actions::rendre(dossier, &vue)) }
        }
    }))
}

/// « If I do a séance today », folded, under the button that does it.
fn geste(app: &App, dossier: &Dossier, decision: &Decision<'_>) -> Markup {
    let id = dossier.episode.id;
    let style = if decision.issue == Issue::Refusee { Style::Secondaire } else { Style::Principal };
    html! {
        section.geste aria-labelledby="titre-geste" {
            h2 #titre-geste { "Aujourd’hui" }
            div.rang {
                (super::seance::bouton_du_jour(app, id, "", Retour::Episode, style))
                a.bouton.bouton-secondaire href=(format!("/episodes/{id}/seances/nouvelle")) { "Autre date, acte, note" }
            }
            details.plus.geste-decision {
                summary { "Si je fais une séance aujourd’hui : " (en_un_mot(decision)) }
                (gabarits::decision(decision, app.reglement.registre()))
            }
        }
    }
}

fn en_un_mot(decision: &Decision<'_>) -> &'static str {
    match decision.issue {
        Issue::Accordee => "accordée",
        Issue::Refusee => "refusée",
        Issue::AConfirmer => "à confirmer",
    }
}

impl Suite {
    fn avis(&self, dossier: &Dossier) -> Option<Avis> {
        let resume = dossier.episode.resume();
        let message = match self.fait.as_str() {
            "seance" => {
                format!("Séance enregistrée : {}.", en_clair(&resume, dossier.episode.seances_faites().len()))
            }
            "ouvert" => "Épisode ouvert.".to_owned(),
            "rejoint" => "Vous suivez maintenant cet épisode : les séances s’y comptent ensemble.".to_owned(),
            "annulee" => {
                format!("Séance annulée : {}.", en_clair(&resume, dossier.episode.seances_faites().len()))
            }
            "amelioration" => "Évolution notée.".to_owned(),
            "diagnostic" => "Preuve de diagnostic enregistrée.".to_owned(),
            "retrait" => "Preuve de diagnostic retirée.".to_owned(),
            "orientation" => "Orientation enregistrée.".to_owned(),
            "evenement" => "Événement indésirable enregistré.".to_owned(),
            "clos" => "Épisode clos.".to_owned(),
            _ => return None,
        };
        Some(Avis::succes(message))
    }
}

/// « 3 sur 8 », or the number of séances when nothing caps them.
fn en_clair(resume: &Resume, faites: usize) -> String {
    match resume.plafond.filter(|_| resume.couvert_du.is_none()) {
        Some(plafond) => format!("{} sur {plafond}", resume.sans_diagnostic),
        None => gabarits::texte::compte(faites as u64, "séance faite", "séances faites"),
    }
}

/// The pages above.
pub fn fil() -> [Lien; 1] {
    [Lien::new("Tableau de bord", "/tableau-de-bord")]
}

/// The pages above a page of the episode.
pub fn fil_de(id: EpisodeId, qui: &str) -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new(qui, format!("/episodes/{id}"))]
}

/// « DURAND Jeanne ».
pub fn nom(identite: &IdentitePatient) -> String {
    format!("{} {}", identite.traits.nom_naissance().to_uppercase(), identite.traits.prenom())
}

/// Whole years between two days.
pub fn age(ne_le: Date, jour: Date) -> i16 {
    let fete_passee = (jour.month(), jour.day()) >= (ne_le.month(), ne_le.day());
    jour.year() - ne_le.year() - i16::from(!fete_passee)
}

/// « 5 / 8 », or the séances done when a diagnosis lifts the cap.
pub fn jauge_de(resume: &Resume, faites: u16) -> Markup {
    match resume.plafond.filter(|_| resume.couvert_du.is_none()) {
        Some(plafond) => jauge(resume.sans_diagnostic, plafond),
        None => jauge_illimitee(faites),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn l_age_change_le_jour_de_la_fete() {
        assert_eq!(age(date(1951, 6, 9), date(2026, 6, 8)), 74);
        assert_eq!(age(date(1951, 6, 9), date(2026, 6, 9)), 75);
        assert_eq!(age(date(2000, 2, 29), date(2026, 2, 28)), 25);
    }
}
