//! How far a patient's identity has been checked (référentiel national d'identitovigilance).

use crate::decision::codes;

codes! {
    /// The status of an identity.
    StatutIdentite {
        /// Typed in, nothing checked.
        Provisoire = "provisoire",
        /// Traits received from the national service, no identity document seen.
        Recuperee = "recuperee",
        /// Identity document seen, number not received from the national service.
        Validee = "validee",
        /// Both.
        Qualifiee = "qualifiee",
    }
}

/// May the matricule leave the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transmission {
    /// Yes.
    Permise,
    /// No: the document goes without the matricule.
    Interdite,
}

impl StatutIdentite {
    /// Only a qualified identity travels with its matricule (RNIV).
    pub fn transmission(self) -> Transmission {
        match self {
            Self::Qualifiee => Transmission::Permise,
            Self::Provisoire | Self::Recuperee | Self::Validee => Transmission::Interdite,
        }
    }

    /// The status once an identity document has been seen.
    pub fn avec_document_vu(self) -> Self {
        match self {
            Self::Provisoire => Self::Validee,
            Self::Recuperee => Self::Qualifiee,
            deja => deja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seule_une_identite_qualifiee_transmet_son_matricule() {
        for statut in StatutIdentite::TOUS {
            let permise = *statut == StatutIdentite::Qualifiee;
            assert_eq!(statut.transmission() == Transmission::Permise, permise, "{}", statut.code());
        }
    }

    #[test]
    fn voir_un_document_valide_ou_qualifie() {
        assert_eq!(StatutIdentite::Provisoire.avec_document_vu(), StatutIdentite::Validee);
        assert_eq!(StatutIdentite::Recuperee.avec_document_vu(), StatutIdentite::Qualifiee);
        assert_eq!(StatutIdentite::Validee.avec_document_vu(), StatutIdentite::Validee);
    }
}
