//! What a document rests on and may lack: the doctor's name, a place to sign from, an identity that may travel.

use droit::document::MedecinTraitant;
use maud::{Markup, html};

use super::socle::Socle;
use crate::gabarits::{Style, Ton, alerte, lien_bouton};

/// The patient has a médecin traitant whose name nobody wrote: documents are owed to him.
pub fn medecin_a_completer(socle: &Socle) -> Markup {
    let adresse = format!("/episodes/{}/medecin-traitant", socle.dossier.episode.id);
    let manque = match (&socle.medecin, socle.dossier.patient.medecin_traitant) {
        (MedecinTraitant::NonPrecise, Some(true)) => {
            Some("Ce patient a un médecin traitant, dont le nom n’est pas au dossier")
        }
        (MedecinTraitant::NonPrecise, _) => Some("Ce patient a-t-il un médecin traitant ?"),
        (MedecinTraitant::Connu(_) | MedecinTraitant::Aucun, _) => None,
    };
    html! {
        @if let Some(titre) = manque {
            (alerte(Ton::Attention, titre, &html! {
                p { "Le bilan et le compte rendu lui sont dus. Sans son nom, ils ne peuvent pas lui être adressés." }
                p { (lien_bouton(Style::Secondaire, &adresse, "Indiquer le médecin traitant")) }
            }))
        }
    }
}

/// Why the document leaves without the INS, if it does.
pub fn ins_retenue(socle: &Socle) -> Markup {
    let sujet = socle.sujet();
    html! {
        @if let Err(retenue) = sujet.ins_transmissible() {
            (alerte(Ton::Info, "Ce document ne portera pas le matricule INS", &html! { p { (retenue.libelle()) } }))
        }
    }
}
