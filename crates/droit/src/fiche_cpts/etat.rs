//! Where a fiche stands, with the day of each step taken.

use jiff::civil::Date;

use crate::decision::codes;

codes! {
    /// The steps of a fiche, in order.
    EtapeFiche {
        /// Nobody wrote it.
        Absente = "absente",
        /// Written.
        Redigee = "redigee",
        /// Approved inside the CPTS, hence annexed to its projet de santé.
        ValideeEnInterne = "validee-en-interne",
        /// Sent to the ARS and to the CPAM.
        Envoyee = "envoyee",
        /// Taken into account by the ARS.
        PriseEnCompte = "prise-en-compte",
    }
}

codes! {
    /// What may be done to a fiche, as the history keeps it.
    PasFiche {
        /// Written.
        Rediger = "redigee",
        /// Approved inside the CPTS.
        Valider = "validee-en-interne",
        /// Sent to the ARS and to the CPAM.
        Envoyer = "envoyee",
        /// The CPAM says it has it.
        AccuserReception = "recue-par-la-cpam",
        /// The ARS takes it into account.
        PrendreEnCompte = "prise-en-compte",
        /// The ARS asks for a correction.
        Renvoyer = "a-corriger",
        /// Recorded before the steps were: « annexée depuis le ».
        Reprendre = "reprise",
    }
}

/// The sending of a fiche.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvoiFiche {
    /// Day it was sent to the ARS.
    pub ars_le: Date,
    /// Day it was sent to the CPAM.
    pub cpam_le: Date,
    /// Day the CPAM said it had it.
    pub recue_le: Option<Date>,
}

impl EnvoiFiche {
    /// The day both had been sent.
    pub fn le(&self) -> Date {
        self.ars_le.max(self.cpam_le)
    }
}

/// Where a fiche stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatFiche {
    /// Nobody wrote it.
    Absente,
    /// Written.
    Redigee {
        /// Day.
        le: Date,
    },
    /// Approved inside the CPTS.
    ValideeEnInterne {
        /// Day it was written.
        redigee_le: Date,
        /// Day.
        le: Date,
    },
    /// Sent to both.
    Envoyee {
        /// Day it was written.
        redigee_le: Date,
        /// Day it was approved.
        validee_le: Date,
        /// The sending.
        envoi: EnvoiFiche,
    },
    /// Taken into account.
    PriseEnCompte {
        /// Day it was written.
        redigee_le: Date,
        /// Day it was approved.
        validee_le: Date,
        /// The sending.
        envoi: EnvoiFiche,
        /// Day.
        le: Date,
    },
}

impl EtatFiche {
    /// The step reached.
    pub fn etape(&self) -> EtapeFiche {
        match self {
            Self::Absente => EtapeFiche::Absente,
            Self::Redigee { .. } => EtapeFiche::Redigee,
            Self::ValideeEnInterne { .. } => EtapeFiche::ValideeEnInterne,
            Self::Envoyee { .. } => EtapeFiche::Envoyee,
            Self::PriseEnCompte { .. } => EtapeFiche::PriseEnCompte,
        }
    }

    /// The day of each step taken, in order.
    pub fn jours(&self) -> Vec<(EtapeFiche, Date)> {
        let (redigee, validee, envoi, prise) = match *self {
            Self::Absente => (None, None, None, None),
            Self::Redigee { le } => (Some(le), None, None, None),
            Self::ValideeEnInterne { redigee_le, le } => (Some(redigee_le), Some(le), None, None),
            Self::Envoyee { redigee_le, validee_le, envoi } => {
                (Some(redigee_le), Some(validee_le), Some(envoi.le()), None)
            }
            Self::PriseEnCompte { redigee_le, validee_le, envoi, le } => {
                (Some(redigee_le), Some(validee_le), Some(envoi.le()), Some(le))
            }
        };
        let etapes = [
            EtapeFiche::Redigee,
            EtapeFiche::ValideeEnInterne,
            EtapeFiche::Envoyee,
            EtapeFiche::PriseEnCompte,
        ];
        let jours = [redigee, validee, envoi, prise];
        etapes.into_iter().zip(jours).filter_map(|(etape, jour)| Some((etape, jour?))).collect()
    }

    /// The step reached on a day: a séance of last week is judged on the fiche of last week.
    pub fn au(&self, jour: Date) -> EtapeFiche {
        let jours = self.jours();
        jours.iter().rev().find(|(_, le)| *le <= jour).map_or(EtapeFiche::Absente, |(etape, _)| *etape)
    }

    /// The sending, once done.
    pub fn envoi(&self) -> Option<EnvoiFiche> {
        match *self {
            Self::Envoyee { envoi, .. } | Self::PriseEnCompte { envoi, .. } => Some(envoi),
            Self::Absente | Self::Redigee { .. } | Self::ValideeEnInterne { .. } => None,
        }
    }
}
