//! The members of a committee.

use droit::acces::Acteur;
use droit::comite::{Membre, MembreInscrit};
use droit::declaration::Declarant;
use droit::identifiant::{CodeDepartement, MembreId};

use super::tracer;
use crate::{Echec, Row, Tx, params};

const INSCRIRE: &str =
    "INSERT INTO comite_membre (id, departement, institution, cpts, nom, courriel, du, au, praticien)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
const FINIR: &str = "UPDATE comite_membre SET au = $3 WHERE id = $1 AND departement = $2 AND au IS NULL";
const LISTER: &str = "SELECT id, departement, institution, cpts, nom, courriel, du, au, praticien
    FROM comite_membre WHERE departement = $1 ORDER BY institution, nom, id";
const DE_LA_CPTS: &str = "SELECT id, departement, institution, cpts, nom, courriel, du, au, praticien
    FROM comite_membre WHERE cpts = $1 AND au IS NULL ORDER BY departement, id";
const DU_PRATICIEN: &str = "SELECT id, departement, institution, cpts, nom, courriel, du, au, praticien
    FROM comite_membre WHERE praticien = $1 AND au IS NULL ORDER BY departement, id";

/// Adds a member; fails with [`Echec::Conflit`] when his CPTS has another ambassador, or he was added already.
pub fn inscrire_membre(tx: &mut Tx, fait: &MembreInscrit) {
    let membre = fait.membre();
    let valeurs = params![
        membre.id,
        membre.departement,
        membre.institution,
        membre.cpts,
        membre.nom.clone(),
        membre.courriel.clone(),
        membre.du,
        membre.au,
        membre.praticien
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    tracer(tx, fait.auteur(), "comite.membre", format!("membre/{}", membre.id));
}

/// Ends a mandate today; fails with [`Echec::Conflit`] when it ended meanwhile.
pub fn finir_mandat(tx: &mut Tx, id: MembreId, departement: CodeDepartement, auteur: &Declarant) {
    tx.enqueue_one(FINIR, params![id, departement, auteur.aujourd_hui]);
    tracer(tx, auteur, "comite.mandat", format!("membre/{id}"));
}

/// Everybody who sat in the committee of a department, by institution.
///
/// # Errors
/// When the base fails.
pub fn membres(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Membre>, Echec> {
    tx.query(LISTER, &params![departement])?.iter().map(lire).collect()
}

/// The running mandates that an account reads with; none for an account that is neither of a CPTS nor of an MK.
///
/// # Errors
/// When the base fails.
pub fn mandats(tx: &mut Tx, acteur: &Acteur) -> Result<Vec<Membre>, Echec> {
    let lignes = match acteur {
        Acteur::CoordinationCpts { cpts } => tx.query(DE_LA_CPTS, &params![*cpts])?,
        Acteur::Mk { praticien } => tx.query(DU_PRATICIEN, &params![*praticien])?,
        _ => return Ok(Vec::new()),
    };
    let lus: Vec<Membre> = lignes.iter().map(lire).collect::<Result<_, _>>()?;
    Ok(lus.into_iter().filter(|membre| membre.est_celui_de(acteur)).collect())
}

fn lire(ligne: &Row) -> Result<Membre, Echec> {
    Ok(Membre {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        institution: ligne.get("institution")?,
        cpts: ligne.get("cpts")?,
        praticien: ligne.get("praticien")?,
        nom: ligne.get("nom")?,
        courriel: ligne.get("courriel")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
    })
}
