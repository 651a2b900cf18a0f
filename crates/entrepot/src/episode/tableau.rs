//! The dashboard of an MK: his open episodes, the most pressing first, page by page.

use droit::episode::{Localisation, Resume};
use droit::identifiant::{EpisodeId, PatientId, PraticienId};
use droit::patient::Identite;
use jiff::civil::Date;

use super::lecture::localisation;
use crate::chiffre::Trousseau;
use crate::{Echec, Row, Tx, params, patient};

const TABLEAU: &str = "SELECT e.id, e.patient, e.region, e.cote, e.etat, e.ouvert_le, e.fin_le, e.echeance,
        e.plafond, e.placees, e.excedent, e.faites, e.derniere_le, e.couvert_du, e.amelioration,
        e.orientations, p.identite
    FROM participant t JOIN episode e ON e.id = t.episode JOIN patient p ON p.id = e.patient
    WHERE t.praticien = $1 AND e.etat = $2
        AND (e.echeance > $3 OR (e.echeance = $3 AND e.id > $4))
    ORDER BY e.echeance, e.id LIMIT $5";

/// Where a page ends, and the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curseur {
    /// Term of the last episode shown.
    pub echeance: String,
    /// Its key.
    pub episode: EpisodeId,
}

impl Default for Curseur {
    fn default() -> Self {
        Self { echeance: String::new(), episode: EpisodeId::new(0) }
    }
}

/// One line of the dashboard.
#[derive(Clone, Debug)]
pub struct LigneTableau {
    /// Episode.
    pub episode: EpisodeId,
    /// Patient.
    pub patient: PatientId,
    /// His identity.
    pub identite: Identite,
    /// Place treated.
    pub localisation: Localisation,
    /// Séances done, under a diagnosis or not.
    pub faites: u16,
    /// Day of the latest one.
    pub derniere_le: Option<Date>,
    /// Figures from which the alerts follow.
    pub resume: Resume,
    /// Where the next page would begin after this line.
    pub curseur: Curseur,
}

/// A page of the open (or closed) episodes in which the MK takes part.
///
/// # Errors
/// When the base fails or an identity does not open.
pub fn tableau(
    tx: &mut Tx,
    trousseau: &Trousseau,
    praticien: PraticienId,
    etat: Etat,
    apres: &Curseur,
    limite: u16,
) -> Result<Vec<LigneTableau>, Echec> {
    let valeurs = params![praticien, etat.code(), apres.echeance.as_str(), apres.episode, limite];
    tx.query(TABLEAU, &valeurs)?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// Which episodes a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Care goes on.
    Ouvert,
    /// Care ended.
    Clos,
}

impl Etat {
    fn code(self) -> &'static str {
        match self {
            Self::Ouvert => "ouvert",
            Self::Clos => "clos",
        }
    }
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<LigneTableau, Echec> {
    let patient: PatientId = ligne.get("patient")?;
    let episode: EpisodeId = ligne.get("id")?;
    let (placees, excedent): (u16, u16) = (ligne.get("placees")?, ligne.get("excedent")?);
    let resume = Resume {
        ouvert: ligne.get::<String>("etat")? == "ouvert",
        ouvert_le: ligne.get("ouvert_le")?,
        fin_le: ligne.get("fin_le")?,
        sans_diagnostic: placees.saturating_add(excedent),
        plafond: ligne.get("plafond")?,
        couvert_du: ligne.get("couvert_du")?,
        amelioration: ligne.get("amelioration")?,
        oriente: ligne.get::<i64>("orientations")? > 0,
        excedent,
    };
    Ok(LigneTableau {
        episode,
        patient,
        identite: patient::ouvrir_identite(trousseau, patient, &ligne.get::<Vec<u8>>("identite")?)?,
        localisation: localisation(ligne)?,
        faites: ligne.get("faites")?,
        derniere_le: ligne.get("derniere_le")?,
        resume,
        curseur: Curseur { echeance: ligne.get("echeance")?, episode },
    })
}
