//! A parameter: a value with its source, the other official values, and the day it starts.

use jiff::civil::Date;

/// A text of the register `reglement/textes.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texte {
    /// Stable identifier, e.g. `decret-2024-618`.
    pub id: String,
    /// Title as cited on screen.
    pub titre: String,
    /// Date of the text; `None` for a page that bears none.
    pub date: Option<Date>,
    /// Where to read it.
    pub url: String,
    /// Kind: loi, décret, arrêté, page, note…
    pub nature: String,
    /// The day somebody last read it there.
    pub verifie_le: Date,
}

/// How far a source can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confiance {
    /// The text of a law, decree, order or convention.
    Texte,
    /// A page or note of an official body.
    Officiel,
    /// A professional body, the press, a vendor.
    Professionnel,
    /// A decision of this product where texts are silent (`docs/decisions/`).
    Interpretation,
    /// The value is applied for want of the department's own: to be verified.
    AVerifier,
}

impl Confiance {
    /// The code used in files and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Texte => "texte",
            Self::Officiel => "officiel",
            Self::Professionnel => "professionnel",
            Self::Interpretation => "interpretation",
            Self::AVerifier => "a_verifier",
        }
    }

    /// The value of a code.
    pub fn depuis_code(code: &str) -> Option<Self> {
        [Self::Texte, Self::Officiel, Self::Professionnel, Self::Interpretation, Self::AVerifier]
            .into_iter()
            .find(|confiance| confiance.code() == code)
    }

    /// How the screens say it.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Texte => "texte officiel",
            Self::Officiel => "organisme officiel",
            Self::Professionnel => "source professionnelle",
            Self::Interpretation => "interprétation",
            Self::AVerifier => "à vérifier",
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Identifier of the text in the register.
    pub texte: String,
    /// Article, page or section of the text; empty when the whole text is meant.
    pub article: String,
    /// Where to read it.
    pub url: String,
    /// How far it can be trusted.
    pub confiance: Confiance,
    /// The day somebody last read it there.
    pub verifie_le: Date,
}

/// Another value found in a source, not applied, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variante {
    /// The value as people write it.
    pub valeur: String,
    /// Who says so.
    pub source: Source,
    /// Why it is not the applied one.
    pub ecartee: String,
    /// Would it forbid what the applied one allows: the screens warn of it.
    pub plus_stricte: bool,
}

/// A value applied, its source, and the variants it was preferred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valeur<T> {
    /// `None`: the sources are silent; the rule answers `AConfirmer`, never a guess.
    pub connue: Option<T>,
    /// A sentence to show with the value (what is unknown, what to know), in French; empty when there is none.
    pub precision: String,
    /// Where it comes from, or where the silence was observed.
    pub source: Source,
    /// The other values found.
    pub variantes: Vec<Variante>,
}

/// Who set a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origine {
    /// A file of `reglement/national/`.
    Nationale,
    /// The file of the department.
    Departementale,
}

/// A value and the first day it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echelon<T> {
    /// First day.
    pub depuis: Date,
    /// Who set it.
    pub origine: Origine,
    /// The value.
    pub valeur: Valeur<T>,
}

/// A parameter through time: each value holds from its day until the next one's eve, so no hole and no overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serie<T> {
    premier: Echelon<T>,
    suite: Vec<Echelon<T>>,
}

impl<T> Serie<T> {
    /// A series; `None` without any value, or when the days do not strictly increase.
    pub fn new(echelons: Vec<Echelon<T>>) -> Option<Self> {
        if !echelons.is_sorted_by(|avant, apres| avant.depuis < apres.depuis) {
            return None;
        }
        let mut echelons = echelons.into_iter();
        Some(Self { premier: echelons.next()?, suite: echelons.collect() })
    }

    /// The value in force on `jour`; before the first day, the first one (a period is the matter of its own rule).
    pub fn au(&self, jour: Date) -> &Valeur<T> {
        &self.echelon_au(jour).valeur
    }

    /// The same with its first day and its origin.
    pub fn echelon_au(&self, jour: Date) -> &Echelon<T> {
        self.suite.iter().rev().find(|echelon| echelon.depuis <= jour).unwrap_or(&self.premier)
    }

    /// Every value, oldest first.
    pub fn echelons(&self) -> impl Iterator<Item = &Echelon<T>> {
        std::iter::once(&self.premier).chain(&self.suite)
    }

    /// The same days and sources, other values.
    pub(super) fn map<U>(&self, f: impl Fn(&T) -> U) -> Serie<U> {
        let convertir = |e: &Echelon<T>| Echelon {
            depuis: e.depuis,
            origine: e.origine,
            valeur: Valeur {
                connue: e.valeur.connue.as_ref().map(&f),
                precision: e.valeur.precision.clone(),
                source: e.valeur.source.clone(),
                variantes: e.valeur.variantes.clone(),
            },
        };
        Serie { premier: convertir(&self.premier), suite: self.suite.iter().map(convertir).collect() }
    }
}
