//! Dossiers of démarches-simplifiées: read from an export or from its API, one value; columns bound by their titles.
//!
//! A file is read whole or not at all: every line at fault is told, and nothing is kept.

mod bloc;
mod champ;
mod lecture;
#[cfg(test)]
mod tests;

use droit::decision::Statut;
use droit::declaration::NumeroDossier;
use droit::identifiant::NumeroRpps;
use jiff::civil::Date;

pub use bloc::{Champs, DossierLu};
pub use champ::{Cle, Correspondance};
pub use lecture::{ExportInvalide, LigneFautive, de_champs, de_champs_lisibles, lire_export};

/// Where a dossier stands on the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatDossier {
    /// Filed, not looked at.
    EnConstruction,
    /// Looked at.
    EnInstruction,
    /// Accepted.
    Accepte,
    /// Refused.
    Refuse,
    /// Closed without a decision.
    SansSuite,
}

impl EtatDossier {
    /// The spelling of the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::EnConstruction => "en_construction",
            Self::EnInstruction => "en_instruction",
            Self::Accepte => "accepte",
            Self::Refuse => "refuse",
            Self::SansSuite => "sans_suite",
        }
    }

    /// How people say it.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::EnConstruction => "En construction",
            Self::EnInstruction => "En instruction",
            Self::Accepte => "Accepté",
            Self::Refuse => "Refusé",
            Self::SansSuite => "Classé sans suite",
        }
    }

    /// The state of a text, as the API or an export spells it.
    pub fn lire(texte: &str) -> Option<Self> {
        Some(match crate::tableur::normaliser(texte).as_str() {
            "en construction" | "depose" => Self::EnConstruction,
            "en instruction" => Self::EnInstruction,
            "accepte" | "acceptee" => Self::Accepte,
            "refuse" | "refusee" => Self::Refuse,
            "sans suite" | "classe sans suite" => Self::SansSuite,
            _ => return None,
        })
    }
}

/// A dossier, whatever it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its number.
    pub numero: NumeroDossier,
    /// Where it stands.
    pub etat: EtatDossier,
    /// Day it was filed.
    pub depose_le: Date,
    /// Day it was decided.
    pub traite_le: Option<Date>,
    /// Why, in the words of the ARS.
    pub motivation: Option<String>,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
    /// Name of his CPTS.
    pub cpts: String,
    /// Street of his place of practice.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
}

impl Dossier {
    /// Its fields under the usual titles: read back, they give the same dossier.
    pub fn en_champs(&self) -> Vec<(String, String)> {
        let jour = |jour: Option<Date>| jour.map(|jour| jour.to_string()).unwrap_or_default();
        [
            ("numero", self.numero.to_string()),
            ("state", self.etat.code().to_owned()),
            ("dateDepot", jour(Some(self.depose_le))),
            ("dateTraitement", jour(self.traite_le)),
            ("Motivation", self.motivation.clone().unwrap_or_default()),
            ("RPPS", self.rpps.to_string()),
            ("Nom", self.nom.clone()),
            ("Prénom", self.prenom.clone()),
            ("Statut", self.statut.code().to_owned()),
            ("CPTS", self.cpts.clone()),
            ("Adresse", self.adresse.clone()),
            ("Code postal", self.code_postal.clone()),
            ("Commune", self.commune.clone()),
        ]
        .map(|(titre, valeur)| (titre.to_owned(), valeur))
        .to_vec()
    }
}
