//! Who the patient is: traits of identity, and the form under which two spellings of them meet.

use std::fmt;

use jiff::civil::Date;

use crate::decision::codes;
use crate::identifiant::{Ins, LieuNaissance, StatutIdentite};

codes! {
    /// Sex as recorded by the civil registry.
    Sexe {
        /// Female.
        Feminin = "F",
        /// Male.
        Masculin = "M",
        /// Not determined.
        Indetermine = "I",
    }
}

/// The traits that identify a person without a number. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Traits {
    nom_naissance: String,
    prenom: String,
    sexe: Sexe,
    ne_le: Date,
}

/// Why traits are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraitsInvalides {
    /// No birth name.
    #[error("indiquez le nom de naissance")]
    Nom,
    /// No first name.
    #[error("indiquez le premier prénom de naissance")]
    Prenom,
    /// More than 100 characters, or an invisible one.
    #[error("le nom et le prénom comptent au plus 100 caractères visibles")]
    Longueur,
    /// Born before 1900 or after today.
    #[error("la date de naissance doit être comprise entre 1900 et aujourd'hui")]
    Naissance,
}

impl Traits {
    /// Checks the traits; `aujourd_hui` bounds the birth date.
    pub fn nouveaux(
        nom: &str,
        prenom: &str,
        sexe: Sexe,
        ne_le: Date,
        aujourd_hui: Date,
    ) -> Result<Self, TraitsInvalides> {
        let (nom, prenom) = (nom.trim(), prenom.trim());
        if normaliser(nom).is_empty() {
            return Err(TraitsInvalides::Nom);
        }
        if normaliser(prenom).is_empty() {
            return Err(TraitsInvalides::Prenom);
        }
        if [nom, prenom].iter().any(|t| t.chars().count() > 100 || t.chars().any(char::is_control)) {
            return Err(TraitsInvalides::Longueur);
        }
        if ne_le.year() < 1900 || ne_le > aujourd_hui {
            return Err(TraitsInvalides::Naissance);
        }
        Ok(Self { nom_naissance: nom.to_owned(), prenom: prenom.to_owned(), sexe, ne_le })
    }

    /// Birth name as typed.
    pub fn nom_naissance(&self) -> &str {
        &self.nom_naissance
    }

    /// First given name as typed.
    pub fn prenom(&self) -> &str {
        &self.prenom
    }

    /// Sex.
    pub fn sexe(&self) -> Sexe {
        self.sexe
    }

    /// Birth date.
    pub fn ne_le(&self) -> Date {
        self.ne_le
    }

    /// The form that every spelling of the same traits shares: « Éloïse D'Hôtel » meets « ELOISE DHOTEL ».
    pub fn canoniques(&self) -> String {
        format!(
            "{}|{}|{}|{}",
            normaliser(&self.nom_naissance),
            normaliser(&self.prenom),
            self.sexe.code(),
            self.ne_le
        )
    }
}

impl fmt::Debug for Traits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Traits(…)")
    }
}

/// A patient's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identite {
    /// Traits.
    pub traits: Traits,
    /// Number, when known.
    pub ins: Option<Ins>,
    /// Birthplace, when known.
    pub lieu_naissance: Option<LieuNaissance>,
    /// How far the identity has been checked.
    pub statut: StatutIdentite,
}

/// Letters and digits only, without accents, in lower case.
pub fn normaliser(texte: &str) -> String {
    deunicode::deunicode(texte)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn deux_graphies_des_memes_traits_se_rencontrent() {
        let jour = date(2026, 11, 21);
        let ne = date(1980, 2, 3);
        let a = Traits::nouveaux("D'Hôtel-Œuf", "Éloïse", Sexe::Feminin, ne, jour).unwrap();
        let b = Traits::nouveaux("DHOTEL OEUF", "eloise", Sexe::Feminin, ne, jour).unwrap();
        assert_eq!(a.canoniques(), b.canoniques());
        assert!(!format!("{a:?}").contains("loïse"));
    }

    #[test]
    fn naissance_et_noms_sont_bornes() {
        let jour = date(2026, 11, 21);
        let essai = |nom: &str, ne| Traits::nouveaux(nom, "Ada", Sexe::Feminin, ne, jour).err();
        assert_eq!(essai(" - ", date(1980, 1, 1)), Some(TraitsInvalides::Nom));
        assert_eq!(essai("Test", date(2026, 11, 22)), Some(TraitsInvalides::Naissance));
        assert_eq!(essai(&"a".repeat(101), date(1980, 1, 1)), Some(TraitsInvalides::Longueur));
    }
}
