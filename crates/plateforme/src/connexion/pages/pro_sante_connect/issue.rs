//! Why nobody signed in, in words that say what to do next.

use axum::http::StatusCode;
use droit::pro_sante_connect::NonAdmis;
use maud::{Markup, html};
use passerelles::pro_sante_connect::{EchecPsc, PreuveRefusee};

use super::bouton;
use crate::connexion::Visiteur;
use crate::gabarits::{Page, Style, Ton, alerte, lien_bouton};

/// How an attempt ended without a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// This browser asked for nothing, or long ago.
    AutreNavigateur,
    /// The answer is to another request than the last one of this browser.
    AutreDemande,
    /// The answer has already served.
    DejaServie,
    /// The answer came too late.
    Tardive,
    /// The professional refused, or gave up.
    Refus,
    /// The provider failed, and says so by this code.
    Fournisseur(String),
    /// Something went wrong between the provider and us.
    Echec(EchecPsc),
    /// Nothing is offered to this browser, or no more.
    OffrePassee,
    /// The account is suspended.
    Suspendu,
    /// Several accounts have this number.
    PlusieursComptes,
    /// The account's role is not what the provider says of him.
    NonAdmis(NonAdmis),
}

impl From<EchecPsc> for Issue {
    fn from(echec: EchecPsc) -> Self {
        Self::Echec(echec)
    }
}

impl Issue {
    /// The error that the provider sends through the browser: a code of the standard, and nothing longer.
    pub fn du_fournisseur(code: &str) -> Self {
        match code {
            "access_denied" => Self::Refus,
            autre => {
                let sur = autre.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_');
                Self::Fournisseur(sur.take(60).collect())
            }
        }
    }

