//! A stretch of the queue with all that its checks read: one query per kind of thing, whatever its length, and one per
//! CPTS.

use std::collections::HashMap;

use droit::declaration::{Adhesion, Declaration, Doublon, EtatDeclaration, Ressemblance};
use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId};
use jiff::civil::Date;

use super::lecture::lire;
use crate::cpts::{self, Cpts};
use crate::praticien::{self, Lieu, Praticien};
use crate::{Echec, Row, Tx, params};

const TETES: &str = "SELECT d.id, d.praticien, d.departement, d.cpts, d.origine, d.justificatif,
        d.justificatif_reference, d.etat, d.depose_le, d.etat_le, d.effet_du, d.suspendue_du, d.motifs,
        d.precisions, d.version, p.rpps, p.nom, p.prenom, p.statut
    FROM declaration d JOIN praticien p ON p.id = d.praticien
    WHERE d.departement = $1 AND d.etat = $2
        AND CASE WHEN d.suspendue_du IS NULL THEN 'non' ELSE 'oui' END = $3
        AND (d.etat_le, d.id) > ($4, $5)
        AND d.cpts = COALESCE($6, d.cpts)
        AND ($7 IS NULL OR EXISTS (SELECT 1 FROM declaration_fait f WHERE f.declaration = d.id AND f.compte = $7))
    ORDER BY d.etat_le, d.id LIMIT $8";
const LIEUX: &str =
    "SELECT d.id AS pour, l.id, l.departement, l.principal, l.adresse, l.code_postal, l.commune, l.du, l.au
    FROM declaration d JOIN lieu_exercice l ON l.praticien = d.praticien
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY l.principal DESC, l.id";
const ADHESIONS: &str = "SELECT d.id AS pour, a.qualite, a.du, a.au
    FROM declaration d JOIN adhesion a ON a.praticien = d.praticien AND a.cpts = d.cpts
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY a.du";
const AUTRES: &str = "SELECT d.id AS pour, o.id, o.praticien, o.departement, o.cpts, o.origine, o.justificatif,
        o.justificatif_reference, o.etat, o.depose_le, o.etat_le, o.effet_du, o.suspendue_du, o.motifs,
        o.precisions, o.version
    FROM declaration d JOIN declaration o ON o.praticien = d.praticien AND o.id <> d.id
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY o.etat_le, o.id";
const HOMONYMES: &str = "SELECT d.id AS pour, o.id, o.departement
    FROM declaration d JOIN praticien p ON p.id = d.praticien
        JOIN praticien h ON h.recherche = p.recherche AND h.id <> p.id
        JOIN declaration o ON o.praticien = h.id AND o.etat IN ('deposee', 'a-completer', 'validee')
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY o.etat_le, o.id";
const RESSEMBLANTES: &str = "SELECT o.id, o.departement, 'numero' AS par
    FROM declaration d JOIN declaration o ON o.praticien = d.praticien AND o.departement <> d.departement
    WHERE d.id = $1 AND o.etat IN ('deposee', 'a-completer', 'validee')
    UNION ALL SELECT o.id, o.departement, 'nom' AS par
    FROM declaration d JOIN praticien p ON p.id = d.praticien
        JOIN praticien h ON h.recherche = p.recherche AND h.id <> p.id
        JOIN declaration o ON o.praticien = h.id
    WHERE d.id = $1 AND o.etat IN ('deposee', 'a-completer', 'validee')";

/// Which declarations of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Department.
    pub departement: CodeDepartement,
    /// Code of the state.
    pub etat: &'static str,
    /// Of this CPTS only.
    pub cpts: Option<CptsId>,
    /// Those on which this account took a step only.
    pub touchees_par: Option<CompteId>,
}

/// Where a stretch ends, and the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurseurTranche {
    /// Day of the state of the last line.
    pub etat_le: Date,
    /// Its key.
    pub declaration: DeclarationId,
}

impl Default for CurseurTranche {
    fn default() -> Self {
        Self { etat_le: Date::ZERO, declaration: DeclarationId::new(0) }
    }
}

/// A line with all that its checks read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneTranche {
    /// The declaration.
    pub declaration: Declaration,
    /// The MK.
    pub praticien: Praticien,
    /// The CPTS it rests on.
    pub cpts: Cpts,
    /// Day of its state.
    pub etat_le: Date,
    /// Places of practice, the main one first.
    pub lieux: Vec<Lieu>,
    /// Memberships of this CPTS, the oldest first.
    pub adhesions: Vec<Adhesion>,
    /// Where the other declarations of the MK in the department stand.
    pub autres: Vec<EtatDeclaration>,
    /// Declarations that may be of the same person.
    pub doublons: Vec<Doublon>,
}

