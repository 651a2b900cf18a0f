//! The command line: parse it, load the rules, open the store, dispatch.

use std::process::ExitCode;

use clap::Parser;
use plateforme::cli::{Cli, executer};

fn main() -> ExitCode {
    match executer(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(echec) => echec.annoncer(),
    }
}
