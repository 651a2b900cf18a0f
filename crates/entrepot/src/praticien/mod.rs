//! The MKs on file: who they are, where they practise, when they were authorised.

mod cabinet;
mod changement;
mod ecriture;
mod lieu;
mod liste;
mod repertoire;

pub use cabinet::{Cabinet, Description, cabinets, decrire};
pub use changement::{Changement, Mouvement, changements};
pub use ecriture::{NouveauPraticien, adherer, inscrire, quitter};
pub use lieu::{NouveauLieu, ajouter_lieu, demander_lieu, proposer_lieu, quitter_lieu, rendre_principal};
pub use liste::{Autorise, Critere, CurseurListe, autorises};
pub use repertoire::{Etat, chercher, corriger, noms_connus};

use droit::decision::Statut;
use droit::declaration::{Adhesion, FinAutorisation};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, LieuId, NumeroAm, NumeroRpps, PraticienId};
use jiff::civil::Date;

use crate::{Echec, Row, Tx, params};

const PAR_CLE: &str = "SELECT id, rpps, nom, prenom, statut FROM praticien WHERE id = $1";
const PAR_RPPS: &str = "SELECT id, rpps, nom, prenom, statut FROM praticien WHERE rpps = $1";
const PAR_NUMERO_AM: &str = "SELECT id, rpps, nom, prenom, statut FROM praticien
    WHERE id IN (SELECT praticien FROM lieu_exercice WHERE numero_am = $1) ORDER BY recherche, id";
const LIEUX: &str = "SELECT id, departement, principal, adresse, code_postal, commune, du, au
    FROM lieu_exercice WHERE praticien = $1 ORDER BY principal DESC, id";
const ADHESIONS: &str = "SELECT cpts, qualite, du, au FROM adhesion WHERE praticien = $1 ORDER BY du, cpts";
const AUTORISATIONS: &str = "SELECT declaration, departement, cpts, du, au, motif_fin FROM autorisation
    WHERE praticien = $1 ORDER BY departement, du";
const AUTORISE_AU: &str = "SELECT declaration, departement, cpts, du, au, motif_fin FROM autorisation
    WHERE praticien = $1 AND departement = $2 AND du <= $3 AND (au IS NULL OR au >= $3)
    ORDER BY du DESC LIMIT 1";

/// An MK on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Praticien {
    /// Key.
    pub id: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
}

/// A place of practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lieu {
    /// Key.
    pub id: LieuId,
    /// Department.
    pub departement: CodeDepartement,
    /// Is it the main one.
    pub principal: bool,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
}

/// A period of authorisation, both days inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Autorisation {
    /// The declaration it comes from.
    pub declaration: DeclarationId,
    /// Department.
    pub departement: CodeDepartement,
    /// CPTS it rests on.
    pub cpts: CptsId,
    /// First day.
    pub du: Date,
    /// Last day; `None` while it runs.
    pub au: Option<Date>,
    /// Why it ends.
    pub fin: Option<FinAutorisation>,
}

/// The MK; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: PraticienId) -> Result<Option<Praticien>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The MK of an RPPS number.
///
/// # Errors
/// When the base fails.
pub fn par_rpps(tx: &mut Tx, rpps: &NumeroRpps) -> Result<Option<Praticien>, Echec> {
    tx.query_opt(PAR_RPPS, &params![rpps.as_str()])?.map(|ligne| lire(&ligne)).transpose()
}

/// The MKs who practise or practised under an Assurance Maladie number.
///
/// # Errors
/// When the base fails.
pub fn par_numero_am(tx: &mut Tx, numero: &NumeroAm) -> Result<Vec<Praticien>, Echec> {
    tx.query(PAR_NUMERO_AM, &params![numero.as_str()])?.iter().map(lire).collect()
}

/// His places of practice, the main one first.
///
/// # Errors
/// When the base fails.
pub fn lieux(tx: &mut Tx, id: PraticienId) -> Result<Vec<Lieu>, Echec> {
    tx.query(LIEUX, &params![id])?.iter().map(lieu).collect()
}

/// His memberships, oldest first.
///
/// # Errors
/// When the base fails.
pub fn adhesions(tx: &mut Tx, id: PraticienId) -> Result<Vec<(CptsId, Adhesion)>, Echec> {
    let lire = |l: &Row| {
        let adhesion = Adhesion { qualite: l.get("qualite")?, du: l.get("du")?, au: l.get("au")? };
        Ok((l.get("cpts")?, adhesion))
    };
    tx.query(ADHESIONS, &params![id])?.iter().map(lire).collect()
}

/// Every period of authorisation he ever had.
///
/// # Errors
/// When the base fails.
pub fn autorisations(tx: &mut Tx, id: PraticienId) -> Result<Vec<Autorisation>, Echec> {
    tx.query(AUTORISATIONS, &params![id])?.iter().map(autorisation).collect()
}

/// The authorisation that ran in a department on a day.
///
/// # Errors
/// When the base fails.
pub fn autorise_au(
    tx: &mut Tx,
    id: PraticienId,
    departement: CodeDepartement,
    jour: Date,
) -> Result<Option<Autorisation>, Echec> {
    tx.query_opt(AUTORISE_AU, &params![id, departement, jour])?.map(|ligne| autorisation(&ligne)).transpose()
}

pub(crate) fn lire(ligne: &Row) -> Result<Praticien, Echec> {
    Ok(Praticien {
        id: ligne.get("id")?,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        statut: ligne.get("statut")?,
    })
}

pub(crate) fn lieu(ligne: &Row) -> Result<Lieu, Echec> {
    Ok(Lieu {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        principal: ligne.get("principal")?,
        adresse: ligne.get("adresse")?,
        code_postal: ligne.get("code_postal")?,
        commune: ligne.get("commune")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
    })
}

fn autorisation(ligne: &Row) -> Result<Autorisation, Echec> {
    let fin: Option<String> = ligne.get("motif_fin")?;
    Ok(Autorisation {
        declaration: ligne.get("declaration")?,
        departement: ligne.get("departement")?,
        cpts: ligne.get("cpts")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
        fin: fin.as_deref().and_then(FinAutorisation::depuis_code),
    })
}
