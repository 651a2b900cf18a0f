//! Following declarations: those of a CPTS, how many stand where in a department and in each of its CPTS.

use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, NumeroRpps, PraticienId};
use jiff::civil::Date;

use crate::{Echec, Row, Tx, params};

const DE_LA_CPTS: &str = "SELECT d.id, d.departement,
        CASE WHEN d.suspendue_du IS NULL THEN d.etat ELSE 'suspendue' END AS etat, d.etat_le, d.depose_le,
        p.id AS praticien, p.rpps, p.nom, p.prenom
    FROM declaration d JOIN praticien p ON p.id = d.praticien
    WHERE d.cpts = $1
        AND ($2 IS NULL OR CASE WHEN d.suspendue_du IS NULL THEN d.etat ELSE 'suspendue' END = $2)
    ORDER BY d.etat_le DESC, d.id DESC LIMIT $3";
const EFFECTIFS: &str =
    "SELECT CASE WHEN suspendue_du IS NULL THEN etat ELSE 'suspendue' END AS etat, count(*) AS nombre
    FROM declaration WHERE departement = $1 GROUP BY 1 ORDER BY 1";
const EFFECTIFS_DE_LA_CPTS: &str =
    "SELECT CASE WHEN suspendue_du IS NULL THEN etat ELSE 'suspendue' END AS etat, count(*) AS nombre
    FROM declaration WHERE cpts = $1 GROUP BY 1 ORDER BY 1";
const PAR_CPTS: &str = "SELECT c.id, c.nom,
        (SELECT count(*) FROM declaration d
            WHERE d.cpts = c.id AND d.departement = $1 AND d.depose_le <= $2) AS declares,
        (SELECT count(*) FROM autorisation a WHERE a.cpts = c.id AND a.departement = $1
            AND a.du <= $2 AND (a.au IS NULL OR a.au >= $2)) AS autorises
    FROM cpts_departement x JOIN cpts c ON c.id = x.cpts
    WHERE x.departement = $1 ORDER BY c.recherche, c.id";

/// A declaration under a CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneSuivie {
    /// Declaration.
    pub declaration: DeclarationId,
    /// Department.
    pub departement: CodeDepartement,
    /// Code of its state.
    pub etat: String,
    /// Day of that state.
    pub etat_le: Date,
    /// Day of the first filing.
    pub depose_le: Option<Date>,
    /// The MK.
    pub praticien: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
}

/// How many declarations are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effectif {
    /// Code of the state.
    pub etat: String,
    /// How many.
    pub nombre: u64,
}

/// Figures of a CPTS in a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectifCpts {
    /// CPTS.
    pub cpts: CptsId,
    /// Its name.
    pub nom: String,
    /// Declarations filed by that day, whatever became of them.
    pub declares: u64,
    /// MKs authorised on the day.
    pub autorises: u64,
}

/// The declarations under a CPTS, the latest first; in one state when `etat` says so.
///
/// # Errors
/// When the base fails.
pub fn de_la_cpts(
    tx: &mut Tx,
    cpts: CptsId,
    etat: Option<&'static str>,
    limite: u16,
) -> Result<Vec<LigneSuivie>, Echec> {
    tx.query(DE_LA_CPTS, &params![cpts, etat, limite])?.iter().map(suivie).collect()
}

/// How many declarations of a department are in each state.
///
/// # Errors
/// When the base fails.
pub fn effectifs(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Effectif>, Echec> {
    tx.query(EFFECTIFS, &params![departement])?.iter().map(effectif).collect()
}

/// How many declarations under a CPTS are in each state.
///
/// # Errors
/// When the base fails.
pub fn effectifs_de_la_cpts(tx: &mut Tx, cpts: CptsId) -> Result<Vec<Effectif>, Echec> {
    tx.query(EFFECTIFS_DE_LA_CPTS, &params![cpts])?.iter().map(effectif).collect()
}

/// The figures of each CPTS of a department on a day.
///
/// # Errors
/// When the base fails.
pub fn effectifs_par_cpts(
    tx: &mut Tx,
    departement: CodeDepartement,
    jour: Date,
) -> Result<Vec<EffectifCpts>, Echec> {
    tx.query(PAR_CPTS, &params![departement, jour])?.iter().map(effectif_cpts).collect()
}

fn suivie(ligne: &Row) -> Result<LigneSuivie, Echec> {
    Ok(LigneSuivie {
        declaration: ligne.get("id")?,
        departement: ligne.get("departement")?,
        etat: ligne.get("etat")?,
        etat_le: ligne.get("etat_le")?,
        depose_le: ligne.get("depose_le")?,
        praticien: ligne.get("praticien")?,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
    })
}

fn effectif(ligne: &Row) -> Result<Effectif, Echec> {
    Ok(Effectif { etat: ligne.get("etat")?, nombre: nombre(ligne, "nombre")? })
}

fn effectif_cpts(ligne: &Row) -> Result<EffectifCpts, Echec> {
    Ok(EffectifCpts {
        cpts: ligne.get("id")?,
        nom: ligne.get("nom")?,
        declares: nombre(ligne, "declares")?,
        autorises: nombre(ligne, "autorises")?,
    })
}

fn nombre(ligne: &Row, colonne: &'static str) -> Result<u64, Echec> {
    ligne.get::<i64>(colonne).map(|nombre| nombre.max(0).unsigned_abs())
}
