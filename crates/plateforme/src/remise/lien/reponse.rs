//! What a doctor said: his words, who he says he is, and the day of his diagnosis.

use droit::decision::TypeDiagnostic;
use droit::identifiant::NumeroRpps;
use droit::remise::NatureReponse;
use droit::texte::{Intitule, TexteLibre};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::gabarits::Erreurs;
use crate::saisie::Champs;

/// An answer, as it is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dite {
    /// His words.
    pub texte: String,
    /// Who he says he is: nobody checked.
    pub signataire: String,
    /// His number, when he gave it.
    pub rpps: Option<String>,
    /// When he made his diagnosis.
    pub diagnostic_le: Option<Date>,
}

impl Dite {
    /// The answer of a form, or every field to correct.
    pub fn saisie(
        champs: &Champs,
        nature: Option<NatureReponse>,
        jour: Date,
        e: &mut Erreurs,
    ) -> Option<Self> {
        let texte = e.noter("texte", champs.un("texte").parse::<TexteLibre>());
        let signataire = e.noter("signataire", champs.un("signataire").parse::<Intitule>());
        let rpps = match champs.un("rpps") {
            "" => Some(None),
            saisi => e.noter("rpps", saisi.parse::<NumeroRpps>()).map(Some),
        };
        let diagnostic_le = match (nature, champs.un("diagnostic_le")) {
            (Some(NatureReponse::Diagnostic), "") => {
                e.ajouter("diagnostic_le", "Indiquez le jour du diagnostic.");
                None
            }
            (_, "") => Some(None),
            (_, saisie) => {
                let le = saisie.parse::<Date>().map_err(|_| "Cette date ne se lit pas.");
                let le =
                    le.and_then(|le| if le > jour { Err("Ce jour n’est pas encore venu.") } else { Ok(le) });
                e.noter("diagnostic_le", le).map(Some)
            }
        };
        Some(Self {
            texte: texte?.as_str().to_owned(),
            signataire: signataire?.as_str().to_owned(),
            rpps: rpps?.map(|rpps| rpps.as_str().to_owned()),
            diagnostic_le: diagnostic_le?,
        })
    }

    /// As it is sealed.
    pub fn ecrire(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As it was sealed; what does not read is shown as it is.
    pub fn lire(contenu: &str) -> Self {
        serde_json::from_str(contenu)
            .unwrap_or_else(|_| Self { texte: contenu.to_owned(), ..Self::default() })
    }

    /// « Dr …, RPPS … ».
    pub fn signature(&self) -> String {
        match &self.rpps {
            Some(rpps) => format!("{} (RPPS {rpps}, déclaré)", self.signataire),
            None => format!("{} (déclaré)", self.signataire),
        }
    }
}

/// The proof that an answer may become, once the MK holds the document.
pub fn piece(nature: NatureReponse) -> TypeDiagnostic {
    match nature {
        NatureReponse::Prescription => TypeDiagnostic::PrescriptionAnterieure,
        NatureReponse::Avis | NatureReponse::Diagnostic => TypeDiagnostic::InformationMedecin,
    }
}
