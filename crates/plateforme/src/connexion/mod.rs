//! The single door of identity: who comes, by which way, and in which capacity.

mod adresse;
mod cookie;
mod entree;
mod identite;
mod mot_de_passe;
pub mod pages;
pub mod pro_sante_connect;
mod role;
pub mod second_facteur;
mod secret;
mod verrou;

use axum::http::{HeaderMap, header};
use entrepot::connexion::Etape;
use entrepot::{Echec, connexion, jeton};
use jiff::SignedDuration;

pub use adresse::Adresse;
pub use entree::{cle_du_compte, verifier_mot_de_passe};
pub use identite::{Connecte, Identite, Visiteur, Voie};
pub use mot_de_passe::{Guichet, MotDePasse, MotDePasseRefuse};
pub use role::{AgentArs, AgentCpam, Coordination, Mk};
pub use secret::Secret;

use crate::echec::Failure;
use crate::serveur::{App, Portee};

/// A session unused for this long ends.
const INACTIVITE: SignedDuration = SignedDuration::from_hours(2);
/// How often the last use of a session is written.
const PRECISION: SignedDuration = SignedDuration::from_mins(5);

/// Does the request carry a cookie or a token: what answers it is for nobody else.
pub fn porte_un_secret(entetes: &HeaderMap) -> bool {
    entetes.contains_key(header::COOKIE) || entetes.contains_key(header::AUTHORIZATION)
}

/// Who sent these headers: a token wins over a cookie, and a wrong token is nobody.
pub async fn reconnaitre(app: &App, entetes: &HeaderMap) -> Result<Visiteur, Failure> {
    if let Some(autorisation) = entetes.get(header::AUTHORIZATION) {
        let jeton = autorisation.to_str().ok().and_then(|texte| texte.strip_prefix("Bearer "));
        return match jeton.and_then(|texte| Secret::de_jeton(texte.trim())) {
            Some(secret) => reconnaitre_le_jeton(app, secret).await,
            None => Ok(Visiteur::anonyme()),
        };
    }
    match reconnaitre_la_session(app, entetes).await? {
        Some(session) if session.etape == Etape::Ouverte => Ok(Visiteur::connecte(Identite {
            compte: session.compte,
            nom: session.nom,
            acteur: session.acteur,
            non_lues: session.non_lues,
            sieges: session.sieges,
            voie: Voie::Session(session.id),
        })),
        _ => Ok(Visiteur::anonyme()),
    }
}

/// The session of the cookie, even when its second factor is awaited.
async fn reconnaitre_la_session(
    app: &App,
    entetes: &HeaderMap,
) -> Result<Option<connexion::Reconnue>, Failure> {
    let Some(secret) = cookie::lire(entetes, app.ecoute.transport()) else { return Ok(None) };
    let (empreinte, maintenant) = (secret.empreinte(), app.horloge.maintenant());
    let trouvee: Option<connexion::Reconnue> =
        app.entrepot.lire(move |tx| connexion::reconnaitre(tx, empreinte, maintenant)).await?;
    let Some(session) = trouvee else { return Ok(None) };
    let silence = maintenant.duration_since(session.vue_le);
    if silence > INACTIVITE {
        return Ok(None);
    }
    if silence > PRECISION {
        let id = session.id;
        let vue = app.entrepot.ecrire(move |tx| {
            connexion::voir(tx, id, maintenant);
            Ok::<(), Echec>(())
        });
        if let Err(cause) = vue.await {
            tracing::warn!(%cause, "the last use of a session could not be written");
        }
    }
    Ok(Some(session))
}

async fn reconnaitre_le_jeton(app: &App, secret: Secret) -> Result<Visiteur, Failure> {
    let (empreinte, maintenant) = (secret.empreinte(), app.horloge.maintenant());
    let trouve: Option<jeton::Reconnu> =
        app.entrepot.lire(move |tx| jeton::reconnaitre(tx, empreinte, maintenant)).await?;
    Ok(trouve.map_or_else(Visiteur::anonyme, |jeton| {
        let portees = jeton.portees.split_whitespace().filter_map(Portee::depuis_code).collect();
        Visiteur::connecte(Identite {
            compte: jeton.compte,
            nom: jeton.nom,
            acteur: jeton.acteur,
            non_lues: 0,
            sieges: 0,
            voie: Voie::Jeton(portees),
        })
    }))
}
