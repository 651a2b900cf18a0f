//! The signed identity, believed only when everything in it holds.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreGenderClaim, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError as Refus, Nonce,
    OAuth2TokenResponse, SignatureVerificationError as Signature, SubjectIdentifier, TokenResponse,
    UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::annonce::Client;
use super::jetons::Reponse;
use super::{NIVEAU, PreuveRefusee};
use crate::Secret;

/// How far two clocks may be apart.
const ECART: SignedDuration = SignedDuration::from_secs(60);
/// Signatures by a published key only: an algorithm that signs with our own secret would let our secret forge.
const ALGORITHMES: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];
/// How an identity from the future is told apart by the library's errors.
const FUTUR: &str = "futur";

/// What the signed identity proves.
#[derive(Debug)]
pub(super) struct Prouve {
    pub(super) sujet: SubjectIdentifier,
    pub(super) acces: AccessToken,
    pub(super) preuve: Secret,
}

/// The claims that are read, of all that the provider says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Dites {
    #[serde(rename = "SubjectNameID", default)]
    sujet: Value,
    #[serde(rename = "SubjectRefPro", default)]
    reference: Value,
    #[serde(rename = "otherIds", default)]
    autres: Value,
}

impl AdditionalClaims for Dites {}

/// Checks issuer, audience, signature, nonce, dates and level.
pub(super) fn verifier(
    client: &Client,
    reponse: &Reponse,
    nonce: &Nonce,
    maintenant: Timestamp,
) -> Result<Prouve, PreuveRefusee> {
    let preuve = reponse.id_token().ok_or(PreuveRefusee::Absente)?;
    let tolere = maintenant.saturating_sub(ECART).unwrap_or(Timestamp::MIN);
    let limite = SystemTime::from(maintenant.saturating_add(ECART).unwrap_or(Timestamp::MAX));
    let verificateur = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMES)
        .set_time_fn(move || SystemTime::from(tolere).into())
        .set_issue_time_verifier_fn(move |emise| {
            if SystemTime::from(emise) > limite { Err(FUTUR.to_owned()) } else { Ok(()) }
        })
        .set_auth_context_verifier_fn(|niveau| match niveau {
            Some(niveau) if niveau.as_str() == NIVEAU => Ok(()),
            autre => Err(format!("{autre:?}")),
        });
    let dites = preuve.claims(&verificateur, nonce).map_err(refuser)?;
    let acces = reponse.access_token().clone();
    if let Some(attendu) = dites.access_token_hash() {
        let algorithme = preuve.signing_alg().map_err(signature)?;
        let cle = preuve.signing_key(&verificateur).map_err(signature)?;
        let calcule = AccessTokenHash::from_token(&acces, algorithme, cle);
        if calcule.map_err(|cause| PreuveRefusee::Signature(cause.to_string()))? != *attendu {
            return Err(PreuveRefusee::Signature("le jeton d’accès n’est pas le sien".to_owned()));
        }
    }
    Ok(Prouve { sujet: dites.subject().clone(), acces, preuve: Secret::from(preuve.to_string().as_str()) })
}

/// The claims as the formats read them, those that every provider gives and those of this one.
pub(super) fn reclamer(dites: &UserInfoClaims<Dites, CoreGenderClaim>) -> serde_json::Result<Value> {
    serde_json::to_value(dites)
}

fn refuser(refus: Refus) -> PreuveRefusee {
    match refus {
        Refus::Expired(cause) if cause == FUTUR => PreuveRefusee::Future,
        Refus::Expired(_) => PreuveRefusee::Perimee,
        Refus::InvalidIssuer(_) => PreuveRefusee::Emetteur,
        Refus::InvalidAudience(_) => PreuveRefusee::Destinataire,
        Refus::InvalidNonce(_) => PreuveRefusee::Nonce,
        Refus::InvalidAuthContext(_) => PreuveRefusee::Niveau,
        Refus::SignatureVerification(cause) => signature(cause),
        autre => PreuveRefusee::Signature(autre.to_string()),
    }
}

fn signature(cause: Signature) -> PreuveRefusee {
    match cause {
        Signature::NoMatchingKey => PreuveRefusee::Cle,
        Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) | Signature::NoSignature => {
            PreuveRefusee::Algorithme
        }
        autre => PreuveRefusee::Signature(autre.to_string()),
    }
}
