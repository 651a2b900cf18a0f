//! The journal: append-only, each line holding the hash of the one before, written with the fact it tells.

mod chaine;
mod signature;
mod verification;

pub use chaine::Empreinte;
pub(crate) use chaine::Tete;
pub use signature::{Signataire, SignatureFausse, TeteSignee};
pub use verification::{Ancre, Rupture, Verificateur, Verification, verifier, verifier_ici};

use jiff::Timestamp;

use crate::{Echec, Tx};

/// The current head.
///
/// # Errors
/// What the engine reports.
pub fn tete(tx: &mut Tx) -> Result<Ancre, Echec> {
    Tete::charger(tx).map(|tete| Ancre { seq: tete.seq, empreinte: tete.empreinte })
}

/// Did this base once stand there: it is the one that was read then, and nothing of it was lost since.
///
/// # Errors
/// What the engine reports.
pub fn continue_depuis(tx: &mut Tx, ancre: &Ancre) -> Result<bool, Echec> {
    if ancre.seq == 0 {
        return Ok(ancre.empreinte == [0; 32]);
    }
    Ok(Tete::empreinte_de(tx, ancre.seq)? == Some(ancre.empreinte))
}

/// A line to write. It names identifiers, never a person: the journal is read by more people than the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entree {
    /// When.
    pub instant: Timestamp,
    /// Who, as an identifier of account, token or `systeme`.
    pub acteur: String,
    /// What was done, for example `seance.enregistrer`.
    pub action: String,
    /// On what, for example `episode/0199…`.
    pub sujet: String,
    /// The outcome of the decision, with its codes.
    pub decision: Option<String>,
    /// The fingerprint of the rules applied.
    pub reglement: Option<String>,
    /// The rest, as one JSON object without any identity.
    pub details: String,
}

impl Entree {
    /// A line without decision nor details.
    pub fn new(
        instant: Timestamp,
        acteur: impl Into<String>,
        action: impl Into<String>,
        sujet: impl Into<String>,
    ) -> Self {
        Self {
            instant,
            acteur: acteur.into(),
            action: action.into(),
            sujet: sujet.into(),
            decision: None,
            reglement: None,
            details: "{}".to_owned(),
        }
    }
}
