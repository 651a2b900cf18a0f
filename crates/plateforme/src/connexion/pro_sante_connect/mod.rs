//! Signing in with Pro Santé Connect: the request tied to its browser, the account found by RPPS, what is lent meanwhile.
//!
//! The provider says who somebody is; the account says what he may do. Nothing is created by signing in: an MK without
//! account is offered to open his own, by one act. What the MK lends to send his mails lives in the memory of this process alone.

mod demande;
mod prets;
mod rattachement;
pub mod veille;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use passerelles::pro_sante_connect::ProSanteConnect;
use uuid::Uuid;

pub use demande::{Demande, VALIDITE};
pub use prets::SansJeton;
pub use rattachement::{Rattachement, rattacher, siens};

use prets::Pret;

/// The provider, and what the MKs who signed in with it lend.
#[derive(Debug)]
pub struct Psc {
    fournisseur: ProSanteConnect,
    prets: Mutex<HashMap<Uuid, Arc<Pret>>>,
}

impl Psc {
    /// With this provider; nobody lends anything yet.
    pub fn new(fournisseur: ProSanteConnect) -> Self {
        Self { fournisseur, prets: Mutex::default() }
    }

    /// The provider.
    pub fn fournisseur(&self) -> &ProSanteConnect {
        &self.fournisseur
    }
}
