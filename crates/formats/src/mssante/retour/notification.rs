//! Message disposition notifications (RFC 8098) as MSSanté uses them: integrated, read, or in error.

use mail_parser::Message;

use super::erreur::ErreurIntegration;
use super::{Retour, champ, est, identifiant_joint, repondu};

/// What the receiver's side did of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lecture {
    /// The software took it in.
    Integre,
    /// A person opened it.
    Lu,
    /// The software could not take it in.
    Erreur(ErreurIntegration),
    /// Deleted, denied, or a word of its own.
    Autre(String),
}

/// `multipart/report; report-type=disposition-notification`, or any mail with such a part.
pub(super) fn lire(message: &Message<'_>) -> Option<Retour> {
    let partie = message.parts.iter().find(|partie| est(partie, "disposition-notification"))?;
    let champs = partie.contents();
    let disposition = champ(champs, "disposition").unwrap_or_default();
    let original = champ(champs, "original-message-id")
        .or_else(|| identifiant_joint(message))
        .or_else(|| repondu(message));
    Some(Retour::Notification { original, lecture: lecture(&disposition) })
}

/// `<mode>; processed`, `<mode>; processed/Error: 902^…`.
fn lecture(disposition: &str) -> Lecture {
    let fait = disposition.split_once(';').map_or(disposition, |(_, fait)| fait).trim();
    let (mot, precision) = fait.split_once('/').unwrap_or((fait, ""));
    let (qualite, valeur) = precision.split_once(':').unwrap_or((precision, ""));
    if qualite.trim().eq_ignore_ascii_case("error") || qualite.trim().eq_ignore_ascii_case("failure") {
        return Lecture::Erreur(ErreurIntegration::lire(valeur.trim()));
    }
    match mot.trim().to_ascii_lowercase().as_str() {
        "processed" => Lecture::Integre,
        "displayed" => Lecture::Lu,
        _ => Lecture::Autre(fait.chars().take(200).collect()),
    }
}
