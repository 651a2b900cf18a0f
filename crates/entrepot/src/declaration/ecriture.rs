//! Writing the steps of a declaration, the authorisation that follows and the messages that tell it.

use droit::declaration::{
    CompletionDemandee, DeclarationDeposee, DeclarationPreparee, DeclarationRefusee, DeclarationRetiree,
    DeclarationValidee, FinAutorisation, Justificatif, ParticipationReprise, ParticipationSuspendue,
    Prononce,
};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::civil::Date;
use serde_json::json;

use crate::colonne::joindre;
use crate::notification::{self, Avis, Destinataire};
use crate::{Tx, params, trace};

const PREPARER: &str = "INSERT INTO declaration (id, praticien, departement, cpts, origine, justificatif,
        justificatif_reference, etat, etat_le, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'brouillon', $8, 1) ON CONFLICT DO NOTHING";
const DEPOSER: &str = "UPDATE declaration SET etat = 'deposee', etat_le = $3,
        depose_le = COALESCE(depose_le, $3), justificatif = $4, justificatif_reference = $5, motifs = '',
        precisions = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND etat IN ('brouillon', 'a-completer')";
const COMPLETER: &str = "UPDATE declaration SET etat = 'a-completer', etat_le = $3, motifs = $4,
        precisions = $5, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'deposee'";
const VALIDER: &str = "UPDATE declaration SET etat = 'validee', etat_le = $3, effet_du = $4,
        version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'deposee'";
const REFUSER: &str = "UPDATE declaration SET etat = 'refusee', etat_le = $3, motifs = $4, precisions = $5,
        version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'deposee'";
const RETIRER: &str = "UPDATE declaration SET etat = 'retiree', etat_le = $3, motifs = $4,
        precisions = NULL, suspendue_du = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND etat IN ('brouillon', 'deposee', 'a-completer', 'validee')";
const SUSPENDRE: &str = "UPDATE declaration SET etat_le = $3, suspendue_du = $4, motifs = $5,
        precisions = $6, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'validee' AND suspendue_du IS NULL AND effet_du IS NOT NULL";
const REPRENDRE: &str =
    "UPDATE declaration SET etat_le = $3, effet_du = $4, suspendue_du = NULL, motifs = '',
        precisions = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'validee' AND suspendue_du IS NOT NULL";
const AUTORISER: &str = "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const EFFACER: &str = "DELETE FROM autorisation WHERE praticien = $1 AND departement = $2 AND du > $3";
const ARRETER: &str = "UPDATE autorisation SET au = $3, motif_fin = COALESCE(motif_fin, $4)
    WHERE praticien = $1 AND departement = $2 AND du <= $3 AND (au IS NULL OR au > $3)";
const MOTIVER: &str = "UPDATE autorisation SET motif_fin = $2 WHERE declaration = $1 AND au IS NOT NULL
        AND du = (SELECT max(d.du) FROM autorisation d WHERE d.declaration = $1)";
const FAIT: &str =
    "INSERT INTO declaration_fait (declaration, version, instant, compte, fait, motifs, precisions)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Records a volunteer.
pub fn inscrire_preparation(tx: &mut Tx, fait: &Prononce<DeclarationPreparee>) {
    let (nature, reference) = justificatif(fait.justificatif.as_ref());
    let valeurs = params![
        fait.declaration(),
        fait.praticien(),
        fait.departement(),
        fait.cpts(),
        fait.origine,
        nature,
        reference,
        fait.declarant().aujourd_hui
    ];
    tx.enqueue_one(PREPARER, valeurs);
    etape(tx, fait, "brouillon", "", None);
    avertir(tx, fait, Nature::VolontaireEnregistre);
}

/// Records a filing.
pub fn inscrire_depot(tx: &mut Tx, fait: &Prononce<DeclarationDeposee>) {
    let (nature, reference) = justificatif(Some(&fait.justificatif));
    tx.enqueue_one(DEPOSER, params![fait.declaration(), fait.version(), fait.le, nature, reference]);
    etape(tx, fait, "deposee", "", None);
    message(tx, fait, "instruire-declaration");
    avertir(tx, fait, Nature::DeclarationDeposee);
}

/// Records what the ARS asks for.
pub fn inscrire_completion(tx: &mut Tx, fait: &Prononce<CompletionDemandee>) {
    let pieces = joindre(fait.pieces.iter().map(|piece| piece.code()));
    let precisions = fait.precision.clone();
    let valeurs = params![fait.declaration(), fait.version(), fait.le, pieces.as_str(), precisions];
    tx.enqueue_one(COMPLETER, valeurs);
    etape(tx, fait, "a-completer", &pieces, fait.precision.as_ref());
    message(tx, fait, "notifier-praticien");
    avertir(tx, fait, Nature::ComplementDemande);
}

/// Records the acceptance: the authorisation, the list, the caisse and the MK follow in the same write.
pub fn inscrire_validation(tx: &mut Tx, fait: &Prononce<DeclarationValidee>) {
    tx.enqueue_one(VALIDER, params![fait.declaration(), fait.version(), fait.le, fait.effet_du]);
    autoriser(tx, fait, fait.effet_du);
    etape(tx, fait, "validee", "", fait.precision.as_ref());
    diffuser(tx, fait);
    avertir(tx, fait, Nature::DeclarationAcceptee);
}

/// Records the refusal.
pub fn inscrire_refus(tx: &mut Tx, fait: &Prononce<DeclarationRefusee>) {
    let motifs = joindre(fait.motifs.iter().map(|motif| motif.code()));
    let precisions = fait.precision.clone();
    let valeurs = params![fait.declaration(), fait.version(), fait.le, motifs.as_str(), precisions];
    tx.enqueue_one(REFUSER, valeurs);
    etape(tx, fait, "refusee", &motifs, fait.precision.as_ref());
    message(tx, fait, "notifier-praticien");
    avertir(tx, fait, Nature::DeclarationRefusee);
}

