//! Telling the local bodies: numbered files composed from decisions, handed over, acknowledged, sent again.
//!
//! `composition` makes a file, `courrier` is what the worker does, `accuses` what comes back; the rest are pages.

pub mod accuses;
mod canaux;
mod composition;
mod courrier;
pub mod destinataire;
pub mod fichier;
pub mod liste;
mod saisie;

pub use canaux::Canaux;
pub use composition::Etendue;
pub use courrier::{composer, traiter};

use droit::acces;
use droit::identifiant::DestinataireId;
use entrepot::transmission::{self, Destinataire, Transmission};
use jiff::{SignedDuration, Timestamp};

use crate::connexion::Identite;
use crate::echec::Failure;
use crate::serveur::App;

/// An addressee that the reader may see; any other does not exist.
async fn visible(app: &App, identite: &Identite, id: DestinataireId) -> Result<Destinataire, Failure> {
    let trouve = app.entrepot.lire(move |tx| transmission::charger(tx, id)).await?;
    let destinataire = trouve.ok_or(Failure::Introuvable)?;
    acces::voir_transmissions(&identite.acteur, destinataire.departement, destinataire.organisme)
        .map_err(|_| Failure::Introuvable)?;
    Ok(destinataire)
}

/// Was an acknowledgement expected by now; never when nobody said within how many days.
fn en_retard(destinataire: &Destinataire, fichier: &Transmission, maintenant: Timestamp) -> bool {
    let (Some(jours), Some(parti), None) =
        (destinataire.reglages.accuse_sous, fichier.envoye_le, fichier.accuse_le)
    else {
        return false;
    };
    maintenant.duration_since(parti) > SignedDuration::from_hours(24 * i64::from(jours))
}
