//! Opening the store from the settings: the folder, the key, the base.

use std::fs;

use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};

use super::Echec;
use crate::alea::Alea;
use crate::config::Donnees;

/// Opens the store, creating the folder, the key and the base on the first day.
pub fn ouvrir_l_entrepot(donnees: &Donnees, alea: &Alea) -> Result<Entrepot, Echec> {
    let cle = cle_maitresse(donnees, alea)?;
    let configuration = Configuration {
        anciennes_cles: anciennes_cles(donnees)?,
        ..Configuration::new(emplacement(donnees)?, cle)
    };
    Entrepot::ouvrir(configuration).map_err(Echec::panne)
}

/// The base of the settings.
pub fn emplacement(donnees: &Donnees) -> Result<Emplacement, Echec> {
    if let Some(adresse) = &donnees.base {
        return Ok(Emplacement::Postgres(adresse.clone()));
    }
    creer_le_dossier(donnees)?;
    Ok(Emplacement::Sqlite(donnees.dossier().join("acces-direct.sqlite")))
}

/// The master key of the settings, or of the key file, created when absent.
pub fn cle_maitresse(donnees: &Donnees, alea: &Alea) -> Result<CleMaitresse, Echec> {
    if let Some(cle) = &donnees.cle {
        return cle.expose().parse().map_err(Echec::saisie);
    }
    creer_le_dossier(donnees)?;
    CleMaitresse::from_file(&donnees.dossier().join("cle"), alea.octets()).map_err(Echec::panne)
}

/// The master keys that served before this one.
fn anciennes_cles(donnees: &Donnees) -> Result<Vec<CleMaitresse>, Echec> {
    let toutes = donnees.anciennes_cles.as_ref().map_or("", |cles| cles.expose());
    let ecrites = toutes.split(',').map(str::trim).filter(|cle| !cle.is_empty());
    ecrites.map(|cle| cle.parse().map_err(Echec::saisie)).collect()
}

fn creer_le_dossier(donnees: &Donnees) -> Result<(), Echec> {
    let dossier = donnees.dossier();
    fs::create_dir_all(dossier).map_err(|cause| {
        Echec::panne(format!("le dossier « {} » ne peut pas être créé : {cause}", dossier.display()))
    })
}
