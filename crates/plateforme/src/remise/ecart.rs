//! What a sealed document no longer tells of the patient's file, and the way out: its correction.

use droit::document::{Document, Ecart};
use droit::identifiant::{DocumentId, EpisodeId};
use entrepot::chiffre::Trousseau;
use entrepot::{Echec, Tx, patient};
use maud::{Markup, html};

use crate::document::socle::sujet;
use crate::gabarits::{Style, Ton, action, alerte};

/// What a correction of this document would change of itself, from the file of its patient as it is now.
///
/// # Errors
/// When the base fails or the file does not open.
pub fn lire(tx: &mut Tx, trousseau: &Trousseau, document: &Document) -> Result<Vec<Ecart>, Echec> {
    let cle = document.en_tete.sujet.id;
    let fiche = patient::charger(tx, trousseau, cle)?.ok_or(Echec::Absent)?;
    let medecin = patient::medecin(tx, trousseau, &fiche)?;
    Ok(document.ecarts(&sujet(&fiche), &medecin))
}

/// What differs, and the button that opens the correction; nothing when nothing does.
pub fn avis(ecarts: &[Ecart], (episode, document): (EpisodeId, DocumentId)) -> Markup {
    html! {
        @if !ecarts.is_empty() {
            (alerte(Ton::Attention, "Ce document ne dit plus ce qui est au dossier", &html! {
                ul { @for ecart in ecarts { li { (ecart.libelle()) } } }
                p { "Un document validé ne change pas : l’envoyer de nouveau renverrait les mêmes octets." }
                (action(Style::Principal, &format!("/episodes/{episode}/documents/{document}/corriger"), "Corriger ce document", ""))
            }))
        }
    }
}
