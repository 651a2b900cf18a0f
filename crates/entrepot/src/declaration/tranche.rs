//! A stretch of the queue with all that its checks read: one query per kind of thing, whatever its length, and two per
//! CPTS.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use droit::annuaire::AvisAnnuaire;
use droit::declaration::{Adhesion, Declaration, Doublon, EtatDeclaration, Ressemblance};
use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, LieuId};
use jiff::civil::Date;

use super::lecture::lire;
use crate::annuaire::avis_de_la_tranche;
use crate::cpts::{self, Cpts};
use crate::praticien::{self, Lieu, Praticien};
use crate::recherche::mots;
use crate::{Echec, Row, Tx, Value, params};

const TETES: &str = "SELECT d.id, d.praticien, d.departement, d.cpts, d.origine, d.justificatif,
        d.justificatif_reference, d.etat, d.depose_le, d.etat_le, d.effet_du, d.suspendue_du, d.motifs,
        d.precisions, d.version, p.rpps, p.nom, p.prenom, p.statut
    FROM declaration d JOIN praticien p ON p.id = d.praticien
    WHERE d.departement = $1 AND d.etat = $2
        AND CASE WHEN d.suspendue_du IS NULL THEN 'non' ELSE 'oui' END = $3
        AND (d.etat_le, d.id) > ($4, $5)
        AND d.cpts = COALESCE($6, d.cpts)
        AND ($7 IS NULL OR EXISTS (SELECT 1 FROM declaration_fait f WHERE f.declaration = d.id AND f.compte = $7))
        AND ((p.recherche LIKE $9 AND p.recherche LIKE $10 AND p.recherche LIKE $11) OR p.rpps LIKE $12)
    ORDER BY d.etat_le, d.id LIMIT $8";
const LIEUX: &str =
    "SELECT d.id AS pour, l.id, l.departement, l.principal, l.adresse, l.code_postal, l.commune, l.du, l.au
    FROM declaration d JOIN lieu_exercice l ON l.praticien = d.praticien
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY l.principal DESC, l.id";
const CHOISIS: &str = "SELECT d.id AS pour, c.lieu
    FROM declaration d JOIN declaration_lieu c ON c.declaration = d.id
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    ORDER BY c.lieu";
const PIECES: &str = "SELECT d.id AS pour, count(*) AS nombre
    FROM declaration d JOIN piece p ON p.declaration = d.id AND p.retiree_le IS NULL AND p.examen <> 'infectee'
    WHERE d.departement = $1 AND d.etat = $2 AND (d.etat_le, d.id) >= ($3, $4) AND (d.etat_le, d.id) <= ($5, $6)
    GROUP BY d.id";
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
    /// Those of an MK so named, or whose RPPS number begins so.
    pub qui: Option<String>,
}

impl Selection {
    /// The code of the state in the base, and whether the suspended ones are meant.
    fn etat_et_suspension(&self) -> (&'static str, &'static str) {
        if self.etat == "suspendue" { ("validee", "oui") } else { (self.etat, "non") }
    }

    /// The patterns of up to three words of a name, in any order, and that of a number.
    fn motifs(&self) -> [String; 4] {
        let tout = || "%".to_owned();
        let Some(qui) = &self.qui else { return [tout(), tout(), tout(), String::new()] };
        let chiffres: String = qui.chars().filter(char::is_ascii_digit).collect();
        let numero = if chiffres.is_empty() { chiffres } else { format!("{chiffres}%") };
        let lus = mots(qui);
        let mut mots = lus.split_whitespace().map(|mot| format!("% {mot}%"));
        // What has no word to look for finds nobody by his name.
        let premier = mots.next().unwrap_or_default();
        [premier, mots.next().unwrap_or_else(tout), mots.next().unwrap_or_else(tout), numero]
    }
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
    /// The departments this CPTS acts in.
    pub territoire: Vec<CodeDepartement>,
    /// Day of its state.
    pub etat_le: Date,
    /// Places of practice, the main one first.
    pub lieux: Vec<Lieu>,
    /// Those the declaration names.
    pub lieux_choisis: Vec<LieuId>,
    /// What the directory says of the MK.
    pub annuaire: Option<AvisAnnuaire>,
    /// Memberships of this CPTS, the oldest first.
    pub adhesions: Vec<Adhesion>,
    /// Where the other declarations of the MK in the department stand.
    pub autres: Vec<EtatDeclaration>,
    /// How many files are joined, as [`crate::piece::nombre`] counts them.
    pub pieces: u32,
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
    let mut lignes = tetes(tx, selection, apres, limite)?;
    let (Some(premiere), Some(derniere)) = (lignes.first(), lignes.last()) else { return Ok(lignes) };
    let bornes = params![
        selection.departement,
        selection.etat_et_suspension().0,
        premiere.etat_le,
        premiere.declaration.id,
        derniere.etat_le,
        derniere.declaration.id
    ];
    joindre(tx, &bornes, &mut lignes)?;
    let ids: Vec<DeclarationId> = lignes.iter().map(|ligne| ligne.declaration.id).collect();
    let mut avis = avis_de_la_tranche(tx, &bornes, (selection.departement, &ids))?;
    for ligne in &mut lignes {
        ligne.annuaire = avis.remove(&ligne.declaration.id);
    }
    Ok(lignes)
}

