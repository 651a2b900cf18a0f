//! `/instruction/export/{forme}`: the lines of the queue that the address keeps, as a workbook or a text.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};

use super::attente::{self, Attente};
use super::filtre::{Filtre, Ordre};
use super::libelle_du_code;
use crate::connexion::AgentArs;
use crate::echec::Failure;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const fn colonne(titre: &'static str, largeur: u16) -> Colonne<'static> {
    Colonne { titre, largeur }
}

const COLONNES: [Colonne; 12] = [
    colonne("Déclaration", 36),
    colonne("Département", 12),
    colonne("Numéro RPPS", 14),
    colonne("Nom", 22),
    colonne("Prénom", 18),
    colonne("CPTS", 30),
    colonne("État", 22),
    colonne("Déposée le", 12),
    colonne("Depuis le", 12),
    colonne("Décision annoncée pour le", 14),
    colonne("Vérifications", 18),
    colonne("À regarder", 60),
];

/// The file.
pub async fn telecharger(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Path(forme): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Response, Failure> {
    let filtre = Filtre::lire(&champs, departements);
    let mut attentes = attente::lire(&app, &filtre.voulues(identite.compte)).await?;
    attentes.retain(|attente| filtre.garde(attente));
    if filtre.ordre == Ordre::Anciennete {
        attentes.sort_by_key(Attente::anciennete);
    }
    let lignes: Vec<Vec<Valeur>> = attentes.iter().map(|attente| ligne(attente, filtre.etat)).collect();
    let etabli_le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let document = Document { feuille: "Instruction", etabli_le, colonnes: &COLONNES, lignes: &lignes };
    let (genre, octets) = match forme.as_str() {
        "csv" => ("text/csv; charset=utf-8", ecrire_csv(&document).map_err(Failure::interne)?),
        "xlsx" => (XLSX, ecrire_xlsx(&document).map_err(Failure::interne)?),
        _ => return Err(Failure::Introuvable),
    };
    let disposition = format!("attachment; filename=\"instruction-{}-{etabli_le}.{forme}\"", filtre.etat);
    Ok(([(header::CONTENT_TYPE, genre.to_owned()), (header::CONTENT_DISPOSITION, disposition)], octets)
        .into_response())
}

fn ligne(attente: &Attente, etat: &str) -> Vec<Valeur> {
    let dossier = &attente.dossier;
    vec![
        attente.declaration.to_string().as_str().into(),
        dossier.departement.as_str().into(),
        dossier.praticien.rpps.as_str().into(),
        dossier.praticien.nom.as_str().into(),
        dossier.praticien.prenom.as_str().into(),
        dossier.cpts.nom.as_str().into(),
        libelle_du_code(etat).into(),
        Valeur::jour(attente.depose_le),
        Valeur::Jour(attente.etat_le),
        Valeur::jour(attente.echeance),
        attente.feu.libelle().into(),
        attente.raisons.join(" ; ").as_str().into(),
    ]
}
