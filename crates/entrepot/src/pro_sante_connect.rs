//! Requests to sign in with Pro Santé Connect: each serves once, and not for long; what one leaves to confirm, too.

use droit::identifiant::NumeroRpps;
use droit::pro_sante_connect::Qualite;
use jiff::{SignedDuration, Timestamp};

use crate::{Echec, Tx, params};

const DEPOSER: &str = "INSERT INTO demande_psc (empreinte, suite, expire_le) VALUES ($1, $2, $3)";
const LIRE: &str = "SELECT suite, expire_le, servie_le FROM demande_psc WHERE empreinte = $1";
const SERVIR: &str = "UPDATE demande_psc SET servie_le = $2 WHERE empreinte = $1 AND servie_le IS NULL";
const OFFRIR: &str =
    "UPDATE demande_psc SET rpps = $2, nom = $3, prenom = $4, offre_jusque = $5, qualite = $6
    WHERE empreinte = $1 AND servie_le IS NOT NULL AND rpps IS NULL";
const OFFRE: &str = "SELECT rpps, nom, prenom, qualite, suite FROM demande_psc
    WHERE empreinte = $1 AND rpps IS NOT NULL AND offre_jusque > $2";
const ACCEPTER: &str = "UPDATE demande_psc SET rpps = NULL, nom = NULL, prenom = NULL, offre_jusque = NULL
    WHERE empreinte = $1 AND rpps = $2";
const OUBLIER: &str = "DELETE FROM demande_psc WHERE expire_le <= $1";

/// A request that is over is kept this long, so that its answer can be told apart from a forged one.
const MEMOIRE: SignedDuration = SignedDuration::from_hours(1);

/// What becomes of the answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reponse {
    /// The first in time: it may be believed.
    Premiere {
        /// Where to go afterwards.
        suite: String,
    },
    /// The request has already served.
    DejaServie,
    /// It came too late.
    Tardive,
    /// No such request, or one long gone.
    SansDemande,
}

/// Leaves a new request for the flush, and the removal of those long gone.
pub fn demander(
    tx: &mut Tx,
    empreinte: [u8; 32],
    suite: &str,
    (maintenant, expire_le): (Timestamp, Timestamp),
) {
    tx.enqueue(OUBLIER, params![maintenant - MEMOIRE]);
    tx.enqueue_one(DEPOSER, params![empreinte, suite, expire_le]);
}

/// Leaves the use of a request for the flush; two answers at once, and the second is [`Echec::Conflit`].
///
/// # Errors
/// When the base fails.
pub fn repondre(tx: &mut Tx, empreinte: [u8; 32], maintenant: Timestamp) -> Result<Reponse, Echec> {
    let Some(ligne) = tx.query_opt(LIRE, &params![empreinte])? else { return Ok(Reponse::SansDemande) };
    if ligne.get::<Option<Timestamp>>("servie_le")?.is_some() {
        return Ok(Reponse::DejaServie);
    }
    if ligne.get::<Timestamp>("expire_le")? <= maintenant {
        return Ok(Reponse::Tardive);
    }
    tx.enqueue_one(SERVIR, params![empreinte, maintenant]);
    Ok(Reponse::Premiere { suite: ligne.get("suite")? })
}

/// An account that somebody may open: who he is was vouched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offre {
    /// His number.
    pub rpps: NumeroRpps,
    /// In which capacity.
    pub qualite: Qualite,
    /// His name and first name, where they were vouched for too.
    pub identite: Option<(String, String)>,
    /// Where to go afterwards.
    pub suite: String,
}

/// Leaves an offer for the flush, under the request that has just served.
pub fn offrir(
    tx: &mut Tx,
    empreinte: [u8; 32],
    (rpps, qualite): (&NumeroRpps, Qualite),
    identite: Option<&(String, String)>,
    jusque: Timestamp,
) {
    let (nom, prenom) = identite.map(|(nom, prenom)| (nom.clone(), prenom.clone())).unzip();
    tx.enqueue_one(OFFRIR, params![empreinte, rpps.as_str(), nom, prenom, jusque, qualite.code()]);
}

/// What is offered to the browser that holds this request; `None` when nothing is, or is no more.
///
/// # Errors
/// When the base fails.
pub fn offre(tx: &mut Tx, empreinte: [u8; 32], maintenant: Timestamp) -> Result<Option<Offre>, Echec> {
    let Some(ligne) = tx.query_opt(OFFRE, &params![empreinte, maintenant])? else { return Ok(None) };
    let nom: Option<String> = ligne.get("nom")?;
    let prenom: Option<String> = ligne.get("prenom")?;
    let dite: Option<String> = ligne.get("qualite")?;
    let qualite = dite.as_deref().map_or(Some(Qualite::Mk), Qualite::depuis_code);
    let qualite = qualite.ok_or_else(|| Echec::Colonne {
        colonne: "demande_psc.qualite".to_owned(),
        cause: "qualité inconnue".to_owned(),
    })?;
    let identite = nom.zip(prenom);
    Ok(Some(Offre { rpps: ligne.get("rpps")?, qualite, identite, suite: ligne.get("suite")? }))
}

/// Leaves the acceptance of an offer for the flush; accepted twice, the second is [`Echec::Conflit`].
pub fn accepter(tx: &mut Tx, empreinte: [u8; 32], offre: &Offre) {
    tx.enqueue_one(ACCEPTER, params![empreinte, offre.rpps.as_str()]);
}
