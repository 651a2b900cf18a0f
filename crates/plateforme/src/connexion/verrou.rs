//! The lock-out: after a few failures each attempt waits longer than the one before, and never for ever.

use entrepot::tentative::Tentatives;
use jiff::{SignedDuration, Timestamp};

/// After this silence, past failures are forgotten.
const OUBLI: SignedDuration = SignedDuration::from_hours(24);
/// The longest wait.
const ATTENTE_MAXIMALE: SignedDuration = SignedDuration::from_mins(15);
/// The first wait; each failure doubles it.
const PREMIERE_ATTENTE: SignedDuration = SignedDuration::from_secs(15);

/// What the attempts are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compteur {
    /// One account: somebody guesses its password.
    Compte,
    /// One address: somebody tries many accounts, or a whole practice sits behind it.
    Adresse,
}

impl Compteur {
    /// Failures without a wait.
    fn tolerance(self) -> u32 {
        match self {
            Self::Compte => 5,
            Self::Adresse => 30,
        }
    }
}

/// Counts one more attempt, as a failure until proved otherwise; `Err` says how long to wait instead.
pub fn tenter(
    compteur: Compteur,
    passe: Option<Tentatives>,
    maintenant: Timestamp,
) -> Result<Tentatives, SignedDuration> {
    let recentes = passe.filter(|t| maintenant.duration_since(t.dernier_le) < OUBLI);
    if let Some(t) = recentes.filter(|t| t.attente > maintenant) {
        return Err(t.attente.duration_since(maintenant));
    }
    let echecs = recentes.map_or(0, |t| t.echecs).saturating_add(1);
    let attente = maintenant.checked_add(attente_apres(compteur, echecs)).unwrap_or(maintenant);
    Ok(Tentatives { echecs, dernier_le: maintenant, attente })
}

/// Takes back the attempt that succeeded.
pub fn retirer(tentatives: Tentatives) -> Tentatives {
    let Tentatives { echecs, dernier_le, .. } = tentatives;
    Tentatives { echecs: echecs.saturating_sub(1), dernier_le, attente: dernier_le }
}

fn attente_apres(compteur: Compteur, echecs: u32) -> SignedDuration {
    let Some(surplus) = echecs.checked_sub(compteur.tolerance()) else { return SignedDuration::ZERO };
    let facteur = 1_i32.checked_shl(surplus.min(20)).unwrap_or(i32::MAX);
    PREMIERE_ATTENTE.checked_mul(facteur).unwrap_or(ATTENTE_MAXIMALE).min(ATTENTE_MAXIMALE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a(secondes: i64) -> Timestamp {
        Timestamp::from_second(1_770_000_000 + secondes).unwrap()
    }

    /// Fails `fois` times as fast as allowed; returns the attempts and the instant of the last one.
    fn echouer(fois: u32) -> Tentatives {
        let mut passe = None;
        for _ in 0..fois {
            let quand = passe.map_or(a(0), |t: Tentatives| t.attente);
            passe = Some(tenter(Compteur::Compte, passe, quand).unwrap());
        }
        passe.unwrap()
    }

    #[test]
    fn les_premieres_erreurs_ne_font_pas_attendre() {
        assert_eq!(echouer(4).attente, echouer(4).dernier_le);
    }

    #[test]
    fn l_attente_double_et_reste_bornee() {
        let attente = |fois| {
            let t = echouer(fois);
            t.attente.duration_since(t.dernier_le).as_secs()
        };
        assert_eq!((attente(5), attente(6), attente(7)), (15, 30, 60));
        assert_eq!((attente(15), attente(200)), (900, 900));
    }

    #[test]
    fn une_tentative_pendant_l_attente_est_refusee_sans_l_allonger() {
        let t = echouer(7);
        let trop_tot = t.dernier_le.checked_add(SignedDuration::from_secs(20)).unwrap();
        assert_eq!(tenter(Compteur::Compte, Some(t), trop_tot), Err(SignedDuration::from_secs(40)));
    }

    #[test]
    fn un_jour_de_silence_efface_tout() {
        let t = echouer(40);
        let demain = t.dernier_le.checked_add(SignedDuration::from_hours(25)).unwrap();
        assert_eq!(tenter(Compteur::Compte, Some(t), demain).unwrap().echecs, 1);
    }

    #[test]
    fn une_adresse_partagee_est_mieux_toleree() {
        let t = Tentatives { echecs: 20, dernier_le: a(0), attente: a(0) };
        assert_eq!(tenter(Compteur::Adresse, Some(t), a(1)).unwrap().attente, a(1));
    }

    #[test]
    fn une_reussite_retire_sa_tentative() {
        assert_eq!(retirer(echouer(5)).attente, echouer(5).dernier_le);
    }
}
