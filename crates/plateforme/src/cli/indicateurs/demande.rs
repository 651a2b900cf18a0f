//! What is asked of the figures: over whom, over when; and what cannot be asked, said with what to do.

use std::path::PathBuf;

use clap::Args;
use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::{Entrepot, cpts};
use jiff::civil::Date;

use crate::cli::Echec;
use crate::gabarits::texte;

/// Which figures, and in which form.
#[derive(Args, Debug)]
pub(super) struct Demande {
    /// Année civile ; par défaut, l’année en cours.
    #[arg(long, value_name = "AAAA", value_parser = lire_annee, conflicts_with = "periode")]
    annee: Option<i16>,
    /// Période : 2026, 2026-03 ou experience-2.
    #[arg(long, value_name = "PÉRIODE")]
    periode: Option<Periode>,
    /// Département de l’expérimentation ; sans territoire, tout le pays.
    #[arg(long, value_name = "CODE")]
    departement: Option<CodeDepartement>,
    /// Région, par son nom.
    #[arg(long, value_name = "NOM", conflicts_with = "departement")]
    region: Option<String>,
    /// CPTS, par son nom ou son identifiant (« acces-direct cpts lister »).
    #[arg(long, value_name = "NOM", conflicts_with_all = ["departement", "region"])]
    cpts: Option<String>,
    /// Type de structure ; sans lui, toutes ensemble.
    #[arg(long, value_name = "CODE", value_parser = lire_structure)]
    pub(super) structure: Option<TypeStructure>,
    /// Façon de retenir les épisodes : ouverture, cloture ou calendaire.
    #[arg(long, default_value = Variante::DEFAUT.code(), value_parser = lire_variante)]
    pub(super) variante: Variante,
    /// En JSON.
    #[arg(long, conflicts_with_all = ["csv", "xlsx"])]
    pub(super) json: bool,
    /// En CSV, pour un tableur.
    #[arg(long, conflicts_with = "xlsx")]
    pub(super) csv: bool,
    /// Dans un classeur XLSX.
    #[arg(long, value_name = "FICHIER")]
    pub(super) xlsx: Option<PathBuf>,
}

/// A year, in four digits.
pub(super) fn lire_annee(texte: &str) -> Result<i16, String> {
    let lue = texte.parse().ok().filter(|annee| (1_000..10_000).contains(annee));
    lue.ok_or_else(|| format!("« {texte} » n’est pas une année : écrivez quatre chiffres, par exemple 2026"))
}

fn lire_structure(code: &str) -> Result<TypeStructure, String> {
    let codes =
        || TypeStructure::TOUS.iter().map(|structure| structure.code()).collect::<Vec<_>>().join(", ");
    TypeStructure::depuis_code(&code.to_uppercase())
        .ok_or_else(|| format!("« {code} » n’est pas un type de structure : choisissez parmi {}", codes()))
}

fn lire_variante(code: &str) -> Result<Variante, String> {
    Variante::depuis_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Variante::TOUS.iter().map(|variante| variante.code()).collect();
        format!("« {code} » n’est pas une façon de compter : choisissez parmi {}", codes.join(", "))
    })
}

impl Demande {
    /// Over whom.
    pub(super) fn perimetre(&self, entrepot: &Entrepot, reglement: &Reglement) -> Result<Perimetre, Echec> {
        match (&self.cpts, &self.departement, &self.region) {
            (Some(cpts), _, _) => trouver_la_cpts(entrepot, cpts),
            (None, Some(code), _) => exiger_un_departement_designe(reglement, *code),
            (None, None, Some(nom)) => exiger_une_region(reglement, nom),
            (None, None, None) => Ok(Perimetre::Pays),
        }
    }

    /// Over when.
    pub(super) fn periode(
        &self,
        reglement: &Reglement,
        perimetre: &Perimetre,
        jour: Date,
    ) -> Result<Periode, Echec> {
        let annee = Periode::Annee(self.annee.unwrap_or_else(|| jour.year()));
        let periode = self.periode.unwrap_or(annee);
        exiger_une_periode_commencee(reglement, perimetre, periode, jour)?;
        Ok(periode)
    }
}

fn trouver_la_cpts(entrepot: &Entrepot, demandee: &str) -> Result<Perimetre, Echec> {
    let (nom, id) = (demandee.to_owned(), demandee.parse::<CptsId>().ok());
    let trouvee = entrepot.lire_ici(move |tx| match id {
        Some(id) => cpts::charger(tx, id),
        None => cpts::nommee(tx, &nom),
    });
    let trouvee = trouvee.map_err(Echec::panne)?.ok_or_else(|| {
        Echec::saisie(format!(
            "aucune CPTS « {demandee} » : « acces-direct cpts lister » montre celles qui sont enregistrées"
        ))
    })?;
    Ok(Perimetre::Cpts(trouvee.id))
}

fn exiger_un_departement_designe(reglement: &Reglement, code: CodeDepartement) -> Result<Perimetre, Echec> {
    if reglement.departements_designes().any(|designe| designe == code) {
        return Ok(Perimetre::Departement(code));
    }
    let nom =
        reglement.departement(code).map_or_else(|| code.to_string(), |lu| format!("{} ({code})", lu.nom));
    let designes: Vec<String> =
        reglement.departements_designes().map(|designe| designe.to_string()).collect();
    Err(Echec::saisie(format!(
        "{nom} n’est pas un département de l’expérimentation, aucun fait n’y est compté : choisissez parmi {}",
        designes.join(", ")
    )))
}

fn exiger_une_region(reglement: &Reglement, nom: &str) -> Result<Perimetre, Echec> {
    if !reglement.regions().contains_key(nom) {
        let connues: Vec<&str> = reglement.regions().into_keys().collect();
        let connues = connues.join(", ");
        return Err(Echec::saisie(format!("« {nom} » n’est pas une région : choisissez parmi {connues}")));
    }
    let designes = reglement.departements_designes().filter_map(|code| reglement.departement(code));
    if designes.into_iter().all(|departement| departement.region != nom) {
        return Err(Echec::saisie(format!(
            "aucun département de la région {nom} n’est de l’expérimentation : aucun fait n’y est compté"
        )));
    }
    Ok(Perimetre::Region(nom.to_owned()))
}

/// A period over before the experiment, or that has not begun, holds no fact: its zeros would read as figures.
fn exiger_une_periode_commencee(
    reglement: &Reglement,
    perimetre: &Perimetre,
    periode: Periode,
    jour: Date,
) -> Result<(), Echec> {
    let libelle = periode.libelle();
    let Some((du, au)) = periode.bornes(perimetre, reglement) else {
        return Err(Echec::saisie(format!("{libelle} : cette période n’existe pas ici")));
    };
    let debut = Periode::AnneeExperience(1).bornes(perimetre, reglement).map(|(debut, _)| debut);
    if du > jour {
        let du = texte::jour(du);
        return Err(Echec::saisie(format!(
            "{libelle} : cette période commence le {du}, aucun fait n’existe encore"
        )));
    }
    match debut.filter(|debut| au < *debut) {
        Some(debut) => Err(Echec::saisie(format!(
            "{libelle} : l’expérimentation a commencé ici le {}, aucun fait n’existe avant",
            texte::jour(debut)
        ))),
        None => Ok(()),
    }
}
