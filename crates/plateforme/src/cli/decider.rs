//! `acces-direct decider`: questions in JSON, answers in JSON, one by one or by the million.

mod enregistrement;
mod lot;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use droit::reglement::Reglement;
use jiff::civil::Date;

pub use lot::{Bilan, decider_tout};

use super::Echec;
use crate::horloge::Horloge;

/// Bytes read and written at a time.
const TAMPON: usize = 64 * 1024;

/// Options of the verb.
#[derive(Args, Debug)]
pub struct Decider {
    /// Fichier de questions : un objet JSON, ou un objet par ligne ; sans lui, ou avec « - », l’entrée standard.
    #[arg(value_name = "FICHIER")]
    fichier: Option<PathBuf>,

    /// Jour où la question est posée (AAAA-MM-JJ) ; sans lui, aujourd’hui dans le département.
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = jour)]
    aujourd_hui: Option<Date>,
}

/// Decides every question of the file or of the standard input.
pub fn executer(verbe: &Decider) -> Result<(), Echec> {
    let mut sortie = BufWriter::with_capacity(TAMPON, io::stdout().lock());
    let bilan = match verbe.fichier.as_deref().filter(|fichier| *fichier != Path::new("-")) {
        Some(fichier) => repondre(verbe, BufReader::with_capacity(TAMPON, ouvrir(fichier)?), &mut sortie),
        None => repondre(verbe, io::stdin().lock(), &mut sortie),
    }?;
    sortie.flush()?;
    match bilan.constat() {
        None => Ok(()),
        Some(constat) => Err(Echec::saisie(constat)),
    }
}

fn repondre(verbe: &Decider, entree: impl BufRead, sortie: impl Write) -> Result<Bilan, Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let bilan = decider_tout(reglement, entree, sortie, |departement| match verbe.aujourd_hui {
        Some(jour) => Ok(jour),
        None => Horloge::Systeme.aujourd_hui(reglement.fuseau(departement)),
    })?;
    Ok(bilan)
}

fn ouvrir(fichier: &Path) -> Result<File, Echec> {
    File::open(fichier).map_err(|cause| {
        Echec::saisie(format!(
            "« {} » ne peut pas être lu : {cause}. Vérifiez son chemin.",
            fichier.display()
        ))
    })
}

pub(super) fn jour(saisie: &str) -> Result<Date, String> {
    saisie.parse().map_err(|_| format!("« {saisie} » n’est pas une date AAAA-MM-JJ qui existe"))
}
