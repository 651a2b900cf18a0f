//! An e-mail address: its form is checked, whoever reads the mail is not.

use std::fmt;
use std::str::FromStr;

/// The longest address that mail can carry (RFC 5321, 4.5.3.1.3).
const LONGUEUR_MAX: usize = 254;
/// The longest part before the sign (RFC 5321, 4.5.3.1.1).
const LOCALE_MAX: usize = 64;

/// An e-mail address in ASCII, its domain in lower case. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AdresseCourriel(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cette adresse électronique n’est pas complète : écrivez-la comme « prenom.nom@exemple.fr »")]
pub struct CourrielInvalide;

impl AdresseCourriel {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AdresseCourriel {
    type Err = CourrielInvalide;

    fn from_str(saisie: &str) -> Result<Self, CourrielInvalide> {
        let (locale, domaine) = saisie.trim().rsplit_once('@').ok_or(CourrielInvalide)?;
        if !locale_juste(locale) || !domaine_juste(domaine) || locale.len() + domaine.len() >= LONGUEUR_MAX {
            return Err(CourrielInvalide);
        }
        Ok(Self(format!("{locale}@{}", domaine.to_ascii_lowercase())))
    }
}

/// Words separated by single dots; no quotes, no line break, nothing that a header could read otherwise.
fn locale_juste(locale: &str) -> bool {
    let signe = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    locale.len() <= LOCALE_MAX && locale.split('.').all(|mot| !mot.is_empty() && mot.chars().all(signe))
}

/// Two labels or more, the last one of letters.
fn domaine_juste(domaine: &str) -> bool {
    let etiquette = |e: &str| {
        !e.is_empty()
            && e.len() <= 63
            && !e.starts_with('-')
            && !e.ends_with('-')
            && e.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let fin = domaine.rsplit('.').next().unwrap_or_default();
    domaine.contains('.') && domaine.split('.').all(etiquette) && fin.chars().any(|c| c.is_ascii_alphabetic())
}

impl fmt::Display for AdresseCourriel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AdresseCourriel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdresseCourriel(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_adresse_a_deux_parts_et_un_domaine() {
        let lue = " camille.essai+ars@Exemple.FR ".parse::<AdresseCourriel>().unwrap();
        assert_eq!(lue.as_str(), "camille.essai+ars@exemple.fr");
        assert!(!format!("{lue:?}").contains("camille"));
        for fausse in [
            "",
            "camille",
            "camille@",
            "@exemple.fr",
            "camille@exemple",
            "a b@exemple.fr",
            "a..b@exemple.fr",
            "a@exemple..fr",
            "a@-exemple.fr",
            "a@exemple.fr\nBcc: b@exemple.fr",
            "a,b@exemple.fr",
            "é@exemple.fr",
            "a@192.0.2.1",
        ] {
            assert_eq!(fausse.parse::<AdresseCourriel>(), Err(CourrielInvalide), "{fausse:?}");
        }
        assert!(format!("{}@exemple.fr", "a".repeat(65)).parse::<AdresseCourriel>().is_err());
    }
}
