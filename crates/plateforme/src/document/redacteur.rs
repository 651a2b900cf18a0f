//! Who writes: the MK and the place he writes from, as documents print them.

use droit::document::{
    Adresse, Cabinet as Impression, Exercice as Organisation, IdentifiantStructure, NomComplet,
    RangDeCabinet, Redacteur,
};
use droit::identifiant::{CodeDepartement, LieuId, NumeroRpps};
use droit::texte::Intitule;
use entrepot::praticien::{Cabinet, Lieu};
use jiff::civil::Date;

use crate::episode::exercice::Exercice;

/// Why no document can be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SansRedacteur {
    /// No place of practice runs that day.
    #[error("aucun lieu d’exercice n’est ouvert ce jour : complétez votre fiche avec votre CPTS")]
    SansLieu,
    /// The address of the place cannot be printed.
    #[error("l’adresse de votre lieu d’exercice est incomplète : code postal et commune sont nécessaires")]
    Adresse,
    /// A name that cannot be printed.
    #[error("votre nom ou celui du cabinet ne peut pas être imprimé : corrigez-le dans « Mon cabinet »")]
    Nom,
}

/// The MK of these documents, at his place of the department, else at his main place.
pub fn composer(
    exercice: &Exercice,
    cabinets: &[Cabinet],
    (departement, jour): (CodeDepartement, Date),
) -> Result<Redacteur, SansRedacteur> {
    let (rang, lieu) = place(exercice, departement, jour).ok_or(SansRedacteur::SansLieu)?;
    let mk = &exercice.praticien;
    let nom = NomComplet { nom: ligne(&mk.nom)?, prenom: ligne(&mk.prenom)? };
    let cabinet = cabinets.iter().find(|cabinet| cabinet.lieu == lieu.id);
    Ok(Redacteur {
        rpps: mk.rpps.clone(),
        civilite: None,
        cabinet: imprimer(cabinet, &nom, (&mk.rpps, rang), lieu)?,
        nom,
    })
}

/// The place whose number is on the bill: the one the MK signs from.
pub fn lieu(exercice: &Exercice, departement: CodeDepartement, jour: Date) -> Option<LieuId> {
    place(exercice, departement, jour).map(|(_, lieu)| lieu.id)
}

/// The place and its rank, from 1.
fn place(exercice: &Exercice, departement: CodeDepartement, jour: Date) -> Option<(u8, &Lieu)> {
    let ouverts = || {
        let ranges = (1_u8..).zip(&exercice.lieux);
        ranges.filter(|(_, lieu)| lieu.du <= jour && lieu.au.is_none_or(|au| jour <= au))
    };
    ouverts().find(|(_, lieu)| lieu.departement == departement).or_else(|| ouverts().next())
}

/// Undescribed, a place is the individual practice of the MK (docs/decisions/0065-who-signs-documents.md).
fn imprimer(
    cabinet: Option<&Cabinet>,
    nom: &NomComplet,
    (rpps, rang): (&NumeroRpps, u8),
    lieu: &Lieu,
) -> Result<Impression, SansRedacteur> {
    let dit = cabinet.and_then(|cabinet| cabinet.description.as_ref());
    let identifiant = match dit {
        Some(dit) if dit.finess.is_some() => dit.finess.clone().map(IdentifiantStructure::Finess),
        Some(dit) => dit.siret.clone().map(IdentifiantStructure::Siret),
        None => None,
    };
    Ok(Impression {
        nom: match dit {
            Some(dit) => ligne(&dit.nom)?,
            None => ligne(&format!("Cabinet de {nom}"))?,
        },
        identifiant: identifiant.unwrap_or_else(|| IdentifiantStructure::CabinetDuPraticien {
            rpps: rpps.clone(),
            rang: RangDeCabinet::nouveau(rang),
        }),
        exercice: dit.map_or(Organisation::CabinetIndividuel, |dit| dit.exercice),
        adresse: Adresse {
            voie: ligne(&lieu.adresse).ok(),
            code_postal: lieu.code_postal.parse().map_err(|_| SansRedacteur::Adresse)?,
            commune: ligne(&lieu.commune).map_err(|_| SansRedacteur::Adresse)?,
        },
        telephone: dit.and_then(|dit| dit.telephone.clone()),
    })
}

fn ligne(texte: &str) -> Result<Intitule, SansRedacteur> {
    texte.parse().map_err(|_| SansRedacteur::Nom)
}
