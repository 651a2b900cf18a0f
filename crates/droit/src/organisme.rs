//! The local bodies of the health insurance that the ARS tells who takes part (décret 2024-618, art. 1, IV).

use crate::decision::codes;

codes! {
    /// The kind of a local body.
    TypeOrganisme {
        /// Caisse primaire d'assurance maladie.
        Cpam = "cpam",
        /// Caisse générale de sécurité sociale.
        Cgss = "cgss",
        /// Caisse de sécurité sociale de Mayotte.
        Cssm = "cssm",
        /// Mutualité sociale agricole.
        Msa = "msa",
    }
}

impl TypeOrganisme {
    /// As it is called.
    pub fn sigle(self) -> &'static str {
        match self {
            Self::Cpam => "CPAM",
            Self::Cgss => "CGSS",
            Self::Cssm => "CSSM",
            Self::Msa => "MSA",
        }
    }
}
