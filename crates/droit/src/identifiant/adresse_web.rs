//! An address of the web that a page may lead to: https, and nothing that a browser would run.

use std::fmt;
use std::str::FromStr;

/// Longer addresses carry more than a place.
const LONGUEUR_MAX: usize = 500;

/// An https address with a host name, without spaces nor credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AdresseWeb(String);

/// The text is not such an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cette adresse ne convient pas : écrivez-la en entier, comme « https://www.exemple.fr/affiche.pdf »")]
pub struct AdresseWebInvalide;

impl AdresseWeb {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AdresseWeb {
    type Err = AdresseWebInvalide;

    fn from_str(saisie: &str) -> Result<Self, AdresseWebInvalide> {
        let saisie = saisie.trim();
        let suite = saisie.strip_prefix("https://").ok_or(AdresseWebInvalide)?;
        let hote = suite.split(['/', '?', '#']).next().unwrap_or_default();
        let signe = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
        let juste = saisie.len() <= LONGUEUR_MAX && suite.chars().all(signe) && hote_juste(hote);
        if juste { Ok(Self(saisie.to_owned())) } else { Err(AdresseWebInvalide) }
    }
}

fn hote_juste(hote: &str) -> bool {
    let etiquette = |mot: &str| {
        !mot.is_empty()
            && !mot.starts_with('-')
            && !mot.ends_with('-')
            && mot.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    hote.contains('.') && hote.split('.').all(etiquette)
}

impl fmt::Display for AdresseWeb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_adresse_https_passe_et_rien_d_autre() {
        for juste in ["https://www.exemple.fr", " https://cpts.exemple.fr/affiche.pdf?v=2#haut "] {
            assert_eq!(juste.parse::<AdresseWeb>().unwrap().as_str(), juste.trim());
        }
        let longue = format!("https://exemple.fr/{}", "a".repeat(500));
        for fausse in [
            "",
            "http://exemple.fr",
            "javascript:alert(1)",
            "https://",
            "https://exemple",
            "https://moi:secret@exemple.fr/",
            "https://exemple.fr/une affiche",
            "https://-a.fr",
            "https://exemple.fr/\"onclick",
            &longue,
        ] {
            assert_eq!(fausse.parse::<AdresseWeb>(), Err(AdresseWebInvalide), "{fausse}");
        }
    }
}
