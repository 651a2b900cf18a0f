//! What the ARS and the declarant write to each other on a file: sealed, dated, in the order of their writing.

use droit::acces::Role;
use droit::declaration::{MessageEcrit, Prononce};
use droit::identifiant::{CompteId, DeclarationId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::ecriture::avertir_de;
use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_texte, sceller};
use crate::{Echec, Row, Tx, params, trace};

const ECRIRE: &str = "INSERT INTO declaration_message (id, declaration, instant, compte, role, texte)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
const LISTER: &str = "SELECT id, instant, compte, role, texte FROM declaration_message
    WHERE declaration = $1 ORDER BY instant, id";

/// A message on a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When.
    pub instant: Timestamp,
    /// Who.
    pub compte: CompteId,
    /// In which capacity.
    pub role: Role,
    /// The words.
    pub texte: TexteLibre,
}

/// Records a message and tells the other sides; the same one sent twice is recorded once.
pub fn inscrire_message(tx: &mut Tx, trousseau: &Trousseau, fait: &Prononce<MessageEcrit>) {
    let lieu = cellule("declaration_message", "texte", fait.cle);
    let scelle = sceller(trousseau, lieu, fait.texte.as_str().as_bytes());
    let declarant = fait.declarant();
    let id = Uuid::from_u128(fait.cle);
    let valeurs =
        params![id, fait.declaration(), declarant.maintenant, declarant.compte, fait.role.code(), scelle];
    tx.enqueue(ECRIRE, valeurs);
    trace::prononce(tx, fait, "declaration.message", &json!({ "message": id.to_string() }));
    avertir_de(tx, fait, Nature::MessageRecu, format!("message/{id}"));
}

/// The messages of a file, the oldest first.
///
/// # Errors
/// When the base fails, or a text cannot be unsealed.
pub fn messages(tx: &mut Tx, trousseau: &Trousseau, id: DeclarationId) -> Result<Vec<Message>, Echec> {
    tx.query(LISTER, &params![id])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<Message, Echec> {
    let id: Uuid = ligne.get("id")?;
    let role: String = ligne.get("role")?;
    let lieu = cellule("declaration_message", "texte", id.as_u128());
    let illisible =
        |colonne: &str| Echec::Colonne { colonne: colonne.to_owned(), cause: "valeur inconnue".to_owned() };
    Ok(Message {
        instant: ligne.get("instant")?,
        compte: ligne.get("compte")?,
        role: Role::depuis_code(&role).ok_or_else(|| illisible("declaration_message.role"))?,
        texte: desceller_texte(trousseau, lieu, ligne)?
            .ok_or_else(|| illisible("declaration_message.texte"))?,
    })
}
