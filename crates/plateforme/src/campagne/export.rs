//! `/campagnes/{id}/export/{forme}`: one line per MK and version, every line with every column, as a workbook or a text, in
//! the shape that the ARS of the department set.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::campagne::{Campagne, FormeExport, VersionFiche};
use droit::identifiant::PraticienId;
use entrepot::Echec;
use entrepot::campagne::{self, Attendu};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};

use super::colonne::{ColonneFiche, Ligne, retenues};
use super::{Regard, aujourd_hui, charger, nom};
use crate::connexion::AgentArs;
use crate::echec::Failure;
use crate::serveur::App;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What an export is made of.
pub(super) struct Matiere {
    campagne: Campagne,
    departement: String,
    attendus: Vec<Attendu>,
    versions: Vec<(PraticienId, VersionFiche)>,
}

impl Matiere {
    /// Reads it, with the shape of the department.
    pub(super) async fn lire(
        app: &App,
        campagne: Campagne,
    ) -> Result<(Self, Option<(FormeExport, i64)>), Failure> {
        let trousseau = app.entrepot.trousseau().clone();
        let lue = app.entrepot.lire(move |tx| {
            let versions = campagne::toutes_les_versions(tx, &trousseau, campagne.id)?;
            let forme = campagne::forme(tx, campagne.departement)?;
            Ok::<_, Echec>((campagne::suivi(tx, &campagne)?, versions, forme))
        });
        let (attendus, versions, forme) = lue.await?;
        let departement = nom(app, campagne.departement);
        Ok((Self { campagne, departement, attendus, versions }, forme))
    }

    /// The lines under these columns: as many cells in each.
    pub(super) fn lignes(&self, colonnes: &[ColonneFiche]) -> Vec<Vec<Valeur>> {
        let ecrire = |attendu: &Attendu, version: Option<&VersionFiche>| {
            let (campagne, departement) = (&self.campagne, self.departement.as_str());
            let ligne = Ligne { campagne, departement, attendu, version };
            colonnes.iter().map(|colonne| colonne.valeur(&ligne)).collect()
        };
        let mut lignes = Vec::new();
        for attendu in &self.attendus {
            let mut siennes = self
                .versions
                .iter()
                .filter(|(qui, _)| *qui == attendu.praticien)
                .map(|(_, une)| une)
                .peekable();
            if siennes.peek().is_none() {
                lignes.push(ecrire(attendu, None));
            }
            lignes.extend(siennes.map(|une| ecrire(attendu, Some(une))));
        }
        lignes
    }
}

/// The file.
pub async fn telecharger(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path((id, forme)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (campagne, regard) = charger(&app, &identite, &id).await?;
    if regard != Regard::Ars {
        return Err(Failure::Introuvable);
    }
    let (matiere, voulue) = Matiere::lire(&app, campagne).await?;
    let retenues = retenues(voulue.as_ref().map(|(forme, _)| forme));
    let lignes = matiere.lignes(&retenues);
    let colonnes: Vec<Colonne<'_>> =
        retenues.iter().map(|une| Colonne { titre: &une.titre, largeur: une.largeur }).collect();
    let document = Document {
        feuille: "Fiches annuelles",
        etabli_le: aujourd_hui(&app, campagne.departement)?,
        colonnes: &colonnes,
        lignes: &lignes,
    };
    let (genre, octets) = match forme.as_str() {
        "csv" => ("text/csv; charset=utf-8", ecrire_csv(&document).map_err(Failure::interne)?),
        "xlsx" => (XLSX, ecrire_xlsx(&document).map_err(Failure::interne)?),
        _ => return Err(Failure::Introuvable),
    };
    let nom = format!("evaluation-{}-{}.{forme}", campagne.departement, campagne.annee);
    let disposition = format!("attachment; filename=\"{nom}\"");
    Ok(([(header::CONTENT_TYPE, genre.to_owned()), (header::CONTENT_DISPOSITION, disposition)], octets)
        .into_response())
}
