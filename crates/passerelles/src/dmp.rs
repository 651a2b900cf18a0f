//! The FHIR interface of the DMP (PDSm): one document posted, and exactly what is known of it after.

use std::time::Duration;

use formats::pdsm::{Depose, Requete, lire};
use ureq::{Agent, http};

use crate::annuaire::chiffrement;
use crate::{AdresseDeService, Recepisse, Secret};

/// How long one deposit may wait for the record.
pub const DELAI: Duration = Duration::from_secs(30);
/// The longest answer: it repeats the document at most.
const OCTETS_MAX: u64 = 32 * 1024 * 1024;
const FHIR: &str = "application/fhir+json";

/// Why a document is not in the record, or perhaps not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EchecDmp {
    /// Nothing was taken: to be tried again.
    #[error("le DMP ne répond pas : {0} ; un nouvel essai est prévu")]
    Passager(String),
    /// The record refuses the document as it is.
    #[error("le DMP refuse ce document : {0}")]
    Definitif(String),
    /// The document was posted and the answer never came: it may be there.
    #[error("la liaison s’est coupée après l’envoi : le document est peut-être déposé ({0})")]
    Incertain(String),
}

/// The interface.
#[derive(Clone, Debug)]
pub struct Pdsm {
    base: AdresseDeService,
    agent: Agent,
}

impl Pdsm {
    /// At this address.
    pub fn new(base: AdresseDeService, delai: Duration) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(delai))
            .http_status_as_error(false)
            .max_redirects(0)
            .tls_config(chiffrement())
            .build()
            .into();
        Self { base, agent }
    }

    /// Posts a document with an access token. Blocks this thread.
    ///
    /// # Errors
    /// What is known of the document when there is no receipt.
    pub fn deposer(&self, requete: &Requete, jeton: &Secret) -> Result<Recepisse, EchecDmp> {
        let mut envoi = self
            .agent
            .post(format!("{}{}", self.base, requete.chemin))
            .header("Content-Type", FHIR)
            .header("Accept", FHIR)
            .header("Authorization", format!("Bearer {}", jeton.expose()));
        if let Some(condition) = &requete.si_absent {
            envoi = envoi.header("If-None-Exist", condition);
        }
        let corps = serde_json::to_vec(&requete.corps).map_err(|e| EchecDmp::Definitif(e.to_string()))?;
        let mut reponse = envoi.send(&corps[..]).map_err(|erreur| de_la_liaison(&erreur))?;
        let statut = reponse.status();
        let lu = reponse.body_mut().with_config().limit(OCTETS_MAX).read_to_vec();
        conclure(statut, &lu.map_err(|erreur| EchecDmp::Incertain(erreur.to_string()))?)
    }
}

/// The status says whether to try again; the body, what the record took or why not.
fn conclure(statut: http::StatusCode, corps: &[u8]) -> Result<Recepisse, EchecDmp> {
    let code = statut.as_u16();
    match (code, lire(corps)) {
        (200..=299, Ok(Depose { reference })) => Ok(Recepisse { reference }),
        (200..=299, Err(refus)) => Err(EchecDmp::Incertain(refus.to_string())),
        (401 | 403, _) => Err(EchecDmp::Passager(format!("code {code}, jeton d’accès refusé"))),
        (408 | 425 | 429 | 500..=599, _) => Err(EchecDmp::Passager(format!("code {code}"))),
        (_, Err(refus)) => Err(EchecDmp::Definitif(format!("code {code}, {refus}"))),
        (_, Ok(_)) => Err(EchecDmp::Definitif(format!("code {code}"))),
    }
}

/// Before the connection nothing left; after, nobody knows.
fn de_la_liaison(erreur: &ureq::Error) -> EchecDmp {
    let avant = matches!(
        erreur,
        ureq::Error::HostNotFound
            | ureq::Error::ConnectionFailed
            | ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect)
    ) || matches!(erreur, ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused);
    if avant { EchecDmp::Passager(erreur.to_string()) } else { EchecDmp::Incertain(erreur.to_string()) }
}
