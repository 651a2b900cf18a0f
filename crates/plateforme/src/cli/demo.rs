//! `acces-direct demo`: a synthetic Loiret, generated once, then served.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use droit::acces::Role;
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use entrepot::{Echec as EchecEntrepot, Entrepot, compte, cpts};
use indicatif::{ProgressBar, ProgressStyle};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use super::servir::{aiguiller, bloquer, preparer, servir_et_travailler};
use crate::alea::Alea;
use crate::compte::libelle_du_role;
use crate::config::{Donnees, Ecoute, Monde, Sorties};
use crate::demo::evaluation::{self, Decor};
use crate::demo::fiche::{Fiche, Identifiants, ecrire_en_secret};
use crate::demo::mesure::Mesure;
use crate::demo::reperes::Reperes;
use crate::demo::territoire::{Cadre, Taille, Territoire};
use crate::demo::{
    archives, boites, chargement, comptes, courrier, documents, remises, transmission as demo_transmission,
};
use crate::horloge::Horloge;
use crate::indicateur::parution;
use crate::serveur::Lieu;

/// The department of the demo.
const DEPARTEMENT: &str = "45";

/// Options of the verb.
#[derive(Args, Debug)]
pub struct Demo {
    #[command(flatten)]
    ecoute: Ecoute,
    /// Graine du générateur : la même graine et le même jour donnent les mêmes données.
    #[arg(long, default_value_t = 45, value_name = "N")]
    graine: u64,
    /// Taille du territoire.
    #[arg(long, value_enum, default_value_t = Taille::Complete)]
    taille: Taille,
    /// Écrire l’adresse, les identifiants et les jetons d’API dans un fichier JSON.
    #[arg(long, value_name = "FICHIER")]
    identifiants: Option<PathBuf>,
    /// Préparer les données sans les servir.
    #[arg(long)]
    sans_servir: bool,
    /// Engendrer et charger, rien d’autre : ce que la démonstration demande à un second processus.
    #[arg(long, hide = true)]
    preparer: bool,
}

/// Generates the territory unless the folder already holds it, then serves it.
pub fn executer(donnees: &Donnees, verbe: Demo) -> Result<(), Echec> {
    let dossier = Dossier::choisir(donnees, &Alea::Systeme)?;
    let donnees = Donnees { donnees: Some(dossier.chemin().to_owned()), ..donnees.clone() };
    if verbe.preparer {
        return engendrer(&donnees, &verbe);
    }
    let fiche = match Fiche::lire(dossier.chemin())? {
        Some(fiche) => fiche,
        None => faire_preparer(&dossier)?,
    };
    if verbe.sans_servir {
        noter(verbe.identifiants.as_deref(), &fiche, None)?;
        let lieu = format!("données prêtes dans {}", dossier.chemin().display());
        dossier.garder();
        return Ok(presenter(&fiche, &lieu)?);
    }
    let sorties = aiguiller(&donnees, &Sorties::default())?;
    let ecoute = Ecoute { monde: Monde::Fictif, ..verbe.ecoute };
    let app = preparer(&donnees, ecoute, None)?;
    bloquer(servir_et_travailler(app, sorties, |Lieu(adresse)| {
        let adresse = format!("http://{adresse}");
        let dit = presenter(&fiche, &format!("{adresse}/"));
        if let Err(cause) = dit.and(noter(verbe.identifiants.as_deref(), &fiche, Some(adresse))) {
            eprintln!("acces-direct : les identifiants ne peuvent pas être écrits : {cause}");
        }
    }))
}

/// Has another process generate and load the territory: the server keeps none of the memory that takes.
fn faire_preparer(dossier: &Dossier) -> Result<Fiche, Echec> {
    let mut autre = Command::new(std::env::current_exe()?);
    autre.args(std::env::args_os().skip(1)).arg("--preparer");
    if let Dossier::Temporaire(chemin) = dossier {
        autre.arg("--donnees").arg(chemin);
    }
    let issue = autre.status()?;
    let cause = "la démonstration n’a pas pu être préparée : la cause est dite plus haut";
    match Fiche::lire(dossier.chemin())? {
        Some(fiche) if issue.success() => Ok(fiche),
        _ if issue.code() == Some(2) => Err(Echec::saisie(cause)),
        _ => Err(Echec::panne(cause)),
    }
}

