//! A passage that leads to somebody, what it is, and what to write instead.

use std::fmt;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Telephone, RPPS, INS, file.
    Numero,
    /// An e-mail address.
    Courriel,
    /// A day with its month, or a date in digits.
    Jour,
    /// A civility or a first name with a name, or the name of somebody the text is about.
    Nom,
    /// A number in a street, or a street by its name.
    Adresse,
    /// Older than the last class of age.
    GrandAge,
    /// What looks like a name: a first name alone, the name of a practitioner on file, an initial after a civility.
    NomPossible,
    /// A street whose name may be a common word.
    VoiePossible,
    /// A commune.
    Commune,
    /// Five digits that may be a postal code.
    CodePostal,
    /// An exact age.
    Age(u16),
}

/// What was found, with the words as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indice {
    /// What it is.
    pub nature: Nature,
    /// The passage.
    pub mots: String,
}

/// The first age told by no class: beyond it somebody is recognised by it alone.
pub const GRAND_AGE: u16 = 90;
/// Width of a class of age, in years.
const CLASSE: u16 = 5;

impl Indice {
    /// A passage.
    pub(super) fn new(nature: Nature, mots: impl Into<String>) -> Self {
        Self { nature, mots: mots.into() }
    }

    /// Does it surely lead to somebody; otherwise it only may, and a reader says.
    pub fn certain(&self) -> bool {
        match self.nature {
            Nature::Numero
            | Nature::Courriel
            | Nature::Jour
            | Nature::Nom
            | Nature::Adresse
            | Nature::GrandAge => true,
            Nature::NomPossible
            | Nature::VoiePossible
            | Nature::Commune
            | Nature::CodePostal
            | Nature::Age(_) => false,
        }
    }

    /// What the passage is, in words.
    pub fn libelle(&self) -> &'static str {
        match self.nature {
            Nature::Numero => "un numéro",
            Nature::Courriel => "une adresse électronique",
            Nature::Jour => "une date précise",
            Nature::Nom => "un nom",
            Nature::Adresse | Nature::VoiePossible => "une adresse",
            Nature::GrandAge | Nature::Age(_) => "un âge exact",
            Nature::NomPossible => "peut-être un nom",
            Nature::Commune => "une commune",
            Nature::CodePostal => "peut-être un code postal",
        }
    }

    /// What to write instead.
    pub fn conseil(&self) -> String {
        match self.nature {
            Nature::Numero | Nature::Courriel => "supprimez ce passage".to_owned(),
            Nature::Jour => "écrivez le mois ou la saison".to_owned(),
            Nature::Nom | Nature::NomPossible => {
                "écrivez « un patient », « une patiente », « un confrère »".to_owned()
            }
            Nature::Adresse | Nature::VoiePossible => {
                "écrivez « au cabinet », « au domicile », « sur la voie publique »".to_owned()
            }
            Nature::Commune | Nature::CodePostal => "écrivez « en ville », « en zone rurale »".to_owned(),
            Nature::GrandAge => "écrivez « plus de 85 ans »".to_owned(),
            Nature::Age(age) => {
                let bas = age - age % CLASSE;
                format!("écrivez « de {bas} à {} ans »", bas + CLASSE - 1)
            }
        }
    }
}

impl fmt::Display for Indice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : « {} » ; {}", self.libelle(), self.mots, self.conseil())
    }
}
