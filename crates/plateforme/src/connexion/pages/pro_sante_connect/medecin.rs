//! The page where a doctor confirms his account: his name as it was vouched for, and what the account is worth.

use entrepot::pro_sante_connect::Offre;
use maud::{Markup, html};

use super::INSCRIPTION;
use crate::connexion::Visiteur;
use crate::gabarits::{Erreurs, Page, carte, fiche, formulaire};
use crate::repertoire::praticien::saisie::{champs_d_identite, lire_l_identite};
use crate::saisie::Champs;

/// The name of his account: the one vouched for, else the one he types; `None` when it is missing, told in `erreurs`.
pub(super) fn nom(offre: &Offre, champs: &Champs, erreurs: &mut Erreurs) -> Option<String> {
    let identite = offre.identite.clone().or_else(|| lire_l_identite(champs, erreurs));
    identite.map(|(nom, prenom)| format!("Dr {prenom} {nom}"))
}

pub(super) fn page(visiteur: &Visiteur, offre: &Offre, (champs, erreurs): (&Champs, &Erreurs)) -> Markup {
    let saisie = html! {
        @match &offre.identite {
            Some((nom, prenom)) => (fiche(&[
                ("Nom", html! { (nom) }),
                ("Prénom", html! { (prenom) }),
                ("Profession", html! { "Médecin" }),
                ("Certifié par", html! { "Pro Santé Connect" }),
            ])),
            None => (champs_d_identite(champs, erreurs)),
        }
    };
    Page::new("Créer mon compte", visiteur)
        .chapo(html! {
            "Pro Santé Connect vous a identifié comme médecin, sous le numéro RPPS " strong { (offre.rpps) }
            ". Aucun compte ne le porte encore : confirmez. Rien n’est créé avant."
        })
        .rendre(html! {
            div.pile {
                (carte("Vous", &formulaire(INSCRIPTION, erreurs, &saisie, "Créer mon compte")))
                p.champ-aide { "Ce compte montre les kinésithérapeutes que vos patients peuvent consulter sans ordonnance, et les règles de leur département. Il n’ouvre le dossier d’aucun patient : leurs documents vous parviennent par votre messagerie sécurisée." }
            }
        })
}
