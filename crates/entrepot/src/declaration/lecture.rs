//! Reading declarations: one, those of an MK, the steps of one.

use droit::declaration::{
    Declaration, EtatDeclaration, FicheDeclaration, Justificatif, MotifRefus, MotifRetrait, MotifSuspension,
    PieceDemandee,
};
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId, PraticienId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::colonne::separer;
use crate::{Echec, Row, Tx, params};

const PAR_CLE: &str =
    "SELECT id, praticien, departement, cpts, origine, justificatif, justificatif_reference,
        etat, depose_le, etat_le, effet_du, suspendue_du, motifs, precisions, version
    FROM declaration WHERE id = $1";
const PAR_PRATICIEN: &str = "SELECT id, praticien, departement, cpts, origine, justificatif,
        justificatif_reference, etat, depose_le, etat_le, effet_du, suspendue_du, motifs, precisions, version
    FROM declaration WHERE praticien = $1 ORDER BY etat_le, id";
const HISTORIQUE: &str = "SELECT version, instant, compte, fait, motifs, precisions
    FROM declaration_fait WHERE declaration = $1 ORDER BY version";

/// A step in the life of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etape {
    /// The version of the declaration it led to.
    pub version: i64,
    /// When.
    pub instant: Timestamp,
    /// Who.
    pub compte: CompteId,
    /// What, as the code of the state it led to.
    pub fait: String,
    /// Codes of the motives.
    pub motifs: String,
    /// In words.
    pub precisions: Option<String>,
}

/// The declaration; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: DeclarationId) -> Result<Option<Declaration>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// Every declaration of an MK, oldest first.
///
/// # Errors
/// When the base fails.
pub fn du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Declaration>, Echec> {
    tx.query(PAR_PRATICIEN, &params![praticien])?.iter().map(lire).collect()
}

/// Where the other declarations of an MK in a department stand.
///
/// # Errors
/// When the base fails.
pub fn autres(
    tx: &mut Tx,
    praticien: PraticienId,
    departement: CodeDepartement,
    sauf: Option<DeclarationId>,
) -> Result<Vec<EtatDeclaration>, Echec> {
    let toutes = du_praticien(tx, praticien)?;
    let autre = |d: &&Declaration| d.departement == departement && Some(d.id) != sauf;
    Ok(toutes.iter().filter(autre).map(|d| d.etat.clone()).collect())
}

/// The steps of a declaration.
///
/// # Errors
/// When the base fails.
pub fn historique(tx: &mut Tx, id: DeclarationId) -> Result<Vec<Etape>, Echec> {
    tx.query(HISTORIQUE, &params![id])?.iter().map(etape).collect()
}

fn etape(ligne: &Row) -> Result<Etape, Echec> {
    Ok(Etape {
        version: ligne.get("version")?,
        instant: ligne.get("instant")?,
        compte: ligne.get("compte")?,
        fait: ligne.get("fait")?,
        motifs: ligne.get("motifs")?,
        precisions: ligne.get("precisions")?,
    })
}

pub(super) fn lire(ligne: &Row) -> Result<Declaration, Echec> {
    let justificatif = match ligne.get("justificatif")? {
        None => None,
        Some(type_justificatif) => {
            Some(Justificatif { type_justificatif, reference: ligne.get("justificatif_reference")? })
        }
    };
    Ok(Declaration::relue(FicheDeclaration {
        id: ligne.get("id")?,
        praticien: ligne.get("praticien")?,
        departement: ligne.get("departement")?,
        cpts: ligne.get("cpts")?,
        origine: ligne.get("origine")?,
        justificatif,
        depose_le: ligne.get("depose_le")?,
        etat: etat(ligne)?,
        version: ligne.get("version")?,
    }))
}

fn etat(ligne: &Row) -> Result<EtatDeclaration, Echec> {
    let le: Date = ligne.get("etat_le")?;
    let motifs: String = ligne.get("motifs")?;
    let precision = ligne.get("precisions")?;
    Ok(match ligne.get::<String>("etat")?.as_str() {
        "brouillon" => EtatDeclaration::Brouillon,
        "deposee" => EtatDeclaration::Deposee { le },
        "a-completer" => {
            let pieces = separer(&motifs, PieceDemandee::depuis_code);
            EtatDeclaration::ACompleter { le, pieces, precision }
        }
        "validee" => match ligne.get("suspendue_du")? {
            None => EtatDeclaration::Validee { le, effet_du: ligne.get("effet_du")? },
            Some(du) => {
                let motif = MotifSuspension::depuis_code(&motifs).ok_or_else(|| inconnu(&motifs))?;
                EtatDeclaration::Suspendue { le, du, effet_du: ligne.get("effet_du")?, motif, precision }
            }
        },
        "refusee" => {
            EtatDeclaration::Refusee { le, motifs: separer(&motifs, MotifRefus::depuis_code), precision }
        }
        "retiree" => {
            let motif = MotifRetrait::depuis_code(&motifs).ok_or_else(|| inconnu(&motifs))?;
            EtatDeclaration::Retiree { au: le, motif }
        }
        autre => return Err(inconnu(autre)),
    })
}

fn inconnu(code: &str) -> Echec {
    Echec::Colonne { colonne: "declaration.etat".to_owned(), cause: format!("code « {code} » inconnu") }
}
