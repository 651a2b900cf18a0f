//! A campaign: opened, prolonged, closed.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{CampagneId, CodeDepartement};

/// The first year of the experiment that can be evaluated (décret 2024-618 du 27 juin 2024).
const PREMIERE_ANNEE: i16 = 2024;

codes! {
    /// Is a campaign open.
    EtatCampagne {
        /// Sheets are validated.
        Ouverte = "ouverte",
        /// Nothing changes any more.
        Close = "close",
    }
}

/// A campaign, as storage gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campagne {
    /// Key.
    pub id: CampagneId,
    /// Department.
    pub departement: CodeDepartement,
    /// The calendar year that is evaluated.
    pub annee: i16,
    /// Day it opened.
    pub ouverte_le: Date,
    /// Last day to answer in time.
    pub echeance: Date,
    /// Is it open.
    pub etat: EtatCampagne,
    /// Version it was read in.
    pub version: i64,
}

/// A campaign to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nouvelle {
    /// Key drawn by the page that shows the form.
    pub id: CampagneId,
    /// Department.
    pub departement: CodeDepartement,
    /// The year that is evaluated.
    pub annee: i16,
    /// Last day to answer in time.
    pub echeance: Date,
}

/// What an ARS does of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GesteCampagne {
    /// Another last day; a closed campaign opens again.
    Prolonger(Date),
    /// Nothing changes any more.
    Clore,
}

/// A campaign opened, or a step of it. Only this crate can build one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CampagneAvancee {
    campagne: Campagne,
    auteur: Declarant,
}

impl CampagneAvancee {
    /// The campaign as it stands from now on; its version is still the one it was decided on.
    pub fn campagne(&self) -> &Campagne {
        &self.campagne
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a step is not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementCampagne {
    /// Before the experiment, or to come.
    #[error("cette année ne s’évalue pas encore, ou précède l’expérimentation : choisissez-en une autre")]
    Annee,
    /// A last day that is over.
    #[error("cette date est passée : laissez aux praticiens le temps de répondre")]
    EcheancePassee,
    /// Before the year is over: nobody could answer.
    #[error(
        "cette date précède la fin de l’année évaluée : les fiches se valident à partir du 1er janvier suivant"
    )]
    EcheanceAvantLaFin,
    /// Not from here.
    #[error("cette étape n’est plus possible : relisez où en est la campagne")]
    Etape,
}

/// A last day is to come, and leaves time to answer once the year is over.
fn verifier_l_echeance(echeance: Date, annee: i16, auteur: &Declarant) -> Result<(), EmpechementCampagne> {
    if echeance < auteur.aujourd_hui {
        return Err(EmpechementCampagne::EcheancePassee);
    }
    if echeance.year() <= annee {
        return Err(EmpechementCampagne::EcheanceAvantLaFin);
    }
    Ok(())
}

impl Nouvelle {
    /// Opens it: a year that has begun, a last day to come.
    pub fn ouvrir(self, auteur: &Declarant) -> Result<CampagneAvancee, EmpechementCampagne> {
        if self.annee < PREMIERE_ANNEE || self.annee > auteur.aujourd_hui.year() {
            return Err(EmpechementCampagne::Annee);
        }
        verifier_l_echeance(self.echeance, self.annee, auteur)?;
        let campagne = Campagne {
            id: self.id,
            departement: self.departement,
            annee: self.annee,
            ouverte_le: auteur.aujourd_hui,
            echeance: self.echeance,
            etat: EtatCampagne::Ouverte,
            version: 0,
        };
        Ok(CampagneAvancee { campagne, auteur: *auteur })
    }
}

impl Campagne {
    /// Takes a step.
    pub fn avancer(
        &self,
        geste: GesteCampagne,
        auteur: &Declarant,
    ) -> Result<CampagneAvancee, EmpechementCampagne> {
        let campagne = match (geste, self.etat) {
            (GesteCampagne::Prolonger(echeance), _) => {
                verifier_l_echeance(echeance, self.annee, auteur)?;
                Self { echeance, etat: EtatCampagne::Ouverte, ..*self }
            }
            (GesteCampagne::Clore, EtatCampagne::Ouverte) => Self { etat: EtatCampagne::Close, ..*self },
            (GesteCampagne::Clore, EtatCampagne::Close) => return Err(EmpechementCampagne::Etape),
        };
        Ok(CampagneAvancee { campagne, auteur: *auteur })
    }

    /// Is the evaluated year over: its figures are then those of the whole year.
    pub fn annee_finie(&self, le: Date) -> bool {
        le.year() > self.annee
    }

    /// Is a sheet not validated late on a day.
    pub fn en_retard(&self, le: Date) -> bool {
        le > self.echeance
    }

    /// The reminder due on a day, in days before the last one: the closest one only. `jours` is the department's list.
    pub fn rappel_du(&self, jours: &[u16], le: Date) -> Option<u16> {
        if self.etat == EtatCampagne::Close || self.en_retard(le) {
            return None;
        }
        let atteint =
            |jour: &u16| self.echeance.checked_sub(i32::from(*jour).days()).is_ok_and(|rappel| rappel <= le);
        jours.iter().copied().filter(atteint).min()
    }
}
