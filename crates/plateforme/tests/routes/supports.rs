//! Information material: entered by a CPTS with what shows it, counted at once, taken back by it alone.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::identifiant::CptsId;
use serde_json::Value;

use crate::banc::Porteur;
use crate::terrain::{CPTS, Terrain};

const ADRESSE: &str = "/ma-cpts/supports";
const CLE: &str = "01930000-0000-7000-8000-00000000ca02";

async fn comptes(terrain: &Terrain) -> Value {
    let question = "/api/v1/indicateurs?departement=45&annee=2026";
    let rendu = terrain.banc.lire(question, &Porteur::Personne).await;
    let lu: Value = serde_json::from_str(&rendu.corps).unwrap();
    let ligne =
        lu["indicateurs"].as_array().unwrap().iter().find(|ligne| ligne["code"] == "supports-information");
    ligne.unwrap()["valeur"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_support_s_inscrit_se_compte_et_se_retire() {
    let terrain = Terrain::new("supports", 1);
    let (banc, cpts) = (&terrain.banc, &terrain.coordination);
    assert!(banc.lire("/ma-cpts", cpts).await.corps.contains(ADRESSE), "the page of the CPTS leads there");
    assert_eq!(comptes(&terrain).await, 0);
    let corps = |suite: &str| {
        format!("cle={CLE}&titre=Affiche+de+salle+d%E2%80%99attente&public=partenaires&{suite}")
    };
    for (suite, dit) in [
        ("publie_le=2026-03-01", "Donnez le lien"),
        ("publie_le=2027-01-01&preuve=affiche", "pas encore venu"),
        ("publie_le=2026-03-01&lien=javascript:alert(1)", "https://"),
        ("publie_le=hier&preuve=affiche", "Écrivez une date"),
    ] {
        let refus = banc.poster(ADRESSE, cpts, &corps(suite)).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{suite}");
        assert!(
            refus.corps.contains(dit) && refus.corps.contains("Affiche de salle"),
            "{suite}: what was typed stays"
        );
    }
    let juste = corps("publie_le=2026-03-01&lien=https%3A%2F%2Fcpts.exemple.fr%2Faffiche.pdf");
    for _ in 0..2 {
        assert_eq!(banc.poster(ADRESSE, cpts, &juste).await.statut, StatusCode::SEE_OTHER);
    }
    assert_eq!(comptes(&terrain).await, 1, "sent twice, recorded once");
    let pour_les_patients = "cle=01930000-0000-7000-8000-00000000ca03&titre=D%C3%A9pliant&public=patients&publie_le=2026-03-02&preuve=200+d%C3%A9pliants";
    assert_eq!(banc.poster(ADRESSE, cpts, pour_les_patients).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(comptes(&terrain).await, 1, "the indicator counts professionals and partners");
    let page = banc.lire(ADRESSE, cpts).await.corps;
    assert!(
        page.contains("href=\"https://cpts.exemple.fr/affiche.pdf\"") && page.contains("200 dépliants"),
        "{page}"
    );
    assert!(page.contains("2 supports, dont 1 dans l’évaluation"), "{page}");
    let retirer = format!("{ADRESSE}/{CLE}/retirer");
    let autre = terrain.entrer("autre", Acteur::CoordinationCpts { cpts: CptsId::new(CPTS.bits() + 1) });
    assert_eq!(banc.poster(&retirer, &autre, "").await.statut, StatusCode::NOT_FOUND, "another CPTS");
    assert_eq!(banc.poster(&retirer, cpts, "").await.statut, StatusCode::SEE_OTHER);
    assert_eq!(banc.poster(&retirer, cpts, "").await.statut, StatusCode::NOT_FOUND, "once");
    assert_eq!(comptes(&terrain).await, 0);
}
