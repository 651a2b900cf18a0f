//! Reading adverse events: one whole, those of an MK, the queue of a department, the history of one.

use droit::episode::Complement;
use droit::evenement::{
    Analyse, Cloture, EtapeEvenement, EtatEvenement, Faits, PasEvenement, Portail, Signalement, Volets,
};
use droit::identifiant::{CodeDepartement, CompteId, EvenementId, PraticienId};
use droit::texte::TexteLibre;
use jiff::Timestamp;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine, desceller_texte, illisible};
use crate::{Echec, Row, Tx, params};

const UN: &str = "SELECT e.id, e.episode, e.praticien, e.departement, e.cpts, e.le, e.signale_le, e.saisi_le, e.gravite,
        e.nature, e.moment, e.information, e.circonstances, e.mesures, e.volet, e.horloge_du, e.declare_le, e.numero,
        e.analyse_le, e.gestion, e.causes, e.actions, e.etat, e.examen_du, e.examen_par, e.clos_le, e.suite,
        e.cloture_mots, e.version, p.nom, p.prenom, p.rpps, c.nom AS nom_cpts
    FROM evenement e JOIN praticien p ON p.id = e.praticien LEFT JOIN cpts c ON c.id = e.cpts
    WHERE e.id = $1";
const DU_PRATICIEN: &str = "SELECT e.id, e.episode, e.praticien, e.departement, e.cpts, e.le, e.signale_le, e.saisi_le,
        e.gravite, e.nature, e.moment, e.information, e.circonstances, e.mesures, e.volet, e.horloge_du, e.declare_le,
        e.numero, e.analyse_le, e.gestion, e.causes, e.actions, e.etat, e.examen_du, e.examen_par, e.clos_le, e.suite,
        e.cloture_mots, e.version, p.nom, p.prenom, p.rpps, c.nom AS nom_cpts
    FROM evenement e JOIN praticien p ON p.id = e.praticien LEFT JOIN cpts c ON c.id = e.cpts
    WHERE e.praticien = $1 ORDER BY e.signale_le DESC, e.id DESC LIMIT $2";
const DU_DEPARTEMENT: &str = "SELECT e.id, e.episode, e.praticien, e.departement, e.cpts, e.le, e.signale_le, e.saisi_le,
        e.gravite, e.nature, e.moment, e.information, e.circonstances, e.mesures, e.volet, e.horloge_du, e.declare_le,
        e.numero, e.analyse_le, e.gestion, e.causes, e.actions, e.etat, e.examen_du, e.examen_par, e.clos_le, e.suite,
        e.cloture_mots, e.version, p.nom, p.prenom, p.rpps, c.nom AS nom_cpts
    FROM evenement e JOIN praticien p ON p.id = e.praticien LEFT JOIN cpts c ON c.id = e.cpts
    WHERE e.departement = $1 AND e.etat = $2 ORDER BY e.signale_le DESC, e.id DESC LIMIT $3";
const EN_ATTENTE: &str = "SELECT e.id, e.episode, e.praticien, e.departement, e.cpts, e.le, e.signale_le, e.saisi_le,
        e.gravite, e.nature, e.moment, e.information, e.circonstances, e.mesures, e.volet, e.horloge_du, e.declare_le,
        e.numero, e.analyse_le, e.gestion, e.causes, e.actions, e.etat, e.examen_du, e.examen_par, e.clos_le, e.suite,
        e.cloture_mots, e.version, p.nom, p.prenom, p.rpps, c.nom AS nom_cpts
    FROM evenement e JOIN praticien p ON p.id = e.praticien LEFT JOIN cpts c ON c.id = e.cpts
    WHERE e.volet IN ('attendus', 'declare') AND e.horloge_du <= $1
        AND (e.suite IS NULL OR e.suite NOT IN ('sans-lien', 'doublon'))
    ORDER BY e.horloge_du, e.id LIMIT $2";
const OUVERTS: &str = "SELECT etat, count(*) AS nombre FROM evenement WHERE departement = $1 GROUP BY etat";
const HISTORIQUE: &str = "SELECT instant, compte, pas, gravite, mots FROM evenement_fait
    WHERE evenement = $1 ORDER BY version";

/// An event with the names that its readers need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvenementVu {
    /// The event.
    pub signalement: Signalement,
    /// « Prénom Nom » of the MK.
    pub nom: String,
    /// His number.
    pub rpps: String,
    /// Name of his CPTS.
    pub nom_cpts: Option<String>,
}

/// A step taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasInscrit {
    /// When.
    pub instant: Timestamp,
    /// Who; nobody for the report, which is the MK's.
    pub compte: Option<CompteId>,
    /// What.
    pub pas: PasEvenement,
    /// The severity from then on.
    pub gravite: droit::episode::GraviteEvenement,
    /// In words.
    pub mots: Option<String>,
}

/// An event.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn charger(tx: &mut Tx, trousseau: &Trousseau, id: EvenementId) -> Result<Option<EvenementVu>, Echec> {
    tx.query_opt(UN, &params![id])?.map(|ligne| lire(trousseau, &ligne)).transpose()
}

