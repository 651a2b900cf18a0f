//! From one extraction to the next: checked whole, written page by page under its number, seen all at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::avis::prevenir;
use super::chantier::Chantier;
use super::ecriture::{annoncer, ecrire};
use super::lecture::{Import, dernier};
use super::page::Page;
use super::{Bilan, Lignes};
use crate::journal::Entree;
use crate::{Echec, Tx, params};

/// Activities of one MK beyond which the file is not what it says: real MKs have a few.
const ACTIVITES_MAX: u32 = 500;
/// From this many MKs gone, a file that lost more than one known MK in ten is suspected of being cut.
const DISPARITIONS_SUSPECTES: u64 = 20;

const PRENDRE: &str = "DELETE FROM annuaire_chantier WHERE cle = $1";
const COMPTER: &str = "SELECT count(DISTINCT rpps) AS nombre FROM annuaire_attente WHERE cle = $1";
const CONNUS: &str = "SELECT count(*) AS nombre FROM annuaire_releve WHERE jusqu IS NULL";
const PERDUS: &str = "SELECT count(*) AS nombre FROM annuaire_releve r WHERE r.jusqu IS NULL AND NOT EXISTS
    (SELECT 1 FROM annuaire_attente a WHERE a.cle = $1 AND a.rpps = r.rpps)";
const EXCESSIF: &str = "SELECT rpps FROM annuaire_attente WHERE cle = $1
    GROUP BY rpps HAVING count(*) > $2 ORDER BY rpps LIMIT 1";
const METTRE_EN_PLACE: &str =
    "UPDATE annuaire_import SET etat = 'en-place' WHERE numero = $1 AND etat = 'en-cours'";
const ALERTES: &str = "SELECT count(*) AS nombre FROM alerte_annuaire WHERE import = $1";

/// What to do when many MKs vanish at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disparitions {
    /// Refuse: the file may be cut.
    Suspectes,
    /// Somebody looked at it.
    Acceptees,
}

/// A file whose rows all wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelImport {
    /// Name of the file.
    pub fichier: String,
    /// Fingerprint of the file, in hexadecimal.
    pub empreinte: String,
    /// Day of the extraction.
    pub extrait_le: Date,
    /// Now.
    pub importe_le: Timestamp,
    /// Its lines.
    pub lignes: Lignes,
    /// What to do when many MKs vanish at once.
    pub disparitions: Disparitions,
}

/// How a switch ends well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bascule {
    /// The same file is the current one: nothing changed.
    DejaFaite(Import),
    /// Done.
    Faite(Import, Bilan),
}

/// Why nothing was imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusImport {
    /// The directory would go back in time.
    #[error(
        "cette extraction est du {}, plus ancienne que la dernière importée, du {} : importez une extraction plus récente",
        jour(extrait_le),
        jour(dernier)
    )]
    Anterieure {
        /// Day of this one.
        extrait_le: Date,
        /// Day of the last one.
        dernier: Date,
    },
    /// The file holds no MK.
    #[error(
        "le fichier ne contient aucun masseur-kinésithérapeute lisible : vérifiez que c’est l’extraction complète"
    )]
    Aucun,
    /// Too many MKs vanish.
    #[error(
        "{perdus} des {connus} masseurs-kinésithérapeutes connus ne sont pas dans ce fichier : il est sans doute \
         coupé. Téléchargez-le de nouveau, ou acceptez ces disparitions avec --accepter-disparitions"
    )]
    Disparitions {
        /// MKs gone.
        perdus: u64,
        /// MKs known before.
        connus: u64,
    },
    /// One MK has more activities than a person can.
    #[error(
        "le numéro {rpps} a plus de {ACTIVITES_MAX} activités : ce fichier n’est pas l’extraction attendue"
    )]
    TropDActivites {
        /// The MK.
        rpps: String,
    },
    /// Another import began meanwhile.
    #[error("un autre import a commencé entre-temps : attendez sa fin, puis recommencez")]
    Depasse,
    /// Storage failed.
    #[error(transparent)]
    Echec(#[from] Echec),
}

