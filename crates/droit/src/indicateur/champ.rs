//! Over whom one counts: an MK, a CPTS, a department, a region, the country; in one type of structure or all.

use std::fmt;

use crate::decision::TypeStructure;
use crate::identifiant::{CodeDepartement, CptsId, PraticienId};
use crate::reglement::Reglement;

/// A territory, a community or a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Perimetre {
    /// One MK: what he opened and did.
    Praticien(PraticienId),
    /// The episodes opened under a CPTS.
    Cpts(CptsId),
    /// The practices of a department.
    Departement(CodeDepartement),
    /// The departments of a region, by its name in `reglement/national/regions.toml`.
    Region(String),
    /// Everywhere.
    Pays,
}

impl Perimetre {
    /// The key under which its sums are kept. An MK and a CPTS have none: sums so fine would be more than the facts, and
    /// theirs are made from their few episodes when asked for.
    pub fn cle(&self) -> Option<String> {
        match self {
            Self::Praticien(_) | Self::Cpts(_) => None,
            Self::Departement(code) => Some(format!("departement/{code}")),
            Self::Region(nom) => Some(format!("region/{nom}")),
            Self::Pays => Some("pays".to_owned()),
        }
    }
}

impl fmt::Display for Perimetre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Praticien(id) => write!(f, "praticien/{id}"),
            Self::Cpts(id) => write!(f, "cpts/{id}"),
            autre => f.write_str(&autre.cle().unwrap_or_default()),
        }
    }
}

/// A perimeter, and the type of structure kept; all of them when none is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Champ {
    /// Over whom.
    pub perimetre: Perimetre,
    /// In what structures.
    pub structure: Option<TypeStructure>,
}

impl Champ {
    /// A perimeter, all structures together.
    pub fn tout(perimetre: Perimetre) -> Self {
        Self { perimetre, structure: None }
    }
}

/// Where an episode is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Situation {
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// CPTS, in the experiment.
    pub cpts: Option<CptsId>,
    /// Structure.
    pub structure: TypeStructure,
}

impl Situation {
    /// The keys of the perimeters that count it, the widest first.
    pub fn cles(&self, reglement: &Reglement) -> Vec<String> {
        let region = reglement.departement(self.departement).map(|lu| Perimetre::Region(lu.region.clone()));
        let perimetres = [Some(Perimetre::Pays), region, Some(Perimetre::Departement(self.departement))];
        perimetres.into_iter().flatten().filter_map(|perimetre| perimetre.cle()).collect()
    }
}
