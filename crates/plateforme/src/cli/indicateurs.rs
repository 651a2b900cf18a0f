//! `acces-direct indicateurs`: the figures of a territory, the proof that the sums are right, the snapshots.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use droit::acces::Lecteur;
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Champ, Perimetre, Periode, Tableau, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::{self, Instantane};
use entrepot::indicateur::{importer_activites, recalculer, verifier};
use entrepot::{Echec as EchecEntrepot, Entrepot};
use formats::indicateur::{COLONNES, Lecture, en_json_lu, en_lignes};
use formats::tableur::{Document, Valeur, ecrire_csv, ecrire_xlsx};
use jiff::civil::Date;

use super::Echec;
use super::instantane::GesteInstantane;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::campagne::activite;
use crate::config::Donnees;
use crate::horloge::Horloge;
use crate::indicateur::instantane::{EN_COURS, composer, examiner};
use crate::indicateur::lecture::{Question, lecture, tableau};
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
        #[arg(long)]
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
struct Demande {
    /// Année civile ; par défaut, l’année en cours.
    #[arg(long, conflicts_with = "periode")]
    annee: Option<i16>,
    /// Période : 2026, 2026-03 ou experience-2.
    #[arg(long)]
    periode: Option<Periode>,
    /// Département ; sans lui, tout le pays.
    #[arg(long)]
    departement: Option<CodeDepartement>,
    /// Région, par son nom.
    #[arg(long, conflicts_with = "departement")]
    region: Option<String>,
    /// Façon de retenir les épisodes : ouverture, cloture ou calendaire.
    #[arg(long, default_value = Variante::DEFAUT.code(), value_parser = lire_variante)]
    variante: Variante,
    /// En JSON.
    #[arg(long, conflicts_with_all = ["csv", "xlsx"])]
    json: bool,
    /// En CSV.
    #[arg(long, conflicts_with = "xlsx")]
    csv: bool,
    /// Dans un classeur XLSX.
    #[arg(long, value_name = "FICHIER")]
    xlsx: Option<PathBuf>,
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

fn lire_variante(code: &str) -> Result<Variante, String> {
    Variante::depuis_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Variante::TOUS.iter().map(|variante| variante.code()).collect();
        format!("choisissez parmi : {}", codes.join(", "))
    })
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

fn montrer(entrepot: &Entrepot, demande: &Demande) -> Result<(), Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let jour = aujourd_hui()?;
    let perimetre = match (&demande.departement, &demande.region) {
        (Some(code), _) => Perimetre::Departement(*code),
        (None, Some(nom)) if reglement.regions().contains_key(nom.as_str()) => Perimetre::Region(nom.clone()),
        (None, Some(nom)) => return Err(Echec::saisie(format!("« {nom} » n’est pas une région"))),
        (None, None) => Perimetre::Pays,
    };
    let annee = Periode::Annee(demande.annee.unwrap_or_else(|| jour.year()));
    let periode = demande.periode.unwrap_or(annee);
    let question = Question { champ: Champ::tout(perimetre), periode, variante: demande.variante };
    // Whoever holds the base reads a department as its ARS does; what is wider is read as it is published.
    let lecteur = demande.departement.map_or(Lecteur::Exterieur, Lecteur::Autorite);
    if lecteur == Lecteur::Exterieur {
        parution::assurer_ici(entrepot, reglement, jour, Horloge::Systeme.maintenant())
            .map_err(Echec::panne)?;
    }
    let lu = entrepot.lire_ici(move |tx| {
        let lu = tableau(tx, (reglement, jour), &question, lecteur)?;
        Ok::<_, EchecEntrepot>((lu, lecture(tx, lecteur)?))
    });
    ecrire(lu.map_err(Echec::panne)?, reglement, jour, demande)
}

fn ecrire(
    (lu, lecture): (Tableau, Lecture),
    reglement: &Reglement,
    jour: Date,
    demande: &Demande,
) -> Result<(), Echec> {
    let definitions = reglement.indicateurs();
    let mut sortie = io::stdout().lock();
    if demande.json {
        serde_json::to_writer_pretty(&mut sortie, &en_json_lu(&lu, definitions, lecture))
            .map_err(Echec::panne)?;
        return Ok(writeln!(sortie)?);
    }
    let lignes = en_lignes(&lu, definitions, lecture);
    let document = Document { feuille: "Indicateurs", etabli_le: jour, colonnes: &COLONNES, lignes: &lignes };
    if let Some(fichier) = &demande.xlsx {
        let octets = ecrire_xlsx(&document).map_err(Echec::panne)?;
        fs::write(fichier, octets)?;
        return Ok(writeln!(sortie, "Écrit dans {}.", fichier.display())?);
    }
    if demande.csv {
        return Ok(sortie.write_all(&ecrire_csv(&document)?)?);
    }
    writeln!(sortie, "{}", dire(lecture))?;
    for ligne in &lignes {
        let texte = |place: usize| match ligne.get(place) {
            Some(Valeur::Texte(texte)) => texte.as_str(),
            _ => "",
        };
        let titre = if texte(5).is_empty() { texte(4).to_owned() } else { format!("  {}", texte(5)) };
        writeln!(sortie, "{titre:<60} {:>12} {}", texte(6), texte(7))?;
    }
    Ok(())
}

fn dire(lecture: Lecture) -> String {
    match lecture {
        Lecture::Moment => "Chiffres de cet instant, petits nombres masqués.".to_owned(),
        Lecture::Publication(Some(le)) => format!("Chiffres de la publication du {le}."),
        Lecture::Publication(None) => "Rien n’a encore été publié.".to_owned(),
    }
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
