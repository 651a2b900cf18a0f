//! What a professional lends for a while: an access token, and what renews it. Never written anywhere.

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreTokenType,
};
use openidconnect::{
    EmptyAdditionalClaims, ExtraTokenFields, IdTokenFields, OAuth2TokenResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};

use crate::Secret;

/// A token this close to its end is not sent any more: it must still be valid where it arrives.
const MARGE: SignedDuration = SignedDuration::from_secs(10);

/// How long the renewal lasts, told beside the standard answer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Renouvellement {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_expires_in: Option<u32>,
}

impl ExtraTokenFields for Renouvellement {}

/// An answer of the token endpoint.
pub(super) type Reponse = StandardTokenResponse<
    IdTokenFields<
        EmptyAdditionalClaims,
        Renouvellement,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// The tokens of the moment. `Debug` hides them.
#[derive(Clone, Debug)]
pub struct Jetons {
    acces: Secret,
    acces_jusqu_a: Timestamp,
    renouvellement: Option<Secret>,
    renouvellement_jusqu_a: Option<Timestamp>,
    recus_le: Timestamp,
}

impl Jetons {
    /// As the provider gives them; a renewal it does not replace stays. Without a told life, an access token is over.
    pub(super) fn de(reponse: &Reponse, avant: Option<&Self>, maintenant: Timestamp) -> Self {
        let apres = |duree: SignedDuration| maintenant.saturating_add(duree).unwrap_or(Timestamp::MAX);
        let vie = reponse.expires_in().and_then(|vie| SignedDuration::try_from(vie).ok()).unwrap_or_default();
        let neuf = reponse.refresh_token().map(|jeton| Secret::from(jeton.secret().as_str()));
        let dite = reponse.extra_fields().extra_fields().refresh_expires_in;
        // Zero is how some servers say « as long as the session ».
        let dite = dite.filter(|secondes| *secondes > 0);
        let jusqu_a = dite.map(|secondes| apres(SignedDuration::from_secs(secondes.into())));
        Self {
            acces: Secret::from(reponse.access_token().secret().as_str()),
            acces_jusqu_a: apres(vie),
            renouvellement_jusqu_a: if neuf.is_some() {
                jusqu_a
            } else {
                jusqu_a.or(avant.and_then(|avant| avant.renouvellement_jusqu_a))
            },
            renouvellement: neuf.or_else(|| avant.and_then(|avant| avant.renouvellement.clone())),
            recus_le: maintenant,
        }
    }

    /// The access token, while it lasts.
    pub fn acces(&self, maintenant: Timestamp) -> Option<&Secret> {
        (maintenant.saturating_add(MARGE).unwrap_or(Timestamp::MAX) < self.acces_jusqu_a)
            .then_some(&self.acces)
    }

    /// What renews it, while that lasts.
    pub(super) fn renouvellement(&self, maintenant: Timestamp) -> Option<&Secret> {
        let finie = self.renouvellement_jusqu_a.is_some_and(|fin| maintenant >= fin);
        self.renouvellement.as_ref().filter(|_| !finie)
    }

    /// Can nothing more be had of them.
    pub fn finis(&self, maintenant: Timestamp) -> bool {
        self.acces(maintenant).is_none() && self.renouvellement(maintenant).is_none()
    }

    /// Is it time to renew: half the life of the renewal is gone, or, when nobody told it, the access token is over.
    pub fn a_renouveler(&self, maintenant: Timestamp) -> bool {
        match self.renouvellement_jusqu_a {
            Some(fin) => maintenant.duration_since(self.recus_le) * 2 >= fin.duration_since(self.recus_le),
            None => self.acces(maintenant).is_none(),
        }
    }

    /// The same once the access token was refused: only a renewal can follow.
    #[must_use]
    pub fn sans_acces(self) -> Self {
        Self { acces_jusqu_a: Timestamp::MIN, ..self }
    }
}
