//! Learning notes: written by an ARS, read again, published to the group.

use droit::identifiant::{CodeDepartement, EvenementId, RetourId};
use droit::notification::Nature;
use droit::retour::{Contenu, EtapeRetour, EtatRetour, PasRetour, Retour, RetourAvance, RetourEcrit};
use droit::texte::TexteLibre;
use serde_json::json;

use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params};

const EXISTE: &str = "SELECT 1 AS un FROM retour WHERE id = $1";
const ECRIRE: &str =
    "INSERT INTO retour (id, departement, evenement, redacteur, titre, contexte, causes, enseignements,
        etat, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'brouillon', 1)";
const AVANCER: &str =
    "UPDATE retour SET redacteur = $3, titre = $4, contexte = $5, causes = $6, enseignements = $7,
        etat = $8, etat_le = $9, relu_par = $10, motif = $11, version = version + 1
    WHERE id = $1 AND version = $2";
const UN: &str =
    "SELECT id, departement, evenement, redacteur, titre, contexte, causes, enseignements, etat, etat_le,
        relu_par, motif, version
    FROM retour WHERE id = $1";
const PUBLIES: &str =
    "SELECT id, departement, evenement, redacteur, titre, contexte, causes, enseignements, etat,
        etat_le, relu_par, motif, version
    FROM retour WHERE etat = 'publie' ORDER BY etat_le DESC, id DESC LIMIT $1";
const DU_DEPARTEMENT: &str =
    "SELECT id, departement, evenement, redacteur, titre, contexte, causes, enseignements,
        etat, etat_le, relu_par, motif, version
    FROM retour WHERE departement = $1 AND etat <> 'publie' ORDER BY etat, id DESC LIMIT $2";
const DE_L_EVENEMENT: &str =
    "SELECT id, departement, evenement, redacteur, titre, contexte, causes, enseignements,
        etat, etat_le, relu_par, motif, version
    FROM retour WHERE evenement = $1 ORDER BY id";

/// Records a new note; the same one sent twice is recorded once.
///
/// # Errors
/// When the base fails.
pub fn ecrire(tx: &mut Tx, fait: &RetourEcrit) -> Result<(), Echec> {
    let retour = fait.retour();
    if tx.query_opt(EXISTE, &params![retour.id])?.is_some() {
        return Ok(());
    }
    let contenu = &retour.contenu;
    let valeurs = params![
        retour.id,
        retour.departement,
        retour.evenement,
        retour.redacteur,
        contenu.titre.clone(),
        contenu.contexte.clone(),
        contenu.analyse.clone(),
        contenu.enseignements.clone()
    ];
    tx.enqueue_one(ECRIRE, valeurs);
    tracer(tx, retour.id, PasRetour::Ecrire, fait.auteur());
    Ok(())
}

/// Records a step; fails with [`Echec::Conflit`] when somebody took one meanwhile.
pub fn avancer(tx: &mut Tx, fait: &RetourAvance) {
    let (suite, auteur) = (fait.suite(), fait.auteur());
    let contenu = &suite.contenu;
    let (le, relu_par, motif) = match &suite.etat {
        EtatRetour::Brouillon => (None, None, None),
        EtatRetour::ARelire { depuis } => (Some(*depuis), None, None),
        EtatRetour::Publie { le, relu_par } => (Some(*le), Some(*relu_par), None),
        EtatRetour::Retire { le, motif } => (Some(*le), None, Some(motif.clone())),
    };
    let valeurs = params![
        suite.id,
        suite.version,
        suite.redacteur,
        contenu.titre.clone(),
        contenu.contexte.clone(),
        contenu.analyse.clone(),
        contenu.enseignements.clone(),
        suite.etat.etape(),
        le,
        relu_par,
        motif
    ];
    tx.enqueue_one(AVANCER, valeurs);
    let (destinataire, nature) = match fait.pas() {
        PasRetour::Soumettre => (Destinataire::Ars(suite.departement), Nature::RetourARelire),
        PasRetour::Publier => (Destinataire::Groupe(suite.departement), Nature::RetourPublie),
        _ => return tracer(tx, suite.id, fait.pas(), auteur),
    };
    let avis = Avis {
        nature,
        cle: format!("retour/{}/{}", suite.id, suite.version + 1),
        declaration: None,
        praticien: None,
        lien: format!("/retours/{}", suite.id),
        auteur: None,
        instant: auteur.maintenant,
    };
    notification::deposer(tx, destinataire, &avis);
    tracer(tx, suite.id, fait.pas(), auteur);
}

fn tracer(tx: &mut Tx, id: RetourId, pas: PasRetour, auteur: &droit::declaration::Declarant) {
    let (acteur, sujet) = (format!("compte/{}", auteur.compte), format!("retour/{id}"));
    let mut entree = Entree::new(auteur.maintenant, acteur, "retour.avancer", sujet);
    entree.details = json!({ "pas": pas.code() }).to_string();
    tx.tracer(entree);
}

/// A note.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: RetourId) -> Result<Option<Retour>, Echec> {
    tx.query_opt(UN, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The notes published, the latest first.
///
/// # Errors
/// When the base fails.
pub fn publies(tx: &mut Tx, limite: u16) -> Result<Vec<Retour>, Echec> {
    tx.query(PUBLIES, &params![limite])?.iter().map(lire).collect()
}

/// The notes of a department that are not published: drafts, those to read again, those taken back.
///
/// # Errors
/// When the base fails.
pub fn en_preparation(tx: &mut Tx, departement: CodeDepartement, limite: u16) -> Result<Vec<Retour>, Echec> {
    tx.query(DU_DEPARTEMENT, &params![departement, limite])?.iter().map(lire).collect()
}

/// The notes drawn from an event.
///
/// # Errors
/// When the base fails.
pub fn de_l_evenement(tx: &mut Tx, evenement: EvenementId) -> Result<Vec<Retour>, Echec> {
    tx.query(DE_L_EVENEMENT, &params![evenement])?.iter().map(lire).collect()
}

fn lire(ligne: &Row) -> Result<Retour, Echec> {
    let etat = match ligne.get("etat")? {
        EtapeRetour::Brouillon => EtatRetour::Brouillon,
        EtapeRetour::ARelire => EtatRetour::ARelire { depuis: ligne.get("etat_le")? },
        EtapeRetour::Publie => {
            EtatRetour::Publie { le: ligne.get("etat_le")?, relu_par: ligne.get("relu_par")? }
        }
        EtapeRetour::Retire => {
            EtatRetour::Retire { le: ligne.get("etat_le")?, motif: ligne.get::<TexteLibre>("motif")? }
        }
    };
    Ok(Retour {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        evenement: ligne.get("evenement")?,
        redacteur: ligne.get("redacteur")?,
        contenu: Contenu {
            titre: ligne.get("titre")?,
            contexte: ligne.get("contexte")?,
            analyse: ligne.get("causes")?,
            enseignements: ligne.get("enseignements")?,
        },
        etat,
        version: ligne.get("version")?,
    })
}
