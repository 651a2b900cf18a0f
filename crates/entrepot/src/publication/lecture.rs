//! Reading the MKs ever authorised: five queries for all of them, five for each one.

use std::collections::{BTreeMap, HashMap};

use droit::fiche_publique::FichePublique;
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, LieuId, NumeroRpps, PraticienId};
use jiff::civil::Date;

use super::fiche;
use crate::sql::Value;
use crate::{Echec, Row, Tx, params};

const PRATICIENS: &str = "SELECT p.id, p.rpps, p.nom, p.prenom, p.recherche FROM praticien p
    WHERE EXISTS (SELECT 1 FROM autorisation a WHERE a.praticien = p.id)";
const PRATICIEN: &str = "SELECT p.id, p.rpps, p.nom, p.prenom, p.recherche FROM praticien p
    WHERE p.id = $1 AND EXISTS (SELECT 1 FROM autorisation a WHERE a.praticien = p.id)";
const PERIODES: &str = "SELECT praticien, declaration, departement, cpts, du, au FROM autorisation
    ORDER BY praticien, departement, du";
const PERIODES_DE: &str = "SELECT praticien, declaration, departement, cpts, du, au FROM autorisation
    WHERE praticien = $1 ORDER BY departement, du";
const LIEUX: &str = "SELECT praticien, id, departement, adresse, code_postal, commune, recherche, du, au
    FROM lieu_exercice ORDER BY praticien, principal DESC, id";
const LIEUX_DE: &str = "SELECT praticien, id, departement, adresse, code_postal, commune, recherche, du, au
    FROM lieu_exercice WHERE praticien = $1 ORDER BY principal DESC, id";
const FICHES: &str =
    "SELECT praticien, accueil, delai_jours, domicile, telephone, dit_le FROM fiche_publique";
const FICHE_DE: &str = "SELECT praticien, accueil, delai_jours, domicile, telephone, dit_le
    FROM fiche_publique WHERE praticien = $1";
const NOMMES: &str = "SELECT d.praticien, x.declaration, x.lieu, x.du FROM declaration_lieu x
    JOIN declaration d ON d.id = x.declaration
    WHERE EXISTS (SELECT 1 FROM autorisation a WHERE a.declaration = d.id) ORDER BY x.declaration, x.lieu";
const NOMMES_DE: &str = "SELECT d.praticien, x.declaration, x.lieu, x.du FROM declaration_lieu x
    JOIN declaration d ON d.id = x.declaration
    WHERE d.praticien = $1 AND EXISTS (SELECT 1 FROM autorisation a WHERE a.declaration = d.id)
    ORDER BY x.declaration, x.lieu";
const COMMUNAUTES: &str = "SELECT id, nom FROM cpts";

/// An MK who was authorised at least once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publie {
    /// Key.
    pub id: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Words under which he is sorted and found.
    pub recherche: String,
    /// Every period of authorisation, by department and day.
    pub periodes: Vec<Periode>,
    /// Every place of practice he ever had, the main ones first.
    pub lieux: Vec<LieuPublie>,
    /// Those his declarations name; one that names none leaves it to all those of the department.
    pub nommes: Vec<Nomme>,
    /// What he says of himself.
    pub fiche: Option<FichePublique>,
}

impl Publie {
    /// The first day a period shows a place of its department: that of the place, or the later one from which the ARS
    /// retains it; `None` where its declaration names places, and not this one.
    pub fn montre_du(&self, periode: &Periode, lieu: &LieuPublie) -> Option<Date> {
        if lieu.departement != periode.departement {
            return None;
        }
        let mut nommes =
            self.nommes.iter().filter(|nomme| nomme.declaration == periode.declaration).peekable();
        if nommes.peek().is_none() {
            return Some(lieu.du);
        }
        nommes.find(|nomme| nomme.lieu == lieu.id).map(|nomme| nomme.du.map_or(lieu.du, |du| du.max(lieu.du)))
    }
}

