//! Who entered and left the public list between two days: read from the same periods as the list itself.

use droit::identifiant::CodeDepartement;
use jiff::civil::Date;

use super::liste::{Autorise, lire};
use crate::{Echec, Row, Tx, params};

const CHANGEMENTS: &str = "SELECT m.mouvement, m.jour, a.declaration, a.departement, a.du, a.au, a.cpts,
        c.nom AS nom_cpts, p.id, p.rpps, p.nom, p.prenom, p.recherche, l.adresse, l.code_postal, l.commune
    FROM (
        SELECT declaration, du, 'arrivee' AS mouvement, du AS jour FROM autorisation WHERE du > $1 AND du <= $2
        UNION ALL
        SELECT declaration, du, 'depart' AS mouvement, au AS jour FROM autorisation WHERE au >= $1 AND au < $2
    ) m
        JOIN autorisation a ON a.declaration = m.declaration AND a.du = m.du
        JOIN praticien p ON p.id = a.praticien
        JOIN cpts c ON c.id = a.cpts
        LEFT JOIN lieu_exercice l ON l.id = (
            SELECT v.id FROM lieu_exercice v
            WHERE v.praticien = a.praticien AND v.departement = a.departement
                AND v.du <= a.du AND (v.au IS NULL OR v.au >= a.du)
            ORDER BY v.principal DESC, v.id LIMIT 1)
    WHERE ($3 IS NULL OR a.departement = $3)
    ORDER BY m.jour DESC, p.recherche, a.declaration LIMIT $4";

/// Enters or leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouvement {
    /// First day on the list.
    Arrivee,
    /// Last day on the list.
    Depart,
}

/// A change of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// Enters or leaves.
    pub mouvement: Mouvement,
    /// First day on the list, or first day off it.
    pub le: Date,
    /// Who.
    pub autorise: Autorise,
}

/// The changes from the list of one day to that of a later one, the latest first: applied to the first list, they give
/// the second.
///
/// # Errors
/// When the base fails.
pub fn changements(
    tx: &mut Tx,
    departement: Option<CodeDepartement>,
    du: Date,
    au: Date,
    limite: u16,
) -> Result<Vec<Changement>, Echec> {
    tx.query(CHANGEMENTS, &params![du, au, departement, limite])?.iter().map(changement).collect()
}

fn changement(ligne: &Row) -> Result<Changement, Echec> {
    let jour: Date = ligne.get("jour")?;
    let (mouvement, le) = match ligne.get::<String>("mouvement")?.as_str() {
        "arrivee" => (Mouvement::Arrivee, jour),
        // Both days of a period are inclusive: the first day off the list is the next one.
        _ => (Mouvement::Depart, jour.tomorrow().unwrap_or(jour)),
    };
    Ok(Changement { mouvement, le, autorise: lire(ligne)? })
}
