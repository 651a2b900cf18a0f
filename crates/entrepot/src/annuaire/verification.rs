//! Each time the directory was asked about a declaration: its answer, its source, its day, who asked.

use droit::acces::Instruisable;
use droit::annuaire::{AvisAnnuaire, Repere};
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId, NumeroRpps};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::lecture::avis_courant;
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const INSCRIRE: &str = "INSERT INTO verification_annuaire
    (id, declaration, source, du, departement, constat, activites, fait_le, fait_par)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const LISTER: &str = "SELECT v.source, v.du, v.departement, v.constat, v.activites, v.fait_le, k.nom
    FROM verification_annuaire v JOIN compte k ON k.id = v.fait_par
    WHERE v.declaration = $1 ORDER BY v.fait_le DESC, v.id DESC LIMIT $2";

/// An answer of the directory about a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Its key.
    pub id: Uuid,
    /// What it says, and who says it.
    pub avis: AvisAnnuaire,
    /// How many activities it knows.
    pub activites: u32,
    /// When it was asked.
    pub fait_le: Timestamp,
    /// Who asked.
    pub fait_par: CompteId,
}

/// An answer kept on the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationGardee {
    /// What it said, and who said it.
    pub avis: AvisAnnuaire,
    /// How many activities it knew.
    pub activites: u32,
    /// When it was asked.
    pub fait_le: Timestamp,
    /// The name of who asked.
    pub par: String,
}

/// Leaves an answer for the flush, on a declaration that its agent may decide.
pub fn garder(tx: &mut Tx, declaration: &Instruisable, verification: &Verification) {
    let (source, du) = ecrire(verification.avis.repere());
    let valeurs = params![
        verification.id,
        declaration.id,
        source,
        du,
        verification.avis.departement(),
        verification.avis.constat(),
        verification.activites,
        verification.fait_le,
        verification.fait_par,
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    let acteur = format!("compte/{}", verification.fait_par);
    let sujet = format!("declaration/{}", declaration.id);
    let mut entree = Entree::new(verification.fait_le, acteur, "annuaire.verifier", sujet);
    entree.details = serde_json::json!({
        "source": source,
        "du": du,
        "constat": verification.avis.constat().code(),
    })
    .to_string();
    tx.tracer(entree);
}

/// The answers kept on a declaration, the latest first.
///
/// # Errors
/// When the base fails.
pub fn verifications(
    tx: &mut Tx,
    declaration: DeclarationId,
    au_plus: u32,
) -> Result<Vec<VerificationGardee>, Echec> {
    tx.query(LISTER, &params![declaration, au_plus])?.iter().map(lire).collect()
}

/// What the directory says of a declaration: by the answer kept on it when it is later than the current extraction,
/// else by that extraction.
///
/// # Errors
/// When the base fails.
pub fn avis_de_la_declaration(
    tx: &mut Tx,
    declaration: DeclarationId,
    rpps: &NumeroRpps,
    departement: CodeDepartement,
) -> Result<Option<AvisAnnuaire>, Echec> {
    let courant = avis_courant(tx, rpps, departement)?;
    let gardee = verifications(tx, declaration, 1)?.pop().map(|verification| verification.avis);
    Ok(retenir(courant, gardee))
}

/// The answer kept when it is later than the current extraction, else that extraction.
pub(super) fn retenir(courant: Option<AvisAnnuaire>, gardee: Option<AvisAnnuaire>) -> Option<AvisAnnuaire> {
    let jour = |avis: &AvisAnnuaire| match avis.repere() {
        Repere::Extraction { du } => du,
        Repere::Api { le } => le,
    };
    match (courant, gardee) {
        (Some(courant), Some(gardee)) if jour(&gardee) > jour(&courant) => Some(gardee),
        (None, gardee) => gardee,
        (courant, _) => courant,
    }
}

fn ecrire(repere: Repere) -> (&'static str, Date) {
    match repere {
        Repere::Extraction { du } => ("extraction", du),
        Repere::Api { le } => ("api", le),
    }
}

/// The answer of a row.
pub(super) fn lire_avis(ligne: &Row) -> Result<AvisAnnuaire, Echec> {
    let (source, jour): (String, Date) = (ligne.get("source")?, ligne.get("du")?);
    let repere = match source.as_str() {
        "api" => Repere::Api { le: jour },
        _ => Repere::Extraction { du: jour },
    };
    Ok(AvisAnnuaire::relu(ligne.get("constat")?, ligne.get("departement")?, repere))
}

fn lire(ligne: &Row) -> Result<VerificationGardee, Echec> {
    Ok(VerificationGardee {
        avis: lire_avis(ligne)?,
        activites: ligne.get("activites")?,
        fait_le: ligne.get("fait_le")?,
        par: ligne.get("nom")?,
    })
}
