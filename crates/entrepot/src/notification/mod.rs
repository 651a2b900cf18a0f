//! What each account is told: deposited in the transaction of its cause, listed, read; its e-mail leaves by the outbox.

mod courriel;

pub use courriel::{Coordonnees, Courriels, changer_coordonnees, coordonnees, expedier};

use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, PraticienId};
use droit::notification::Nature;
use jiff::Timestamp;

use crate::{Echec, Row, Tx, params};

const AU_PRATICIEN: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT c.id, $1, $2, $3, $7, $4, $5, CASE WHEN c.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte c WHERE c.role = 'mk' AND c.praticien = $8 AND c.etat = 'actif'
        AND NOT EXISTS (SELECT 1 FROM compte a WHERE a.id = $6 AND a.role = c.role)
    ON CONFLICT DO NOTHING";
const A_LA_CPTS: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT c.id, $1, $2, $3, $7, $4, $5, CASE WHEN c.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte c WHERE c.role = 'coordination-cpts' AND c.cpts = $8 AND c.etat = 'actif'
        AND NOT EXISTS (SELECT 1 FROM compte a WHERE a.id = $6 AND a.role = c.role)
    ON CONFLICT DO NOTHING";
const AU_DEPARTEMENT: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT c.id, $1, $2, $3, $7, $4, $5, CASE WHEN c.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte c WHERE c.role = $8 AND ' ' || c.departements || ' ' LIKE $9 AND c.etat = 'actif'
        AND NOT EXISTS (SELECT 1 FROM compte a WHERE a.id = $6 AND a.role = c.role)
    ON CONFLICT DO NOTHING";
const AUX_AGENTS_DE_LA_CPTS: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT c.id, $1, $2, $3, $7, $4, $5, CASE WHEN c.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte c WHERE c.role IN ('agent-ars', 'agent-cpam') AND c.etat = 'actif'
        AND EXISTS (SELECT 1 FROM cpts_departement d
            WHERE d.cpts = $8 AND ' ' || c.departements || ' ' LIKE '% ' || d.departement || ' %')
        AND NOT EXISTS (SELECT 1 FROM compte a WHERE a.id = $6 AND a.role = c.role)
    ON CONFLICT DO NOTHING";
const AU_GROUPE: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT c.id, $1, $2, $3, $7, $4, $5, CASE WHEN c.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte c WHERE c.etat = 'actif'
        AND ((c.role = 'membre-comite' AND ' ' || c.departements || ' ' LIKE $9)
            OR (c.role = 'coordination-cpts' AND EXISTS (
                SELECT 1 FROM cpts_departement d WHERE d.cpts = c.cpts AND d.departement = $8))
            OR (c.role = 'mk' AND EXISTS (SELECT 1 FROM autorisation u
                WHERE u.praticien = c.praticien AND u.departement = $8 AND u.au IS NULL)))
        AND NOT EXISTS (SELECT 1 FROM compte a WHERE a.id = $6 AND a.role = c.role)
    ON CONFLICT DO NOTHING";
const LISTER: &str = "SELECT n.cle, n.nature, n.lien, n.deposee_le, n.lue_le, n.declaration, p.nom, p.prenom
    FROM notification n
        LEFT JOIN declaration d ON d.id = n.declaration
        LEFT JOIN praticien p ON p.id = COALESCE(n.praticien, d.praticien)
    WHERE n.compte = $1 AND (n.deposee_le < $2 OR (n.deposee_le = $2 AND n.cle < $3))
    ORDER BY n.deposee_le DESC, n.cle DESC LIMIT $4";
const NON_LUES: &str = "SELECT count(*) AS nombre FROM (
        SELECT 1 FROM notification WHERE compte = $1 AND lue_le IS NULL LIMIT 100) u";
const MESSAGES_NON_LUS: &str = "SELECT DISTINCT declaration FROM notification
    WHERE compte = $1 AND nature = $2 AND lue_le IS NULL AND declaration IS NOT NULL";
