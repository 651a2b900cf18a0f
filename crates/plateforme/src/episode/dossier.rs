//! An episode with all that a decision asks: read in one load, for an MK who takes part.

use droit::acces::{self, Acteur};
use droit::decision::{self, Acte, ActeNgap, Decision, Demande, decider};
use droit::episode::{Auteur, Confirmation, Contexte, Episode};
use droit::evenement::RegleEvenement;
use droit::identifiant::{CodeDepartement, EpisodeId, PraticienId};
use droit::reglement::DroitApplicable;
use entrepot::chiffre::Trousseau;
use entrepot::patient::{self, Patient};
use entrepot::{Echec, Tx, episode};
use jiff::civil::Date;

use super::exercice::Exercice;
use crate::echec::Failure;
use crate::serveur::App;

/// What is read.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The episode.
    pub episode: Episode,
    /// Its patient.
    pub patient: Patient,
    /// The MK who asks.
    pub exercice: Exercice,
    /// Séances without diagnosis in the patient's other episodes.
    pub hors_episode: u16,
}

impl Dossier {
    /// Reads it; absent and invisible answer alike.
    ///
    /// # Errors
    /// When the base fails, or [`Echec::Absent`].
    pub fn charger(
        tx: &mut Tx,
        trousseau: &Trousseau,
        acteur: &Acteur,
        id: EpisodeId,
    ) -> Result<Self, Echec> {
        let episode = episode::charger(tx, trousseau, id)?.ok_or(Echec::Absent)?;
        let episode = acces::modifier(acteur, episode).map_err(|_| Echec::Absent)?.dans();
        let mk = acces::tableau(acteur).map_err(|_| Echec::Absent)?;
        let patient = patient::charger(tx, trousseau, episode.patient)?.ok_or(Echec::Absent)?;
        let exercice = Exercice::charger(tx, mk)?;
        let hors_episode = episode::seances_hors_episode(tx, episode.patient, id)?;
        Ok(Self { episode, patient, exercice, hors_episode })
    }

    /// Today, where the care is given.
    ///
    /// # Errors
    /// When the zone of the department is unknown.
    pub fn aujourd_hui(&self, app: &App) -> Result<Date, Failure> {
        aujourd_hui(app, self.episode.departement)
    }

    /// All that a decision of this day needs beside the episode.
    ///
    /// # Errors
    /// When the zone of the department is unknown.
    pub fn contexte(
        &self,
        app: &App,
        le: Date,
        confirmation: Option<Confirmation>,
    ) -> Result<Contexte<'static>, Failure> {
        let (departement, type_structure) = (self.episode.departement, self.episode.type_structure);
        Ok(Contexte {
            auteur: auteur(app, self.exercice.praticien.id, departement)?,
            praticien: self.exercice.au(departement, le),
            structure: self.exercice.structure(type_structure, departement, le),
            patient: self.patient_vu(),
            confirmation,
            droit: app.reglement.au(le, departement, type_structure),
            nomenclature: app.reglement.nomenclature(),
        })
    }

    /// The law of a day for this episode.
    pub fn droit(&self, app: &App, le: Date) -> DroitApplicable<'static> {
        app.reglement.au(le, self.episode.departement, self.episode.type_structure)
    }

    /// What the rules would answer to this act, without recording anything.
    pub fn apercu(
        &self,
        app: &App,
        acte: Acte,
        (le, aujourd_hui): (Date, Date),
        acte_ngap: Option<ActeNgap>,
    ) -> Decision<'static> {
        let departement = self.episode.departement;
        let demande = Demande {
            acte,
            le,
            aujourd_hui,
            departement,
            structure: self.exercice.structure(self.episode.type_structure, departement, le),
            praticien: self.exercice.au(departement, le),
            patient: Some(self.patient_vu()),
            episode: Some(self.episode.dossier(le)),
            acte_ngap,
        };
        decider(&demande, &self.droit(app, le), app.reglement.nomenclature())
    }

    /// What the rules of a day say of adverse events here.
    pub fn regle_des_evenements(&self, app: &App, le: Date) -> RegleEvenement<'static> {
        RegleEvenement::au(app.reglement.parametres(self.episode.departement), le)
    }

    fn patient_vu(&self) -> decision::Patient {
        decision::Patient {
            medecin_traitant: self.patient.medecin_traitant.unwrap_or_default(),
            seances_hors_episode: Some(self.hors_episode),
        }
    }
}

/// Today in a department.
///
/// # Errors
/// When its zone is unknown.
pub fn aujourd_hui(app: &App, departement: CodeDepartement) -> Result<Date, Failure> {
    app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)
}

/// Who acts, and when.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn auteur(app: &App, par: PraticienId, departement: CodeDepartement) -> Result<Auteur, Failure> {
    Ok(Auteur { par, aujourd_hui: aujourd_hui(app, departement)?, maintenant: app.horloge.maintenant() })
}
