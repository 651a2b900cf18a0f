//! The server: every route in one list, what each needs, and the layers around them.

mod adhesions;
mod app;
mod couches;
mod documents;
mod ecoute;
mod entetes;
mod evaluation;
mod facturation;
mod indicateurs;
mod participation;
mod remises;
mod routes;
mod suivi;
mod surcharge;

use std::collections::HashSet;
use std::sync::LazyLock;

use axum::Router;
use axum::http::Method;
use droit::acces::Role;

pub use app::{App, Ressources};
pub use ecoute::{Lieu, servir};
pub use entetes::Partage;
pub use routes::{Acces, Ligne, Portee, Routes};

use crate::connexion::pages as porte;
use crate::connexion::pages::pro_sante_connect as psc;
use crate::{
    accueil, actifs, annuaire, api, certificat, compte, episode, notification, puis_je_y_aller, reglement,
    tableau_de_bord,
};

/// Every route of the product.
pub fn routes() -> Routes {
    Routes::new()
        // Public
        .get("/", Acces::Public, accueil::accueil)
        .get("/sante", Acces::Public, accueil::sante)
        .get("/annuaire", Acces::Public, annuaire::liste)
        .get("/annuaire/{departement}", Acces::Public, annuaire::du_departement)
        .get("/annuaire/cpts/{id}", Acces::Public, annuaire::de_la_cpts)
        .get("/annuaire/fragment", Acces::Public, annuaire::fragment::montrer)
        .get("/annuaire/changements", Acces::Public, annuaire::difference::voir)
        .get("/annuaire/changements.csv", Acces::Public, annuaire::difference::en_csv)
        .get("/annuaire/integrer", Acces::Public, annuaire::integrer::expliquer)
        .get("/ma-fiche-publique", Acces::Pages(&[Role::Mk]), annuaire::ma_fiche::voir)
        .post("/ma-fiche-publique", Acces::Pages(&[Role::Mk]), annuaire::ma_fiche::dire)
        .get("/annuaire.csv", Acces::Public, annuaire::export::en_csv)
        .get("/annuaire.atom", Acces::Public, annuaire::export::en_atom)
        .get("/regles", Acces::Public, reglement::liste)
        .get("/regles/{departement}", Acces::Public, reglement::departement)
        .get("/puis-je-y-aller", Acces::Public, puis_je_y_aller::questions)
        .post("/puis-je-y-aller", Acces::Public, puis_je_y_aller::repondre)
        .get(certificat::VERIFIER, Acces::Public, certificat::verification::voir)
        .get(certificat::cles::ADRESSE, Acces::Public, certificat::cles::servir)
        .get(certificat::cles::HORS_LIGNE, Acces::Public, certificat::cles::emporter)
        .get("/connexion", Acces::Public, porte::formulaire)
        .post("/connexion", Acces::Public, porte::entrer)
        .get("/connexion/second-facteur", Acces::Public, porte::demander)
        .post("/connexion/second-facteur", Acces::Public, porte::verifier)
        .get(psc::DEPART, Acces::Public, psc::partir)
        .get(psc::RETOUR, Acces::Public, psc::revenir)
        .get(psc::INSCRIPTION, Acces::Public, psc::proposer)
        .post(psc::INSCRIPTION, Acces::Public, psc::accepter)
        .get(psc::SORTIE, Acces::Public, psc::sorti)
        .post("/deconnexion", Acces::Pages(TOUS_LES_ROLES), porte::sortir)
        .avec(compte())
        .avec(administration())
        .avec(repertoire())
        .get("/tableau-de-bord", Acces::Pages(tableau_de_bord::ROLES), tableau_de_bord::voir)
        .post("/tableau-de-bord", Acces::Pages(&[Role::Mk]), tableau_de_bord::chercher)
        .avec(episodes())
        .avec(api_des_episodes())
        .avec(documents::routes())
        .avec(facturation::routes())
        .avec(participation::routes())
        .avec(adhesions::routes())
        .avec(remises::routes())
        .avec(evaluation::routes())
        .avec(indicateurs::routes())
        .avec(suivi::routes())
        .get("/actifs/{empreinte}/{nom}", Acces::Public, actifs::servir)
        .get("/api/v1/openapi.json", Acces::Public, api::openapi)
        .get("/api/v1/praticiens", Acces::Public, annuaire::json::en_json)
        .get("/api/v1/praticiens/changements", Acces::Public, annuaire::difference::changements)
        .get("/api/v1/praticiens/fhir", Acces::Public, annuaire::export::en_fhir)
        .get("/api/v1/praticiens/{rpps}/autorisation", Acces::Public, certificat::reponse::en_json)
        .post("/api/v1/decisions", Acces::Public, api::decisions::poser)
}

