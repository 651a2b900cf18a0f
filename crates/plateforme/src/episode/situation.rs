//! What the rules need to know of the people on the day of an act, read from storage in one go.

use droit::decision;
use droit::episode::{Auteur, Confirmation, Contexte};
use droit::identifiant::{CodeDepartement, EpisodeId, PatientId, PraticienId};
use droit::reglement::Reglement;
use entrepot::chiffre::Trousseau;
use entrepot::praticien::Autorisation;
use entrepot::{Echec, Tx, cpts, episode, patient, praticien};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Who, where and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Lieu {
    /// The MK.
    pub praticien: PraticienId,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Structure.
    pub type_structure: decision::TypeStructure,
    /// Patient.
    pub patient: PatientId,
    /// The episode, whose séances are counted apart.
    pub episode: EpisodeId,
}

/// The people on the day of the act.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    lieu: Lieu,
    le: Date,
    praticien: decision::Praticien,
    structure: decision::Structure,
    patient: decision::Patient,
}

impl Situation {
    /// Reads the situation for an act of this day.
    ///
    /// # Errors
    /// When the base fails, or the MK or the patient is not on file.
    pub fn lire(tx: &mut Tx, trousseau: &Trousseau, lieu: Lieu, le: Date) -> Result<Self, Echec> {
        let inscrit = praticien::charger(tx, lieu.praticien)?.ok_or(Echec::Absent)?;
        let autorisation = autorisation(&praticien::autorisations(tx, lieu.praticien)?, lieu.departement, le);
        let fiche = match autorisation {
            None => None,
            Some(a) => cpts::charger(tx, a.cpts)?.map(|c| c.fiche_depuis.is_some_and(|depuis| depuis <= le)),
        };
        let connu = patient::charger(tx, trousseau, lieu.patient)?.ok_or(Echec::Absent)?;
        let hors_episode = episode::seances_hors_episode(tx, lieu.patient, lieu.episode)?;
        Ok(Self {
            lieu,
            le,
            praticien: decision::Praticien {
                statut: inscrit.statut,
                lieu_exercice: lieu_exercice(tx, &lieu, le)?,
                autorise_du: autorisation.map(|a| a.du),
                autorise_au: autorisation.and_then(|a| a.au),
            },
            structure: decision::Structure {
                type_structure: lieu.type_structure,
                fiche_projet_de_sante: fiche,
            },
            patient: decision::Patient {
                medecin_traitant: connu.medecin_traitant == Some(true),
                seances_hors_episode: Some(hors_episode),
            },
        })
    }

    /// The context of a decision, under the law of the day of the act.
    pub fn contexte(
        &self,
        reglement: &'static Reglement,
        auteur: Auteur,
        confirmation: Option<Confirmation>,
    ) -> Contexte<'static> {
        Contexte {
            auteur,
            praticien: self.praticien,
            structure: self.structure,
            patient: self.patient,
            confirmation,
            droit: reglement.au(self.le, self.lieu.departement, self.lieu.type_structure),
            nomenclature: reglement.nomenclature(),
        }
    }
}

/// Today in a department: a day ends at midnight there, not in Paris.
pub fn aujourd_hui(reglement: &Reglement, departement: CodeDepartement, maintenant: Timestamp) -> Date {
    let zone = TimeZone::get(reglement.fuseau(departement)).unwrap_or(TimeZone::UTC);
    zone.to_datetime(maintenant).date()
}

/// The authorisation that runs on the day, else the latest one, whose dates then say why the MK is not authorised.
fn autorisation(toutes: &[Autorisation], departement: CodeDepartement, le: Date) -> Option<Autorisation> {
    let ici = || toutes.iter().filter(|a| a.departement == departement);
    let court = |a: &&Autorisation| a.du <= le && a.au.is_none_or(|au| au >= le);
    ici().find(court).or_else(|| ici().next_back()).copied()
}

/// The department of the place of practice used: that of the act when the MK has one there on the day.
fn lieu_exercice(tx: &mut Tx, lieu: &Lieu, le: Date) -> Result<Option<CodeDepartement>, Echec> {
    let lieux = praticien::lieux(tx, lieu.praticien)?;
    let ouverts = || lieux.iter().filter(|l| l.du <= le && l.au.is_none_or(|au| au >= le));
    let ici = ouverts().find(|l| l.departement == lieu.departement);
    Ok(ici.or_else(|| ouverts().next()).map(|l| l.departement))
}
