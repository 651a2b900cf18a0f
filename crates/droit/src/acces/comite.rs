//! The monitoring committee: those who organise it, those who sit in it.

use super::{Acteur, Invisible};
use crate::identifiant::CodeDepartement;

/// As whom somebody opens the pages of a committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartieComite {
    /// The ARS and the CPAM organise (cahier des charges of the Loiret, « modalités de suivi et d’évaluation »).
    Organisateur,
    /// A member reads.
    Membre,
}

/// The pages of the committee of a department: its ARS and its CPAM organise, its members read. `mandats` are the departments
/// where a running member is the actor's own ([`crate::comite::Membre::est_celui_de`]).
pub fn comite(
    acteur: &Acteur,
    departement: CodeDepartement,
    mandats: &[CodeDepartement],
) -> Result<PartieComite, Invisible> {
    match acteur {
        Acteur::AgentArs { departements } if departements.contains(&departement) => {
            Ok(PartieComite::Organisateur)
        }
        Acteur::AgentCpam { departement: sien } if *sien == departement => Ok(PartieComite::Organisateur),
        Acteur::MembreComite { departement: sien } if *sien == departement => Ok(PartieComite::Membre),
        Acteur::CoordinationCpts { .. } | Acteur::Mk { .. } if mandats.contains(&departement) => {
            Ok(PartieComite::Membre)
        }
        _ => Err(Invisible),
    }
}

/// The departments whose committee somebody opens, in order.
pub fn comites(acteur: &Acteur, mandats: &[CodeDepartement]) -> Vec<CodeDepartement> {
    match acteur {
        Acteur::AgentArs { departements } => departements.clone(),
        Acteur::AgentCpam { departement } | Acteur::MembreComite { departement } => vec![*departement],
        Acteur::CoordinationCpts { .. } | Acteur::Mk { .. } => mandats.to_vec(),
        Acteur::Medecin { .. } | Acteur::Administrateur => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiant::{CptsId, PraticienId};

    #[test]
    fn l_ars_et_la_cpam_organisent_les_membres_lisent_les_autres_ne_voient_rien() {
        let (loiret, var): (CodeDepartement, CodeDepartement) =
            ("45".parse().unwrap(), "83".parse().unwrap());
        let vu = |acteur: Acteur| comite(&acteur, loiret, &[]);
        assert_eq!(vu(Acteur::AgentArs { departements: vec![var, loiret] }), Ok(PartieComite::Organisateur));
        assert_eq!(vu(Acteur::AgentArs { departements: vec![var] }), Err(Invisible));
        assert_eq!(vu(Acteur::AgentCpam { departement: loiret }), Ok(PartieComite::Organisateur));
        assert_eq!(vu(Acteur::AgentCpam { departement: var }), Err(Invisible));
        assert_eq!(vu(Acteur::MembreComite { departement: loiret }), Ok(PartieComite::Membre));
        assert_eq!(vu(Acteur::MembreComite { departement: var }), Err(Invisible));
        for acteur in [
            Acteur::Mk { praticien: PraticienId::new(1) },
            Acteur::CoordinationCpts { cpts: CptsId::new(1) },
            Acteur::Administrateur,
        ] {
            assert_eq!(comites(&acteur, &[]), []);
            assert_eq!(vu(acteur), Err(Invisible));
        }
        for membre in
            [Acteur::Mk { praticien: PraticienId::new(1) }, Acteur::CoordinationCpts { cpts: CptsId::new(1) }]
        {
            assert_eq!(comite(&membre, loiret, &[loiret]), Ok(PartieComite::Membre), "he sits there");
            assert_eq!(comite(&membre, var, &[loiret]), Err(Invisible));
            assert_eq!(comites(&membre, &[loiret]), [loiret]);
        }
        assert_eq!(comite(&Acteur::Administrateur, loiret, &[loiret]), Err(Invisible));
    }
}