const LIEN: &str = "SELECT lien FROM notification WHERE compte = $1 AND cle = $2";
const LIRE: &str = "UPDATE notification SET lue_le = $3 WHERE compte = $1 AND cle = $2 AND lue_le IS NULL";
const LIRE_TOUT: &str = "UPDATE notification SET lue_le = $2 WHERE compte = $1 AND lue_le IS NULL";
const LIRE_LA_DECLARATION: &str =
    "UPDATE notification SET lue_le = $3 WHERE compte = $1 AND declaration = $2 AND lue_le IS NULL";
const LIRE_LA_PAGE: &str =
    "UPDATE notification SET lue_le = $3 WHERE compte = $1 AND lien = $2 AND lue_le IS NULL";
const DE_LA_PAGE: &str = "SELECT count(*) AS nombre FROM notification
    WHERE compte = $1 AND lien = $2 AND lue_le IS NULL";
const DE_LA_DECLARATION: &str = "SELECT count(*) AS nombre FROM notification
    WHERE compte = $1 AND declaration = $2 AND lue_le IS NULL";
/// Whom it concerns. Whoever shares the role of its author is not told: one is not notified of what one's own side did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destinataire {
    /// An MK.
    Praticien(PraticienId),
    /// The coordination of a CPTS.
    Cpts(CptsId),
    /// The agents of the ARS of a department.
    Ars(CodeDepartement),
    /// The agents of the caisse of a department.
    Caisse(CodeDepartement),
    /// The agents of the ARS and of the caisse of every department that a CPTS acts in.
    AgentsDeLaCpts(CptsId),
    /// The members of the monitoring committee of a department.
    Comite(CodeDepartement),
    /// The group that learns together: authorised MKs, CPTS and committee of a department.
    Groupe(CodeDepartement),
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avis {
    /// What happened.
    pub nature: Nature,
    /// What makes it unique, for example `declaration/0199…/4`: told twice, it is listed once.
    pub cle: String,
    /// The declaration it is about, where there is one: its name is then shown, in the application only.
    pub declaration: Option<DeclarationId>,
    /// The MK it is about, where no declaration says it: his name is then shown in the same way.
    pub praticien: Option<PraticienId>,
    /// The page to open, within the site.
    pub lien: String,
    /// Who did it; `None` for the platform itself.
    pub auteur: Option<CompteId>,
    /// When.
    pub instant: Timestamp,
}

/// A notification of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its key, unique for the account.
    pub cle: String,
    /// What happened.
    pub nature: Nature,
    /// The page to open.
    pub lien: String,
    /// When.
    pub deposee_le: Timestamp,
    /// When it was read.
    pub lue_le: Option<Timestamp>,
    /// First name and name of the MK it is about.
    pub praticien: Option<(String, String)>,
}

/// Where a page ends, and the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurseurNotification {
    /// Instant of the last line.
    pub deposee_le: Timestamp,
    /// Its key.
    pub cle: String,
}

impl Default for CurseurNotification {
    fn default() -> Self {
        Self { deposee_le: Timestamp::MAX, cle: String::new() }
    }
}

/// Tells everyone it concerns, in the transaction of its cause.
pub fn deposer(tx: &mut Tx, destinataire: Destinataire, avis: &Avis) {
    let mut valeurs = params![
        avis.cle.as_str(),
        avis.nature,
        avis.declaration,
        avis.lien.as_str(),
        avis.instant,
        avis.auteur,
        avis.praticien
    ]
    .to_vec();
    let sql = match destinataire {
        Destinataire::Praticien(praticien) => {
            valeurs.push(praticien.into());
            AU_PRATICIEN
        }
        Destinataire::Cpts(cpts) => {
            valeurs.push(cpts.into());
            A_LA_CPTS
        }
        Destinataire::Ars(departement) => au_departement(&mut valeurs, "agent-ars", departement),
        Destinataire::Caisse(departement) => au_departement(&mut valeurs, "agent-cpam", departement),
        Destinataire::Comite(departement) => au_departement(&mut valeurs, "membre-comite", departement),
        Destinataire::AgentsDeLaCpts(cpts) => {
            valeurs.push(cpts.into());
            AUX_AGENTS_DE_LA_CPTS
        }
        Destinataire::Groupe(departement) => {
            valeurs.extend(params![departement, format!("% {departement} %")]);
            AU_GROUPE
        }
    };
    tx.enqueue(sql, valeurs);
}

