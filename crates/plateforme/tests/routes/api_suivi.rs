//! Events, campaigns and committees for programs: where each stands, for whom it stands there, never its words.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use plateforme::serveur::Portee;
use serde_json::Value;

use crate::banc::{Banc, Porteur, acteur};
use crate::terrain::{Terrain, mk};

async fn lire(banc: &Banc, chemin: &str, porteur: &Porteur) -> Value {
    let rendu = banc.lire(chemin, porteur).await;
    assert_eq!(rendu.statut, StatusCode::OK, "{chemin}: {}", rendu.corps);
    serde_json::from_str(&rendu.corps).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_programme_lit_ou_en_sont_evenements_campagnes_et_comites() {
    let terrain = Terrain::new("api-suivi", 2);
    let banc = &terrain.banc;
    let jeton = |login: &str, acteur: Acteur| banc.jeton(banc.compte(login, acteur), &[Portee::SuiviLire]);
    let ars = jeton("ars.api", acteur(Role::AgentArs));
    let sien = jeton("mk.api", Acteur::Mk { praticien: mk(0) });
    let confrere = jeton("confrere.api", Acteur::Mk { praticien: mk(1) });
    let cpts = jeton("cpts.api", acteur(Role::CoordinationCpts));
    let membre = jeton("membre.api", acteur(Role::MembreComite));
    let var = jeton("var.api", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });

    let declarant = terrain.entrer("mk.pages", Acteur::Mk { praticien: mk(0) });
    let signalement = "cle=01930000-0000-7000-8000-00000000e0f1&departement=45&le=2026-03-06&gravite=grave&nature=chute\
                       &moment=seance&information=patient&circonstances=Chute+secr%C3%A8te.&mesures=Appel.";
    assert_eq!(banc.poster("/evenements", &declarant, signalement).await.statut, StatusCode::SEE_OTHER);
    for lecteur in [&ars, &sien] {
        let lus = lire(banc, "/api/v1/evenements", lecteur).await;
        assert_eq!(lus.as_array().unwrap().len(), 1);
        assert_eq!((&lus[0]["gravite"], &lus[0]["etat"]), (&Value::from("grave"), &Value::from("signale")));
        assert_eq!(
            (&lus[0]["attendu"], &lus[0]["le"]),
            (&Value::from("declaration"), &Value::from("2026-03-06"))
        );
        assert!(!lus.to_string().contains("secr"), "no words");
    }
    for autre in [&confrere, &var] {
        assert_eq!(lire(banc, "/api/v1/evenements", autre).await, Value::Array(Vec::new()));
    }

    for adresse in terrain.declarer(&[0, 1]).await {
        banc.poster(&format!("{adresse}/accepter"), &terrain.ars, "version=2").await;
    }
    let campagne = "cle=01930000-0000-7000-8000-00000000caf1&departement=45&annee=2026&echeance=2027-02-28";
    assert_eq!(banc.poster("/campagnes", &terrain.ars, campagne).await.statut, StatusCode::SEE_OTHER);
    for lecteur in [&ars, &cpts] {
        let lues = lire(banc, "/api/v1/campagnes", lecteur).await;
        assert_eq!((&lues[0]["annee"], &lues[0]["etat"]), (&Value::from(2026), &Value::from("ouverte")));
        assert_eq!((&lues[0]["praticiens"], &lues[0]["fiches_validees"]), (&Value::from(2), &Value::from(0)));
    }

    let comites = lire(banc, "/api/v1/comites", &membre).await;
    assert_eq!(comites[0]["departement"], "45");
    assert_eq!(comites[0]["attendues"][0]["rang"], 1);
    assert_eq!(comites[0]["reunions"], Value::Array(Vec::new()));
    let inconnu = lire(banc, "/api/v1/comites", &var).await;
    assert_eq!(inconnu[0]["attendues"], Value::Null, "no text says when");

    let sans_portee =
        banc.jeton(banc.compte("ars.autre", acteur(Role::AgentArs)), &[Portee::DeclarationsLire]);
    for chemin in ["/api/v1/evenements", "/api/v1/campagnes", "/api/v1/comites"] {
        let refus = banc.lire(chemin, &sans_portee).await;
        assert_eq!(refus.statut, StatusCode::NOT_FOUND, "{chemin}");
    }
}
