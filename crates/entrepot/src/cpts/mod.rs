//! The CPTS on file, their departments, their fiche, and the page of their members.

mod designation;
mod fiche;
mod repertoire;

pub use designation::{Designation, designations};
pub use repertoire::{NouvelleCpts, chercher, corriger, enregistrer, nommee, toutes};

pub use fiche::{PasDeFiche, avancer_fiche, historique_de_la_fiche};

use droit::declaration::Adhesion;
use droit::fiche_cpts::{EtatFiche, FicheCpts};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, NumeroRpps, PraticienId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const DEPARTEMENT: &str = "INSERT INTO cpts_departement (departement, cpts) VALUES ($1, $2)";
const SITUER: &str = "UPDATE cpts SET siege = $3, version = version + 1 WHERE id = $1 AND version = $2";
const DELIMITER: &str = "DELETE FROM cpts_departement WHERE cpts = $1";
const PAR_CLE: &str =
    "SELECT c.id, c.nom, c.siege, c.version, f.etape, f.redigee_le, f.validee_le, f.ars_le, f.cpam_le,
        f.recue_le, f.prise_le
    FROM cpts c LEFT JOIN fiche_cpts f ON f.cpts = c.id WHERE c.id = $1";
const PAR_DEPARTEMENT: &str =
    "SELECT c.id, c.nom, c.siege, c.version, f.etape, f.redigee_le, f.validee_le, f.ars_le,
        f.cpam_le, f.recue_le, f.prise_le
    FROM cpts_departement d JOIN cpts c ON c.id = d.cpts LEFT JOIN fiche_cpts f ON f.cpts = c.id
    WHERE d.departement = $1 ORDER BY c.recherche, c.id";
const AVEC_LEURS_DEPARTEMENTS: &str = "SELECT c.nom, c.siege, a.cpts, a.departement
    FROM cpts_departement d JOIN cpts c ON c.id = d.cpts JOIN cpts_departement a ON a.cpts = d.cpts
    WHERE d.departement = $1";
const DEPARTEMENTS: &str = "SELECT departement FROM cpts_departement WHERE cpts = $1 ORDER BY departement";
const MEMBRES: &str = "SELECT p.id, p.rpps, p.nom, p.prenom, p.recherche, m.qualite, m.du, m.au,
        d.id AS declaration,
        CASE WHEN d.suspendue_du IS NULL THEN d.etat ELSE 'suspendue' END AS etat, d.etat_le, d.departement
    FROM adhesion m
        JOIN praticien p ON p.id = m.praticien
        LEFT JOIN declaration d ON d.id = (
            SELECT v.id FROM declaration v WHERE v.praticien = m.praticien AND v.cpts = m.cpts
            ORDER BY v.etat_le DESC, v.id DESC LIMIT 1)
    WHERE m.cpts = $1 AND m.du <= $2 AND (m.au IS NULL OR m.au >= $2)
        AND (p.recherche > $3 OR (p.recherche = $3 AND p.id > $4))
    ORDER BY p.recherche, p.id LIMIT $5";

/// A CPTS on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpts {
    /// Key.
    pub id: CptsId,
    /// Name.
    pub nom: String,
    /// Department of its seat, once recorded.
    pub siege: Option<CodeDepartement>,
    /// Where the fiche on direct access of its projet de santé stands.
    pub fiche: EtatFiche,
    /// Grows by one at each write.
    pub version: i64,
}

impl Cpts {
    /// Its fiche, ready for the next step.
    pub fn fiche(&self) -> FicheCpts {
        FicheCpts { cpts: self.id, etat: self.fiche, version: self.version }
    }
}

/// A member, and where his declaration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membre {
    /// The MK.
    pub praticien: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Membership.
    pub adhesion: Adhesion,
    /// Latest declaration under this CPTS: key, department, code of its state, day of that state.
    pub declaration: Option<(DeclarationId, CodeDepartement, String, Date)>,
    /// Where the next page would begin after this line.
    pub curseur: CurseurMembre,
}

/// Where a page ends, and the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurseurMembre {
    /// Name under which the last line is sorted.
    pub nom: String,
    /// The MK.
    pub praticien: PraticienId,
}

