//! Which account a number opens: the one of its MK, or none, never one chosen by guess.

use droit::identifiant::NumeroRpps;
use entrepot::compte::{self, Compte, EtatCompte};

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
pub async fn rattacher(app: &App, rpps: &NumeroRpps) -> Result<Rattachement, Failure> {
    let cherche = rpps.clone();
    let siens: Vec<Compte> = app.entrepot.lire(move |tx| compte::du_rpps(tx, &cherche)).await?;
    let existe = !siens.is_empty();
    let mut actifs = siens.into_iter().filter(|compte| compte.etat == EtatCompte::Actif);
    Ok(match (actifs.next(), actifs.next()) {
        (Some(compte), None) => Rattachement::Compte(Box::new(compte)),
        (Some(_), Some(_)) => Rattachement::Plusieurs,
        (None, _) if existe => Rattachement::Suspendu,
        (None, _) => Rattachement::Aucun,
    })
}
