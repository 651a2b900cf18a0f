//! Accounts: who may sign in, in which capacity, with which second factor.

use droit::acces::{Acteur, Role};
use droit::identifiant::{CodeDepartement, CompteId, NumeroRpps};
use jiff::Timestamp;

use crate::{Echec, Row, Tx, params};

const COLONNES_DE: &str =
    "SELECT id, login, nom, mot_de_passe, role, praticien, cpts, departements, etat, totp, totp_pas,
    cree_le FROM compte WHERE login = $1";
const COLONNES_PAR_ID: &str =
    "SELECT id, login, nom, mot_de_passe, role, praticien, cpts, departements, etat, totp,
    totp_pas, cree_le FROM compte WHERE id = $1";
const DU_RPPS: &str =
    "SELECT c.id, c.login, c.nom, c.mot_de_passe, c.role, c.praticien, c.cpts, c.departements, c.etat,
        c.totp, c.totp_pas, c.cree_le
    FROM compte c JOIN praticien p ON p.id = c.praticien WHERE p.rpps = $1 AND c.role = 'mk' ORDER BY c.id";
const DU_MEDECIN: &str =
    "SELECT id, login, nom, mot_de_passe, role, praticien, cpts, departements, etat, totp, totp_pas,
    cree_le FROM compte WHERE rpps = $1 AND role = 'medecin' ORDER BY id";
const RPPS: &str = "SELECT rpps FROM compte WHERE id = $1";
const NOTER_RPPS: &str = "UPDATE compte SET rpps = $2 WHERE id = $1 AND role = 'medecin'";
const LISTER: &str =
    "SELECT id, login, nom, mot_de_passe, role, praticien, cpts, departements, etat, totp, totp_pas,
    cree_le FROM compte WHERE login LIKE $1 ORDER BY login LIMIT $2 OFFSET $3";
const COMPTER: &str = "SELECT count(*) AS n FROM compte WHERE login LIKE $1";
const INSERER: &str = "INSERT INTO compte
    (id, login, nom, mot_de_passe, role, praticien, cpts, departements, etat, cree_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// May the account sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatCompte {
    /// It may.
    Actif,
    /// It may not; its past stays.
    Suspendu,
}

impl EtatCompte {
    /// The spelling in the base.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Actif => "actif",
            Self::Suspendu => "suspendu",
        }
    }
}

/// The second factor of an account: its secret sealed, and the last time step used, so that a code serves once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFacteur {
    /// Sealed secret.
    pub secret: Vec<u8>,
    /// Last time step used.
    pub pas: i64,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Its identifier.
    pub id: CompteId,
    /// What is typed to sign in, in lower case.
    pub login: String,
    /// The name shown to its owner.
    pub nom: String,
    /// Hash of the password (argon2id, PHC string).
    pub mot_de_passe: String,
    /// In which capacity it acts.
    pub acteur: Acteur,
    /// May it sign in.
    pub etat: EtatCompte,
    /// Its second factor, if it has one.
    pub second_facteur: Option<SecondFacteur>,
    /// When it was created.
    pub cree_le: Timestamp,
}

/// Leaves a new account for the flush; a login already taken is [`Echec::Doublon`].
pub fn inserer(tx: &mut Tx, compte: &Compte) {
    let (praticien, cpts, departements) = match &compte.acteur {
        Acteur::Mk { praticien } | Acteur::Medecin { praticien } => (Some(*praticien), None, String::new()),
        Acteur::CoordinationCpts { cpts } => (None, Some(*cpts), String::new()),
        Acteur::AgentArs { departements } => (None, None, ecrire(departements)),
        Acteur::AgentCpam { departement } | Acteur::MembreComite { departement } => {
            (None, None, departement.to_string())
        }
        Acteur::Administrateur => (None, None, String::new()),
    };
    tx.enqueue_one(
        INSERER,
        params![
            compte.id,
            &compte.login,
            &compte.nom,
            &compte.mot_de_passe,
            compte.acteur.role().code(),
            praticien,
            cpts,
            departements,
            compte.etat.code(),
            compte.cree_le,
        ],
    );
}

/// The account of a login, in lower case.
///
/// # Errors
/// When the base fails or the row cannot be read.
pub fn de_login(tx: &mut Tx, login: &str) -> Result<Option<Compte>, Echec> {
    tx.query_opt(COLONNES_DE, &params![login])?.as_ref().map(lire).transpose()
}

/// The account of an identifier.
///
/// # Errors
/// When the base fails or the row cannot be read.
pub fn par_id(tx: &mut Tx, id: CompteId) -> Result<Option<Compte>, Echec> {
    tx.query_opt(COLONNES_PAR_ID, &params![id])?.as_ref().map(lire).transpose()
}

/// The accounts of the MK of this number, suspended ones included: one, but for a mistake of administration.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn du_rpps(tx: &mut Tx, rpps: &NumeroRpps) -> Result<Vec<Compte>, Echec> {
    tx.query(DU_RPPS, &params![rpps.as_str()])?.iter().map(lire).collect()
}

/// The accounts of the doctor of this number, suspended ones included: one, but for a mistake of administration.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn du_medecin(tx: &mut Tx, rpps: &NumeroRpps) -> Result<Vec<Compte>, Echec> {
    tx.query(DU_MEDECIN, &params![rpps.as_str()])?.iter().map(lire).collect()
}

/// The number of a doctor's account; `None` where it is not known, and for any other role.
///
/// # Errors
/// When the base fails or there is no such account.
pub fn rpps(tx: &mut Tx, id: CompteId) -> Result<Option<NumeroRpps>, Echec> {
    tx.query_opt(RPPS, &params![id])?.ok_or(Echec::Absent)?.get("rpps")
}

