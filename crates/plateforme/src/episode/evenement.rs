//! An adverse event reported from an episode: nothing of the patient to type again.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{Contexte, Evenement};
use droit::identifiant::EpisodeId;
use entrepot::episode::inscrire_evenement;
use maud::{Markup, html};

use super::dossier::Dossier;
use super::seance::nouvelle_cle;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::evenement::formulaire::{SaisieEvenement, circuit};
use crate::saisie::Formulaire;
use crate::serveur::App;

impl Ecran for SaisieEvenement {
    const GESTE: Geste = Geste {
        titre: "Signaler un événement indésirable",
        adresse: "evenement",
        envoyer: "Envoyer le signalement",
        fait: "evenement",
        action: "evenement.refuser",
    };

    fn champs(&self, app: &App, dossier: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let regle = dossier.regle_des_evenements(app, dossier.aujourd_hui(app)?);
        Ok(html! {
            (SaisieEvenement::champs(self, &regle, retour.erreurs))
            (circuit(&regle, app.reglement.registre()))
        })
    }
}

/// The form.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    suivi::ouvrir(&app, &identite, &id, |dossier| {
        let (cle, le) = (nouvelle_cle(&app), dossier.aujourd_hui(&app)?.to_string());
        Ok(SaisieEvenement::vierge(cle, le))
    })
    .await
}

/// Records the report.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn signaler(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<SaisieEvenement>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let (cle, faits) = match saisie.lire() {
        Ok(lue) => lue,
        Err(erreurs) => return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await,
    };
    if let Some((relue, erreurs)) = saisie.relire(&app, patient(&app, &identite, id).await?).await? {
        return suivi::corriger(&app, &identite, id, &relue, &erreurs).await;
    }
    let evenement = Evenement {
        id: cle,
        par: mk,
        le: faits.le,
        gravite: faits.gravite,
        circonstances: faits.circonstances,
        mesures: faits.mesures,
        complement: faits.complement,
    };
    let demande = Demande { episode: id, le: None, confirmation: None };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        let regle = dossier.regle_des_evenements(&app, cx.auteur.aujourd_hui);
        Ok(dossier.episode.signaler_evenement(evenement.clone(), &regle, &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_evenement).await
}

/// The name of the patient: what is told of his event should not hold it.
async fn patient(app: &App, identite: &Identite, id: EpisodeId) -> Result<Vec<String>, Failure> {
    let (acteur, trousseau) = (identite.acteur.clone(), app.entrepot.trousseau().clone());
    let dossier: Dossier = app.entrepot.lire(move |tx| Dossier::charger(tx, &trousseau, &acteur, id)).await?;
    let traits = &dossier.patient.identite.traits;
    Ok(vec![format!("{} {}", traits.nom_naissance(), traits.prenom())])
}
