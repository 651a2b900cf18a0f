//! An MK in the index, and a line of the list as it is shown.

use droit::fiche_publique::FichePublique;
use droit::identifiant::{CodeDepartement, CptsId, NumeroRpps, PraticienId};
use entrepot::publication::{LieuPublie, Periode, Publie};
use jiff::civil::Date;

use super::commune::{Point, situer};
use super::critere::{Critere, Curseur};

/// A day as a number that grows with it; comparing it is one instruction.
pub(super) fn jour(date: Date) -> i32 {
    (i32::from(date.year()) * 16 + i32::from(date.month())) * 32 + i32::from(date.day())
}

/// The last day of a period that may run for ever.
pub(super) fn dernier(au: Option<Date>) -> i32 {
    au.map_or(i32::MAX, jour)
}

/// An MK ever authorised, with his places on the Earth.
#[derive(Debug)]
pub(super) struct Inscrit {
    pub(super) publie: Publie,
    points: Vec<Option<Point>>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// The MK.
    pub praticien: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Department.
    pub departement: CodeDepartement,
    /// CPTS.
    pub cpts: CptsId,
    /// Name of the CPTS.
    pub nom_cpts: String,
    /// His places in the department that day, the main one first; the nearest first when there is a place to be near.
    pub places: Vec<Place>,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
    /// What he had said by that day.
    pub fiche: Option<FichePublique>,
    /// Where the next page would begin after this line.
    pub curseur: Curseur,
}

/// Where he receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Key.
    pub id: droit::identifiant::LieuId,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// Metres to the place looked for.
    pub metres: Option<u32>,
}

impl Inscrit {
    pub(super) fn new(publie: Publie) -> Self {
        let situer = |lieu: &LieuPublie| situer(lieu.departement, &lieu.code_postal, &lieu.commune);
        let points = publie.lieux.iter().map(situer).collect();
        Self { publie, points }
    }

    fn lieux(&self, periode: &Periode, le: Date) -> impl Iterator<Item = (&LieuPublie, Option<Point>)> {
        let departement = periode.departement;
        let ouvert = move |lieu: &LieuPublie| {
            lieu.departement == departement && lieu.du <= le && lieu.au.is_none_or(|au| le <= au)
        };
        self.publie.lieux.iter().zip(self.points.iter().copied()).filter(move |(lieu, _)| ouvert(lieu))
    }

    /// Does it answer the question, and how far is it: `None` when it does not, `Some(None)` when nobody asks how far.
    pub(super) fn repondre(&self, periode: &Periode, critere: &Critere) -> Option<Option<u32>> {
        if critere.cpts.is_some_and(|cpts| cpts != periode.cpts) {
            return None;
        }
        if !critere.mots.iter().all(|mot| self.a_le_mot(periode, critere.jour, mot)) {
            return None;
        }
        let Some(autour) = &critere.autour else { return Some(None) };
        let metres =
            self.lieux(periode, critere.jour).filter_map(|(_, point)| autour.distance(point?)).min()?;
        (metres <= autour.metres).then_some(Some(metres))
    }

    fn a_le_mot(&self, periode: &Periode, le: Date, mot: &str) -> bool {
        self.publie.recherche.contains(mot)
            || self.lieux(periode, le).any(|(lieu, _)| {
                lieu.recherche.contains(mot) || lieu.code_postal.starts_with(mot.trim_start())
            })
    }

    fn curseur(&self, periode: &Periode, metres: Option<u32>) -> Curseur {
        Curseur { metres, nom: self.publie.recherche.clone(), declaration: periode.declaration }
    }

    /// Does this line come after that one.
    pub(super) fn suit(&self, periode: &Periode, metres: Option<u32>, apres: &Curseur) -> bool {
        (metres, self.publie.recherche.as_str(), periode.declaration)
            > (apres.metres, apres.nom.as_str(), apres.declaration)
    }

    pub(super) fn ligne(&self, periode: &Periode, critere: &Critere, nom_cpts: String) -> Ligne {
        let mut places: Vec<Place> = self
            .lieux(periode, critere.jour)
            .map(|(lieu, point)| Place {
                id: lieu.id,
                adresse: lieu.adresse.clone(),
                code_postal: lieu.code_postal.clone(),
                commune: lieu.commune.clone(),
                metres: critere.autour.as_ref().and_then(|autour| autour.distance(point?)),
            })
            .collect();
        places.sort_by_key(|place| place.metres.unwrap_or(u32::MAX));
        let rang = critere.tri.rang(places.iter().filter_map(|place| place.metres).min());
        Ligne {
            praticien: self.publie.id,
            rpps: self.publie.rpps.clone(),
            nom: self.publie.nom.clone(),
            prenom: self.publie.prenom.clone(),
            departement: periode.departement,
            cpts: periode.cpts,
            nom_cpts,
            places,
            du: periode.du,
            au: periode.au,
            fiche: self.publie.fiche.clone().filter(|f| f.dit_le <= critere.jour && !f.est_vide()),
            curseur: self.curseur(periode, rang),
        }
    }
}
