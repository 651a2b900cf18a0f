//! Who looks at the alerts of the national directory, and for whom.

use super::{Acteur, Invisible};
use crate::identifiant::{CodeDepartement, CptsId};

/// For whom somebody looks at alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regard {
    /// The ARS, over the MKs taking part in a department.
    Departement(CodeDepartement),
    /// A CPTS, over its members and those it declared.
    Cpts(CptsId),
}

impl Regard {
    /// Its spelling where it is kept.
    pub fn cle(self) -> String {
        match self {
            Self::Departement(code) => format!("ars/{code}"),
            Self::Cpts(cpts) => format!("cpts/{cpts}"),
        }
    }
}

/// The ARS looks for its departments, a coordination for its CPTS; nobody else.
pub fn alertes(acteur: &Acteur) -> Result<Vec<Regard>, Invisible> {
    match acteur {
        Acteur::AgentArs { departements } => {
            Ok(departements.iter().copied().map(Regard::Departement).collect())
        }
        Acteur::CoordinationCpts { cpts } => Ok(vec![Regard::Cpts(*cpts)]),
        Acteur::Mk { .. }
        | Acteur::Medecin { .. }
        | Acteur::AgentCpam { .. }
        | Acteur::MembreComite { .. }
        | Acteur::Administrateur => Err(Invisible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiant::PraticienId;

    #[test]
    fn l_ars_et_la_cpts_regardent_chacune_les_siennes() {
        let (loiret, cher) = ("45".parse().unwrap(), "18".parse().unwrap());
        let ars = alertes(&Acteur::AgentArs { departements: vec![loiret, cher] }).unwrap();
        assert_eq!(ars, [Regard::Departement(loiret), Regard::Departement(cher)]);
        let cpts = CptsId::new(3);
        assert_eq!(alertes(&Acteur::CoordinationCpts { cpts }).unwrap(), [Regard::Cpts(cpts)]);
    }

    #[test]
    fn personne_d_autre_n_en_voit() {
        let (praticien, departement) = (PraticienId::new(1), "45".parse().unwrap());
        for acteur in [
            Acteur::Mk { praticien },
            Acteur::Medecin { praticien },
            Acteur::AgentCpam { departement },
            Acteur::MembreComite { departement },
            Acteur::Administrateur,
        ] {
            assert_eq!(alertes(&acteur), Err(Invisible));
        }
    }
}
