//! `acces-direct servir`: the server, until it is asked to stop.

use clap::Args;
use droit::reglement::Reglement;
use passerelles::ApiAnnuaire;
use tokio::sync::watch;

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::config::{AnnuaireEnLigne, Donnees, Ecoute, Sorties};
use crate::connexion::Guichet;
use crate::horloge::Horloge;
use crate::remise::voies::Voies;
use crate::serveur::{self, App, Lieu, Ressources};
use crate::travailleur::{Aiguillage, Travailleur};

/// Options of the verb.
#[derive(Args, Debug)]
pub struct Servir {
    #[command(flatten)]
    ecoute: Ecoute,
    #[command(flatten)]
    annuaire: AnnuaireEnLigne,
    #[command(flatten)]
    sorties: Sorties,
}

/// Serves.
pub fn executer(donnees: &Donnees, verbe: Servir) -> Result<(), Echec> {
    let sorties = aiguiller(donnees, &verbe.sorties)?;
    let annuaire = verbe.annuaire.ouvrir();
    let app = preparer(donnees, verbe.ecoute, annuaire)?;
    bloquer(servir_et_travailler(app, sorties, annoncer))
}

/// The ways out of the settings; what has no other goes to the drop folder of the data.
pub fn aiguiller(donnees: &Donnees, sorties: &Sorties) -> Result<Aiguillage, Echec> {
    Aiguillage::des_reglages(sorties, &donnees.dossier().join("depot")).map_err(Echec::saisie)
}

/// The server and the worker, together until the process is asked to stop.
pub async fn servir_et_travailler(
    app: App,
    sorties: Aiguillage,
    pret: impl FnOnce(Lieu),
) -> std::io::Result<()> {
    let (arreter, arret) = watch::channel(false);
    let travailleur = Travailleur::new(app.clone(), sorties);
    let veille = tokio::spawn(travailleur.veiller(arret));
    let service = serveur::servir(app, pret).await;
    arreter.send_replace(true);
    veille.await.map_err(std::io::Error::other)?;
    service
}

/// The application on the store of the settings.
pub fn preparer(donnees: &Donnees, ecoute: Ecoute, annuaire: Option<ApiAnnuaire>) -> Result<App, Echec> {
    let alea = Alea::Systeme;
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let entrepot = ouvrir_l_entrepot(donnees, &alea)?;
    let coeurs = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let guichet = Guichet::new(coeurs);
    let psc = ecoute.psc.ouvrir(ecoute.url_publique.as_deref()).map_err(Echec::saisie)?;
    let voies = Voies::des_reglages(&ecoute.remises, ecoute.monde, psc.as_ref()).map_err(Echec::saisie)?;
    let ressources =
        Ressources { horloge: Horloge::Systeme, alea, reglement, entrepot, guichet, annuaire, ecoute };
    Ok(App::raccordee(ressources, voies, psc))
}

/// Runs the server on its own threads.
pub fn bloquer(service: impl Future<Output = std::io::Result<()>>) -> Result<(), Echec> {
    Ok(moteur()?.block_on(service)?)
}

/// The threads that run what waits.
pub fn moteur() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn annoncer(Lieu(adresse): Lieu) {
    eprintln!("Accès Direct répond sur http://{adresse}/");
}
