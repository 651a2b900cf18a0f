//! Reading the sums of a perimeter: one range of keys; those of an MK are made from his episodes.

use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use droit::indicateur::{Champ, Comptes, Mesure, Perimetre, Releve, Tranche, Variante};
use uuid::Uuid;

use super::releve::relire;
use super::serie::Serie;
use crate::{Echec, Row, Tx, params};

const SOMMES: &str = "SELECT mesure, modalite, structure, CAST(SUM(n) AS BIGINT) AS n,
        CAST(SUM(sujets) AS BIGINT) AS sujets
    FROM indicateur_compteur
    WHERE perimetre = $1 AND variante = $2 AND tranche BETWEEN $3 AND $4 AND precedent < $3
    GROUP BY mesure, modalite, structure";
/// Third by third, for the sums of a third are in order of measure.
const ACTIFS: &str = "WITH RECURSIVE tiers(t) AS
        (SELECT CAST($2 AS BIGINT) UNION ALL SELECT t + 1 FROM tiers WHERE t < $3)
    SELECT c.mesure, c.modalite, c.structure, CAST(SUM(c.n) AS BIGINT) AS n,
        CAST(SUM(c.sujets) AS BIGINT) AS sujets
    FROM tiers JOIN indicateur_compteur c ON c.perimetre = $1 AND c.variante = 'calendaire'
        AND c.tranche = tiers.t AND c.mesure = 'praticiens-actifs' AND c.precedent < $2
    GROUP BY c.mesure, c.modalite, c.structure";
const DU_PRATICIEN: &str = "SELECT i.patient, i.releve FROM participant p
    JOIN indicateur_episode i ON i.episode = p.episode WHERE p.praticien = $1
    UNION ALL SELECT i.patient, i.releve FROM evenement v
    JOIN indicateur_episode i ON i.episode = v.id WHERE v.praticien = $1 AND v.episode IS NULL";
const DE_LA_CPTS: &str = "SELECT patient, releve FROM indicateur_episode WHERE cpts = $1";
const CPTS_COMPTEES: &str = "SELECT c.id, c.nom, c.siege FROM cpts c
    WHERE c.id IN (SELECT DISTINCT i.cpts FROM indicateur_episode i WHERE i.cpts IS NOT NULL)";
const PERIMETRES: &str = "SELECT DISTINCT perimetre FROM indicateur_compteur WHERE perimetre LIKE $1
    ORDER BY perimetre";

/// All structures together.
const TOUTES: &str = "*";

/// What is asked of the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    /// Over whom.
    pub champ: Champ,
    /// Over when: first and last third of a month.
    pub tranches: (Tranche, Tranche),
    /// Which episodes are kept.
    pub variante: Variante,
}

/// The sums of a field over a range of thirds.
///
/// # Errors
/// When the base fails.
pub fn comptes(tx: &mut Tx, demande: &Demande) -> Result<Comptes, Echec> {
    match (&demande.champ.perimetre, demande.champ.perimetre.cle()) {
        (Perimetre::Praticien(praticien), _) => du_praticien(tx, *praticien, demande),
        (Perimetre::Cpts(cpts), _) => {
            let structure = demande.champ.structure;
            Ok(Serie::de_la_cpts(tx, *cpts, demande.variante)?.comptes(structure, demande.tranches))
        }
        (_, Some(cle)) => du_perimetre(tx, &cle, demande),
        (_, None) => Ok(Comptes::default()),
    }
}

/// The CPTS that count something, by name: what is hidden depends on the order, and two installations with the same facts
/// must hide the same. Sorted here, for each engine sorts texts its own way.
///
/// # Errors
/// When the base fails.
pub fn cpts_comptees(tx: &mut Tx) -> Result<Vec<CptsId>, Echec> {
    let lire = |ligne: &Row| Ok((ligne.get("nom")?, ligne.get("siege")?, ligne.get("id")?));
    let mut lues: Vec<(String, Option<CodeDepartement>, CptsId)> =
        tx.query(CPTS_COMPTEES, &[])?.iter().map(lire).collect::<Result<_, Echec>>()?;
    lues.sort();
    Ok(lues.into_iter().map(|(_, _, id)| id).collect())
}

/// The episodes of a CPTS, each with its patient.
pub(super) fn episodes_de_la_cpts(tx: &mut Tx, cpts: CptsId) -> Result<Vec<(u128, Releve)>, Echec> {
    tx.query(DE_LA_CPTS, &params![cpts])?.iter().map(episode).collect()
}

fn episode(ligne: &Row) -> Result<(u128, Releve), Echec> {
    Ok((ligne.get::<Uuid>("patient")?.as_u128(), relire(&ligne.get::<String>("releve")?)?))
}

/// The keys of the perimeters of a kind (`region/`, `departement/`) that count something.
///
/// # Errors
/// When the base fails.
pub fn perimetres_comptes(tx: &mut Tx, genre: &str) -> Result<Vec<String>, Echec> {
    let lignes = tx.query(PERIMETRES, &params![format!("{genre}%")])?;
    lignes.iter().map(|ligne| ligne.get("perimetre")).collect()
}

fn du_perimetre(tx: &mut Tx, cle: &str, demande: &Demande) -> Result<Comptes, Echec> {
    let (du, au) = (demande.tranches.0.numero(), demande.tranches.1.numero());
    let mut lignes = tx.query(SOMMES, &params![cle, demande.variante.code(), du, au])?;
    if demande.variante != Variante::Calendaire {
        lignes.extend(tx.query(ACTIFS, &params![cle, du, au])?);
    }
    let mut comptes = Comptes::default();
    for ligne in &lignes {
        ajouter(&mut comptes, ligne, demande.champ.structure)?;
    }
    Ok(comptes)
}

/// What is counted is the sum over the structures; different patients are counted for all structures on their own.
fn ajouter(comptes: &mut Comptes, ligne: &Row, structure: Option<TypeStructure>) -> Result<(), Echec> {
    let code: String = ligne.get("mesure")?;
    let mesure =
        Mesure::depuis_code(&code).ok_or_else(|| Echec::moteur(format!("mesure « {code} » inconnue")))?;
    let (modalite, sienne): (String, String) = (ligne.get("modalite")?, ligne.get("structure")?);
    let (n, sujets): (i64, i64) = (ligne.get("n")?, ligne.get("sujets")?);
    let toutes = sienne == TOUTES;
    let (retenu, distinct) = match structure {
        None => (!toutes, toutes),
        Some(voulue) => (sienne == voulue.code(), sienne == voulue.code()),
    };
    comptes.ajouter(mesure, &modalite, if retenu { n } else { 0 }, if distinct { sujets } else { 0 });
    Ok(())
}

/// The episodes and the reports of events an MK takes part in, each with its patient.
///
/// # Errors
/// When the base fails.
pub fn episodes_du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<(u128, Releve)>, Echec> {
    tx.query(DU_PRATICIEN, &params![praticien])?.iter().map(episode).collect()
}

fn du_praticien(tx: &mut Tx, praticien: PraticienId, demande: &Demande) -> Result<Comptes, Echec> {
    let episodes = episodes_du_praticien(tx, praticien)?;
    let retenu = |r: &Releve| demande.champ.structure.is_none_or(|voulue| r.structure == voulue.code());
    let retenus = episodes.iter().filter(|(_, r)| retenu(r)).map(|(patient, r)| (*patient, r));
    Ok(Comptes::du_praticien(retenus, praticien.bits(), demande.variante, demande.tranches))
}
