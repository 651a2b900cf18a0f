//! `acces-direct sauvegarder` and `restaurer`: a copy of a live base, and its return into an empty place.

use std::path::PathBuf;

use clap::Args;
use entrepot::sauvegarde;

use super::Echec;
use super::ouverture::{emplacement, ouvrir_l_entrepot};
use crate::alea::Alea;
use crate::config::Donnees;

/// Where to copy.
#[derive(Args, Debug)]
pub struct Sauvegarder {
    /// Fichier à créer ; un manifeste est écrit à côté. La clé maîtresse n’y est jamais : gardez-la à part.
    destination: PathBuf,
}

/// From where to restore.
#[derive(Args, Debug)]
pub struct Restaurer {
    /// Fichier écrit par « sauvegarder », avec son manifeste à côté. La base des réglages doit être vide.
    source: PathBuf,
}

/// Copies the base while it is served.
pub fn sauvegarder(donnees: &Donnees, verbe: &Sauvegarder) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    sauvegarde::sauvegarder(&entrepot, &verbe.destination).map_err(Echec::panne)?;
    eprintln!("Sauvegarde écrite et vérifiée : {}", verbe.destination.display());
    Ok(())
}

/// Puts a copy back into the empty base of the settings.
pub fn restaurer(donnees: &Donnees, verbe: &Restaurer) -> Result<(), Echec> {
    sauvegarde::restaurer(&verbe.source, &emplacement(donnees)?).map_err(Echec::panne)?;
    eprintln!("Sauvegarde restaurée : {}", verbe.source.display());
    Ok(())
}
