//! What the MK says of a bill: by which right, how bilans are billed, the agreement, the number written.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::facturation::Canal;
use entrepot::facturation::{Bilans, Facturation, dire};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use serde::Deserialize;

use super::page;
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::champ::{facultatif, jour};
use crate::gabarits::Erreurs;
use crate::saisie::Formulaire;
use crate::serveur::App;

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    version: String,
    #[serde(default)]
    /// By which right.
    pub canal: String,
    #[serde(default)]
    /// Day of the prescription renewed.
    pub prescription_du: String,
    #[serde(default)]
    /// How bilans are billed.
    pub bilans: String,
    #[serde(default)]
    /// Day of the payer’s agreement.
    pub accord_le: String,
    #[serde(default)]
    /// The number written in the box.
    pub prescripteur: String,
}

/// Whether the bill has left.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depart {
    version: String,
    geste: String,
}

impl Saisie {
    /// What is on file.
    pub fn de(dite: &Facturation) -> Self {
        let (canal, prescription) = match dite.canal {
            Canal::AccesDirect => ("acces-direct", String::new()),
            Canal::Renouvellement { prescription_du } => ("renouvellement", prescription_du.to_string()),
        };
        Self {
            version: dite.version.to_string(),
            canal: canal.to_owned(),
            prescription_du: prescription,
            bilans: dite.bilans.code().to_owned(),
            accord_le: dite.accord_le.map(|le| le.to_string()).unwrap_or_default(),
            prescripteur: dite.prescripteur.clone().unwrap_or_default(),
        }
    }

    /// The version that was read.
    pub fn version(&self) -> &str {
        &self.version
    }

    fn lire(&self, facturee_le: Option<Date>) -> Result<Facturation, Erreurs> {
        let mut e = Erreurs::default();
        let version = self.version.parse().unwrap_or_default();
        let canal = match self.canal.as_str() {
            "acces-direct" => Some(Canal::AccesDirect),
            "renouvellement" => {
                let du = jour(&self.prescription_du, "Indiquez le jour de la prescription renouvelée.");
                e.noter("prescription_du", du)
                    .map(|prescription_du| Canal::Renouvellement { prescription_du })
            }
            _ => e.noter("canal", Err("Choisissez la voie.")),
        };
        let bilans = e.noter(
            "bilans",
            Bilans::depuis_code(&self.bilans).ok_or("Dites comment les bilans sont facturés."),
        );
        let accord = facultatif(&self.accord_le, |texte| jour(texte, "Écrivez une date qui existe."));
        let accord = e.noter("accord_le", accord);
        let lu = (|| {
            Some(Facturation {
                canal: canal?,
                bilans: bilans?,
                accord_le: accord?,
                prescripteur: Some(self.prescripteur.trim().chars().take(40).collect::<String>())
                    .filter(|p| !p.is_empty()),
                facturee_le,
                version,
            })
        })();
        lu.ok_or(e)
    }
}

/// Records what the MK says.
///
/// # Errors
/// When the episode is invisible, the bill changed elsewhere, or the base fails.
pub async fn enregistrer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let etat = page::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    match saisie.lire(etat.dite.facturee_le) {
        Ok(dite) => garder(&app, &etat, dite).await,
        Err(erreurs) => {
            let page = page::rendre(&app, &identite, &etat, &saisie, &erreurs)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Notes that the bill has left, or that it has not.
///
/// # Errors
/// When the episode is invisible, the bill changed elsewhere, or the base fails.
pub async fn partir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(depart): Formulaire<Depart>,
) -> Result<Response, Failure> {
    let etat = page::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let facturee_le = match depart.geste.as_str() {
        "facturee" => Some(etat.socle.dossier.aujourd_hui(&app)?),
        _ => None,
    };
    let version = depart.version.parse().unwrap_or_default();
    let dite = Facturation { facturee_le, version, ..etat.dite.clone() };
    garder(&app, &etat, dite).await
}

async fn garder(app: &App, etat: &super::etat::Etat, dite: Facturation) -> Result<Response, Failure> {
    let (id, mk, maintenant) = (etat.socle.dossier.episode.id, etat.socle.mk(), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            dire(tx, (id, mk), &dite, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/episodes/{id}/facturation?fait=enregistre")).into_response())
}
