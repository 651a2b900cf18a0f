//! The page of an indicator: what it counts, its formula, its unit, its sources, how its variants differ.

use super::catalogue::Indicateur;
use crate::reglement::Source;

/// How an indicator is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The indicator.
    pub indicateur: Indicateur,
    /// Label on screen.
    pub libelle: String,
    /// Unit, in the plural.
    pub unite: String,
    /// How the figure is made, in a sentence.
    pub formule: String,
    /// What is divided by, for a ratio; what is observed, for a distribution.
    pub denominateur: Option<String>,
    /// What to know before reading it.
    pub precision: Option<String>,
    /// Who asks for it, and where the method comes from; at least one.
    pub sources: Vec<Source>,
}

/// Why the definitions cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionsInvalides {
    /// A code that names no indicator.
    #[error("« {0} » n'est pas un indicateur ; corrigez ce code")]
    Inconnu(String),
    /// An indicator defined twice.
    #[error("l'indicateur « {0} » est défini deux fois ; gardez une définition")]
    Double(&'static str),
    /// An indicator without a definition.
    #[error("l'indicateur « {0} » n'a pas de définition ; ajoutez-la")]
    Absent(&'static str),
    /// A definition that nobody asked for.
    #[error("l'indicateur « {0} » n'a pas de source ; citez-en une")]
    SansSource(&'static str),
}

/// Every definition, one per indicator, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions(Vec<Definition>);

impl Definitions {
    /// One definition per indicator, no more, no less, each with a source.
    ///
    /// # Errors
    /// What is missing or said twice.
    pub fn nouvelles(mut definitions: Vec<Definition>) -> Result<Self, DefinitionsInvalides> {
        definitions.sort_by_key(|definition| definition.indicateur);
        for indicateur in Indicateur::TOUS {
            let siennes: Vec<_> = definitions.iter().filter(|d| d.indicateur == *indicateur).collect();
            match siennes.as_slice() {
                [] => return Err(DefinitionsInvalides::Absent(indicateur.code())),
                [une] if une.sources.is_empty() => {
                    return Err(DefinitionsInvalides::SansSource(indicateur.code()));
                }
                [_] => {}
                _ => return Err(DefinitionsInvalides::Double(indicateur.code())),
            }
        }
        Ok(Self(definitions))
    }

    /// The definition of an indicator.
    pub fn de(&self, indicateur: Indicateur) -> Option<&Definition> {
        self.0.iter().find(|definition| definition.indicateur == indicateur)
    }

    /// The label of an indicator.
    pub fn libelle(&self, indicateur: Indicateur) -> &str {
        self.de(indicateur).map_or(indicateur.code(), |definition| &definition.libelle)
    }

    /// Every definition, in the order of the indicators.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.0.iter()
    }
}
