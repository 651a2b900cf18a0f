//! Pro Santé Connect: a professional proves who he is, and lends the token that opens his MSSanté mailbox.
//!
//! OpenID Connect, authorization code with PKCE; the secret stays here (`client_secret_post`). Every answer is checked
//! before it is believed: issuer, audience, signature by a published key, nonce, dates, level, and that both halves of
//! the identity speak of the same person. Calls block their thread.

mod annonce;
mod echec;
mod jetons;
mod preuve;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use droit::pro_sante_connect::Professionnel;
use jiff::Timestamp;
use openidconnect::core::{CoreIdToken, CoreResponseType};
use openidconnect::{
    AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, CsrfToken, EndSessionUrl,
    LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RefreshToken, Scope,
};
use ureq::Agent;

use crate::annuaire::chiffrement;
use crate::{AdresseDeService, Secret};
use annonce::Annonce;

pub use echec::{EchecPsc, PreuveRefusee, ReglageInvalide};
pub use jetons::Jetons;

/// Everything Pro Santé Connect says of a professional.
const PORTEE: &str = "scope_all";
/// The level asked for, and the only one believed.
const NIVEAU: &str = "eidas1";

/// What the installation was given when it was registered.
#[derive(Clone, Debug)]
pub struct Reglage {
    /// Address of the discovery document, not at the standard path.
    pub decouverte: AdresseDeService,
    /// Issuer, when it cannot be read from that address.
    pub emetteur: Option<String>,
    /// Identifier of this service.
    pub client: String,
    /// Its secret.
    pub secret: Secret,
    /// Where browsers come back to, as registered.
    pub retour: String,
    /// Where they come back to after signing out, as registered.
    pub sortie: String,
    /// How long one call may wait.
    pub delai: Duration,
}

/// The three values that tie an answer to the request and to the browser it comes from.
#[derive(Clone)]
pub struct Demande {
    /// Comes back with the browser.
    pub etat: String,
    /// Comes back inside the signed identity.
    pub nonce: String,
    /// Proves to the token endpoint that whoever asks is whoever began.
    pub verificateur: String,
}

/// Somebody identified.
#[derive(Clone, Debug)]
pub struct Identification {
    /// Who.
    pub professionnel: Professionnel,
    /// What he lends.
    pub jetons: Jetons,
    /// The signed identity, to be shown when he signs out.
    pub preuve: Secret,
}

/// The identity provider.
pub struct ProSanteConnect {
    reglage: Reglage,
    emetteur: String,
    agent: Agent,
    annonce: Mutex<Option<Arc<Annonce>>>,
}

impl ProSanteConnect {
    /// Nothing is asked of the provider yet.
    ///
    /// # Errors
    /// When a setting cannot work.
    pub fn new(reglage: Reglage) -> Result<Self, ReglageInvalide> {
        let deduit =
            reglage.decouverte.as_str().split_once("/.well-known/").map(|(debut, _)| debut.to_owned());
        let emetteur = reglage.emetteur.clone().or(deduit).ok_or(ReglageInvalide)?;
        let agent = Agent::config_builder()
            .timeout_global(Some(reglage.delai))
            .http_status_as_error(false)
            .max_redirects(0)
            .tls_config(chiffrement())
            .build()
            .into();
        Ok(Self { reglage, emetteur, agent, annonce: Mutex::default() })
    }

    /// Who signs its identities.
    pub fn emetteur(&self) -> &str {
        &self.emetteur
    }

