//! The line that each fact leaves in the journal: who, what, under which decision, never a name.

use droit::decision::{Code, Etat};
use droit::declaration::Prononce;
use droit::episode::{Accorde, Motivation};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller};
use crate::journal::Entree;
use crate::outbox::Message;
use crate::{Tx, params};

const CONFIRMER: &str = "INSERT INTO confirmation (episode, version, motif) VALUES ($1, $2, $3)";

/// Traces a fact of an episode, has it counted, and keeps the MK's confirmation where one was needed.
pub(crate) fn accord<T>(
    tx: &mut Tx,
    trousseau: &Trousseau,
    fait: &Accorde<T>,
    action: &str,
    details: &Value,
) {
    tx.toucher_episode(fait.episode());
    let auteur = fait.auteur();
    let mut entree = Entree::new(
        auteur.maintenant,
        format!("praticien/{}", auteur.par),
        action,
        format!("episode/{}", fait.episode()),
    );
    motiver(&mut entree, fait.motivation());
    entree.details = details.to_string();
    tx.tracer(entree);
    if let Some(confirmation) = fait.motivation().and_then(|m| m.confirmation.as_ref()) {
        confirmer(tx, trousseau, fait, confirmation);
    }
}

/// Keeps what the MK wrote to confirm, under the version that the fact makes.
pub(crate) fn confirmer<T>(
    tx: &mut Tx,
    trousseau: &Trousseau,
    fait: &Accorde<T>,
    confirmation: &droit::episode::Confirmation,
) {
    let lieu = cellule("confirmation", "motif", fait.episode().bits());
    let scelle = sceller(trousseau, lieu, confirmation.motif.as_str().as_bytes());
    tx.enqueue_one(CONFIRMER, params![fait.episode(), fait.version() + 1, scelle]);
}

/// Traces a step of a declaration.
pub(crate) fn prononce<T>(tx: &mut Tx, fait: &Prononce<T>, action: &str, details: &Value) {
    let declarant = fait.declarant();
    let mut entree = Entree::new(
        declarant.maintenant,
        format!("compte/{}", declarant.compte),
        action,
        format!("declaration/{}", fait.declaration()),
    );
    motiver(&mut entree, fait.motivation());
    entree.details = details.to_string();
    tx.tracer(entree);
}

/// A message for the outside; its identifier is drawn from its key, so that the same fact always makes the same one.
pub(crate) fn message(genre: &str, cle: &str, contenu: &Value, instant: Timestamp) -> Message {
    let (id, cle) = cle_de_message(genre, cle);
    Message {
        id,
        genre: genre.to_owned(),
        cle,
        contenu: contenu.to_string(),
        depose_le: instant,
        echeance: instant,
    }
}

/// The identifier and the whole key of a message.
pub(crate) fn cle_de_message(genre: &str, cle: &str) -> (Uuid, String) {
    let cle = format!("{genre}/{cle}");
    let mut octets = [0; 16];
    octets.iter_mut().zip(Sha256::digest(cle.as_bytes())).for_each(|(place, octet)| *place = octet);
    (Uuid::from_bytes(octets), cle)
}

/// « accordee respecte:hors-periode signale:orientation-due », under the fingerprint of the rules.
fn motiver(entree: &mut Entree, motivation: Option<&Motivation>) {
    let Some(motivation) = motivation else { return };
    let constat = |(code, etat): &(Code, Etat)| format!(" {}:{}", etat.code(), code.code());
    let constats: String = motivation.constats.iter().map(constat).collect();
    entree.decision = Some(format!("{}{constats}", motivation.issue.code()));
    entree.reglement = Some(motivation.empreinte.clone());
}
