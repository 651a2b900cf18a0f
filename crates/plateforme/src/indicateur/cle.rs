//! Tables by what they are about: over whom, over when, and how much each would be missed.

use droit::indicateur::secret::{Etendue, Prix};
use droit::indicateur::{Champ, Mesure, Perimetre, Periode, Tranche};
use droit::reglement::Reglement;
use jiff::civil::Date;

/// A table by what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cle {
    /// A table that may be shown.
    Publiee(Champ, Periode),
    /// All of time.
    Toujours(Champ),
    /// The part of a month before the anniversary of the experiment, or from it.
    Partie(Champ, Periode, Moitie),
}

impl Cle {
    /// How much the totals of this table would be missed: the year of a territory is what everybody looks for, its year of
    /// the experiment and the year of a CPTS come next, the months of a CPTS or of a type of structure last.
    pub(super) fn prix(&self) -> Prix {
        let Self::Publiee(champ, periode) = self else { return Prix::Infime };
        let territoire = champ.structure.is_none() && !matches!(champ.perimetre, Perimetre::Cpts(_));
        match (periode, territoire) {
            (Periode::Annee(_), true) => Prix::Extreme,
            (Periode::AnneeExperience(_), true) => Prix::Fort,
            (Periode::Annee(_), false) if champ.structure.is_none() => Prix::Moyen,
            (Periode::Mois(..), false) => Prix::Infime,
            (Periode::Annee(_) | Periode::AnneeExperience(_) | Periode::Mois(..), _) => Prix::Faible,
        }
    }

    pub(super) fn champ(&self) -> &Champ {
        match self {
            Self::Publiee(champ, _) | Self::Toujours(champ) | Self::Partie(champ, ..) => champ,
        }
    }

    /// Its thirds of months, of those in which its perimeter counts something.
    pub(super) fn tranches(
        &self,
        bornes: (Tranche, Tranche),
        reglement: &Reglement,
    ) -> Option<(Tranche, Tranche)> {
        match self {
            Self::Publiee(champ, periode) => periode.tranches(&champ.perimetre, reglement),
            Self::Toujours(_) => Some(bornes),
            Self::Partie(champ, mois, moitie) => {
                let (coupe, (du, au)) = anniversaire(&champ.perimetre, *mois, reglement)?;
                Some(match moitie {
                    Moitie::Avant => (du, Tranche::de_numero(coupe.numero() - 1)),
                    Moitie::Apres => (coupe, au),
                })
            }
        }
    }

    /// Are there sums of this measure in it: months show totals alone, and what is never shown of them tells nothing of what is.
    pub(super) fn retient(&self, mesure: Mesure) -> bool {
        match self {
            Self::Publiee(_, Periode::Mois(..)) | Self::Partie(..) => Etendue::Totaux.admet(mesure),
            Self::Publiee(..) | Self::Toujours(_) => true,
        }
    }

    /// The days of its period at most; none for all of time.
    pub(super) fn jours(&self) -> Option<u64> {
        match self {
            Self::Publiee(_, Periode::Annee(_) | Periode::AnneeExperience(_)) => Some(366),
            Self::Publiee(_, Periode::Mois(..)) | Self::Partie(..) => Some(31),
            Self::Toujours(_) => None,
        }
    }
}

/// Before or from the anniversary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moitie {
    /// Before.
    Avant,
    /// From that day.
    Apres,
}

pub(super) fn annees((du, au): (Tranche, Tranche)) -> Vec<Periode> {
    let annee = |tranche: Tranche| tranche.premier_jour().map(Date::year);
    match (annee(du), annee(au)) {
        (Some(du), Some(au)) => (du..=au).map(Periode::Annee).collect(),
        _ => Vec::new(),
    }
}

/// The third in which the experiment has its anniversary, when it falls inside this month and not on its first day.
pub(super) fn anniversaire(
    perimetre: &Perimetre,
    mois: Periode,
    reglement: &Reglement,
) -> Option<(Tranche, (Tranche, Tranche))> {
    let (debut, _) = Periode::AnneeExperience(1).bornes(perimetre, reglement)?;
    let (du, au) = mois.bornes(perimetre, reglement)?;
    let le = Date::new(du.year(), debut.month(), debut.day()).ok()?;
    let dedans = le.month() == du.month() && le.day() > 1;
    dedans.then(|| (Tranche::du(le), (Tranche::du(du), Tranche::du(au))))
}

/// A year of the experiment: the end of its first month, whole months, the beginning of the last.
pub(super) fn morceaux_de_l_experience(champ: &Champ, periode: Periode, reglement: &Reglement) -> Vec<Cle> {
    let mois = periode.mois(&champ.perimetre, reglement);
    let dernier = mois.len().saturating_sub(1);
    let morceau = |(rang, mois): (usize, &Periode)| {
        let coupe = anniversaire(&champ.perimetre, *mois, reglement).is_some();
        match rang {
            0 if coupe => Cle::Partie(champ.clone(), *mois, Moitie::Apres),
            n if n == dernier && coupe => Cle::Partie(champ.clone(), *mois, Moitie::Avant),
            _ => Cle::Publiee(champ.clone(), *mois),
        }
    };
    mois.iter().enumerate().map(morceau).collect()
}
