//! The NGAP of masseurs-kinésithérapeutes (titre XIV): acts, dated coefficients, prices, accord préalable, BDK ranks.
//!
//! The data are in `reglement/national/ngap/`. A look-up allocates nothing.

mod acte;
mod bilan;
pub(crate) mod fichier;
mod lecture;
mod lettre;
mod tarif;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

pub use acte::{
    AccordPrealable, ActeAccesDirect, ActeKine, Historique, Ligne, NatureActe, Reserve, SeuilAnnuel,
};
pub use bilan::{EcheanceBdk, RythmeBdk, TypeBdk};
pub use lettre::LettreCle;
pub use tarif::{Centimes, Indemnite, ParZone, Unite, ValeurLettre, ZoneTarifaire};

use super::Source;
use crate::decision::ActeNgap;

/// A file of the nomenclature cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nomenclature NGAP, {objet} : {cause}. Corrigez le fichier de reglement/national/ngap/.")]
pub struct NomenclatureInvalide {
    objet: String,
    cause: String,
}

impl NomenclatureInvalide {
    fn nouvelle(objet: &str, cause: impl fmt::Display) -> Self {
        Self { objet: objet.to_owned(), cause: cause.to_string() }
    }
}

/// Every act, every dated coefficient, every value of a key letter.
#[derive(Clone, Debug)]
pub struct Nomenclature {
    /// Sorted by letter, coefficient, first day.
    lignes: Vec<Ligne>,
    actes: Vec<Arc<ActeKine>>,
    /// Sorted by letter, first day.
    valeurs: Vec<ValeurLettre>,
    /// In the order of [`LettreCle::TOUS`].
    libelles: Vec<String>,
    indemnites: Vec<Indemnite>,
    source: Source,
}

/// What the nomenclature says of a letter and coefficient on a day.
#[derive(Clone, Copy, Debug)]
pub enum Recherche<'n> {
    /// It names one act or several.
    EnVigueur(EnVigueur<'n>),
    /// It names an act on other days only: its line nearest in time.
    AutrePeriode(&'n Ligne),
    /// It has never named any act known here.
    Inconnue,
}

/// The acts that one letter and coefficient name on a day; at least one.
#[derive(Clone, Copy, Debug)]
pub struct EnVigueur<'n> {
    premiere: &'n Ligne,
    lignes: &'n [Ligne],
    le: Date,
}

impl<'n> EnVigueur<'n> {
    /// The lines in force.
    pub fn lignes(&self) -> impl Iterator<Item = &'n Ligne> + use<'n> {
        let le = self.le;
        self.lignes.iter().filter(move |ligne| ligne.en_vigueur(le))
    }

    /// The first line in force.
    pub fn premiere(&self) -> &'n Ligne {
        self.premiere
    }

    /// What direct access says of it, and why; to be confirmed when the acts that share it differ.
    pub fn acces_direct(&self) -> (ActeAccesDirect, &'n Source) {
        let premier = &self.premiere.acte;
        let unanime = self.lignes().all(|ligne| ligne.acte.acces_direct == premier.acces_direct);
        let regle = if unanime { premier.acces_direct } else { ActeAccesDirect::AConfirmer };
        (regle, &premier.acces_direct_source)
    }

    /// The earliest accord préalable among the acts that share it, with its source.
    pub fn accord_prealable(&self) -> Option<(&'n AccordPrealable, &'n Source)> {
        self.lignes()
            .filter_map(|ligne| ligne.acte.accord_prealable.as_ref().map(|accord| (accord, &ligne.source)))
            .min_by_key(|(accord, _)| accord.rang)
    }
}

impl Nomenclature {
    /// The nomenclature embedded in the binary.
    pub fn embarquee() -> Result<Self, NomenclatureInvalide> {
        lecture::lire_tout()
    }

    /// What a letter and coefficient name on a day.
    pub fn acte(&self, acte: &ActeNgap, le: Date) -> Recherche<'_> {
        let Some(lettre) = LettreCle::reconnaitre(&acte.lettre) else {
            return Recherche::Inconnue;
        };
        let cle = (lettre, acte.coefficient);
        let debut = self.lignes.partition_point(|ligne| (ligne.lettre, ligne.coefficient) < cle);
        let fin = self.lignes.partition_point(|ligne| (ligne.lettre, ligne.coefficient) <= cle);
        let lignes = self.lignes.get(debut..fin).unwrap_or_default();
        match lignes.iter().find(|ligne| ligne.en_vigueur(le)) {
            Some(premiere) => Recherche::EnVigueur(EnVigueur { premiere, lignes, le }),
            None => lignes
                .iter()
                .min_by_key(|ligne| ligne.distance(le))
                .map_or(Recherche::Inconnue, Recherche::AutrePeriode),
        }
    }

    /// How an act is written on a day, e.g. to replace a line that is no longer in force.
    pub fn cotation_de<'n>(&'n self, acte: &ActeKine, le: Date) -> Option<&'n Ligne> {
        self.lignes.iter().find(|ligne| ligne.acte.id == acte.id && ligne.en_vigueur(le))
    }

    /// The price of an act; `None` when it names none that day or when the value of its letter is not known there.
    pub fn tarif(&self, acte: &ActeNgap, zone: ZoneTarifaire, le: Date) -> Option<Centimes> {
        let Recherche::EnVigueur(trouve) = self.acte(acte, le) else {
            return None;
        };
        let valeur = self.valeur(trouve.premiere.lettre, le)?.montant.dans(zone)?;
        Centimes::pour(trouve.premiere.coefficient, valeur)
    }

    /// The value of a key letter on a day.
    pub fn valeur(&self, lettre: LettreCle, le: Date) -> Option<&ValeurLettre> {
        let fin = self.valeurs.partition_point(|valeur| (valeur.lettre, valeur.depuis) <= (lettre, le));
        self.valeurs.get(..fin)?.last().filter(|valeur| valeur.lettre == lettre)
    }

    /// The label of a key letter.
    pub fn libelle(&self, lettre: LettreCle) -> &str {
        let rang = LettreCle::TOUS.iter().position(|autre| *autre == lettre);
        rang.and_then(|rang| self.libelles.get(rang)).map_or(lettre.code(), String::as_str)
    }

    /// At which ranks a BDK is billed.
    pub fn rythme_bdk(&self, bdk: TypeBdk) -> Option<&RythmeBdk> {
        self.actes.iter().find(|acte| acte.id == bdk.id()).and_then(|acte| acte.rythme.as_ref())
    }

    /// Every line in force on a day, by letter and coefficient.
    pub fn lignes_au(&self, le: Date) -> impl Iterator<Item = &Ligne> {
        self.lignes.iter().filter(move |ligne| ligne.en_vigueur(le))
    }

    /// Every act, in the order of the titre.
    pub fn actes(&self) -> impl Iterator<Item = &ActeKine> {
        self.actes.iter().map(Arc::as_ref)
    }

    /// Indemnities, increases and flat rates in force on a day.
    pub fn indemnites_au(&self, le: Date) -> impl Iterator<Item = &Indemnite> {
        self.indemnites.iter().filter(move |indemnite| indemnite.depuis <= le)
    }

    /// The version of the NGAP that was read: the source of what it does not name.
    pub fn source(&self) -> &Source {
        &self.source
    }
}
