//! The lines of the bill: day, act, amount in cents, and what they come to.

use jiff::civil::Date;

use super::dossier::Examen;
use super::point::{Point, PointVerifie};
use crate::decision::{ActeNgap, Etat};
use crate::reglement::ngap::{Centimes, TypeBdk};

/// What a line bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objet {
    /// A bilan.
    Bilan,
    /// A séance.
    Seance,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneFacturable {
    /// Day.
    pub le: Date,
    /// What.
    pub objet: Objet,
    /// Act of the NGAP.
    pub acte: Option<ActeNgap>,
    /// Amount in the zone of the department; `None` when no source gives it.
    pub montant: Option<Centimes>,
}

/// What the lines come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// All of them.
    Exact(Centimes),
    /// Those whose amount is known.
    Partiel(Centimes),
}

impl Total {
    pub(super) fn de(lignes: &[LigneFacturable]) -> Self {
        let somme = lignes.iter().filter_map(|l| l.montant).fold(0u32, |somme, m| somme.saturating_add(m.0));
        match lignes.iter().all(|ligne| ligne.montant.is_some()) {
            true => Self::Exact(Centimes(somme)),
            false => Self::Partiel(Centimes(somme)),
        }
    }
}

/// One line per bilan and per séance, by day.
pub(super) fn lignes(cas: &Examen<'_, '_, '_>) -> Vec<LigneFacturable> {
    let ligne = |le, objet, acte: Option<ActeNgap>| {
        let montant =
            acte.as_ref().zip(cas.zone).and_then(|(acte, zone)| cas.nomenclature.tarif(acte, zone, le));
        LigneFacturable { le, objet, acte, montant }
    };
    let bilans =
        cas.dossier.bdk.iter().map(|bdk| ligne(bdk.le, Objet::Bilan, acte_du_bdk(cas, bdk.genre, bdk.le)));
    let siennes = cas.siennes();
    let seances = siennes.iter().map(|seance| ligne(seance.le, Objet::Seance, seance.acte.clone()));
    let mut lignes: Vec<LigneFacturable> = bilans.chain(seances).collect();
    lignes.sort_by_key(|ligne| (ligne.le, ligne.objet));
    lignes
}

/// How a bilan is written on a day.
fn acte_du_bdk(cas: &Examen<'_, '_, '_>, genre: TypeBdk, le: Date) -> Option<ActeNgap> {
    let acte = cas.nomenclature.actes().find(|acte| acte.id == genre.id())?;
    let cotation = cas.nomenclature.cotation_de(acte, le)?;
    Some(ActeNgap { lettre: cotation.lettre.code().to_owned(), coefficient: cotation.coefficient })
}

/// Coefficient times value of the key letter in the zone, rounded to the cent.
/// Source: the conventions that date each value, in `reglement/national/ngap/lettres.toml`.
pub(super) fn montants<'r>(cas: &Examen<'_, '_, 'r>, lignes: &[LigneFacturable]) -> PointVerifie<'r> {
    let inconnus = lignes.iter().filter(|ligne| ligne.montant.is_none()).count();
    let (etat, message) = match (lignes.len(), inconnus) {
        (0, _) => (Etat::SansObjet, "Rien à facturer.".to_owned()),
        (_, 0) => (Etat::Respecte, "Chaque ligne a son montant, arrondi au centime.".to_owned()),
        (_, inconnus) => {
            (Etat::AConfirmer, format!("Montant inconnu pour {inconnus} ligne(s) : le total est partiel."))
        }
    };
    PointVerifie::nouveau(Point::Montants, etat, message, Some(cas.nomenclature.source()))
}
