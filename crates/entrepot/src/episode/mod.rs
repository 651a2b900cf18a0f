//! Episodes on file: read as an aggregate, changed only by what the rules granted.
//!
//! Each write is one batch guarded by the version the decision was made on: on a race, the loser fails with
//! [`Echec::Conflit`](crate::Echec::Conflit), reads again and decides again.

mod ecriture;
mod lecture;
mod ouverture;
mod preuve;
mod signes;
mod suivi;
mod tableau;

pub use ecriture::{inscrire_annulation, inscrire_seance};
pub use lecture::{anterieurs, charger, seances_ailleurs, seances_hors_episode};
pub use ouverture::{inscrire_cloture, inscrire_ouverture, inscrire_ralliement};
pub use preuve::{inscrire_correction, inscrire_diagnostic, inscrire_retrait};
pub use signes::{noter_les_signes, signes_cherches};
pub use suivi::{inscrire_amelioration, inscrire_evenement, inscrire_orientation};
pub use tableau::{Curseur, Etat, LigneTableau, tableau};
