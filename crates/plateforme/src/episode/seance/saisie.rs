//! A séance as typed.

use droit::decision::ActeNgap;
use droit::episode::{Confirmation, SeanceSaisie};
use droit::identifiant::{EpisodeId, SeanceId};
use droit::texte::TexteLibre;
use jiff::civil::Date;
use serde::Deserialize;

use crate::episode::champ::facultatif;
use crate::gabarits::Erreurs;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    pub(super) cle: String,
    #[serde(default)]
    pub(super) retour: String,
    #[serde(default)]
    pub(super) le: String,
    #[serde(default)]
    pub(super) acte: String,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) confirmation: String,
}

/// What was understood.
#[derive(Clone, Debug)]
pub struct Lue {
    id: SeanceId,
    /// The day; today when not said.
    pub le: Option<Date>,
    acte: Option<ActeNgap>,
    note: Option<TexteLibre>,
    /// Why it goes on, where the rules ask.
    pub confirmation: Option<Confirmation>,
}

impl Saisie {
    pub(super) fn vierge(cle: String, le: Date) -> Self {
        Self { cle, le: le.to_string(), ..Self::default() }
    }

    /// What was understood, or every field to correct.
    pub(super) fn lire(&self) -> Result<Lue, Erreurs> {
        let mut erreurs = Erreurs::default();
        let id = erreurs.noter("cle", self.cle.parse());
        let le = erreurs
            .noter("le", facultatif(&self.le, |t| t.parse().map_err(|_| "Écrivez une date qui existe.")));
        let acte = erreurs.noter("acte", facultatif(&self.acte, lire_acte));
        let note = erreurs
            .noter("note", facultatif(&self.note, |t| t.parse::<TexteLibre>().map_err(|e| e.to_string())));
        let motif = facultatif(&self.confirmation, |t| t.parse::<TexteLibre>().map_err(|e| e.to_string()));
        let motif = erreurs.noter("confirmation", motif);
        match (id, le, acte, note, motif) {
            (Some(id), Some(le), Some(acte), Some(note), Some(motif)) => {
                Ok(Lue { id, le, acte, note, confirmation: motif.map(|motif| Confirmation { motif }) })
            }
            _ => Err(erreurs),
        }
    }

    /// Where to go once recorded.
    pub(super) fn suite(&self, id: EpisodeId) -> String {
        match self.retour.as_str() {
            "tableau" => format!("/tableau-de-bord?fait={id}"),
            _ => format!("/episodes/{id}?fait=seance"),
        }
    }
}

impl Lue {
    /// What is asked of the rules.
    pub fn saisie(&self, le: Date) -> SeanceSaisie {
        SeanceSaisie { id: self.id, le, acte: self.acte.clone(), note: self.note.clone() }
    }
}

/// « RAM 8.11 », as the list sends it.
pub fn lire_acte(texte: &str) -> Result<ActeNgap, &'static str> {
    const MESSAGE: &str = "Choisissez un acte de la liste, ou laissez vide.";
    let (lettre, coefficient) = texte.split_once(' ').ok_or(MESSAGE)?;
    Ok(ActeNgap { lettre: lettre.to_owned(), coefficient: coefficient.parse().map_err(|_| MESSAGE)? })
}
