//! The pack of a meeting is about the meeting: its snapshot, its members, its decisions, its day; whatever is done after.

use axum::http::StatusCode;
use documents::DossierDeSeance;
use droit::acces::{Acteur, Role};
use entrepot::indicateur::instantane::{self, Instantane};
use plateforme::comite::composer_le_dossier;
use plateforme::connexion::{Identite, Voie};

use crate::banc::{Porteur, acteur};
use crate::comite::{CLE, Scene};

/// The second meeting, and who it is called with.
const AUTRE: &str = "01930000-0000-7000-8000-00000000c002";

async fn convoquer(scene: &Scene, cle: &str, le: &str) {
    let corps = format!(
        "cle={cle}&departement=45&rang=&le={le}&heure=14:00&duree=60&lieu=Visio&organisateur=comite@ars.example&ordre="
    );
    let fait = scene.banc().poster("/comite/reunions", &scene.ars, &corps).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
}

async fn prendre(scene: &Scene, periode: &str) -> StatusCode {
    let corps = format!("departement=45&periode={periode}");
    scene.banc().poster("/indicateurs/instantanes", &scene.ars, &corps).await.statut
}

fn instantanes(scene: &Scene) -> Vec<Instantane> {
    let lus = scene.banc().app.entrepot.lire_ici(|tx| instantane::lister(tx, None, 10));
    lus.unwrap()
}

/// What the pack says, but for the instant at which it is printed.
async fn dossier(scene: &Scene, cle: &str) -> DossierDeSeance {
    let identite = Identite {
        compte: scene.comptes[1],
        nom: "Membre".to_owned(),
        acteur: acteur(Role::MembreComite),
        voie: Voie::Jeton(Vec::new()),
        non_lues: 0,
        sieges: 0,
    };
    let (_, mut lu) = composer_le_dossier(&scene.banc().app, &identite, cle).await.unwrap();
    lu.en_tete.instant = jiff::Timestamp::UNIX_EPOCH;
    lu
}

async fn decider(scene: &Scene, decision: u8, reunion: &str) {
    let corps = format!(
        "cle=01930000-0000-7000-8000-00000000e0e{decision}&decision=D{decision}&responsable=01930000-0000-7000-8000-0000000000d1&echeance=2026-09-20"
    );
    let adresse = format!("/comite/reunions/{reunion}/decisions");
    let prise = scene.banc().poster(&adresse, &scene.ars, &corps).await;
    assert_eq!(prise.statut, StatusCode::SEE_OTHER, "{}", prise.corps);
}

