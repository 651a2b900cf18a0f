//! The ledger of deliveries: one line per document and destination, and every event for ever.
//!
//! An attempt is written before anything leaves ([`droit::remise::Evenement::Commencee`]), so that what a dead process
//! left behind is seen ([`interrompues`]) and counted as a possible duplicate.

mod lecture;
mod liste;
mod suivi;
mod taux;

pub use lecture::{Fait, historique, lire, par_message};
pub use liste::{
    EnListe, Filtre, Motif, Retard, du_document_en_liste, en_attente, lister, motifs, retard, une,
};
pub use suivi::{
    Compte, a_envoyer, a_envoyer_de, comptes, courriers_en_file, du_document, du_praticien, interrompues,
    muettes,
};
pub use taux::{Perimetre, Taux, taux};

use droit::identifiant::{DocumentId, PraticienId, RemiseId};
use droit::remise::{Canal, Cause, Destinataire, Etat, Evenement, Preuve, Remise, SansEffet};
use jiff::Timestamp;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller};
use crate::journal::Entree;
use crate::{Tx, params};

const COMPOSER: &str =
    "INSERT INTO remise (id, document, praticien, canal, adresse, message, etat, etat_le, preuve,
        cause, essais, doublons, essais_total, version, composee_le, destinataire, medecin)
    VALUES ($1, $2, $3, $4, $5, $6, 'compose', $7, NULL, NULL, 0, 0, 0, 1, $7, $8, $9)";
const AVANCER: &str =
    "UPDATE remise SET etat = $3, etat_le = $4, preuve = $5, cause = $6, essais = $7, doublons = $8,
        essais_total = essais_total + $9, version = version + 1
    WHERE id = $1 AND version = $2";
const NOTER: &str =
    "INSERT INTO remise_fait (remise, version, instant, fait, cause) VALUES ($1, $2, $3, $4, $5)";

/// A delivery to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleRemise {
    /// Key drawn by the caller.
    pub id: RemiseId,
    /// The version of the document.
    pub document: DocumentId,
    /// Whose document.
    pub praticien: PraticienId,
    /// For whom.
    pub destinataire: Destinataire,
    /// How it goes.
    pub canal: Canal,
    /// Where, when the channel has an address; sealed.
    pub adresse: Option<String>,
    /// The doctor to whom somebody chose to address it, when he is not the patient's own; sealed.
    pub medecin: Option<String>,
    /// The identifier that travels: Message-ID, or that of the document.
    pub message: String,
    /// What somebody must do first, when it does not leave by itself.
    pub dit: Option<Cause>,
    /// Now.
    pub composee_le: Timestamp,
}

/// A delivery on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suivie {
    /// Key.
    pub id: RemiseId,
    /// The version of the document.
    pub document: DocumentId,
    /// Whose document.
    pub praticien: PraticienId,
    /// For whom.
    pub destinataire: Destinataire,
    /// Where, when the channel has an address.
    pub adresse: Option<String>,
    /// The doctor to whom somebody chose to address it.
    pub medecin: Option<String>,
    /// The identifier that travels.
    pub message: String,
    /// Where it stands.
    pub remise: Remise,
    /// Grows by one at each event.
    pub version: i64,
}

/// Records a delivery that nothing has been asked of yet, and gives it as it is now on file.
pub fn composer(tx: &mut Tx, trousseau: &Trousseau, nouvelle: &NouvelleRemise, acteur: &str) -> Suivie {
    let scelle = |colonne, clair: &Option<String>| {
        let lieu = cellule("remise", colonne, nouvelle.id.bits());
        clair.as_ref().map(|clair| sceller(trousseau, lieu, clair.as_bytes()))
    };
    let valeurs = params![
        nouvelle.id,
        nouvelle.document,
        nouvelle.praticien,
        nouvelle.canal,
        scelle("adresse", &nouvelle.adresse),
        nouvelle.message.as_str(),
        nouvelle.composee_le,
        nouvelle.destinataire,
        scelle("medecin", &nouvelle.medecin)
    ];
    tx.enqueue_one(COMPOSER, valeurs);
    tx.toucher_document(nouvelle.document);
    let dit = nouvelle.dit.as_ref().map(|dit| dit.as_str().to_owned());
    noter(tx, nouvelle.id, 1, nouvelle.composee_le, ("composee", dit));
    tracer(tx, nouvelle.id, "remise.composer", acteur, nouvelle.composee_le);
    Suivie {
        id: nouvelle.id,
        document: nouvelle.document,
        praticien: nouvelle.praticien,
        destinataire: nouvelle.destinataire,
        adresse: nouvelle.adresse.clone(),
        medecin: nouvelle.medecin.clone(),
        message: nouvelle.message.clone(),
        remise: Remise::composee(nouvelle.canal),
        version: 1,
    }
}

