//! An MK in the index, and a line of the list as it is shown.

use droit::fiche_publique::{Accueil, Domicile, FichePublique};
use droit::identifiant::{CodeDepartement, CptsId, NumeroRpps, PraticienId};
use entrepot::publication::{LieuPublie, Periode, Publie};
use jiff::civil::Date;

use super::commune::{Point, situer};
use super::critere::{Accueille, Critere, Curseur, Souhaits};

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

/// What an MK says of himself, as the index compares it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dit {
    le: i32,
    accueil: Option<Accueille>,
    domicile: Option<Domicile>,
}

impl Dit {
    /// Had he said so by that day. What is wanted of one thing says nothing of the other.
    pub(super) fn repond(&self, souhaits: Souhaits, le: i32) -> bool {
        self.le <= le
            && (souhaits.accueil.is_none() || souhaits.accueil == self.accueil)
            && (souhaits.domicile.is_none() || souhaits.domicile == self.domicile)
    }
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

    /// Its words in a department: name, communes, postcodes; some more than once.
    pub(super) fn mots(&self, periode: &Periode) -> impl Iterator<Item = &str> {
        let periode = *periode;
        let ici =
            self.publie.lieux.iter().filter(move |lieu| self.publie.montre_du(&periode, lieu).is_some());
        let des_lieux =
            ici.flat_map(|lieu| lieu.recherche.split_whitespace().chain([lieu.code_postal.as_str()]));
        self.publie.recherche.split_whitespace().chain(des_lieux)
    }

    /// Its places of a department that are on the map, with their first and last days.
    pub(super) fn lieux_situes(&self, periode: &Periode) -> impl Iterator<Item = (Point, (i32, i32))> {
        let periode = *periode;
        self.publie.lieux.iter().zip(self.points.iter().copied()).filter_map(move |(lieu, point)| {
            let du = self.publie.montre_du(&periode, lieu)?;
            Some((point?, (jour(du), dernier(lieu.au))))
        })
    }

    /// What it says of itself, in a few bytes.
    pub(super) fn dit(&self) -> Dit {
        let Some(fiche) = &self.publie.fiche else { return Dit::default() };
        Dit {
            le: jour(fiche.dit_le),
            accueil: matches!(fiche.accueil, Some(Accueil::Oui | Accueil::Sous(_))).then_some(Accueille),
            domicile: fiche.domicile,
        }
    }

    fn lieux(&self, periode: &Periode, le: Date) -> impl Iterator<Item = (&LieuPublie, Option<Point>)> {
        let periode = *periode;
        let ouvert = move |lieu: &LieuPublie| {
            self.publie.montre_du(&periode, lieu).is_some_and(|du| du <= le)
                && lieu.au.is_none_or(|au| le <= au)
        };
        self.publie.lieux.iter().zip(self.points.iter().copied()).filter(move |(lieu, _)| ouvert(lieu))
    }

    /// Do the CPTS and the words of the question say it.
    pub(super) fn est_dit(&self, periode: &Periode, critere: &Critere) -> bool {
        critere.cpts.is_none_or(|cpts| cpts == periode.cpts)
            && critere.mots.iter().all(|mot| self.a_le_mot(periode, critere.jour, mot))
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