    /// Where to send the browser.
    ///
    /// # Errors
    /// When the provider cannot be read.
    pub fn adresse_de_connexion(&self, demande: &Demande, maintenant: Timestamp) -> Result<String, EchecPsc> {
        let annonce = self.annonce(maintenant)?;
        let verificateur = PkceCodeVerifier::new(demande.verificateur.clone());
        let (etat, nonce) = (demande.etat.clone(), demande.nonce.clone());
        let (adresse, ..) = annonce
            .client(&self.reglage)?
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(etat),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new(PORTEE.to_owned()))
            .add_auth_context_value(AuthenticationContextClass::new(NIVEAU.to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verificateur))
            .url();
        Ok(adresse.into())
    }

    /// Who came back with this code, to the browser that began this request.
    ///
    /// # Errors
    /// Why nobody is identified.
    pub fn identifier(
        &self,
        code: &str,
        demande: &Demande,
        maintenant: Timestamp,
    ) -> Result<Identification, EchecPsc> {
        let annonce = self.annonce(maintenant)?;
        let reponse = annonce
            .client(&self.reglage)?
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(demande.verificateur.clone()))
            .request(&|requete| annonce::porter(&self.agent, requete))
            .map_err(echec::du_jeton)?;
        let nonce = Nonce::new(demande.nonce.clone());
        let prouve = match preuve::verifier(&annonce.client(&self.reglage)?, &reponse, &nonce, maintenant) {
            // The provider may have changed its keys since its document was read.
            Err(PreuveRefusee::Cle) => {
                let annonce = self.relire_les_cles(&annonce, maintenant)?;
                preuve::verifier(&annonce.client(&self.reglage)?, &reponse, &nonce, maintenant)?
            }
            verifie => verifie?,
        };
        let dit = annonce
            .client(&self.reglage)?
            .user_info(prouve.acces, Some(prouve.sujet))
            .request(&|requete| annonce::porter(&self.agent, requete))
            .map_err(echec::de_l_identite)?;
        let dit = preuve::reclamer(&dit).map_err(|cause| EchecPsc::Reponse(cause.to_string()))?;
        Ok(Identification {
            professionnel: formats::pro_sante_connect::lire(&dit)?,
            jetons: Jetons::de(&reponse, None, maintenant),
            preuve: prouve.preuve,
        })
    }

    /// Fresh tokens in place of these; `None` when nothing can renew them.
    ///
    /// # Errors
    /// When the provider refuses, which ends what these tokens were worth, or cannot be reached, which does not.
    pub fn renouveler(&self, jetons: &Jetons, maintenant: Timestamp) -> Result<Option<Jetons>, EchecPsc> {
        let Some(renouvellement) = jetons.renouvellement(maintenant) else { return Ok(None) };
        let annonce = self.annonce(maintenant)?;
        let jeton = RefreshToken::new(renouvellement.expose().to_owned());
        let reponse = annonce
            .client(&self.reglage)?
            .exchange_refresh_token(&jeton)
            .request(&|requete| annonce::porter(&self.agent, requete))
            .map_err(echec::du_jeton)?;
        Ok(Some(Jetons::de(&reponse, Some(jetons), maintenant)))
    }

    /// Where to send a browser that signs out; `None` when the provider offers nothing.
    ///
    /// # Errors
    /// When the provider cannot be read.
    pub fn adresse_de_sortie(
        &self,
        preuve: &Secret,
        etat: &str,
        maintenant: Timestamp,
    ) -> Result<Option<String>, EchecPsc> {
        let annonce = self.annonce(maintenant)?;
        let Some(sortie) = annonce.sortie() else { return Ok(None) };
        let illisible = |cause: &dyn std::fmt::Display| EchecPsc::Annonce(cause.to_string());
        let sortie = EndSessionUrl::new(sortie.to_owned()).map_err(|cause| illisible(&cause))?;
        let retour = PostLogoutRedirectUrl::new(self.reglage.sortie.clone());
        let preuve: CoreIdToken = preuve.expose().parse().map_err(|_| illisible(&"id_token"))?;
        let demande = LogoutRequest::from(sortie)
            .set_id_token_hint(&preuve)
            .set_state(CsrfToken::new(etat.to_owned()))
            .set_post_logout_redirect_uri(retour.map_err(|cause| illisible(&cause))?);
        Ok(Some(demande.http_get_url().into()))
    }

    /// What the provider says of itself, read again from time to time; an old one serves while it is out of reach.
    fn annonce(&self, maintenant: Timestamp) -> Result<Arc<Annonce>, EchecPsc> {
        let connue = self.annonce.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match connue {
            Some(annonce) if annonce.fraiche(maintenant) => Ok(annonce),
            connue => match (self.lire_l_annonce(maintenant), connue) {
                (Ok(lue), _) => Ok(lue),
                (Err(_), Some(annonce)) if annonce.utilisable(maintenant) => Ok(annonce),
                (Err(echec), _) => Err(echec),
            },
        }
    }

    /// At most once a minute: whoever forges keys must not make us flood the provider.
    fn relire_les_cles(
        &self,
        connue: &Arc<Annonce>,
        maintenant: Timestamp,
    ) -> Result<Arc<Annonce>, EchecPsc> {
        if connue.toute_recente(maintenant) {
            Ok(Arc::clone(connue))
        } else {
            self.lire_l_annonce(maintenant)
        }
    }

    fn lire_l_annonce(&self, maintenant: Timestamp) -> Result<Arc<Annonce>, EchecPsc> {
        let lue = Annonce::lire(&self.agent, self.reglage.decouverte.as_str(), &self.emetteur, maintenant)?;
        let lue = Arc::new(lue);
        *self.annonce.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&lue));
        Ok(lue)
    }
}

impl std::fmt::Debug for ProSanteConnect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProSanteConnect({}, {})", self.emetteur, self.reglage.client)
    }
}

impl std::fmt::Debug for Demande {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Demande(…)")
    }
}