/// Records the end: the lists are told when the right was open.
pub fn inscrire_retrait(tx: &mut Tx, fait: &Prononce<DeclarationRetiree>) {
    tx.enqueue_one(RETIRER, params![fait.declaration(), fait.version(), fait.au, fait.motif]);
    etape(tx, fait, "retiree", fait.motif.code(), None);
    if fait.autorisation_a_clore {
        arreter(tx, fait, fait.au, FinAutorisation::Retrait(fait.motif));
        tx.enqueue(MOTIVER, params![fait.declaration(), fait.motif]);
        diffuser(tx, fait);
    }
    avertir(tx, fait, Nature::ParticipationTerminee);
}

/// Records the suspension: the period ends on the eve, the lists are told.
pub fn inscrire_suspension(tx: &mut Tx, fait: &Prononce<ParticipationSuspendue>) {
    let precisions = fait.precision.clone();
    let valeurs = params![fait.declaration(), fait.version(), fait.le, fait.du, fait.motif, precisions];
    tx.enqueue_one(SUSPENDRE, valeurs);
    arreter(tx, fait, fait.dernier_jour(), FinAutorisation::Suspension(fait.motif));
    etape(tx, fait, "suspendue", fait.motif.code(), fait.precision.as_ref());
    diffuser(tx, fait);
    avertir(tx, fait, Nature::ParticipationSuspendue);
}

/// Records the end of a suspension: a new period begins, the lists are told.
pub fn inscrire_reprise(tx: &mut Tx, fait: &Prononce<ParticipationReprise>) {
    tx.enqueue_one(REPRENDRE, params![fait.declaration(), fait.version(), fait.le, fait.du]);
    autoriser(tx, fait, fait.du);
    etape(tx, fait, "reprise", "", None);
    diffuser(tx, fait);
    avertir(tx, fait, Nature::ParticipationReprise);
}

/// Opens a period. What an earlier declaration of the same MK in the department still had to run is cut on the eve.
fn autoriser<T>(tx: &mut Tx, fait: &Prononce<T>, du: Date) {
    arreter(tx, fait, du.yesterday().unwrap_or(du), FinAutorisation::Remplacement);
    let valeurs = params![fait.declaration(), fait.praticien(), fait.departement(), fait.cpts(), du];
    tx.enqueue_one(AUTORISER, valeurs);
}

/// The right stops after this day: what runs is shortened, what had not begun never does.
fn arreter<T>(tx: &mut Tx, fait: &Prononce<T>, au: Date, fin: FinAutorisation) {
    let (praticien, departement) = (fait.praticien(), fait.departement());
    tx.enqueue(EFFACER, params![praticien, departement, au]);
    tx.enqueue(ARRETER, params![praticien, departement, au, fin.code()]);
}

/// Tells the MK, his CPTS and the ARS, whoever of them did not act.
pub(super) fn avertir<T>(tx: &mut Tx, fait: &Prononce<T>, nature: Nature) {
    avertir_de(tx, fait, nature, format!("declaration/{}/{}", fait.declaration(), fait.version() + 1));
}

/// The same under this key.
pub(super) fn avertir_de<T>(tx: &mut Tx, fait: &Prononce<T>, nature: Nature, cle: String) {
    let declaration = fait.declaration();
    let avis = Avis {
        nature,
        cle,
        declaration: Some(declaration),
        praticien: None,
        lien: format!("/declarations/{declaration}"),
        auteur: Some(fait.declarant().compte),
        instant: fait.declarant().maintenant,
    };
    notification::deposer(tx, Destinataire::Praticien(fait.praticien()), &avis);
    notification::deposer(tx, Destinataire::Cpts(fait.cpts()), &avis);
    if nature != Nature::VolontaireEnregistre {
        notification::deposer(tx, Destinataire::Ars(fait.departement()), &avis);
    }
}

pub(super) fn diffuser<T>(tx: &mut Tx, fait: &Prononce<T>) {
    for genre in ["publier-liste", "transmettre-caisse", "notifier-praticien"] {
        message(tx, fait, genre);
    }
}

pub(super) fn message<T>(tx: &mut Tx, fait: &Prononce<T>, genre: &str) {
    let contenu = json!({
        "declaration": fait.declaration().to_string(),
        "praticien": fait.praticien().to_string(),
        "departement": fait.departement().as_str(),
    });
    let cle = format!("declaration/{}/{}", fait.declaration(), fait.version() + 1);
    tx.deposer(trace::message(genre, &cle, &contenu, fait.declarant().maintenant));
}

pub(super) fn etape<T>(
    tx: &mut Tx,
    fait: &Prononce<T>,
    nom: &'static str,
    motifs: &str,
    precisions: Option<&TexteLibre>,
) {
    let declarant = fait.declarant();
    let valeurs = params![
        fait.declaration(),
        fait.version() + 1,
        declarant.maintenant,
        declarant.compte,
        nom,
        motifs,
        precisions.cloned()
    ];
    tx.enqueue_one(FAIT, valeurs);
    let details = json!({ "praticien": fait.praticien().to_string(), "motifs": motifs });
    trace::prononce(tx, fait, &format!("declaration.{nom}"), &details);
}

fn justificatif(justificatif: Option<&Justificatif>) -> (Option<&'static str>, Option<TexteLibre>) {
    match justificatif {
        None => (None, None),
        Some(j) => (Some(j.type_justificatif.code()), j.reference.clone()),
    }
}
