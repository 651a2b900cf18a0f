//! The lines for the MK's billing software, as CSV and XLSX, every cell safe to open.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::facturation::{Canal, LigneFacturable};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};
use jiff::civil::Date;

use super::etat::{Etat, Reponse};
use super::liste;
use super::page::{consulter, objet};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::serveur::App;

const COLONNES: [Colonne; 13] = [
    Colonne { titre: "Nom de naissance", largeur: 22 },
    Colonne { titre: "Prénom", largeur: 18 },
    Colonne { titre: "Né(e) le", largeur: 12 },
    Colonne { titre: "Jour", largeur: 12 },
    Colonne { titre: "Objet", largeur: 16 },
    Colonne { titre: "Lettre-clé", largeur: 10 },
    Colonne { titre: "Coefficient", largeur: 12 },
    Colonne { titre: "Montant (€)", largeur: 12 },
    Colonne { titre: "Exécutant (n° AM)", largeur: 18 },
    Colonne { titre: "Prescripteur", largeur: 18 },
    Colonne { titre: "Voie", largeur: 16 },
    Colonne { titre: "Prescription du", largeur: 14 },
    Colonne { titre: "Épisode", largeur: 38 },
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The lines of an episode.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn de_l_episode(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, fichier)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let etat = consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let reponse = etat.preparer(&app)?;
    let jour = reponse.jour;
    donner(&fichier, jour, &lignes(&etat, &reponse))
}

/// The lines of every episode that is ready and has not left yet.
///
/// # Errors
/// When the base fails.
pub async fn de_tous(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(fichier): Path<String>,
) -> Result<Response, Failure> {
    let prets = liste::prets(&app, &identite, mk).await?;
    let toutes: Vec<Vec<Valeur>> = prets.iter().flat_map(|(etat, reponse)| lignes(etat, reponse)).collect();
    let jour = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    donner(&fichier, jour, &toutes)
}

fn lignes(etat: &Etat, reponse: &Reponse) -> Vec<Vec<Valeur>> {
    reponse.facturation.lignes.iter().map(|ligne| une(etat, reponse, ligne)).collect()
}

fn une(etat: &Etat, reponse: &Reponse, ligne: &LigneFacturable) -> Vec<Valeur> {
    let traits = &etat.socle.dossier.patient.identite.traits;
    let numero = reponse.numero_am.as_ref().map_or(Valeur::Vide, |numero| numero.as_str().into());
    let acte = ligne.acte.as_ref();
    let (voie, prescription, prescripteur) = match etat.dite.canal {
        Canal::AccesDirect => ("Accès direct", None, numero.clone()),
        Canal::Renouvellement { prescription_du } => ("Renouvellement", Some(prescription_du), Valeur::Vide),
    };
    vec![
        traits.nom_naissance().into(),
        traits.prenom().into(),
        Valeur::Jour(traits.ne_le()),
        Valeur::Jour(ligne.le),
        objet(ligne.objet).into(),
        acte.map_or(Valeur::Vide, |acte| acte.lettre.as_str().into()),
        acte.map_or(Valeur::Vide, |acte| acte.coefficient.redige().as_str().into()),
        ligne.montant.map_or(Valeur::Vide, |m| format!("{},{:02}", m.0 / 100, m.0 % 100).as_str().into()),
        numero,
        prescripteur,
        voie.into(),
        Valeur::jour(prescription),
        etat.socle.dossier.episode.id.to_string().as_str().into(),
    ]
}

fn donner(fichier: &str, etabli_le: Date, lignes: &[Vec<Valeur>]) -> Result<Response, Failure> {
    let document = Document { feuille: "Actes", etabli_le, colonnes: &COLONNES, lignes };
    let (genre, octets) = match fichier {
        "lignes.csv" => ("text/csv; charset=utf-8", ecrire_csv(&document).map_err(Failure::interne)?),
        "lignes.xlsx" => (XLSX, ecrire_xlsx(&document).map_err(Failure::interne)?),
        _ => return Err(Failure::Introuvable),
    };
    let entetes = [
        (header::CONTENT_TYPE, genre.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{fichier}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((entetes, octets).into_response())
}
