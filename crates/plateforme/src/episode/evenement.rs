//! An adverse event: how serious, what happened, what was done; two minutes.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{Contexte, Evenement, GraviteEvenement};
use droit::identifiant::{EvenementId, PraticienId};
use entrepot::episode::inscrire_evenement;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::champ;
use super::dossier::Dossier;
use super::seance::nouvelle_cle;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    cle: String,
    #[serde(default)]
    le: String,
    #[serde(default)]
    gravite: String,
    #[serde(default)]
    circonstances: String,
    #[serde(default)]
    mesures: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Signaler un événement indésirable",
        adresse: "evenement",
        envoyer: "Enregistrer le signalement",
        fait: "evenement",
        action: "evenement.refuser",
    };

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let e = retour.erreurs;
        let gravites = GraviteEvenement::TOUS
            .iter()
            .map(|gravite| {
                let aide = if gravite.a_declarer() {
                    "À déclarer aussi sur le portail national des signalements."
                } else {
                    ""
                };
                Reponse::new(gravite.code(), gravite.libelle()).aide(aide)
            })
            .collect();
        Ok(html! {
            input type="hidden" name="cle" value=(self.cle);
            (Champ::boutons("gravite", "Gravité", gravites).valeur(self.gravite.as_str()).erreurs(e).rendre())
            (Champ::date("le", "Date de l’événement").valeur(self.le.as_str()).erreurs(e).rendre())
            (Champ::zone("circonstances", "Ce qui s’est passé").aide("Les faits, sans nommer personne.").valeur(self.circonstances.as_str()).erreurs(e).rendre())
            (Champ::zone("mesures", "Ce qui a été fait").valeur(self.mesures.as_str()).erreurs(e).rendre())
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
        Ok(Saisie { cle, le, ..Saisie::default() })
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
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let evenement = match saisie.lire(mk) {
        Ok(evenement) => evenement,
        Err(erreurs) => return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await,
    };
    let demande = Demande { episode: id, le: None, confirmation: None };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.signaler_evenement(evenement.clone(), &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_evenement).await
}

impl Saisie {
    fn lire(&self, par: PraticienId) -> Result<Evenement, Erreurs> {
        let mut e = Erreurs::default();
        let id: Option<EvenementId> = e.noter("cle", self.cle.parse());
        let le: Option<Date> = e.noter("le", champ::jour(&self.le, "Indiquez la date de l’événement."));
        let gravite =
            e.noter("gravite", GraviteEvenement::depuis_code(&self.gravite).ok_or("Choisissez la gravité."));
        let circonstances = champ::texte_requis("circonstances", &self.circonstances, &mut e);
        let mesures = champ::texte_requis("mesures", &self.mesures, &mut e);
        let lue = (|| {
            Some(Evenement {
                id: id?,
                par,
                le: le?,
                gravite: gravite?,
                circonstances: circonstances?,
                mesures: mesures?,
            })
        })();
        lue.ok_or(e)
    }
}
