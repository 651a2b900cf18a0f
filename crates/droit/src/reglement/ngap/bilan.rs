//! When a bilan-diagnostic kinésithérapique (BDK) is billed: at the start, then at fixed ranks of séance.

/// Which BDK, by the condition treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeBdk {
    /// The general case.
    General,
    /// Neurological and muscular conditions, peripheral nerves excepted.
    Neurologique,
}

impl TypeBdk {
    /// The identifier of its act in the data.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::General => "bdk",
            Self::Neurologique => "bdk-neurologique",
        }
    }
}

/// Which BDK a rank of séance allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EcheanceBdk {
    /// The first one, billed once among the first séances.
    Initial,
    /// One of the next.
    Renouvellement,
}

/// The ranks of séance at which a BDK is billed (NGAP, titre XIV, chapitre I, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RythmeBdk {
    /// Last séance of the first bilan.
    pub initial: u16,
    /// Séance of the second bilan.
    pub reprise: u16,
    /// Séances between the next ones.
    pub pas: u16,
}

impl RythmeBdk {
    /// The BDK that the séance of this rank, from 1, allows.
    pub fn facturable(&self, rang: u16) -> Option<EcheanceBdk> {
        let suite = rang.checked_sub(self.reprise);
        match rang {
            0 => None,
            rang if rang <= self.initial => Some(EcheanceBdk::Initial),
            _ => suite.filter(|apres| apres.is_multiple_of(self.pas)).map(|_| EcheanceBdk::Renouvellement),
        }
    }
}