fn jour(date: &Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// How a file that was set aside goes on.
pub enum Suite {
    /// The same file is the current one: nothing to do.
    DejaFaite(Import),
    /// To be written, page by page.
    AEcrire(Application),
}

/// An import being written; nobody sees it before [`Application::conclure_ici`].
pub struct Application {
    chantier: Chantier,
    import: Import,
    suite: bool,
    apres: Option<String>,
    traites: u64,
    bilan: Bilan,
}

impl Chantier {
    /// Checks the whole file against the current extraction, and gives the import its number.
    ///
    /// # Errors
    /// When the file is refused or the store fails: nothing is then changed.
    pub fn examiner_ici(&self, nouvel: &NouvelImport) -> Result<Suite, RefusImport> {
        let (demande, cle) = (nouvel.clone(), self.cle());
        let lue = self.entrepot().lire_ici(move |tx| examiner(tx, cle, &demande))?;
        let (import, suite) = match lue {
            Examen::Deja(import) => return Ok(Suite::DejaFaite(import)),
            Examen::Nouveau { import, suite } => (import, suite),
        };
        let annonce = import.clone();
        self.ecrire(move |tx| annoncer(tx, &annonce))?;
        Ok(Suite::AEcrire(Application {
            chantier: self.clone(),
            bilan: Bilan { mks: import.mks, ..Bilan::default() },
            import,
            suite,
            apres: Some(String::new()),
            traites: 0,
        }))
    }
}

impl Application {
    /// Compares and writes the next page of MKs; `None` when all are written, else how many are.
    ///
    /// # Errors
    /// When another import has begun or the store fails: nothing is seen of this one.
    pub fn avancer_ici(&mut self) -> Result<Option<u64>, RefusImport> {
        let Some(apres) = self.apres.take() else { return Ok(None) };
        let (cle, suite, numero) = (self.chantier.cle(), self.suite, self.import.numero);
        let page = self.chantier.entrepot().lire_ici(move |tx| Page::lire(tx, cle, suite, &apres))?;
        self.apres = page.suivante().map(str::to_owned);
        self.traites += page.lus;
        page.compter(&mut self.bilan);
        let page = Arc::new(page);
        self.chantier.ecrire(move |tx| ecrire(tx, cle, numero, &page))?;
        Ok(Some(self.traites))
    }

    /// Makes it the current extraction: one short transaction, whatever its size.
    ///
    /// # Errors
    /// When another import has begun or the store fails: nothing is then changed.
    pub fn conclure_ici(self, acteur: &str) -> Result<Bascule, RefusImport> {
        let Self { chantier, import, bilan, .. } = self;
        let (cle, acteur) = (chantier.cle(), acteur.to_owned());
        chantier.entrepot().ecrire_ici(move |tx| {
            if tx.execute(PRENDRE, &params![cle])? != 1 {
                return Err(RefusImport::Depasse);
            }
            tx.enqueue_one(METTRE_EN_PLACE, params![import.numero]);
            let mut bilan = bilan.clone();
            let alertes: i64 = tx.query_one(ALERTES, &params![import.numero])?.get("nombre")?;
            bilan.alertes = u64::try_from(alertes).unwrap_or_default();
            if bilan.alertes > 0 {
                prevenir(tx, import.numero, import.importe_le)?;
            }
            tracer(tx, &import, &bilan, &acteur);
            Ok(Bascule::Faite(import.clone(), bilan))
        })
    }
}

enum Examen {
    Deja(Import),
    Nouveau { import: Import, suite: bool },
}

fn examiner(tx: &mut Tx, cle: Uuid, nouvel: &NouvelImport) -> Result<Examen, RefusImport> {
    let dernier = dernier(tx)?;
    if let Some(import) = &dernier {
        if import.empreinte == nouvel.empreinte {
            return Ok(Examen::Deja(import.clone()));
        }
        if nouvel.extrait_le < import.extrait_le {
            return Err(RefusImport::Anterieure {
                extrait_le: nouvel.extrait_le,
                dernier: import.extrait_le,
            });
        }
    }
    let mks = compter(tx, COMPTER, cle)?;
    exiger_la_masse(tx, cle, nouvel.disparitions, mks)?;
    if let Some(ligne) = tx.query_opt(EXCESSIF, &params![cle, ACTIVITES_MAX])? {
        return Err(RefusImport::TropDActivites { rpps: ligne.get("rpps")? });
    }
    let numero = dernier.as_ref().map_or(1, |import| import.numero + 1);
    Ok(Examen::Nouveau { import: Import::depuis(nouvel, numero, mks), suite: dernier.is_some() })
}

fn compter(tx: &mut Tx, sql: &'static str, cle: Uuid) -> Result<u64, Echec> {
    let nombre: i64 = tx.query_one(sql, &params![cle])?.get("nombre")?;
    Ok(u64::try_from(nombre).unwrap_or_default())
}

fn exiger_la_masse(tx: &mut Tx, cle: Uuid, admises: Disparitions, mks: u64) -> Result<(), RefusImport> {
    if mks == 0 {
        return Err(RefusImport::Aucun);
    }
    let connus: i64 = tx.query_one(CONNUS, &[])?.get("nombre")?;
    let connus = u64::try_from(connus).unwrap_or_default();
    let perdus = compter(tx, PERDUS, cle)?;
    let suspect = perdus >= DISPARITIONS_SUSPECTES && perdus.saturating_mul(10) > connus;
    if suspect && admises == Disparitions::Suspectes {
        return Err(RefusImport::Disparitions { perdus, connus });
    }
    Ok(())
}

fn tracer(tx: &mut Tx, import: &Import, bilan: &Bilan, acteur: &str) {
    let sujet = format!("annuaire/{}", import.numero);
    let mut entree = Entree::new(import.importe_le, acteur, "annuaire.importer", sujet);
    let changements: BTreeMap<_, _> = bilan.changements.iter().map(|(genre, n)| (genre.code(), n)).collect();
    entree.details = json!({
        "empreinte": import.empreinte,
        "extrait_le": import.extrait_le,
        "mks": import.mks,
        "rejetees": import.lignes.rejetees,
        "changements": changements,
        "alertes": bilan.alertes,
    })
    .to_string();
    tx.tracer(entree);
}
