//! The doctor who follows a patient: whether there is one, and who, sealed like the identity.

use droit::document::{Adresse, Medecin, MedecinTraitant, NomComplet};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Patient, noter_medecin_traitant};
use crate::chiffre::{Cellule, Trousseau};
use crate::colonne::{cellule, desceller, illisible, sceller};
use crate::{Echec, Tx, params};

const LIRE: &str = "SELECT medecin FROM medecin_du_patient WHERE patient = $1";
const ECRIRE: &str = "INSERT INTO medecin_du_patient (patient, medecin, modifie_le) VALUES ($1, $2, $3)
    ON CONFLICT (patient) DO UPDATE SET medecin = excluded.medecin, modifie_le = excluded.modifie_le";
const OUBLIER: &str = "DELETE FROM medecin_du_patient WHERE patient = $1";

#[derive(Serialize, Deserialize)]
struct Clair {
    nom: String,
    prenom: String,
    rpps: Option<String>,
    adresse: Option<Lieu>,
}

#[derive(Serialize, Deserialize)]
struct Lieu {
    voie: Option<String>,
    code_postal: String,
    commune: String,
}

/// The doctor who follows the patient. Known to exist without a name, he is not said: nobody can write to him.
///
/// # Errors
/// When the base fails or the cell does not open.
pub fn medecin(tx: &mut Tx, trousseau: &Trousseau, patient: &Patient) -> Result<MedecinTraitant, Echec> {
    if patient.medecin_traitant == Some(false) {
        return Ok(MedecinTraitant::Aucun);
    }
    let Some(ligne) = tx.query_opt(LIRE, &params![patient.id])? else {
        return Ok(MedecinTraitant::NonPrecise);
    };
    let lieu = place(patient);
    let octets = desceller(trousseau, lieu, &ligne.get::<Vec<u8>>("medecin")?)?;
    let clair: Clair = serde_json::from_slice(&octets).map_err(|cause| illisible(lieu, &cause))?;
    relire(clair).map(MedecinTraitant::Connu).map_err(|cause| illisible(lieu, &cause))
}

/// Records who follows the patient, or that nobody does; [`Echec::Conflit`] when the patient changed in between.
pub fn noter_medecin(
    tx: &mut Tx,
    trousseau: &Trousseau,
    patient: &Patient,
    medecin: Option<&Medecin>,
    (acteur, instant): (&str, Timestamp),
) {
    noter_medecin_traitant(tx, patient, medecin.is_some(), acteur, instant);
    match medecin {
        None => tx.enqueue(OUBLIER, params![patient.id]),
        Some(medecin) => {
            let octets = serde_json::to_vec(&clair(medecin)).unwrap_or_default();
            let scelle = sceller(trousseau, place(patient), &octets);
            tx.enqueue_one(ECRIRE, params![patient.id, scelle, instant]);
        }
    }
}

fn place(patient: &Patient) -> Cellule {
    cellule("medecin_du_patient", "medecin", patient.id.bits())
}

fn clair(medecin: &Medecin) -> Clair {
    let lieu = |adresse: &Adresse| Lieu {
        voie: adresse.voie.as_ref().map(ToString::to_string),
        code_postal: adresse.code_postal.as_str().to_owned(),
        commune: adresse.commune.to_string(),
    };
    Clair {
        nom: medecin.nom.nom.to_string(),
        prenom: medecin.nom.prenom.to_string(),
        rpps: medecin.rpps.as_ref().map(ToString::to_string),
        adresse: medecin.adresse.as_ref().map(lieu),
    }
}

fn relire(clair: Clair) -> Result<Medecin, String> {
    let adresse = |lieu: Lieu| -> Result<Adresse, String> {
        Ok(Adresse {
            voie: lieu.voie.map(|voie| lu(&voie)).transpose()?,
            code_postal: lu(&lieu.code_postal)?,
            commune: lu(&lieu.commune)?,
        })
    };
    Ok(Medecin {
        rpps: clair.rpps.map(|rpps| lu(&rpps)).transpose()?,
        nom: NomComplet { nom: lu(&clair.nom)?, prenom: lu(&clair.prenom)? },
        adresse: clair.adresse.map(adresse).transpose()?,
    })
}

fn lu<T: std::str::FromStr>(texte: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    texte.parse().map_err(|cause: T::Err| cause.to_string())
}
