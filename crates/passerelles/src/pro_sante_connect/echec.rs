//! Why nobody is identified, in words for whoever waits.

use formats::pro_sante_connect::Illisible;
use openidconnect::core::CoreErrorResponseType;
use openidconnect::{RequestTokenError, StandardErrorResponse, UserInfoError};

use super::annonce::Liaison;

/// Nothing says who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cette adresse ne contient pas « /.well-known/ » : indiquez l’émetteur dans PSC_EMETTEUR")]
pub struct ReglageInvalide;

/// Why nobody is identified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EchecPsc {
    /// No answer.
    #[error("Pro Santé Connect ne répond pas : {0}")]
    Injoignable(String),
    /// Its document cannot be used.
    #[error("la configuration publiée par Pro Santé Connect ne peut pas servir : {0}")]
    Annonce(String),
    /// The code or the renewal is over, or was used.
    #[error("Pro Santé Connect refuse ce code ou ce renouvellement, expiré ou déjà utilisé")]
    Perime,
    /// It does not know this service, or refuses it.
    #[error("Pro Santé Connect refuse ce service ({0}) : vérifiez PSC_CLIENT et PSC_SECRET")]
    Service(String),
    /// An answer that is not one.
    #[error("Pro Santé Connect répond de façon inattendue : {0}")]
    Reponse(String),
    /// The signed identity does not hold.
    #[error("l’identité reçue n’est pas acceptable : {0}")]
    Preuve(#[from] PreuveRefusee),
    /// The identity names nobody.
    #[error(transparent)]
    Identite(#[from] Illisible),
}

/// Why a signed identity is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreuveRefusee {
    /// None came.
    #[error("elle manque")]
    Absente,
    /// Signed by a key that the provider does not publish.
    #[error("elle est signée par une clé inconnue")]
    Cle,
    /// Signed by an algorithm that is not accepted, or not at all.
    #[error("sa signature n’est pas d’un genre accepté")]
    Algorithme,
    /// The signature is false.
    #[error("sa signature est fausse ({0})")]
    Signature(String),
    /// Of another issuer.
    #[error("elle vient d’un autre émetteur")]
    Emetteur,
    /// For another service.
    #[error("elle est destinée à un autre service")]
    Destinataire,
    /// For another request.
    #[error("elle répond à une autre demande")]
    Nonce,
    /// Over.
    #[error("elle est périmée : l’horloge de ce serveur ou celle de Pro Santé Connect est fausse")]
    Perimee,
    /// Of a moment to come.
    #[error("elle est datée du futur : l’horloge de ce serveur ou celle de Pro Santé Connect est fausse")]
    Future,
    /// Less sure than asked for.
    #[error("elle n’a pas le niveau de garantie demandé")]
    Niveau,
    /// The two halves of the identity speak of two people.
    #[error("elle et le détail de l’identité ne désignent pas la même personne")]
    Sujet,
}

/// What a failure of the token endpoint means.
pub(super) fn du_jeton(
    echec: RequestTokenError<Liaison, StandardErrorResponse<CoreErrorResponseType>>,
) -> EchecPsc {
    match echec {
        RequestTokenError::ServerResponse(refus) => match refus.error() {
            CoreErrorResponseType::InvalidGrant => EchecPsc::Perime,
            autre => EchecPsc::Service(autre.to_string()),
        },
        RequestTokenError::Request(Liaison(cause)) => EchecPsc::Injoignable(cause),
        RequestTokenError::Parse(cause, _) => EchecPsc::Reponse(cause.to_string()),
        RequestTokenError::Other(cause) => EchecPsc::Reponse(cause),
    }
}

/// What a failure of the identity endpoint means. Its body is left aside: it may hold an identity.
pub(super) fn de_l_identite(echec: UserInfoError<Liaison>) -> EchecPsc {
    match echec {
        UserInfoError::ClaimsVerification(_) => PreuveRefusee::Sujet.into(),
        UserInfoError::Request(Liaison(cause)) => EchecPsc::Injoignable(cause),
        UserInfoError::Response(code, ..) => EchecPsc::Reponse(format!("code {}", code.as_u16())),
        autre => EchecPsc::Reponse(autre.to_string()),
    }
}