    /// Its name in the traces, which name nobody.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AutreNavigateur => "autre-navigateur",
            Self::AutreDemande => "autre-demande",
            Self::DejaServie => "deja-servie",
            Self::Tardive => "tardive",
            Self::Refus => "refus",
            Self::Fournisseur(_) => "fournisseur",
            Self::Echec(_) => "echec",
            Self::OffrePassee => "offre-passee",
            Self::Suspendu => "suspendu",
            Self::PlusieursComptes => "plusieurs-comptes",
            Self::NonAdmis(_) => "non-admis",
        }
    }

    /// The page.
    pub fn page(&self, visiteur: &Visiteur, suite: &str) -> (StatusCode, Markup) {
        if let Self::Echec(cause) = self {
            tracing::warn!(%cause, "Pro Santé Connect");
        }
        let (titre, explication) = self.dire();
        let page = Page::new(titre, visiteur).sans_titre().rendre(html! {
            div.porte {
                section.carte.porte-carte {
                    h1 { "Connexion" }
                    (alerte(self.ton(), titre, &explication))
                    div.pile {
                        @if self.se_reprend() { (bouton(suite)) }
                        (lien_bouton(Style::Secondaire, "/connexion", "Se connecter avec un mot de passe"))
                    }
                }
            }
        });
        (self.statut(), page)
    }

    fn statut(&self) -> StatusCode {
        match self {
            Self::Fournisseur(_)
            | Self::Echec(EchecPsc::Injoignable(_) | EchecPsc::Annonce(_) | EchecPsc::Service(_)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn ton(&self) -> Ton {
        match self {
            Self::Refus | Self::DejaServie | Self::Tardive | Self::OffrePassee => Ton::Attention,
            _ => Ton::Erreur,
        }
    }

    /// Is trying again worth it.
    fn se_reprend(&self) -> bool {
        !matches!(
            self,
            Self::Suspendu
                | Self::PlusieursComptes
                | Self::NonAdmis(_)
                | Self::Echec(EchecPsc::Identite(_) | EchecPsc::Service(_))
        )
    }

    fn dire(&self) -> (&'static str, Markup) {
        match self {
            Self::AutreNavigateur => (
                "La réponse n’est pas revenue dans le bon navigateur",
                html! { p { "Ce navigateur n’a rien demandé à Pro Santé Connect, ou trop longtemps avant. Recommencez ici, sans changer de navigateur. Si vous n’êtes pas à l’origine de cette page, fermez-la : personne n’a été connecté." } },
            ),
            Self::AutreDemande => (
                "Cette réponse n’est pas celle de votre dernière demande",
                html! { p { "Vous avez peut-être ouvert la connexion dans deux onglets : seule la dernière compte. Recommencez. Si vous n’êtes pas à l’origine de cette page, fermez-la : personne n’a été connecté." } },
            ),
            Self::DejaServie => (
                "Cette réponse a déjà servi",
                html! { p { "Une réponse de Pro Santé Connect ne sert qu’une fois : cela arrive en revenant en arrière ou en rechargeant la page. " a href="/" { "Allez à l’accueil" } " : vous y êtes peut-être déjà connecté. Sinon, recommencez." } },
            ),
            Self::Tardive => (
                "La demande a expiré",
                html! { p { "Plus de dix minutes ont passé entre votre demande et la réponse de Pro Santé Connect. Recommencez." } },
            ),
            Self::Refus => (
                "L’identification a été abandonnée",
                html! { p { "Pro Santé Connect indique que vous avez refusé ou interrompu l’identification. Rien ne nous a été transmis." } },
            ),
            Self::Fournisseur(code) => (
                "Pro Santé Connect n’a pas pu vous identifier",
                html! { p { "Il répond « " code { (code) } " ». Réessayez dans quelques minutes ; si cela dure, transmettez ce code à l’administrateur du site." } },
            ),
            Self::Echec(cause) => dire_l_echec(cause),
            Self::OffrePassee => (
                "Cette page n’est plus valable",
                html! { p { "Votre compte est peut-être déjà créé, ou trop de temps a passé depuis votre identification. Identifiez-vous de nouveau : vous entrerez dans votre compte, ou il vous sera proposé de le créer." } },
            ),
            Self::Suspendu => (
                "Votre compte est suspendu",
                html! { p { "Pro Santé Connect vous a bien identifié, mais votre compte est suspendu. Adressez-vous à l’administrateur du site pour le rétablir." } },
            ),
            Self::PlusieursComptes => (
                "Plusieurs comptes portent votre numéro RPPS",
                html! { p { "Aucun n’est choisi à votre place. Demandez à l’administrateur du site de suspendre celui qui ne sert pas ; d’ici là, votre mot de passe ouvre chacun." } },
            ),
            Self::NonAdmis(refus) => (
                "Votre exercice ne permet pas cette connexion",
                html! {
                    p { (refus) }
                    p { "Un masseur-kinésithérapeute ou un médecin ouvre ici son compte avec Pro Santé Connect. Coordination de CPTS, agent de l’ARS ou de la caisse : demandez un compte à l’administrateur du site, puis connectez-vous avec votre mot de passe." }
                    p { "Si ce n’est pas exact, faites corriger votre fiche de l’Annuaire Santé auprès de votre conseil de l’Ordre ; Pro Santé Connect la suit en quelques jours." }
                },
            ),
        }
    }
}

fn dire_l_echec(cause: &EchecPsc) -> (&'static str, Markup) {
    match cause {
        EchecPsc::Injoignable(_) => (
            "Pro Santé Connect ne répond pas",
            html! { p { "Le service national est injoignable pour le moment. Réessayez dans quelques minutes, ou connectez-vous avec votre mot de passe." } },
        ),
        EchecPsc::Annonce(_) | EchecPsc::Service(_) => (
            "Pro Santé Connect refuse ce site",
            html! { p { "Le raccordement de ce site à Pro Santé Connect ne fonctionne pas : prévenez l’administrateur du site. Votre mot de passe reste utilisable." } },
        ),
        EchecPsc::Perime => (
            "La réponse n’est plus valable",
            html! { p { "Pro Santé Connect ne reconnaît plus cette réponse, expirée ou déjà utilisée. Recommencez." } },
        ),
        EchecPsc::Preuve(PreuveRefusee::Perimee | PreuveRefusee::Future) => (
            "Les horloges ne s’accordent pas",
            html! { p { "L’identité reçue est datée d’une autre heure que celle de ce site. Elle n’est pas acceptée. Prévenez l’administrateur du site : l’horloge du serveur est sans doute déréglée." } },
        ),
        EchecPsc::Preuve(_) | EchecPsc::Reponse(_) => (
            "Votre identité n’a pas pu être vérifiée",
            html! { p { "La réponse reçue de Pro Santé Connect n’est pas acceptable, et personne n’a été connecté. Recommencez ; si cela se répète, prévenez l’administrateur du site." } },
        ),
        EchecPsc::Identite(illisible) => (
            "Pro Santé Connect ne donne pas votre numéro RPPS",
            html! { p { (illisible) " Sans lui, aucun compte ne peut être retrouvé : connectez-vous avec votre mot de passe." } },
        ),
    }
}
