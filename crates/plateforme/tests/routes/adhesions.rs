//! Memberships: the MK reads his own and asks for the next, his CPTS renews many at once, the ARS sees those that ended.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::CptsId;
use jiff::SignedDuration;
use plateforme::adhesion::{rappeler, rappeler_par};

use crate::banc::{Banc, Porteur};
use crate::pieces::{PDF, envoyer};
use crate::terrain::{CPTS, Terrain, mk};

fn le_mk(terrain: &Terrain) -> Porteur {
    terrain.entrer("mk", Acteur::Mk { praticien: mk(0) })
}

/// The membership of these members ends that day.
async fn finir(terrain: &Terrain, rang: u32, au: &str) {
    let (adresse, corps) = (format!("/membres/{}/fin", mk(rang)), format!("au={au}"));
    let fin = terrain.banc.poster(&adresse, &terrain.coordination, &corps).await;
    assert_eq!(fin.statut, StatusCode::SEE_OTHER);
}

async fn demandee_puis_renouvelee(banc: Banc) {
    let terrain = Terrain::sur(banc, 3);
    let (banc, mk_) = (&terrain.banc, le_mk(&terrain));
    let page = banc.lire("/mes-adhesions", &mk_).await.corps;
    assert!(page.contains("Membre depuis le 1er septembre 2025, sans date de fin"), "{page}");
    let adresse = format!("/mes-adhesions/{CPTS}/renouvellement");
    let trop_tot = banc.poster(&adresse, &mk_, "").await;
    assert_eq!(trop_tot.statut, StatusCode::CONFLICT);
    assert!(trop_tot.corps.contains("rien à renouveler"));
    for rang in [0, 1] {
        finir(&terrain, rang, "2026-03-31").await;
    }
    let page = banc.lire("/mes-adhesions", &mk_).await.corps;
    assert!(page.contains("Membre jusqu’au 31 mars 2026 inclus, encore 22 jours"), "{page}");
    assert!(page.contains("Aucun texte ne dit ce que devient l’autorisation"));
    let tableau = banc.lire("/tableau-de-bord", &mk_).await.corps;
    assert!(tableau.contains("CPTS de l’Essai : membre jusqu’au 31 mars 2026 inclus"), "{tableau}");
    for _ in 0..2 {
        assert_eq!(banc.poster(&adresse, &mk_, "").await.statut, StatusCode::SEE_OTHER);
    }
    assert!(
        banc.lire("/mes-adhesions", &mk_)
            .await
            .corps
            .contains("Renouvellement demandé à la CPTS le 9 mars 2026")
    );
    let avis = banc.lire("/notifications", &terrain.coordination).await.corps;
    assert_eq!(avis.matches("Renouvellement d’adhésion demandé · Camille").count(), 1, "{avis}");
    let fiche = banc.lire(&format!("/membres/{}", mk(0)), &terrain.coordination).await.corps;
    assert!(fiche.contains("Le praticien demande le renouvellement"));

    let liste = banc.lire("/membres/renouvellements", &terrain.coordination).await.corps;
    assert!(liste.contains("2 adhésions") && liste.contains("value=\"2026-12-31\""), "{liste}");
    let tous = format!("praticien={}&praticien={}", mk(0), mk(1));
    let avant = banc
        .poster("/membres/renouvellements", &terrain.coordination, &format!("{tous}&fin=2026-03-31"))
        .await;
    assert_eq!(avant.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(avant.corps.contains("choisissez un jour qui suit"));
    let rien = banc.poster("/membres/renouvellements", &terrain.coordination, "fin=2026-12-31").await;
    assert!(rien.corps.contains("Cochez au moins un membre."));
    let fait = banc
        .poster("/membres/renouvellements", &terrain.coordination, &format!("{tous}&fin=2026-12-31"))
        .await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    assert!(!banc.lire("/tableau-de-bord", &mk_).await.corps.contains("membre jusqu’au"));
    let page = banc.lire("/mes-adhesions", &mk_).await.corps;
    assert!(
        page.contains("Adhésion renouvelée jusqu’au 31 décembre 2026") && page.contains("2 adhésions"),
        "{page}"
    );
    assert!(
        banc.lire("/membres/renouvellements", &terrain.coordination)
            .await
            .corps
            .contains("Rien à renouveler")
    );
    assert!(banc.lire("/notifications", &mk_).await.corps.contains("Adhésion enregistrée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_adhesion_se_demande_puis_se_renouvelle_avec_les_autres() {
    demandee_puis_renouvelee(Banc::new("renouvelle")).await;
    demandee_puis_renouvelee(Banc::sur_postgresql().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn le_praticien_tire_sa_propre_attestation_et_celle_d_aucun_autre() {
    let terrain = Terrain::new("mon-attestation", 1);
    let (banc, mk_) = (&terrain.banc, le_mk(&terrain));
    let adresse = format!("/mes-adhesions/{CPTS}/attestation.pdf");
    let pdf = banc.lire(&adresse, &mk_).await;
    assert_eq!(pdf.entete(header::CONTENT_TYPE), "application/pdf");
    assert!(pdf.corps.starts_with("%PDF-"));
    let etranger = terrain.entrer("autre", Acteur::Mk { praticien: mk(9) });
    assert_eq!(banc.lire(&adresse, &etranger).await.statut, StatusCode::NOT_FOUND);
    let ailleurs = format!("/mes-adhesions/{}/attestation.pdf", CptsId::new(2));
    assert_eq!(banc.lire(&ailleurs, &mk_).await.statut, StatusCode::NOT_FOUND);
    finir(&terrain, 0, "2026-03-08").await;
    assert_eq!(banc.lire(&adresse, &mk_).await.statut, StatusCode::CONFLICT);
    assert!(banc.lire("/mes-adhesions", &mk_).await.corps.contains("Adhésion finie le 8 mars 2026"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_preuve_se_garde_entre_le_praticien_et_sa_cpts() {
    let terrain = Terrain::new("preuve", 1);
    let (banc, mk_) = (&terrain.banc, le_mk(&terrain));
    let adresse = format!("/mes-adhesions/{CPTS}/pieces");
    let faux = envoyer(&terrain, &adresse, &mk_, "recu.pdf", b"MZ\x90\0program").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("champ-erreur"), "{}", faux.corps);
    let bon = envoyer(&terrain, &adresse, &mk_, "recu.pdf", PDF).await;
    assert_eq!(bon.statut, StatusCode::SEE_OTHER, "{}", bon.corps);
    let page = banc.lire("/mes-adhesions", &mk_).await.corps;
    let piece = page.split("href=\"/pieces/").nth(1).unwrap().split('"').next().unwrap();
    let piece = format!("/pieces/{piece}");
    assert_eq!(banc.lire(&piece, &terrain.coordination).await.corps.as_bytes(), PDF);
    assert_eq!(banc.lire(&piece, &terrain.ars).await.statut, StatusCode::NOT_FOUND);
    let etranger = terrain.entrer("autre", Acteur::Mk { praticien: mk(9) });
    assert_eq!(banc.lire(&piece, &etranger).await.statut, StatusCode::NOT_FOUND);
    let fiche = format!("/membres/{}", mk(0));
    assert!(banc.lire(&fiche, &terrain.coordination).await.corps.contains(&piece));
    let de_la_cpts = envoyer(&terrain, &format!("{fiche}/pieces"), &terrain.coordination, "b.pdf", PDF).await;
    assert_eq!(de_la_cpts.entete(header::LOCATION), fiche);
    let retrait = banc.poster(&format!("{piece}/retirer"), &mk_, "").await;
    assert_eq!(retrait.entete(header::LOCATION), "/mes-adhesions");
    assert_eq!(banc.lire(&piece, &mk_).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rappel_previent_le_praticien_et_sa_cpts_une_fois_pour_toutes_les_fins_d_un_jour() {
    let terrain = Terrain::new("rappel", 2);
    let mk_ = le_mk(&terrain);
    for rang in [0, 1] {
        finir(&terrain, rang, "2026-05-01").await;
    }
    assert_eq!(rappeler(&terrain.banc.app).await.unwrap(), 2, "sixty days before");
    assert_eq!(rappeler(&terrain.banc.app).await.unwrap(), 0);
    let sien = terrain.banc.lire("/notifications", &mk_).await.corps;
    assert_eq!(sien.matches("Adhésion bientôt finie").count(), 2, "the title and its button: {sien}");
    let commun = terrain.banc.lire("/notifications", &terrain.coordination).await.corps;
    assert_eq!(commun.matches("class=\"notification-titre\"").count(), 1, "{commun}");
    assert!(
        terrain
            .banc
            .lire("/mes-adhesions", &mk_)
            .await
            .corps
            .contains("Rappel des 60 jours envoyé le 9 mars 2026")
    );
    terrain.banc.app.horloge.avancer(SignedDuration::from_hours(24 * 30));
    assert_eq!(rappeler(&terrain.banc.app).await.unwrap(), 2, "thirty days before");
}

#[tokio::test(flavor = "multi_thread")]
async fn beaucoup_d_adhesions_finissant_le_meme_jour_sont_toutes_rappelees() {
    let terrain = Terrain::new("rappels", 7);
    for rang in 0..7 {
        finir(&terrain, rang, "2026-05-01").await;
    }
    assert_eq!(rappeler_par(&terrain.banc.app, 2).await.unwrap(), 7, "whatever is read at a time");
    assert_eq!(rappeler_par(&terrain.banc.app, 2).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_voit_les_autorisations_dont_l_adhesion_est_finie_dans_ses_departements() {
    let terrain = Terrain::new("echues", 2);
    for dossier in terrain.declarer(&[0, 1]).await {
        let accepte = terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
        assert_eq!(accepte.statut, StatusCode::SEE_OTHER);
    }
    let ars = terrain.entrer("ars.deux", Acteur::AgentArs { departements: vec!["45".parse().unwrap()] });
    assert!(terrain.banc.lire("/adhesions", &ars).await.corps.contains("Aucune adhésion finie"));
    finir(&terrain, 0, "2026-03-08").await;
    finir(&terrain, 1, "2026-04-15").await;
    let liste = terrain.banc.lire("/adhesions", &ars).await.corps;
    assert!(liste.contains("2 praticiens autorisés") && liste.contains("Finit bientôt"), "{liste}");
    assert!(terrain.banc.lire("/tableau-de-bord", &ars).await.corps.contains("1 praticien autorisé"));
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    assert!(!terrain.banc.lire("/adhesions", &var).await.corps.contains("Camille"));
    assert_eq!(terrain.banc.lire("/adhesions", &terrain.coordination).await.statut, StatusCode::NOT_FOUND);
}
