//! What the list of authorisations says of somebody on a day: the live state, beside what a certificate said.

use droit::identifiant::{CodeDepartement, NumeroRpps};
use entrepot::praticien::{self, Autorisation, Praticien};
use entrepot::{Echec, Tx};
use jiff::civil::Date;

/// Somebody's authorisations, those that run on the day first.
#[derive(Clone, Debug)]
pub struct Etat {
    /// Who it is; `None` when the number is not on file.
    pub praticien: Option<Praticien>,
    /// The periods that run on the day.
    pub courantes: Vec<Autorisation>,
    /// The others.
    pub autres: Vec<Autorisation>,
}

impl Etat {
    /// The state of an RPPS number on a day, in a department or in all of them.
    pub fn lire(
        tx: &mut Tx,
        rpps: &NumeroRpps,
        departement: Option<CodeDepartement>,
        le: Date,
    ) -> Result<Self, Echec> {
        let Some(praticien) = praticien::par_rpps(tx, rpps)? else {
            return Ok(Self { praticien: None, courantes: Vec::new(), autres: Vec::new() });
        };
        let mut toutes = praticien::autorisations(tx, praticien.id)?;
        toutes.retain(|autorisation| departement.is_none_or(|code| code == autorisation.departement));
        let (courantes, autres) = toutes.into_iter().partition(|autorisation| court_le(autorisation, le));
        Ok(Self { praticien: Some(praticien), courantes, autres })
    }
}

/// Does the period run on this day.
pub fn court_le(autorisation: &Autorisation, le: Date) -> bool {
    autorisation.du <= le && autorisation.au.is_none_or(|au| le <= au)
}
