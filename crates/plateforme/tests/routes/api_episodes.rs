//! The main job for a program: keys, strict bodies, refusals that explain themselves, the same facts as on screen.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use plateforme::serveur::Portee;
use serde_json::{Value, json};

use crate::banc::{Porteur, Rendu};
use crate::cabinet::Cabinet;

struct Programme {
    cabinet: Cabinet,
    jeton: Porteur,
}

impl Programme {
    fn new(nom: &str) -> Self {
        let cabinet = Cabinet::new(nom);
        let jeton = cabinet.banc.jeton(cabinet.comptes[0], Portee::TOUTES);
        Self { cabinet, jeton }
    }

    async fn demander(&self, methode: Method, adresse: &str, cle: Option<&str>, corps: &str) -> Rendu {
        self.par(&self.jeton, methode, adresse, cle, corps).await
    }

    async fn par(
        &self,
        jeton: &Porteur,
        methode: Method,
        adresse: &str,
        cle: Option<&str>,
        corps: &str,
    ) -> Rendu {
        let Porteur::Jeton(secret) = jeton else { unreachable!() };
        let mut requete = Request::builder()
            .method(methode)
            .uri(format!("/api/v1/episodes{adresse}"))
            .header(header::HOST, "acces-direct.test")
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(cle) = cle {
            requete = requete.header("Idempotency-Key", cle);
        }
        self.cabinet.banc.envoyer(requete.body(Body::from(corps.to_owned())).unwrap()).await
    }

    async fn ouvrir(&self) -> String {
        let rendu = self.demander(Method::POST, "", Some("ouvrir"), &ouverture().to_string()).await;
        assert_eq!(rendu.statut, StatusCode::CREATED, "{}", rendu.corps);
        lire(&rendu).get("episode").and_then(Value::as_str).unwrap().to_owned()
    }
}

fn lire(rendu: &Rendu) -> Value {
    serde_json::from_str(&rendu.corps).unwrap()
}

