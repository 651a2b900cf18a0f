//! `acces-direct indicateurs`: the figures of a territory, the proof that the sums are right, the snapshots.

mod demande;
mod tableau;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use droit::identifiant::CodeDepartement;
use droit::indicateur::Periode;
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::{self, Instantane};
use entrepot::indicateur::{importer_activites, recalculer, verifier};
use entrepot::{Echec as EchecEntrepot, Entrepot};
use jiff::civil::Date;

use self::demande::{Demande, lire_annee};
use self::tableau::montrer;
use super::Echec;
use super::instantane::GesteInstantane;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::campagne::activite;
use crate::config::Donnees;
use crate::horloge::Horloge;
use crate::indicateur::instantane::{EN_COURS, composer, examiner};
use crate::indicateur::parution;

const FUSEAU: &str = "Europe/Paris";

/// Which figures, or what to do with the sums.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Indicateurs {
    #[command(subcommand)]
    verbe: Option<Verbe>,
    #[command(flatten)]
    demande: Demande,
}

#[derive(Debug, Subcommand)]
enum Verbe {
    /// Recompte tout depuis les faits et compare, sans rien écrire.
    Verifier,
    /// Refait toutes les sommes depuis les faits.
    Recalculer,
    /// Enregistre les activités totales d’un fichier (CSV ou XLSX), toutes ou aucune.
    ImporterActivite {
        /// Année.
        #[arg(long, value_name = "AAAA", value_parser = lire_annee)]
        annee: i16,
        /// Le fichier : colonnes « RPPS » et « Séances ».
        fichier: PathBuf,
    },
    /// Publie maintenant, sans attendre le mois prochain.
    Publier,
    /// Prend un instantané d’un département, et dit son identifiant.
    Prendre(Prendre),
    /// Liste les instantanés.
    Instantanes,
    /// Écrit un instantané sur la sortie, après avoir vérifié son empreinte.
    Ecrire {
        /// Identifiant de l’instantané.
        id: String,
    },
    /// Travaille sur le fichier d’un instantané, d’où qu’il vienne.
    #[command(subcommand)]
    Instantane(GesteInstantane),
    /// Vérifie qu’un fichier est bien un instantané de cette base, octet pour octet.
    Comparer {
        /// Identifiant de l’instantané.
        id: String,
        /// Le fichier.
        fichier: PathBuf,
    },
}

#[derive(Args, Debug)]
struct Prendre {
    /// Département.
    #[arg(long)]
    departement: CodeDepartement,
    /// Période : 2026 ou experience-2.
    #[arg(long)]
    periode: Periode,
    /// Jour auquel les chiffres sont dits arrêtés, de celui de la publication à aujourd’hui ; par défaut, aujourd’hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    arrete_le: Option<Date>,
}

/// Does what is asked with the indicators.
pub fn executer(donnees: &Donnees, demande: &Indicateurs) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    match &demande.verbe {
        None => montrer(&entrepot, &demande.demande),
        Some(Verbe::Verifier) => prouver(&entrepot),
        Some(Verbe::Recalculer) => {
            let episodes = entrepot.ecrire_ici(recalculer).map_err(Echec::panne)?;
            Ok(writeln!(io::stdout().lock(), "Sommes refaites depuis {episodes} épisodes.")?)
        }
        Some(Verbe::ImporterActivite { annee, fichier }) => importer(&entrepot, *annee, fichier),
        Some(Verbe::Publier) => publier(&entrepot),
        Some(Verbe::Prendre(prendre)) => prendre_un_instantane(&entrepot, prendre),
        Some(Verbe::Instantanes) => lister(&entrepot),
        Some(Verbe::Ecrire { id }) => Ok(io::stdout().lock().write_all(&relire(&entrepot, id)?.1)?),
        Some(Verbe::Comparer { id, fichier }) => comparer(&entrepot, id, fichier),
        Some(Verbe::Instantane(geste)) => super::instantane::executer(&entrepot, geste),
    }
}

fn aujourd_hui() -> Result<Date, Echec> {
    Horloge::Systeme.aujourd_hui(FUSEAU).map_err(Echec::panne)
}

fn prouver(entrepot: &Entrepot) -> Result<(), Echec> {
    let constat = entrepot.lire_ici(verifier).map_err(Echec::panne)?;
    let mut sortie = io::stdout().lock();
    if constat.differentes == 0 {
        writeln!(sortie, "{} épisodes recomptés, {} sommes égales.", constat.episodes, constat.sommes)?;
        return Ok(());
    }
    for ecart in &constat.ecarts {
        writeln!(sortie, "{ecart}")?;
    }
    Err(Echec::panne(format!(
        "{} sommes sur {} diffèrent des faits ; lancez « acces-direct indicateurs recalculer »",
        constat.differentes, constat.sommes
    )))
}

