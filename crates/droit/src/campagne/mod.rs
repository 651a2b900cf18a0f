//! The annual evaluation campaign: opened by an ARS for a department and a year, answered by each of its MKs.
//!
//! A sheet is made of the MK's own figures, which come from his episodes, and of the two things only he knows: his total
//! activity and his comment. What is validated stays; a correction is a new version with its reason.

mod cycle;
mod detail;
mod fiche;
mod forme;
#[cfg(test)]
mod tests;

pub use cycle::{Campagne, CampagneAvancee, EmpechementCampagne, EtatCampagne, GesteCampagne, Nouvelle};
pub use detail::{Detail, Part, Rubrique, Transmis};
pub use fiche::{
    Chiffres, EmpechementFicheAnnuelle, EtapeFicheAnnuelle, EtatFicheAnnuelle, FicheAnnuelle, FicheRenvoyee,
    FicheValidee, Reponse, VersionFiche,
};
pub use forme::{ColonneChoisie, FormeExport, FormeInvalide};