/// A place that a declaration names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nomme {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The place.
    pub lieu: LieuId,
    /// The day from which the ARS retains it, where it was added after the acceptance.
    pub du: Option<Date>,
}

/// A period of authorisation, both days inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periode {
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
}

/// A place of practice as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuPublie {
    /// Key.
    pub id: LieuId,
    /// Department.
    pub departement: CodeDepartement,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// Words under which the commune is found.
    pub recherche: String,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
}

/// Every MK ever authorised.
///
/// # Errors
/// When the base fails.
pub fn tous(tx: &mut Tx) -> Result<Vec<Publie>, Echec> {
    rassembler(tx, [PRATICIENS, PERIODES, LIEUX, NOMMES, FICHES], &[])
}

/// Those of these MKs who were ever authorised.
///
/// # Errors
/// When the base fails.
pub fn publies(tx: &mut Tx, praticiens: impl IntoIterator<Item = PraticienId>) -> Result<Vec<Publie>, Echec> {
    let mut lus = Vec::new();
    for praticien in praticiens {
        lus.extend(rassembler(
            tx,
            [PRATICIEN, PERIODES_DE, LIEUX_DE, NOMMES_DE, FICHE_DE],
            &params![praticien],
        )?);
    }
    Ok(lus)
}

/// The names of the CPTS.
///
/// # Errors
/// When the base fails.
pub fn communautes(tx: &mut Tx) -> Result<HashMap<CptsId, String>, Echec> {
    tx.query(COMMUNAUTES, &[])?.iter().map(|ligne| Ok((ligne.get("id")?, ligne.get("nom")?))).collect()
}

fn rassembler(tx: &mut Tx, textes: [&'static str; 5], valeurs: &[Value]) -> Result<Vec<Publie>, Echec> {
    let [praticiens, periodes, lieux, nommes, fiches] = textes;
    let mut publies = BTreeMap::new();
    for ligne in &tx.query(praticiens, valeurs)? {
        let publie = praticien(ligne)?;
        publies.insert(publie.id, publie);
    }
    for ligne in &tx.query(periodes, valeurs)? {
        if let Some(publie) = publies.get_mut(&ligne.get("praticien")?) {
            publie.periodes.push(periode(ligne)?);
        }
    }
    for ligne in &tx.query(lieux, valeurs)? {
        if let Some(publie) = publies.get_mut(&ligne.get("praticien")?) {
            publie.lieux.push(lieu(ligne)?);
        }
    }
    for ligne in &tx.query(nommes, valeurs)? {
        if let Some(publie) = publies.get_mut(&ligne.get("praticien")?) {
            let (declaration, lieu) = (ligne.get("declaration")?, ligne.get("lieu")?);
            publie.nommes.push(Nomme { declaration, lieu, du: ligne.get("du")? });
        }
    }
    for ligne in &tx.query(fiches, valeurs)? {
        if let Some(publie) = publies.get_mut(&ligne.get("praticien")?) {
            publie.fiche = Some(fiche::lire(ligne)?);
        }
    }
    Ok(publies.into_values().collect())
}

fn praticien(ligne: &Row) -> Result<Publie, Echec> {
    Ok(Publie {
        id: ligne.get("id")?,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        recherche: ligne.get("recherche")?,
        periodes: Vec::new(),
        lieux: Vec::new(),
        nommes: Vec::new(),
        fiche: None,
    })
}

fn periode(ligne: &Row) -> Result<Periode, Echec> {
    Ok(Periode {
        declaration: ligne.get("declaration")?,
        departement: ligne.get("departement")?,
        cpts: ligne.get("cpts")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
    })
}

fn lieu(ligne: &Row) -> Result<LieuPublie, Echec> {
    Ok(LieuPublie {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        adresse: ligne.get("adresse")?,
        code_postal: ligne.get("code_postal")?,
        commune: ligne.get("commune")?,
        recherche: ligne.get("recherche")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
    })
}
