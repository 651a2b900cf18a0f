//! Writing an adverse event and its steps; whom each one is told to.

use droit::episode::Evenement;
use droit::evenement::{
    EtatEvenement, PartieEvenement, PasAccorde, PasEvenement, Signalement, SignalementDepose, Volets,
};
use droit::identifiant::{CodeDepartement, CompteId, CptsId, EpisodeId, EvenementId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller, sceller_texte};
use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Tx, params};

const EXISTE: &str = "SELECT 1 AS un FROM evenement WHERE id = $1";
const INSERER: &str = "INSERT INTO evenement (id, episode, praticien, departement, cpts, le, signale_le, saisi_le,
        gravite, nature, moment, information, circonstances, mesures, volet, horloge_du, etat, version)
    VALUES ($1, $2, $3, $4, COALESCE($5, (SELECT e.cpts FROM episode e WHERE e.id = $2)), $6, $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, 'signale', 1)
    ON CONFLICT DO NOTHING";
const AVANCER: &str = "UPDATE evenement SET gravite = $3, volet = $4, horloge_du = $5, declare_le = $6, numero = $7,
        analyse_le = $8, gestion = $9, causes = $10, actions = $11, etat = $12, examen_du = $13, examen_par = $14,
        clos_le = $15, suite = $16, cloture_mots = $17, version = version + 1
    WHERE id = $1 AND version = $2";
const FAIT: &str = "INSERT INTO evenement_fait (evenement, version, instant, compte, pas, gravite, mots)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

/// An event to write, from an episode or not.
pub(crate) struct Nouveau<'f> {
    /// The facts.
    pub evenement: &'f Evenement,
    /// The episode, where there is one.
    pub episode: Option<EpisodeId>,
    /// The department.
    pub departement: CodeDepartement,
    /// The CPTS; that of the episode when it is not said.
    pub cpts: Option<CptsId>,
    /// Day of the report.
    pub signale_le: Date,
    /// What it sets in motion.
    pub volets: &'f Volets,
    /// When.
    pub instant: Timestamp,
}

/// Writes an event and tells its ARS.
pub(crate) fn inserer(tx: &mut Tx, trousseau: &Trousseau, nouveau: &Nouveau<'_>) {
    let evenement = nouveau.evenement;
    let scelle = |colonne, texte| scelle(trousseau, evenement.id, colonne, texte);
    let valeurs = params![
        evenement.id,
        nouveau.episode,
        evenement.par,
        nouveau.departement,
        nouveau.cpts,
        evenement.le,
        nouveau.signale_le,
        nouveau.instant,
        evenement.gravite,
        evenement.complement.nature,
        evenement.complement.moment,
        evenement.complement.information,
        scelle("circonstances", &evenement.circonstances),
        scelle("mesures", &evenement.mesures),
        nouveau.volets.code(),
        nouveau.volets.du()
    ];
    tx.enqueue_one(INSERER, valeurs);
    let auteur: Option<CompteId> = None;
    let mots: Option<Vec<u8>> = None;
    let pas = PasEvenement::Signaler;
    tx.enqueue(FAIT, params![evenement.id, 1i64, nouveau.instant, auteur, pas, evenement.gravite, mots]);
    avertir(
        tx,
        Destinataire::Ars(nouveau.departement),
        Nature::EvenementSignale,
        (evenement.id, 1),
        None,
        nouveau.instant,
    );
}

/// Records a report made without an episode; the same one sent twice is recorded once.
///
/// # Errors
/// When the base fails.
pub fn inscrire_depot(tx: &mut Tx, trousseau: &Trousseau, fait: &SignalementDepose) -> Result<(), Echec> {
    let signalement = fait.signalement();
    if tx.query_opt(EXISTE, &params![signalement.id])?.is_some() {
        return Ok(());
    }
    let faits = &signalement.faits;
    let evenement = Evenement {
        id: signalement.id,
        par: signalement.par,
        le: faits.le,
        gravite: faits.gravite,
        circonstances: faits.circonstances.clone(),
        mesures: faits.mesures.clone(),
        complement: faits.complement,
    };
    let nouveau = Nouveau {
        evenement: &evenement,
        episode: None,
        departement: signalement.departement,
        cpts: signalement.cpts,
        signale_le: signalement.signale_le,
        volets: &signalement.volets,
        instant: fait.instant(),
    };
    inserer(tx, trousseau, &nouveau);
    tx.toucher_signalement(signalement.id);
    let acteur = format!("praticien/{}", signalement.par);
    let sujet = format!("evenement/{}", signalement.id);
    let mut entree = Entree::new(fait.instant(), acteur, "evenement.signaler", sujet);
    entree.details =
        json!({ "gravite": faits.gravite.code(), "volet": signalement.volets.code() }).to_string();
    tx.tracer(entree);
    Ok(())
}

