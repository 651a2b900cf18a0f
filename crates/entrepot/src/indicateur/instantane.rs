//! Snapshots: bytes kept for ever under their hash. Nothing here changes or removes one.

use droit::evaluation::SujetRapport;
use droit::identifiant::{CodeDepartement, RapportId, ReunionId};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const GARDER: &str =
    "INSERT INTO instantane (id, sha256, departement, periode, arrete_le, pris_le, reglement, contenu)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const LISTER: &str = "SELECT id, sha256, departement, periode, arrete_le, pris_le, reglement FROM instantane
    WHERE departement = $1 OR $1 = '' ORDER BY pris_le DESC, id LIMIT $2";
const LIRE: &str = "SELECT id, sha256, departement, periode, arrete_le, pris_le, reglement, contenu
    FROM instantane WHERE id = $1";
const PRENEUR: &str = "SELECT acteur FROM journal WHERE sujet = $1 AND action = 'instantane.prendre'
    ORDER BY seq LIMIT 1";
const RAPPORTS: &str = "SELECT id, sujet, periode, numero, signe_le FROM rapport
    WHERE signe_le IS NOT NULL AND contenu LIKE '%' || $1 || '%' ORDER BY signe_le, id";
const REUNIONS: &str = "SELECT id, departement, le FROM comite_reunion WHERE instantane = $1 ORDER BY le, id";

/// A signed report that quotes a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RapportCitant {
    /// Key.
    pub id: RapportId,
    /// Over whom.
    pub sujet: SujetRapport,
    /// Over when.
    pub periode: String,
    /// Number of the version.
    pub numero: u16,
    /// The day of its signature.
    pub signe_le: Date,
}

/// A meeting whose pack shows a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReunionCitante {
    /// Key.
    pub id: ReunionId,
    /// Its committee.
    pub departement: CodeDepartement,
    /// Its day.
    pub le: Date,
}

/// A snapshot to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelInstantane {
    /// The department it is about.
    pub departement: CodeDepartement,
    /// The period, as written in addresses.
    pub periode: String,
    /// The day its figures are as of.
    pub arrete_le: Date,
    /// Fingerprint of the rules.
    pub reglement: String,
    /// Its bytes.
    pub contenu: Vec<u8>,
}

/// A snapshot on file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instantane {
    /// Its name: the beginning of its hash.
    pub id: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The department it is about.
    pub departement: CodeDepartement,
    /// The period.
    pub periode: String,
    /// The day its figures are as of.
    pub arrete_le: Date,
    /// When it was taken here.
    pub pris_le: Timestamp,
    /// Fingerprint of the rules.
    pub reglement: String,
}

impl NouvelInstantane {
    /// SHA-256 of the bytes.
    #[must_use]
    pub fn sha256(&self) -> String {
        empreinte(&self.contenu)
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> String {
        nom(&self.contenu)
    }
}

/// The name of a snapshot of these bytes.
#[must_use]
pub fn nom(octets: &[u8]) -> String {
    empreinte(octets).chars().take(16).collect()
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn empreinte(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Keeps a snapshot; the same bytes again change nothing.
pub fn garder(tx: &mut Tx, nouvel: &NouvelInstantane, acteur: &str, instant: Timestamp) {
    let id = nouvel.id();
    let valeurs = params![
        id.as_str(),
        nouvel.sha256(),
        nouvel.departement,
        nouvel.periode.as_str(),
        nouvel.arrete_le,
        instant,
        nouvel.reglement.as_str(),
        nouvel.contenu.clone()
    ];
    tx.enqueue(GARDER, valeurs);
    tx.tracer(Entree::new(instant, acteur, "instantane.prendre", format!("instantane/{id}")));
}

/// The snapshots of a department, or all of them, the latest first.
///
/// # Errors
/// When the base fails.
pub fn lister(
    tx: &mut Tx,
    departement: Option<CodeDepartement>,
    limite: u32,
) -> Result<Vec<Instantane>, Echec> {
    let code = departement.map_or_else(String::new, |code| code.as_str().to_owned());
    tx.query(LISTER, &params![code, limite])?.iter().map(instantane).collect()
}

/// A snapshot with its bytes.
///
/// # Errors
/// When the base fails.
pub fn lire(tx: &mut Tx, id: &str) -> Result<Option<(Instantane, Vec<u8>)>, Echec> {
    let ligne = tx.query_opt(LIRE, &params![id])?;
    ligne.map(|ligne| Ok((instantane(&ligne)?, ligne.get("contenu")?))).transpose()
}

/// Who took it first, as the journal names him; `None` when the journal says nothing of it.
///
/// # Errors
/// When the base fails.
pub fn preneur(tx: &mut Tx, id: &str) -> Result<Option<String>, Echec> {
    let ligne = tx.query_opt(PRENEUR, &params![format!("instantane/{id}")])?;
    ligne.map(|ligne| ligne.get("acteur")).transpose()
}

/// The signed reports whose content quotes this hash.
///
/// # Errors
/// When the base fails.
pub fn rapports(tx: &mut Tx, sha256: &str) -> Result<Vec<RapportCitant>, Echec> {
    let lire = |ligne: &Row| {
        let sujet: String = ligne.get("sujet")?;
        let inconnu = |cause: &dyn std::fmt::Display| Echec::Colonne {
            colonne: "rapport.sujet".to_owned(),
            cause: cause.to_string(),
        };
        Ok(RapportCitant {
            id: ligne.get("id")?,
            sujet: sujet.parse().map_err(|cause| inconnu(&cause))?,
            periode: ligne.get("periode")?,
            numero: ligne.get("numero")?,
            signe_le: ligne.get("signe_le")?,
        })
    };
    tx.query(RAPPORTS, &params![sha256])?.iter().map(lire).collect()
}

/// The meetings whose pack shows it.
///
/// # Errors
/// When the base fails.
pub fn reunions(tx: &mut Tx, id: &str) -> Result<Vec<ReunionCitante>, Echec> {
    let lire = |ligne: &Row| {
        Ok(ReunionCitante {
            id: ligne.get("id")?,
            departement: ligne.get("departement")?,
            le: ligne.get("le")?,
        })
    };
    tx.query(REUNIONS, &params![id])?.iter().map(lire).collect()
}

fn instantane(ligne: &Row) -> Result<Instantane, Echec> {
    Ok(Instantane {
        id: ligne.get("id")?,
        sha256: ligne.get("sha256")?,
        departement: ligne.get("departement")?,
        periode: ligne.get("periode")?,
        arrete_le: ligne.get("arrete_le")?,
        pris_le: ligne.get("pris_le")?,
        reglement: ligne.get("reglement")?,
    })
}
