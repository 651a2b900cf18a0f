//! `acces-direct annuaire`: import the national directory, ask what it says, look at what it changed.

mod alertes;
mod importer;
mod verifier;

use clap::Subcommand;
use droit::annuaire::{Changement, ModeExercice};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::config::Donnees;

/// What to do with the directory.
#[derive(Debug, Subcommand)]
pub enum Annuaire {
    /// Importe une extraction PS_LibreAcces_Personne_activite, en entier ou pas du tout.
    Importer(importer::Importer),
    /// Montre ce que l’annuaire dit d’un numéro RPPS, sa source et sa date.
    Verifier(verifier::Verifier),
    /// Montre les alertes ouvertes par les imports, ou en marque une comme traitée.
    Alertes(alertes::Alertes),
}

/// Does what is asked with the directory.
pub fn executer(donnees: &Donnees, verbe: Annuaire) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    match verbe {
        Annuaire::Importer(verbe) => importer::executer(&entrepot, &verbe),
        Annuaire::Verifier(verbe) => verifier::executer(&entrepot, &verbe),
        Annuaire::Alertes(verbe) => alertes::executer(&entrepot, &verbe),
    }
}

/// A change in a few words.
fn en_mots(changement: &Changement) -> String {
    let genre = changement.genre.libelle();
    if let Some(departement) = changement.departement {
        return format!("{genre} ({departement})");
    }
    if changement.modes_apres.is_empty() {
        return genre.to_owned();
    }
    format!("{genre} ({} → {})", modes(&changement.modes_avant), modes(&changement.modes_apres))
}

fn modes(modes: &[ModeExercice]) -> String {
    modes.iter().map(|mode| mode.libelle()).collect::<Vec<_>>().join(", ")
}
