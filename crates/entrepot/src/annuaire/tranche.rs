//! What the directory says of a stretch of the queue: three queries and the current extraction, whatever its length.

use std::collections::{BTreeMap, HashMap};

use droit::annuaire::{AvisAnnuaire, Releve, Repere};
use droit::identifiant::{CodeDepartement, DeclarationId};

use super::lecture::{activite, dernier};
use super::verification::{lire_avis, retenir};
use crate::{Echec, Tx, Value};

const RELEVES: &str = "SELECT d.id AS pour, r.nom, r.prenom
    FROM declaration d JOIN praticien p ON p.id = d.praticien
        JOIN annuaire_releve r ON r.rpps = p.rpps AND r.depuis <= $7 AND (r.jusqu IS NULL OR r.jusqu > $7)
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)";
const ACTIVITES: &str =
    "SELECT d.id AS pour, a.mode, a.cadre, a.departement, a.code_postal, a.code_commune, a.commune,
        a.structure, a.raison_sociale, a.siret, a.finess
    FROM declaration d JOIN praticien p ON p.id = d.praticien
        JOIN annuaire_releve r ON r.rpps = p.rpps AND r.depuis <= $7 AND (r.jusqu IS NULL OR r.jusqu > $7)
        JOIN annuaire_activite a ON a.rpps = r.rpps AND a.depuis = r.depuis
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)";
const GARDEES: &str = "SELECT d.id AS pour, v.source, v.du, v.departement, v.constat
    FROM declaration d JOIN verification_annuaire v ON v.declaration = d.id
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY v.fait_le, v.id";

/// For each declaration between two bounds (department, state, then day and key of the first and of the last), what
/// `avis_de_la_declaration` says of it.
pub(crate) fn avis_de_la_tranche(
    tx: &mut Tx,
    bornes: &[Value; 6],
    (departement, declarations): (CodeDepartement, &[DeclarationId]),
) -> Result<HashMap<DeclarationId, AvisAnnuaire>, Echec> {
    let mut gardees: HashMap<DeclarationId, AvisAnnuaire> = HashMap::new();
    for row in tx.query(GARDEES, bornes)? {
        gardees.insert(row.get("pour")?, lire_avis(&row)?);
    }
    let Some(import) = dernier(tx)? else { return Ok(gardees) };
    let releves = releves(tx, bornes, import.numero)?;
    let repere = Repere::Extraction { du: import.extrait_le };
    let avis = |id: &DeclarationId| {
        let courant = AvisAnnuaire::tirer(releves.get(id), departement, repere);
        retenir(Some(courant), gardees.remove(id)).map(|avis| (*id, avis))
    };
    Ok(declarations.iter().filter_map(avis).collect())
}

fn releves(tx: &mut Tx, bornes: &[Value; 6], import: i64) -> Result<BTreeMap<DeclarationId, Releve>, Echec> {
    let valeurs: Vec<Value> = bornes.iter().cloned().chain([import.into()]).collect();
    let mut releves = BTreeMap::new();
    for row in tx.query(RELEVES, &valeurs)? {
        let releve =
            Releve { nom: row.get("nom")?, prenom: row.get("prenom")?, activites: Default::default() };
        releves.insert(row.get("pour")?, releve);
    }
    for row in tx.query(ACTIVITES, &valeurs)? {
        if let Some(releve) = releves.get_mut(&row.get("pour")?) {
            releve.activites.extend(activite(&row)?);
        }
    }
    Ok(releves)
}
