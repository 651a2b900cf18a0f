//! Where the MK declares himself and his CPTS confirms: asked once, answered once, seen by the ARS only then.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::identifiant::CptsId;
use plateforme::config::Sorties;
use plateforme::travailleur::{Aiguillage, Travailleur};

use crate::banc::Porteur;
use crate::bordure::{CPTS, Cpts, Lieu, MK, Scene};

/// The Tarn: the CPTS confirms.
fn scene(nom: &str) -> Scene {
    let scene = Scene::new(nom, &Cpts { nom: "CPTS de l’Essai", siege: None, territoire: &["81"] });
    scene.mk(Statut::Titulaire, &[Lieu { departement: "81", principal: true }]);
    scene
}

async fn demander(scene: &Scene) -> String {
    let fait = scene.declarer("81").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    fait.entete(header::LOCATION).to_owned()
}

fn coordination(scene: &Scene) -> Porteur {
    scene.banc.session(scene.banc.compte("cpts", Acteur::CoordinationCpts { cpts: CptsId::new(1) }))
}

fn ars(scene: &Scene) -> Porteur {
    scene
        .banc
        .session(scene.banc.compte("ars", Acteur::AgentArs { departements: vec!["81".parse().unwrap()] }))
}

#[tokio::test(flavor = "multi_thread")]
async fn la_cpts_confirme_en_un_clic_et_l_ars_voit_le_dossier() {
    let scene = scene("confirme");
    let (cpts, ars) = (coordination(&scene), ars(&scene));
    let dossier = demander(&scene).await;
    assert!(scene.banc.lire(&dossier, &scene.mk).await.corps.contains("En attente de la confirmation"));
    assert!(!scene.banc.lire("/instruction", &ars).await.corps.contains("Éssai"));
    let depot = std::env::temp_dir().join(format!("ad-confirme-{}", std::process::id()));
    let table = Aiguillage::des_reglages(&Sorties::default(), &depot).unwrap();
    let tour = Travailleur::new(scene.banc.app.clone(), table).tour().await.unwrap();
    assert!(tour.remis > 0 && tour.abandonnes == 0, "what a request leaves has a way out: {tour:?}");
    std::fs::remove_dir_all(depot).unwrap();
    assert!(scene.banc.lire("/tableau-de-bord", &cpts).await.corps.contains("1 adhésion à confirmer"));
    assert!(scene.banc.lire("/notifications", &cpts).await.corps.contains("Adhésion à confirmer"));
    let id = dossier.rsplit('/').next().unwrap();
    let voisine =
        scene.banc.session(scene.banc.compte("b", Acteur::CoordinationCpts { cpts: CptsId::new(2) }));
    let adresse = format!("/confirmations/{id}/confirmer");
    assert_eq!(scene.banc.poster(&adresse, &voisine, "").await.statut, StatusCode::NOT_FOUND);
    let (l_une, l_autre) =
        tokio::join!(scene.banc.poster(&adresse, &cpts, ""), scene.banc.poster(&adresse, &cpts, ""));
    let mut statuts = [l_une.statut, l_autre.statut];
    statuts.sort();
    assert_eq!(statuts, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "confirmed once");
    assert!(scene.banc.lire("/instruction", &ars).await.corps.contains("Éssai"));
    assert!(scene.banc.lire(&dossier, &scene.mk).await.corps.contains("En instruction à l’ARS"));
    assert!(scene.banc.lire("/confirmations", &cpts).await.corps.contains("Rien à confirmer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn la_cpts_dit_qu_il_n_est_pas_membre_et_il_peut_recommencer() {
    let scene = scene("dementi");
    let cpts = coordination(&scene);
    let dossier = demander(&scene).await;
    let id = dossier.rsplit('/').next().unwrap();
    let adresse = format!("/confirmations/{id}/dementir");
    let sans = scene.banc.poster(&adresse, &cpts, "motif=autre").await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sans.corps.contains("Précisez ce motif"));
    let fait = scene.banc.poster(&adresse, &cpts, "motif=pas-membre").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER);
    let vu = scene.banc.lire(&dossier, &scene.mk).await.corps;
    assert!(vu.contains("N’est pas membre de la CPTS"), "{vu}");
    demander(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn une_adhesion_datee_de_demain_ou_illisible_est_refusee_a_cote_de_son_champ() {
    let scene = scene("confirme-dates");
    let cpts = coordination(&scene);
    scene
        .banc
        .app
        .entrepot
        .ecrire_ici(|tx| {
            let (fin, instant) = (jiff::civil::date(2025, 12, 31), jiff::Timestamp::UNIX_EPOCH);
            entrepot::praticien::quitter(tx, MK, CPTS, fin, "systeme", instant);
            Ok::<(), entrepot::Echec>(())
        })
        .unwrap();
    let dossier = demander(&scene).await;
    let adresse = format!("/confirmations/{}/confirmer", dossier.rsplit('/').next().unwrap());
    let page = scene.banc.lire("/confirmations", &cpts).await.corps;
    assert!(page.contains("Membre jusqu’au") && page.contains("2026-12-31"), "{page}");
    for (corps, dit) in [
        ("qualite=membre-actif&membre_du=demain&membre_au=", "Écrivez une date"),
        ("qualite=membre-actif&membre_du=2026-03-10&membre_au=", "Ce jour est à venir"),
        ("qualite=membre-actif&membre_du=2026-01-01&membre_au=2026-03-08", "Ce jour est passé"),
    ] {
        let refus = scene.banc.poster(&adresse, &cpts, corps).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{dit}");
        assert!(refus.corps.contains(dit), "{dit} : {}", refus.corps);
    }
    let juste = "qualite=membre-actif&membre_du=2026-01-01&membre_au=2026-12-31";
    assert_eq!(scene.banc.poster(&adresse, &cpts, juste).await.statut, StatusCode::SEE_OTHER);
    let adhesions = scene.banc.app.entrepot.lire_ici(|tx| entrepot::praticien::adhesions(tx, MK)).unwrap();
    let fin = adhesions.last().unwrap().1.au.unwrap();
    assert_eq!(fin.to_string(), "2026-12-31");
}

/// A program asks as a page does.
async fn appeler(
    scene: &Scene,
    methode: &str,
    chemin: &str,
    porteur: &Porteur,
    corps: &str,
) -> (StatusCode, serde_json::Value) {
    let Porteur::Jeton(jeton) = porteur else { unreachable!() };
    let requete = axum::http::Request::builder()
        .method(methode)
        .uri(chemin)
        .header(header::AUTHORIZATION, format!("Bearer {jeton}"))
        .header("idempotency-key", format!("{chemin}{corps}"))
        .body(axum::body::Body::from(corps.to_owned()))
        .unwrap();
    let rendu = scene.banc.envoyer(requete).await;
    (rendu.statut, serde_json::from_str(&rendu.corps).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn le_praticien_se_declare_et_sa_cpts_confirme_par_l_api() {
    use droit::identifiant::{PraticienId, rpps_de_demonstration};
    let scene = scene("api-confirme");
    let jeton = |login: &str, acteur: Acteur| {
        scene.banc.jeton(scene.banc.compte(login, acteur), plateforme::serveur::Portee::TOUTES)
    };
    let mk = jeton("api.mk", Acteur::Mk { praticien: PraticienId::new(1) });
    let cpts = jeton("api.cpts", Acteur::CoordinationCpts { cpts: CptsId::new(1) });
    let voisine = jeton("api.voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let soi =
        format!(r#"{{"praticiens":["{}"],"justificatif":null,"suite":"deposer"}}"#, rpps_de_demonstration(1));
    let (statut, suites) = appeler(&scene, "POST", "/api/v1/declarations", &mk, &soi).await;
    assert_eq!(statut, StatusCode::OK, "{suites}");
    assert_eq!(suites["declarations"][0]["etat"], "confirmation-attendue", "{suites}");
    let id = suites["declarations"][0]["declaration"].as_str().unwrap().to_owned();
    let ars = ars(&scene);
    assert!(!scene.banc.lire("/instruction", &ars).await.corps.contains("Éssai"), "the ARS is not told yet");
    let (_, attendues) = appeler(&scene, "GET", "/api/v1/confirmations", &cpts, "").await;
    assert_eq!(attendues["confirmations"][0]["declaration"], id.as_str());
    let (_, aucune) = appeler(&scene, "GET", "/api/v1/confirmations", &voisine, "").await;
    assert_eq!(aucune["confirmations"].as_array().unwrap().len(), 0);
    let chemin = format!("/api/v1/declarations/{id}/confirmation");
    let oui = r#"{"reponse":"confirmee"}"#;
    assert_eq!(appeler(&scene, "POST", &chemin, &voisine, oui).await.0, StatusCode::NOT_FOUND);
    let (statut, faute) =
        appeler(&scene, "POST", &chemin, &cpts, r#"{"reponse":"dementie","motif":"x"}"#).await;
    assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{faute}");
    let premiere = appeler(&scene, "POST", &chemin, &cpts, oui).await;
    assert_eq!(premiere.0, StatusCode::OK, "{}", premiere.1);
    assert_eq!(appeler(&scene, "POST", &chemin, &cpts, oui).await, premiere, "the same key, the same answer");
    let encore =
        appeler(&scene, "POST", &chemin, &cpts, r#"{"reponse":"dementie","motif":"pas-membre"}"#).await;
    assert_eq!(encore.0, StatusCode::CONFLICT, "answered once");
    assert!(scene.banc.lire("/instruction", &ars).await.corps.contains("Éssai"));
}
