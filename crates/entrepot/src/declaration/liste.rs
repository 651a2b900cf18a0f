//! Lists of MKs that a CPTS prepares: written, corrected line by line, deleted; each line notes its declaration.

use droit::decision::Statut;
use droit::declaration::QualiteMembre;
use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, LieuId, ListeId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::colonne::separer;
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const CREER: &str = "INSERT INTO liste_a_declarer
        (id, cpts, compte, statut, qualite, membre_du, membre_au, cree_le, modifie_le, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1) ON CONFLICT DO NOTHING";
const LIGNE: &str =
    "INSERT INTO liste_ligne (liste, rang, numero, ecrit, statut) VALUES ($1, $2, $3, $4, $5)";
const TOUCHER: &str = "UPDATE liste_a_declarer SET modifie_le = $3, version = version + 1
    WHERE id = $1 AND version = $2";
const REGLER: &str = "UPDATE liste_a_declarer SET statut = $3, qualite = $4, membre_du = $5, membre_au = $6,
        modifie_le = $7, version = version + 1
    WHERE id = $1 AND version = $2";
const CORRIGER: &str = "UPDATE liste_ligne SET ecrit = $3, statut = $4, departement = $5, lieux = $6
    WHERE liste = $1 AND rang = $2 AND declaration IS NULL";
const RETIRER: &str = "DELETE FROM liste_ligne WHERE liste = $1 AND rang = $2 AND declaration IS NULL";
const NOTER: &str = "UPDATE liste_ligne SET declaration = $3
    WHERE liste = $1 AND rang = $2 AND declaration IS NULL";
const VIDER: &str = "DELETE FROM liste_ligne WHERE liste = $1";
const SUPPRIMER: &str = "DELETE FROM liste_a_declarer WHERE id = $1 AND version = $2";
const PAR_CLE: &str = "SELECT id, cpts, statut, qualite, membre_du, membre_au, cree_le, modifie_le, version
    FROM liste_a_declarer WHERE id = $1";
const LIGNES: &str = "SELECT rang, numero, ecrit, statut, departement, lieux, declaration FROM liste_ligne
    WHERE liste = $1 ORDER BY rang";
const DE_LA_CPTS: &str = "SELECT l.id, l.cree_le, l.modifie_le, count(x.rang) AS lignes,
        count(x.declaration) AS declarees
    FROM liste_a_declarer l LEFT JOIN liste_ligne x ON x.liste = l.id
    WHERE l.cpts = $1 GROUP BY l.id, l.cree_le, l.modifie_le ORDER BY l.modifie_le DESC LIMIT 100";

/// What holds for every line unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reglages {
    /// How those exercise whom nobody knows here.
    pub statut: Statut,
    /// The quality of those who become members.
    pub qualite: QualiteMembre,
    /// Since when they are.
    pub membre_du: Date,
    /// Until when, when it is known.
    pub membre_au: Option<Date>,
}

/// A line to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleLigne {
    /// Number of the line in the file.
    pub numero: u32,
    /// What is written there.
    pub ecrit: String,
}

/// A list on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListeADeclarer {
    /// Key.
    pub id: ListeId,
    /// Whose it is.
    pub cpts: CptsId,
    /// What holds for every line.
    pub reglages: Reglages,
    /// When it was begun.
    pub cree_le: Timestamp,
    /// When it was last touched.
    pub modifie_le: Timestamp,
    /// Grows by one at each write.
    pub version: i64,
    /// Its lines, in order.
    pub lignes: Vec<LigneADeclarer>,
}

/// A line on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneADeclarer {
    /// Its place, for ever.
    pub rang: i64,
    /// Number of the line in the file.
    pub numero: i64,
    /// What is written there.
    pub ecrit: String,
    /// How this one exercises, when it was said.
    pub statut: Option<Statut>,
    /// Where his declaration stands for.
    pub ou: OuDeclarer,
    /// What it became.
    pub declaration: Option<DeclarationId>,
}

/// Where the MK of a line will practise in direct access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OuDeclarer {
    /// It was not said: the rules find his department, and the declaration names no place.
    NonDit,
    /// In this department: said of an MK whom only the directory knows.
    Departement(CodeDepartement),
    /// At these places, all of one department.
    Lieux(Vec<LieuId>),
}

/// What a line becomes once corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its place.
    pub rang: i64,
    /// What is written there.
    pub ecrit: String,
    /// How its MK exercises, when it was said.
    pub statut: Option<Statut>,
    /// Where his declaration stands for.
    pub ou: OuDeclarer,
}

/// A list in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListeResumee {
    /// Key.
    pub id: ListeId,
    /// When it was begun.
    pub cree_le: Timestamp,
    /// When it was last touched.
    pub modifie_le: Timestamp,
    /// Its lines.
    pub lignes: i64,
    /// Those declared.
    pub declarees: i64,
}

/// Who writes, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacteur {
    /// The account.
    pub compte: CompteId,
    /// Now.
    pub maintenant: Timestamp,
}

/// Records a list and its lines.
pub fn creer_liste(
    tx: &mut Tx,
    id: ListeId,
    cpts: CptsId,
    reglages: &Reglages,
    lignes: &[NouvelleLigne],
    par: &Redacteur,
) {
    let Reglages { statut, qualite, membre_du, membre_au } = *reglages;
    tx.enqueue_one(
        CREER,
        params![id, cpts, par.compte, statut, qualite, membre_du, membre_au, par.maintenant],
    );
    for (rang, ligne) in (1i64..).zip(lignes) {
        let statut: Option<Statut> = None;
        tx.enqueue_one(LIGNE, params![id, rang, i64::from(ligne.numero), ligne.ecrit.as_str(), statut]);
    }
    tracer(tx, id, "liste.creer", par);
}

