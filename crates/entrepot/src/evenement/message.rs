//! What the MK and the ARS write to each other about an event: sealed, dated, in the order of their writing.

use droit::acces::Role;
use droit::declaration::Declarant;
use droit::evenement::Signalement;
use droit::identifiant::{CompteId, EvenementId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_texte, illisible, sceller};
use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params};

const ECRIRE: &str = "INSERT INTO evenement_message (id, evenement, instant, compte, role, texte)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
const LISTER: &str = "SELECT id, instant, compte, role, texte FROM evenement_message
    WHERE evenement = $1 ORDER BY instant, id";

/// A message about an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageEvenement {
    /// When.
    pub instant: Timestamp,
    /// Who.
    pub compte: CompteId,
    /// In which capacity.
    pub role: Role,
    /// The words.
    pub texte: TexteLibre,
}

/// Records a message under the key of its page and tells the other side; sent twice, it is recorded once.
pub fn ecrire_message(
    tx: &mut Tx,
    trousseau: &Trousseau,
    signalement: &Signalement,
    (cle, role, texte): (Uuid, Role, &TexteLibre),
    auteur: &Declarant,
) {
    let lieu = cellule("evenement_message", "texte", cle.as_u128());
    let scelle = sceller(trousseau, lieu, texte.as_str().as_bytes());
    let valeurs = params![cle, signalement.id, auteur.maintenant, auteur.compte, role.code(), scelle];
    tx.enqueue(ECRIRE, valeurs);
    let destinataire = match role {
        Role::Mk => Destinataire::Ars(signalement.departement),
        _ => Destinataire::Praticien(signalement.par),
    };
    let avis = Avis {
        nature: Nature::MessageRecu,
        cle: format!("evenement/{}/message/{cle}", signalement.id),
        declaration: None,
        praticien: None,
        lien: format!("/evenements/{}", signalement.id),
        auteur: Some(auteur.compte),
        instant: auteur.maintenant,
    };
    notification::deposer(tx, destinataire, &avis);
    let (acteur, sujet) = (format!("compte/{}", auteur.compte), format!("evenement/{}", signalement.id));
    let mut entree = Entree::new(auteur.maintenant, acteur, "evenement.message", sujet);
    entree.details = json!({ "message": cle.to_string() }).to_string();
    tx.tracer(entree);
}

/// The messages about an event, the oldest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn messages(tx: &mut Tx, trousseau: &Trousseau, id: EvenementId) -> Result<Vec<MessageEvenement>, Echec> {
    tx.query(LISTER, &params![id])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<MessageEvenement, Echec> {
    let id: Uuid = ligne.get("id")?;
    let role: String = ligne.get("role")?;
    let lieu = cellule("evenement_message", "texte", id.as_u128());
    Ok(MessageEvenement {
        instant: ligne.get("instant")?,
        compte: ligne.get("compte")?,
        role: Role::depuis_code(&role).ok_or_else(|| illisible(lieu, &"rôle inconnu"))?,
        texte: desceller_texte(trousseau, lieu, ligne)?.ok_or_else(|| illisible(lieu, &"texte absent"))?,
    })
}
