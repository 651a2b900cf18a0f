//! Imports of the extractions of the national directory: read once, in constant memory, all or nothing.

mod boites;
mod changement;
mod lecteur;
mod port;
mod rapport;
mod rejets;

use std::io::{BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use droit::annuaire::Inscription;
use entrepot::annuaire::{Bascule, Chantier, Disparitions, Lignes, NouvelImport, RefusImport, Suite};
use entrepot::{Echec as EchecEntrepot, Entrepot, annuaire, annuaire_mssante};
use formats::annuaire_sante::{Encodage, Extraction, Inexploitable, Lue};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

pub use boites::{RapportDesBoites, importer_les_boites};
pub use changement::en_mots;
pub use lecteur::Empreinte;
pub use port::{Annuaire, Muet, Reponse};
pub use rapport::Rapport;
pub use rejets::Rejets;

/// Bytes read at a time.
const TAMPON: usize = 256 * 1024;
/// Rows staged in one transaction: the writer is free in between.
const LOT: usize = 1_000;
/// Batches read ahead of the writer: more would only fill the memory.
const AVANCE: usize = 4;
/// From this many rejected rows, a file of which more than one row in a hundred is unreadable is not trusted: an MK
/// whose row is lost would pass for gone.
const REJETS_SUSPECTS: u64 = 20;
/// Who imports from the command line, in the journal.
pub const ACTEUR: &str = "systeme";

/// What the caller says of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    /// Key of the import.
    pub cle: Uuid,
    /// Name of the file.
    pub fichier: String,
    /// Day of the extraction.
    pub extrait_le: Date,
    /// Now.
    pub maintenant: Timestamp,
    /// What to do when many MKs vanish at once.
    pub disparitions: Disparitions,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum Arret {
    /// The file cannot be used.
    #[error("import refusé, rien n’a changé : {0}")]
    Fichier(#[from] Inexploitable),
    /// Too many of its rows cannot.
    #[error(
        "import refusé, rien n’a changé : {rejetees} des {lues} lignes sont illisibles ; la première, ligne {ligne} : {raison}"
    )]
    TropDeRejets {
        /// Rows that cannot be read.
        rejetees: u64,
        /// Rows.
        lues: u64,
        /// The first one.
        ligne: u64,
        /// Why it cannot be read.
        raison: String,
    },
    /// What it says cannot be true.
    #[error("import refusé, rien n’a changé : {0}")]
    Refus(RefusImport),
    /// What it says of mailboxes cannot be true.
    #[error("import refusé, rien n’a changé : {0}")]
    RefusDesBoites(annuaire_mssante::RefusImport),
    /// The store failed.
    #[error("l’import a échoué, rien n’a changé : {0}")]
    Entrepot(#[from] EchecEntrepot),
    /// The list of rejects cannot be written.
    #[error("l’import a échoué, rien n’a changé : la liste des rejets ne peut pas être écrite ({0})")]
    Rejets(std::io::Error),
}

impl From<RefusImport> for Arret {
    fn from(refus: RefusImport) -> Self {
        match refus {
            RefusImport::Echec(echec) => Self::Entrepot(echec),
            autre => Self::Refus(autre),
        }
    }
}

impl From<annuaire_mssante::RefusImport> for Arret {
    fn from(refus: annuaire_mssante::RefusImport) -> Self {
        match refus {
            annuaire_mssante::RefusImport::Echec(echec) => Self::Entrepot(echec),
            autre => Self::RefusDesBoites(autre),
        }
    }
}

/// How far an import is, for whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    /// The file is read; the reader tells how far.
    Lecture,
    /// MKs compared and written.
    Comparaison {
        /// MKs done.
        faits: u64,
    },
}

/// Imports an extraction; whatever stops it, even the end of the process, leaves the directory as it was.
///
/// # Errors
/// Why nothing was imported.
pub fn importer(
    entrepot: &Entrepot,
    demande: &Demande,
    fichier: impl Read,
    rejets: &mut Rejets<impl Write>,
    suivre: &mut dyn FnMut(Etape),
) -> Result<Rapport, Arret> {
    let mut empreinte = Empreinte::de(fichier);
    let extraction = Extraction::ouvrir(BufReader::with_capacity(TAMPON, &mut empreinte))?;
    let ancien = entrepot.lire_ici(annuaire::dernier)?;
    let chantier = Chantier::ouvrir_ici(entrepot, demande.cle)?;
    suivre(Etape::Lecture);
    let issue = lire_et_deposer(&chantier, extraction, rejets).and_then(|(lignes, encodage)| {
        let nouvel = NouvelImport {
            fichier: demande.fichier.clone(),
            empreinte: empreinte.finir(),
            extrait_le: demande.extrait_le,
            importe_le: demande.maintenant,
            lignes,
            disparitions: demande.disparitions,
        };
        let bascule = appliquer(&chantier, &nouvel, suivre)?;
        Ok(Rapport { bascule, encodage, ancien: ancien.map(|import| import.extrait_le) })
    });
    // What stays behind is cleared by the next import: not clearing it does not change how this one ended.
    if let Err(echec) = chantier.fermer_ici() {
        tracing::warn!(erreur = %echec, "the rows of an import stay until the next one");
    }
    issue
}

