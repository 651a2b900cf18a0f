//! Passwords: what is accepted, how they are hashed, how they are checked without telling who exists.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::alea::Alea;
use crate::echec::Failure;

/// The shortest password accepted: long enough to need no odd characters (ANSSI, recommendation on passwords, 2021).
const LONGUEUR_MINIMALE: usize = 12;
/// The longest: beyond, hashing would be a gift to whoever wants to load the server.
const LONGUEUR_MAXIMALE: usize = 128;
/// The longest wait for a turn to hash before saying that the service is overloaded.
const PATIENCE: Duration = Duration::from_secs(5);

/// A password that may be chosen.
#[derive(Clone)]
pub struct MotDePasse(String);

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MotDePasseRefuse {
    /// Too short.
    #[error("choisissez au moins {LONGUEUR_MINIMALE} caractères : une suite de mots convient très bien")]
    TropCourt,
    /// Too long.
    #[error("choisissez au plus {LONGUEUR_MAXIMALE} caractères")]
    TropLong,
    /// Always the same few characters.
    #[error("choisissez un mot de passe moins prévisible")]
    Previsible,
}

impl MotDePasse {
    /// The password, if it may be chosen for this login.
    pub fn choisir(saisie: &str, login: &str) -> Result<Self, MotDePasseRefuse> {
        let distincts: std::collections::BTreeSet<char> = saisie.chars().collect();
        match saisie.chars().count() {
            0..LONGUEUR_MINIMALE => Err(MotDePasseRefuse::TropCourt),
            n if n > LONGUEUR_MAXIMALE => Err(MotDePasseRefuse::TropLong),
            _ if distincts.len() < 5 || saisie.to_lowercase().contains(login) => {
                Err(MotDePasseRefuse::Previsible)
            }
            _ => Ok(Self(saisie.to_owned())),
        }
    }

    /// A password drawn at random, told once to whoever creates an account: 100 bits.
    pub fn tirer(alea: &Alea) -> Self {
        const SIGNES: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let tirage = alea.octets::<20>();
        let signes = tirage.iter().filter_map(|octet| SIGNES.get(usize::from(octet % 32)));
        let texte: Vec<char> = signes.map(|signe| char::from(*signe)).collect();
        Self(texte.chunks(5).map(|groupe| groupe.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// The password, to be told once.
    pub fn reveler(&self) -> &str {
        &self.0
    }

    /// Its hash (argon2id, PHC string).
    pub fn hacher(&self, alea: &Alea) -> Result<String, Failure> {
        let sel = alea.octets::<16>();
        let hachage = Argon2::default().hash_password_with_salt(self.0.as_bytes(), &sel);
        hachage.map(|hachage| hachage.to_string()).map_err(Failure::interne)
    }
}

/// The place where passwords are checked: a few at a time, away from the threads that serve pages.
#[derive(Clone)]
pub struct Guichet {
    places: Arc<Semaphore>,
    leurre: Arc<OnceLock<String>>,
}

impl Guichet {
    /// A place that checks this many passwords at a time.
    pub fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), leurre: Arc::new(OnceLock::new()) }
    }

    /// Is it the password of this hash. Without a hash, as much work is done for nothing: the time taken tells nothing.
    pub async fn verifier(&self, saisie: String, hachage: Option<String>) -> Result<bool, Failure> {
        let tour = tokio::time::timeout(PATIENCE, self.places.clone().acquire_owned());
        let place = tour.await.map_err(|_| Failure::Surcharge)?.map_err(Failure::interne)?;
        let leurre = Arc::clone(&self.leurre);
        let calcul = tokio::task::spawn_blocking(move || {
            let _place = place;
            match hachage {
                Some(hachage) => verifier(&saisie, &hachage),
                None => {
                    verifier(&saisie, leurre.get_or_init(hacher_un_leurre));
                    false
                }
            }
        });
        calcul.await.map_err(Failure::interne)
    }
}

fn verifier(saisie: &str, hachage: &str) -> bool {
    if saisie.len() > LONGUEUR_MAXIMALE * 4 {
        return false;
    }
    PasswordHash::new(hachage)
        .is_ok_and(|hachage| Argon2::default().verify_password(saisie.as_bytes(), &hachage).is_ok())
}

fn hacher_un_leurre() -> String {
    MotDePasse("un compte qui n’existe pas".to_owned()).hacher(&Alea::Systeme).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_mot_de_passe_court_ou_previsible_est_refuse() {
        let refus = |saisie: &str| MotDePasse::choisir(saisie, "mk.loiret").err();
        assert_eq!(refus("onze lettre"), Some(MotDePasseRefuse::TropCourt));
        assert_eq!(refus("aaaaaaaaaaaaaa"), Some(MotDePasseRefuse::Previsible));
        assert_eq!(refus("MK.Loiret-2026!"), Some(MotDePasseRefuse::Previsible));
        assert_eq!(refus(&"phrase ".repeat(30)), Some(MotDePasseRefuse::TropLong));
        assert_eq!(refus("quatre mots faciles à retenir"), None);
    }

    #[tokio::test]
    async fn seul_le_bon_mot_de_passe_passe() {
        let guichet = Guichet::new(1);
        let mot = MotDePasse::tirer(&Alea::Systeme);
        let hachage = mot.hacher(&Alea::Systeme).unwrap();
        assert!(hachage.starts_with("$argon2id$"));
        assert!(guichet.verifier(mot.reveler().to_owned(), Some(hachage.clone())).await.unwrap());
        assert!(!guichet.verifier("un autre mot".to_owned(), Some(hachage)).await.unwrap());
        assert!(!guichet.verifier(mot.reveler().to_owned(), None).await.unwrap());
    }
}
