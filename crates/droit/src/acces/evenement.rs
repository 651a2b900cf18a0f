//! Adverse events: their MK and the ARS of their department; learning notes: the group.

use super::{Acteur, Invisible};
use crate::evenement::{PartieEvenement, Signalement};
use crate::identifiant::CodeDepartement;
use crate::retour::{EtatRetour, Retour};

/// An event is seen by the MK who reported it and by the ARS of its department, and by nobody else.
pub fn voir_evenement(acteur: &Acteur, evenement: &Signalement) -> Result<PartieEvenement, Invisible> {
    match acteur {
        Acteur::Mk { praticien } if *praticien == evenement.par => Ok(PartieEvenement::Praticien),
        Acteur::AgentArs { departements } if departements.contains(&evenement.departement) => {
            Ok(PartieEvenement::Ars)
        }
        _ => Err(Invisible),
    }
}

/// As whom somebody reads a learning note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LectureRetour {
    /// The ARS that writes it: every step of it.
    Redaction,
    /// The group: once published, and nothing of where it comes from.
    Groupe,
}

/// A published note is read by MKs, CPTS, committees, and the ARS and CPAM that organise those (cahier des charges of the Loiret,
/// « modalités de suivi et d’évaluation »: the CPAM sits with the others); before, by the ARS that writes it alone.
pub fn lire_retour(acteur: &Acteur, retour: &Retour) -> Result<LectureRetour, Invisible> {
    match acteur {
        Acteur::AgentArs { departements } if departements.contains(&retour.departement) => {
            Ok(LectureRetour::Redaction)
        }
        Acteur::AgentArs { .. }
        | Acteur::Mk { .. }
        | Acteur::CoordinationCpts { .. }
        | Acteur::AgentCpam { .. }
        | Acteur::MembreComite { .. }
            if matches!(retour.etat, EtatRetour::Publie { .. }) =>
        {
            Ok(LectureRetour::Groupe)
        }
        _ => Err(Invisible),
    }
}

/// The right to write a note for a department: its ARS alone.
pub fn ecrire_retour(acteur: &Acteur, departement: CodeDepartement) -> Result<(), Invisible> {
    match acteur {
        Acteur::AgentArs { departements } if departements.contains(&departement) => Ok(()),
        _ => Err(Invisible),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::anonymat::Lexique;
    use crate::declaration::Declarant;
    use crate::episode::{Complement, GraviteEvenement};
    use crate::evenement::{EtatEvenement, Faits, Volets};
    use crate::identifiant::{CompteId, CptsId, EvenementId, PraticienId, RetourId};
    use crate::retour::{Contenu, GesteRetour, Origine, Relecture};

    fn ars(code: &str) -> Acteur {
        Acteur::AgentArs { departements: vec![code.parse().unwrap()] }
    }

    fn autres() -> [Acteur; 5] {
        let departement = "45".parse().unwrap();
        [
            Acteur::CoordinationCpts { cpts: CptsId::new(1) },
            Acteur::Medecin { praticien: PraticienId::new(1) },
            Acteur::AgentCpam { departement },
            Acteur::MembreComite { departement },
            Acteur::Administrateur,
        ]
    }

    #[test]
    fn un_evenement_n_est_vu_que_de_son_mk_et_de_l_ars_de_son_departement() {
        let faits = Faits {
            le: date(2026, 3, 1),
            gravite: GraviteEvenement::Benin,
            complement: Complement::default(),
            circonstances: "Mots.".parse().unwrap(),
            mesures: "Mots.".parse().unwrap(),
        };
        let evenement = Signalement {
            id: EvenementId::new(1),
            episode: None,
            par: PraticienId::new(1),
            departement: "45".parse().unwrap(),
            cpts: Some(CptsId::new(1)),
            signale_le: date(2026, 3, 1),
            saisi_le: None,
            faits,
            volets: Volets::SansObjet,
            etat: EtatEvenement::Signale,
            version: 1,
        };
        let voir = |acteur: &Acteur| voir_evenement(acteur, &evenement);
        assert_eq!(voir(&Acteur::Mk { praticien: PraticienId::new(1) }), Ok(PartieEvenement::Praticien));
        assert_eq!(voir(&Acteur::Mk { praticien: PraticienId::new(2) }), Err(Invisible));
        assert_eq!(voir(&ars("45")), Ok(PartieEvenement::Ars));
        assert_eq!(voir(&ars("83")), Err(Invisible));
        for acteur in autres() {
            assert_eq!(voir(&acteur), Err(Invisible), "{acteur:?}");
        }
    }

    #[test]
    fn une_fiche_n_est_lue_du_groupe_qu_une_fois_publiee() {
        let agent = |numero| Declarant {
            compte: CompteId::new(numero),
            aujourd_hui: date(2026, 3, 9),
            maintenant: Timestamp::UNIX_EPOCH,
        };
        let mots = || "Mots.".parse().unwrap();
        let contenu = Contenu {
            titre: "Titre".parse().unwrap(),
            contexte: mots(),
            analyse: mots(),
            enseignements: mots(),
        };
        let origine = Origine { id: RetourId::new(1), departement: "45".parse().unwrap(), evenement: None };
        let brouillon = Retour::ecrire(origine, contenu, &agent(1)).retour().clone();
        let soumise = brouillon
            .avancer(&GesteRetour::Soumettre(Relecture::AFaire), &Lexique::default(), &agent(1))
            .unwrap()
            .suite()
            .clone();
        let publiee = soumise
            .avancer(&GesteRetour::Publier(Relecture::AFaire), &Lexique::default(), &agent(2))
            .unwrap()
            .suite()
            .clone();
        let mk = Acteur::Mk { praticien: PraticienId::new(9) };
        for fiche in [&brouillon, &soumise] {
            assert_eq!(lire_retour(&ars("45"), fiche), Ok(LectureRetour::Redaction));
            assert_eq!(lire_retour(&ars("83"), fiche), Err(Invisible));
            assert_eq!(lire_retour(&mk, fiche), Err(Invisible));
        }
        assert_eq!(lire_retour(&mk, &publiee), Ok(LectureRetour::Groupe));
        assert_eq!(lire_retour(&ars("83"), &publiee), Ok(LectureRetour::Groupe));
        let lues: Vec<bool> = autres().iter().map(|a| lire_retour(a, &publiee).is_ok()).collect();
        assert_eq!(lues, [true, false, true, true, false], "the CPAM organises the committee and sits in it");
        assert_eq!(ecrire_retour(&ars("83"), publiee.departement), Err(Invisible));
    }
}
