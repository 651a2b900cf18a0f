//! The command line: one verb per file. Exit codes: 0 done, 1 failed, 2 bad input.

mod annuaire;
mod certificat;
mod compte;
mod cpts;
mod decider;
mod demarches;
mod demo;
mod indicateurs;
mod instantane;
mod issue;
mod journal;
mod langue;
pub mod ouverture;
pub mod reglement;
mod sauvegarde;
mod servir;
mod traces;

use clap::{Parser, Subcommand};

pub use decider::{Bilan, decider_tout};
pub use issue::Echec;
pub use langue::traduire;

use crate::config::{Donnees, Traces};

/// L’accès direct aux masseurs-kinésithérapeutes : décisions expliquées, épisodes, séances, déclarations.
#[derive(Debug, Parser)]
#[command(name = "acces-direct", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    donnees: Donnees,
    #[command(flatten)]
    traces: Traces,
    #[command(subcommand)]
    verbe: Verbe,
}

#[derive(Debug, Subcommand)]
enum Verbe {
    /// Décide des actes écrits en JSON : un objet, ou un objet par ligne.
    Decider(decider::Decider),
    /// Montre les règles applicables dans un département, leurs sources et leurs contradictions.
    Reglement(reglement::Regles),
    /// Crée un Loiret fictif et le sert.
    Demo(demo::Demo),
    /// Sert les pages et l’API.
    Servir(servir::Servir),
    /// Gère les comptes.
    #[command(subcommand)]
    Compte(compte::Compte),
    /// Enregistre les CPTS, d’un fichier ou une à une.
    #[command(subcommand)]
    Cpts(cpts::VerbeCpts),
    /// Importe l’Annuaire Santé et dit ce qu’il sait d’un numéro RPPS.
    #[command(subcommand)]
    Annuaire(annuaire::Annuaire),
    /// Vérifie un certificat d’autorisation, même sans réseau, ou écrit les clés publiques.
    #[command(subcommand)]
    Certificat(certificat::Certificat),
    /// Lit les dossiers de démarches-simplifiées.
    #[command(subcommand)]
    Demarches(demarches::Demarches),
    /// Montre les indicateurs d’un territoire, prouve leurs sommes, prend des instantanés.
    Indicateurs(indicateurs::Indicateurs),
    /// Vérifie le journal ou en exporte la tête.
    #[command(subcommand)]
    Journal(journal::Journal),
    /// Copie la base, même en service, dans un fichier.
    Sauvegarder(sauvegarde::Sauvegarder),
    /// Remet une sauvegarde en place, dans une base vide.
    Restaurer(sauvegarde::Restaurer),
}

/// Does what the command line asks.
pub fn executer(cli: Cli) -> Result<(), Echec> {
    traces::installer(&cli.traces)?;
    match cli.verbe {
        Verbe::Decider(decider) => decider::executer(&decider),
        Verbe::Reglement(regles) => reglement::executer(&regles),
        Verbe::Demo(demo) => demo::executer(&cli.donnees, demo),
        Verbe::Servir(servir) => servir::executer(&cli.donnees, servir),
        Verbe::Compte(compte) => compte::executer(&cli.donnees, compte),
        Verbe::Cpts(verbe) => cpts::executer(&cli.donnees, &verbe),
        Verbe::Annuaire(annuaire) => annuaire::executer(&cli.donnees, annuaire),
        Verbe::Certificat(verbe) => certificat::executer(&cli.donnees, verbe),
        Verbe::Demarches(verbe) => demarches::executer(&verbe),
        Verbe::Indicateurs(demande) => indicateurs::executer(&cli.donnees, &demande),
        Verbe::Journal(journal) => journal::executer(&cli.donnees, journal),
        Verbe::Sauvegarder(verbe) => sauvegarde::sauvegarder(&cli.donnees, &verbe),
        Verbe::Restaurer(verbe) => sauvegarde::restaurer(&cli.donnees, &verbe),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clap::{Command, CommandFactory as _, Id};

    use super::Cli;

    fn propres(verbe: &Command, globaux: &HashSet<&Id>, fautes: &mut Vec<String>) {
        for sous in verbe.get_subcommands() {
            let pris = sous.get_arguments().filter(|argument| globaux.contains(argument.get_id()));
            fautes.extend(pris.map(|argument| format!("{} {}", sous.get_name(), argument.get_id())));
            propres(sous, globaux, fautes);
        }
    }

    /// Such a verb stops the program before it begins: the engine takes the one for the other.
    #[test]
    fn aucun_verbe_ne_reprend_le_nom_d_une_option_globale() {
        let racine = Cli::command();
        let options = racine.get_arguments();
        let globaux: HashSet<&Id> = options.filter(|a| a.is_global_set()).map(clap::Arg::get_id).collect();
        assert!(globaux.len() >= 4, "{globaux:?}");
        let mut fautes = Vec::new();
        propres(&racine, &globaux, &mut fautes);
        assert_eq!(fautes, Vec::<String>::new());
    }
}