/// Is there a page to read at this address: what is not done is not offered.
pub fn existe(adresse: &str) -> bool {
    static PAGES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let routes = routes();
        routes.lignes().filter(|ligne| ligne.methode == Method::GET).map(|ligne| ligne.chemin).collect()
    });
    PAGES.contains(adresse)
}

/// Every role: whoever is signed in.
pub const TOUS_LES_ROLES: &[Role] = Role::TOUS;

/// One's own account.
fn compte() -> Routes {
    const CONNECTE: Acces = Acces::Pages(TOUS_LES_ROLES);
    Routes::new()
        .get("/compte", CONNECTE, compte::mien::voir)
        .post("/compte/mot-de-passe", CONNECTE, compte::mien::changer)
        .post("/compte/courriel", CONNECTE, compte::courriel::changer)
        .get("/notifications", CONNECTE, notification::lister)
        .post("/notifications/ouvrir", CONNECTE, notification::ouvrir)
        .post("/notifications/lues", CONNECTE, notification::tout_lire)
        .get("/compte/second-facteur", CONNECTE, compte::second_facteur::voir)
        .post("/compte/second-facteur", CONNECTE, compte::second_facteur::activer)
        .post("/compte/second-facteur/retirer", CONNECTE, compte::second_facteur::retirer)
        .get("/compte/connexions", CONNECTE, compte::connexions::lister)
        .post("/compte/connexions/fermer", CONNECTE, compte::connexions::fermer_les_autres)
        .post("/compte/connexions/{id}/fermer", CONNECTE, compte::connexions::fermer)
        .get("/compte/jetons", CONNECTE, compte::jetons::lister)
        .post("/compte/jetons", CONNECTE, compte::jetons::creer)
        .post("/compte/jetons/{id}/revoquer", CONNECTE, compte::jetons::revoquer)
}

/// The episodes of an MK.
fn episodes() -> Routes {
    const MK: Acces = Acces::Pages(&[Role::Mk]);
    Routes::new()
        .get("/episodes/nouveau", MK, episode::ouverture::nouveau)
        .post("/episodes", MK, episode::ouverture::poster)
        .get("/episodes/{id}", MK, episode::page::voir)
        .get("/episodes/{id}/seances/nouvelle", MK, episode::seance::nouvelle)
        .post("/episodes/{id}/seances", MK, episode::seance::enregistrer)
        .get("/episodes/{id}/seances/{seance}/annuler", MK, episode::annulation::demander)
        .post("/episodes/{id}/seances/{seance}/annuler", MK, episode::annulation::annuler)
        .post("/episodes/{id}/amelioration", MK, episode::amelioration::evaluer)
        .get("/episodes/{id}/diagnostic", MK, episode::diagnostic::demander)
        .post("/episodes/{id}/diagnostic", MK, episode::diagnostic::enregistrer)
        .get("/episodes/{id}/diagnostic/retrait", MK, episode::diagnostic::demander_le_retrait)
        .post("/episodes/{id}/diagnostic/retrait", MK, episode::diagnostic::retirer)
        .get("/episodes/{id}/orientation", MK, episode::orientation::demander)
        .post("/episodes/{id}/orientation", MK, episode::orientation::orienter)
        .get("/episodes/{id}/evenement", MK, episode::evenement::demander)
        .post("/episodes/{id}/evenement", MK, episode::evenement::signaler)
        .get("/episodes/{id}/cloture", MK, episode::cloture::demander)
        .post("/episodes/{id}/cloture", MK, episode::cloture::clore)
}

