//! The routes of the participation: members, volunteers, declarations, the queue of the ARS.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::api::declarations as api;
use crate::{alertes, certificat, cpts, declaration, demarche, fiche_cpts, journal, piece, transmission};

const CPTS: Acces = Acces::Pages(CPTS_SEULE);
const CPTS_SEULE: &[Role] = &[Role::CoordinationCpts];
const MK: Acces = Acces::Pages(&[Role::Mk]);
const CAISSE: Acces = Acces::Pages(CAISSES);
const ADMINISTRATEUR: Acces = Acces::Pages(&[Role::Administrateur]);
const ARS: Acces = Acces::Pages(&[Role::AgentArs]);
const PARTIES: &[Role] = &[Role::Mk, Role::CoordinationCpts, Role::AgentArs];
const DECLARANTS: &[Role] = &[Role::Mk, Role::CoordinationCpts];
const CAISSES: &[Role] = &[Role::AgentCpam, Role::AgentArs];
/// Those who look at what the national directory changed.
const REGARD: Acces = Acces::Pages(&[Role::CoordinationCpts, Role::AgentArs]);
const SUIVI: Acces = Acces::Pages(PARTIES);
const DECLARANT: Acces = Acces::Pages(DECLARANTS);

/// The files for the local bodies.
fn transmissions() -> Routes {
    use transmission::{destinataire, fichier, liste};
    const LIRE: Acces = Acces::Api(Portee::DeclarationsLire, CAISSES);
    const ECRIRE: Acces = Acces::Api(Portee::DeclarationsEcrire, CAISSES);
    Routes::new()
        .get("/schemas/caisse-1.json", Acces::Public, fichier::schema)
        .get("/transmissions", CAISSE, liste::lister)
        .post("/transmissions", ARS, destinataire::ajouter)
        .get("/transmissions/nouveau", ARS, destinataire::nouveau)
        .get("/transmissions/{id}", CAISSE, destinataire::voir)
        .get("/transmissions/{id}/reglages", ARS, destinataire::reglages_de)
        .post("/transmissions/{id}/reglages", ARS, destinataire::regler)
        .post("/transmissions/{id}/complet", ARS, destinataire::completer)
        .get("/transmissions/fichiers/{id}/{forme}", CAISSE, fichier::telecharger)
        .post("/transmissions/fichiers/{id}/renvoyer", ARS, fichier::renvoyer)
        .post("/transmissions/fichiers/{id}/accuse", CAISSE, fichier::accuser)
        .get("/api/v1/transmissions", LIRE, api::transmission::lister)
        .get("/api/v1/transmissions/{id}/{forme}", LIRE, fichier::telecharger)
        .post("/api/v1/transmissions/{id}/accuse", ECRIRE, api::transmission::accuser)
        .post("/api/v1/autorisations", LIRE, api::autorisation::repondre_a_plusieurs)
}

/// The routes.
pub fn routes() -> Routes {
    communaute().avec(declarations()).avec(decisions()).avec(api_des_declarations())
}

/// A CPTS: its members, its fiche, its territory, their proofs.
fn communaute() -> Routes {
    Routes::new()
        .get("/membres", CPTS, cpts::membres::lister)
        .post("/membres", CPTS, cpts::ajout::ajouter)
        .get("/membres/nouveau", CPTS, cpts::ajout::nouveau)
        .get("/membres/{id}", CPTS, cpts::membre::voir)
        .get("/membres/{id}/attestation.pdf", CPTS, cpts::attestation::telecharger)
        .post("/membres/{id}/fin", CPTS, cpts::membre::finir)
        .post("/membres/{id}/identite", CPTS, cpts::membre::corriger)
        .post("/membres/{id}/renouveler", CPTS, cpts::renouvellement::renouveler)
        .get("/ma-cpts", CPTS, cpts::projet::voir)
        .post("/ma-cpts/fiche", CPTS, cpts::projet::avancer_la_fiche)
        .get("/declarations/{id}/pieces", SUIVI, piece::page::voir)
        .post_fichier("/declarations/{id}/pieces", DECLARANT, piece::page::deposer)
        .get("/pieces/{id}", SUIVI, piece::ouvrir)
        .post("/pieces/{id}/retirer", DECLARANT, piece::retirer)
        .get("/cpts", CAISSE, fiche_cpts::liste::lister)
        .get("/cpts/{id}", CAISSE, fiche_cpts::dossier::voir)
        .post("/cpts/{id}/fiche", CAISSE, fiche_cpts::dossier::agir)
        .get("/ma-cpts/supports", CPTS, cpts::supports::lister)
        .post("/ma-cpts/supports", CPTS, cpts::supports::inscrire)
        .post("/ma-cpts/supports/{id}/retirer", CPTS, cpts::supports::retirer)
        .get("/ma-cpts/territoire", CPTS, cpts::territoire::voir)
        .post("/ma-cpts/territoire", CPTS, cpts::territoire::situer)
}