/// Those an MK reported, the latest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn du_praticien(
    tx: &mut Tx,
    trousseau: &Trousseau,
    praticien: PraticienId,
    limite: u16,
) -> Result<Vec<EvenementVu>, Echec> {
    let lignes = tx.query(DU_PRATICIEN, &params![praticien, limite])?;
    lignes.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// Those of a department at a step, the latest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn du_departement(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (departement, etape): (CodeDepartement, EtapeEvenement),
    limite: u16,
) -> Result<Vec<EvenementVu>, Echec> {
    let lignes = tx.query(DU_DEPARTEMENT, &params![departement, etape, limite])?;
    lignes.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// The serious ones whose volets are awaited and whose clock started on a day or before, the oldest first.
pub(super) fn attendus(
    tx: &mut Tx,
    trousseau: &Trousseau,
    du: jiff::civil::Date,
    limite: u16,
) -> Result<Vec<EvenementVu>, Echec> {
    tx.query(EN_ATTENTE, &params![du, limite])?.iter().map(|ligne| lire(trousseau, ligne)).collect()
}

/// How many events of a department are at each step.
///
/// # Errors
/// When the base fails.
pub fn compter_ouverts(
    tx: &mut Tx,
    departement: CodeDepartement,
) -> Result<Vec<(EtapeEvenement, u64)>, Echec> {
    let lire = |ligne: &Row| {
        let nombre: i64 = ligne.get("nombre")?;
        Ok((ligne.get("etat")?, nombre.unsigned_abs()))
    };
    tx.query(OUVERTS, &params![departement])?.iter().map(lire).collect()
}

/// Every step of an event, oldest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn historique(tx: &mut Tx, trousseau: &Trousseau, id: EvenementId) -> Result<Vec<PasInscrit>, Echec> {
    let lire = |ligne: &Row| {
        let lieu = cellule("evenement_fait", "mots", id.bits());
        Ok(PasInscrit {
            instant: ligne.get("instant")?,
            compte: ligne.get("compte")?,
            pas: ligne.get("pas")?,
            gravite: ligne.get("gravite")?,
            mots: desceller_chaine(trousseau, lieu, ligne)?,
        })
    };
    tx.query(HISTORIQUE, &params![id])?.iter().map(lire).collect()
}

fn lire(trousseau: &Trousseau, ligne: &Row) -> Result<EvenementVu, Echec> {
    let id: EvenementId = ligne.get("id")?;
    let texte = |colonne| requis(trousseau, ligne, id, colonne);
    let complement = Complement {
        nature: ligne.get("nature")?,
        moment: ligne.get("moment")?,
        information: ligne.get("information")?,
    };
    let signalement = Signalement {
        id,
        episode: ligne.get("episode")?,
        par: ligne.get("praticien")?,
        departement: ligne.get("departement")?,
        cpts: ligne.get("cpts")?,
        signale_le: ligne.get("signale_le")?,
        saisi_le: ligne.get("saisi_le")?,
        faits: Faits {
            le: ligne.get("le")?,
            gravite: ligne.get("gravite")?,
            complement,
            circonstances: texte("circonstances")?,
            mesures: texte("mesures")?,
        },
        volets: volets(trousseau, ligne, id)?,
        etat: etat(trousseau, ligne, id)?,
        version: ligne.get("version")?,
    };
    Ok(EvenementVu {
        signalement,
        nom: format!("{} {}", ligne.get::<String>("prenom")?, ligne.get::<String>("nom")?),
        rpps: ligne.get("rpps")?,
        nom_cpts: ligne.get("nom_cpts")?,
    })
}

fn requis(
    trousseau: &Trousseau,
    ligne: &Row,
    id: EvenementId,
    colonne: &'static str,
) -> Result<TexteLibre, Echec> {
    let lieu = cellule("evenement", colonne, id.bits());
    desceller_texte(trousseau, lieu, ligne)?.ok_or_else(|| illisible(lieu, &"texte absent"))
}

fn volets(trousseau: &Trousseau, ligne: &Row, id: EvenementId) -> Result<Volets, Echec> {
    let volet: String = ligne.get("volet")?;
    if volet == "sans-objet" {
        return Ok(Volets::SansObjet);
    }
    let du = ligne.get("horloge_du")?;
    if volet == "attendus" {
        return Ok(Volets::Attendus { du });
    }
    let portail = Portail { le: ligne.get("declare_le")?, numero: ligne.get("numero")? };
    if volet == "declare" {
        return Ok(Volets::Declare { du, portail });
    }
    let texte = |colonne| requis(trousseau, ligne, id, colonne);
    let analyse = Analyse {
        le: ligne.get("analyse_le")?,
        gestion: texte("gestion")?,
        causes: texte("causes")?,
        actions: texte("actions")?,
    };
    Ok(Volets::Complets { du, portail, analyse: Box::new(analyse) })
}

fn etat(trousseau: &Trousseau, ligne: &Row, id: EvenementId) -> Result<EtatEvenement, Echec> {
    Ok(match ligne.get("etat")? {
        EtapeEvenement::Signale => EtatEvenement::Signale,
        EtapeEvenement::EnExamen => {
            EtatEvenement::EnExamen { depuis: ligne.get("examen_du")?, par: ligne.get("examen_par")? }
        }
        EtapeEvenement::Clos => EtatEvenement::Clos(Cloture {
            le: ligne.get("clos_le")?,
            suite: ligne.get("suite")?,
            mots: desceller_texte(trousseau, cellule("evenement", "cloture_mots", id.bits()), ligne)?,
        }),
    })
}