/// A stretch of the declarations selected, the oldest first.
///
/// # Errors
/// When the base fails.
pub fn tranche(
    tx: &mut Tx,
    selection: &Selection,
    apres: &CurseurTranche,
    limite: u16,
) -> Result<Vec<LigneTranche>, Echec> {
    let (etat, suspendue) =
        if selection.etat == "suspendue" { ("validee", "oui") } else { (selection.etat, "non") };
    let valeurs = params![
        selection.departement,
        etat,
        suspendue,
        apres.etat_le,
        apres.declaration,
        selection.cpts,
        selection.touchees_par,
        limite
    ];
    let rows = tx.query(TETES, &valeurs)?;
    let mut connues: HashMap<CptsId, Cpts> = HashMap::new();
    let mut lignes = Vec::new();
    for row in &rows {
        let id: CptsId = row.get("cpts")?;
        let cpts = match connues.get(&id) {
            Some(cpts) => cpts.clone(),
            None => cpts::charger(tx, id)?.ok_or(Echec::Absent)?,
        };
        connues.entry(id).or_insert_with(|| cpts.clone());
        lignes.push(tete(row, cpts)?);
    }
    let (Some(premiere), Some(derniere)) = (lignes.first(), lignes.last()) else { return Ok(lignes) };
    let bornes = params![
        selection.departement,
        etat,
        premiere.etat_le,
        premiere.declaration.id,
        derniere.etat_le,
        derniere.declaration.id
    ];
    let rangs: HashMap<DeclarationId, usize> =
        lignes.iter().enumerate().map(|(rang, ligne)| (ligne.declaration.id, rang)).collect();
    let mut joindre = |sql: &'static str, faire: &dyn Fn(&mut LigneTranche, &Row) -> Result<(), Echec>| {
        for row in tx.query(sql, &bornes)? {
            let rang = rangs.get(&row.get("pour")?).copied();
            if let Some(ligne) = rang.and_then(|rang| lignes.get_mut(rang)) {
                faire(ligne, &row)?;
            }
        }
        Ok::<(), Echec>(())
    };
    joindre(LIEUX, &|ligne, row| {
        ligne.lieux.push(praticien::lieu(row)?);
        Ok(())
    })?;
    joindre(ADHESIONS, &|ligne, row| {
        ligne.adhesions.push(adhesion(row)?);
        Ok(())
    })?;
    joindre(AUTRES, &autre)?;
    joindre(HOMONYMES, &|ligne, row| {
        ligne.doublons.push(doublon(row, Ressemblance::MemeNom)?);
        Ok(())
    })?;
    Ok(lignes)
}

/// The declarations that may be of the same person as this one.
///
/// # Errors
/// When the base fails.
pub fn doublons(tx: &mut Tx, declaration: DeclarationId) -> Result<Vec<Doublon>, Echec> {
    let lire = |row: &Row| {
        let nom = row.get::<String>("par")? == "nom";
        doublon(row, if nom { Ressemblance::MemeNom } else { Ressemblance::MemeNumero })
    };
    tx.query(RESSEMBLANTES, &params![declaration])?.iter().map(lire).collect()
}

fn tete(row: &Row, cpts: Cpts) -> Result<LigneTranche, Echec> {
    let declaration = lire(row)?;
    Ok(LigneTranche {
        etat_le: row.get("etat_le")?,
        praticien: Praticien {
            id: declaration.praticien,
            rpps: row.get("rpps")?,
            nom: row.get("nom")?,
            prenom: row.get("prenom")?,
            statut: row.get("statut")?,
        },
        cpts,
        declaration,
        lieux: Vec::new(),
        adhesions: Vec::new(),
        autres: Vec::new(),
        doublons: Vec::new(),
    })
}

fn adhesion(row: &Row) -> Result<Adhesion, Echec> {
    Ok(Adhesion { qualite: row.get("qualite")?, du: row.get("du")?, au: row.get("au")? })
}

/// Another declaration of the same MK: in the department it may stand in the way, elsewhere it is to be looked at.
fn autre(ligne: &mut LigneTranche, row: &Row) -> Result<(), Echec> {
    let autre = lire(row)?;
    if autre.departement == ligne.declaration.departement {
        ligne.autres.push(autre.etat.clone());
    } else if autre.etat.en_cours() && autre.etat != EtatDeclaration::Brouillon {
        ligne.doublons.push(doublon(row, Ressemblance::MemeNumero)?);
    }
    Ok(())
}

fn doublon(row: &Row, ressemblance: Ressemblance) -> Result<Doublon, Echec> {
    Ok(Doublon { declaration: row.get("id")?, departement: row.get("departement")?, ressemblance })
}
