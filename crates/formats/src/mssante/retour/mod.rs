//! What comes back: receipts of integration, errors, mails that were not delivered, answers of people.

mod erreur;
mod notification;
mod remise;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

pub use erreur::{CodeErreur, ErreurIntegration};
pub use notification::Lecture;
pub use remise::Remise;

/// Longest text kept from a person's answer, in characters.
const TEXTE_MAXIMUM: usize = 20_000;

/// What a mail of the inbox means. `original` is the Message-ID of ours it speaks of, without angle brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retour {
    /// The receiver's software tells what it did of the message (MDN).
    Notification {
        /// Our message.
        original: Option<String>,
        /// What was done.
        lecture: Lecture,
    },
    /// A server tells whether it delivered (DSN), or a bounce without its form.
    Remise {
        /// Our message.
        original: Option<String>,
        /// What happened.
        remise: Remise,
    },
    /// A person writes.
    Reponse {
        /// The mail answered to.
        original: Option<String>,
        /// Address of the writer.
        de: String,
        /// Subject.
        objet: String,
        /// Words, cut after 20,000 characters.
        texte: String,
    },
    /// Not a mail.
    Illisible,
}

/// Reads a mail. Never fails: what cannot be understood is an answer to be read by a person, or not a mail at all.
pub fn lire(octets: &[u8]) -> Retour {
    let Some(message) = MessageParser::default().parse(octets) else { return Retour::Illisible };
    if message.headers().is_empty() {
        return Retour::Illisible;
    }
    notification::lire(&message)
        .or_else(|| remise::lire(&message))
        .or_else(|| erreur_simple(&message))
        .or_else(|| remise::rebond_sans_forme(&message))
        .unwrap_or_else(|| reponse(&message))
}

/// The Message-ID of a mail received, without angle brackets; `None` when it bears none.
pub fn identifiant(octets: &[u8]) -> Option<String> {
    MessageParser::default().parse_headers(octets)?.message_id().map(sans_chevrons)
}

/// The receiver's software answers by a plain mail when no notification was asked for.
fn erreur_simple(message: &Message<'_>) -> Option<Retour> {
    let objet = message.subject()?;
    let code = erreur::code_dans_l_objet(objet)?;
    let texte = texte(message);
    let lecture = Lecture::Erreur(ErreurIntegration { code, libelle: premiere_ligne(&texte) });
    Some(Retour::Notification { original: identifiant_joint(message).or_else(|| repondu(message)), lecture })
}

fn reponse(message: &Message<'_>) -> Retour {
    let de = message.from().and_then(|de| de.first()).and_then(|de| de.address()).unwrap_or_default();
    Retour::Reponse {
        original: repondu(message),
        de: de.chars().take(254).collect(),
        objet: message.subject().unwrap_or_default().chars().take(500).collect(),
        texte: texte(message),
    }
}

fn texte(message: &Message<'_>) -> String {
    message.body_text(0).unwrap_or_default().chars().take(TEXTE_MAXIMUM).collect()
}

fn premiere_ligne(texte: &str) -> String {
    let ligne = texte.lines().map(str::trim).find(|ligne| !ligne.is_empty()).unwrap_or_default();
    ligne.chars().take(200).collect()
}

/// The mail this one answers: `In-Reply-To`, or the last of `References`.
fn repondu(message: &Message<'_>) -> Option<String> {
    let dernier = |valeur: &mail_parser::HeaderValue<'_>| match valeur {
        mail_parser::HeaderValue::Text(texte) => Some(sans_chevrons(texte)),
        mail_parser::HeaderValue::TextList(liste) => liste.last().map(|texte| sans_chevrons(texte)),
        _ => None,
    };
    dernier(message.in_reply_to()).or_else(|| dernier(message.references()))
}

/// The Message-ID of the mail joined to this one.
fn identifiant_joint(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|partie| match &partie.body {
        PartType::Message(joint) => joint.message_id().map(sans_chevrons),
        _ if est(partie, "rfc822-headers") => champ(partie.contents(), "message-id"),
        _ => None,
    })
}

/// Is this part of the media subtype.
fn est(partie: &mail_parser::MessagePart<'_>, sous_type: &str) -> bool {
    let du_type = partie.content_type().and_then(|contenu| contenu.subtype());
    du_type.is_some_and(|lu| lu.eq_ignore_ascii_case(sous_type))
}

/// The value of a field in the block of fields of a report; folded lines are joined.
fn champ(octets: &[u8], nom: &str) -> Option<String> {
    let texte = String::from_utf8_lossy(octets);
    let mut trouve: Option<String> = None;
    for ligne in texte.lines() {
        if let Some(valeur) = &mut trouve {
            if !ligne.starts_with([' ', '\t']) {
                break;
            }
            valeur.push(' ');
            valeur.push_str(ligne.trim());
        } else if let Some((lu, valeur)) = ligne.split_once(':') {
            trouve = lu.trim().eq_ignore_ascii_case(nom).then(|| valeur.trim().to_owned());
        }
    }
    trouve.map(|valeur| sans_chevrons(&valeur)).filter(|valeur| !valeur.is_empty())
}

fn sans_chevrons(texte: &str) -> String {
    texte.trim().trim_start_matches('<').trim_end_matches('>').chars().take(998).collect()
}