fn au_departement(
    valeurs: &mut Vec<crate::Value>,
    role: &'static str,
    departement: CodeDepartement,
) -> &'static str {
    valeurs.extend(params![role, format!("% {departement} %")]);
    AU_DEPARTEMENT
}

/// A page of the notifications of an account, the latest first.
///
/// # Errors
/// When the base fails.
pub fn lister(
    tx: &mut Tx,
    compte: CompteId,
    apres: &CurseurNotification,
    limite: u16,
) -> Result<Vec<Notification>, Echec> {
    let valeurs = params![compte, apres.deposee_le, apres.cle.as_str(), limite];
    tx.query(LISTER, &valeurs)?.iter().map(lire).collect()
}

/// How many are unread, up to one hundred.
///
/// # Errors
/// When the base fails.
pub fn non_lues(tx: &mut Tx, compte: CompteId) -> Result<u32, Echec> {
    nombre(&tx.query_one(NON_LUES, &params![compte])?)
}

/// How many are unread about a declaration.
///
/// # Errors
/// When the base fails.
pub fn non_lues_de_la_declaration(
    tx: &mut Tx,
    compte: CompteId,
    declaration: DeclarationId,
) -> Result<u32, Echec> {
    nombre(&tx.query_one(DE_LA_DECLARATION, &params![compte, declaration])?)
}

/// How many are unread that lead to a page.
///
/// # Errors
/// When the base fails.
pub fn non_lues_de_la_page(tx: &mut Tx, compte: CompteId, lien: &str) -> Result<u32, Echec> {
    nombre(&tx.query_one(DE_LA_PAGE, &params![compte, lien])?)
}

/// Marks those that lead to a page as read.
pub fn marquer_lues_de_la_page(tx: &mut Tx, compte: CompteId, lien: &str, maintenant: Timestamp) {
    tx.enqueue(LIRE_LA_PAGE, params![compte, lien, maintenant]);
}

/// The declarations on which the account has a message to read.
///
/// # Errors
/// When the base fails.
pub fn messages_non_lus(tx: &mut Tx, compte: CompteId) -> Result<Vec<DeclarationId>, Echec> {
    let lignes = tx.query(MESSAGES_NON_LUS, &params![compte, Nature::MessageRecu])?;
    lignes.iter().map(|ligne| ligne.get("declaration")).collect()
}

/// The page of a notification of the account.
///
/// # Errors
/// When the base fails.
pub fn lien(tx: &mut Tx, compte: CompteId, cle: &str) -> Result<Option<String>, Echec> {
    tx.query_opt(LIEN, &params![compte, cle])?.map(|ligne| ligne.get("lien")).transpose()
}

/// Marks one as read; nothing changes when it was, or is somebody else's.
pub fn marquer_lue(tx: &mut Tx, compte: CompteId, cle: &str, maintenant: Timestamp) {
    tx.enqueue(LIRE, params![compte, cle, maintenant]);
}

/// Marks those about a declaration as read.
pub fn marquer_lues_de_la_declaration(
    tx: &mut Tx,
    compte: CompteId,
    declaration: DeclarationId,
    maintenant: Timestamp,
) {
    tx.enqueue(LIRE_LA_DECLARATION, params![compte, declaration, maintenant]);
}

/// Marks all of them as read.
pub fn marquer_toutes_lues(tx: &mut Tx, compte: CompteId, maintenant: Timestamp) {
    tx.enqueue(LIRE_TOUT, params![compte, maintenant]);
}

fn nombre(ligne: &Row) -> Result<u32, Echec> {
    Ok(u32::try_from(ligne.get::<i64>("nombre")?).unwrap_or(u32::MAX))
}

fn lire(ligne: &Row) -> Result<Notification, Echec> {
    let praticien = match ligne.get::<Option<String>>("nom")? {
        None => None,
        Some(nom) => Some((ligne.get("prenom")?, nom)),
    };
    Ok(Notification {
        cle: ligne.get("cle")?,
        nature: ligne.get("nature")?,
        lien: ligne.get("lien")?,
        deposee_le: ligne.get("deposee_le")?,
        lue_le: ligne.get("lue_le")?,
        praticien,
    })
}
