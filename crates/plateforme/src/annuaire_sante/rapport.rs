//! What an import did, in sentences.

use std::fmt;

use entrepot::annuaire::{Bascule, Bilan, Import};
use formats::annuaire_sante::Encodage;
use jiff::civil::Date;

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rapport {
    /// How it ended.
    pub bascule: Bascule,
    /// The encoding of the file.
    pub encodage: Encodage,
    /// Day of the extraction before.
    pub ancien: Option<Date>,
}

impl fmt::Display for Rapport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bascule {
            Bascule::DejaFaite(import) => {
                writeln!(
                    f,
                    "L’extraction du {} est déjà en place : rien n’a changé.",
                    jour(import.extrait_le)
                )
            }
            Bascule::Faite(import, bilan) => self.raconter(f, import, bilan),
        }
    }
}

impl Rapport {
    fn raconter(&self, f: &mut fmt::Formatter<'_>, import: &Import, bilan: &Bilan) -> fmt::Result {
        let lignes = import.lignes;
        writeln!(f, "Extraction du {} importée ({}).", jour(import.extrait_le), self.encodage)?;
        writeln!(
            f,
            "Lignes lues : {} ; gardées : {} ; écartées (autres professions, étudiants) : {} ; rejetées : {}.",
            lignes.lues, lignes.gardees, lignes.ecartees, lignes.rejetees
        )?;
        writeln!(
            f,
            "Masseurs-kinésithérapeutes : {}, dont {} nouveaux ou modifiés.",
            bilan.mks, bilan.actualises
        )?;
        match self.ancien {
            None => writeln!(f, "Première extraction : aucun changement à comparer.")?,
            Some(ancien) if bilan.changements.is_empty() => {
                writeln!(f, "Aucun changement d’activité depuis l’extraction du {}.", jour(ancien))?;
            }
            Some(ancien) => {
                writeln!(f, "Changements depuis l’extraction du {} :", jour(ancien))?;
                for (genre, nombre) in &bilan.changements {
                    writeln!(f, "  {} : {nombre}", genre.libelle())?;
                }
            }
        }
        if bilan.alertes > 0 {
            writeln!(
                f,
                "Alertes ouvertes pour des praticiens enregistrés : {} (« acces-direct annuaire alertes » les montre).",
                bilan.alertes
            )?;
        }
        if lignes.rejetees > 0 && bilan.changements.contains_key(&droit::annuaire::GenreChangement::Depart) {
            writeln!(f, "Une ligne rejetée peut être celle d’un praticien compté comme disparu.")?;
        }
        Ok(())
    }
}

fn jour(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}
