//! What an MK says of the bill of an episode, and whether it has left.

use std::collections::HashMap;

use droit::facturation::Canal;
use droit::identifiant::{EpisodeId, PraticienId};
use droit::reglement::ngap::TypeBdk;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const PAR_EPISODE: &str =
    "SELECT episode, canal, prescription_du, bilans, accord_le, prescripteur, facturee_le, version
    FROM facturation WHERE episode = $1 AND praticien = $2";
const PAR_PRATICIEN: &str =
    "SELECT episode, canal, prescription_du, bilans, accord_le, prescripteur, facturee_le, version
    FROM facturation WHERE praticien = $1";
const CREER: &str = "INSERT INTO facturation (episode, praticien, canal, prescription_du, bilans, accord_le,
        prescripteur, facturee_le, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT DO NOTHING";
const MODIFIER: &str = "UPDATE facturation SET canal = $3, prescription_du = $4, bilans = $5, accord_le = $6,
        prescripteur = $7, facturee_le = $8, version = version + 1
    WHERE episode = $1 AND praticien = $2 AND version = $9";

/// How the bilans of an episode are billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bilans {
    /// As bilans of this kind.
    Factures(TypeBdk),
    /// Not billed.
    NonFactures,
}

/// What the MK says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facturation {
    /// By which right.
    pub canal: Canal,
    /// How the bilans are billed.
    pub bilans: Bilans,
    /// Day of the payer's agreement.
    pub accord_le: Option<Date>,
    /// The number written in the prescriber's box.
    pub prescripteur: Option<String>,
    /// The day he noted that the bill has left.
    pub facturee_le: Option<Date>,
    /// Zero before it was ever said; grows by one at each writing.
    pub version: i64,
}

impl Default for Facturation {
    /// Before the MK says anything: direct access, general bilans.
    fn default() -> Self {
        Self {
            canal: Canal::AccesDirect,
            bilans: Bilans::Factures(TypeBdk::General),
            accord_le: None,
            prescripteur: None,
            facturee_le: None,
            version: 0,
        }
    }
}

impl Bilans {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Factures(TypeBdk::General) => "general",
            Self::Factures(TypeBdk::Neurologique) => "neurologique",
            Self::NonFactures => "non-factures",
        }
    }

    /// From its code.
    pub fn depuis_code(code: &str) -> Option<Self> {
        match code {
            "general" => Some(Self::Factures(TypeBdk::General)),
            "neurologique" => Some(Self::Factures(TypeBdk::Neurologique)),
            "non-factures" => Some(Self::NonFactures),
            _ => None,
        }
    }
}

/// What the MK says of the bill of an episode; the default when he said nothing.
///
/// # Errors
/// When the base fails or a column does not read.
pub fn de_l_episode(tx: &mut Tx, episode: EpisodeId, par: PraticienId) -> Result<Facturation, Echec> {
    let ligne = tx.query_opt(PAR_EPISODE, &params![episode, par])?;
    ligne.map_or_else(|| Ok(Facturation::default()), |ligne| lire(&ligne))
}

/// What the MK says of each episode that he spoke of.
///
/// # Errors
/// As [`de_l_episode`].
pub fn du_praticien(tx: &mut Tx, par: PraticienId) -> Result<HashMap<EpisodeId, Facturation>, Echec> {
    let lignes = tx.query(PAR_PRATICIEN, &params![par])?;
    lignes.iter().map(|ligne| Ok((ligne.get("episode")?, lire(ligne)?))).collect()
}

/// Keeps what the MK says, as read in its version; [`Echec::Conflit`] when it was changed elsewhere in between.
pub fn dire(tx: &mut Tx, (episode, par): (EpisodeId, PraticienId), dite: &Facturation, instant: Timestamp) {
    let (canal, prescription) = match dite.canal {
        Canal::AccesDirect => ("acces-direct", None),
        Canal::Renouvellement { prescription_du } => ("renouvellement", Some(prescription_du)),
    };
    let (bilans, prescripteur) = (dite.bilans.code(), dite.prescripteur.clone());
    if dite.version == 0 {
        let valeurs = params![
            episode,
            par,
            canal,
            prescription,
            bilans,
            dite.accord_le,
            prescripteur,
            dite.facturee_le
        ];
        tx.enqueue_one(CREER, valeurs);
    } else {
        let valeurs = params![
            episode,
            par,
            canal,
            prescription,
            bilans,
            dite.accord_le,
            prescripteur,
            dite.facturee_le,
            dite.version
        ];
        tx.enqueue_one(MODIFIER, valeurs);
    }
    let sujet = format!("episode/{episode}");
    tx.tracer(Entree::new(instant, format!("praticien/{par}"), "facturation.dire", sujet));
}

fn lire(ligne: &Row) -> Result<Facturation, Echec> {
    let illisible =
        |colonne: &str, cause: String| Echec::Colonne { colonne: format!("facturation.{colonne}"), cause };
    let canal = match ligne.get::<Option<Date>>("prescription_du")? {
        Some(prescription_du) => Canal::Renouvellement { prescription_du },
        None => Canal::AccesDirect,
    };
    let bilans: String = ligne.get("bilans")?;
    Ok(Facturation {
        canal,
        bilans: Bilans::depuis_code(&bilans)
            .ok_or_else(|| illisible("bilans", format!("code « {bilans} » inconnu")))?,
        accord_le: ligne.get("accord_le")?,
        prescripteur: ligne.get("prescripteur")?,
        facturee_le: ligne.get("facturee_le")?,
        version: ligne.get("version")?,
    })
}
