//! Writing a proof of diagnosis: recorded, corrected, withdrawn; nothing is ever deleted.

use droit::episode::{
    Accorde, Diagnostic, DiagnosticCorrige, DiagnosticEnregistre, DiagnosticRetire, Effet, Repartition,
};
use jiff::civil::Date;
use serde_json::json;

use super::ecriture::repartir;
use crate::chiffre::Trousseau;
use crate::{Tx, params, trace};

const APPLIQUER: &str = "UPDATE episode SET placees = $3, excedent = $4, couvert_du = $5,
        echeance = COALESCE($6, fin_le, '9999-12-31'), version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";
const ENREGISTRER: &str = "INSERT INTO diagnostic (id, episode, praticien, nature, date_document, en_rapport,
        enregistre_le, effet)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const RETIRER: &str = "UPDATE diagnostic SET retire_le = $3, motif_retrait = $4, remplace_par = $5
    WHERE id = $1 AND episode = $2 AND retire_le IS NULL";

/// Records a proof.
pub fn inscrire_diagnostic(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<DiagnosticEnregistre>) {
    appliquer(tx, fait, &fait.repartition, Some(&fait.diagnostic));
    enregistrer(tx, fait, &fait.diagnostic);
    repartir(tx, fait.episode(), &fait.repartition);
    let details = json!({
        "diagnostic": fait.diagnostic.id.to_string(),
        "type": fait.diagnostic.piece.type_diagnostic.code(),
        "effet": fait.diagnostic.effet.code(),
    });
    trace::accord(tx, trousseau, fait, "diagnostic.enregistrer", &details);
}

/// Replaces a proof by its correction.
pub fn inscrire_correction(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<DiagnosticCorrige>) {
    appliquer(tx, fait, &fait.repartition, Some(&fait.diagnostic));
    let instant = fait.auteur().maintenant;
    let valeurs = params![fait.ancien, fait.episode(), instant, "correction", Some(fait.diagnostic.id)];
    tx.enqueue_one(RETIRER, valeurs);
    enregistrer(tx, fait, &fait.diagnostic);
    repartir(tx, fait.episode(), &fait.repartition);
    let details = json!({
        "ancien": fait.ancien.to_string(),
        "diagnostic": fait.diagnostic.id.to_string(),
        "effet": fait.diagnostic.effet.code(),
        "excedent": fait.repartition.excedent,
    });
    trace::accord(tx, trousseau, fait, "diagnostic.corriger", &details);
}

/// Withdraws a proof; the séances beyond the cap are written as such.
pub fn inscrire_retrait(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<DiagnosticRetire>) {
    appliquer(tx, fait, &fait.repartition, None);
    let instant = fait.auteur().maintenant;
    let remplace_par: Option<droit::identifiant::DiagnosticId> = None;
    let valeurs = params![fait.diagnostic, fait.episode(), instant, fait.motif.code(), remplace_par];
    tx.enqueue_one(RETIRER, valeurs);
    repartir(tx, fait.episode(), &fait.repartition);
    if let Some(confirmation) = &fait.confirmation {
        trace::confirmer(tx, trousseau, fait, confirmation);
    }
    let details = json!({
        "diagnostic": fait.diagnostic.to_string(),
        "motif": fait.motif.code(),
        "excedent": fait.repartition.excedent,
    });
    trace::accord(tx, trousseau, fait, "diagnostic.retirer", &details);
}

fn appliquer<T>(tx: &mut Tx, fait: &Accorde<T>, repartition: &Repartition, preuve: Option<&Diagnostic>) {
    let valable = preuve.filter(|d| d.effet == Effet::LeveLePlafond);
    let couvert_du: Option<Date> = valable.map(|d| d.piece.enregistre_le);
    let sans_terme = valable.map(|_| super::ouverture::SANS_TERME);
    let Repartition { placees, excedent, .. } = *repartition;
    let valeurs = params![fait.episode(), fait.version(), placees, excedent, couvert_du, sans_terme];
    tx.enqueue_one(APPLIQUER, valeurs);
}

fn enregistrer<T>(tx: &mut Tx, fait: &Accorde<T>, diagnostic: &Diagnostic) {
    let piece = &diagnostic.piece;
    let valeurs = params![
        diagnostic.id,
        fait.episode(),
        fait.auteur().par,
        piece.type_diagnostic,
        piece.date,
        piece.en_rapport,
        piece.enregistre_le,
        diagnostic.effet
    ];
    tx.enqueue_one(ENREGISTRER, valeurs);
}
