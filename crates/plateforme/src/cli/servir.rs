//! `acces-direct servir`: the server, until it is asked to stop.

use clap::Args;

use super::Echec;
use crate::alea::Alea;
use crate::config::{Donnees, Ecoute};
use crate::horloge::Horloge;
use crate::serveur::{self, App, Lieu, Ressources};

/// Options of the verb.
#[derive(Args, Debug)]
pub struct Servir {
    #[command(flatten)]
    ecoute: Ecoute,
}

/// Serves.
pub fn executer(_donnees: &Donnees, verbe: Servir) -> Result<(), Echec> {
    let app = App::new(Ressources { horloge: Horloge::Systeme, alea: Alea::Systeme, ecoute: verbe.ecoute });
    bloquer(serveur::servir(app, annoncer))
}

/// Runs the server on its own threads.
pub fn bloquer(service: impl Future<Output = std::io::Result<()>>) -> Result<(), Echec> {
    let moteur = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(moteur.block_on(service)?)
}

fn annoncer(Lieu(adresse): Lieu) {
    eprintln!("Accès Direct répond sur http://{adresse}/");
}
