//! What the provider publishes of itself: its endpoints and its keys.

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse,
};
use openidconnect::{
    AuthType, AuthUrl, ClientId, ClientSecret, EmptyAdditionalClaims, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IssuerUrl, JsonWebKeySetUrl, RedirectUrl, StandardErrorResponse, TokenUrl,
    UserInfoUrl,
};
use serde::Deserialize;
use ureq::Agent;
use ureq::http::{Method, Request};

use super::jetons::Reponse;
use super::{EchecPsc, Reglage};
use crate::AdresseDeService;

/// Read again after this long.
const FRAICHEUR: SignedDuration = SignedDuration::from_hours(1);
/// Still believed for this long when the provider cannot be read.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
/// Not read again within this long, whatever the reason.
const REPOS: SignedDuration = SignedDuration::from_secs(60);
/// The longest answer: a discovery document and a set of keys are a few kilobytes.
const OCTETS_MAX: u64 = 512 * 1024;

/// The client of the library, with the endpoints that serve here.
pub(super) type Client = openidconnect::Client<
    EmptyAdditionalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Reponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointSet,
>;

/// The published document, with the keys it points at.
#[derive(Debug)]
pub(super) struct Annonce {
    adresses: Adresses,
    cles: CoreJsonWebKeySet,
    lue_le: Timestamp,
}

/// The endpoints; their hosts may differ from the issuer's.
#[derive(Debug, Deserialize)]
struct Adresses {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
}

/// The link with the provider failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Liaison(pub(super) String);

impl Annonce {
    pub(super) fn lire(
        agent: &Agent,
        decouverte: &str,
        emetteur: &str,
        maintenant: Timestamp,
    ) -> Result<Self, EchecPsc> {
        let demande = Request::get(decouverte).header("Accept", "application/json").body(Vec::new());
        let demande = demande.map_err(|cause| EchecPsc::Annonce(cause.to_string()))?;
        let reponse = porter(agent, demande).map_err(|Liaison(cause)| EchecPsc::Injoignable(cause))?;
        if !reponse.status().is_success() {
            return Err(EchecPsc::Injoignable(format!("code {}", reponse.status().as_u16())));
        }
        let adresses: Adresses =
            serde_json::from_slice(reponse.body()).map_err(|cause| EchecPsc::Annonce(cause.to_string()))?;
        adresses.exiger(emetteur)?;
        let url = JsonWebKeySetUrl::new(adresses.jwks_uri.clone())
            .map_err(|cause| EchecPsc::Annonce(cause.to_string()))?;
        let cles = CoreJsonWebKeySet::fetch(&url, &|requete| porter(agent, requete))
            .map_err(|cause| EchecPsc::Injoignable(format!("clés de signature, {cause}")))?;
        Ok(Self { adresses, cles, lue_le: maintenant })
    }

    pub(super) fn fraiche(&self, maintenant: Timestamp) -> bool {
        self.age(maintenant) < FRAICHEUR
    }

    pub(super) fn utilisable(&self, maintenant: Timestamp) -> bool {
        self.age(maintenant) < PATIENCE
    }

    pub(super) fn toute_recente(&self, maintenant: Timestamp) -> bool {
        self.age(maintenant) < REPOS
    }

    fn age(&self, maintenant: Timestamp) -> SignedDuration {
        maintenant.duration_since(self.lue_le)
    }

    pub(super) fn sortie(&self) -> Option<&str> {
        self.adresses.end_session_endpoint.as_deref()
    }

    pub(super) fn client(&self, reglage: &Reglage) -> Result<Client, EchecPsc> {
        let illisible = |cause: openidconnect::url::ParseError| EchecPsc::Annonce(cause.to_string());
        let adresses = &self.adresses;
        let emetteur = IssuerUrl::new(adresses.issuer.clone()).map_err(illisible)?;
        let retour = RedirectUrl::new(reglage.retour.clone()).map_err(illisible)?;
        Ok(openidconnect::Client::new(ClientId::new(reglage.client.clone()), emetteur, self.cles.clone())
            .set_client_secret(ClientSecret::new(reglage.secret.expose().to_owned()))
            .set_auth_type(AuthType::RequestBody)
            .set_redirect_uri(retour)
            .set_auth_uri(AuthUrl::new(adresses.authorization_endpoint.clone()).map_err(illisible)?)
            .set_token_uri(TokenUrl::new(adresses.token_endpoint.clone()).map_err(illisible)?)
            .set_user_info_url(UserInfoUrl::new(adresses.userinfo_endpoint.clone()).map_err(illisible)?))
    }
}

impl Adresses {
    /// The issuer is the one expected, and nothing would travel in clear.
    fn exiger(&self, emetteur: &str) -> Result<(), EchecPsc> {
        if self.issuer != emetteur {
            return Err(EchecPsc::Annonce(format!("l’émetteur annoncé est « {} »", self.issuer)));
        }
        let toutes = [
            Some(&self.authorization_endpoint),
            Some(&self.token_endpoint),
            Some(&self.userinfo_endpoint),
            Some(&self.jwks_uri),
            self.end_session_endpoint.as_ref(),
        ];
        match toutes.into_iter().flatten().find(|adresse| adresse.parse::<AdresseDeService>().is_err()) {
            None => Ok(()),
            Some(claire) => Err(EchecPsc::Annonce(format!("« {claire} » n’est pas une adresse sûre"))),
        }
    }
}

/// Carries a request of the library with the client of the house.
pub(super) fn porter(agent: &Agent, requete: HttpRequest) -> Result<HttpResponse, Liaison> {
    let rompue = |cause: ureq::Error| Liaison(cause.to_string());
    let reponse =
        if requete.method() == Method::GET { agent.run(requete.map(|_| ())) } else { agent.run(requete) };
    let (parties, mut corps) = reponse.map_err(rompue)?.into_parts();
    let lu = corps.with_config().limit(OCTETS_MAX).read_to_vec().map_err(rompue)?;
    Ok(HttpResponse::from_parts(parties, lu))
}
