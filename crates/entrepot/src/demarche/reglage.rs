//! How the démarche of each department is reached and read: its number, its sealed token, the titles of its columns.

use droit::identifiant::{CodeDepartement, CompteId};
use jiff::Timestamp;

use crate::chiffre::{Cellule, Trousseau};
use crate::colonne::{cellule, desceller_chaine, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const REGLAGE: &str = "SELECT departement, numero, jeton IS NOT NULL AS avec_jeton, titres, version
    FROM demarche_reglage WHERE departement = $1";
const TOUS: &str = "SELECT departement, numero, jeton IS NOT NULL AS avec_jeton, titres, version
    FROM demarche_reglage ORDER BY departement";
const JETON: &str = "SELECT jeton FROM demarche_reglage WHERE departement = $1";
const CREER: &str =
    "INSERT INTO demarche_reglage (departement, numero, jeton, titres, version, regle_le, compte)
    VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT DO NOTHING";
const CHANGER: &str = "UPDATE demarche_reglage
    SET numero = $2, jeton = CASE WHEN $8 = 'garder' THEN jeton ELSE $3 END, titres = $4, version = version + 1,
        regle_le = $5, compte = $6
    WHERE departement = $1 AND version = $7";

/// The settings of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reglage {
    /// The department.
    pub departement: CodeDepartement,
    /// Number of the démarche, when dossiers are read by the interface.
    pub numero: Option<u32>,
    /// Is a token on file.
    pub jeton: EtatJeton,
    /// The titles of the columns, one fact per line; empty where the usual ones do.
    pub titres: String,
    /// Version read; 0 when nothing is on file.
    pub version: i64,
}

/// Is a token on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatJeton {
    /// No.
    Absent,
    /// Yes, sealed.
    Present,
}

/// What becomes of the token.
#[derive(Clone, PartialEq, Eq)]
pub enum SortDuJeton {
    /// The one on file stays.
    Garder,
    /// None is kept.
    Retirer,
    /// This one replaces it.
    Remplacer(String),
}

/// Who sets, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regleur {
    /// The account.
    pub compte: CompteId,
    /// When.
    pub maintenant: Timestamp,
}

impl Reglage {
    /// Nothing on file.
    pub fn absent(departement: CodeDepartement) -> Self {
        Self { departement, numero: None, jeton: EtatJeton::Absent, titres: String::new(), version: 0 }
    }

    /// The number, where dossiers can be read by the interface.
    pub fn joignable(&self) -> Option<u32> {
        self.numero.filter(|_| self.jeton == EtatJeton::Present)
    }
}

/// The settings of a department; those of nothing on file where there are none.
///
/// # Errors
/// When the base fails.
pub fn reglage(tx: &mut Tx, departement: CodeDepartement) -> Result<Reglage, Echec> {
    let ligne = tx.query_opt(REGLAGE, &params![departement])?;
    ligne.as_ref().map_or_else(|| Ok(Reglage::absent(departement)), lire)
}

/// Every setting on file, by department.
///
/// # Errors
/// When the base fails.
pub fn reglages(tx: &mut Tx) -> Result<Vec<Reglage>, Echec> {
    tx.query(TOUS, &[])?.iter().map(lire).collect()
}

/// The token of a department, opened; `None` when there is none.
///
/// # Errors
/// When the base fails or the token does not open.
pub fn jeton(
    tx: &mut Tx,
    trousseau: &Trousseau,
    departement: CodeDepartement,
) -> Result<Option<String>, Echec> {
    let Some(ligne) = tx.query_opt(JETON, &params![departement])? else { return Ok(None) };
    desceller_chaine(trousseau, place(departement), &ligne)
}

/// Sets a department; fails with [`Echec::Conflit`] when somebody did meanwhile. The journal says who, never the token.
pub fn regler(tx: &mut Tx, trousseau: &Trousseau, reglage: &Reglage, sort: &SortDuJeton, par: Regleur) {
    let departement = reglage.departement;
    let jeton = match sort {
        SortDuJeton::Remplacer(jeton) => Some(sceller(trousseau, place(departement), jeton.as_bytes())),
        SortDuJeton::Garder | SortDuJeton::Retirer => None,
    };
    let mut valeurs =
        params![departement, reglage.numero, jeton, reglage.titres.as_str(), par.maintenant, par.compte]
            .to_vec();
    if reglage.version == 0 {
        tx.enqueue_one(CREER, valeurs);
    } else {
        let garder = if *sort == SortDuJeton::Garder { "garder" } else { "changer" };
        valeurs.extend(params![reglage.version, garder]);
        tx.enqueue_one(CHANGER, valeurs);
    }
    let acteur = format!("compte/{}", par.compte);
    tx.tracer(Entree::new(par.maintenant, acteur, "demarche.regler", format!("departement/{departement}")));
}

/// The cell of a token: its line is the code of the department.
fn place(departement: CodeDepartement) -> Cellule {
    let code = departement.as_str().bytes().fold(0_u128, |code, octet| code << 8 | u128::from(octet));
    cellule("demarche_reglage", "jeton", code)
}

fn lire(ligne: &Row) -> Result<Reglage, Echec> {
    Ok(Reglage {
        departement: ligne.get("departement")?,
        numero: ligne.get("numero")?,
        jeton: if ligne.get("avec_jeton")? { EtatJeton::Present } else { EtatJeton::Absent },
        titres: ligne.get("titres")?,
        version: ligne.get("version")?,
    })
}
