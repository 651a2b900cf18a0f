//! What one episode adds to the sums: a pure function of what was noted of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::mesure::{Cellule, Mesure, Variante};
use super::periode::Tranche;
use super::releve::{DocumentReleve, Releve};

/// The upper bound of the middle class of séances: the classes 1, 2 to 8 and more than 8 are those the Cnam publishes.
const CLASSE_MOYENNE: usize = 8;

/// Whose share of an episode: everybody's, or one MK's alone.
#[derive(Clone, Copy)]
enum Part {
    Entiere,
    De(u128),
}

impl Part {
    fn retient(self, par: u128) -> bool {
        match self {
            Self::Entiere => true,
            Self::De(praticien) => praticien == par,
        }
    }
}

/// What the episode adds to each cell.
pub fn apports(releve: &Releve) -> BTreeMap<Cellule, i64> {
    Compteur::nouveau(releve, Part::Entiere).compter()
}

/// What it adds to the cells of one way of keeping episodes.
pub(super) fn apports_sous(releve: &Releve, variante: Variante) -> BTreeMap<Cellule, i64> {
    Compteur { variantes: &[variante], ..Compteur::nouveau(releve, Part::Entiere) }.compter()
}

/// What it adds to the counts of one MK: the episode when he opened it, what he did in it himself.
pub(super) fn apports_du_praticien(releve: &Releve, praticien: u128) -> BTreeMap<Cellule, i64> {
    Compteur::nouveau(releve, Part::De(praticien)).compter()
}

struct Compteur<'r> {
    releve: &'r Releve,
    part: Part,
    variantes: &'r [Variante],
    cellules: BTreeMap<Cellule, i64>,
}

impl<'r> Compteur<'r> {
    fn nouveau(releve: &'r Releve, part: Part) -> Self {
        Self { releve, part, variantes: Variante::TOUS, cellules: BTreeMap::new() }
    }

    fn compter(mut self) -> BTreeMap<Cellule, i64> {
        if self.releve.est_un_episode() && self.part.retient(self.releve.ouvert_par) {
            self.episode();
        }
        self.seances();
        self.orientations();
        self.evenements();
        self.documents();
        self.cellules
    }

    /// The episode itself, once in each third of which the variant keeps it.
    fn episode(&mut self) {
        let releve = self.releve;
        let seances = releve.seances.len();
        let medecin = match releve.medecin_traitant {
            Some(true) => "avec",
            Some(false) => "sans",
            None => "inconnu",
        };
        self.retenir(Mesure::Episodes, "");
        self.retenir(Mesure::EpisodesParSeances, &seances.to_string());
        self.retenir(Mesure::EpisodesParClasse, classe(seances));
        self.retenir(Mesure::EpisodesParRegion, &releve.region);
        self.retenir(Mesure::EpisodesParDiagnostic, if releve.diagnostic { "avec" } else { "sans" });
        self.retenir(Mesure::EpisodesParMedecin, medecin);
        if !releve.orientations.is_empty() {
            self.retenir(Mesure::EpisodesOrientes, "");
        }
    }

    fn seances(&mut self) {
        for seance in &self.releve.seances {
            if !self.part.retient(seance.par) {
                continue;
            }
            let acte = seance.acte.as_ref().map_or_else(
                || "non-precise".to_owned(),
                |acte| format!("{} {}.{:02}", acte.0, acte.1 / 100, acte.1 % 100),
            );
            self.survenir(seance.le, Mesure::Seances, "");
            self.survenir(seance.le, Mesure::SeancesParActe, &acte);
        }
    }

