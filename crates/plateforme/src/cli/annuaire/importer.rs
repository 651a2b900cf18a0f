//! `acces-direct annuaire importer`: the file, a progress bar, a summary.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use entrepot::Entrepot;
use entrepot::annuaire::Disparitions;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use crate::alea::Alea;
use crate::annuaire_sante::{self, Arret, Demande, Etape, Rejets, jour_du_nom};
use crate::cli::Echec;
use crate::cli::decider::jour;
use crate::horloge::Horloge;

/// The file to import.
#[derive(Args, Debug)]
pub struct Importer {
    /// Extraction PS_LibreAcces_Personne_activite, en UTF-8 ou en Windows-1252.
    #[arg(value_name = "FICHIER")]
    fichier: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// How a file is imported, whichever it is.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// Jour de l’extraction ; sans lui, celui du nom du fichier, sinon aujourd’hui.
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = jour)]
    du: Option<Date>,
    /// Écrire toutes les lignes rejetées dans un fichier CSV ; le résumé montre les vingt premières.
    #[arg(long, value_name = "FICHIER")]
    rejets: Option<PathBuf>,
    /// Importer même si plus d’une personne ou d’une boîte connue sur dix n’est plus dans le fichier.
    #[arg(long)]
    accepter_disparitions: bool,
}

/// Imports the file and tells what it did.
pub fn executer(entrepot: &Entrepot, verbe: &Importer) -> Result<(), Echec> {
    let fichier = Fichier::ouvrir(&verbe.fichier, &verbe.options, "Annuaire Santé")?;
    let Fichier { demande, ouvert, barre, mut rejets } = fichier;
    let mut suivre = |etape| match etape {
        Etape::Lecture => barre.set_message("Lecture"),
        Etape::Comparaison { faits } => barre.set_message(format!("Comparaison ({faits} praticiens)")),
    };
    let issue =
        annuaire_sante::importer(entrepot, &demande, barre.wrap_read(ouvert), &mut rejets, &mut suivre);
    barre.finish_and_clear();
    conclure(issue, &verbe.options, &rejets)
}

/// A file about to be read, with all that goes with it.
pub(super) struct Fichier {
    pub(super) demande: Demande,
    pub(super) ouvert: File,
    pub(super) barre: ProgressBar,
    pub(super) rejets: Rejets<Box<dyn Write>>,
}

impl Fichier {
    /// Opens it; nothing is read yet.
    pub(super) fn ouvrir(chemin: &Path, options: &Options, mot: &'static str) -> Result<Self, Echec> {
        let demande = demander(chemin, options)?;
        let ouvert = File::open(chemin).map_err(|cause| illisible(chemin, &cause))?;
        let octets = ouvert.metadata().map_err(|cause| illisible(chemin, &cause))?.len();
        let barre = ProgressBar::new(octets).with_style(style()).with_message(mot);
        let rejets = Rejets::vers(sortie_des_rejets(options.rejets.as_deref())?);
        Ok(Self { demande, ouvert, barre, rejets })
    }
}

/// Tells what was done, or why nothing was.
pub(super) fn conclure(
    issue: Result<impl Display, Arret>,
    options: &Options,
    rejets: &Rejets<impl Write>,
) -> Result<(), Echec> {
    let mut sortie = io::stdout().lock();
    if let Ok(rapport) = &issue {
        write!(sortie, "{rapport}")?;
    }
    raconter_les_rejets(&mut sortie, options, rejets)?;
    issue.map(|_| ()).map_err(|arret| match arret {
        Arret::Entrepot(_) | Arret::Rejets(_) => Echec::panne(arret),
        Arret::Fichier(_) | Arret::TropDeRejets { .. } | Arret::Refus(_) | Arret::RefusDesBoites(_) => {
            Echec::saisie(arret)
        }
    })
}

fn demander(chemin: &Path, options: &Options) -> Result<Demande, Echec> {
    let nom = chemin.file_name().unwrap_or(chemin.as_os_str()).to_string_lossy().into_owned();
    let maintenant = Horloge::Systeme.maintenant();
    let aujourd_hui = Horloge::Systeme.aujourd_hui("Europe/Paris").map_err(Echec::panne)?;
    let extrait_le = options.du.or_else(|| jour_du_nom(&nom)).unwrap_or(aujourd_hui);
    if extrait_le > aujourd_hui {
        return Err(Echec::saisie(format!(
            "l’extraction serait du {extrait_le}, qui n’est pas encore venu : donnez son jour avec --du AAAA-MM-JJ"
        )));
    }
    let disparitions =
        if options.accepter_disparitions { Disparitions::Acceptees } else { Disparitions::Suspectes };
    let cle = Alea::Systeme.uuid(maintenant);
    Ok(Demande { cle, fichier: nom, extrait_le, maintenant, disparitions })
}

fn sortie_des_rejets(fichier: Option<&Path>) -> Result<Box<dyn Write>, Echec> {
    match fichier {
        None => Ok(Box::new(io::sink())),
        Some(fichier) => match File::create(fichier) {
            Ok(cree) => Ok(Box::new(BufWriter::new(cree))),
            Err(cause) => Err(Echec::saisie(format!(
                "le fichier des rejets « {} » ne peut pas être écrit : {cause}",
                fichier.display()
            ))),
        },
    }
}

fn raconter_les_rejets(
    sortie: &mut impl Write,
    options: &Options,
    rejets: &Rejets<impl Write>,
) -> io::Result<()> {
    if rejets.nombre() == 0 {
        return Ok(());
    }
    writeln!(sortie, "Lignes rejetées :")?;
    for rejet in rejets.premiers() {
        writeln!(sortie, "  ligne {} : {}", rejet.ligne, rejet.raison)?;
    }
    let montres = u64::try_from(rejets.premiers().len()).unwrap_or_default();
    match (&options.rejets, rejets.nombre() - montres) {
        (Some(fichier), _) => writeln!(sortie, "La liste entière est dans « {} ».", fichier.display()),
        (None, 0) => Ok(()),
        (None, autres) => writeln!(sortie, "  et {autres} autre(s) : --rejets FICHIER les écrit toutes."),
    }
}

fn illisible(fichier: &Path, cause: &io::Error) -> Echec {
    Echec::saisie(format!("« {} » ne peut pas être lu : {cause}. Vérifiez son chemin.", fichier.display()))
}

fn style() -> ProgressStyle {
    let modele = "{msg} {wide_bar:.cyan/blue} {percent:>3} % {bytes}/{total_bytes}, encore {eta}";
    ProgressStyle::with_template(modele).unwrap_or_else(|_| ProgressStyle::default_bar())
}
