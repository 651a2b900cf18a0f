//! `acces-direct cpts`: the CPTS of the installation, from a file or one by one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use droit::declaration::NomCpts;
use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::cpts::{self, Cpts};
use entrepot::{Echec as EchecEntrepot, Entrepot};
use formats::liste_cpts::{self, CptsInvalides, CptsLue};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::config::Donnees;
use crate::horloge::Horloge;
use crate::repertoire::cpts::fichier::{Sort, reprendre};
use crate::repertoire::cpts::{Fiche, RefusCpts, inscrire};

/// Who acts when somebody does at the keyboard of the server.
const SYSTEME: &str = "systeme";

/// What to do with CPTS.
#[derive(Debug, Subcommand)]
pub enum VerbeCpts {
    /// Enregistre ou corrige les CPTS d’un fichier CSV ou XLSX, toutes ou aucune.
    Importer(Importer),
    /// Enregistre une CPTS.
    Creer(Creer),
    /// Montre les CPTS enregistrées, avec leur siège et leurs départements.
    Lister,
}

/// The file to import.
#[derive(Args, Debug)]
pub struct Importer {
    /// Fichier CSV ou XLSX : colonnes « Nom », « Siège » et « Départements ».
    #[arg(value_name = "FICHIER")]
    fichier: PathBuf,
}

/// The CPTS to record.
#[derive(Args, Debug)]
pub struct Creer {
    /// Nom de la CPTS.
    #[arg(long)]
    nom: NomCpts,
    /// Département du siège.
    #[arg(long, value_name = "CODE")]
    siege: Option<CodeDepartement>,
    /// Départements où elle agit, par exemple « 45, 28 ».
    #[arg(long, value_name = "CODES")]
    departements: String,
}

/// Does what is asked with CPTS.
pub fn executer(donnees: &Donnees, verbe: &VerbeCpts) -> Result<(), Echec> {
    match verbe {
        VerbeCpts::Importer(importer) => importer_le_fichier(donnees, &importer.fichier),
        VerbeCpts::Creer(creer) => creer_une(donnees, creer),
        VerbeCpts::Lister => lister(&ouvrir_l_entrepot(donnees, &Alea::Systeme)?),
    }
}

fn importer_le_fichier(donnees: &Donnees, fichier: &Path) -> Result<(), Echec> {
    let octets = std::fs::read(fichier).map_err(|cause| {
        Echec::saisie(format!(
            "« {} » ne peut pas être lu : {cause}. Vérifiez son chemin.",
            fichier.display()
        ))
    })?;
    let lues = liste_cpts::lire(&octets).map_err(dire)?;
    let instant = Horloge::Systeme.maintenant();
    let cle = |lue: CptsLue| (CptsId::new(Alea::Systeme.uuid(instant).as_u128()), lue);
    let lignes: Vec<_> = lues.into_iter().map(cle).collect();
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    let a_ecrire = lignes.clone();
    let sorts = entrepot.ecrire_ici(move |tx| reprendre(tx, &a_ecrire, (SYSTEME, instant)));
    raconter(&lignes, &sorts.map_err(Echec::panne)?)
}

/// Every line at fault, then that nothing was recorded.
fn dire(erreur: CptsInvalides) -> Echec {
    let lignes = match &erreur {
        CptsInvalides::Lignes(fautes) => {
            fautes.iter().map(|(ligne, faute)| format!("ligne {ligne} : {faute}")).collect::<Vec<_>>()
        }
        autre => vec![autre.to_string()],
    };
    Echec::saisie(format!(
        "{}\nRien n’est enregistré : corrigez le fichier, puis recommencez.",
        lignes.join("\n")
    ))
}

fn raconter(lignes: &[(CptsId, CptsLue)], sorts: &[Sort]) -> Result<(), Echec> {
    let mut sortie = io::stdout().lock();
    for ((_, lue), sort) in lignes.iter().zip(sorts) {
        writeln!(sortie, "ligne {} : {} — {}", lue.ligne, lue.nom, sort.libelle())?;
    }
    let compte = |voulu| sorts.iter().filter(|sort| **sort == voulu).count();
    writeln!(
        sortie,
        "Enregistrées : {} ; corrigées : {} ; inchangées : {}.",
        compte(Sort::Creee),
        compte(Sort::Corrigee),
        compte(Sort::Inchangee)
    )?;
    Ok(())
}

fn creer_une(donnees: &Donnees, saisie: &Creer) -> Result<(), Echec> {
    let territoire = CodeDepartement::territoire(&saisie.departements).map_err(Echec::saisie)?;
    let fiche = Fiche { nom: saisie.nom.clone(), siege: saisie.siege, territoire };
    let instant = Horloge::Systeme.maintenant();
    let id = CptsId::new(Alea::Systeme.uuid(instant).as_u128());
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    let ecrite = entrepot.ecrire_ici(move |tx| inscrire(tx, id, &fiche, (SYSTEME, instant)));
    ecrite.map_err(|refus| match refus {
        RefusCpts::Connue(_) => Echec::saisie(refus),
        RefusCpts::Entrepot(echec) => Echec::panne(echec),
    })?;
    writeln!(io::stdout().lock(), "{id}\t{}", saisie.nom)?;
    Ok(())
}

fn lister(entrepot: &Entrepot) -> Result<(), Echec> {
    let lues = entrepot.lire_ici(|tx| {
        let toutes = cpts::toutes(tx)?;
        toutes
            .into_iter()
            .map(|cpts| Ok((cpts::departements(tx, cpts.id)?, cpts)))
            .collect::<Result<Vec<(Vec<CodeDepartement>, Cpts)>, EchecEntrepot>>()
    });
    let mut sortie = io::stdout().lock();
    for (codes, cpts) in lues.map_err(Echec::panne)? {
        let codes = codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let siege = cpts.siege.map_or_else(|| "–".to_owned(), |code| code.to_string());
        writeln!(sortie, "{}\t{}\t{siege}\t{codes}", cpts.id, cpts.nom)?;
    }
    Ok(())
}
