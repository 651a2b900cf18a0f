//! The mailboxes that the demo's MSSanté directory publishes: most doctors have one, some two, one in five none.

use entrepot::Entrepot;
use entrepot::annuaire::{Disparitions, Lignes};
use entrepot::annuaire_mssante::{Boite, Chantier, NouvelImport, RefusImport};
use jiff::Timestamp;
use jiff::civil::Date;

use super::hasard::Hasard;
use super::inscription::SYSTEME;
use super::territoire::Territoire;

/// Imports them, as the extraction of the day would.
///
/// # Errors
/// When the store fails.
pub fn publier(
    entrepot: &Entrepot,
    territoire: &Territoire,
    (instant, jour): (Timestamp, Date),
) -> Result<(), RefusImport> {
    let mut hasard = Hasard::nouveau(territoire.cadre.graine, "boites");
    let nouvel = NouvelImport {
        cle: hasard.identifiant(u64::try_from(instant.as_millisecond()).unwrap_or_default()),
        fichier: "demonstration".to_owned(),
        extrait_le: jour,
        importe_le: instant,
        disparitions: Disparitions::Acceptees,
    };
    let boites: Vec<_> = (0..)
        .zip(&territoire.medecins)
        .flat_map(|(rang, medecin)| les_siennes(rang).into_iter().map(|boite| (medecin.rpps.clone(), boite)))
        .collect();
    let nombre = u64::try_from(boites.len()).unwrap_or(u64::MAX);
    let chantier = Chantier::ouvrir_ici(entrepot, nouvel)?;
    chantier.deposer_ici(boites)?;
    let lignes = Lignes { lues: nombre, gardees: nombre, ..Lignes::default() };
    chantier.conclure_ici("demonstration", lignes, SYSTEME).map(drop)
}

fn les_siennes(rang: u32) -> Vec<Boite> {
    let boite = |nom: &str, structure: &str| Boite {
        adresse: format!("{nom}{rang}@demo.mssante.invalid"),
        structure: Some(structure.to_owned()),
        acheminement: Some("45000 ORLÉANS".to_owned()),
    };
    match rang % 5 {
        4 => Vec::new(),
        3 => vec![boite("dr", "Cabinet médical fictif"), boite("dr.msp", "Maison de santé fictive")],
        _ => vec![boite("dr", "Cabinet médical fictif")],
    }
}