fn appliquer(
    chantier: &Chantier,
    nouvel: &NouvelImport,
    suivre: &mut dyn FnMut(Etape),
) -> Result<Bascule, RefusImport> {
    let mut application = match chantier.examiner_ici(nouvel)? {
        Suite::DejaFaite(import) => return Ok(Bascule::DejaFaite(import)),
        Suite::AEcrire(application) => application,
    };
    while let Some(faits) = application.avancer_ici()? {
        suivre(Etape::Comparaison { faits });
    }
    application.conclure_ici(ACTEUR)
}

/// Reads on this thread and sets aside on another: neither waits for the other but for a few batches.
fn lire_et_deposer(
    chantier: &Chantier,
    mut extraction: Extraction<impl std::io::BufRead>,
    rejets: &mut Rejets<impl Write>,
) -> Result<(Lignes, Encodage), Arret> {
    let (envoi, lots) = sync_channel(AVANCE);
    thread::scope(|portee| {
        let depot = portee.spawn(|| deposer(chantier, lots));
        let lue = lire(&mut extraction, rejets, |lot| remettre(&envoi, lot));
        drop(envoi);
        // A failure of the store explains better than the reading that it interrupted.
        depot.join().map_err(|_| EchecEntrepot::Panique)??;
        Ok((lue?, extraction.encodage()))
    })
}

fn deposer(chantier: &Chantier, lots: Receiver<Vec<Inscription>>) -> Result<(), RefusImport> {
    lots.into_iter().try_for_each(|lot| chantier.deposer_ici(lot))
}

/// Hands over every row that is of use, a batch at a time; fails when too many rows cannot be read.
fn lire<T>(
    lues: impl Iterator<Item = Result<Lue<T>, Inexploitable>>,
    rejets: &mut Rejets<impl Write>,
    mut remettre: impl FnMut(Vec<T>) -> Result<(), Arret>,
) -> Result<Lignes, Arret> {
    let mut lignes = Lignes::default();
    let mut lot = Vec::with_capacity(LOT);
    for lue in lues {
        lignes.lues += 1;
        match lue? {
            Lue::Ecartee(_) => lignes.ecartees += 1,
            Lue::Rejetee(rejet) => {
                lignes.rejetees += 1;
                rejets.noter(rejet).map_err(Arret::Rejets)?;
            }
            Lue::Gardee(gardee) => {
                lignes.gardees += 1;
                lot.push(*gardee);
                if lot.len() == LOT {
                    remettre(std::mem::replace(&mut lot, Vec::with_capacity(LOT)))?;
                }
            }
        }
    }
    remettre(lot)?;
    rejets.finir().map_err(Arret::Rejets)?;
    exiger_lisible(&lignes, rejets)?;
    Ok(lignes)
}

/// Fails only when the other thread has stopped, and that thread says why.
fn remettre(envoi: &SyncSender<Vec<Inscription>>, lot: Vec<Inscription>) -> Result<(), Arret> {
    envoi.send(lot).map_err(|_| Arret::Entrepot(EchecEntrepot::Ferme))
}

fn exiger_lisible(lignes: &Lignes, rejets: &Rejets<impl Write>) -> Result<(), Arret> {
    let Lignes { lues, rejetees, .. } = *lignes;
    match rejets.premiers().first() {
        Some(premier) if rejetees >= REJETS_SUSPECTS && rejetees.saturating_mul(100) > lues => {
            Err(Arret::TropDeRejets {
                rejetees,
                lues,
                ligne: premier.ligne,
                raison: premier.raison.to_string(),
            })
        }
        _ => Ok(()),
    }
}

/// The day in the name of a file, written as the directory does: `…_activite_202611200800.txt`.
pub fn jour_du_nom(fichier: &str) -> Option<Date> {
    let suites =
        fichier.split(|c: char| !c.is_ascii_digit()).filter(|suite| matches!(suite.len(), 8 | 12 | 14));
    suites.filter_map(|suite| Date::strptime("%Y%m%d", suite.get(..8)?).ok()).next_back()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn le_jour_se_lit_dans_le_nom_du_fichier() {
        let attendu = Some(date(2026, 11, 20));
        assert_eq!(jour_du_nom("PS_LibreAcces_Personne_activite_202611200800.txt"), attendu);
        assert_eq!(jour_du_nom("20261120.csv"), attendu);
        assert_eq!(jour_du_nom("PS_LibreAcces_20261345.txt"), None);
        assert_eq!(jour_du_nom("extraction.txt"), None);
    }
}
