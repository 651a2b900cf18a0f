//! The four answers as typed, and all that is wrong with them at once.

use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::puis_je_y_aller::{Document, Reponses, Signes};
use serde::Deserialize;

use crate::gabarits::Erreurs;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(default)]
    pub(super) departement: String,
    #[serde(default)]
    pub(super) structure: String,
    #[serde(default)]
    pub(super) document: String,
    #[serde(default)]
    pub(super) signes: String,
}

/// The answer « je ne sais pas » to the second question.
pub(super) const INCONNUE: &str = "INCONNUE";

impl Saisie {
    /// The answers, or every field to correct.
    pub(super) fn lire(&self) -> Result<Reponses, Erreurs> {
        let mut erreurs = Erreurs::default();
        let departement = erreurs.noter(
            "departement",
            self.departement.parse::<CodeDepartement>().map_err(|_| "Choisissez le département du cabinet."),
        );
        let structure = erreurs.noter("structure", self.lire_structure());
        let document =
            erreurs.noter("document", oui_ou_non(&self.document, Document::Montrable, Document::Aucun));
        let signes = erreurs.noter("signes", oui_ou_non(&self.signes, Signes::Presents, Signes::Absents));
        match (departement, structure, document, signes) {
            (Some(departement), Some(structure), Some(document), Some(signes)) => {
                Ok(Reponses { departement, structure, document, signes })
            }
            _ => Err(erreurs),
        }
    }

    fn lire_structure(&self) -> Result<Option<TypeStructure>, &'static str> {
        if self.structure == INCONNUE {
            return Ok(None);
        }
        TypeStructure::depuis_code(&self.structure)
            .map(Some)
            .ok_or("Dites où exerce le kinésithérapeute, ou « Je ne sais pas ».")
    }
}

fn oui_ou_non<T>(saisie: &str, oui: T, non: T) -> Result<T, &'static str> {
    match saisie {
        "oui" => Ok(oui),
        "non" => Ok(non),
        _ => Err("Répondez par oui ou par non."),
    }
}