/// Generates and loads the territory, and leaves its record in the folder.
fn engendrer(donnees: &Donnees, verbe: &Demo) -> Result<(), Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    exiger_vide(&entrepot)?;
    let departement: CodeDepartement = DEPARTEMENT.parse().map_err(Echec::panne)?;
    let maintenant = Horloge::Systeme.maintenant();
    let jour = Horloge::Systeme.aujourd_hui(reglement.fuseau(departement)).map_err(Echec::panne)?;
    let cadre = Cadre::du(reglement, departement, (verbe.graine, jour, verbe.taille)).ok_or_else(|| {
        Echec::panne("les règles du département ne disent pas quand l’expérimentation a lieu")
    })?;
    let territoire = Territoire::engendrer(cadre);
    let reperes = Reperes::tirer(&territoire, maintenant);
    let barre = ProgressBar::new(0).with_style(style()).with_message("Deux ans de séances dans le Loiret");
    let lieu = (reglement, departement);
    let cles = chargement::charger(&entrepot, lieu, (&territoire, &reperes), |faits, total| {
        barre.set_length(u64::try_from(total).unwrap_or_default());
        barre.set_position(u64::try_from(faits).unwrap_or_default());
    })
    .map_err(Echec::panne)?;
    archives::inscrire(&entrepot, lieu, (&territoire, &reperes, &cles), maintenant).map_err(Echec::panne)?;
    remises::equiper(&entrepot, (&territoire, &reperes), (maintenant, jour)).map_err(Echec::panne)?;
    boites::publier(&entrepot, &territoire, (maintenant, jour)).map_err(Echec::panne)?;
    documents::valider(&entrepot, (reglement, departement), (&territoire, &reperes)).map_err(Echec::panne)?;
    let comptes = comptes::creer(&entrepot, &Alea::Systeme, (&territoire, &reperes), departement, maintenant);
    demo_transmission::ouvrir(&entrepot, departement, maintenant).map_err(Echec::panne)?;
    let decor = Decor { reglement, departement, reperes: &reperes, jour, maintenant, graine: verbe.graine };
    evaluation::animer(&entrepot, &decor).map_err(Echec::panne)?;
    courrier::remettre(&entrepot, maintenant).map_err(Echec::panne)?;
    // The first reader of figures would wait for it.
    parution::assurer_ici(&entrepot, reglement, jour, maintenant).map_err(Echec::panne)?;
    barre.finish_and_clear();
    let fiche = Fiche {
        graine: verbe.graine,
        jour,
        praticiens: territoire.praticiens.len(),
        patients: territoire.patients.len(),
        seances: Mesure::de(&territoire).seances,
        comptes: comptes.map_err(Echec::panne)?,
    };
    Ok(fiche.ecrire(donnees.dossier())?)
}

/// Fictitious people never mix with others.
fn exiger_vide(entrepot: &Entrepot) -> Result<(), Echec> {
    let departement: CodeDepartement = DEPARTEMENT.parse().map_err(Echec::panne)?;
    let occupe = entrepot
        .lire_ici(move |tx| {
            let (_, comptes) = compte::lister(tx, "", 1, 0)?;
            Ok::<_, EchecEntrepot>(comptes > 0 || !cpts::du_departement(tx, departement)?.is_empty())
        })
        .map_err(Echec::panne)?;
    if occupe {
        return Err(Echec::saisie(
            "cette base contient déjà des données, qui ne sont pas celles d’une démonstration entière : \
             choisissez un autre dossier avec --donnees, ou une autre base",
        ));
    }
    Ok(())
}

fn style() -> ProgressStyle {
    let modele = "{msg} {wide_bar:.cyan/blue} {percent:>3} % {pos}/{len} faits, encore {eta}";
    ProgressStyle::with_template(modele).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn noter(fichier: Option<&Path>, fiche: &Fiche, adresse: Option<String>) -> std::io::Result<()> {
    let Some(fichier) = fichier else { return Ok(()) };
    ecrire_en_secret(fichier, &Identifiants { adresse, comptes: &fiche.comptes })
}

/// Says where the demo is and what opens it.
fn presenter(fiche: &Fiche, lieu: &str) -> std::io::Result<()> {
    let mut sortie = std::io::stdout().lock();
    writeln!(sortie, "\nAccès Direct, démonstration du Loiret : {lieu}\n")?;
    writeln!(
        sortie,
        "{} masseurs-kinésithérapeutes, {} patients et {} séances, tous fictifs (graine {}, {}).\n",
        fiche.praticiens,
        fiche.patients,
        fiche.seances,
        fiche.graine,
        fiche.jour.strftime("%d/%m/%Y"),
    )?;
    writeln!(sortie, "{:<26}  {:<13}  {:<24}  Nom", "Rôle", "Identifiant", "Mot de passe")?;
    for compte in &fiche.comptes {
        let role: &str = match Role::depuis_code(&compte.role) {
            Some(role) => libelle_du_role(role),
            None => &compte.role,
        };
        writeln!(
            sortie,
            "{role:<26}  {:<13}  {:<24}  {}",
            compte.identifiant, compte.mot_de_passe, compte.nom
        )?;
    }
    writeln!(sortie, "\nLes jetons d’API s’écrivent dans un fichier avec --identifiants FICHIER.")
}

/// Where the demo lives: a folder given, kept; or a temporary one, removed at the end.
enum Dossier {
    Donne(PathBuf),
    Temporaire(PathBuf),
}

impl Dossier {
    fn choisir(donnees: &Donnees, alea: &Alea) -> Result<Self, Echec> {
        if let Some(donne) = &donnees.donnees {
            return Ok(Self::Donne(donne.clone()));
        }
        let suffixe = alea.uuid(Horloge::Systeme.maintenant()).simple().to_string();
        let chemin = std::env::temp_dir().join(format!("acces-direct-demo-{suffixe}"));
        let mut createur = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut createur, 0o700);
        createur.create(&chemin)?;
        Ok(Self::Temporaire(chemin))
    }

    fn chemin(&self) -> &Path {
        let (Self::Donne(chemin) | Self::Temporaire(chemin)) = self;
        chemin
    }

    /// Leaves the folder where it is.
    fn garder(self) {
        std::mem::forget(self);
    }
}

impl Drop for Dossier {
    fn drop(&mut self) {
        if let Self::Temporaire(chemin) = self
            && let Err(cause) = std::fs::remove_dir_all(&*chemin)
        {
            eprintln!("acces-direct : le dossier « {} » reste à supprimer : {cause}", chemin.display());
        }
    }
}
