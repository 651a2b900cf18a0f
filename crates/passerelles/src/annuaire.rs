//! The FHIR interface of the Annuaire Santé: a search by its key, page after page, each failure told apart.

use std::sync::Arc;
use std::time::Duration;

use formats::annuaire_fhir::{Illisible, Page};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, http};

use crate::{AdresseDeService, Secret};

/// The header of the key.
const ENTETE: &str = "ESANTE-API-KEY";
/// The service gives up after thirty seconds; an agent who waits, sooner.
pub const DELAI: Duration = Duration::from_secs(10);
/// More pages than the activities of one person fill.
const PAGES_MAX: usize = 20;
/// The longest answer: a page of fifty resources is under 500 kB.
const OCTETS_MAX: u64 = 8 * 1024 * 1024;

/// Why the directory gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum EchecAnnuaire {
    /// The key is wrong, or may not be used for this.
    #[error("L’Annuaire Santé refuse la clé d’accès : prévenez l’administrateur du site.")]
    Cle,
    /// Nothing at this address.
    #[error("L’adresse de l’Annuaire Santé n’est pas la bonne : prévenez l’administrateur du site.")]
    Introuvable,
    /// Too many requests.
    #[error("L’Annuaire Santé reçoit trop de demandes : réessayez {}.", dans(.apres.as_ref()))]
    TropDeDemandes {
        /// When to try again, if it says so.
        apres: Option<Duration>,
    },
    /// The service fails.
    #[error("L’Annuaire Santé est en panne (code {code}) : réessayez plus tard.")]
    Panne {
        /// Its status.
        code: u16,
    },
    /// Another status.
    #[error("L’Annuaire Santé répond de façon inattendue (code {code}) : prévenez l’administrateur du site.")]
    Inattendu {
        /// Its status.
        code: u16,
    },
    /// No answer in time.
    #[error("L’Annuaire Santé ne répond pas à temps : réessayez plus tard.")]
    Delai,
    /// No link.
    #[error("L’Annuaire Santé est injoignable ({cause}) : réessayez plus tard.")]
    Injoignable {
        /// What the link says.
        cause: String,
    },
    /// An answer that is not one.
    #[error("{0} : réessayez plus tard.")]
    Illisible(#[from] Illisible),
    /// More pages than a person has, or a page elsewhere: the key is not sent there.
    #[error(
        "La suite de la réponse de l’Annuaire Santé n’est pas où elle devrait être : réessayez plus tard."
    )]
    Suite,
}

/// The interface, reached with a key.
#[derive(Clone, Debug)]
pub struct ApiAnnuaire {
    base: AdresseDeService,
    cle: Secret,
    agent: Agent,
}

impl ApiAnnuaire {
    /// Reached at this address, with this key.
    pub fn new(base: AdresseDeService, cle: Secret, delai: Duration) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(delai))
            .http_status_as_error(false)
            .max_redirects(0)
            .tls_config(chiffrement())
            .build()
            .into();
        Self { base, cle, agent }
    }

    /// Every page of a search. Blocks this thread.
    ///
    /// # Errors
    /// Why there is no usable answer.
    pub fn chercher(&self, ressource: &str, criteres: &[(&str, &str)]) -> Result<Vec<Page>, EchecAnnuaire> {
        let mut requete = self.agent.get(self.base.sous(ressource));
        for (nom, valeur) in criteres {
            requete = requete.query(nom, valeur);
        }
        let mut pages = vec![self.lire(requete)?];
        while let Some(suite) = pages.last().and_then(Page::suite).map(str::to_owned) {
            if pages.len() >= PAGES_MAX || !self.base.couvre(&suite) {
                return Err(EchecAnnuaire::Suite);
            }
            pages.push(self.lire(self.agent.get(&suite))?);
        }
        Ok(pages)
    }

    fn lire(
        &self,
        requete: ureq::RequestBuilder<ureq::typestate::WithoutBody>,
    ) -> Result<Page, EchecAnnuaire> {
        let requete = requete.header(ENTETE, self.cle.expose()).header("Accept", "application/fhir+json");
        let mut reponse = requete.call().map_err(de_la_liaison)?;
        exiger_le_succes(&reponse)?;
        let corps = reponse.body_mut().with_config().limit(OCTETS_MAX).read_to_vec();
        Ok(Page::lire(&corps.map_err(de_la_liaison)?)?)
    }
}

fn exiger_le_succes(reponse: &http::Response<Body>) -> Result<(), EchecAnnuaire> {
    match reponse.status().as_u16() {
        200 => Ok(()),
        401 | 403 => Err(EchecAnnuaire::Cle),
        404 => Err(EchecAnnuaire::Introuvable),
        429 => {
            let dit = reponse.headers().get("retry-after").and_then(|valeur| valeur.to_str().ok());
            let secondes = dit.and_then(|texte| texte.trim().parse().ok());
            Err(EchecAnnuaire::TropDeDemandes { apres: secondes.map(Duration::from_secs) })
        }
        code @ 500..=599 => Err(EchecAnnuaire::Panne { code }),
        code => Err(EchecAnnuaire::Inattendu { code }),
    }
}

fn de_la_liaison(erreur: ureq::Error) -> EchecAnnuaire {
    match erreur {
        ureq::Error::Timeout(_) => EchecAnnuaire::Delai,
        ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::TimedOut => EchecAnnuaire::Delai,
        autre => EchecAnnuaire::Injoignable { cause: autre.to_string() },
    }
}

/// The certificates of the system.
pub(crate) fn chiffrement() -> TlsConfig {
    let connus = rustls_native_certs::load_native_certs().certs;
    let connus: Vec<_> = connus.iter().map(|cert| Certificate::from_der(cert.as_ref()).to_owned()).collect();
    TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(connus)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build()
}

fn dans(apres: Option<&Duration>) -> String {
    match apres.map(Duration::as_secs) {
        None => "dans quelques instants".to_owned(),
        Some(secondes @ 0..120) => format!("dans {secondes} s"),
        Some(secondes) => format!("dans {} min", secondes.div_ceil(60)),
    }
}
