//! One RPPS in the directory: a name, and the activities it exercises.

use std::collections::BTreeSet;

use crate::decision::codes;
use crate::identifiant::{CodeDepartement, NumeroRpps};

codes! {
    /// How an activity is exercised.
    ModeExercice {
        /// Libéral.
        Liberal = "liberal",
        /// Salaried.
        Salarie = "salarie",
        /// Unpaid.
        Benevole = "benevole",
        /// A code this version does not know: an activity all the same.
        Autre = "autre",
    }
}

impl ModeExercice {
    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Liberal => "libéral",
            Self::Salarie => "salarié",
            Self::Benevole => "bénévole",
            Self::Autre => "autre mode d’exercice",
        }
    }
}

codes! {
    /// In which frame an activity is exercised (nomenclature TRE_R22 of the directory).
    CadreActivite {
        /// As oneself: titulaire, collaborateur, employee.
        Propre = "propre",
        /// In the place of somebody else: GENR02 and GENR03.
        Remplacement = "remplacement",
        /// The directory does not say, or an older extraction was not asked.
        Inconnu = "inconnu",
    }
}

/// Where an activity is exercised, as far as the directory says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lieu {
    /// Department; `None` when the row names none of the 101.
    pub departement: Option<CodeDepartement>,
    /// Postcode.
    pub code_postal: Option<String>,
    /// Code officiel géographique of the commune.
    pub code_commune: Option<String>,
    /// Name of the commune.
    pub commune: Option<String>,
}

/// The structure of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Technical identifier in the directory.
    pub identifiant: Option<String>,
    /// Registered name.
    pub raison_sociale: Option<String>,
    /// SIRET of the site.
    pub siret: Option<String>,
    /// FINESS of the site.
    pub finess: Option<String>,
}

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Activite {
    /// How.
    pub mode: ModeExercice,
    /// As oneself or in the place of somebody else.
    pub cadre: CadreActivite,
    /// Where.
    pub lieu: Lieu,
    /// In which structure.
    pub site: Site,
}

/// One row of the directory about an MK; without activity, he is registered and exercises none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inscription {
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name he exercises under.
    pub nom: String,
    /// First name he exercises under.
    pub prenom: String,
    /// His activity.
    pub activite: Option<Activite>,
}

/// All that one extraction says of an RPPS; the order of its rows means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releve {
    /// Name he exercises under.
    pub nom: String,
    /// First name he exercises under.
    pub prenom: String,
    /// His activities, each once.
    pub activites: BTreeSet<Activite>,
}

impl Releve {
    /// Does he exercise at all.
    pub fn exerce(&self) -> bool {
        !self.activites.is_empty()
    }

    /// Does he exercise, and only in the place of others: remplaçants may not take part.
    pub fn remplace_seulement(&self) -> bool {
        self.exerce() && self.activites.iter().all(|activite| activite.cadre == CadreActivite::Remplacement)
    }

    /// The departments of his activities.
    pub fn departements(&self) -> BTreeSet<CodeDepartement> {
        self.activites.iter().filter_map(|activite| activite.lieu.departement).collect()
    }

    /// The modes of his activities.
    pub fn modes(&self) -> BTreeSet<ModeExercice> {
        self.activites.iter().map(|activite| activite.mode).collect()
    }
}
