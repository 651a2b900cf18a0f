//! The seats of a committee, and those that nobody holds.

use jiff::civil::Date;

use super::membre::{Institution, Membre};
use crate::identifiant::CptsId;

/// A seat: of an institution, or of one CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Siege {
    /// Institution.
    pub institution: Institution,
    /// The CPTS it is tied to.
    pub cpts: Option<CptsId>,
}

impl Siege {
    fn tenu_par(&self, membre: &Membre) -> bool {
        membre.institution == self.institution && (self.cpts.is_none() || membre.cpts == self.cpts)
    }
}

/// One seat for each of these institutions; one by CPTS for those that sit for each.
/// Source: the parameter `membres_du_comite` of `reglement/` (Loiret: cahier des charges, « modalités de suivi »).
pub fn sieges(institutions: &[Institution], cpts: &[CptsId]) -> Vec<Siege> {
    let des_cpts = |institution| cpts.iter().map(move |id| Siege { institution, cpts: Some(*id) });
    institutions
        .iter()
        .flat_map(|institution| -> Vec<Siege> {
            if institution.d_une_cpts() {
                des_cpts(*institution).collect()
            } else {
                vec![Siege { institution: *institution, cpts: None }]
            }
        })
        .collect()
}

/// Those of these seats that nobody holds on a day.
pub fn a_pourvoir(mut sieges: Vec<Siege>, membres: &[Membre], le: Date) -> Vec<Siege> {
    let tient = |siege: &Siege| {
        membres.iter().any(|membre| membre.siege_le(le) && membre.au.is_none() && siege.tenu_par(membre))
    };
    sieges.retain(|siege| !tient(siege));
    sieges
}
