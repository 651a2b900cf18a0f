//! Indicators: an MK reads his own figures whole, an ARS those of its departments as they are now, small numbers hidden;
//! everybody else reads what was published of his territory, and the public that of departments, regions and the country.

use super::{Acteur, Invisible};
use crate::identifiant::CodeDepartement;
use crate::indicateur::Perimetre;

/// How much a reader may see of figures made of patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lecteur {
    /// The care team, of its own patients: everything.
    EquipeDeSoins,
    /// The ARS of this department, which may also ask for its episodes one by one: figures of the moment, small ones hidden.
    Autorite(CodeDepartement),
    /// Anybody else: what was published. Nothing below eleven patients, nor what would give it back, today or by
    /// comparison with what was published before.
    Exterieur,
}

/// How the actor (nobody, on a public page) reads a perimeter. `departements` are those of the CPTS it is about, none
/// for another perimeter.
pub fn lire_indicateurs(
    acteur: Option<&Acteur>,
    perimetre: &Perimetre,
    departements: &[CodeDepartement],
) -> Result<Lecteur, Invisible> {
    match (perimetre, acteur) {
        (Perimetre::Praticien(lu), Some(Acteur::Mk { praticien })) if lu == praticien => {
            Ok(Lecteur::EquipeDeSoins)
        }
        (Perimetre::Praticien(_), _) => Err(Invisible),
        (Perimetre::Departement(code), Some(Acteur::AgentArs { departements }))
            if departements.contains(code) =>
        {
            Ok(Lecteur::Autorite(*code))
        }
        (Perimetre::Pays | Perimetre::Region(_) | Perimetre::Departement(_), _) => Ok(Lecteur::Exterieur),
        (Perimetre::Cpts(lue), Some(Acteur::CoordinationCpts { cpts })) if lue == cpts => {
            Ok(Lecteur::Exterieur)
        }
        (Perimetre::Cpts(_), Some(Acteur::AgentArs { departements: siens })) => {
            let commun = departements.iter().find(|departement| siens.contains(departement));
            commun.map(|code| Lecteur::Autorite(*code)).ok_or(Invisible)
        }
        (Perimetre::Cpts(_), Some(acteur)) => {
            let siens: &[CodeDepartement] = match acteur {
                Acteur::AgentCpam { departement } | Acteur::MembreComite { departement } => {
                    std::slice::from_ref(departement)
                }
                _ => &[],
            };
            let commun = departements.iter().any(|departement| siens.contains(departement));
            if commun { Ok(Lecteur::Exterieur) } else { Err(Invisible) }
        }
        (Perimetre::Cpts(_), None) => Err(Invisible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiant::{CptsId, PraticienId};

    fn code(texte: &str) -> CodeDepartement {
        texte.parse().unwrap()
    }

    #[test]
    fn chacun_lit_les_siens() {
        let mk = |n| Acteur::Mk { praticien: PraticienId::new(n) };
        let cpts = |n| Acteur::CoordinationCpts { cpts: CptsId::new(n) };
        let ars = |c| Acteur::AgentArs { departements: vec![code(c)] };
        let comite = |c| Acteur::MembreComite { departement: code(c) };
        let cpam = |c| Acteur::AgentCpam { departement: code(c) };
        let sien = Perimetre::Praticien(PraticienId::new(1));
        let lire =
            |acteur: &Acteur, perimetre: &Perimetre| lire_indicateurs(Some(acteur), perimetre, &[code("45")]);
        assert_eq!(lire(&mk(1), &sien), Ok(Lecteur::EquipeDeSoins));
        for autre in [mk(2), cpts(1), ars("45"), comite("45"), cpam("45"), Acteur::Administrateur] {
            assert_eq!(lire(&autre, &sien), Err(Invisible), "{autre:?}");
        }
        let une = Perimetre::Cpts(CptsId::new(1));
        for admis in [cpts(1), comite("45"), cpam("45")] {
            assert_eq!(lire(&admis, &une), Ok(Lecteur::Exterieur), "{admis:?}");
        }
        let (loiret, var) = (Perimetre::Departement(code("45")), Perimetre::Departement(code("83")));
        for sien in [&une, &loiret] {
            assert_eq!(lire(&ars("45"), sien), Ok(Lecteur::Autorite(code("45"))), "{sien}");
        }
        for autre in [&var, &Perimetre::Pays] {
            assert_eq!(lire(&ars("45"), autre), Ok(Lecteur::Exterieur), "{autre}: like anybody");
        }
        for refuse in [mk(1), cpts(2), ars("83"), comite("83"), cpam("83"), Acteur::Administrateur] {
            assert_eq!(lire(&refuse, &une), Err(Invisible), "{refuse:?}");
        }
        assert_eq!(lire_indicateurs(None, &une, &[code("45")]), Err(Invisible));
        for public in [Perimetre::Pays, Perimetre::Departement(code("45"))] {
            assert_eq!(lire_indicateurs(None, &public, &[]), Ok(Lecteur::Exterieur));
        }
    }
}
