//! Writing what is observed on the way: orientation, adverse event, improvement.

use droit::episode::{Accorde, AmeliorationEvaluee, EvenementSignale, OrientationFaite};
use serde_json::json;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller_texte};
use crate::evenement::{self, Nouveau};
use crate::{Tx, params, trace};

const ORIENTEE: &str = "UPDATE episode SET orientations = orientations + 1, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";
const ORIENTATION: &str = "INSERT INTO orientation (id, episode, praticien, le, motif, destination, urgence,
        precisions)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const SIGNALE: &str = "UPDATE episode SET version = version + 1 WHERE id = $1 AND version = $2";
const EVALUE: &str = "UPDATE episode SET amelioration = $3, amelioration_le = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";

/// Records an orientation, and leaves the message that makes its letter.
pub fn inscrire_orientation(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<OrientationFaite>) {
    let orientation = &fait.orientation;
    tx.enqueue_one(ORIENTEE, params![fait.episode(), fait.version()]);
    let lieu = cellule("orientation", "precisions", orientation.id.bits());
    let valeurs = params![
        orientation.id,
        fait.episode(),
        orientation.par,
        orientation.le,
        orientation.motif,
        orientation.destination,
        orientation.urgence,
        sceller_texte(trousseau, lieu, orientation.precision.as_ref())
    ];
    tx.enqueue_one(ORIENTATION, valeurs);
    let details = json!({
        "orientation": orientation.id.to_string(),
        "episode": fait.episode().to_string(),
        "motif": orientation.motif.code(),
        "destination": orientation.destination.code(),
        "urgence": orientation.urgence.code(),
    });
    let cle = format!("orientation/{}", orientation.id);
    tx.deposer(trace::message("adresser-orientation", &cle, &details, fait.auteur().maintenant));
    trace::accord(tx, trousseau, fait, "orientation.faire", &details);
}

/// Records an adverse event and tells the ARS of the department.
pub fn inscrire_evenement(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<EvenementSignale>) {
    tx.enqueue_one(SIGNALE, params![fait.episode(), fait.version()]);
    let nouveau = Nouveau {
        evenement: &fait.evenement,
        episode: Some(fait.episode()),
        departement: fait.departement,
        cpts: None,
        signale_le: fait.signale_le,
        volets: &fait.volets,
        instant: fait.auteur().maintenant,
    };
    evenement::inserer(tx, trousseau, &nouveau);
    let details = json!({
        "evenement": fait.evenement.id.to_string(),
        "gravite": fait.evenement.gravite.code(),
        "volet": fait.volets.code(),
    });
    trace::accord(tx, trousseau, fait, "evenement.signaler", &details);
}

/// Records an assessment of the improvement.
pub fn inscrire_amelioration(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<AmeliorationEvaluee>) {
    let valeurs = params![fait.episode(), fait.version(), fait.amelioration, fait.le];
    tx.enqueue_one(EVALUE, valeurs);
    let details = json!({ "le": fait.le, "amelioration": fait.amelioration });
    trace::accord(tx, trousseau, fait, "amelioration.evaluer", &details);
}
