//! The public list: the MKs authorised as of a day, always computed from the periods, never edited.

use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, NumeroRpps, PraticienId};
use jiff::civil::Date;

use crate::recherche::motif;
use crate::{Echec, Row, Tx, params};

const PARTOUT: &str = "SELECT a.declaration, a.departement, a.du, a.au, a.cpts, c.nom AS nom_cpts,
        p.id, p.rpps, p.nom, p.prenom, p.recherche, l.adresse, l.code_postal, l.commune
    FROM autorisation a
        JOIN praticien p ON p.id = a.praticien
        JOIN cpts c ON c.id = a.cpts
        LEFT JOIN lieu_exercice l ON l.id = (
            SELECT v.id FROM lieu_exercice v
            WHERE v.praticien = a.praticien AND v.departement = a.departement
                AND v.du <= $1 AND (v.au IS NULL OR v.au >= $1)
            ORDER BY v.principal DESC, v.id LIMIT 1)
    WHERE a.du <= $1 AND (a.au IS NULL OR a.au >= $1)
        AND a.cpts = COALESCE($2, a.cpts)
        AND (p.recherche LIKE $3 OR l.recherche LIKE $3)
        AND (p.recherche > $4 OR (p.recherche = $4 AND a.declaration > $5))
    ORDER BY p.recherche, a.declaration LIMIT $6";
const DANS_LE_DEPARTEMENT: &str =
    "SELECT a.declaration, a.departement, a.du, a.au, a.cpts, c.nom AS nom_cpts,
        p.id, p.rpps, p.nom, p.prenom, p.recherche, l.adresse, l.code_postal, l.commune
    FROM autorisation a
        JOIN praticien p ON p.id = a.praticien
        JOIN cpts c ON c.id = a.cpts
        LEFT JOIN lieu_exercice l ON l.id = (
            SELECT v.id FROM lieu_exercice v
            WHERE v.praticien = a.praticien AND v.departement = a.departement
                AND v.du <= $1 AND (v.au IS NULL OR v.au >= $1)
            ORDER BY v.principal DESC, v.id LIMIT 1)
    WHERE a.departement = $7 AND a.du <= $1 AND (a.au IS NULL OR a.au >= $1)
        AND a.cpts = COALESCE($2, a.cpts)
        AND (p.recherche LIKE $3 OR l.recherche LIKE $3)
        AND (p.recherche > $4 OR (p.recherche = $4 AND a.declaration > $5))
    ORDER BY p.recherche, a.declaration LIMIT $6";

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Critere {
    /// Authorised on this day.
    pub jour: Date,
    /// In this department.
    pub departement: Option<CodeDepartement>,
    /// In this CPTS.
    pub cpts: Option<CptsId>,
    /// Beginning of a word of the name or of the commune.
    pub mot: Option<String>,
    /// After this line.
    pub apres: CurseurListe,
    /// At most this many lines.
    pub limite: u16,
}

/// Where a page ends, and the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurseurListe {
    /// Name under which the last line is sorted.
    pub nom: String,
    /// Its declaration.
    pub declaration: DeclarationId,
}

impl Default for CurseurListe {
    fn default() -> Self {
        Self { nom: String::new(), declaration: DeclarationId::new(0) }
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autorise {
    /// The MK.
    pub praticien: PraticienId,
    /// RPPS number: for the caisse and the ARS, not for the public page.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Department.
    pub departement: CodeDepartement,
    /// CPTS.
    pub cpts: CptsId,
    /// Name of the CPTS.
    pub nom_cpts: String,
    /// Street, postcode and commune of the place of practice, when on file.
    pub lieu: Option<(String, String, String)>,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
    /// Where the next page would begin after this line.
    pub curseur: CurseurListe,
}

/// A page of the authorised MKs.
///
/// # Errors
/// When the base fails.
pub fn autorises(tx: &mut Tx, critere: &Critere) -> Result<Vec<Autorise>, Echec> {
    let mot = critere.mot.as_deref().and_then(motif).unwrap_or_else(|| "%".to_owned());
    let mut valeurs = params![
        critere.jour,
        critere.cpts,
        mot,
        critere.apres.nom.as_str(),
        critere.apres.declaration,
        critere.limite
    ]
    .to_vec();
    let sql = match critere.departement {
        None => PARTOUT,
        Some(departement) => {
            valeurs.push(departement.into());
            DANS_LE_DEPARTEMENT
        }
    };
    tx.query(sql, &valeurs)?.iter().map(lire).collect()
}

pub(super) fn lire(ligne: &Row) -> Result<Autorise, Echec> {
    let lieu = match ligne.get::<Option<String>>("commune")? {
        None => None,
        Some(commune) => Some((ligne.get("adresse")?, ligne.get("code_postal")?, commune)),
    };
    Ok(Autorise {
        praticien: ligne.get("id")?,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        departement: ligne.get("departement")?,
        cpts: ligne.get("cpts")?,
        nom_cpts: ligne.get("nom_cpts")?,
        lieu,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
        curseur: CurseurListe { nom: ligne.get("recherche")?, declaration: ligne.get("declaration")? },
    })
}
