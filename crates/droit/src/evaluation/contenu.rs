//! What a signature freezes: the figures, what they mean, what was written about them. Every output is made of it alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::completude::Completude;
use super::donnee::{Chiffre, Donnee, avec_les_moyennes_cachees, en_code};
use super::rapport::SectionRapport;
use crate::indicateur::{Indicateur, Variante};

/// A perimeter and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lieu {
    /// Key, for example `cpts/…`.
    pub cle: String,
    /// Name, for example « CPTS Orléanaise ».
    pub nom: String,
}

/// An indicator as the report presents it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presentation {
    /// Code.
    pub code: String,
    /// Label.
    pub libelle: String,
    /// Unit, in the plural.
    pub unite: String,
    /// How it is made.
    pub formule: String,
    /// Code of what it is about.
    pub famille: String,
}

/// A version that this one corrects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionAnterieure {
    /// Its number.
    pub numero: u16,
    /// The day it was signed.
    pub signee_le: Date,
    /// Why it was corrected.
    pub motif: String,
}

/// The content of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contenu {
    /// Who answers for it, for example « ARS Centre-Val de Loire ».
    pub emetteur: String,
    /// Over whom.
    pub lieu: Lieu,
    /// Key of the period.
    pub periode: String,
    /// The period in words.
    pub periode_dite: String,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Date,
    /// The day the figures were read.
    pub arrete_le: Date,
    /// The day they were published; absent from the reports signed before figures were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publie_le: Option<Date>,
    /// The variant of the first figures and of the comparisons. The reports signed before it was said have what happened in
    /// the period.
    #[serde(default = "calendaire", skip_serializing_if = "est_calendaire", with = "en_code")]
    pub premiere: Variante,
    /// Version of the way of counting.
    pub version_du_calcul: i64,
    /// Fingerprint of the snapshot the figures come from.
    pub instantane: String,
    /// What each indicator is, in order.
    pub indicateurs: Vec<Presentation>,
    /// The figures of the perimeter, over the period, for each variant.
    pub donnees: Vec<Donnee>,
    /// The same month by month, for what happened in each.
    pub mois: Vec<Donnee>,
    /// The perimeters inside, for a department: its CPTS.
    pub lieux: Vec<Lieu>,
    /// Their figures.
    pub par_lieu: Vec<Donnee>,
    /// How complete the data are.
    pub completude: Completude,
    /// What was written about them, by code of section.
    pub commentaires: Vec<(String, String)>,
    /// The versions before this one.
    pub corrections: Vec<VersionAnterieure>,
}

fn calendaire() -> Variante {
    Variante::Calendaire
}

fn est_calendaire(variante: &Variante) -> bool {
    *variante == Variante::Calendaire
}

impl Contenu {
    /// The content as every form must say it: what was frozen, and which means are hidden.
    #[must_use]
    pub fn en_entier(mut self) -> Self {
        for donnees in [&mut self.donnees, &mut self.mois, &mut self.par_lieu] {
            *donnees = avec_les_moyennes_cachees(donnees);
        }
        self
    }

    /// The figure of an indicator over the whole perimeter and period.
    pub fn chiffre(&self, indicateur: Indicateur, variante: Variante) -> Option<&Chiffre> {
        let cherchee =
            |d: &&Donnee| d.indicateur == indicateur && d.variante == variante && d.modalite.is_none();
        self.donnees.iter().find(cherchee).map(|donnee| &donnee.chiffre)
    }

    /// The identifier of the snapshot that a signed report quotes; `None` for those signed before figures were published.
    pub fn id_de_l_instantane(&self) -> Option<&str> {
        self.publie_le.and_then(|_| self.instantane.get(..16))
    }

    /// What was written in a section.
    pub fn commentaire(&self, section: SectionRapport) -> Option<&str> {
        self.commentaires.iter().find(|(code, _)| code == section.code()).map(|(_, texte)| texte.as_str())
    }

    /// Is at least one figure hidden.
    pub fn masque(&self) -> bool {
        self.donnees.iter().chain(&self.par_lieu).chain(&self.mois).any(|donnee| donnee.chiffre.est_masque())
    }
}
