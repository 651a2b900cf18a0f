//! `acces-direct annuaire importer-boites`: the mailboxes of doctors, in place all at once or not at all.

use std::path::PathBuf;

use clap::Args;
use entrepot::Entrepot;

use super::importer::{Fichier, Options, conclure};
use crate::annuaire_sante::{ACTEUR, importer_les_boites};
use crate::cli::Echec;

/// The file to import.
#[derive(Args, Debug)]
pub struct ImporterBoites {
    /// Extraction Extraction_Correspondance_MSSante, décompressée, en UTF-8 ou en Windows-1252.
    #[arg(value_name = "FICHIER")]
    fichier: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Imports the file and tells what it did.
pub fn executer(entrepot: &Entrepot, verbe: &ImporterBoites) -> Result<(), Echec> {
    let fichier = Fichier::ouvrir(&verbe.fichier, &verbe.options, "Boîtes MSSanté")?;
    let Fichier { demande, ouvert, barre, mut rejets } = fichier;
    let issue = importer_les_boites(entrepot, (&demande, ACTEUR), barre.wrap_read(ouvert), &mut rejets);
    barre.finish_and_clear();
    conclure(issue, &verbe.options, &rejets)
}
