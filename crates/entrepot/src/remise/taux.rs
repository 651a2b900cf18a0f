//! How many documents were delivered and deposited, counted from the ledger: for indicators and reports.

use droit::document::Genre;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use jiff::Timestamp;

use crate::{Echec, Row, Tx, params};

/// A document counts once, by its first version; a delivery of any version of it counts for it.
const TAUX: &str = "SELECT d.genre, count(*) AS valides,
        sum(CASE WHEN EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire = 'patient'
                AND r.etat IN ('accepte', 'remis', 'sans-reponse')) THEN 1 ELSE 0 END) AS au_patient,
        sum(CASE WHEN EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire IN ('medecin-traitant', 'autre-medecin')
                AND r.etat IN ('accepte', 'remis', 'sans-reponse')) THEN 1 ELSE 0 END) AS au_medecin,
        sum(CASE WHEN EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire IN ('medecin-traitant', 'autre-medecin')
                AND r.etat = 'remis') THEN 1 ELSE 0 END) AS recus_par_le_medecin,
        sum(CASE WHEN EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire = 'dmp' AND r.etat = 'remis') THEN 1 ELSE 0 END) AS au_dmp,
        sum(CASE WHEN EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire = 'dmp' AND r.etat = 'annule')
            AND NOT EXISTS (SELECT 1 FROM document v JOIN remise r ON r.document = v.id
            WHERE v.serie = d.serie AND r.destinataire = 'dmp' AND r.etat <> 'annule')
            THEN 1 ELSE 0 END) AS refuses_au_dmp
    FROM document d JOIN episode e ON e.id = d.episode
    WHERE d.version = 1 AND d.valide_le >= $1 AND d.valide_le < $2 AND (
        $3 = 'tout'
        OR ($3 = 'praticien' AND d.praticien = $4)
        OR ($3 = 'cpts' AND e.cpts = $4)
        OR ($3 = 'departement' AND e.departement = $5))
    GROUP BY d.genre ORDER BY d.genre";

/// Whose documents are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Perimetre {
    /// Everybody's.
    Tout,
    /// Those of an MK.
    Praticien(PraticienId),
    /// Those of the episodes of a CPTS.
    Cpts(CptsId),
    /// Those of the episodes of a department.
    Departement(CodeDepartement),
}

/// The documents of a kind validated in a period, and what became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taux {
    /// Kind.
    pub genre: Genre,
    /// Documents validated, corrections not counted again.
    pub valides: u32,
    /// Sent or given to the patient.
    pub au_patient: u32,
    /// Sent or given to a doctor.
    pub au_medecin: u32,
    /// Known to have reached a doctor.
    pub recus_par_le_medecin: u32,
    /// In the patient's national record.
    pub au_dmp: u32,
    /// Kept out of it by the patient's opposition.
    pub refuses_au_dmp: u32,
}

/// The documents validated from `du` on and before `avant`, by kind; kinds without document are absent. A month, a
/// quarter or a year is for the caller to bound.
///
/// # Errors
/// When the base fails.
pub fn taux(tx: &mut Tx, perimetre: Perimetre, du: Timestamp, avant: Timestamp) -> Result<Vec<Taux>, Echec> {
    let (genre, cle, departement) = match perimetre {
        Perimetre::Tout => ("tout", PraticienId::new(0), String::new()),
        Perimetre::Praticien(praticien) => ("praticien", praticien, String::new()),
        Perimetre::Cpts(cpts) => ("cpts", PraticienId::new(cpts.bits()), String::new()),
        Perimetre::Departement(departement) => ("departement", PraticienId::new(0), departement.to_string()),
    };
    tx.query(TAUX, &params![du, avant, genre, cle, departement])?.iter().map(lire).collect()
}

fn lire(ligne: &Row) -> Result<Taux, Echec> {
    Ok(Taux {
        genre: ligne.get("genre")?,
        valides: ligne.get("valides")?,
        au_patient: ligne.get("au_patient")?,
        au_medecin: ligne.get("au_medecin")?,
        recus_par_le_medecin: ligne.get("recus_par_le_medecin")?,
        au_dmp: ligne.get("au_dmp")?,
        refuses_au_dmp: ligne.get("refuses_au_dmp")?,
    })
}
