//! Which keys have sealed something here: a base opened with another key is refused at once.

use super::{CleId, Trousseau};
use crate::sql::Moteur;
use crate::{Echec, params};

const LIRE: &str = "SELECT id FROM cle";
const INSCRIRE: &str = "INSERT INTO cle (id) VALUES ($1) ON CONFLICT DO NOTHING";

/// Refuses a ring that lacks a key known here; otherwise records its active key.
pub(crate) fn reconnaitre(moteur: &mut Moteur, trousseau: &Trousseau) -> Result<(), Echec> {
    for ligne in moteur.query(LIRE, &[])? {
        let connue: CleId = ligne.get("id")?;
        if !trousseau.ids().any(|id| id == connue) {
            return Err(Echec::CleAbsente);
        }
    }
    moteur.query(INSCRIRE, &params![trousseau.active()]).map(|_| ())
}
