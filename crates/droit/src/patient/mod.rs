//! Who the patient is: traits of identity, and the form under which two spellings of them meet.

mod correction;

use std::fmt;

use jiff::civil::Date;

use crate::decision::codes;
use crate::identifiant::{Ins, LieuNaissance, StatutIdentite};

pub use correction::{EtatCivil, RienACorriger, Trait};

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
    /// More than 100 characters.
    #[error("le nom et le prénom comptent au plus 100 caractères")]
    Longueur,
    /// A line break, or a character that neither a screen nor a document can bear.
    #[error("le nom ou le prénom contient un retour à la ligne ou un caractère invisible : ressaisissez-le")]
    Caractere,
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
        if [nom, prenom].iter().any(|mot| mot.chars().count() > 100) {
            return Err(TraitsInvalides::Longueur);
        }
        if [nom, prenom].iter().any(|mot| mot.contains(invisible)) {
            return Err(TraitsInvalides::Caractere);
        }
        if ne_le.year() < 1900 || ne_le > aujourd_hui {
            return Err(TraitsInvalides::Naissance);
        }
        Ok(Self { nom_naissance: nom.to_owned(), prenom: prenom.to_owned(), sexe, ne_le })
    }

    /// Traits read back from storage. Those recorded before invisible characters were refused lose them here.
    pub fn relus(
        nom: &str,
        prenom: &str,
        sexe: Sexe,
        ne_le: Date,
        le: Date,
    ) -> Result<Self, TraitsInvalides> {
        Self::nouveaux(&nom.replace(invisible, ""), &prenom.replace(invisible, ""), sexe, ne_le, le)
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

/// Controls, and the two code points that are no character: XML admits neither.
fn invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
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

    #[test]
    fn un_caractere_invisible_est_refuse_a_la_saisie_et_retire_de_ce_qui_est_au_dossier() {
        let (jour, ne) = (date(2026, 11, 21), date(1980, 1, 1));
        for hostile in ["Te\u{FFFE}st", "Te\u{FFFF}st", "Te\u{0}st", "Te\nst", "Te\u{85}st"] {
            let essai = |nom: &str, prenom: &str| Traits::nouveaux(nom, prenom, Sexe::Feminin, ne, jour);
            assert_eq!(essai(hostile, "Ada").err(), Some(TraitsInvalides::Caractere), "{hostile:?}");
            assert_eq!(essai("Test", hostile).err(), Some(TraitsInvalides::Caractere), "{hostile:?}");
            let relus = Traits::relus(hostile, "Ada", Sexe::Feminin, ne, jour).unwrap();
            assert_eq!(relus.nom_naissance(), "Test");
        }
    }
}