/// Records what happened; [`crate::Echec::Conflit`] when something else happened in between: read again.
///
/// # Errors
/// [`SansEffet`] when the event changes nothing: nothing is then written.
pub fn avancer(
    tx: &mut Tx,
    suivie: &Suivie,
    evenement: Evenement,
    acteur: &str,
    instant: Timestamp,
) -> Result<Suivie, SansEffet> {
    let cause_du_fait = cause_de_l_evenement(&evenement).map(str::to_owned);
    avancer_en_disant(tx, suivie, evenement, cause_du_fait, (acteur, instant))
}

/// Records that somebody declares the document given or deposited, with his words: the day, the portal.
///
/// # Errors
/// As [`avancer`].
pub fn declarer(
    tx: &mut Tx,
    suivie: &Suivie,
    preuve: Preuve,
    dit: &Cause,
    acteur: &str,
    instant: Timestamp,
) -> Result<Suivie, SansEffet> {
    let dit = Some(dit.as_str().to_owned());
    avancer_en_disant(tx, suivie, Evenement::Arrivee(preuve), dit, (acteur, instant))
}

fn avancer_en_disant(
    tx: &mut Tx,
    suivie: &Suivie,
    evenement: Evenement,
    dit: Option<String>,
    (acteur, instant): (&str, Timestamp),
) -> Result<Suivie, SansEffet> {
    let (fait, commencee) = (nom(&evenement), evenement == Evenement::Commencee);
    let remise = suivie.remise.apres(evenement, instant)?;
    let (le, preuve, cause) = colonnes(&remise.etat, instant);
    let valeurs = params![
        suivie.id,
        suivie.version,
        remise.etat.code(),
        le,
        preuve,
        cause,
        remise.essais,
        remise.doublons_possibles,
        i64::from(commencee)
    ];
    tx.enqueue_one(AVANCER, valeurs);
    tx.toucher_document(suivie.document);
    noter(tx, suivie.id, suivie.version + 1, instant, (fait, dit));
    tracer(tx, suivie.id, "remise.avancer", acteur, instant);
    Ok(Suivie { remise, version: suivie.version + 1, ..suivie.clone() })
}

fn noter(
    tx: &mut Tx,
    id: RemiseId,
    version: i64,
    instant: Timestamp,
    (fait, cause): (&'static str, Option<String>),
) {
    tx.enqueue(NOTER, params![id, version, instant, fait, cause].to_vec());
}

fn tracer(tx: &mut Tx, id: RemiseId, geste: &str, acteur: &str, instant: Timestamp) {
    tx.tracer(Entree::new(instant, acteur, geste, format!("remise/{id}")));
}

/// The instant a state is about: when it began, or when it is due.
fn colonnes(
    etat: &Etat,
    maintenant: Timestamp,
) -> (Timestamp, Option<droit::remise::Preuve>, Option<String>) {
    match etat {
        Etat::Compose => (maintenant, None, None),
        Etat::EnFile { pas_avant: le } | Etat::EnCours { depuis: le } => (*le, None, None),
        Etat::Accepte { le } | Etat::SansReponse { le } => (*le, None, None),
        Etat::Remis { le, preuve } => (*le, Some(*preuve), None),
        Etat::Rejete { le, cause } | Etat::Abandonne { le, cause } | Etat::Annule { le, cause } => {
            (*le, None, Some(cause.as_str().to_owned()))
        }
    }
}

fn nom(evenement: &Evenement) -> &'static str {
    match evenement {
        Evenement::Demandee => "demandee",
        Evenement::Precisee(_) => "precisee",
        Evenement::Commencee => "commencee",
        Evenement::Acceptee => "acceptee",
        Evenement::Empechee { .. } => "empechee",
        Evenement::Incertaine { .. } => "incertaine",
        Evenement::Retenue(_) => "retenue",
        Evenement::Refusee(_) => "refusee",
        Evenement::Arrivee(preuve) => preuve.code(),
        Evenement::Retardee(_) => "retardee",
        Evenement::DelaiEcoule => "delai-ecoule",
        Evenement::Annulee(_) => "annulee",
    }
}

fn cause_de_l_evenement(evenement: &Evenement) -> Option<&str> {
    match evenement {
        Evenement::Empechee { cause, .. }
        | Evenement::Incertaine { cause, .. }
        | Evenement::Precisee(cause)
        | Evenement::Retenue(cause)
        | Evenement::Retardee(cause)
        | Evenement::Refusee(cause)
        | Evenement::Annulee(cause) => Some(cause.as_str()),
        _ => None,
    }
}
