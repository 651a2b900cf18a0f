//! The members of a committee.

use droit::comite::{Membre, MembreInscrit};
use droit::declaration::Declarant;
use droit::identifiant::{CodeDepartement, MembreId};

use super::tracer;
use crate::{Echec, Row, Tx, params};

const INSCRIRE: &str = "INSERT INTO comite_membre (id, departement, institution, cpts, nom, courriel, du, au)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const FINIR: &str = "UPDATE comite_membre SET au = $3 WHERE id = $1 AND departement = $2 AND au IS NULL";
const LISTER: &str = "SELECT id, departement, institution, cpts, nom, courriel, du, au FROM comite_membre
    WHERE departement = $1 ORDER BY institution, nom, id";

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
        membre.au
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
    let lire = |ligne: &Row| {
        Ok(Membre {
            id: ligne.get("id")?,
            departement: ligne.get("departement")?,
            institution: ligne.get("institution")?,
            cpts: ligne.get("cpts")?,
            nom: ligne.get("nom")?,
            courriel: ligne.get("courriel")?,
            du: ligne.get("du")?,
            au: ligne.get("au")?,
        })
    };
    tx.query(LISTER, &params![departement])?.iter().map(lire).collect()
}
