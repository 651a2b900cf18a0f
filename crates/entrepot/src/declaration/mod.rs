//! Declarations on file: read as a value, changed only by what the rules granted; every step is kept.

mod ecriture;
mod lecture;
mod message;
mod suivi;
mod tranche;

pub use ecriture::{
    inscrire_completion, inscrire_depot, inscrire_effet, inscrire_preparation, inscrire_refus,
    inscrire_reprise, inscrire_retrait, inscrire_suspension, inscrire_validation,
};
pub use lecture::{Etape, autres, charger, du_praticien, historique};
pub use message::{Message, inscrire_message, messages};
pub use suivi::{
    Effectif, EffectifCpts, LigneSuivie, de_la_cpts, effectifs, effectifs_de_la_cpts, effectifs_par_cpts,
};
pub use tranche::{CurseurTranche, LigneTranche, Selection, doublons, tranche};