/// Declarations, from the volunteer to the step of the ARS.
fn declarations() -> Routes {
    use declaration::{
        confirmation, courrier, depot, echange, instruction, lieux_ajoutes, liste, suivi, suspension,
        volontaires,
    };
    Routes::new()
        .get("/declarer", CPTS, volontaires::choisir)
        .post("/declarer", CPTS, depot::declarer)
        .post("/declarer/verification", CPTS, volontaires::verifier)
        .get("/declarer/liste", CPTS, liste::nouvelle)
        .post_fichier("/declarer/liste", CPTS, liste::creer)
        .get("/declarer/liste/{id}", CPTS, liste::voir)
        .post("/declarer/liste/{id}/ligne", CPTS, liste::corriger)
        .post("/declarer/liste/{id}/envoyer", CPTS, liste::envoyer)
        .post("/declarer/liste/{id}/supprimer", CPTS, liste::supprimer)
        .get("/confirmations", CPTS, confirmation::lister)
        .post("/confirmations/{id}/confirmer", CPTS, confirmation::confirmer)
        .post("/confirmations/{id}/dementir", CPTS, confirmation::dementir)
        .get("/declarations", CPTS, suivi::lister)
        .get("/declarations/{id}", SUIVI, suivi::voir)
        .get("/declarations/{id}/decision.pdf", SUIVI, courrier::telecharger)
        .get("/declarations/{id}/certificat.pdf", SUIVI, certificat::telecharger)
        .post_fichier("/declarations/{id}/deposer", DECLARANT, suivi::deposer)
        .post("/declarations/{id}/retirer", SUIVI, suivi::retirer)
        .post("/declarations/{id}/messages", SUIVI, echange::ecrire)
        .post("/declarations/{id}/suspendre", ARS, suspension::suspendre)
        .post("/declarations/{id}/reprendre", ARS, suspension::reprendre)
        .post("/declarations/{id}/lieu", ARS, lieux_ajoutes::repondre)
        .post("/declarations/{id}/accepter", ARS, instruction::accepter)
        .post("/declarations/{id}/demander-completion", ARS, instruction::demander_completion)
        .post("/declarations/{id}/refuser", ARS, instruction::refuser)
        .post("/declarations/{id}/reverifier", ARS, declaration::annuaire::reverifier)
}

/// What is around the decisions: alerts, bridges, the queue, one's own declarations, who is authorised.
fn decisions() -> Routes {
    use declaration::{autorisations, choix, exportation, file, lieux, lot, mienne, mon_identite};
    Routes::new()
        .get("/alertes", REGARD, alertes::lister)
        .post("/alertes/vue", REGARD, alertes::voir_une_alerte)
        .get("/demarches", ARS, demarche::voir)
        .post_fichier("/demarches", ARS, demarche::lire)
        .get("/demarches/decisions.csv", ARS, demarche::en_csv)
        .get("/demarches/decisions.xlsx", ARS, demarche::en_xlsx)
        .post("/demarches/lecture", ARS, demarche::tirer)
        .get("/demarches/{id}", ARS, demarche::apercu)
        .post("/demarches/{id}/reprendre", ARS, demarche::reprendre)
        .get("/instruction", ARS, file::lister)
        .get("/lieux-a-retenir", ARS, declaration::lieux_ajoutes::lister)
        .get("/instruction/export/{forme}", ARS, exportation::telecharger)
        .post("/instruction/verification", ARS, lot::verifier)
        .post("/instruction/acceptation", ARS, lot::accepter)
        .get("/mes-declarations", MK, mienne::lister)
        .post_fichier("/mes-declarations", MK, mienne::deposer)
        .get("/mes-declarations/nouvelle", MK, choix::voir)
        .post_fichier("/mes-declarations/nouvelle", MK, choix::deposer)
        .get("/mon-identite", MK, mon_identite::voir)
        .post("/mon-identite", MK, mon_identite::corriger)
        .get("/mes-lieux", MK, lieux::lister)
        .post("/mes-lieux", MK, lieux::ajouter)
        .post("/mes-lieux/{id}/principal", MK, lieux::rendre_principal)
        .post("/mes-lieux/{id}/demander", MK, lieux::demander)
        .post("/mes-lieux/{id}/fin", MK, lieux::finir)
        .get("/autorisations", CAISSE, autorisations::chercher)
        .get("/autorisations/lot", CAISSE, autorisations::lot::demander)
        .post("/autorisations/lot", CAISSE, autorisations::lot::repondre)
        .get("/administration/demarches", ADMINISTRATEUR, demarche::reglage::lister)
        .get("/administration/demarches/{departement}", ADMINISTRATEUR, demarche::reglage::voir)
        .post("/administration/demarches/{departement}", ADMINISTRATEUR, demarche::reglage::changer)
        .avec(transmissions())
        .post("/administration/messages/{id}/relancer", ADMINISTRATEUR, journal::relancer)
}

/// The same for a program.
fn api_des_declarations() -> Routes {
    Routes::new()
        .get("/api/v1/declarations", Acces::Api(Portee::DeclarationsLire, PARTIES), api::lecture::lister)
        .post(
            "/api/v1/declarations",
            Acces::Api(Portee::DeclarationsEcrire, DECLARANTS),
            api::depot::declarer,
        )
        .get("/api/v1/declarations/{id}", Acces::Api(Portee::DeclarationsLire, PARTIES), api::lecture::lire)
        .post(
            "/api/v1/declarations/{id}/gestes",
            Acces::Api(Portee::DeclarationsEcrire, PARTIES),
            api::gestes::agir,
        )
        .post_fichier(
            "/api/v1/declarations/{id}/pieces",
            Acces::Api(Portee::DeclarationsEcrire, DECLARANTS),
            api::piece::joindre,
        )
        .get(
            "/api/v1/confirmations",
            Acces::Api(Portee::DeclarationsLire, CPTS_SEULE),
            api::confirmation::lister,
        )
        .post(
            "/api/v1/declarations/{id}/confirmation",
            Acces::Api(Portee::DeclarationsEcrire, CPTS_SEULE),
            api::confirmation::agir,
        )
        .get(
            "/api/v1/autorisations",
            Acces::Api(Portee::DeclarationsLire, CAISSES),
            api::autorisation::repondre,
        )
}
