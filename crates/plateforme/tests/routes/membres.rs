//! The members of a CPTS: added by RPPS number, ended at a date, seen by their own coordination alone.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::identifiant::{CptsId, rpps_de_demonstration};

use crate::terrain::{Terrain, mk};

#[tokio::test(flavor = "multi_thread")]
async fn un_membre_inconnu_est_decrit_puis_ajoute() {
    let terrain = Terrain::new("ajout", 0);
    let banc = &terrain.banc;
    let rpps = rpps_de_demonstration(42);
    let debut = format!("rpps={rpps}&qualite=adherent&du=2026-03-01");
    let inconnu = banc.poster("/membres", &terrain.coordination, &debut).await;
    assert_eq!(inconnu.statut, StatusCode::OK);
    assert!(inconnu.corps.contains("pas encore connu"));
    let tout = format!(
        "{debut}&nom=Dutest&prenom=Lou&statut=collaborateur&adresse=2+rue+Haute&code_postal=45000&commune=Orl%C3%A9ans&departement=45"
    );
    assert_eq!(banc.poster("/membres", &terrain.coordination, &tout).await.statut, StatusCode::SEE_OTHER);
    assert!(banc.lire("/membres", &terrain.coordination).await.corps.contains("Lou Dutest"));
    let encore = banc.poster("/membres", &terrain.coordination, &debut).await;
    assert_eq!(encore.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(encore.corps.contains("déjà membre"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cle_fausse_et_une_saisie_incomplete_sont_dites_ensemble() {
    let terrain = Terrain::new("ajout-faux", 0);
    let faux = terrain.banc.poster("/membres", &terrain.coordination, "rpps=99700000001&du=hier").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("Il reste 3 points à corriger"), "{}", faux.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_adhesion_finit_a_une_date_et_le_membre_quitte_la_liste() {
    let terrain = Terrain::new("fin-adhesion", 1);
    let banc = &terrain.banc;
    let page = format!("/membres/{}", mk(0));
    let avant = banc.poster(&format!("{page}/fin"), &terrain.coordination, "au=2020-01-01").await;
    assert_eq!(avant.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let fin = banc.poster(&format!("{page}/fin"), &terrain.coordination, "au=2026-03-08").await;
    assert_eq!(fin.statut, StatusCode::SEE_OTHER);
    assert!(banc.lire("/membres", &terrain.coordination).await.corps.contains("Aucun membre"));
    let encore = banc.poster(&format!("{page}/fin"), &terrain.coordination, "au=2026-03-08").await;
    assert_eq!(encore.statut, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_membre_n_est_vu_que_de_sa_cpts() {
    let terrain = Terrain::new("membre-ailleurs", 1);
    let voisine = terrain.entrer("voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let page = format!("/membres/{}", mk(0));
    assert_eq!(terrain.banc.lire(&page, &terrain.coordination).await.statut, StatusCode::OK);
    assert_eq!(terrain.banc.lire(&page, &voisine).await.statut, StatusCode::NOT_FOUND);
    let fin = terrain.banc.poster(&format!("{page}/fin"), &voisine, "au=2026-03-08").await;
    assert_eq!(fin.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn l_attestation_dit_l_adhesion_qui_court_et_sa_cpts_seule_la_donne() {
    let terrain = Terrain::new("attestation", 1);
    let banc = &terrain.banc;
    let page = format!("/membres/{}", mk(0));
    let adresse = format!("{page}/attestation.pdf");
    assert!(banc.lire(&page, &terrain.coordination).await.corps.contains(&adresse));
    let pdf = banc.lire(&adresse, &terrain.coordination).await;
    assert_eq!(pdf.entete("content-type"), "application/pdf");
    assert!(pdf.corps.starts_with("%PDF-"), "{}", pdf.statut);
    let voisine = terrain.entrer("voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    for autre in [&voisine, &terrain.ars] {
        assert_eq!(banc.lire(&adresse, autre).await.statut, StatusCode::NOT_FOUND);
    }
    banc.poster(&format!("{page}/fin"), &terrain.coordination, "au=2026-03-08").await;
    assert_eq!(banc.lire(&adresse, &terrain.coordination).await.statut, StatusCode::CONFLICT);
    assert!(!banc.lire(&page, &terrain.coordination).await.corps.contains(&adresse));
}
