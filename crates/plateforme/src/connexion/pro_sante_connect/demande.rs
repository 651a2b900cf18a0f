//! A request to sign in: one secret held by the browser, from which everything that travels is drawn.

use jiff::SignedDuration;
use passerelles::pro_sante_connect as porte;
use subtle::ConstantTimeEq;

use crate::alea::Alea;
use crate::connexion::Secret;

/// How long somebody may take to prove who he is.
pub const VALIDITE: SignedDuration = SignedDuration::from_mins(10);

/// What the browser holds of a request.
pub struct Demande(Secret);

impl Demande {
    /// A new one.
    pub fn tirer(alea: &Alea) -> Self {
        Self(Secret::tirer(alea))
    }

    /// The one this browser holds.
    pub fn du_navigateur(secret: Secret) -> Self {
        Self(secret)
    }

    /// What the browser keeps.
    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// The values that travel: none of them gives the others back, nor the secret.
    pub fn valeurs(&self) -> porte::Demande {
        porte::Demande {
            etat: self.0.deriver("psc/etat"),
            nonce: self.0.deriver("psc/nonce"),
            verificateur: self.0.deriver("psc/verificateur"),
        }
    }

    /// Is this answer to this request: an answer made for another browser is not.
    pub fn reconnait(&self, etat: &str) -> bool {
        self.0.deriver("psc/etat").as_bytes().ct_eq(etat.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_valeurs_sont_distinctes_et_propres_au_navigateur() {
        let (une, autre) = (Demande::tirer(&Alea::Systeme), Demande::tirer(&Alea::Systeme));
        let valeurs = une.valeurs();
        assert!(une.reconnait(&valeurs.etat) && !autre.reconnait(&valeurs.etat) && !une.reconnait(""));
        assert!(valeurs.etat != valeurs.nonce && valeurs.nonce != valeurs.verificateur);
        // RFC 7636: from 43 to 128 characters.
        assert!((43..=128).contains(&valeurs.verificateur.len()));
        assert_ne!(valeurs.etat, une.secret().en_cookie());
    }
}
