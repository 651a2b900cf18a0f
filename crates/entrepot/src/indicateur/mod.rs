//! The sums behind the indicators: kept with each fact, read in one range, made again and compared on demand.
//!
//! Counting ends each batch, once the head of the journal is moved: it is under the lock that orders all writers, so
//! that two nodes never count on each other's stale sums. A fact is counted because it calls `Tx::toucher_episode`
//! (`trace::accord` does it for all the facts of episodes); how it counts is said in `droit::indicateur` alone.

mod activite;
pub mod changement;
pub mod histoire;
mod importation;
pub mod instantane;
mod lecture;
mod microdonnees;
pub mod miroir;
mod participation;
pub mod parution;
mod presence;
mod recalcul;
mod releve;
mod serie;
mod signalement;
mod support;
mod tenue;

pub(crate) use activite::oublier_activite;
pub use activite::{OrigineActivite, activite, activite_connue, declarer_activite};
pub use importation::{Bilan, CauseRefus, Refus, Total, importer_activites};
pub use lecture::{Demande, comptes, cpts_comptees, episodes_du_praticien, perimetres_comptes};
pub use microdonnees::{Microdonnee, microdonnees};
pub use participation::{part_de_l_activite, participation};
pub use presence::Presences;
pub use recalcul::{Constat, recalculer, verifier};
pub(crate) use recalcul::{est_a_jour, mettre_a_jour};
pub use serie::Serie;
pub use support::{
    NouveauSupport, PreuveSupport, PublicVise, Support, inscrire_support, retirer_support, supports,
};
pub(crate) use tenue::tenir;

use std::sync::LazyLock;

use droit::reglement::Reglement;

use crate::Echec;

/// The rules, for the names of regions and the clocks of departments.
fn reglement() -> Result<&'static Reglement, Echec> {
    Reglement::embarque().map_err(Echec::moteur)
}

/// How many keys a wide statement takes.
const LARGEUR: usize = 64;

/// The same text for [`LARGEUR`] keys: `= $1` becomes a list, `$2` and `$3` come after it.
fn elargir(sql: &str) -> String {
    let liste: Vec<String> = (1..=LARGEUR).map(|rang| format!("${rang}")).collect();
    let decale = sql.replace("$2", &format!("${}", LARGEUR + 1)).replace("$3", &format!("${}", LARGEUR + 2));
    decale.replace("= $1", &format!("IN ({})", liste.join(", ")))
}

/// One text for one key, one for many.
struct Texte {
    une: &'static str,
    large: LazyLock<String>,
}

impl Texte {
    fn pour(&'static self, combien: usize) -> &'static str {
        if combien == 1 { self.une } else { &self.large }
    }
}
