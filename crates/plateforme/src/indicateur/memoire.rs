//! What is hidden of the figures of the moment of a department, kept as long as its sums are the same.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::Masque;
use droit::indicateur::{Champ, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::journal::{self, Empreinte};
use entrepot::{Echec, Tx};

use super::famille::Famille;

/// What is hidden of every table.
pub type Masques = BTreeMap<(Champ, Periode), Masque>;

/// What is hidden of some sums. The head of the journal names the base and everything written in it; the fingerprint is that
/// of the sums alone, which most writes leave as they are.
struct Souvenir {
    tete: Empreinte,
    sommes: u64,
    masques: Arc<Masques>,
}

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
    let (cle, tete) = ((variante, departement), journal::tete(tx)?.empreinte);
    let garde = |connu: &Souvenir| Arc::clone(&connu.masques);
    if let Some(masques) = souvenirs().get(&cle).filter(|connu| connu.tete == tete).map(garde) {
        return Ok(masques);
    }
    let famille = Famille::du_departement(tx, reglement, variante, departement)?;
    let sommes = empreinte(&famille);
    let connu = souvenirs().get(&cle).filter(|connu| connu.sommes == sommes).map(garde);
    let masques = connu.unwrap_or_else(|| {
        let parues = famille.paraitre().into_iter();
        Arc::new(parues.map(|(cle, parue)| (cle, parue.masque())).collect())
    });
    souvenirs().insert(cle, Souvenir { tete, sommes, masques: Arc::clone(&masques) });
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
