//! The directory of the CPTS of the installation: recorded, found by name, corrected.

use droit::declaration::{NomCpts, meme_nom};
use droit::identifiant::{CodeDepartement, CptsId};
use jiff::Timestamp;
use serde_json::json;

use super::{Cpts, DELIMITER, DEPARTEMENT, lire};
use crate::journal::Entree;
use crate::recherche::{motif, mots};
use crate::{Echec, Tx, params};

const INSCRIRE: &str = "INSERT INTO cpts (id, nom, recherche, siege, version) VALUES ($1, $2, $3, $4, 1)";
const CORRIGER: &str = "UPDATE cpts SET nom = $3, recherche = $4, siege = $5, version = version + 1
    WHERE id = $1 AND version = $2";
const TOUTES: &str =
    "SELECT c.id, c.nom, c.siege, c.version, f.etape, f.redigee_le, f.validee_le, f.ars_le, f.cpam_le,
        f.recue_le, f.prise_le
    FROM cpts c LEFT JOIN fiche_cpts f ON f.cpts = c.id ORDER BY c.recherche, c.id";
const CHERCHER: &str =
    "SELECT c.id, c.nom, c.siege, c.version, f.etape, f.redigee_le, f.validee_le, f.ars_le, f.cpam_le,
        f.recue_le, f.prise_le
    FROM cpts c LEFT JOIN fiche_cpts f ON f.cpts = c.id
    WHERE c.recherche LIKE $1 ORDER BY c.recherche, c.id LIMIT $2 OFFSET $3";
const COMPTER: &str = "SELECT count(*) AS n FROM cpts WHERE recherche LIKE $1";

/// A CPTS to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleCpts {
    /// Key drawn by the caller.
    pub id: CptsId,
    /// Name.
    pub nom: String,
    /// Department of its seat, when known.
    pub siege: Option<CodeDepartement>,
    /// The departments it acts in.
    pub territoire: Vec<CodeDepartement>,
}

/// Records a CPTS, its seat and its departments.
pub fn enregistrer(tx: &mut Tx, nouvelle: &NouvelleCpts, acteur: &str, instant: Timestamp) {
    let valeurs = params![nouvelle.id, nouvelle.nom.as_str(), recherche(&nouvelle.nom), nouvelle.siege];
    tx.enqueue_one(INSCRIRE, valeurs);
    for departement in &nouvelle.territoire {
        tx.enqueue_one(DEPARTEMENT, params![*departement, nouvelle.id]);
    }
    tx.tracer(Entree::new(instant, acteur, "cpts.inscrire", format!("cpts/{}", nouvelle.id)));
}

/// Corrects its name, its seat and its departments; fails with [`Echec::Conflit`] when somebody changed it meanwhile.
pub fn corriger(
    tx: &mut Tx,
    cpts: &Cpts,
    nom: &NomCpts,
    (siege, territoire): (Option<CodeDepartement>, &[CodeDepartement]),
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(CORRIGER, params![cpts.id, cpts.version, nom.as_str(), recherche(nom.as_str()), siege]);
    tx.enqueue(DELIMITER, params![cpts.id]);
    for departement in territoire {
        tx.enqueue_one(DEPARTEMENT, params![*departement, cpts.id]);
    }
    let mut entree = Entree::new(instant, acteur, "cpts.corriger", format!("cpts/{}", cpts.id));
    entree.details = json!({ "nom_change": cpts.nom != nom.as_str() }).to_string();
    tx.tracer(entree);
}

/// Every CPTS, by name.
///
/// # Errors
/// When the base fails.
pub fn toutes(tx: &mut Tx) -> Result<Vec<Cpts>, Echec> {
    tx.query(TOUTES, &[])?.iter().map(lire).collect()
}

/// The CPTS of this name, case, accents and small words aside. A batch that reads it and writes is alone to do so: its
/// line of journal fails when another node wrote meanwhile, and it reads again.
///
/// # Errors
/// When the base fails.
pub fn nommee(tx: &mut Tx, nom: &str) -> Result<Option<Cpts>, Echec> {
    Ok(toutes(tx)?.into_iter().find(|cpts| meme_nom(&cpts.nom, nom)))
}

/// A page of those with a word that begins so, by name, and how many there are in all.
///
/// # Errors
/// When the base fails.
pub fn chercher(tx: &mut Tx, saisie: &str, combien: u32, apres: u32) -> Result<(Vec<Cpts>, u64), Echec> {
    let motif = motif(saisie).unwrap_or_else(|| "%".to_owned());
    let total: i64 = tx.query_one(COMPTER, &params![&motif])?.get("n")?;
    let lignes = tx.query(CHERCHER, &params![&motif, combien, apres])?;
    let trouvees = lignes.iter().map(lire).collect::<Result<_, _>>()?;
    Ok((trouvees, u64::try_from(total).unwrap_or_default()))
}

fn recherche(nom: &str) -> String {
    format!(" {}", mots(nom))
}
