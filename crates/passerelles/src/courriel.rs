//! A mail as it waits in the outbox, read strictly, and its way out.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Echec, Envoi, Passerelle, Recepisse, Smtp};

/// The address of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AdresseCourriel(lettre::Address);

/// The text is not the address of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas une adresse électronique (exemple : gestion@caisse.example)")]
pub struct AdresseInvalide(String);

impl AdresseCourriel {
    pub(crate) fn dans(&self) -> lettre::Address {
        self.0.clone()
    }

    /// What follows the `@`.
    pub fn domaine(&self) -> &str {
        self.0.domain()
    }
}

impl FromStr for AdresseCourriel {
    type Err = AdresseInvalide;

    fn from_str(saisie: &str) -> Result<Self, AdresseInvalide> {
        saisie.trim().parse().map(Self).map_err(|_| AdresseInvalide(saisie.to_owned()))
    }
}

impl TryFrom<String> for AdresseCourriel {
    type Error = AdresseInvalide;

    fn try_from(saisie: String) -> Result<Self, AdresseInvalide> {
        saisie.parse()
    }
}

impl From<AdresseCourriel> for String {
    fn from(adresse: AdresseCourriel) -> Self {
        adresse.to_string()
    }
}

impl fmt::Display for AdresseCourriel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The content of a message of kind `courriel`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Courriel {
    /// To whom.
    pub adresse: AdresseCourriel,
    /// About what, in one line.
    pub sujet: String,
    /// What it says.
    pub texte: String,
    /// The page it speaks of, written below the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lien: Option<String>,
    /// The meeting it invites to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendrier: Option<Calendrier>,
}

/// A meeting that travels with a mail, as iCalendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendrier {
    /// What it does: `REQUEST` or `CANCEL`.
    pub methode: Methode,
    /// The file.
    pub contenu: String,
}

/// What an invitation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Methode {
    /// Invites, or changes.
    #[serde(rename = "REQUEST")]
    Request,
    /// Cancels.
    #[serde(rename = "CANCEL")]
    Cancel,
}

impl Methode {
    /// The kind of the part that carries it.
    pub(crate) fn genre(self) -> &'static str {
        match self {
            Self::Request => "text/calendar; charset=utf-8; method=REQUEST",
            Self::Cancel => "text/calendar; charset=utf-8; method=CANCEL",
        }
    }
}

impl Courriel {
    pub(crate) fn corps(&self) -> String {
        match &self.lien {
            Some(lien) => format!("{}\n\n{lien}\n", self.texte.trim_end()),
            None => format!("{}\n", self.texte.trim_end()),
        }
    }
}

/// Sends the messages of kind `courriel`.
#[derive(Debug)]
pub struct BoiteAuxLettres(pub std::sync::Arc<Smtp>);

impl Passerelle for BoiteAuxLettres {
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec> {
        let courriel: Courriel = serde_json::from_slice(&envoi.contenu)
            .map_err(|faute| Echec::Definitif(format!("le courriel en attente est illisible : {faute}")))?;
        let lettre = (&courriel.adresse, courriel.sujet.as_str(), courriel.corps());
        match &courriel.calendrier {
            Some(calendrier) => self.0.inviter(&envoi.id, lettre, calendrier),
            None => self.0.poster(&envoi.id, lettre, &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_courriel_en_attente_se_lit_strictement() {
        let lire = |texte: &str| serde_json::from_str::<Courriel>(texte);
        let juste = lire(r#"{"adresse":"a@b.example","sujet":"S","texte":"T","lien":"https://x.example/y"}"#);
        assert_eq!(juste.unwrap().corps(), "T\n\nhttps://x.example/y\n");
        for faux in [
            r#"{"adresse":"a b","sujet":"S","texte":"T"}"#,
            r#"{"adresse":"a@b.example\r\nBcc: c@d.example","sujet":"S","texte":"T"}"#,
            r#"{"adresse":"a@b.example","sujet":"S"}"#,
            r#"{"adresse":"a@b.example","sujet":"S","texte":"T","copie":"c@d.example"}"#,
        ] {
            assert!(lire(faux).is_err(), "{faux}");
        }
    }
}
