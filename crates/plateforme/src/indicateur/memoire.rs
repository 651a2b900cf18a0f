//! What is hidden of the figures of the moment of a department, kept as long as its sums are the same.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::Masque;
use droit::indicateur::{Champ, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::{Echec, Tx};

use super::famille::Famille;

/// What is hidden of every table.
pub type Masques = BTreeMap<(Champ, Periode), Masque>;

/// The fingerprint of the sums, and what is hidden of them: another base with the same sums hides the same.
type Souvenir = (u64, Arc<Masques>);

static SOUVENIRS: Mutex<BTreeMap<(Variante, CodeDepartement), Souvenir>> = Mutex::new(BTreeMap::new());

/// What is hidden now of a department and of its CPTS under a variant.
///
/// # Errors
/// When the base fails.
pub fn masques(
    tx: &mut Tx,
    reglement: &Reglement,
    variante: Variante,
    departement: CodeDepartement,
) -> Result<Arc<Masques>, Echec> {
    let famille = Famille::du_departement(tx, reglement, variante, departement)?;
    let empreinte = empreinte(&famille);
    let cle = (variante, departement);
    let connu = souvenirs().get(&cle).filter(|(autre, _)| *autre == empreinte).map(|(_, m)| Arc::clone(m));
    if let Some(masques) = connu {
        return Ok(masques);
    }
    let parues = famille.paraitre().into_iter();
    let masques = Arc::new(parues.map(|(cle, parue)| (cle, parue.masque())).collect::<Masques>());
    souvenirs().insert(cle, (empreinte, Arc::clone(&masques)));
    Ok(masques)
}

fn empreinte(famille: &Famille) -> u64 {
    let mut hachage = DefaultHasher::new();
    for table in famille.tables() {
        table.hash(&mut hachage);
    }
    hachage.finish()
}

fn souvenirs() -> std::sync::MutexGuard<'static, BTreeMap<(Variante, CodeDepartement), Souvenir>> {
    SOUVENIRS.lock().unwrap_or_else(PoisonError::into_inner)
}
