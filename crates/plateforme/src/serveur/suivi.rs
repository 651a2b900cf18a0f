//! The routes of the evaluation: adverse events, learning notes, annual campaigns, monitoring committees.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::{campagne, comite, evenement, retour};

const MK: Acces = Acces::Pages(&[Role::Mk]);
const ARS: Acces = Acces::Pages(&[Role::AgentArs]);
/// Those who follow an event.
const SUIVI: Acces = Acces::Pages(&[Role::Mk, Role::AgentArs]);
/// Those who follow a campaign.
const CAMPAGNE: Acces = Acces::Pages(&[Role::AgentArs, Role::CoordinationCpts]);
/// Those who organise a committee.
const ORGANISATEUR: Acces = Acces::Pages(&[Role::AgentArs, Role::AgentCpam]);
/// Those who organise it or sit in it.
const COMITE: Acces = Acces::Pages(SIEGES);
/// Whoever organises, sits, or sits for his CPTS or its MKs.
const SIEGES: &[Role] =
    &[Role::AgentArs, Role::AgentCpam, Role::MembreComite, Role::CoordinationCpts, Role::Mk];
/// The group that learns together: the committee, its CPAM among those who organise it, and the MKs and CPTS.
const GROUPE: Acces = Acces::Pages(SIEGES);

/// The routes.
pub fn routes() -> Routes {
    evenements().avec(retours()).avec(campagnes()).avec(comites()).avec(api())
}

/// Where they stand, for programs.
fn api() -> Routes {
    const DES_EVENEMENTS: Acces = Acces::Api(Portee::SuiviLire, &[Role::Mk, Role::AgentArs]);
    const DES_CAMPAGNES: Acces = Acces::Api(Portee::SuiviLire, &[Role::AgentArs, Role::CoordinationCpts]);
    const DES_COMITES: Acces = Acces::Api(Portee::SuiviLire, SIEGES);
    Routes::new()
        .get("/api/v1/evenements", DES_EVENEMENTS, evenement::api::lister)
        .get("/api/v1/campagnes", DES_CAMPAGNES, campagne::api::lister)
        .get("/api/v1/comites", DES_COMITES, comite::api::lister)
}

/// Adverse events, from their report to the end of their examination.
fn evenements() -> Routes {
    Routes::new()
        .get("/evenements", SUIVI, evenement::lister)
        .post("/evenements", MK, evenement::signaler)
        .get("/evenements/nouveau", MK, evenement::nouveau)
        .get("/evenements/{id}", SUIVI, evenement::voir)
        .post("/evenements/{id}", SUIVI, evenement::agir)
        .get("/evenements/{id}/analyse", MK, evenement::demander_l_analyse)
        .post("/evenements/{id}/messages", SUIVI, evenement::ecrire)
        .get("/evenements/{id}/recepisse.pdf", SUIVI, evenement::telecharger)
}

/// Learning notes.
fn retours() -> Routes {
    Routes::new()
        .get("/retours", GROUPE, retour::lister)
        .post("/retours", ARS, retour::creer)
        .get("/retours/nouveau", ARS, retour::nouveau)
        .get("/retours/{id}", GROUPE, retour::voir)
        .post("/retours/{id}", ARS, retour::agir)
        .get("/retours/{id}/modifier", ARS, retour::modifier)
        .post("/retours/{id}/modifier", ARS, retour::recrire)
}

/// Annual campaigns and their sheets.
fn campagnes() -> Routes {
    Routes::new()
        .get("/campagnes", CAMPAGNE, campagne::lister)
        .post("/campagnes", ARS, campagne::ouvrir)
        .get("/campagnes/colonnes", ARS, campagne::voir_les_colonnes)
        .post("/campagnes/colonnes", ARS, campagne::changer_les_colonnes)
        .get("/campagnes/{id}", CAMPAGNE, campagne::voir)
        .post("/campagnes/{id}", ARS, campagne::agir)
        .post_fichier("/campagnes/{id}/activite", ARS, campagne::importer)
        .get("/campagnes/{id}/fiches/{praticien}", ARS, campagne::voir_la_fiche)
        .post("/campagnes/{id}/fiches/{praticien}", ARS, campagne::renvoyer)
        .get("/campagnes/{id}/export/{forme}", ARS, campagne::telecharger)
        .get("/mes-fiches", MK, campagne::lister_les_miennes)
        .get("/mes-fiches/{id}", MK, campagne::voir_la_mienne)
        .post("/mes-fiches/{id}", MK, campagne::valider)
}

/// Monitoring committees.
fn comites() -> Routes {
    Routes::new()
        .get("/comite", COMITE, comite::voir)
        .get("/comite/membres", ORGANISATEUR, comite::lister_les_membres)
        .post("/comite/membres", ORGANISATEUR, comite::ajouter)
        .post("/comite/membres/{id}/fin", ORGANISATEUR, comite::finir)
        .get("/comite/reunions/nouvelle", ORGANISATEUR, comite::nouvelle)
        .post("/comite/reunions", ORGANISATEUR, comite::convoquer)
        .get("/comite/reunions/{id}", COMITE, comite::voir_la_reunion)
        .post("/comite/reunions/{id}", ORGANISATEUR, comite::agir)
        .get("/comite/reunions/{id}/dossier.pdf", COMITE, comite::telecharger)
        .get("/comite/reunions/{id}/invitation.ics", COMITE, comite::en_ics)
        .post("/comite/reunions/{id}/compte-rendu", ORGANISATEUR, comite::rediger)
        .post("/comite/reunions/{id}/decisions", ORGANISATEUR, comite::decider)
        .post("/comite/decisions/{id}", ORGANISATEUR, comite::suivre)
}
