//! The mail of the demo's past: it arrived in its time, not on the day the demo is served.

use entrepot::transmission::TRANSMETTRE;
use entrepot::{Echec, Entrepot, outbox};
use jiff::{SignedDuration, Timestamp};

/// What each kind took to arrive: the public list at once, the caisse with its file of the next morning.
const DELAIS: [(&str, SignedDuration); 7] = [
    ("publier-liste", SignedDuration::from_mins(15)),
    ("notifier-praticien", SignedDuration::from_mins(15)),
    ("instruire-declaration", SignedDuration::from_mins(15)),
    ("confirmer-adhesion", SignedDuration::from_mins(15)),
    ("rappel-adhesion", SignedDuration::from_mins(15)),
    ("adresser-orientation", SignedDuration::from_mins(15)),
    (TRANSMETTRE, SignedDuration::from_hours(20)),
];

/// Delivers what the past holds; what was deposited in the last hours leaves when the demo is served.
///
/// # Errors
/// When the base fails.
pub fn remettre(entrepot: &Entrepot, maintenant: Timestamp) -> Result<(), Echec> {
    for (genre, delai) in DELAIS {
        let passee = outbox::RemisePassee { genre, delai, jusqu_au: maintenant };
        entrepot.ecrire_ici(move |tx| outbox::remettre_le_passe(tx, passee))?;
    }
    Ok(())
}