    fn orientations(&mut self) {
        let premiere = self.releve.orientations.iter().map(|orientation| orientation.le).min();
        let mut premiere_due = true;
        for orientation in &self.releve.orientations {
            let est_la_premiere = premiere_due && Some(orientation.le) == premiere;
            premiere_due &= !est_la_premiere;
            if !self.part.retient(orientation.par) {
                continue;
            }
            let le = orientation.le;
            self.survenir(le, Mesure::Orientations, "");
            self.survenir(le, Mesure::OrientationsParMotif, &orientation.motif);
            self.survenir(le, Mesure::OrientationsParDestination, &orientation.destination);
            if est_la_premiere {
                let rang = self.releve.seances.iter().filter(|seance| seance.le <= le).count();
                let jours = le.duration_since(self.releve.ouvert_le).as_hours() / 24;
                self.survenir(le, Mesure::OrientationsParRang, &rang.to_string());
                self.survenir(le, Mesure::OrientationsParDelai, &jours.max(0).to_string());
            }
        }
    }

    fn evenements(&mut self) {
        let (releve, part) = (self.releve, self.part);
        for evenement in releve.evenements.iter().filter(|e| part.retient(e.par)) {
            self.survenir(evenement.le, Mesure::Evenements, "");
            self.survenir(evenement.le, Mesure::EvenementsParGravite, &evenement.gravite);
        }
    }

    fn documents(&mut self) {
        let (releve, part) = (self.releve, self.part);
        for document in releve.documents.iter().filter(|d| part.retient(d.par)) {
            let mesures = match document.genre.as_str() {
                "bilan" => (Mesure::Bilans, Mesure::BilansParDestinataire),
                "compte-rendu" => (Mesure::ComptesRendus, Mesure::ComptesRendusParDestinataire),
                _ => continue,
            };
            self.document(document, mesures);
        }
    }

    fn document(&mut self, document: &DocumentReleve, (nombre, remis): (Mesure, Mesure)) {
        self.survenir(document.le, nombre, "");
        for destinataire in &document.remis {
            self.survenir(document.le, remis, destinataire);
        }
        if !document.remis.is_empty() {
            self.survenir(document.le, remis, "au-moins-un");
        }
    }

    /// Something that happened on a day, in each variant.
    fn survenir(&mut self, le: Date, mesure: Mesure, modalite: &str) {
        let releve = self.releve;
        self.ajouter(
            Variante::Ouverture,
            mesure,
            modalite,
            Tranche::du(releve.ouvert_le),
            Tranche::AVANT_TOUT,
        );
        if let Some(clos_le) = releve.clos_le {
            self.ajouter(Variante::Cloture, mesure, modalite, Tranche::du(clos_le), Tranche::AVANT_TOUT);
        }
        self.ajouter(Variante::Calendaire, mesure, modalite, Tranche::du(le), Tranche::AVANT_TOUT);
    }

    /// The episode, in each variant that keeps it; by calendar, in every third that has a séance, after the one before.
    fn retenir(&mut self, mesure: Mesure, modalite: &str) {
        let releve = self.releve;
        self.ajouter(
            Variante::Ouverture,
            mesure,
            modalite,
            Tranche::du(releve.ouvert_le),
            Tranche::AVANT_TOUT,
        );
        if let Some(clos_le) = releve.clos_le {
            self.ajouter(Variante::Cloture, mesure, modalite, Tranche::du(clos_le), Tranche::AVANT_TOUT);
        }
        let mut tranches: Vec<Tranche> = releve.seances.iter().map(|seance| Tranche::du(seance.le)).collect();
        tranches.sort_unstable();
        tranches.dedup();
        let mut precedent = Tranche::AVANT_TOUT;
        for tranche in tranches {
            self.ajouter(Variante::Calendaire, mesure, modalite, tranche, precedent);
            precedent = tranche;
        }
    }

    fn ajouter(
        &mut self,
        variante: Variante,
        mesure: Mesure,
        modalite: &str,
        tranche: Tranche,
        precedent: Tranche,
    ) {
        if !self.variantes.contains(&variante) {
            return;
        }
        let modalite = modalite.to_owned();
        let cellule = Cellule { variante, mesure, modalite, tranche, precedent };
        *self.cellules.entry(cellule).or_default() += 1;
    }
}

/// The class of a number of séances.
fn classe(seances: usize) -> &'static str {
    match seances {
        0 => "0",
        1 => "1",
        n if n <= CLASSE_MOYENNE => "2-8",
        _ => "9-et-plus",
    }
}
