//! One page of a search: its resources, and where the next one is.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ressource::{Exercice, Situation, Structure};

/// More entries than any page has: 50 and what they include.
pub const ENTREES_MAX: usize = 2_000;

/// Why an answer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Illisible {
    /// Not JSON.
    #[error("La réponse de l’annuaire n’est pas du JSON lisible ({0})")]
    Json(serde_json::Error),
    /// JSON, but not the result of a search.
    #[error("La réponse de l’annuaire n’est pas le résultat d’une recherche, mais « {0} »")]
    PasUneRecherche(String),
    /// More than a page may hold.
    #[error("La réponse de l’annuaire compte {0} ressources, plus qu’une page n’en a")]
    TropDEntrees(usize),
}

/// A page of a search.
#[derive(Debug, Default)]
pub struct Page {
    pub(super) exercices: Vec<Exercice>,
    pub(super) situations: Vec<Situation>,
    pub(super) structures: BTreeMap<String, Structure>,
    suite: Option<String>,
}

impl Page {
    /// Reads an answer.
    ///
    /// # Errors
    /// When it is not the result of a search.
    pub fn lire(octets: &[u8]) -> Result<Self, Illisible> {
        let lue: Value = serde_json::from_slice(octets).map_err(Illisible::Json)?;
        if texte(&lue, "resourceType") != Some("Bundle") || texte(&lue, "type") != Some("searchset") {
            return Err(Illisible::PasUneRecherche(decrire(&lue)));
        }
        let entrees = liste(&lue, "entry");
        if entrees.len() > ENTREES_MAX {
            return Err(Illisible::TropDEntrees(entrees.len()));
        }
        let mut page = Self { suite: suite(&lue), ..Self::default() };
        for entree in entrees {
            page.ranger(&entree["resource"]);
        }
        Ok(page)
    }

    /// Where the next page is.
    pub fn suite(&self) -> Option<&str> {
        self.suite.as_deref()
    }

    fn ranger(&mut self, ressource: &Value) {
        match texte(ressource, "resourceType") {
            Some("Practitioner") => self.exercices.extend(Exercice::lire(ressource)),
            Some("PractitionerRole") => self.situations.extend(Situation::lire(ressource)),
            Some("Organization") => {
                self.structures.extend(Structure::lire(ressource));
            }
            _ => {}
        }
    }
}

fn suite(lue: &Value) -> Option<String> {
    let suivant = liste(lue, "link").iter().find(|lien| texte(lien, "relation") == Some("next"))?;
    texte(suivant, "url").map(str::to_owned)
}

/// What an answer is, for who reads the refusal: the service says why in an OperationOutcome.
fn decrire(lue: &Value) -> String {
    let issue = liste(lue, "issue").iter().find_map(|issue| texte(issue, "diagnostics"));
    let dit = issue.or_else(|| texte(lue, "resourceType")).unwrap_or("autre chose");
    dit.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// A field that is a text.
pub(super) fn texte<'v>(de: &'v Value, champ: &str) -> Option<&'v str> {
    de.get(champ)?.as_str()
}

/// A field that is a list; a lone value is a list of one, nothing an empty one.
pub(super) fn liste<'v>(de: &'v Value, champ: &str) -> &'v [Value] {
    match de.get(champ) {
        Some(Value::Array(liste)) => liste,
        Some(Value::Null) | None => &[],
        Some(seul) => std::slice::from_ref(seul),
    }
}
