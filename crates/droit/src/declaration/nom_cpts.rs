//! What a CPTS is called: one name is not another's, small words aside.

use std::fmt;
use std::str::FromStr;

/// A name that tells a CPTS from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomCpts(String);

/// The text cannot name a CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NomCptsInvalide {
    /// Nothing but words that every CPTS has.
    #[error("Écrivez le nom de la CPTS, avec ce qui la distingue des autres.")]
    Indistinct,
    /// Too long to be a name.
    #[error("Le nom d’une CPTS compte {} signes au plus.", NomCpts::LONGUEUR_MAXIMALE)]
    TropLong,
}

impl NomCpts {
    /// In letters.
    pub const LONGUEUR_MAXIMALE: usize = 120;

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two names that are worth the same share.
    pub fn cle(&self) -> String {
        cle_du_nom(&self.0)
    }
}

impl FromStr for NomCpts {
    type Err = NomCptsInvalide;

    fn from_str(saisie: &str) -> Result<Self, NomCptsInvalide> {
        let nom = saisie.split_whitespace().collect::<Vec<_>>().join(" ");
        if mots(&nom).is_empty() {
            return Err(NomCptsInvalide::Indistinct);
        }
        if nom.chars().count() > Self::LONGUEUR_MAXIMALE {
            return Err(NomCptsInvalide::TropLong);
        }
        Ok(Self(nom))
    }
}

impl fmt::Display for NomCpts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The words that tell a CPTS apart, in order, without accents nor case; empty when there is none.
pub fn cle_du_nom(nom: &str) -> String {
    mots(nom).join(" ")
}

/// « CPTS de Balagne » is « Balagne »: small words and accents aside, the same words in the same order.
pub fn meme_nom(l_un: &str, l_autre: &str) -> bool {
    let (l_un, l_autre) = (mots(l_un), mots(l_autre));
    !l_un.is_empty() && l_un == l_autre
}

const MOTS_VIDES: [&str; 13] = [
    "cpts",
    "communaute",
    "professionnelle",
    "territoriale",
    "sante",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "d",
];

fn mots(nom: &str) -> Vec<String> {
    let plat: String = nom.chars().flat_map(char::to_lowercase).map(sans_accent).collect();
    let mots = plat.split(|c: char| !c.is_alphanumeric()).filter(|mot| !mot.is_empty());
    mots.filter(|mot| !MOTS_VIDES.contains(mot)).map(str::to_owned).collect()
}

fn sans_accent(lettre: char) -> char {
    match lettre {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        autre => autre,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deux_noms_se_valent_aux_petits_mots_pres() {
        assert!(meme_nom("Orléanaise", "CPTS orleanaise"));
        assert!(meme_nom("Giennois Berry", "CPTS du Giennois-Berry"));
        assert!(!meme_nom("Est Orléanais", "CPTS Orléanaise"));
        assert!(!meme_nom("", "CPTS"));
    }

    #[test]
    fn un_nom_distingue_et_tient_sur_une_ligne() {
        let lu = |saisie: &str| saisie.parse::<NomCpts>();
        let nom = lu("  CPTS  du\tGiennois Béarnais ").unwrap();
        assert_eq!((nom.as_str(), &*nom.cle()), ("CPTS du Giennois Béarnais", "giennois bearnais"));
        assert_eq!(lu("CPTS de la Santé"), Err(NomCptsInvalide::Indistinct));
        assert_eq!(lu(""), Err(NomCptsInvalide::Indistinct));
        assert_eq!(lu(&"a".repeat(121)), Err(NomCptsInvalide::TropLong));
    }
}
