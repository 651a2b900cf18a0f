//! The places of practice that a declaration names, among those of the MK, and those the ARS adds or sets aside since.

use droit::declaration::{LieuEcarte, LieuRetenu, LieuxDeclares, Prononce};
use droit::identifiant::{CodeDepartement, DeclarationId, LieuId, PraticienId};
use droit::notification::Nature;
use jiff::civil::Date;

use super::ecriture::{avertir, diffuser, etape};
use crate::{Echec, Tx, params};

const OTER: &str = "DELETE FROM declaration_lieu WHERE declaration = $1";
const CHOISIR: &str = "INSERT INTO declaration_lieu (declaration, lieu) VALUES ($1, $2)";
const CHOISIS: &str = "SELECT lieu FROM declaration_lieu WHERE declaration = $1 ORDER BY lieu";

const DECLARES: &str = "SELECT lieu, du, 'nomme' AS sort FROM declaration_lieu WHERE declaration = $1
    UNION ALL SELECT lieu, ecarte_le AS du, 'demande' AS sort FROM declaration_lieu_demande
    WHERE declaration = $1";
const QUI_COURENT: &str = "SELECT id FROM declaration WHERE praticien = $1 AND etat = 'validee' ORDER BY id";
const ATTENDUS: &str = "SELECT d.id, d.departement, p.prenom, p.nom, c.nom AS nom_cpts, l.commune, l.du
    FROM declaration d JOIN praticien p ON p.id = d.praticien JOIN cpts c ON c.id = d.cpts
        JOIN lieu_exercice l ON l.praticien = d.praticien AND l.departement = d.departement
    WHERE d.departement = $1 AND d.etat = 'validee' AND (l.au IS NULL OR l.au >= $2)
        AND EXISTS (SELECT 1 FROM declaration_lieu_demande x
            WHERE x.declaration = d.id AND x.lieu = l.id AND x.ecarte_le IS NULL)
    ORDER BY l.du, d.id, l.id LIMIT $3";
const AVANCER: &str = "UPDATE declaration SET version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'validee'";
const RETENIR: &str = "INSERT INTO declaration_lieu (declaration, lieu, du) VALUES ($1, $2, $3)";
const NE_PLUS_DEMANDER: &str = "DELETE FROM declaration_lieu_demande WHERE declaration = $1 AND lieu = $2";
const ECARTER: &str =
    "UPDATE declaration_lieu_demande SET ecarte_le = $3 WHERE declaration = $1 AND lieu = $2";

/// A place that waits for the word of the ARS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuAttendu {
    /// The declaration.
    pub declaration: DeclarationId,
    /// Department.
    pub departement: CodeDepartement,
    /// « Prénom Nom ».
    pub nom: String,
    /// Name of the CPTS.
    pub nom_cpts: String,
    /// Commune.
    pub commune: String,
    /// First day there.
    pub du: Date,
}

/// Names the places of a declaration, in the place of those before.
pub fn choisir_lieux(tx: &mut Tx, declaration: DeclarationId, lieux: &[LieuId]) {
    tx.enqueue(OTER, params![declaration]);
    for lieu in lieux {
        tx.enqueue_one(CHOISIR, params![declaration, *lieu]);
    }
}

/// The places a declaration names; none when the MK left it to his main one.
///
/// # Errors
/// When the base fails.
pub fn lieux_choisis(tx: &mut Tx, declaration: DeclarationId) -> Result<Vec<LieuId>, Echec> {
    tx.query(CHOISIS, &params![declaration])?.iter().map(|ligne| ligne.get("lieu")).collect()
}

/// What a declaration says of places.
///
/// # Errors
/// When the base fails.
pub fn lieux_declares(tx: &mut Tx, declaration: DeclarationId) -> Result<LieuxDeclares, Echec> {
    let mut declares = LieuxDeclares::default();
    for ligne in tx.query(DECLARES, &params![declaration])? {
        let lieu = ligne.get("lieu")?;
        match ligne.get::<String>("sort")?.as_str() {
            "nomme" => {
                declares.nommes.insert(lieu, ligne.get("du")?);
            }
            _ => {
                declares.demandes.insert(lieu, ligne.get("du")?);
            }
        }
    }
    Ok(declares)
}

/// The accepted declarations of an MK, suspended ones too, with what each says of places.
///
/// # Errors
/// When the base fails.
pub fn lieux_des_acceptees(
    tx: &mut Tx,
    praticien: PraticienId,
) -> Result<Vec<(DeclarationId, LieuxDeclares)>, Echec> {
    let courantes = tx.query(QUI_COURENT, &params![praticien])?;
    let mut lus = Vec::with_capacity(courantes.len());
    for ligne in courantes {
        let id = ligne.get("id")?;
        lus.push((id, lieux_declares(tx, id)?));
    }
    Ok(lus)
}

/// The places that wait for the word of the ARS of a department on a day, the oldest first.
///
/// # Errors
/// When the base fails.
pub fn lieux_attendus(
    tx: &mut Tx,
    departement: CodeDepartement,
    le: Date,
    limite: u16,
) -> Result<Vec<LieuAttendu>, Echec> {
    let lire = |ligne: &crate::Row| {
        let (prenom, nom): (String, String) = (ligne.get("prenom")?, ligne.get("nom")?);
        Ok(LieuAttendu {
            declaration: ligne.get("id")?,
            departement: ligne.get("departement")?,
            nom: format!("{prenom} {nom}"),
            nom_cpts: ligne.get("nom_cpts")?,
            commune: ligne.get("commune")?,
            du: ligne.get("du")?,
        })
    };
    tx.query(ATTENDUS, &params![departement, le, limite])?.iter().map(lire).collect()
}

/// Records a place that the ARS retains: the lists are told.
pub fn inscrire_lieu_retenu(tx: &mut Tx, fait: &Prononce<LieuRetenu>) {
    tx.enqueue_one(AVANCER, params![fait.declaration(), fait.version()]);
    tx.enqueue(NE_PLUS_DEMANDER, params![fait.declaration(), fait.lieu]);
    tx.enqueue_one(RETENIR, params![fait.declaration(), fait.lieu, fait.du]);
    etape(tx, fait, "lieu-retenu", &fait.lieu.to_string(), fait.precision.as_ref());
    diffuser(tx, fait);
    avertir(tx, fait, Nature::LieuRetenu);
}

/// Records a place that the ARS sets aside.
pub fn inscrire_lieu_ecarte(tx: &mut Tx, fait: &Prononce<LieuEcarte>) {
    tx.enqueue_one(AVANCER, params![fait.declaration(), fait.version()]);
    tx.enqueue_one(ECARTER, params![fait.declaration(), fait.lieu, fait.le]);
    etape(tx, fait, "lieu-ecarte", &fait.lieu.to_string(), Some(&fait.precision));
    avertir(tx, fait, Nature::LieuEcarte);
}
