//! The access matrix: every route of the list, asked by everybody, compared with a snapshot that people review.
//!
//! A cell holds the status: 200 a page, 303 gone on, 422 let in with nothing to record, 404 invisible,
//! `porte` sent to the sign-in page, 401 a program without the right token.

use std::collections::BTreeSet;
use std::fmt::Write;

use axum::http::{Method, header};
use droit::acces::Role;
use droit::identifiant::CompteId;
use plateforme::serveur::{Acces, Ligne, Portee, routes};

use crate::banc::{Banc, Porteur, Rendu, acteur};

/// The whole list of what anybody may reach. A public route that is not here fails the test.
const PUBLIQUES: &[&str] = &[
    "GET /",
    "GET /sante",
    "GET /annuaire",
    "GET /annuaire/{departement}",
    "GET /annuaire/cpts/{id}",
    "GET /annuaire/fragment",
    "GET /annuaire/changements",
    "GET /annuaire/changements.csv",
    "GET /annuaire/integrer",
    "GET /evaluation",
    "GET /evaluation/rapports",
    "GET /evaluation/rapports/{id}",
    "GET /evaluation/rapports/{id}/{forme}",
    "GET /annuaire.csv",
    "GET /annuaire.atom",
    "GET /api/v1/praticiens/changements",
    "GET /api/v1/praticiens/fhir",
    "GET /api/v1/praticiens",
    "GET /api/v1/praticiens/{rpps}/autorisation",
    "GET /verifier",
    "GET /verifier/hors-ligne.html",
    "GET /.well-known/acces-direct-cles.json",
    "GET /regles",
    "GET /regles/{departement}",
    "GET /puis-je-y-aller",
    "POST /puis-je-y-aller",
    "GET /connexion",
    "POST /connexion",
    "GET /connexion/pro-sante-connect",
    "GET /connexion/pro-sante-connect/retour",
    "GET /connexion/pro-sante-connect/inscription",
    "POST /connexion/pro-sante-connect/inscription",
    "GET /deconnexion/pro-sante-connect",
    "GET /connexion/second-facteur",
    "POST /connexion/second-facteur",
    "GET /actifs/{empreinte}/{nom}",
    "GET /api/v1/openapi.json",
    "GET /schemas/caisse-1.json",
    "GET /indicateurs/definitions",
    "GET /indicateurs/definitions/{code}",
    "GET /indicateurs/instantanes",
    "GET /indicateurs/instantanes/{id}",
    "GET /indicateurs/instantanes/{id}/contenu.json",
    "GET /api/v1/indicateurs",
    "GET /api/v1/indicateurs/definitions",
    "POST /api/v1/decisions",
    "GET /lien/{secret}",
    "POST /lien/{secret}",
    "GET /lien-ouvert",
    "GET /lien-ouvert/document.pdf",
    "POST /lien-ouvert/reponse",
];

#[test]
fn seules_les_routes_relues_sont_publiques() {
    let routes = routes();
    let publiques: BTreeSet<String> =
        routes.lignes().filter(|ligne| ligne.acces.est_public()).map(ToString::to_string).collect();
    let relues: BTreeSet<String> = PUBLIQUES.iter().map(ToString::to_string).collect();
    assert_eq!(publiques, relues);
}

#[tokio::test(flavor = "multi_thread")]
async fn la_matrice_est_celle_qui_a_ete_relue() {
    let banc = Banc::new("matrice");
    let debut = jiff::civil::date(2025, 9, 1);
    crate::cabinet::inscrire_cpts(&banc, debut);
    crate::terrain::inscrire_la_cpts(&banc);
    crate::cabinet::inscrire_mk(&banc, droit::identifiant::PraticienId::new(1), 1, debut);
    let comptes: Vec<_> =
        Role::TOUS.iter().map(|role| (*role, banc.compte(role.code(), acteur(*role)))).collect();
    let cible = banc.compte("cible", acteur(Role::Mk));
    let mut table = en_tete();
    for ligne in routes().lignes() {
        let mut rangee = format!("{:<62}", ligne.to_string());
        let anonyme = demander(&banc, ligne, &Porteur::Personne, cible).await;
        write!(rangee, "{:>8}", anonyme).unwrap();
        for (role, compte) in &comptes {
            let cellule = demander(&banc, ligne, &porteur(&banc, ligne.acces, *compte), cible).await;
            verifier_la_porte(ligne, *role, &cellule);
            write!(rangee, "{cellule:>8}").unwrap();
        }
        table.push_str(&rangee);
        table.push('\n');
    }
    insta::assert_snapshot!("matrice_des_acces", table);
}