impl Default for CurseurMembre {
    fn default() -> Self {
        Self { nom: String::new(), praticien: PraticienId::new(0) }
    }
}

/// Records a CPTS and its departments; nobody said where its seat is.
pub fn inscrire(
    tx: &mut Tx,
    id: CptsId,
    nom: &str,
    departements: &[CodeDepartement],
    acteur: &str,
    instant: Timestamp,
) {
    let nouvelle = NouvelleCpts { id, nom: nom.to_owned(), siege: None, territoire: departements.to_vec() };
    enregistrer(tx, &nouvelle, acteur, instant);
}

/// Records where its seat is and which departments its territory covers.
pub fn situer(
    tx: &mut Tx,
    cpts: &Cpts,
    siege: Option<CodeDepartement>,
    territoire: &[CodeDepartement],
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(SITUER, params![cpts.id, cpts.version, siege]);
    tx.enqueue(DELIMITER, params![cpts.id]);
    for departement in territoire {
        tx.enqueue_one(DEPARTEMENT, params![*departement, cpts.id]);
    }
    tx.tracer(Entree::new(instant, acteur, "cpts.situer", format!("cpts/{}", cpts.id)));
}

/// The CPTS; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: CptsId) -> Result<Option<Cpts>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The CPTS of a department, by name.
///
/// # Errors
/// When the base fails.
pub fn du_departement(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Cpts>, Echec> {
    tx.query(PAR_DEPARTEMENT, &params![departement])?.iter().map(lire).collect()
}

/// The CPTS of a department, by name, each with every department it acts in. Sorted here, for each engine sorts texts its own
/// way, and what is hidden of a department depends on the order.
///
/// # Errors
/// When the base fails.
pub fn avec_leurs_departements(
    tx: &mut Tx,
    departement: CodeDepartement,
) -> Result<Vec<(CptsId, CodeDepartement)>, Echec> {
    type Lue = (String, Option<CodeDepartement>, CptsId, CodeDepartement);
    let lire = |ligne: &Row| {
        Ok((ligne.get("nom")?, ligne.get("siege")?, ligne.get("cpts")?, ligne.get("departement")?))
    };
    let mut lues: Vec<Lue> = tx
        .query(AVEC_LEURS_DEPARTEMENTS, &params![departement])?
        .iter()
        .map(lire)
        .collect::<Result<_, Echec>>()?;
    lues.sort();
    Ok(lues.into_iter().map(|(_, _, id, departement)| (id, departement)).collect())
}

/// The departments a CPTS acts in.
///
/// # Errors
/// When the base fails.
pub fn departements(tx: &mut Tx, id: CptsId) -> Result<Vec<CodeDepartement>, Echec> {
    tx.query(DEPARTEMENTS, &params![id])?.iter().map(|ligne| ligne.get("departement")).collect()
}

/// A page of the members on a day.
///
/// # Errors
/// When the base fails.
pub fn membres(
    tx: &mut Tx,
    id: CptsId,
    jour: Date,
    apres: &CurseurMembre,
    limite: u16,
) -> Result<Vec<Membre>, Echec> {
    let valeurs = params![id, jour, apres.nom.as_str(), apres.praticien, limite];
    tx.query(MEMBRES, &valeurs)?.iter().map(membre).collect()
}

fn lire(ligne: &Row) -> Result<Cpts, Echec> {
    Ok(Cpts {
        id: ligne.get("id")?,
        nom: ligne.get("nom")?,
        siege: ligne.get("siege")?,
        fiche: fiche::etat(ligne)?,
        version: ligne.get("version")?,
    })
}

fn membre(ligne: &Row) -> Result<Membre, Echec> {
    let declaration = match ligne.get("declaration")? {
        None => None,
        Some(id) => Some((id, ligne.get("departement")?, ligne.get("etat")?, ligne.get("etat_le")?)),
    };
    let praticien: PraticienId = ligne.get("id")?;
    Ok(Membre {
        praticien,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        adhesion: Adhesion { qualite: ligne.get("qualite")?, du: ligne.get("du")?, au: ligne.get("au")? },
        declaration,
        curseur: CurseurMembre { nom: ligne.get("recherche")?, praticien },
    })
}
