//! What all the acts of an episode's page share: carry out, go back to the page, or show the form again.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::episode::{Accorde, Confirmation, Contexte, Refus};
use droit::identifiant::EpisodeId;
use entrepot::Tx;
use entrepot::chiffre::Trousseau;
use jiff::civil::Date;
use maud::{Markup, html};

use super::dossier::Dossier;
use super::operation::{Commande, Suite, executer};
use super::page::{consulter, fil_de, nom};
use super::refus;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Page, formulaire};
use crate::serveur::App;

/// What the form of an act shows again.
pub struct Retour<'a> {
    /// What is wrong with the fields.
    pub erreurs: &'a Erreurs,
    /// Why the act was not recorded.
    pub refus: Option<&'a Refus<'static>>,
}

/// An act of the page: where it is posted, how it is told.
#[derive(Clone, Copy)]
pub struct Geste {
    /// Title of its page.
    pub titre: &'static str,
    /// End of its address, after the episode.
    pub adresse: &'static str,
    /// Label of its button.
    pub envoyer: &'static str,
    /// Word of the address once done.
    pub fait: &'static str,
    /// Name in the journal when refused.
    pub action: &'static str,
}

/// A form as typed, that can be shown again.
pub trait Ecran {
    /// What it is for.
    const GESTE: Geste;

    /// Its fields.
    fn champs(&self, app: &App, dossier: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure>;

    /// The end of the address, when it depends on what is acted upon.
    fn adresse(&self) -> String {
        Self::GESTE.adresse.to_owned()
    }

    /// What is to be read above the fields.
    fn avant(&self, _: &App, _: &Dossier) -> Result<Markup, Failure> {
        Ok(html! {})
    }
}

/// The page of a form.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn page<E: Ecran>(
    app: &App,
    identite: &Identite,
    dossier: &Dossier,
    ecran: &E,
    retour: &Retour<'_>,
) -> Result<Markup, Failure> {
    let visiteur = Visiteur::from(identite);
    let (id, qui) = (dossier.episode.id, nom(&dossier.patient.identite));
    let geste = E::GESTE;
    let adresse = format!("/episodes/{id}/{}", ecran.adresse());
    let envoyer = if refus::a_confirmer(retour.refus) { "Confirmer" } else { geste.envoyer };
    let champs = ecran.champs(app, dossier, retour)?;
    let avant = ecran.avant(app, dossier)?;
    let chapo = html! { (qui) ", " (dossier.episode.localisation.libelle()) };
    Ok(Page::new(geste.titre, &visiteur).fil(fil_de(id, &qui)).chapo(chapo).rendre(html! {
        (refus::panneau(app, id, retour.refus))
        (avant)
        (formulaire(&adresse, retour.erreurs, &champs, envoyer))
    }))
}

/// The empty form, once the read is in the journal.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn ouvrir<E: Ecran>(
    app: &App,
    identite: &Identite,
    id: &str,
    remplir: impl FnOnce(&Dossier) -> Result<E, Failure>,
) -> Result<Markup, Failure> {
    let dossier = consulter(app, identite, super::identifiant(id)?).await?;
    let ecran = remplir(&dossier)?;
    page(app, identite, &dossier, &ecran, &Retour { erreurs: &Erreurs::default(), refus: None })
}

/// The form again, with all that was typed.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn corriger<E: Ecran>(
    app: &App,
    identite: &Identite,
    id: EpisodeId,
    ecran: &E,
    erreurs: &Erreurs,
) -> Result<Response, Failure> {
    let dossier = consulter(app, identite, id).await?;
    let page = page(app, identite, &dossier, ecran, &Retour { erreurs, refus: None })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What a form asks for, beside its fact.
pub struct Demande {
    /// Episode.
    pub episode: EpisodeId,
    /// Day of the act; today when not said.
    pub le: Option<Date>,
    /// Why it goes on, where the rules ask.
    pub confirmation: Option<Confirmation>,
}

/// Carries out, then goes back to the episode; a refusal shows the form again under the whole decision.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn faire<E: Ecran, T: Clone + Send + 'static>(
    app: &App,
    identite: &Identite,
    ecran: &E,
    demande: Demande,
    decider: impl FnMut(&Dossier, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
    ecrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
) -> Result<Response, Failure> {
    let id = demande.episode;
    let commande = Commande {
        acteur: identite.acteur.clone(),
        episode: id,
        le: demande.le,
        confirmation: demande.confirmation,
        action: E::GESTE.action,
        unique: None,
    };
    match executer(app, commande, decider, ecrire).await? {
        Suite::Refus(refus, _) => {
            let dossier = consulter(app, identite, id).await?;
            let erreurs = Erreurs::default();
            let page =
                page(app, identite, &dossier, ecran, &Retour { erreurs: &erreurs, refus: Some(&refus) })?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Suite::Fait(..) | Suite::Deja(_) | Suite::AutreCorps => {
            Ok(Redirect::to(&format!("/episodes/{id}?fait={}", E::GESTE.fait)).into_response())
        }
    }
}
