//! The key letters of the NGAP for masseurs-kinésithérapeutes.

use crate::decision::codes;

codes! {
    /// A key letter (NGAP, annexe 2): the family of the act; the coefficient's decimals name the act inside it.
    LettreCle {
        /// Sundry acts: bilans, balneotherapy supplements.
        Amk = "AMK",
        /// Télésoin.
        Tmk = "TMK",
        /// Spine, not operated.
        Ram = "RAM",
        /// Spine, operated.
        Rao = "RAO",
        /// Upper limb under a référentiel, not operated.
        Rsm = "RSM",
        /// Upper limb under a référentiel, operated.
        Rsc = "RSC",
        /// Upper limb outside every référentiel, not operated.
        Vsm = "VSM",
        /// Upper limb outside every référentiel, operated.
        Vsc = "VSC",
        /// Lower limb under a référentiel, not operated.
        Rim = "RIM",
        /// Lower limb under a référentiel, operated.
        Ric = "RIC",
        /// Lower limb outside every référentiel, not operated.
        Vim = "VIM",
        /// Lower limb outside every référentiel, operated.
        Vic = "VIC",
        /// Several territories; cerebral palsy and polyhandicap.
        Ter = "TER",
        /// Deviation of the spine before 18.
        Dra = "DRA",
        /// Amputations.
        Apm = "APM",
        /// Neuromuscular and inflammatory rheumatic conditions.
        Nmi = "NMI",
        /// Abdominal wall, pelvic floor.
        Rab = "RAB",
        /// Respiratory, maxillofacial and ENT conditions.
        Arl = "ARL",
        /// Vascular conditions.
        Rav = "RAV",
        /// Walking of the elderly.
        Rpe = "RPE",
        /// Burns.
        Rpb = "RPB",
        /// Palliative care.
        Pll = "PLL",
    }
}

impl LettreCle {
    /// The letter somebody typed, in any case.
    pub fn reconnaitre(saisie: &str) -> Option<Self> {
        let saisie = saisie.trim();
        Self::depuis_code(saisie)
            .or_else(|| Self::TOUS.iter().copied().find(|lettre| lettre.code().eq_ignore_ascii_case(saisie)))
    }
}
