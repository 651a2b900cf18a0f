//! What is true now, period by period and place by place, beside what an addressee was told.

use std::collections::BTreeMap;

use droit::identifiant::{CodeDepartement, DeclarationId, DestinataireId, LieuId, NumeroRpps, PraticienId};
use jiff::civil::Date;

use super::Destinataire;
use crate::{Echec, Row, Tx, params};

const DU_DEPARTEMENT: &str =
    "SELECT a.declaration, a.departement, a.du, a.au, a.motif_fin, c.nom AS nom_cpts,
        p.rpps, p.nom, p.prenom, l.id AS lieu, l.adresse, l.code_postal, l.commune, l.numero_am,
        CASE WHEN x.du > l.du THEN x.du ELSE l.du END AS lieu_du, l.au AS lieu_au
    FROM autorisation a
        JOIN praticien p ON p.id = a.praticien
        JOIN cpts c ON c.id = a.cpts
        LEFT JOIN lieu_exercice l ON l.praticien = a.praticien AND l.departement = a.departement
            AND (l.au IS NULL OR l.au >= a.du) AND (a.au IS NULL OR l.du <= a.au)
            AND (NOT EXISTS (SELECT 1 FROM declaration_lieu n WHERE n.declaration = a.declaration)
                OR EXISTS (SELECT 1 FROM declaration_lieu n WHERE n.declaration = a.declaration AND n.lieu = l.id
                    AND (n.du IS NULL OR a.au IS NULL OR n.du <= a.au)))
        LEFT JOIN declaration_lieu x ON x.declaration = a.declaration AND x.lieu = l.id
    WHERE a.departement = $1 ORDER BY a.declaration, a.du, l.id";
const DU_PRATICIEN: &str = "SELECT a.declaration, a.departement, a.du, a.au, a.motif_fin, c.nom AS nom_cpts,
        p.rpps, p.nom, p.prenom, l.id AS lieu, l.adresse, l.code_postal, l.commune, l.numero_am,
        CASE WHEN x.du > l.du THEN x.du ELSE l.du END AS lieu_du, l.au AS lieu_au
    FROM autorisation a
        JOIN praticien p ON p.id = a.praticien
        JOIN cpts c ON c.id = a.cpts
        LEFT JOIN lieu_exercice l ON l.praticien = a.praticien AND l.departement = a.departement
            AND (l.au IS NULL OR l.au >= a.du) AND (a.au IS NULL OR l.du <= a.au)
            AND (NOT EXISTS (SELECT 1 FROM declaration_lieu n WHERE n.declaration = a.declaration)
                OR EXISTS (SELECT 1 FROM declaration_lieu n WHERE n.declaration = a.declaration AND n.lieu = l.id
                    AND (n.du IS NULL OR a.au IS NULL OR n.du <= a.au)))
        LEFT JOIN declaration_lieu x ON x.declaration = a.declaration AND x.lieu = l.id
    WHERE a.praticien = $1 ORDER BY a.departement, a.du, l.principal DESC, l.id";
const DITES: &str = "SELECT cle, declaration, contenu FROM transmission_ligne WHERE destinataire = $1";

/// A period of authorisation at a place of practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periode {
    /// The declaration it comes from.
    pub declaration: DeclarationId,
    /// Department.
    pub departement: CodeDepartement,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Name of the CPTS.
    pub cpts: String,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
    /// Code of the reason it ended.
    pub motif_fin: Option<String>,
    /// The place, when one is on file for the period.
    pub lieu: Option<LieuDePeriode>,
}

/// A place of practice during a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuDePeriode {
    /// Key.
    pub id: LieuId,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// Assurance Maladie number.
    pub numero_am: Option<String>,
    /// First day at the place.
    pub du: Date,
    /// Last day at the place.
    pub au: Option<Date>,
}

/// A line that an addressee was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneConnue {
    /// The declaration it comes from.
    pub declaration: DeclarationId,
    /// The line, as kept by whoever composed it.
    pub contenu: String,
}

/// Where an addressee stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The addressee, with the number of his last file.
    pub destinataire: Destinataire,
    /// What he was told, under its keys.
    pub dites: BTreeMap<String, LigneConnue>,
    /// What is true now.
    pub periodes: Vec<Periode>,
}

/// Where an addressee stands, all in one state of the base; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn point(tx: &mut Tx, id: DestinataireId) -> Result<Option<Point>, Echec> {
    let Some(destinataire) = super::charger(tx, id)? else { return Ok(None) };
    let mut dites = BTreeMap::new();
    for ligne in tx.query(DITES, &params![id])? {
        let connue = LigneConnue { declaration: ligne.get("declaration")?, contenu: ligne.get("contenu")? };
        dites.insert(ligne.get("cle")?, connue);
    }
    let lignes = tx.query(DU_DEPARTEMENT, &params![destinataire.departement])?;
    let periodes = lignes.iter().map(lire).collect::<Result<_, _>>()?;
    Ok(Some(Point { destinataire, dites, periodes }))
}

/// Every period of an MK, place by place.
///
/// # Errors
/// When the base fails.
pub fn du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Periode>, Echec> {
    tx.query(DU_PRATICIEN, &params![praticien])?.iter().map(lire).collect()
}

fn lire(ligne: &Row) -> Result<Periode, Echec> {
    let lieu = match ligne.get::<Option<LieuId>>("lieu")? {
        None => None,
        Some(id) => Some(LieuDePeriode {
            id,
            adresse: ligne.get("adresse")?,
            code_postal: ligne.get("code_postal")?,
            commune: ligne.get("commune")?,
            numero_am: ligne.get("numero_am")?,
            du: ligne.get("lieu_du")?,
            au: ligne.get("lieu_au")?,
        }),
    };
    Ok(Periode {
        declaration: ligne.get("declaration")?,
        departement: ligne.get("departement")?,
        rpps: ligne.get("rpps")?,
        nom: ligne.get("nom")?,
        prenom: ligne.get("prenom")?,
        cpts: ligne.get("nom_cpts")?,
        du: ligne.get("du")?,
        au: ligne.get("au")?,
        motif_fin: ligne.get("motif_fin")?,
        lieu,
    })
}
