//! The alerts of the national directory: who sees which, and who has looked.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use jiff::civil::date;

use crate::annuaire_sante::extraire;
use crate::banc::{Porteur, Rendu, acteur};
use crate::terrain::{Terrain, mk};

/// Three members, two of whom declared; the first then leaves the department.
async fn demenagement(nom: &str) -> Terrain {
    let terrain = Terrain::new(nom, 3);
    terrain.declarer(&[0, 1]).await;
    extraire(&terrain.banc, date(2026, 3, 1), &[(0, "45"), (1, "45"), (2, "45")]);
    extraire(&terrain.banc, date(2026, 3, 8), &[(0, "28"), (1, "45"), (2, "45")]);
    terrain
}

fn reference(rendu: &Rendu) -> String {
    let apres = rendu.corps.split("name=\"alerte\" value=\"").nth(1).unwrap();
    apres.split('"').next().unwrap().to_owned()
}

async fn alertes(terrain: &Terrain, porteur: &Porteur) -> Rendu {
    terrain.banc.lire("/alertes", porteur).await
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_et_la_cpts_regardent_chacune_pour_soi() {
    let terrain = demenagement("alertes-deux").await;
    let vue = alertes(&terrain, &terrain.ars).await;
    for attendu in [
        "Éssai000",
        "Plus aucune activité dans un département (45).",
        "Constaté dans l’extraction du 8 mars 2026, celle du 1er mars 2026 disait encore le contraire.",
        "L’annuaire suit parfois un déménagement avec retard.",
        "href=\"/declarations/",
    ] {
        assert!(vue.corps.contains(attendu), "{attendu}");
    }
    assert!(!vue.corps.contains("Éssai001"), "rien n’a changé pour les autres");
    let tableau = terrain.banc.lire("/tableau-de-bord", &terrain.ars).await;
    assert!(tableau.corps.contains("alerte de l’annuaire"));

    let reference = reference(&vue);
    let mots = format!("alerte={reference}&commentaire-{reference}=Appel%C3%A9, il revient.");
    let fait = terrain.banc.poster("/alertes/vue", &terrain.ars, &mots).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER);
    assert!(alertes(&terrain, &terrain.ars).await.corps.contains("Aucune alerte à regarder"));
    let vues = terrain.banc.lire("/alertes?vues=oui", &terrain.ars).await;
    assert!(vues.corps.contains("« Appelé, il revient. »") && vues.corps.contains("Vue par "));

    let cpts = alertes(&terrain, &terrain.coordination).await;
    assert!(cpts.corps.contains("Éssai000"), "la CPTS n’a pas encore regardé");
    let tableau = terrain.banc.lire("/tableau-de-bord", &terrain.coordination).await;
    assert!(tableau.corps.contains("1 changement sur vos membres dans l’Annuaire Santé."));
    let encore = terrain.banc.poster("/alertes/vue", &terrain.ars, &mots).await;
    assert_eq!(encore.entete("location"), "/alertes?vues=oui", "déjà vue : rien n’est réécrit");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_membre_sans_declaration_n_alerte_que_sa_cpts() {
    let terrain = demenagement("alertes-membre").await;
    extraire(&terrain.banc, date(2026, 3, 9), &[(0, "28"), (1, "45"), (2, "28")]);
    let cpts = alertes(&terrain, &terrain.coordination).await;
    assert!(cpts.corps.contains("Éssai002") && cpts.corps.contains("Membre sans déclaration en cours"));
    assert!(!alertes(&terrain, &terrain.ars).await.corps.contains("Éssai002"));
}

#[tokio::test(flavor = "multi_thread")]
async fn les_alertes_des_autres_n_existent_pas() {
    let terrain = demenagement("alertes-autres").await;
    let cher = Acteur::AgentArs { departements: vec!["18".parse().unwrap()] };
    let cher = terrain.entrer("ars18", cher);
    assert!(alertes(&terrain, &cher).await.corps.contains("Aucune alerte à regarder"));
    let sienne = reference(&alertes(&terrain, &terrain.ars).await);
    let corps = format!("alerte={sienne}");
    let fait = terrain.banc.poster("/alertes/vue", &cher, &corps).await;
    assert_eq!(fait.entete("location"), "/alertes?vues=oui");
    assert!(alertes(&terrain, &terrain.ars).await.corps.contains("Éssai000"), "elle reste à regarder");
    let mk = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    let cpam = terrain.entrer("cpam", acteur(Role::AgentCpam));
    for porteur in [mk, cpam] {
        assert_eq!(alertes(&terrain, &porteur).await.statut, StatusCode::NOT_FOUND);
        let fait = terrain.banc.poster("/alertes/vue", &porteur, &corps).await;
        assert_eq!(fait.statut, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_commentaire_trop_long_est_rendu_avec_son_erreur() {
    let terrain = demenagement("alertes-longue").await;
    let reference = reference(&alertes(&terrain, &terrain.ars).await);
    let corps = format!("alerte={reference}&commentaire-{reference}={}", "x".repeat(2_001));
    let refus = terrain.banc.poster("/alertes/vue", &terrain.ars, &corps).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("xxxx") && refus.corps.contains("aria-invalid"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_extraction_la_page_le_dit() {
    let terrain = Terrain::new("alertes-vide", 1);
    let vue = alertes(&terrain, &terrain.ars).await;
    assert!(vue.corps.contains("Aucune extraction de l’annuaire n’a été importée"));
}