/// Pages are for sessions and the API for tokens: the other key opens nothing.
#[tokio::test(flavor = "multi_thread")]
async fn une_cle_n_ouvre_que_sa_porte() {
    let banc = Banc::new("cles");
    let compte = banc.compte("administrateur", acteur(Role::Administrateur));
    for ligne in routes().lignes().filter(|ligne| !ligne.acces.est_public()) {
        let autre = match ligne.acces {
            Acces::Api(..) => banc.session(compte),
            _ => banc.jeton(compte, Portee::TOUTES),
        };
        let cellule = demander(&banc, ligne, &autre, compte).await;
        assert!(["porte", "401"].contains(&cellule.as_str()), "{ligne} : {cellule}");
    }
}

/// A token opens nothing beyond its scope.
#[tokio::test(flavor = "multi_thread")]
async fn un_jeton_sans_portee_n_ouvre_rien() {
    let banc = Banc::new("portees");
    let comptes: Vec<_> = Role::TOUS.iter().map(|role| banc.compte(role.code(), acteur(*role))).collect();
    for ligne in routes().lignes().filter(|ligne| matches!(ligne.acces, Acces::Api(..))) {
        for compte in &comptes {
            let cellule = demander(&banc, ligne, &banc.jeton(*compte, &[]), *compte).await;
            assert_eq!(cellule, "404", "{ligne}");
        }
    }
}

fn en_tete() -> String {
    let mut table = format!("{:<62}{:>8}", "route", "anonyme");
    for role in ["mk", "cpts", "medecin", "ars", "cpam", "comite", "admin"] {
        write!(table, "{role:>8}").unwrap();
    }
    table.push('\n');
    table
}

/// A fresh key each time: some routes close sessions.
fn porteur(banc: &Banc, acces: Acces, compte: CompteId) -> Porteur {
    match acces {
        Acces::Api(..) => banc.jeton(compte, Portee::TOUTES),
        _ => banc.session(compte),
    }
}

/// Whoever the list turns away gets the answer of a page that does not exist.
fn verifier_la_porte(ligne: &Ligne, role: Role, cellule: &str) {
    let roles = match ligne.acces {
        Acces::Public | Acces::Ouvert(_) => return,
        Acces::Pages(roles) | Acces::Api(_, roles) => roles,
    };
    if roles.contains(&role) {
        assert!(!["porte", "401"].contains(&cellule), "{ligne} : {role:?} n’entre pas ({cellule})");
    } else {
        assert_eq!(cellule, "404", "{ligne} : {role:?} entre");
    }
}

/// Asks for the route; the accounts of the administrator are looked for in `cible`, the rest exists nowhere.
async fn demander(banc: &Banc, ligne: &Ligne, porteur: &Porteur, cible: CompteId) -> String {
    let adresse = ligne
        .chemin
        .replace("comptes/{id}", &format!("comptes/{cible}"))
        .replace("{empreinte}", "0")
        .replace("{nom}", "style.css")
        .replace("{praticien}", "01930000-0000-7000-8000-0000000000fd")
        .replace("{seance}", "01930000-0000-7000-8000-0000000000fe")
        .replace("{id}", "01930000-0000-7000-8000-0000000000ff")
        .replace("{document}", "01930000-0000-7000-8000-0000000000fd")
        .replace("{genre}", "bilan")
        .replace("{cpts}", "01930000-0000-7000-8000-0000000000ff")
        .replace("{fichier}", "lignes.csv")
        .replace("{secret}", "AAAA")
        .replace("{forme}", "csv")
        .replace("{code}", "patients")
        .replace("{rpps}", droit::identifiant::rpps_de_demonstration(0).as_str())
        .replace("{departement}", "45");
    assert!(!adresse.contains('{'), "{ligne} : dites par quoi remplacer le paramètre");
    dire(&ligne.methode, &banc.demander(ligne.methode.clone(), &adresse, porteur, "").await)
}

fn dire(methode: &Method, rendu: &Rendu) -> String {
    let vers = rendu.entete(header::LOCATION);
    if rendu.statut.is_redirection() && vers.starts_with("/connexion?suite=") && *methode != Method::DELETE {
        return "porte".to_owned();
    }
    rendu.statut.as_u16().to_string()
}
