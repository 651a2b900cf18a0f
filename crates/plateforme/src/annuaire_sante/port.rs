//! One question to the national directory, whoever answers: the extraction imported here, or its own interface.

use droit::annuaire::{AvisAnnuaire, Releve, Repere};
use droit::identifiant::{CodeDepartement, NumeroRpps};
use entrepot::annuaire::{dernier, selon};
use entrepot::{Echec as EchecEntrepot, Entrepot};
use formats::annuaire_fhir::Recueil;
use jiff::civil::Date;
use passerelles::{ApiAnnuaire, EchecAnnuaire};

/// Why the directory could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum Muet {
    /// No extraction was imported.
    #[error("Aucune extraction de l’annuaire n’a été importée : demandez-la à l’administrateur du site.")]
    SansExtraction,
    /// Its interface gave no usable answer.
    #[error(transparent)]
    Api(#[from] EchecAnnuaire),
    /// The store failed.
    #[error(transparent)]
    Entrepot(#[from] EchecEntrepot),
}

/// What the directory knows of a number, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// `None` when no MK bears the number.
    pub releve: Option<Releve>,
    /// Who says so, and of which day.
    pub repere: Repere,
}

impl Reponse {
    /// What it means for a participation in a department.
    pub fn avis(&self, departement: CodeDepartement) -> AvisAnnuaire {
        AvisAnnuaire::tirer(self.releve.as_ref(), departement, self.repere)
    }

    /// How many activities it knows.
    pub fn activites(&self) -> u32 {
        let nombre = self.releve.as_ref().map_or(0, |releve| releve.activites.len());
        u32::try_from(nombre).unwrap_or(u32::MAX)
    }
}

/// Who knows what the directory says. Asking blocks this thread.
pub trait Annuaire {
    /// Asks about a number, on a day.
    ///
    /// # Errors
    /// Why there is no answer.
    fn interroger(&self, rpps: &NumeroRpps, le: Date) -> Result<Reponse, Muet>;
}

impl Annuaire for Entrepot {
    fn interroger(&self, rpps: &NumeroRpps, _le: Date) -> Result<Reponse, Muet> {
        let rpps = rpps.clone();
        self.lire_ici(move |tx| {
            let Some(import) = dernier(tx)? else { return Err(Muet::SansExtraction) };
            let dit = selon(tx, &rpps, import.extrait_le)?.ok_or(Muet::SansExtraction)?;
            Ok(Reponse { releve: dit.releve, repere: Repere::Extraction { du: dit.import.extrait_le } })
        })
    }
}

impl Annuaire for ApiAnnuaire {
    fn interroger(&self, rpps: &NumeroRpps, le: Date) -> Result<Reponse, Muet> {
        let mut recueil = Recueil::default();
        let praticiens = self.chercher("Practitioner", &[("identifier", rpps.as_str())])?;
        praticiens.into_iter().for_each(|page| recueil.ajouter(page));
        let cles: Vec<String> = recueil.cles(rpps).map(str::to_owned).collect();
        for cle in cles {
            let criteres = [
                ("practitioner", cle.as_str()),
                ("active", "true"),
                ("_include", "PractitionerRole:organization"),
            ];
            self.chercher("PractitionerRole", &criteres)?.into_iter().for_each(|page| recueil.ajouter(page));
        }
        Ok(Reponse { releve: recueil.releve(rpps), repere: Repere::Api { le } })
    }
}
