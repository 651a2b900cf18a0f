//! What is declared of a structure: who is in it, how it stands in law, what it has written. `None`: nobody said.

use super::profession::Profession;
use crate::decision::{TypeStructure, codes};
use crate::identifiant::CodeDepartement;
use crate::reglement::ngap::Centimes;

codes! {
    /// The legal form.
    FormeJuridique {
        /// Association of the law of 1901.
        Association1901 = "association-1901",
        /// Association under the local law of Alsace and Moselle.
        AssociationDroitLocal = "association-droit-local",
        /// Société interprofessionnelle de soins ambulatoires.
        Sisa = "sisa",
        /// Any other legal person.
        AutrePersonneMorale = "autre-personne-morale",
        /// No legal person.
        Aucune = "aucune",
    }
}

codes! {
    /// Who runs a centre de santé.
    Gestionnaire {
        /// Société coopérative d'intérêt collectif.
        Scic = "scic",
        /// Non-profit body.
        OrganismeNonLucratif = "organisme-non-lucratif",
        /// Department.
        Departement = "departement",
        /// Commune or group of communes.
        Commune = "commune-ou-groupement",
        /// Public hospital.
        EtablissementPublic = "etablissement-public-de-sante",
        /// Manager of private health establishments, for profit or not.
        EtablissementPrive = "gestionnaire-d-etablissement-prive-de-sante",
        /// Anybody else.
        Autre = "autre",
    }
}

codes! {
    /// How a member works.
    Mode {
        /// On his own account.
        Liberal = "liberal",
        /// Employed.
        Salarie = "salarie",
        /// Unpaid.
        Benevole = "benevole",
    }
}

codes! {
    /// What ties a member to the structure.
    Lien {
        /// Holds a share or is a founding member.
        Associe = "associe",
        /// Is employed by the structure.
        Employe = "employe",
        /// Takes part in its activity.
        Participant = "participant",
    }
}

codes! {
    /// The prices applied.
    Tarifs {
        /// Tarifs opposables only.
        Opposables = "opposables",
        /// Sectors 1 and 2.
        Secteurs1Et2 = "secteurs-1-et-2",
        /// Outside the convention.
        NonConventionnes = "non-conventionnes",
    }
}

codes! {
    /// The level of care.
    Recours {
        /// First recourse.
        Premier = "premier",
        /// First and second.
        PremierEtSecond = "premier-et-second",
        /// Second only.
        Second = "second",
    }
}

/// What is known of a masseur-kinésithérapeute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SituationMk {
    /// On the roll of the Ordre.
    pub inscrit_a_l_ordre: Option<bool>,
    /// Has an RPPS number.
    pub rpps: Option<bool>,
    /// Insured for professional liability.
    pub assure: Option<bool>,
    /// Under the convention with the Assurance Maladie.
    pub conventionne: Option<bool>,
    /// Replaces somebody.
    pub remplacant: Option<bool>,
}

/// A member of a structure, without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membre {
    /// His profession.
    pub profession: Profession,
    /// How he works.
    pub mode: Mode,
    /// What ties him to the structure.
    pub lien: Lien,
    /// Has he signed the projet de santé.
    pub signataire: Option<bool>,
    /// Does the projet de santé provide for his part.
    pub prevu_au_projet: Option<bool>,
    /// For a masseur-kinésithérapeute.
    pub mk: SituationMk,
}

/// The projet de santé.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProjetDeSante {
    /// Is it written.
    pub ecrit: Option<bool>,
    /// Does it name the communes covered.
    pub communes: Option<bool>,
    /// Does it name the professionals.
    pub professionnels: Option<bool>,
    /// Was it sent to the ARS.
    pub transmis_a_l_ars: Option<bool>,
}

/// The contracts and the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contrats {
    /// Contract of pluriprofessional structures (ACI).
    pub aci: Option<bool>,
    /// Accord national des centres de santé.
    pub accord_national_cds: Option<bool>,
    /// Does the ARS give money.
    pub argent_ars: Option<bool>,
    /// Contrat pluriannuel d'objectifs et de moyens.
    pub cpom: Option<bool>,
    /// Does a CPTS carry out missions de service public.
    pub missions_de_service_public: Option<bool>,
    /// Convention of a CPTS with the ARS and the Assurance Maladie.
    pub convention_ars_cpam: Option<bool>,
}

/// The highest sum that a member received from a CPTS in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndemniteAnnuelle {
    /// Civil year.
    pub annee: i16,
    /// Sum.
    pub montant: Centimes,
}

/// A whole structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// Its type.
    pub type_structure: TypeStructure,
    /// Its legal form.
    pub forme: Option<FormeJuridique>,
    /// Department of its seat.
    pub siege: Option<CodeDepartement>,
    /// Departments that its territory covers.
    pub departements: Vec<CodeDepartement>,
    /// Who runs it, for a centre de santé.
    pub gestionnaire: Option<Gestionnaire>,
    /// Its members.
    pub membres: Vec<Membre>,
    /// Its projet de santé.
    pub projet: ProjetDeSante,
    /// Its contracts.
    pub contrats: Contrats,
    /// Do the statutes of a SISA provide that it employs.
    pub emploi_prevu_aux_statuts: Option<bool>,
    /// Its prices.
    pub tarifs: Option<Tarifs>,
    /// Does the patient pay nothing in advance.
    pub tiers_payant: Option<bool>,
    /// Level of care.
    pub recours: Option<Recours>,
    /// Does it put patients up.
    pub hebergement: Option<bool>,
    /// Shared and secure information system.
    pub systeme_partage: Option<bool>,
    /// Works with the CPTS of its territory.
    pub lien_avec_cpts: Option<bool>,
    /// Highest yearly indemnity of a member, for a CPTS.
    pub indemnite: Option<IndemniteAnnuelle>,
}

impl Composition {
    /// A structure of which only the type is known.
    pub fn nouvelle(type_structure: TypeStructure) -> Self {
        Self {
            type_structure,
            forme: None,
            siege: None,
            departements: Vec::new(),
            gestionnaire: None,
            membres: Vec::new(),
            projet: ProjetDeSante::default(),
            contrats: Contrats::default(),
            emploi_prevu_aux_statuts: None,
            tarifs: None,
            tiers_payant: None,
            recours: None,
            hebergement: None,
            systeme_partage: None,
            lien_avec_cpts: None,
            indemnite: None,
        }
    }

    /// How many members satisfy a condition.
    pub(super) fn combien(&self, condition: impl Fn(&Membre) -> bool) -> usize {
        self.membres.iter().filter(|membre| condition(membre)).count()
    }
}
