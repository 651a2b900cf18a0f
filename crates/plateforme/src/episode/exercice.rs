//! How an MK exercises: status, places of practice, authorisations, and the CPTS he acts under.

use droit::decision::{self, Structure, TypeStructure};
use droit::declaration::FinAutorisation;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use entrepot::cpts::{self, Cpts};
use entrepot::praticien::{self, Autorisation, Lieu, Praticien};
use entrepot::{Echec, Tx};
use jiff::civil::Date;

/// An MK with all that a decision asks of him.
#[derive(Clone, Debug)]
pub struct Exercice {
    /// Who he is.
    pub praticien: Praticien,
    /// Where he practises, the main place first.
    pub lieux: Vec<Lieu>,
    /// Every period of authorisation.
    pub autorisations: Vec<Autorisation>,
    /// The CPTS these periods rest on.
    pub cpts: Vec<Cpts>,
}

impl Exercice {
    /// Reads it.
    ///
    /// # Errors
    /// When the base fails, or [`Echec::Absent`] when the MK is not on file.
    pub fn charger(tx: &mut Tx, id: PraticienId) -> Result<Self, Echec> {
        let praticien = praticien::charger(tx, id)?.ok_or(Echec::Absent)?;
        let lieux = praticien::lieux(tx, id)?;
        let autorisations = praticien::autorisations(tx, id)?;
        let mut cles: Vec<CptsId> = autorisations.iter().map(|autorisation| autorisation.cpts).collect();
        cles.sort_unstable();
        cles.dedup();
        let mut cpts = Vec::new();
        for cle in cles {
            cpts.extend(cpts::charger(tx, cle)?);
        }
        Ok(Self { praticien, lieux, autorisations, cpts })
    }

    /// The authorisation that runs in a department on a day, else the latest one begun by then, else the next.
    pub fn autorisation(&self, departement: CodeDepartement, jour: Date) -> Option<&Autorisation> {
        let la = || self.autorisations.iter().filter(move |a| a.departement == departement);
        let entamees = || la().filter(|a| a.du <= jour);
        la().find(|a| court(a, jour))
            .or_else(|| entamees().max_by_key(|a| a.du))
            .or_else(|| la().min_by_key(|a| a.du))
    }

    /// The CPTS of this authorisation.
    pub fn cpts_de(&self, autorisation: &Autorisation) -> Option<&Cpts> {
        self.cpts.iter().find(|cpts| cpts.id == autorisation.cpts)
    }

    /// The MK as a decision reads him.
    pub fn au(&self, departement: CodeDepartement, jour: Date) -> decision::Praticien {
        let autorisation = self.autorisation(departement, jour);
        decision::Praticien {
            statut: self.praticien.statut,
            lieu_exercice: self.lieu(departement, jour),
            autorise_du: autorisation.map(|a| a.du),
            autorise_au: autorisation.and_then(|a| a.au),
            suspension: autorisation.and_then(|a| a.fin).and_then(FinAutorisation::suspension),
        }
    }

    /// The structure as a decision reads it: the fiche is the one of the CPTS he acts under.
    pub fn structure(
        &self,
        type_structure: TypeStructure,
        departement: CodeDepartement,
        jour: Date,
    ) -> Structure {
        let cpts = self.autorisation(departement, jour).and_then(|a| self.cpts_de(a));
        let fiche = cpts.map(|cpts| cpts.fiche.au(jour));
        let fiche_projet_de_sante = fiche.filter(|_| type_structure == TypeStructure::Cpts);
        Structure { type_structure, fiche_projet_de_sante }
    }

    /// Where he practises or is authorised, the main place first, each department once.
    pub fn departements(&self) -> Vec<CodeDepartement> {
        let mut departements = Vec::new();
        let autorises = self.autorisations.iter().map(|a| a.departement);
        for departement in autorises.chain(self.lieux.iter().map(|lieu| lieu.departement)) {
            if !departements.contains(&departement) {
                departements.push(departement);
            }
        }
        departements
    }

    /// A place of the department when he has one there, else the department of his main place.
    fn lieu(&self, departement: CodeDepartement, jour: Date) -> Option<CodeDepartement> {
        let ouverts = || self.lieux.iter().filter(move |l| l.du <= jour && l.au.is_none_or(|au| jour <= au));
        let ici = ouverts().find(|lieu| lieu.departement == departement);
        ici.or_else(|| ouverts().next()).map(|lieu| lieu.departement)
    }
}

/// Both days are inclusive.
pub fn court(autorisation: &Autorisation, jour: Date) -> bool {
    autorisation.du <= jour && autorisation.au.is_none_or(|au| jour <= au)
}
