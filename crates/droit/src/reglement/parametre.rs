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

/// A parameter through time: each value holds from its day until the next one's eve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serie<T>(pub(super) Vec<(Date, Valeur<T>)>);

impl<T> Serie<T> {
    /// The value in force on `jour`; before the first day, the first one (a period is the matter of its own rule).
    pub fn au(&self, jour: Date) -> Option<&Valeur<T>> {
        self.0.iter().rev().find(|(depuis, _)| *depuis <= jour).or(self.0.first()).map(|(_, valeur)| valeur)
    }
}
