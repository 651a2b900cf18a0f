//! The whole territory, put together: practitioners, doctors, patients, episodes.

use std::collections::HashSet;
use std::fmt::{self, Write};

use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::agenda::{self, ACTES_PAR_AN, Activite};
use super::calendrier::Calendrier;
use super::episode::Episode;
use super::hasard::Hasard;
use super::patient::{Medecin, Patient, Tranche};
use super::praticien::Praticien;
use super::{lieux, paquet, patient, praticien, suivi, vitrine};

/// How large a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Taille {
    /// A few practitioners and fourteen months, so that last year has something to show: for tests.
    Petite,
    /// Four hundred practitioners and two years.
    Complete,
}

impl Taille {
    fn praticiens(self) -> usize {
        match self {
            Self::Petite => 40,
            Self::Complete => 400,
        }
    }

    fn medecins(self) -> u32 {
        match self {
            Self::Petite => 6,
            Self::Complete => 64,
        }
    }

    fn jours(self) -> i64 {
        match self {
            Self::Petite => 420,
            Self::Complete => 730,
        }
    }
}

/// What the generator starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadre {
    /// The seed.
    pub graine: u64,
    /// The day of the demo.
    pub aujourd_hui: Date,
    /// First day of the experiment in the department.
    pub ouverture: Date,
    /// Last day on which practitioners may join it.
    pub fin_inscriptions: Date,
    /// How large.
    pub taille: Taille,
}

impl Cadre {
    /// The frame that the rules of a department set on a day; `None` when they do not know their dates.
    pub fn du(
        reglement: &Reglement,
        departement: CodeDepartement,
        (graine, aujourd_hui, taille): (u64, Date, Taille),
    ) -> Option<Self> {
        let droit = reglement.au(aujourd_hui, departement, TypeStructure::Cpts);
        let ouverture = droit.debut.connue?;
        let fin_inscriptions = droit.fin_inscriptions?.connue?;
        Some(Self { graine, aujourd_hui, ouverture, fin_inscriptions, taille })
    }

    /// The last day on which something happened: whatever the hour of the demo, nothing is in the future.
    pub fn hier(&self) -> Date {
        self.aujourd_hui.saturating_sub(1.day()).min(self.fin_inscriptions)
    }
}

/// The territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territoire {
    /// What it was generated from.
    pub cadre: Cadre,
    /// First day of the séances.
    pub premier_jour: Date,
    /// The practitioners; the first one is the demo's.
    pub praticiens: Vec<Praticien>,
    /// The doctors; the first one is the demo's.
    pub medecins: Vec<Medecin>,
    /// The patients.
    pub patients: Vec<Patient>,
    /// The episodes, in no particular order of days.
    pub episodes: Vec<Episode>,
}

impl Territoire {
    /// Generates everything; pure.
    pub fn engendrer(cadre: Cadre) -> Self {
        let Cadre { graine, ouverture, taille, .. } = cadre;
        let hier = cadre.hier();
        let depots = ouverture.max(hier.saturating_sub(26.months()));
        let premier_jour = agenda::premier_jour(ouverture, hier, taille.jours());
        let mut territoire = Self {
            cadre,
            premier_jour,
            praticiens: praticien::engendrer(graine, taille.praticiens(), depots, hier),
            medecins: patient::medecins(graine, taille.medecins()),
            patients: Vec::new(),
            episodes: Vec::new(),
        };
        territoire.soigner(&Calendrier::entre(premier_jour, hier));
        territoire.distinguer();
        vitrine::ajouter(&mut territoire);
        territoire
    }

    /// Deals the patients to the practitioners so that each one reaches his acts of the year, to one patient near.
    fn soigner(&mut self, calendrier: &Calendrier) {
        let mut hasard = Hasard::nouveau(self.cadre.graine, "soins");
        let activites = Activite::toutes(&self.praticiens, calendrier);
        let voulu = |activite: &Activite| activite.annees(calendrier) * ACTES_PAR_AN as f64;
        let total: f64 = activites.iter().map(voulu).sum();
        let tailles = paquet::tirer(self.cadre.graine, paquet::patients_pour(total as usize));
        let mut tranches = patient::tranches(self.cadre.graine, tailles.len()).into_iter();
        let mut tailles = tailles.into_iter().peekable();
        let mut solde = 0.0;
        for (rang, activite) in activites.iter().enumerate() {
            solde += voulu(activite);
            let dernier = rang + 1 == activites.len();
            while tailles.peek().is_some() && (solde > 0.0 || dernier) {
                let (Some(suite), Some(tranche)) = (tailles.next(), tranches.next()) else { return };
                solde -= suite.iter().sum::<usize>() as f64;
                self.accueillir(&mut hasard, (activite, &activites), calendrier, (&suite, tranche));
            }
        }
    }

    /// A patient and his episodes, with one practitioner.
    fn accueillir(
        &mut self,
        hasard: &mut Hasard,
        (activite, activites): (&Activite, &[Activite]),
        calendrier: &Calendrier,
        (suite, tranche): (&[usize], Tranche),
    ) {
        let rang = self.patients.len();
        let mut region = None;
        let mut episodes = Vec::with_capacity(suite.len());
        for taille in suite {
            let Some(jours) = activite.jours(hasard, *taille) else { continue };
            let seances = agenda::seances(hasard, (activite, activites), (&jours, calendrier));
            let (affection, cote) = suivi::affection(hasard, region);
            region = Some(affection.region);
            episodes.push(Episode {
                patient: rang,
                affection,
                cote,
                ouvert_par: activite.praticien,
                ouvert_le: seances.first().map_or(self.premier_jour, |seance| seance.le),
                drapeau: suivi::drapeau(hasard),
                diagnostic: suivi::diagnostic(hasard, &seances),
                seances,
                amelioration: None,
                orientation: None,
                evenement: None,
                cloture: None,
            });
        }
        let Some(premiere) = episodes.iter().map(|episode| episode.ouvert_le).min() else { return };
        let jours = (premiere, self.cadre.aujourd_hui);
        let commune = lieux::autour(hasard, activite.cpts);
        let patient = patient::engendrer(hasard, (rang, tranche), jours, commune, self.medecins.len());
        for episode in &mut episodes {
            suivi::terminer(hasard, episode, patient.medecin, self.cadre.hier());
        }
        self.patients.push(patient);
        self.episodes.append(&mut episodes);
    }

    /// Two patients never share their traits: the second one gets another name.
    fn distinguer(&mut self) {
        let mut traits = HashSet::new();
        let mut hasard = Hasard::nouveau(self.cadre.graine, "homonymes");
        for patient in &mut self.patients {
            while !traits.insert((patient.nom.clone(), patient.prenom, patient.ne_le)) {
                patient.nom = super::noms::nom(&mut hasard);
            }
        }
    }

    /// SHA-256 of everything generated, in hexadecimal: two territories with the same one are the same.
    pub fn empreinte(&self) -> String {
        let mut condense = Condense(Sha256::new());
        if write!(condense, "{self:?}").is_err() {
            return String::new();
        }
        condense.0.finalize().iter().fold(String::new(), |texte, octet| texte + &format!("{octet:02x}"))
    }
}

/// Hashes text as it is written.
struct Condense(Sha256);

impl Write for Condense {
    fn write_str(&mut self, texte: &str) -> fmt::Result {
        self.0.update(texte.as_bytes());
        Ok(())
    }
}
