//! `acces-direct compte creer`: an account from the command line, the first administrator above all.

use std::io::Read;

use clap::{Args, Subcommand};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use super::servir::moteur;
use crate::alea::Alea;
use crate::compte::{Demande, creer, retrouver, rpps_du_medecin};
use crate::config::Donnees;
use crate::connexion::MotDePasse;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::horloge::Horloge;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Compte {
    /// Crée un compte ; sans mot de passe sur l’entrée, en tire un et l’affiche.
    Creer(Creer),
}

/// The account to create.
#[derive(Args, Debug)]
pub struct Creer {
    /// Identifiant de connexion.
    #[arg(long)]
    login: String,
    /// Nom affiché.
    #[arg(long)]
    nom: String,
    /// Rôle : mk, coordination-cpts, medecin, agent-ars, agent-cpam, membre-comite ou administrateur.
    #[arg(long)]
    role: String,
    /// Départements (« 45 28 »), numéro RPPS d’un kinésithérapeute ou d’un médecin, nom d’une CPTS, ou leur identifiant.
    #[arg(long, default_value = "")]
    rattachement: String,
    /// Lire le mot de passe sur l’entrée standard.
    #[arg(long)]
    mot_de_passe_sur_entree: bool,
}

/// Does what is asked with accounts.
pub fn executer(donnees: &Donnees, verbe: Compte) -> Result<(), Echec> {
    let Compte::Creer(creer) = verbe;
    creer_un_compte(donnees, &creer)
}

fn creer_un_compte(donnees: &Donnees, saisie: &Creer) -> Result<(), Echec> {
    let alea = Alea::Systeme;
    let entrepot = ouvrir_l_entrepot(donnees, &alea)?;
    let portes = (&Horloge::Systeme, &alea);
    let rattachement = moteur()?.block_on(retrouver(&entrepot, portes, &saisie.role, &saisie.rattachement));
    let rattachement = rattachement.map_err(Echec::panne)?;
    let demande = Demande::lire(&saisie.login, &saisie.nom, &saisie.role, &rattachement)
        .map_err(|erreurs| refus(erreurs.en_liste()))?;
    let demande = Demande { rpps: rpps_du_medecin(&saisie.role, &saisie.rattachement), ..demande };
    let mot_de_passe = mot_de_passe(saisie, &alea)?;
    let creation = creer(&entrepot, portes, demande.clone(), mot_de_passe.clone(), "systeme");
    match moteur()?.block_on(creation) {
        Ok(_) if saisie.mot_de_passe_sur_entree => Ok(()),
        Ok(_) => annoncer(&demande.login, &mot_de_passe),
        Err(Failure::Saisie(erreurs)) => Err(refus(erreurs)),
        Err(echec) => Err(Echec::panne(echec)),
    }
}

fn refus(erreurs: Vec<crate::echec::ErreurDeChamp>) -> Echec {
    let erreurs = Erreurs::new(erreurs).en_liste();
    let lignes = erreurs.iter().map(|erreur| format!("--{} : {}", erreur.champ, erreur.message));
    Echec::saisie(lignes.collect::<Vec<_>>().join("\n               "))
}

fn mot_de_passe(saisie: &Creer, alea: &Alea) -> Result<MotDePasse, Echec> {
    if !saisie.mot_de_passe_sur_entree {
        return Ok(MotDePasse::tirer(alea));
    }
    let mut texte = String::new();
    std::io::stdin().lock().take(1024).read_to_string(&mut texte)?;
    MotDePasse::choisir(texte.trim_end_matches(['\r', '\n']), &saisie.login).map_err(Echec::saisie)
}

#[expect(clippy::print_stdout, clippy::unnecessary_wraps, reason = "the password is the answer of the verb")]
fn annoncer(login: &str, mot_de_passe: &MotDePasse) -> Result<(), Echec> {
    println!("{login}\t{}", mot_de_passe.reveler());
    Ok(())
}
