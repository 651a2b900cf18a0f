//! The published mailboxes of doctors: one extraction at a time, imported whole or not at all, the one before forgotten.

mod chantier;

pub use chantier::{Bascule, Chantier, NouvelImport, RefusImport};

use droit::identifiant::NumeroRpps;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::annuaire::{Lignes, nombre};
use crate::{Echec, Row, Tx, params};

const DERNIER: &str =
    "SELECT fichier, empreinte, extrait_le, importe_le, lues, gardees, ecartees, rejetees, boites
    FROM mssante_import WHERE etat = 'en-place'";
const BOITES: &str = "SELECT b.adresse, b.structure, b.acheminement
    FROM mssante_boite b JOIN mssante_import i ON i.cle = b.import
    WHERE i.etat = 'en-place' AND b.rpps = $1 ORDER BY b.adresse";

/// The extraction in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Name of the file.
    pub fichier: String,
    /// Fingerprint of the file, in hexadecimal.
    pub empreinte: String,
    /// Day of the extraction.
    pub extrait_le: Date,
    /// When it was imported.
    pub importe_le: Timestamp,
    /// Its lines.
    pub lignes: Lignes,
    /// Mailboxes in it.
    pub boites: u64,
}

/// A mailbox of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boite {
    /// Address, as published: whether one may write there is another question.
    pub adresse: String,
    /// The structure it goes with.
    pub structure: Option<String>,
    /// Postcode and commune of the structure.
    pub acheminement: Option<String>,
}

/// The extraction in place; `None` before the first one.
///
/// # Errors
/// When the base fails.
pub fn dernier(tx: &mut Tx) -> Result<Option<Import>, Echec> {
    tx.query_opt(DERNIER, &[])?.as_ref().map(import).transpose()
}

/// The mailboxes of a person, by address.
///
/// # Errors
/// When the base fails.
pub fn boites(tx: &mut Tx, rpps: &NumeroRpps) -> Result<Vec<Boite>, Echec> {
    let boite = |ligne: &Row| {
        Ok(Boite {
            adresse: ligne.get("adresse")?,
            structure: ligne.get("structure")?,
            acheminement: ligne.get("acheminement")?,
        })
    };
    tx.query(BOITES, &params![rpps.as_str()])?.iter().map(boite).collect()
}

fn import(ligne: &Row) -> Result<Import, Echec> {
    Ok(Import {
        fichier: ligne.get("fichier")?,
        empreinte: ligne.get("empreinte")?,
        extrait_le: ligne.get("extrait_le")?,
        importe_le: ligne.get("importe_le")?,
        lignes: Lignes::lire(ligne)?,
        boites: nombre(ligne, "boites")?,
    })
}