/// The lines with their CPTS, nothing else of them read yet.
fn tetes(
    tx: &mut Tx,
    selection: &Selection,
    apres: &CurseurTranche,
    limite: u16,
) -> Result<Vec<LigneTranche>, Echec> {
    let (etat, suspendue) = selection.etat_et_suspension();
    let [premier, second, troisieme, numero] = selection.motifs();
    let valeurs = params![
        selection.departement,
        etat,
        suspendue,
        apres.etat_le,
        apres.declaration,
        selection.cpts,
        selection.touchees_par,
        limite,
        premier,
        second,
        troisieme,
        numero
    ];
    let rows = tx.query(TETES, &valeurs)?;
    let mut connues: HashMap<CptsId, Situee> = HashMap::new();
    let mut lignes = Vec::new();
    for row in &rows {
        let id: CptsId = row.get("cpts")?;
        if let Entry::Vacant(inconnue) = connues.entry(id) {
            let cpts = cpts::charger(tx, id)?.ok_or(Echec::Absent)?;
            inconnue.insert((cpts, cpts::departements(tx, id)?));
        }
        let situee = connues.get(&id).cloned().ok_or(Echec::Absent)?;
        lignes.push(tete(row, situee)?);
    }
    Ok(lignes)
}

/// Reads what hangs on the lines between these bounds, one query per kind of thing.
fn joindre(tx: &mut Tx, bornes: &[Value; 6], lignes: &mut [LigneTranche]) -> Result<(), Echec> {
    let rangs: HashMap<DeclarationId, usize> =
        lignes.iter().enumerate().map(|(rang, ligne)| (ligne.declaration.id, rang)).collect();
    let mut lire_et_poser =
        |sql: &'static str, faire: &dyn Fn(&mut LigneTranche, &Row) -> Result<(), Echec>| {
            for row in tx.query(sql, bornes)? {
                let rang = rangs.get(&row.get("pour")?).copied();
                if let Some(ligne) = rang.and_then(|rang| lignes.get_mut(rang)) {
                    faire(ligne, &row)?;
                }
            }
            Ok::<(), Echec>(())
        };
    lire_et_poser(LIEUX, &|ligne, row| {
        ligne.lieux.push(praticien::lieu(row)?);
        Ok(())
    })?;
    lire_et_poser(CHOISIS, &|ligne, row| {
        ligne.lieux_choisis.push(row.get("lieu")?);
        Ok(())
    })?;
    lire_et_poser(PIECES, &|ligne, row| {
        ligne.pieces = u32::try_from(row.get::<i64>("nombre")?).unwrap_or(u32::MAX);
        Ok(())
    })?;
    lire_et_poser(ADHESIONS, &|ligne, row| {
        ligne.adhesions.push(adhesion(row)?);
        Ok(())
    })?;
    lire_et_poser(AUTRES, &autre)?;
    lire_et_poser(HOMONYMES, &|ligne, row| {
        ligne.doublons.push(doublon(row, Ressemblance::MemeNom)?);
        Ok(())
    })
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

/// A CPTS and the departments it acts in.
type Situee = (Cpts, Vec<CodeDepartement>);

fn tete(row: &Row, (cpts, territoire): Situee) -> Result<LigneTranche, Echec> {
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
        territoire,
        declaration,
        lieux: Vec::new(),
        lieux_choisis: Vec::new(),
        annuaire: None,
        pieces: 0,
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
