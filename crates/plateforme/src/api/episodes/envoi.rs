//! A request that changes something: its key, its command, its answer.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use droit::acces::Acteur;
use droit::episode::{Accorde, Confirmation, Contexte, Refus};
use entrepot::Tx;
use entrepot::chiffre::Trousseau;
use entrepot::idempotence::{Cle, Reponse};
use jiff::civil::Date;

use super::refus;
use crate::connexion::Identite;
use crate::echec::{ErreurDeChamp, Failure};
use crate::episode::dossier::Dossier;
use crate::episode::operation::{Commande, Suite, Unique, executer};
use crate::serveur::App;

/// The name of the header.
const EN_TETE: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key.
const LONGUEUR: usize = 200;

/// A request under its key.
pub struct Envoi {
    acteur: Acteur,
    texte: HeaderValue,
    /// The key, bound to the account, the address and the body.
    pub cle: Cle,
}

/// The command without the type of its fact.
pub struct Sur {
    episode: droit::identifiant::EpisodeId,
    le: Option<Date>,
    confirmation: Option<Confirmation>,
    action: &'static str,
}

impl Envoi {
    /// Reads the key, or draws one when the program gives none.
    ///
    /// # Errors
    /// When the key is empty, too long or unprintable.
    pub fn new(
        app: &App,
        identite: &Identite,
        uri: &Uri,
        entetes: &HeaderMap,
        corps: &[u8],
    ) -> Result<Self, Failure> {
        let texte = match entetes.get(EN_TETE) {
            Some(texte) => texte.clone(),
            None => HeaderValue::from_str(&app.alea.uuid(app.horloge.maintenant()).to_string())
                .map_err(Failure::interne)?,
        };
        let lu = texte.to_str().ok().filter(|cle| (1..=LONGUEUR).contains(&cle.len()));
        let lu =
            lu.ok_or_else(|| champ(&format!("Donnez une clé de 1 à {LONGUEUR} caractères imprimables.")))?;
        let cle = Cle::new(identite.compte.to_string(), uri.path(), lu, corps);
        Ok(Self { acteur: identite.acteur.clone(), texte, cle })
    }

    /// An identifier for what is about to be recorded.
    pub fn nouvel_identifiant(&self, app: &App) -> u128 {
        app.alea.uuid(app.horloge.maintenant()).as_u128()
    }

    /// On which episode, on which day.
    ///
    /// # Errors
    /// When the address names none.
    pub fn sur(
        &self,
        id: &str,
        le: Option<Date>,
        confirmation: Option<Confirmation>,
        action: &'static str,
    ) -> Result<Sur, Failure> {
        Ok(Sur { episode: crate::episode::identifiant(id)?, le, confirmation, action })
    }

    /// Carries out and answers.
    ///
    /// # Errors
    /// When the episode is invisible or the base fails.
    pub async fn executer<T: Clone + Send + 'static>(
        &self,
        app: &App,
        sur: Sur,
        fait: fn(&Dossier, &Contexte<'static>, &Accorde<T>) -> Reponse,
        decider: impl FnMut(&Dossier, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
        ecrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
    ) -> Result<Response, Failure> {
        let Sur { episode, le, confirmation, action } = sur;
        let unique = Some(Unique { cle: self.cle.clone(), fait, refus: refus::repondre });
        let commande = Commande { acteur: self.acteur.clone(), episode, le, confirmation, action, unique };
        match executer(app, commande, decider, ecrire).await? {
            Suite::Fait(_, reponse) | Suite::Refus(_, reponse) => reponse
                .map(|reponse| self.repondre(reponse))
                .ok_or_else(|| Failure::interne("answer missing")),
            Suite::Deja(reponse) => Ok(self.repondre(reponse)),
            Suite::AutreCorps => Err(autre_corps()),
        }
    }

    /// The bytes kept under the key, with the key.
    pub fn repondre(&self, reponse: Reponse) -> Response {
        let statut = StatusCode::from_u16(reponse.statut).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let genre = if statut.is_success() { "application/json" } else { "application/problem+json" };
        let entetes =
            [(header::CONTENT_TYPE, HeaderValue::from_static(genre)), (EN_TETE, self.texte.clone())];
        (statut, entetes, Body::from(reponse.corps)).into_response()
    }
}

/// The key served for another body.
pub fn autre_corps() -> Failure {
    champ("Cette clé a déjà servi pour un autre corps : tirez-en une nouvelle.")
}

fn champ(message: &str) -> Failure {
    Failure::Saisie(vec![ErreurDeChamp::new("Idempotency-Key", message)])
}
