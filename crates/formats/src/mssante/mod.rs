//! MSSanté mail: where it may go, what it says in its headers, and what the answers to it mean.
//!
//! Rules of the référentiel socle MSSanté #2 (codes ECO.…) and of the volet « transmission des documents CDA par
//! courriel MSSanté » of the ANS. Nothing is sent here: this module turns values into a message and bytes into answers.

mod adresse;
mod entete;
mod message;
mod nom;
mod retour;

pub use adresse::{Adresse, AdresseRefusee, Espace, ListeBlanche, adresse_du_patient};
pub use entete::{Echange, Produit, ProduitInvalide};
pub use message::{Courrier, DocumentJoint, Expediteur, Message, MessageRefuse, Piece, Texte, composer};
pub use nom::{nom_du_pdf, objet};
pub use retour::{CodeErreur, ErreurIntegration, Lecture, Remise, Retour, identifiant, lire};

#[cfg(test)]
mod tests;
