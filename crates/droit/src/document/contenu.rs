//! A document whole: which one, by whom, about whom, and what it says.

use jiff::Timestamp;
use jiff::civil::Date;

use super::bilan::{Bilan, BrouillonBilan};
use super::compte_rendu::{BrouillonCompteRendu, CompteRendu};
use super::destinataire::{Envoi, envois};
use super::justificatif::Justificatif;
use super::lettre::{BrouillonLettre, LettreOrientation};
use super::manque::Incomplet;
use super::protocole::LieuDeSoin;
use super::redacteur::Redacteur;
use super::reference::{Genre, Reference};
use super::sujet::{MedecinTraitant, Sujet};
use super::synthese::Synthese;
use crate::episode::Localisation;
use crate::identifiant::{CodeDepartement, EpisodeId};

/// What a document says: complete, whatever its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contenu {
    /// Bilan.
    Bilan(Box<Bilan>),
    /// Report.
    CompteRendu(Box<CompteRendu>),
    /// Letter.
    Orientation(Box<LettreOrientation>),
    /// For the payer.
    Justificatif(Box<Justificatif>),
}

impl Contenu {
    /// Its kind.
    pub fn genre(&self) -> Genre {
        match self {
            Self::Bilan(_) => Genre::Bilan,
            Self::CompteRendu(_) => Genre::CompteRendu,
            Self::Orientation(_) => Genre::Orientation,
            Self::Justificatif(_) => Genre::Justificatif,
        }
    }
}

/// A document being written. A justificatif has no draft: it is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brouillon {
    /// Bilan.
    Bilan(Box<BrouillonBilan>),
    /// Report.
    CompteRendu(Box<BrouillonCompteRendu>),
    /// Letter.
    Orientation(Box<BrouillonLettre>),
}

impl Brouillon {
    /// Its kind.
    pub fn genre(&self) -> Genre {
        match self {
            Self::Bilan(_) => Genre::Bilan,
            Self::CompteRendu(_) => Genre::CompteRendu,
            Self::Orientation(_) => Genre::Orientation,
        }
    }

    /// What the document will say, or everything that is missing.
    pub fn valider(&self) -> Result<Contenu, Incomplet> {
        match self {
            Self::Bilan(bilan) => bilan.valider().map(|bilan| Contenu::Bilan(Box::new(bilan))),
            Self::CompteRendu(compte_rendu) => {
                compte_rendu.valider().map(|compte_rendu| Contenu::CompteRendu(Box::new(compte_rendu)))
            }
            Self::Orientation(lettre) => {
                lettre.valider().map(|lettre| Contenu::Orientation(Box::new(lettre)))
            }
        }
    }
}

/// Everything around what a document says, as it stood when it was validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnTete {
    /// Which document.
    pub reference: Reference,
    /// The episode it tells.
    pub episode: EpisodeId,
    /// The place of the body treated.
    pub localisation: Localisation,
    /// Department of the practice: its clock dates the document.
    pub departement: CodeDepartement,
    /// Who writes.
    pub redacteur: Redacteur,
    /// About whom.
    pub sujet: Sujet,
    /// The doctor who follows the patient.
    pub medecin_traitant: MedecinTraitant,
    /// When it was validated.
    pub valide_le: Timestamp,
    /// First day of the care it tells.
    pub soins_du: Date,
    /// Last day, when there is one.
    pub soins_au: Option<Date>,
    /// Where the care is given.
    pub lieu: LieuDeSoin,
}

/// A validated document. It never changes: a correction is another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Everything around it.
    pub en_tete: EnTete,
    /// What it says.
    pub contenu: Contenu,
}

impl Document {
    /// Its kind.
    pub fn genre(&self) -> Genre {
        self.contenu.genre()
    }

    /// What a doctor reads first.
    pub fn synthese(&self) -> Synthese {
        Synthese::de(&self.contenu, self.en_tete.localisation)
    }

    /// To whom it goes.
    pub fn envois(&self) -> Vec<Envoi> {
        envois(self.genre(), &self.en_tete.medecin_traitant)
    }
}
