//! Delivery status notifications (RFC 3464), and the bounces of servers that do not write them.

use mail_parser::Message;

use super::{Retour, champ, est, identifiant_joint, repondu, texte};

/// What a server did with the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remise {
    /// In the mailbox, or handed to a server that tells no more.
    Remis,
    /// Late: the server goes on trying.
    Retarde,
    /// Never delivered, with the server's words.
    Echec(String),
}

pub(super) fn lire(message: &Message<'_>) -> Option<Retour> {
    let partie = message.parts.iter().find(|partie| est(partie, "delivery-status"))?;
    let champs = partie.contents();
    let par_destinataire = par_destinataire(champs);
    let action = champ(par_destinataire, "action").unwrap_or_default().to_ascii_lowercase();
    let remise = match action.as_str() {
        "delivered" | "relayed" | "expanded" => Remise::Remis,
        "delayed" => Remise::Retarde,
        _ => Remise::Echec(diagnostic(par_destinataire)),
    };
    let original = identifiant_joint(message).or_else(|| repondu(message));
    Some(Retour::Remise { original, remise })
}

/// The fields of the recipient come after those of the message and a blank line; some servers forget the first block.
fn par_destinataire(champs: &[u8]) -> &[u8] {
    let blanc = champs.windows(2).position(|deux| deux == b"\n\n").map(|position| position + 2);
    let blanc =
        blanc.or_else(|| champs.windows(4).position(|q| q == b"\r\n\r\n").map(|position| position + 4));
    blanc.and_then(|debut| champs.get(debut..)).filter(|suite| !suite.is_empty()).unwrap_or(champs)
}

fn diagnostic(champs: &[u8]) -> String {
    let parties = [champ(champs, "status"), champ(champs, "diagnostic-code")];
    parties.into_iter().flatten().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

/// A bounce that only its sender, its subject and its words give away.
pub(super) fn rebond_sans_forme(message: &Message<'_>) -> Option<Retour> {
    let de = message.from().and_then(|de| de.first()).and_then(|de| de.address())?.to_ascii_lowercase();
    let objet = message.subject().unwrap_or_default().to_lowercase();
    let serveur = de.starts_with("mailer-daemon@") || de.starts_with("postmaster@");
    let dit = ["undelivered mail", "message non distribué", "delivery status notification (failure)"];
    if !serveur || !dit.iter().any(|debut| objet.contains(debut)) {
        return None;
    }
    let corps = texte(message);
    let original = identifiant_joint(message)
        .or_else(|| champ(corps.as_bytes(), "message-id"))
        .or_else(|| repondu(message));
    let cause = super::premiere_ligne(&corps);
    Some(Retour::Remise { original, remise: Remise::Echec(cause) })
}