/// Changes what holds for every line.
pub fn regler_liste(tx: &mut Tx, liste: &ListeADeclarer, reglages: &Reglages, par: &Redacteur) {
    let Reglages { statut, qualite, membre_du, membre_au } = *reglages;
    tx.enqueue_one(
        REGLER,
        params![liste.id, liste.version, statut, qualite, membre_du, membre_au, par.maintenant],
    );
}

/// Corrects a line that is not declared yet.
pub fn corriger_ligne(tx: &mut Tx, liste: &ListeADeclarer, correction: &Correction, par: &Redacteur) {
    let Correction { rang, ecrit, statut, ou } = correction;
    let (departement, lieux) = match ou {
        OuDeclarer::NonDit => (None, String::new()),
        OuDeclarer::Departement(code) => (Some(*code), String::new()),
        OuDeclarer::Lieux(ids) => (None, ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
    };
    toucher(tx, liste, par);
    tx.enqueue_one(CORRIGER, params![liste.id, *rang, ecrit.as_str(), *statut, departement, lieux]);
}

/// Takes a line away that is not declared yet.
pub fn retirer_ligne(tx: &mut Tx, liste: &ListeADeclarer, rang: i64, par: &Redacteur) {
    toucher(tx, liste, par);
    tx.enqueue_one(RETIRER, params![liste.id, rang]);
}

/// Notes what the lines became; whoever sends the same list at the same moment loses, and reads this first.
pub fn noter_declarees(
    tx: &mut Tx,
    liste: &ListeADeclarer,
    declarees: &[(i64, DeclarationId)],
    par: &Redacteur,
) {
    toucher(tx, liste, par);
    for (rang, declaration) in declarees {
        tx.enqueue_one(NOTER, params![liste.id, *rang, *declaration]);
    }
    tracer(tx, liste.id, "liste.envoyer", par);
}

/// Deletes a list; what it declared stays declared.
pub fn supprimer_liste(tx: &mut Tx, liste: &ListeADeclarer, par: &Redacteur) {
    tx.enqueue(VIDER, params![liste.id]);
    tx.enqueue_one(SUPPRIMER, params![liste.id, liste.version]);
    tracer(tx, liste.id, "liste.supprimer", par);
}

fn toucher(tx: &mut Tx, liste: &ListeADeclarer, par: &Redacteur) {
    tx.enqueue_one(TOUCHER, params![liste.id, liste.version, par.maintenant]);
}

fn tracer(tx: &mut Tx, liste: ListeId, quoi: &str, par: &Redacteur) {
    let acteur = format!("compte/{}", par.compte);
    tx.tracer(Entree::new(par.maintenant, &acteur, quoi, format!("liste/{liste}")));
}

/// The list and its lines; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger_liste(tx: &mut Tx, id: ListeId) -> Result<Option<ListeADeclarer>, Echec> {
    let Some(tete) = tx.query_opt(PAR_CLE, &params![id])? else { return Ok(None) };
    let lignes = tx.query(LIGNES, &params![id])?.iter().map(ligne).collect::<Result<_, _>>()?;
    Ok(Some(ListeADeclarer {
        id: tete.get("id")?,
        cpts: tete.get("cpts")?,
        reglages: Reglages {
            statut: tete.get("statut")?,
            qualite: tete.get("qualite")?,
            membre_du: tete.get("membre_du")?,
            membre_au: tete.get("membre_au")?,
        },
        cree_le: tete.get("cree_le")?,
        modifie_le: tete.get("modifie_le")?,
        version: tete.get("version")?,
        lignes,
    }))
}

fn ligne(ligne: &Row) -> Result<LigneADeclarer, Echec> {
    Ok(LigneADeclarer {
        rang: ligne.get("rang")?,
        numero: ligne.get("numero")?,
        ecrit: ligne.get("ecrit")?,
        statut: ligne.get("statut")?,
        ou: ou(ligne)?,
        declaration: ligne.get("declaration")?,
    })
}

fn ou(ligne: &Row) -> Result<OuDeclarer, Echec> {
    let lieux = separer(&ligne.get::<String>("lieux")?, |id| id.parse().ok());
    let departement: Option<CodeDepartement> = ligne.get("departement")?;
    Ok(match departement {
        _ if !lieux.is_empty() => OuDeclarer::Lieux(lieux),
        Some(code) => OuDeclarer::Departement(code),
        None => OuDeclarer::NonDit,
    })
}

/// The lists of a CPTS, the latest touched first.
///
/// # Errors
/// When the base fails.
pub fn listes_de_la_cpts(tx: &mut Tx, cpts: CptsId) -> Result<Vec<ListeResumee>, Echec> {
    let lire = |ligne: &Row| {
        Ok(ListeResumee {
            id: ligne.get("id")?,
            cree_le: ligne.get("cree_le")?,
            modifie_le: ligne.get("modifie_le")?,
            lignes: ligne.get("lignes")?,
            declarees: ligne.get("declarees")?,
        })
    };
    tx.query(DE_LA_CPTS, &params![cpts])?.iter().map(lire).collect()
}
