//! `/campagnes/{id}/export/{forme}`: one line per MK and version, as a workbook or a text.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::campagne::{Campagne, VersionFiche};
use entrepot::Echec;
use entrepot::campagne::{self, Attendu};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};

use super::{Regard, aujourd_hui, charger, nom, pour_cent};
use crate::connexion::AgentArs;
use crate::echec::Failure;
use crate::serveur::App;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const fn colonne(titre: &'static str, largeur: u16) -> Colonne {
    Colonne { titre, largeur }
}

const COLONNES: [Colonne; 27] = [
    colonne("Année", 8),
    colonne("Département", 18),
    colonne("CPTS", 28),
    colonne("Numéro RPPS", 14),
    colonne("Nom", 22),
    colonne("Prénom", 18),
    colonne("État", 22),
    colonne("Version", 8),
    colonne("Validée le", 12),
    colonne("Patients en accès direct", 12),
    colonne("Épisodes", 10),
    colonne("Épisodes sans diagnostic préalable", 14),
    colonne("Épisodes avec diagnostic préalable", 14),
    colonne("Séances en accès direct", 12),
    colonne("Épisodes d’une séance", 12),
    colonne("Épisodes de 2 à 8 séances", 12),
    colonne("Épisodes de plus de 8 séances", 12),
    colonne("Épisodes avec orientation", 12),
    colonne("Événements indésirables", 12),
    colonne("Événements graves", 12),
    colonne("Épisodes sans médecin traitant", 12),
    colonne("Bilans", 8),
    colonne("Comptes rendus", 10),
    colonne("Activité totale (séances)", 14),
    colonne("Part en accès direct", 12),
    colonne("Commentaire", 40),
    colonne("Motif de la correction", 40),
];

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
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| {
        let versions = campagne::toutes_les_versions(tx, &trousseau, campagne.id)?;
        Ok::<_, Echec>((campagne::suivi(tx, &campagne)?, versions))
    });
    let (attendus, versions): (Vec<Attendu>, Vec<_>) = lue.await?;
    let departement = nom(&app, campagne.departement);
    let mut lignes = Vec::new();
    for attendu in &attendus {
        let siennes: Vec<&VersionFiche> =
            versions.iter().filter(|(qui, _)| *qui == attendu.praticien).map(|(_, une)| une).collect();
        if siennes.is_empty() {
            lignes.push(tete(&campagne, &departement, attendu));
        }
        lignes.extend(siennes.into_iter().map(|une| ligne(&campagne, &departement, attendu, une)));
    }
    let document = Document {
        feuille: "Fiches annuelles",
        etabli_le: aujourd_hui(&app, campagne.departement)?,
        colonnes: &COLONNES,
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

fn tete(campagne: &Campagne, departement: &str, attendu: &Attendu) -> Vec<Valeur> {
    vec![
        Valeur::Entier(i64::from(campagne.annee)),
        departement.into(),
        attendu.nom_cpts.as_str().into(),
        attendu.rpps.as_str().into(),
        attendu.nom.as_str().into(),
        attendu.prenom.as_str().into(),
        attendu.fiche.etat.etape().libelle().into(),
    ]
}

fn ligne(campagne: &Campagne, departement: &str, attendu: &Attendu, une: &VersionFiche) -> Vec<Valeur> {
    let entier = |n: u64| Valeur::Entier(i64::try_from(n).unwrap_or(i64::MAX));
    let texte = |mots: Option<String>| mots.map_or(Valeur::Vide, Valeur::Texte);
    let mut ligne = tete(campagne, departement, attendu);
    if une.numero != attendu.fiche.etat.numero() {
        ligne.pop();
        ligne.push("Remplacée".into());
    }
    ligne.push(Valeur::Entier(i64::from(une.numero)));
    ligne.push(Valeur::Jour(une.le));
    ligne.extend(une.chiffres.lignes().map(|(_, n)| entier(n)));
    ligne.push(Valeur::Entier(i64::from(une.reponse.activite)));
    ligne.push(texte(une.chiffres.part(une.reponse.activite).map(pour_cent)));
    ligne.push(texte(une.reponse.commentaire.as_ref().map(ToString::to_string)));
    ligne.push(texte(une.reponse.motif.as_ref().map(ToString::to_string)));
    ligne
}
