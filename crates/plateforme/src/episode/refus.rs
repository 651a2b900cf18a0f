//! A refusal on screen: the whole decision, what to do next with its links, and the motive when one is asked.

use droit::episode::{Empechement, Refus};
use droit::identifiant::EpisodeId;
use maud::{Markup, html};

use super::champ::phrase;
use crate::gabarits::{self, Champ, Erreurs, Style, Ton, alerte, lien_bouton};
use crate::serveur::App;

/// The panel above the form.
pub fn panneau(app: &App, id: EpisodeId, refus: Option<&Refus<'_>>) -> Markup {
    let Some(refus) = refus else { return html! {} };
    html! {
        div.refus role="alert" tabindex="-1" {
            @match refus {
                Refus::Refusee(decision) => {
                    (gabarits::decision(decision, app.reglement.registre()))
                    (sorties(id))
                }
                Refus::AConfirmer(decision) => (gabarits::decision(decision, app.reglement.registre())),
                Refus::Empeche(empechement) => (alerte(Ton::Erreur, &phrase(*empechement), &html! { p { "Rien n’a été enregistré." } })),
            }
        }
    }
}

/// The three ways out of a refusal.
fn sorties(id: EpisodeId) -> Markup {
    html! {
        div.sorties {
            (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/diagnostic"), "Enregistrer une preuve de diagnostic"))
            (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/orientation"), "Orienter le patient"))
            (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/cloture?issue=poursuite-sur-prescription"), "Poursuivre sur prescription"))
        }
    }
}

/// Is the MK asked for a motive.
pub fn a_confirmer(refus: Option<&Refus<'_>>) -> bool {
    matches!(refus, Some(Refus::AConfirmer(_) | Refus::Empeche(Empechement::ExcedentAConfirmer { .. })))
}

/// The field of the motive, once the rules have asked for it.
pub fn confirmation(refus: Option<&Refus<'_>>, saisie: &str, erreurs: &Erreurs) -> Markup {
    html! {
        @if a_confirmer(refus) || !saisie.is_empty() {
            (Champ::zone("confirmation", "Pourquoi vous confirmez")
                .aide("Votre motif est conservé avec la décision.").valeur(saisie).erreurs(erreurs).rendre())
        }
    }
}
