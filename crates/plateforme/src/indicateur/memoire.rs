//! What is hidden, kept from one reading to the next as long as nothing was written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use droit::indicateur::secret::Masque;
use droit::indicateur::{Champ, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::cache;
use entrepot::journal::{self, Empreinte};
use entrepot::{Echec, Tx};

use super::famille::Famille;

/// What is hidden of every table.
pub type Masques = BTreeMap<(Champ, Periode), Masque>;

/// The head of the journal under which they were made: it names the base and everything written in it.
type Souvenir = (Empreinte, Arc<Masques>);

static SOUVENIRS: Mutex<BTreeMap<Variante, Souvenir>> = Mutex::new(BTreeMap::new());

/// What is hidden now under a variant.
///
/// # Errors
/// When the base fails.
pub fn masques(tx: &mut Tx, reglement: &Reglement, variante: Variante) -> Result<Arc<Masques>, Echec> {
    let tete = journal::tete(tx)?.empreinte;
    let connu = souvenirs().get(&variante).filter(|(autre, _)| *autre == tete).map(|(_, m)| Arc::clone(m));
    if let Some(masques) = connu {
        return Ok(masques);
    }
    let retenues = cache::retenues(tx, variante)?;
    let masques = Arc::new(Famille::charger(tx, reglement, variante)?.masques(&retenues));
    souvenirs().insert(variante, (tete, Arc::clone(&masques)));
    Ok(masques)
}

fn souvenirs() -> std::sync::MutexGuard<'static, BTreeMap<Variante, Souvenir>> {
    SOUVENIRS.lock().unwrap_or_else(PoisonError::into_inner)
}
