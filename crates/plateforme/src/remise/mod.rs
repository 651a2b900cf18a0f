//! The deliveries of documents: composed with the document, sent by the worker, followed until somebody has them.
//!
//! [`composition`] says what a validated document owes, in the transaction that validates it. [`expedition`] sends what
//! is due, each attempt written before it leaves; [`releve`] reads what comes back. The pages show one state per
//! destination, and let the MK do what no machine can: hand over, deposit on the portal, send again, give up.

pub mod composition;
mod courrier;
pub mod ecart;
pub mod expedition;
pub mod lien;
mod operatrice;
pub mod page;
pub mod propositions;
pub mod releve;
pub mod reprise;
pub mod veille;
pub mod voies;

use droit::acces;
use droit::document::Document;
use droit::identifiant::{DocumentId, RemiseId};
use entrepot::chiffre::Trousseau;
use entrepot::document::{Partie, partie};
use entrepot::remise::Suivie;
use entrepot::{Echec, Tx};
use jiff::SignedDuration;

use crate::connexion::Identite;
use crate::echec::Failure;
use crate::serveur::App;

/// A delivery owed for longer is late. No text sets a delay for sending (décret 2024-618, art. 2): this one is ours.
pub const RETARD: SignedDuration = SignedDuration::from_hours(72);

/// A delivery of this MK; anybody else's does not exist.
///
/// # Errors
/// When it is not his, or the base fails.
pub async fn charger(app: &App, identite: &Identite, id: &str) -> Result<Suivie, Failure> {
    let mk = acces::tableau(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let id: RemiseId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| entrepot::remise::lire(tx, &trousseau, id)).await?;
    lue.filter(|suivie| suivie.praticien == mk).ok_or(Failure::Introuvable)
}

/// The facts of a document, read back from its sealed bytes.
///
/// # Errors
/// When the base fails, when there is no such document, or when its bytes do not read.
pub fn document(tx: &mut Tx, trousseau: &Trousseau, id: DocumentId) -> Result<Document, Echec> {
    let octets = partie(tx, trousseau, id, Partie::Faits)?.ok_or(Echec::Absent)?;
    formats::document::lire(&octets)
        .map_err(|cause| Echec::Colonne { colonne: "document.faits".to_owned(), cause: cause.to_string() })
}
