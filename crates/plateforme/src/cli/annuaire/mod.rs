//! `acces-direct annuaire`: import the national directory, ask what it says, look at what it changed.

mod alertes;
mod boites;
mod importer;
mod verifier;

use clap::Subcommand;

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::config::Donnees;

/// What to do with the directory.
#[derive(Debug, Subcommand)]
pub enum Annuaire {
    /// Importe une extraction PS_LibreAcces_Personne_activite, en entier ou pas du tout.
    Importer(importer::Importer),
    /// Importe une extraction Extraction_Correspondance_MSSante : les boîtes des médecins, en entier ou pas du tout.
    ImporterBoites(boites::ImporterBoites),
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
        Annuaire::ImporterBoites(verbe) => boites::executer(&entrepot, &verbe),
        Annuaire::Verifier(verbe) => verifier::executer(&entrepot, &verbe),
        Annuaire::Alertes(verbe) => alertes::executer(&entrepot, &verbe),
    }
}