async fn tenir(scene: &Scene, cle: &str) {
    let corps = "version=1&pas=tenir&present=01930000-0000-7000-8000-0000000000d1";
    let fait = scene.banc().poster(&format!("/comite/reunions/{cle}"), &scene.ars, corps).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn le_dossier_d_une_reunion_passee_ne_change_plus() {
    let mut scene = Scene::avec_des_praticiens("dossier-passe").await;
    scene.ajouter(1, "ars", "").await;
    scene.ajouter(2, "cpam", "").await;
    convoquer(&scene, CLE, "2026-05-15").await;
    convoquer(&scene, AUTRE, "2026-09-15").await;
    scene.au("2026-05-15T12:00:00Z");
    tenir(&scene, CLE).await;
    decider(&scene, 1, CLE).await;
    scene.au("2026-06-30T09:00:00Z");
    assert_eq!(prendre(&scene, "2026").await, StatusCode::SEE_OTHER);
    let de_juin = instantanes(&scene).remove(0);
    scene.au("2026-09-15T15:00:00Z");
    tenir(&scene, AUTRE).await;
    decider(&scene, 2, AUTRE).await;
    scene.au("2026-09-16T09:00:00Z");
    let avant = [dossier(&scene, CLE).await, dossier(&scene, AUTRE).await];
    assert!(
        avant[0].origine.starts_with("Aucun instantané"),
        "none was taken before May: {}",
        avant[0].origine
    );
    assert!(avant[0].sections.is_empty());
    let origine = &avant[1].origine;
    assert!(origine.contains(&de_juin.id) && origine.contains("ne garde aucun instantané"), "{origine}");
    assert!(avant[1].avertissement.is_some(), "2026 was in progress");
    assert_eq!(avant[1].jour.to_string(), "2026-09-15");
    assert_eq!((avant[1].decisions.len(), avant[1].prises.len()), (1, 1), "{:?}", avant[1].decisions);
    assert_eq!((avant[0].decisions.len(), avant[0].prises.len()), (0, 1));
    assert_eq!(avant[1].membres.len(), 2);
    assert_eq!(avant[1].participation.iter().map(|ligne| ligne.autorises).sum::<u64>(), 2);

    scene.au("2026-10-05T09:00:00Z");
    let fin = "/comite/membres/01930000-0000-7000-8000-0000000000d2/fin";
    assert_eq!(scene.banc().poster(fin, &scene.ars, "departement=45").await.statut, StatusCode::SEE_OTHER);
    scene.ajouter(3, "urps", "").await;
    let faite = format!("reunion={CLE}&version=1&pas=faire");
    let suivre = "/comite/decisions/01930000-0000-7000-8000-00000000e0e1";
    assert_eq!(scene.banc().poster(suivre, &scene.ars, &faite).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(prendre(&scene, "2026").await, StatusCode::SEE_OTHER);
    assert_eq!(instantanes(&scene).len(), 2, "another one, of another day");
    let apres = [dossier(&scene, CLE).await, dossier(&scene, AUTRE).await];
    assert_eq!(apres, avant, "nothing done after a meeting changes its pack");
    let page = scene.banc().lire(&format!("/comite/reunions/{CLE}"), &scene.membre).await.corps;
    assert!(page.contains("Aucun ordre du jour n’a été enregistré") && !page.contains("pas encore établi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_periode_qui_n_a_pas_commence_ou_sans_fait_n_a_pas_d_instantane() {
    let scene = Scene::avec_des_praticiens("dossier-2030").await;
    for periode in ["2030", "2019", "experience-5"] {
        assert_eq!(prendre(&scene, periode).await, StatusCode::UNPROCESSABLE_ENTITY, "{periode}");
    }
    let refus =
        scene.banc().poster("/indicateurs/instantanes", &scene.ars, "departement=45&periode=2030").await;
    assert!(refus.corps.contains("n’a pas commencé"), "{}", refus.corps);
    assert!(instantanes(&scene).is_empty(), "nothing was kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_reunion_garde_l_instantane_de_la_derniere_annee_complete() {
    let mut scene = Scene::avec_des_praticiens("dossier-garde").await;
    scene.au("2027-02-01T09:00:00Z");
    assert_eq!(prendre(&scene, "2027").await, StatusCode::SEE_OTHER, "a later one, of another period");
    convoquer(&scene, CLE, "2027-03-15").await;
    let pris = instantanes(&scene);
    let complet = pris.iter().find(|un| un.periode == "2026").expect("taken when the meeting is called");
    let page = scene.banc().lire(&format!("/comite/reunions/{CLE}"), &scene.membre).await.corps;
    assert!(page.contains(&format!("/indicateurs/instantanes/{}", complet.id)), "{page}");
    let adresse = format!("/indicateurs/instantanes/{}", complet.id);
    for (porteur, cite) in [(&scene.membre, true), (&Porteur::Personne, false)] {
        let page = scene.banc().lire(&adresse, porteur).await.corps;
        assert_eq!(
            page.contains(&format!("/comite/reunions/{CLE}")),
            cite,
            "who sits sees the meeting: {page}"
        );
    }
    let lu = dossier(&scene, CLE).await;
    assert!(lu.origine.contains(&complet.id) && lu.avertissement.is_none(), "{}", lu.origine);
    assert!(
        !lu.sections.is_empty() && lu.cles.iter().any(|cle| cle.libelle.contains("éances")),
        "{:?}",
        lu.cles
    );
    convoquer(&scene, AUTRE, "2027-04-15").await;
    assert_eq!(instantanes(&scene).len(), pris.len(), "the same is used again");
    let var = Acteur::AgentArs { departements: vec!["83".parse().unwrap()] };
    let etranger = Identite {
        compte: scene.comptes[0],
        nom: "Var".to_owned(),
        acteur: var,
        voie: Voie::Jeton(Vec::new()),
        non_lues: 0,
        sieges: 0,
    };
    assert!(composer_le_dossier(&scene.banc().app, &etranger, CLE).await.is_err(), "not his committee");
}

#[tokio::test(flavor = "multi_thread")]
async fn les_sieges_a_pourvoir_se_disent_et_se_pourvoient() {
    let scene = Scene::avec_des_praticiens("sieges").await;
    scene.ajouter(1, "ars", "").await;
    let cpts = crate::terrain::CPTS;
    let page = scene.banc().lire("/comite/membres?departement=45", &scene.ars).await.corps;
    assert!(page.contains("6 sièges à pourvoir"), "four institutions, the CPTS and its ambassador: {page}");
    let lien = format!("institution=ambassadeur&amp;cpts={cpts}#ajouter");
    assert!(page.contains(&lien) && !page.contains("institution=ars&"), "{page}");
    let accueil = scene.banc().lire("/comite", &scene.membre).await.corps;
    assert!(accueil.contains("6 sièges à pourvoir") && accueil.contains("DCGDR"), "{accueil}");
    let adresse = format!("/comite/membres?departement=45&institution=ambassadeur&cpts={cpts}");
    let rempli = scene.banc().lire(&adresse, &scene.ars).await.corps;
    assert!(rempli.contains("value=\"ambassadeur\" selected"), "the form is filled in: {rempli}");
    scene.ajouter(2, "ambassadeur", &format!("&cpts={cpts}")).await;
    let page = scene.banc().lire("/comite/membres?departement=45", &scene.ars).await.corps;
    assert!(page.contains("5 sièges à pourvoir"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn la_cpam_qui_organise_le_comite_lit_les_retours_d_experience() {
    let scene = Scene::new("cpam-retours");
    let cpam = scene.terrain.entrer("cpam", acteur(Role::AgentCpam));
    assert_eq!(scene.banc().lire("/retours", &cpam).await.statut, StatusCode::OK);
    assert_eq!(scene.banc().lire("/retours/nouveau", &cpam).await.statut, StatusCode::NOT_FOUND, "it reads");
    let accueil = scene.banc().lire("/comite", &cpam).await.corps;
    assert!(accueil.contains("href=\"/retours\""), "{accueil}");
}