/// Records a step and tells the other side; fails with [`Echec::Conflit`] when somebody took one meanwhile.
pub fn inscrire_pas(tx: &mut Tx, trousseau: &Trousseau, fait: &PasAccorde) {
    let suite = fait.suite();
    match suite.episode {
        Some(episode) => tx.toucher_episode(episode),
        None => tx.toucher_signalement(suite.id),
    }
    tx.enqueue_one(AVANCER, colonnes(trousseau, suite));
    let (id, version, auteur) = (suite.id, suite.version + 1, fait.auteur());
    let lieu = cellule("evenement_fait", "mots", id.bits());
    let mots = sceller_texte(trousseau, lieu, fait.mots());
    let gravite = suite.faits.gravite;
    let valeurs = params![id, version, auteur.maintenant, Some(auteur.compte), fait.pas(), gravite, mots];
    tx.enqueue_one(FAIT, valeurs);
    let (destinataire, nature) = match partie(fait.pas()) {
        PartieEvenement::Praticien => (Destinataire::Ars(suite.departement), Nature::EvenementSignale),
        PartieEvenement::Ars => (Destinataire::Praticien(suite.par), Nature::EvenementSuivi),
    };
    avertir(tx, destinataire, nature, (id, version), Some(auteur.compte), auteur.maintenant);
    let sujet = format!("evenement/{id}");
    let action = format!("evenement.{}", fait.pas().code());
    let mut entree = Entree::new(auteur.maintenant, format!("compte/{}", auteur.compte), &action, sujet);
    let details = json!({
        "gravite": gravite.code(),
        "volet": suite.volets.code(),
        "etat": suite.etat.etape().code(),
    });
    entree.details = details.to_string();
    tx.tracer(entree);
}

fn partie(pas: PasEvenement) -> PartieEvenement {
    match pas {
        PasEvenement::Signaler | PasEvenement::Declarer | PasEvenement::Analyser => {
            PartieEvenement::Praticien
        }
        PasEvenement::Prendre | PasEvenement::Requalifier | PasEvenement::Clore | PasEvenement::Rouvrir => {
            PartieEvenement::Ars
        }
    }
}

fn colonnes(trousseau: &Trousseau, suite: &Signalement) -> Vec<crate::Value> {
    let scelle = |colonne, texte| scelle(trousseau, suite.id, colonne, texte);
    let (portail, analyse) = (suite.volets.portail(), suite.volets.analyse());
    let (examen, cloture) = match &suite.etat {
        EtatEvenement::Signale => (None, None),
        EtatEvenement::EnExamen { depuis, par } => (Some((*depuis, *par)), None),
        EtatEvenement::Clos(cloture) => (None, Some(cloture)),
    };
    params![
        suite.id,
        suite.version,
        suite.faits.gravite,
        suite.volets.code(),
        suite.volets.du(),
        portail.map(|portail| portail.le),
        portail.and_then(|portail| portail.numero.clone()),
        analyse.map(|analyse| analyse.le),
        analyse.map(|analyse| scelle("gestion", &analyse.gestion)),
        analyse.map(|analyse| scelle("causes", &analyse.causes)),
        analyse.map(|analyse| scelle("actions", &analyse.actions)),
        suite.etat.etape(),
        examen.map(|(depuis, _)| depuis),
        examen.map(|(_, par)| par),
        cloture.map(|cloture| cloture.le),
        cloture.map(|cloture| cloture.suite),
        cloture.and_then(|cloture| cloture.mots.as_ref()).map(|mots| scelle("cloture_mots", mots))
    ]
    .to_vec()
}

fn scelle(trousseau: &Trousseau, id: EvenementId, colonne: &'static str, texte: &TexteLibre) -> Vec<u8> {
    sceller(trousseau, cellule("evenement", colonne, id.bits()), texte.as_str().as_bytes())
}

/// Tells somebody that an event has moved; the page tells the rest.
pub(super) fn avertir(
    tx: &mut Tx,
    destinataire: Destinataire,
    nature: Nature,
    (id, rang): (EvenementId, i64),
    auteur: Option<CompteId>,
    instant: Timestamp,
) {
    let avis = Avis {
        nature,
        cle: format!("evenement/{id}/{rang}"),
        declaration: None,
        praticien: None,
        lien: format!("/evenements/{id}"),
        auteur,
        instant,
    };
    notification::deposer(tx, destinataire, &avis);
}
