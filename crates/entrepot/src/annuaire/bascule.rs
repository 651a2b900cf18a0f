//! The switch from one extraction to the next: compared MK by MK in bounded memory, visible at once or not at all.

use std::collections::BTreeMap;

use droit::annuaire::{Releve, comparer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::ecriture::{Plume, activite};
use super::lecture::{Import, dernier};
use super::{Bilan, Lignes};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

/// MKs compared at a time.
const PAGE: u32 = 1_000;
/// Activities of one MK beyond which the file is not what it says: real MKs have a few.
const ACTIVITES_MAX: usize = 500;
/// From this many MKs gone, a file that lost more than one known MK in ten is suspected of being cut.
const DISPARITIONS_SUSPECTES: u64 = 20;

const PRENDRE: &str = "DELETE FROM annuaire_chantier WHERE cle = $1";
const COMPTER: &str = "SELECT count(DISTINCT rpps) AS nombre FROM annuaire_attente WHERE cle = $1";
const CONNUS: &str = "SELECT count(*) AS nombre FROM annuaire_releve WHERE jusqu IS NULL";
const PERDUS: &str = "SELECT count(*) AS nombre FROM annuaire_releve r WHERE r.jusqu IS NULL AND NOT EXISTS
    (SELECT 1 FROM annuaire_attente a WHERE a.cle = $1 AND a.rpps = r.rpps)";
const PAGE_RPPS: &str = "SELECT DISTINCT rpps FROM annuaire_attente WHERE cle = $1 AND rpps > $2
    ORDER BY rpps LIMIT $3";
const PAGE_LIGNES: &str =
    "SELECT rpps, empreinte, nom, prenom, mode, departement, code_postal, code_commune, commune,
        structure, raison_sociale, siret, finess
    FROM annuaire_attente WHERE cle = $1 AND rpps > $2 AND rpps <= $3 ORDER BY rpps, empreinte";
const PAGE_COURANTS: &str = "SELECT rpps, depuis, empreinte FROM annuaire_releve
    WHERE jusqu IS NULL AND rpps > $1 AND rpps <= $2";
const PAGE_PERDUS: &str = "SELECT r.rpps, r.depuis FROM annuaire_releve r
    WHERE r.jusqu IS NULL AND r.rpps > $2 AND NOT EXISTS
    (SELECT 1 FROM annuaire_attente a WHERE a.cle = $1 AND a.rpps = r.rpps) ORDER BY r.rpps LIMIT $3";

/// What to do when many MKs vanish at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disparitions {
    /// Refuse: the file may be cut.
    Suspectes,
    /// Somebody looked at it.
    Acceptees,
}

/// An import whose rows all wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelImport {
    /// The key its rows wait under.
    pub cle: Uuid,
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

/// Makes the waiting rows the current extraction.
///
/// # Errors
/// When the file is refused or the store fails: nothing is then changed.
pub fn basculer(tx: &mut Tx, nouvel: &NouvelImport, acteur: &str) -> Result<Bascule, RefusImport> {
    if tx.execute(PRENDRE, &params![nouvel.cle])? != 1 {
        return Err(RefusImport::Depasse);
    }
    let dernier = dernier(tx)?;
    if let Some(import) = &dernier {
        if import.empreinte == nouvel.empreinte {
            return Ok(Bascule::DejaFaite(import.clone()));
        }
        if nouvel.extrait_le < import.extrait_le {
            return Err(RefusImport::Anterieure {
                extrait_le: nouvel.extrait_le,
                dernier: import.extrait_le,
            });
        }
    }
    let mks = compter(tx, COMPTER, nouvel)?;
    exiger_la_masse(tx, nouvel, mks)?;
    let numero = dernier.as_ref().map_or(1, |import| import.numero + 1);
    let import = Import::depuis(nouvel, numero, mks);
    let mut plume = Plume::new(tx, &import, dernier.is_some());
    comparer_les_presents(&mut plume, nouvel.cle)?;
    fermer_les_perdus(&mut plume, nouvel.cle)?;
    let bilan = plume.finir(mks)?;
    tracer(tx, &import, &bilan, acteur);
    Ok(Bascule::Faite(import, bilan))
}