fn importer(entrepot: &Entrepot, annee: i16, fichier: &PathBuf) -> Result<(), Echec> {
    let dire = |fautes: Vec<(u32, String)>| {
        let lignes: Vec<String> = fautes
            .into_iter()
            .map(|(ligne, faute)| if ligne == 0 { faute } else { format!("ligne {ligne} : {faute}") })
            .collect();
        Echec::saisie(format!("rien n’a été enregistré\n{}", lignes.join("\n")))
    };
    let octets =
        fs::read(fichier).map_err(|cause| Echec::saisie(format!("{} : {cause}", fichier.display())))?;
    let totaux = activite::lire(&octets).map_err(dire)?;
    let maintenant = Horloge::Systeme.maintenant();
    let importe = entrepot
        .ecrire_ici(move |tx| importer_activites(tx, annee, &totaux, None, ("systeme", maintenant)))
        .map_err(Echec::panne)?;
    let bilan = importe
        .map_err(|refus| dire(refus.iter().map(|refus| (refus.ligne, activite::dire(refus))).collect()))?;
    let mut sortie = io::stdout().lock();
    Ok(writeln!(
        sortie,
        "{} activités enregistrées, {} remplacées, {} gardées telles que déclarées.",
        bilan.inscrits, bilan.remplaces, bilan.gardes
    )?)
}

fn publier(entrepot: &Entrepot) -> Result<(), Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let (jour, maintenant) = (aujourd_hui()?, Horloge::Systeme.maintenant());
    parution::publier_ici(entrepot, reglement, jour, maintenant).map_err(Echec::panne)?;
    Ok(writeln!(io::stdout().lock(), "Chiffres publiés, arrêtés au {jour}.")?)
}

fn prendre_un_instantane(entrepot: &Entrepot, prendre: &Prendre) -> Result<(), Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let (jour, maintenant) = (aujourd_hui()?, Horloge::Systeme.maintenant());
    let arrete_le = prendre.arrete_le.unwrap_or(jour);
    if arrete_le > jour {
        return Err(Echec::saisie(format!(
            "--arrete-le {arrete_le} est à venir : donnez un jour jusqu’à aujourd’hui, {jour}"
        )));
    }
    parution::assurer_ici(entrepot, reglement, jour, maintenant).map_err(Echec::panne)?;
    exiger_apres_la_publication(entrepot, arrete_le, jour)?;
    let (departement, periode) = (prendre.departement, prendre.periode);
    entrepot
        .lire_ici(move |tx| examiner(tx, reglement, departement, (periode, arrete_le)))
        .map_err(Echec::panne)?
        .map_err(|refus| Echec::saisie(format!("--periode {periode} : {refus}")))?;
    let nouvel = entrepot
        .ecrire_ici(move |tx| {
            let nouvel = composer(tx, reglement, departement, periode, arrete_le)?;
            instantane::garder(tx, &nouvel, "systeme", maintenant);
            Ok::<_, EchecEntrepot>(nouvel)
        })
        .map_err(Echec::panne)?;
    let mut sortie = io::stdout().lock();
    writeln!(sortie, "Instantané {} (SHA-256 {}).", nouvel.id(), nouvel.sha256())?;
    let lu = formats::instantane::relire(&nouvel.contenu).map_err(Echec::panne)?;
    if lu.en_cours {
        writeln!(sortie, "Attention : {EN_COURS}")?;
    }
    Ok(())
}

/// A snapshot says what was published: it cannot be as of a day before.
fn exiger_apres_la_publication(entrepot: &Entrepot, arrete_le: Date, jour: Date) -> Result<(), Echec> {
    let etat = entrepot.lire_ici(entrepot::indicateur::parution::etat).map_err(Echec::panne)?;
    match etat.le {
        Some(publie_le) if arrete_le < publie_le => Err(Echec::saisie(format!(
            "--arrete-le {arrete_le} précède la publication du {publie_le}, dont l’instantané est fait : \
             donnez un jour du {publie_le} au {jour}"
        ))),
        _ => Ok(()),
    }
}

fn lister(entrepot: &Entrepot) -> Result<(), Echec> {
    let connus = entrepot.lire_ici(|tx| instantane::lister(tx, None, 1_000)).map_err(Echec::panne)?;
    let mut sortie = io::stdout().lock();
    for connu in connus {
        let Instantane { id, departement, periode, arrete_le, sha256, .. } = connu;
        writeln!(sortie, "{id}  {departement}  {periode}  arrêté au {arrete_le}  {sha256}")?;
    }
    Ok(())
}

/// The snapshot, whose bytes are what their hash says.
fn relire(entrepot: &Entrepot, id: &str) -> Result<(Instantane, Vec<u8>), Echec> {
    let cherche = id.to_owned();
    let lu = entrepot.lire_ici(move |tx| instantane::lire(tx, &cherche)).map_err(Echec::panne)?;
    let (connu, octets) = lu.ok_or_else(|| Echec::saisie(format!("aucun instantané « {id} »")))?;
    if instantane::empreinte(&octets) != connu.sha256 {
        return Err(Echec::panne(format!(
            "l’instantané {id} ne correspond plus à son empreinte : restaurez une sauvegarde"
        )));
    }
    Ok((connu, octets))
}

fn comparer(entrepot: &Entrepot, id: &str, fichier: &PathBuf) -> Result<(), Echec> {
    let (connu, octets) = relire(entrepot, id)?;
    if fs::read(fichier)? == octets {
        return Ok(writeln!(io::stdout().lock(), "Identique à l’instantané {}.", connu.id)?);
    }
    Err(Echec::panne(format!("{} diffère de l’instantané {}", fichier.display(), connu.id)))
}
