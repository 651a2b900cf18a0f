//! Writing a séance: the guarded counter first, so that a race is lost before anything else is written.

use droit::episode::{Accorde, Compte, Repartition, SeanceAccordee, SeanceAnnulee};
use droit::identifiant::EpisodeId;
use serde_json::json;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller_texte};
use crate::{Tx, params, trace};

const VERROUILLER_PATIENT: &str = "UPDATE patient SET version = version + 1 WHERE id = $1";
const PLACER: &str = "UPDATE episode SET placees = placees + 1, faites = faites + 1, plafond = $3,
        derniere_le = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert' AND ($3 IS NULL OR placees < $3)";
const PLACER_PAR_PATIENT: &str =
    "UPDATE episode SET placees = placees + 1, faites = faites + 1, plafond = $3,
        derniere_le = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert' AND ($3 IS NULL OR $3 > (
        SELECT SUM(autre.placees + autre.excedent) FROM episode autre WHERE autre.patient = $5))";
const AJOUTER: &str = "UPDATE episode SET faites = faites + 1, derniere_le = $3, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";
const SEANCE: &str = "INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte, rang, lettre,
        coefficient, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
const ANNULER: &str = "UPDATE seance SET compte = 'annulee', rang = NULL, annulee_le = $3, motif = $4,
        precisions = $5
    WHERE id = $1 AND episode = $2 AND compte <> 'annulee'";
const RECOMPTER: &str =
    "UPDATE episode SET placees = $3, excedent = $4, faites = faites - 1, derniere_le = $5,
        version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";
const DEPLACER: &str = "UPDATE seance SET compte = $3, rang = $4 WHERE id = $1 AND episode = $2";

/// Records a séance.
pub fn inscrire_seance(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<SeanceAccordee>) {
    let seance = &fait.seance;
    let (id, version) = (fait.episode(), fait.version());
    match (seance.compte, fait.par_patient) {
        (Compte::Place(_), false) => {
            tx.enqueue_one(PLACER, params![id, version, fait.plafond, fait.derniere_le]);
        }
        (Compte::Place(_), true) => {
            tx.enqueue_one(VERROUILLER_PATIENT, params![fait.patient()]);
            let valeurs = params![id, version, fait.plafond, fait.derniere_le, fait.patient()];
            tx.enqueue_one(PLACER_PAR_PATIENT, valeurs);
        }
        _ => tx.enqueue_one(AJOUTER, params![id, version, fait.derniere_le]),
    }
    let (compte, rang) = colonnes(seance.compte);
    let note = sceller_texte(trousseau, cellule("seance", "note", seance.id.bits()), seance.note.as_ref());
    let lettre = seance.acte.as_ref().map(|acte| acte.lettre.clone());
    let coefficient = seance.acte.as_ref().map(|acte| acte.coefficient.centiemes());
    let valeurs = params![
        seance.id,
        id,
        seance.par,
        seance.le,
        seance.saisie_le,
        compte,
        rang,
        lettre,
        coefficient,
        note
    ];
    tx.enqueue_one(SEANCE, valeurs);
    let details = json!({ "seance": seance.id.to_string(), "le": seance.le, "compte": compte, "rang": rang });
    trace::accord(tx, trousseau, fait, "seance.enregistrer", &details);
}

/// Cancels a séance and writes the new count.
pub fn inscrire_annulation(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<SeanceAnnulee>) {
    let id = fait.episode();
    let Repartition { placees, excedent, .. } = fait.repartition;
    tx.enqueue_one(RECOMPTER, params![id, fait.version(), placees, excedent, fait.derniere_le]);
    let lieu = cellule("seance", "precisions", fait.seance.bits());
    let precisions = sceller_texte(trousseau, lieu, fait.precision.as_ref());
    let instant = fait.auteur().maintenant;
    tx.enqueue_one(ANNULER, params![fait.seance, id, instant, fait.motif.code(), precisions]);
    repartir(tx, id, &fait.repartition);
    let details = json!({ "seance": fait.seance.to_string(), "motif": fait.motif.code() });
    trace::accord(tx, trousseau, fait, "seance.annuler", &details);
}

/// Moves the séances whose count changes, those that lose their slot first.
pub(super) fn repartir(tx: &mut Tx, episode: EpisodeId, repartition: &Repartition) {
    for (seance, compte) in &repartition.changements {
        let (compte, rang) = colonnes(*compte);
        tx.enqueue_one(DEPLACER, params![*seance, episode, compte, rang]);
    }
}

fn colonnes(compte: Compte) -> (&'static str, Option<u16>) {
    match compte {
        Compte::Place(rang) => ("place", Some(rang.numero())),
        Compte::SousDiagnostic => ("diagnostic", None),
        Compte::Excedent => ("excedent", None),
        Compte::Annulee => ("annulee", None),
    }
}
