//! What each check answered when a step was taken: kept with the step, as it was read then.

use droit::decision::Etat;
use droit::declaration::{CodeControle, Controle, Prononce};
use droit::identifiant::DeclarationId;
use jiff::civil::Date;

use crate::{Echec, Row, Tx, params};

const GARDER: &str =
    "INSERT INTO declaration_controle (declaration, version, rang, code, etat, dit, source, du)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const GARDES: &str = "SELECT version, code, etat, dit, source, du FROM declaration_controle
    WHERE declaration = $1 ORDER BY version, rang";

/// The answer of a check, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControleGarde {
    /// What was checked.
    pub code: CodeControle,
    /// What was found.
    pub etat: Etat,
    /// What it said.
    pub dit: String,
    /// Who answered.
    pub source: String,
    /// The day the answer is of.
    pub du: Date,
}

/// The answers of the checks at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlesDeLEtape {
    /// The version that the step led to.
    pub version: i64,
    /// The answers, in the order they were shown.
    pub controles: Vec<ControleGarde>,
}

/// Keeps the answers of the checks with the step written before, in its transaction.
pub fn garder_controles<T>(tx: &mut Tx, fait: &Prononce<T>, controles: &[Controle]) {
    let le = fait.declarant().aujourd_hui;
    for (rang, controle) in (1_i64..).zip(controles) {
        let valeurs = params![
            fait.declaration(),
            fait.version() + 1,
            rang,
            controle.code,
            controle.etat.code(),
            controle.to_string(),
            controle.source(),
            controle.jour(le)
        ];
        tx.enqueue_one(GARDER, valeurs);
    }
}

/// The answers kept of a declaration, step by step.
///
/// # Errors
/// When the base fails.
pub fn controles_gardes(tx: &mut Tx, id: DeclarationId) -> Result<Vec<ControlesDeLEtape>, Echec> {
    let mut etapes: Vec<ControlesDeLEtape> = Vec::new();
    for ligne in &tx.query(GARDES, &params![id])? {
        let (version, garde) = (ligne.get("version")?, lire(ligne)?);
        match etapes.last_mut().filter(|etape| etape.version == version) {
            Some(etape) => etape.controles.push(garde),
            None => etapes.push(ControlesDeLEtape { version, controles: vec![garde] }),
        }
    }
    Ok(etapes)
}

fn lire(ligne: &Row) -> Result<ControleGarde, Echec> {
    let etat: String = ligne.get("etat")?;
    let inconnu = || Echec::Colonne {
        colonne: "declaration_controle.etat".to_owned(),
        cause: format!("code « {etat} » inconnu"),
    };
    Ok(ControleGarde {
        code: ligne.get("code")?,
        etat: Etat::depuis_code(&etat).ok_or_else(inconnu)?,
        dit: ligne.get("dit")?,
        source: ligne.get("source")?,
        du: ligne.get("du")?,
    })
}