fn ouverture() -> Value {
    json!({
        "departement": "45",
        "patient": { "nom": "Zwartendijk", "prenom": "Philomène", "sexe": "F", "ne_le": "1951-06-09" },
        "region": "rachis-lombaire",
        "premier_acte": "bilan",
        "le": "2026-03-09",
        "medecin_traitant": true,
        "drapeaux_rouges": []
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn meme_cle_et_meme_corps_donnent_la_meme_reponse_au_bit_pres() {
    let programme = Programme::new("api-cle");
    let id = programme.ouvrir().await;
    let adresse = format!("/{id}/seances");
    let premiere = programme.demander(Method::POST, &adresse, Some("k1"), "{}").await;
    assert_eq!(premiere.statut, StatusCode::CREATED, "{}", premiere.corps);
    assert_eq!(lire(&premiere)["seances"], json!({ "faites": 1, "plafond": 8, "restantes": 7 }));
    let decision = &lire(&premiere)["decision"];
    assert_eq!(
        (&decision["issue"], decision["constats"].as_array().unwrap().len()),
        (&json!("accordee"), 19)
    );
    assert_eq!(decision["constats"][8]["fondement"]["texte"], "decret-2024-618");
    let encore = programme.demander(Method::POST, &adresse, Some("k1"), "{}").await;
    assert_eq!((encore.statut, &encore.corps), (premiere.statut, &premiere.corps));
    let autre = programme.demander(Method::POST, &adresse, Some("k1"), r#"{"note":"x"}"#).await;
    assert_eq!(autre.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lire(&autre)["erreurs"][0]["champ"], "Idempotency-Key");
    let lu = lire(&programme.demander(Method::GET, &format!("/{id}"), None, "").await);
    assert_eq!((&lu["seances"].as_array().unwrap().len(), &lu["seances"][0]["rang"]), (&1, &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cle_absente_est_tiree_et_renvoyee() {
    let programme = Programme::new("api-sans-cle");
    let id = programme.ouvrir().await;
    let rendu = programme.demander(Method::POST, &format!("/{id}/seances"), None, "").await;
    assert_eq!((rendu.statut, rendu.entete("idempotency-key").len()), (StatusCode::CREATED, 36));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_refus_porte_la_decision_entiere_et_se_repete() {
    let programme = Programme::new("api-refus");
    let id = programme.ouvrir().await;
    let adresse = format!("/{id}/seances");
    programme.demander(Method::POST, &adresse, Some("k1"), "{}").await;
    let refus = programme.demander(Method::POST, &adresse, Some("k2"), "{}").await;
    assert_eq!(refus.statut, StatusCode::CONFLICT);
    assert_eq!(refus.entete(header::CONTENT_TYPE), "application/problem+json");
    let lu = lire(&refus);
    assert_eq!((&lu["status"], &lu["decision"]["issue"]), (&json!(409), &json!("a_confirmer")));
    assert_eq!(lu["decision"]["constats"].as_array().unwrap().len(), 19);
    let encore = programme.demander(Method::POST, &adresse, Some("k2"), "{}").await;
    assert_eq!(encore.corps, refus.corps);
    let confirmee = r#"{"confirmation":"deux temps de soin"}"#;
    let faite = programme.demander(Method::POST, &adresse, Some("k3"), confirmee).await;
    assert_eq!(faite.statut, StatusCode::CREATED, "{}", faite.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_corps_faux_nomme_chaque_champ_et_ne_change_rien() {
    let programme = Programme::new("api-corps");
    let id = programme.ouvrir().await;
    let champs = |rendu: &Rendu| {
        let lu = lire(rendu);
        let erreurs = lu["erreurs"].as_array().unwrap().clone();
        erreurs.iter().map(|e| e["champ"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let essais = [
        ("seances", r#"{"couleur":"bleu"}"#, vec!["couleur"]),
        (
            "seances",
            r#"{"le":"9 mars","acte_ngap":{"lettre":"RAM","coefficient":"huit"}}"#,
            vec!["le", "acte_ngap.coefficient"],
        ),
        ("seances", "{", vec!["document"]),
        (
            "orientations",
            r#"{"motif":"x","destination":"y","urgence":"z"}"#,
            vec!["motif", "destination", "urgence"],
        ),
        ("cloture", r#"{"issue":"echue"}"#, vec!["issue"]),
    ];
    for (acte, corps, attendu) in essais {
        let rendu = programme.demander(Method::POST, &format!("/{id}/{acte}"), Some("faux"), corps).await;
        assert_eq!(
            (rendu.statut, champs(&rendu)),
            (StatusCode::UNPROCESSABLE_ENTITY, attendu.iter().map(ToString::to_string).collect()),
            "{corps}"
        );
    }
    let mut fausse = ouverture();
    fausse["patient"]["ne_le"] = json!("2050-01-01");
    fausse["region"] = json!("genou-jambe");
    let rendu = programme.demander(Method::POST, "", None, &fausse.to_string()).await;
    assert_eq!(champs(&rendu), ["patient.ne_le", "cote"]);
    let lu = lire(&programme.demander(Method::GET, &format!("/{id}"), None, "").await);
    assert_eq!(lu["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tous_les_actes_d_un_episode() {
    let programme = Programme::new("api-actes");
    let id = programme.ouvrir().await;
    let seance = lire(&programme.demander(Method::POST, &format!("/{id}/seances"), None, "{}").await);
    let annulation = format!("seances/{}/annulation", seance["id"].as_str().unwrap());
    let actes = [
        (annulation.as_str(), json!({ "motif": "doublon" })),
        ("diagnostic", json!({ "type": "cr-operatoire", "date": "2026-02-01", "en_rapport": true })),
        ("diagnostic", json!({ "type": "ald", "date": "2026-02-01", "en_rapport": true, "corrige": true })),
        ("diagnostic/retrait", json!({ "motif": "erreur" })),
        (
            "orientations",
            json!({ "motif": "aggravation", "destination": "medecin-traitant", "urgence": "sous-24h" }),
        ),
        ("evenements", json!({ "gravite": "benin", "circonstances": "Malaise", "mesures": "Repos" })),
        ("amelioration", json!({ "amelioration": true })),
        ("cloture", json!({ "issue": "objectifs-atteints" })),
    ];
    for (acte, corps) in actes {
        let rendu =
            programme.demander(Method::POST, &format!("/{id}/{acte}"), None, &corps.to_string()).await;
        assert_eq!(rendu.statut, StatusCode::OK, "{acte} : {}", rendu.corps);
    }
    let clos = lire(&programme.demander(Method::GET, "?etat=clos", None, "").await);
    assert_eq!(clos["episodes"][0]["id"], json!(id));
    let apres = programme.demander(Method::POST, &format!("/{id}/seances"), None, "{}").await;
    assert_eq!((apres.statut, &lire(&apres)["empechement"]), (StatusCode::CONFLICT, &json!("episode-clos")));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_signalement_qui_nomme_quelqu_un_est_recu_et_le_dit_sans_ses_mots() {
    let programme = Programme::new("api-signalement");
    let id = programme.ouvrir().await;
    let recit = json!({ "gravite": "benin", "circonstances": "Mme Martin a eu un malaise le 12/03/2026", "mesures": "Repos" });
    let adresse = format!("/{id}/evenements");
    let rendu = programme.demander(Method::POST, &adresse, None, &recit.to_string()).await;
    assert_eq!(rendu.statut, StatusCode::OK, "{}", rendu.corps);
    assert_eq!(lire(&rendu)["avertissements"], json!(["un nom", "une date précise"]));
    assert!(!rendu.corps.contains("Martin"), "the answer is kept: {}", rendu.corps);
    let sobre = json!({ "gravite": "benin", "circonstances": "Malaise bref", "mesures": "Repos" });
    let rendu = programme.demander(Method::POST, &adresse, None, &sobre.to_string()).await;
    assert_eq!(lire(&rendu)["avertissements"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_confrere_apprend_le_nombre_et_rien_d_autre() {
    let programme = Programme::new("api-confrere");
    let id = programme.ouvrir().await;
    programme.demander(Method::POST, &format!("/{id}/seances"), None, "{}").await;
    let confrere = programme.cabinet.banc.jeton(programme.cabinet.comptes[1], Portee::TOUTES);
    for (methode, adresse) in [(Method::GET, format!("/{id}")), (Method::POST, format!("/{id}/seances"))] {
        let rendu = programme.par(&confrere, methode, &adresse, None, "{}").await;
        assert_eq!(rendu.statut, StatusCode::NOT_FOUND);
    }
    let refus = programme.par(&confrere, Method::POST, "", None, &ouverture().to_string()).await;
    let lu = lire(&refus);
    assert_eq!((refus.statut, &lu["empechement"]), (StatusCode::CONFLICT, &json!("episode-en-cours")));
    assert_eq!(lu["en_cours"], json!({ "episode": null, "seances": 1, "derniere_le": "2026-03-09" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn les_prenoms_entrent_par_le_programme_et_une_faute_nomme_leur_chemin() {
    let programme = Programme::new("api-prenoms");
    let mut corps = ouverture();
    corps["patient"]["prenoms"] = json!("Aimée Philomène");
    let refus = programme.demander(Method::POST, "", Some("faux"), &corps.to_string()).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{}", refus.corps);
    assert_eq!(lire(&refus)["erreurs"][0]["champ"], "patient.prenoms");
    corps["patient"]["prenoms"] = json!("Philomène Aimée");
    let rendu = programme.demander(Method::POST, "", Some("juste"), &corps.to_string()).await;
    assert_eq!(rendu.statut, StatusCode::CREATED, "{}", rendu.corps);
    let episode = lire(&rendu)["episode"].as_str().unwrap().to_owned();
    let banc = &programme.cabinet.banc;
    let page = banc.lire(&format!("/episodes/{episode}/patient"), &programme.cabinet.mk).await;
    assert!(page.corps.contains("Philomène Aimée"), "{}", page.corps);
}
