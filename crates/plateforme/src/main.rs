//! The command line: parse it, load the rules, open the store, dispatch.

use std::process::ExitCode;

use clap::Parser;
use plateforme::cli::{Cli, Echec, executer, traduire};

fn main() -> ExitCode {
    let issue = match Cli::try_parse() {
        Ok(cli) => executer(cli),
        Err(refus) => match traduire(&refus) {
            Some(dit) => Err(Echec::saisie(dit)),
            None => refus.exit(),
        },
    };
    match issue {
        Ok(()) => ExitCode::SUCCESS,
        Err(echec) => echec.annoncer(),
    }
}