/// The same for a program.
fn api_des_episodes() -> Routes {
    const LIRE: Acces = Acces::Api(Portee::EpisodesLire, &[Role::Mk]);
    const ECRIRE: Acces = Acces::Api(Portee::EpisodesEcrire, &[Role::Mk]);
    use api::episodes;
    Routes::new()
        .get("/api/v1/episodes", LIRE, episodes::lecture::lister)
        .post("/api/v1/episodes", ECRIRE, episodes::ouverture::ouvrir)
        .get("/api/v1/episodes/{id}", LIRE, episodes::lecture::voir)
        .post("/api/v1/episodes/{id}/seances", ECRIRE, episodes::seance)
        .post("/api/v1/episodes/{id}/seances/{seance}/annulation", ECRIRE, episodes::annulation)
        .post("/api/v1/episodes/{id}/diagnostic", ECRIRE, episodes::diagnostic)
        .post("/api/v1/episodes/{id}/diagnostic/retrait", ECRIRE, episodes::retrait)
        .post("/api/v1/episodes/{id}/orientations", ECRIRE, episodes::orientation)
        .post("/api/v1/episodes/{id}/evenements", ECRIRE, episodes::evenement)
        .post("/api/v1/episodes/{id}/amelioration", ECRIRE, episodes::amelioration)
        .post("/api/v1/episodes/{id}/cloture", ECRIRE, episodes::cloture)
}

/// The accounts of the installation.
fn administration() -> Routes {
    use compte::administration as page;
    const ADMINISTRATEUR: Acces = Acces::Pages(&[Role::Administrateur]);
    Routes::new()
        .get("/administration/comptes", ADMINISTRATEUR, page::lister)
        .post("/administration/comptes", ADMINISTRATEUR, page::creer_un_compte)
        .get("/administration/comptes/nouveau", ADMINISTRATEUR, page::nouveau)
        .get("/administration/comptes/{id}", ADMINISTRATEUR, page::voir)
        .post("/administration/comptes/{id}/suspendre", ADMINISTRATEUR, page::suspendre)
        .post("/administration/comptes/{id}/retablir", ADMINISTRATEUR, page::retablir)
        .post("/administration/comptes/{id}/debloquer", ADMINISTRATEUR, page::debloquer)
        .post("/administration/comptes/{id}/rpps", ADMINISTRATEUR, compte::medecin::noter)
        .post("/administration/comptes/{id}/mot-de-passe", ADMINISTRATEUR, page::changer_mot_de_passe)
        .post(
            "/administration/comptes/{id}/second-facteur/retirer",
            ADMINISTRATEUR,
            page::retirer_second_facteur,
        )
}

/// The directory that the administrator keeps.
fn repertoire() -> Routes {
    use crate::repertoire::{cpts, praticien};
    const ADMINISTRATEUR: Acces = Acces::Pages(&[Role::Administrateur]);
    Routes::new()
        .get("/administration/cpts", ADMINISTRATEUR, cpts::liste::lister)
        .post("/administration/cpts", ADMINISTRATEUR, cpts::page::creer)
        .get("/administration/cpts/nouvelle", ADMINISTRATEUR, cpts::page::nouvelle)
        .get("/administration/cpts/{id}", ADMINISTRATEUR, cpts::page::voir)
        .post("/administration/cpts/{id}", ADMINISTRATEUR, cpts::page::changer)
        .get("/administration/praticiens", ADMINISTRATEUR, praticien::liste::lister)
        .post("/administration/praticiens", ADMINISTRATEUR, praticien::nouveau::inscrire)
        .get("/administration/praticiens/nouveau", ADMINISTRATEUR, praticien::nouveau::nouveau)
        .get("/administration/praticiens/{id}", ADMINISTRATEUR, praticien::page::voir)
        .post("/administration/praticiens/{id}", ADMINISTRATEUR, praticien::page::corriger)
}

/// The whole application, ready to serve.
pub fn application(app: &App) -> Router {
    couches::entourer(routes().router(app), app)
}
