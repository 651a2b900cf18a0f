//! Orienting the patient to a doctor: why, to whom, how soon.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{Contexte, Destination, MotifOrientation, Orientation, Urgence};
use droit::identifiant::{OrientationId, PraticienId};
use entrepot::episode::inscrire_orientation;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::champ;
use super::dossier::Dossier;
use super::seance::nouvelle_cle;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, Ton, alerte};
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
    motif: String,
    #[serde(default)]
    destination: String,
    #[serde(default)]
    urgence: String,
    #[serde(default)]
    precision: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Orienter le patient",
        adresse: "orientation",
        envoyer: "Enregistrer l’orientation",
        fait: "orientation",
        action: "orientation.refuser",
    };

    fn avant(&self, app: &App, dossier: &Dossier) -> Result<Markup, Failure> {
        let droit = dossier.droit(app, dossier.aujourd_hui(app)?);
        let circuit = droit.circuit_sans_medecin.connue.as_ref();
        Ok(html! {
            @if dossier.patient.medecin_traitant == Some(false) {
                @if let Some(circuit) = circuit {
                    (alerte(Ton::Info, "Ce patient n’a pas de médecin traitant", &html! { p { (circuit) } }))
                }
            }
        })
    }

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let e = retour.erreurs;
        let motifs = MotifOrientation::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
        let destinations = Destination::TOUS.iter().map(|d| Reponse::new(d.code(), d.libelle())).collect();
        let urgences = Urgence::TOUS.iter().map(|u| Reponse::new(u.code(), u.libelle())).collect();
        Ok(html! {
            input type="hidden" name="cle" value=(self.cle);
            (Champ::liste("motif", "Motif", motifs).valeur(self.motif.as_str()).erreurs(e).rendre())
            (Champ::liste("destination", "Vers qui", destinations).valeur(self.destination.as_str()).erreurs(e).rendre())
            div.choix-rang { (Champ::boutons("urgence", "Urgence", urgences).valeur(self.urgence.as_str()).erreurs(e).rendre()) }
            (Champ::date("le", "Date").valeur(self.le.as_str()).erreurs(e).rendre())
            (Champ::zone("precision", "Précision").facultatif().valeur(self.precision.as_str()).erreurs(e).rendre())
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

/// Records the orientation.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn orienter(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let orientation = match saisie.lire(mk) {
        Ok(orientation) => orientation,
        Err(erreurs) => return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await,
    };
    let demande = Demande { episode: id, le: None, confirmation: None };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.orienter(orientation.clone(), &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_orientation).await
}

impl Saisie {
    fn lire(&self, par: PraticienId) -> Result<Orientation, Erreurs> {
        let mut e = Erreurs::default();
        let id: Option<OrientationId> = e.noter("cle", self.cle.parse());
        let le: Option<Date> = e.noter("le", champ::jour(&self.le, "Indiquez la date."));
        let motif =
            e.noter("motif", MotifOrientation::depuis_code(&self.motif).ok_or("Choisissez le motif."));
        let destination =
            e.noter("destination", Destination::depuis_code(&self.destination).ok_or("Dites vers qui."));
        let urgence =
            e.noter("urgence", Urgence::depuis_code(&self.urgence).ok_or("Dites avec quelle urgence."));
        let precision = champ::texte("precision", &self.precision, &mut e);
        let lue = (|| {
            Some(Orientation {
                id: id?,
                par,
                le: le?,
                motif: motif?,
                destination: destination?,
                urgence: urgence?,
                precision: precision?,
            })
        })();
        lue.ok_or(e)
    }
}
