//! To whom a document is owed: the patient, the médecin traitant, the DMP; without médecin traitant, whom and on what terms.

use super::reference::Genre;
use super::sujet::{Medecin, MedecinTraitant};
use crate::decision::codes;

codes! {
    /// Why a destination is only possible.
    Condition {
        /// Nobody but an agreeing patient may have it sent there.
        AccordDuPatient = "accord-du-patient",
        /// The patient may oppose it.
        SaufOpposition = "sauf-opposition",
    }
}

/// A destination and the duty or the condition that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Envoi {
    /// The patient receives it.
    Patient,
    /// The médecin traitant receives it.
    MedecinTraitant(Medecin),
    /// No médecin traitant: another doctor involved may receive it, if the patient agrees.
    AutreMedecin(Condition),
    /// The patient's national record, unless he opposes.
    Dmp(Condition),
    /// The payer, joined to the bill.
    Payeur,
}

/// To whom a document goes.
///
/// Bilan and report go to the patient and to the médecin traitant, and into the DMP (décret 2024-618, art. 2). Without
/// médecin traitant another doctor may receive them with the patient's agreement (cahier des charges du Var). A letter
/// is written for a doctor, and the patient has a copy. A justificatif is owed to the payer only.
pub fn envois(genre: Genre, medecin_traitant: &MedecinTraitant) -> Vec<Envoi> {
    let medecin = match medecin_traitant {
        MedecinTraitant::Connu(medecin) => Envoi::MedecinTraitant(medecin.clone()),
        MedecinTraitant::Aucun | MedecinTraitant::NonPrecise => {
            Envoi::AutreMedecin(Condition::AccordDuPatient)
        }
    };
    match genre {
        Genre::Bilan | Genre::CompteRendu | Genre::Orientation => {
            vec![Envoi::Patient, medecin, Envoi::Dmp(Condition::SaufOpposition)]
        }
        Genre::Justificatif => vec![Envoi::Payeur],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sans_medecin_traitant_un_autre_medecin_recoit_avec_l_accord_du_patient() {
        let envois = envois(Genre::CompteRendu, &MedecinTraitant::Aucun);
        assert!(envois.contains(&Envoi::AutreMedecin(Condition::AccordDuPatient)));
        assert!(envois.contains(&Envoi::Patient) && envois.contains(&Envoi::Dmp(Condition::SaufOpposition)));
    }

    #[test]
    fn le_medecin_traitant_connu_recoit_le_bilan_et_le_payeur_ne_recoit_que_le_justificatif() {
        let nom = super::super::redacteur::NomComplet {
            nom: "Test".parse().unwrap(),
            prenom: "Ada".parse().unwrap(),
        };
        let connu = MedecinTraitant::Connu(Medecin { rpps: None, nom, adresse: None });
        assert!(matches!(envois(Genre::Bilan, &connu).get(1), Some(Envoi::MedecinTraitant(_))));
        assert_eq!(envois(Genre::Justificatif, &connu), [Envoi::Payeur]);
    }
}
