//! The sandbox: keeps what it is given, and fails when told to. For the demo and for tests.

use std::sync::{Mutex, PoisonError};

use crate::{Echec, Envoi, Passerelle, Recepisse};

/// Remembers every message, in order of arrival, second copies included.
#[derive(Debug, Default)]
pub struct BacASable {
    etat: Mutex<Etat>,
}

#[derive(Debug, Default)]
struct Etat {
    recus: Vec<Envoi>,
    prochains_echecs: Vec<Echec>,
}

impl BacASable {
    /// The next message will fail this way; several calls queue up.
    pub fn echouera(&self, echec: Echec) {
        self.etat.lock().unwrap_or_else(PoisonError::into_inner).prochains_echecs.insert(0, echec);
    }

    /// Everything received so far.
    pub fn recus(&self) -> Vec<Envoi> {
        self.etat.lock().unwrap_or_else(PoisonError::into_inner).recus.clone()
    }
}

impl Passerelle for BacASable {
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec> {
        let mut etat = self.etat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(echec) = etat.prochains_echecs.pop() {
            return Err(echec);
        }
        etat.recus.push(envoi.clone());
        Ok(Recepisse { reference: format!("bac-a-sable-{}", etat.recus.len()) })
    }
}