fn compter(tx: &mut Tx, sql: &'static str, nouvel: &NouvelImport) -> Result<u64, Echec> {
    let nombre: i64 = tx.query_one(sql, &params![nouvel.cle])?.get("nombre")?;
    Ok(u64::try_from(nombre).unwrap_or_default())
}

fn exiger_la_masse(tx: &mut Tx, nouvel: &NouvelImport, mks: u64) -> Result<(), RefusImport> {
    if mks == 0 {
        return Err(RefusImport::Aucun);
    }
    let connus: i64 = tx.query_one(CONNUS, &[])?.get("nombre")?;
    let connus = u64::try_from(connus).unwrap_or_default();
    let perdus = compter(tx, PERDUS, nouvel)?;
    let suspect = perdus >= DISPARITIONS_SUSPECTES && perdus.saturating_mul(10) > connus;
    if suspect && nouvel.disparitions == Disparitions::Suspectes {
        return Err(RefusImport::Disparitions { perdus, connus });
    }
    Ok(())
}

/// An MK of the new extraction, his rows joined.
struct Arrivant {
    releve: Releve,
    empreinte: Sha256,
}

fn comparer_les_presents(plume: &mut Plume<'_>, cle: Uuid) -> Result<(), RefusImport> {
    let mut apres = String::new();
    loop {
        let page = plume.tx.query(PAGE_RPPS, &params![cle, &apres, PAGE])?;
        let Some(derniere) = page.last() else { return Ok(()) };
        let fin: String = derniere.get("rpps")?;
        let lignes = plume.tx.query(PAGE_LIGNES, &params![cle, &apres, &fin])?;
        let arrivants = joindre(&lignes)?;
        let mut courants = BTreeMap::new();
        for ligne in plume.tx.query(PAGE_COURANTS, &params![&apres, &fin])? {
            let connu: (i64, Vec<u8>) = (ligne.get("depuis")?, ligne.get("empreinte")?);
            courants.insert(ligne.get::<String>("rpps")?, connu);
        }
        for (rpps, Arrivant { releve, empreinte }) in arrivants {
            let empreinte: [u8; 32] = empreinte.finalize().into();
            match courants.get(&rpps) {
                Some((_, connue)) if connue.as_slice() == empreinte => {}
                Some((depuis, _)) => plume.remplacer(&rpps, *depuis, &releve, empreinte)?,
                None => plume.accueillir(&rpps, &releve, empreinte),
            }
        }
        apres = fin;
    }
}

fn joindre(lignes: &[Row]) -> Result<BTreeMap<String, Arrivant>, RefusImport> {
    let mut arrivants: BTreeMap<String, Arrivant> = BTreeMap::new();
    for ligne in lignes {
        let rpps: String = ligne.get("rpps")?;
        let (nom, prenom): (String, String) = (ligne.get("nom")?, ligne.get("prenom")?);
        let arrivant = arrivants.entry(rpps.clone()).or_insert_with(|| Arrivant {
            releve: Releve { nom, prenom, activites: [].into() },
            empreinte: Sha256::new(),
        });
        arrivant.empreinte.update(ligne.get::<Vec<u8>>("empreinte")?);
        arrivant.releve.activites.extend(activite(ligne)?);
        if arrivant.releve.activites.len() > ACTIVITES_MAX {
            return Err(RefusImport::TropDActivites { rpps });
        }
    }
    Ok(arrivants)
}

fn fermer_les_perdus(plume: &mut Plume<'_>, cle: Uuid) -> Result<(), RefusImport> {
    let mut apres = String::new();
    loop {
        let page = plume.tx.query(PAGE_PERDUS, &params![cle, &apres, PAGE])?;
        let Some(derniere) = page.last() else { return Ok(()) };
        apres = derniere.get("rpps")?;
        for ligne in &page {
            let (rpps, depuis): (String, i64) = (ligne.get("rpps")?, ligne.get("depuis")?);
            let perdu = Releve { nom: String::new(), prenom: String::new(), activites: [].into() };
            plume.fermer(&rpps, depuis);
            plume.noter(&rpps, &comparer(Some(&perdu), None));
        }
    }
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
