//! The warning signs that were looked for when an episode opened, as they were listed that day.

use std::collections::BTreeSet;

use droit::identifiant::EpisodeId;

use crate::{Echec, Tx, params};

const NOTER: &str = "UPDATE episode SET signes_cherches = $2 WHERE id = $1 AND signes_cherches IS NULL";
const LIRE: &str = "SELECT signes_cherches FROM episode WHERE id = $1";

/// Leaves the codes for the flush; they never change, and [`Echec::Conflit`] says that somebody wrote them already.
pub fn noter_les_signes(tx: &mut Tx, episode: EpisodeId, codes: &BTreeSet<String>) {
    let codes = codes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    tx.enqueue_one(NOTER, params![episode, codes]);
}

/// The codes; `None` where nothing kept them.
///
/// # Errors
/// When the base fails or there is no such episode.
pub fn signes_cherches(tx: &mut Tx, episode: EpisodeId) -> Result<Option<BTreeSet<String>>, Echec> {
    let codes: Option<String> =
        tx.query_opt(LIRE, &params![episode])?.ok_or(Echec::Absent)?.get("signes_cherches")?;
    Ok(codes.map(|codes| codes.split_whitespace().map(str::to_owned).collect()))
}
