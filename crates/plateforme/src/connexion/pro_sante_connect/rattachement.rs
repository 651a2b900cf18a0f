//! Which account a number opens: the one of its MK or of its doctor, or none, never one chosen by guess.

use droit::identifiant::NumeroRpps;
use droit::pro_sante_connect::Qualite;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::{Echec, Tx};

use crate::echec::Failure;
use crate::serveur::App;

/// What a number opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rattachement {
    /// This account.
    Compte(Box<Compte>),
    /// Nothing: no account has this number.
    Aucun,
    /// Nothing: its account is suspended.
    Suspendu,
    /// Nothing: several accounts have it, a person must choose which to keep.
    Plusieurs,
}

/// Finds it.
///
/// # Errors
/// When the base fails.
pub async fn rattacher(app: &App, rpps: &NumeroRpps, qualite: Qualite) -> Result<Rattachement, Failure> {
    let cherche = rpps.clone();
    let siens: Vec<Compte> = app.entrepot.lire(move |tx| siens(tx, &cherche, qualite)).await?;
    let existe = !siens.is_empty();
    let mut actifs = siens.into_iter().filter(|compte| compte.etat == EtatCompte::Actif);
    Ok(match (actifs.next(), actifs.next()) {
        (Some(compte), None) => Rattachement::Compte(Box::new(compte)),
        (Some(_), Some(_)) => Rattachement::Plusieurs,
        (None, _) if existe => Rattachement::Suspendu,
        (None, _) => Rattachement::Aucun,
    })
}

/// The accounts of this number in this capacity, suspended ones included.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn siens(tx: &mut Tx, rpps: &NumeroRpps, qualite: Qualite) -> Result<Vec<Compte>, Echec> {
    match qualite {
        Qualite::Mk => compte::du_rpps(tx, rpps),
        Qualite::Medecin => compte::du_medecin(tx, rpps),
    }
}
