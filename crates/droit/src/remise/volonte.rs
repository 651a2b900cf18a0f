//! What the patient wants of his documents: agreement or opposition, dated, recorded before anything leaves.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::decision::codes;

codes! {
    /// What the patient was asked about.
    ObjetVolonte {
        /// Writing to his mailbox of Mon espace santé.
        MessageriePatient = "messagerie-patient",
        /// Depositing in his national record.
        Dmp = "dmp",
        /// Writing to another doctor than his médecin traitant.
        AutreMedecin = "autre-medecin",
    }
}

impl ObjetVolonte {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::MessageriePatient => "Envoi à sa messagerie de Mon espace santé",
            Self::Dmp => "Dépôt dans son dossier médical partagé (DMP)",
            Self::AutreMedecin => "Envoi à un autre médecin que le médecin traitant",
        }
    }
}

codes! {
    /// What he answered.
    Volonte {
        /// He agrees, or does not oppose.
        Accord = "accord",
        /// He opposes.
        Opposition = "opposition",
    }
}

impl Volonte {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Accord => "Accord (ne s’oppose pas)",
            Self::Opposition => "Opposition",
        }
    }
}

/// An answer of the patient. It is never erased: a later one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolonteRecueillie {
    /// About what.
    pub objet: ObjetVolonte,
    /// What he said.
    pub volonte: Volonte,
    /// The day he said it.
    pub le: Date,
    /// When it was recorded.
    pub notee_le: Timestamp,
}

/// Everything a patient answered, in the order it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volontes(Vec<VolonteRecueillie>);

impl Volontes {
    /// In the order recorded.
    pub fn new(mut recueillies: Vec<VolonteRecueillie>) -> Self {
        recueillies.sort_by_key(|recueillie| recueillie.notee_le);
        Self(recueillies)
    }

    /// The same once he answered this.
    #[must_use]
    pub fn avec(mut self, recueillie: VolonteRecueillie) -> Self {
        self.0.push(recueillie);
        Self::new(self.0)
    }

    /// The answer that counts today: the latest recorded; `None` when he was never asked.
    pub fn sur(&self, objet: ObjetVolonte) -> Option<&VolonteRecueillie> {
        self.0.iter().rev().find(|recueillie| recueillie.objet == objet)
    }

    /// Every answer, in order.
    pub fn toutes(&self) -> &[VolonteRecueillie] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn la_derniere_reponse_notee_compte() {
        let recueillie = |volonte, seconde: i64| VolonteRecueillie {
            objet: ObjetVolonte::Dmp,
            volonte,
            le: date(2026, 11, 2),
            notee_le: Timestamp::from_second(seconde).unwrap(),
        };
        let volontes =
            Volontes::new(vec![recueillie(Volonte::Opposition, 9), recueillie(Volonte::Accord, 3)]);
        assert_eq!(volontes.sur(ObjetVolonte::Dmp).map(|v| v.volonte), Some(Volonte::Opposition));
        assert_eq!(volontes.sur(ObjetVolonte::AutreMedecin), None);
        assert_eq!(volontes.toutes().len(), 2);
    }
}
