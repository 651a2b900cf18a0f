//! The files for the local bodies: whom they go to, their numbers without gap, their bytes, what came back.
//!
//! [`point`] reads what an addressee was told and what is true now; the file is made of both; [`inscrire`] takes its
//! number. Whoever loses the race for a number gets [`crate::Echec::Conflit`] and reads again.

mod destinataire;
mod ecriture;
mod lecture;
mod periode;

pub use destinataire::{
    Canal, Destinataire, EtatDestinataire, Reglages, Rythme, actifs, ajouter, charger, composer_plus_tard,
    du_departement, regler,
};
pub use ecriture::{
    Accuse, Changement, Fichier, accuser, inscrire, marquer_envoyee, rejeter_un_accuse, renvoyer,
};
pub use lecture::{
    Depart, EtatPour, Rejet, Transmission, contenu, etat_pour, par_numero, rejets, relire, transmissions,
};
pub use periode::{LigneConnue, Periode, Point, du_praticien, point};

/// Tells the bodies of a department that the list changed.
pub const TRANSMETTRE: &str = "transmettre-caisse";
/// Composes the file of one addressee.
pub const COMPOSER: &str = "composer-caisse";
/// Hands one file over.
pub const LIVRER: &str = "livrer-caisse";
