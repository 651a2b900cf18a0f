//! What an MK says of himself on the public list: new patients, home visits, a professional number. Never required.
//!
//! No text asks for it: it is his word, always shown with its day, and it has no effect on any decision.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// Days after which his word is shown as old. A choice of the product: no text says how long it holds.
const FRAICHEUR_EN_JOURS: i32 = 90;

/// Does he take new patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accueil {
    /// Yes, at once.
    Oui,
    /// Yes, after about this many days.
    Sous(Attente),
    /// Not now.
    Non,
}

/// How long one waits for a first appointment, in days: 1 to 365.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attente(u16);

/// Does he go to patients' homes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domicile {
    /// Yes.
    Oui,
    /// No.
    Non,
}

/// A French professional number, ten digits beginning with 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telephone(String);

/// The sheet of an MK; each part may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FichePublique {
    /// New patients.
    pub accueil: Option<Accueil>,
    /// Home visits.
    pub domicile: Option<Domicile>,
    /// Professional number.
    pub telephone: Option<Telephone>,
    /// The day he said it.
    pub dit_le: Date,
}

/// The wait is not a number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("écrivez un délai en jours, de 1 à 365")]
pub struct AttenteInvalide;

/// The text is not a French number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("écrivez un numéro français à dix chiffres, par exemple 02 38 00 00 00")]
pub struct TelephoneInvalide;

impl Attente {
    /// Days.
    pub fn jours(self) -> u16 {
        self.0
    }

    /// This many days.
    ///
    /// # Errors
    /// Outside 1 to 365.
    pub fn depuis_jours(jours: u16) -> Result<Self, AttenteInvalide> {
        if (1..=365).contains(&jours) { Ok(Self(jours)) } else { Err(AttenteInvalide) }
    }
}

impl FromStr for Attente {
    type Err = AttenteInvalide;

    fn from_str(saisie: &str) -> Result<Self, AttenteInvalide> {
        saisie.trim().parse().map_err(|_| AttenteInvalide).and_then(Self::depuis_jours)
    }
}

impl Accueil {
    /// The code used in storage, JSON and CSV.
    pub fn code(self) -> &'static str {
        match self {
            Self::Oui => "oui",
            Self::Sous(_) => "delai",
            Self::Non => "non",
        }
    }

    /// The wait, when he says one.
    pub fn attente(self) -> Option<Attente> {
        match self {
            Self::Sous(attente) => Some(attente),
            Self::Oui | Self::Non => None,
        }
    }

    /// The answer of a code and a wait, which agree.
    pub fn depuis_code(code: &str, attente: Option<Attente>) -> Option<Self> {
        match (code, attente) {
            ("oui", None) => Some(Self::Oui),
            ("delai", Some(attente)) => Some(Self::Sous(attente)),
            ("non", None) => Some(Self::Non),
            _ => None,
        }
    }
}

impl Domicile {
    /// The code used in storage, JSON and CSV.
    pub fn code(self) -> &'static str {
        match self {
            Self::Oui => "oui",
            Self::Non => "non",
        }
    }

    /// The answer of a code.
    pub fn depuis_code(code: &str) -> Option<Self> {
        match code {
            "oui" => Some(Self::Oui),
            "non" => Some(Self::Non),
            _ => None,
        }
    }
}

impl Telephone {
    /// Ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With the country, as a phone dials it: +33….
    pub fn international(&self) -> String {
        format!("+33{}", self.0.strip_prefix('0').unwrap_or(&self.0))
    }
}

impl FromStr for Telephone {
    type Err = TelephoneInvalide;

    fn from_str(saisie: &str) -> Result<Self, TelephoneInvalide> {
        let compact: String =
            saisie.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect();
        let chiffres = match compact.strip_prefix("+33") {
            Some(reste) => format!("0{reste}"),
            None => compact,
        };
        let juste = chiffres.len() == 10
            && chiffres.bytes().all(|o| o.is_ascii_digit())
            && chiffres.starts_with('0')
            && !chiffres.starts_with("00");
        if juste { Ok(Self(chiffres)) } else { Err(TelephoneInvalide) }
    }
}

impl fmt::Display for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rang, chiffre) in self.0.chars().enumerate() {
            if rang > 0 && rang % 2 == 0 {
                f.write_str("\u{a0}")?;
            }
            write!(f, "{chiffre}")?;
        }
        Ok(())
    }
}

impl FichePublique {
    /// Said too long ago to be taken as current.
    pub fn est_ancienne(&self, le: Date) -> bool {
        le.since(self.dit_le).is_ok_and(|ecoule| ecoule.get_days() > FRAICHEUR_EN_JOURS)
    }

    /// Says nothing.
    pub fn est_vide(&self) -> bool {
        self.accueil.is_none() && self.domicile.is_none() && self.telephone.is_none()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("02 38 00 00 00", Ok("0238000000"))]
    #[case("+33 2.38.00.00.00", Ok("0238000000"))]
    #[case("0033238000000", Err(TelephoneInvalide))]
    #[case("02 38", Err(TelephoneInvalide))]
    #[case("été9876543", Err(TelephoneInvalide))]
    fn un_numero_se_lit(#[case] saisie: &str, #[case] attendu: Result<&str, TelephoneInvalide>) {
        assert_eq!(saisie.parse::<Telephone>().as_ref().map(Telephone::as_str), attendu.as_ref().copied());
    }

    #[test]
    fn un_numero_se_compose_et_se_montre() {
        let numero: Telephone = "0238000000".parse().unwrap();
        assert_eq!(numero.international(), "+33238000000");
        assert_eq!(numero.to_string(), "02\u{a0}38\u{a0}00\u{a0}00\u{a0}00");
    }

    #[test]
    fn une_parole_vieillit_apres_quatre_vingt_dix_jours() {
        let fiche =
            FichePublique { accueil: None, domicile: None, telephone: None, dit_le: date(2026, 1, 1) };
        assert!(fiche.est_vide());
        assert!(!fiche.est_ancienne(date(2026, 4, 1)));
        assert!(fiche.est_ancienne(date(2026, 4, 2)));
    }

    proptest! {
        #[test]
        fn toute_attente_de_la_plage_se_relit(jours in 0_u16..500) {
            let attente = jours.to_string().parse::<Attente>();
            prop_assert_eq!(attente.is_ok(), (1..=365).contains(&jours));
            if let Ok(attente) = attente {
                let code = Accueil::Sous(attente);
                prop_assert_eq!(Accueil::depuis_code(code.code(), code.attente()), Some(code));
            }
        }

        #[test]
        fn aucun_texte_ne_fait_paniquer(texte in ".*") {
            if let Ok(numero) = texte.parse::<Telephone>() {
                prop_assert_eq!(numero.as_str().parse::<Telephone>(), Ok(numero));
            }
        }
    }
}
