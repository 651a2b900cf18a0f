//! The shape of the export of a department, as its ARS set it.

use droit::campagne::{ColonneChoisie, FormeExport};
use droit::declaration::Declarant;
use droit::identifiant::CodeDepartement;

use crate::journal::Entree;
use crate::{Echec, Tx, params};

const LIRE: &str = "SELECT colonnes, version FROM campagne_forme WHERE departement = $1";
const CREER: &str = "INSERT INTO campagne_forme (departement, colonnes, version) VALUES ($1, $2, 1)
    ON CONFLICT DO NOTHING";
const CHANGER: &str = "UPDATE campagne_forme SET colonnes = $3, version = version + 1
    WHERE departement = $1 AND version = $2";
const OUBLIER: &str = "DELETE FROM campagne_forme WHERE departement = $1 AND version = $2";

/// The shape with the version it was read in; `None` when the ARS set none.
///
/// # Errors
/// When the base fails, or what is kept is no shape.
pub fn forme(tx: &mut Tx, departement: CodeDepartement) -> Result<Option<(FormeExport, i64)>, Echec> {
    let Some(ligne) = tx.query_opt(LIRE, &params![departement])? else { return Ok(None) };
    let illisible = |cause: &dyn std::fmt::Display| Echec::Colonne {
        colonne: "campagne_forme.colonnes".to_owned(),
        cause: cause.to_string(),
    };
    let ecrites: String = ligne.get("colonnes")?;
    let lues: Vec<(String, String)> = serde_json::from_str(&ecrites).map_err(|cause| illisible(&cause))?;
    let mut colonnes = Vec::with_capacity(lues.len());
    for (code, titre) in lues {
        colonnes.push(ColonneChoisie { code, titre: titre.parse().map_err(|cause| illisible(&cause))? });
    }
    let forme = FormeExport::nouvelle(colonnes).map_err(|cause| illisible(&cause))?;
    Ok(Some((forme, ligne.get("version")?)))
}

/// Sets it over the version that was read, 0 for none; fails with [`Echec::Conflit`] when somebody did meanwhile.
///
/// # Errors
/// When it cannot be written.
pub fn garder_la_forme(
    tx: &mut Tx,
    (departement, version): (CodeDepartement, i64),
    forme: &FormeExport,
    auteur: &Declarant,
) -> Result<(), Echec> {
    let paires: Vec<(&str, &str)> =
        forme.colonnes().iter().map(|une| (une.code.as_str(), une.titre.as_str())).collect();
    let colonnes = serde_json::to_string(&paires).map_err(Echec::moteur)?;
    if version == 0 {
        tx.enqueue_one(CREER, params![departement, colonnes]);
    } else {
        tx.enqueue_one(CHANGER, params![departement, version, colonnes]);
    }
    tracer(tx, departement, "campagne.forme", auteur);
    Ok(())
}

/// Goes back to all columns.
pub fn oublier_la_forme(tx: &mut Tx, (departement, version): (CodeDepartement, i64), auteur: &Declarant) {
    tx.enqueue_one(OUBLIER, params![departement, version]);
    tracer(tx, departement, "campagne.forme.oublier", auteur);
}

fn tracer(tx: &mut Tx, departement: CodeDepartement, action: &str, auteur: &Declarant) {
    let acteur = format!("compte/{}", auteur.compte);
    tx.tracer(Entree::new(auteur.maintenant, acteur, action, format!("departement/{departement}")));
}