/// Leaves the number of a doctor's account for the flush; for any other role, [`Echec::Conflit`].
pub fn noter_rpps(tx: &mut Tx, id: CompteId, rpps: &NumeroRpps) {
    tx.enqueue_one(NOTER_RPPS, params![id, rpps.as_str()]);
}

/// Accounts whose login starts so, in order, and how many there are in all.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn lister(tx: &mut Tx, debut: &str, combien: u32, apres: u32) -> Result<(Vec<Compte>, u64), Echec> {
    let motif = format!("{}%", debut.replace(['%', '_'], ""));
    let total: i64 = tx.query_one(COMPTER, &params![&motif])?.get("n")?;
    let lignes = tx.query(LISTER, &params![&motif, combien, apres])?;
    let comptes = lignes.iter().map(lire).collect::<Result<_, _>>()?;
    Ok((comptes, u64::try_from(total).unwrap_or_default()))
}

/// Leaves the new hash of a password for the flush.
pub fn changer_mot_de_passe(tx: &mut Tx, id: CompteId, hachage: &str) {
    tx.enqueue_one("UPDATE compte SET mot_de_passe = $2 WHERE id = $1", params![id, hachage]);
}

/// Leaves the new state for the flush.
pub fn changer_etat(tx: &mut Tx, id: CompteId, etat: EtatCompte) {
    tx.enqueue_one("UPDATE compte SET etat = $2 WHERE id = $1", params![id, etat.code()]);
}

/// Leaves a second factor and its recovery codes for the flush, in place of any other.
pub fn poser_second_facteur(tx: &mut Tx, id: CompteId, facteur: &SecondFacteur, codes: &[[u8; 32]]) {
    let poser = "UPDATE compte SET totp = $2, totp_pas = $3 WHERE id = $1";
    tx.enqueue_one(poser, params![id, facteur.secret.as_slice(), facteur.pas]);
    tx.enqueue("DELETE FROM code_de_secours WHERE compte = $1", params![id]);
    for code in codes {
        tx.enqueue("INSERT INTO code_de_secours (compte, empreinte) VALUES ($1, $2)", params![id, *code]);
    }
}

/// Leaves the removal of the second factor for the flush.
pub fn retirer_second_facteur(tx: &mut Tx, id: CompteId) {
    tx.enqueue_one("UPDATE compte SET totp = NULL, totp_pas = 0 WHERE id = $1", params![id]);
    tx.enqueue("DELETE FROM code_de_secours WHERE compte = $1", params![id]);
}

/// Leaves the use of a time step for the flush: a step already used is [`Echec::Conflit`].
pub fn consommer_pas(tx: &mut Tx, id: CompteId, pas: i64) {
    tx.enqueue_one("UPDATE compte SET totp_pas = $2 WHERE id = $1 AND totp_pas < $2", params![id, pas]);
}

/// Leaves the use of a recovery code for the flush: a code unknown or already used is [`Echec::Conflit`].
pub fn consommer_code(tx: &mut Tx, id: CompteId, empreinte: [u8; 32]) {
    let retirer = "DELETE FROM code_de_secours WHERE compte = $1 AND empreinte = $2";
    tx.enqueue_one(retirer, params![id, empreinte]);
}

/// The account held by these columns.
pub(crate) fn lire(ligne: &Row) -> Result<Compte, Echec> {
    let etat: String = ligne.get("etat")?;
    let secret: Option<Vec<u8>> = ligne.get("totp")?;
    let pas = ligne.get("totp_pas")?;
    Ok(Compte {
        id: ligne.get("id")?,
        login: ligne.get("login")?,
        nom: ligne.get("nom")?,
        mot_de_passe: ligne.get("mot_de_passe")?,
        acteur: lire_acteur(ligne)?,
        etat: if etat == EtatCompte::Actif.code() { EtatCompte::Actif } else { EtatCompte::Suspendu },
        second_facteur: secret.map(|secret| SecondFacteur { secret, pas }),
        cree_le: ligne.get("cree_le")?,
    })
}

/// The actor of the columns `role`, `praticien`, `cpts` and `departements`.
pub(crate) fn lire_acteur(ligne: &Row) -> Result<Acteur, Echec> {
    let role: String = ligne.get("role")?;
    let inconnu = |cause: &str| Echec::Colonne { colonne: "role".to_owned(), cause: cause.to_owned() };
    let departements = lire_departements(ligne)?;
    let unique = || departements.first().copied().ok_or_else(|| inconnu("département absent"));
    Ok(match Role::depuis_code(&role).ok_or_else(|| inconnu("rôle inconnu"))? {
        Role::Mk => Acteur::Mk { praticien: ligne.get("praticien")? },
        Role::Medecin => Acteur::Medecin { praticien: ligne.get("praticien")? },
        Role::CoordinationCpts => Acteur::CoordinationCpts { cpts: ligne.get("cpts")? },
        Role::AgentCpam => Acteur::AgentCpam { departement: unique()? },
        Role::MembreComite => Acteur::MembreComite { departement: unique()? },
        Role::AgentArs => Acteur::AgentArs { departements },
        Role::Administrateur => Acteur::Administrateur,
    })
}

fn ecrire(departements: &[CodeDepartement]) -> String {
    departements.iter().map(CodeDepartement::as_str).collect::<Vec<_>>().join(" ")
}

fn lire_departements(ligne: &Row) -> Result<Vec<CodeDepartement>, Echec> {
    let texte: String = ligne.get("departements")?;
    let illisible = |cause: droit::identifiant::DepartementInconnu| Echec::Colonne {
        colonne: "departements".to_owned(),
        cause: cause.to_string(),
    };
    texte.split_whitespace().map(|code| code.parse().map_err(illisible)).collect()
}
