//! The API of declarations: declare many, read, take a step, twice the same, another body, another territory.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use droit::acces::{Acteur, Role};
use droit::identifiant::rpps_de_demonstration;
use plateforme::serveur::Portee;
use serde_json::Value;

use crate::banc::{Banc, Porteur, Rendu, acteur};
use crate::pieces::PDF;
use crate::terrain::{CPTS, Terrain, mk};

struct Acces {
    cpts: Porteur,
    ars: Porteur,
    cpam: Porteur,
}

fn jetons(banc: &Banc) -> Acces {
    let jeton = |login: &str, role| banc.jeton(banc.compte(login, acteur(role)), Portee::TOUTES);
    Acces {
        cpts: jeton("api.cpts", Role::CoordinationCpts),
        ars: jeton("api.ars", Role::AgentArs),
        cpam: jeton("api.cpam", Role::AgentCpam),
    }
}

async fn envoyer(banc: &Banc, chemin: &str, porteur: &Porteur, cle: &str, corps: &str) -> Rendu {
    let Porteur::Jeton(jeton) = porteur else { unreachable!() };
    let requete = Request::builder()
        .method(Method::POST)
        .uri(chemin)
        .header(header::AUTHORIZATION, format!("Bearer {jeton}"))
        .header("idempotency-key", cle)
        .body(Body::from(corps.to_owned()))
        .unwrap();
    banc.envoyer(requete).await
}

fn json(rendu: &Rendu) -> Value {
    serde_json::from_str(&rendu.corps).unwrap()
}

fn volontaires(rangs: &[u32]) -> String {
    let numeros: Vec<_> = rangs.iter().map(|rang| format!("\"{}\"", rpps_de_demonstration(*rang))).collect();
    format!(
        r#"{{"praticiens":[{}],"justificatif":{{"type":"attestation-cpts","reference":null}},"suite":"deposer"}}"#,
        numeros.join(",")
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn la_meme_cle_et_le_meme_corps_donnent_la_meme_reponse_une_seule_fois() {
    let terrain = Terrain::new("api-cle", 3);
    let (banc, acces) = (&terrain.banc, jetons(&terrain.banc));
    let un = envoyer(banc, "/api/v1/declarations", &acces.cpts, "k1", &volontaires(&[0, 1])).await;
    assert_eq!(un.statut, StatusCode::OK, "{}", un.corps);
    let deux = envoyer(banc, "/api/v1/declarations", &acces.cpts, "k1", &volontaires(&[0, 1])).await;
    assert_eq!(un.corps, deux.corps);
    let autre = envoyer(banc, "/api/v1/declarations", &acces.cpts, "k1", &volontaires(&[2])).await;
    assert_eq!(autre.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let liste = json(&banc.lire("/api/v1/declarations?etat=deposee", &acces.cpts).await);
    assert_eq!(liste["declarations"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_lit_accepte_et_la_caisse_le_sait() {
    let terrain = Terrain::new("api-geste", 1);
    let (banc, acces) = (&terrain.banc, jetons(&terrain.banc));
    envoyer(banc, "/api/v1/declarations", &acces.cpts, "k1", &volontaires(&[0])).await;
    let file = json(&banc.lire("/api/v1/declarations", &acces.ars).await);
    assert_eq!(file["declarations"][0]["verification"], "vert");
    let adresse = format!("/api/v1/declarations/{}", file["declarations"][0]["id"].as_str().unwrap());
    let fiche = json(&banc.lire(&adresse, &acces.ars).await);
    assert_eq!((&fiche["version"], &fiche["decision"]["issue"]), (&2.into(), &"accordee".into()));
    let gestes = format!("{adresse}/gestes");
    let accepter = r#"{"geste":"accepter","version":2}"#;
    let un = envoyer(banc, &gestes, &acces.ars, "a", accepter).await;
    assert_eq!((un.statut, &json(&un)["etat"]), (StatusCode::OK, &"validee".into()));
    assert_eq!(envoyer(banc, &gestes, &acces.ars, "a", accepter).await.corps, un.corps);
    let tard =
        envoyer(banc, &gestes, &acces.ars, "b", r#"{"geste":"refuser","version":2,"motifs":["doublon"]}"#)
            .await;
    assert_eq!(tard.statut, StatusCode::CONFLICT);
    assert_eq!(tard.entete(header::CONTENT_TYPE), "application/problem+json");
    let question = |le: &str| format!("/api/v1/autorisations?rpps={}&le={le}", rpps_de_demonstration(0));
    let oui = json(&banc.lire(&question("2026-03-09"), &acces.cpam).await);
    assert_eq!((&oui["autorise"], &oui["periodes"][0]["du"]), (&true.into(), &"2026-03-09".into()));
    assert_eq!(json(&banc.lire(&question("2026-03-08"), &acces.cpam).await)["autorise"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_corps_faux_nomme_le_champ_et_ne_change_rien() {
    let terrain = Terrain::new("api-faux", 1);
    let (banc, acces) = (&terrain.banc, jetons(&terrain.banc));
    for (corps, champ) in [
        (r#"{"praticiens":[],"suite":"deposer"}"#, "praticiens"),
        (r#"{"praticiens":["99700000001"],"suite":"deposer"}"#, "praticiens"),
        (r#"{"praticiens":["x"],"suite":"deposer","urgent":1}"#, "urgent"),
        (r#"{"praticiens":["x"]}"#, "suite"),
        ("[", "corps"),
    ] {
        let rendu = envoyer(banc, "/api/v1/declarations", &acces.cpts, "k", corps).await;
        assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "{corps}");
        assert_eq!(json(&rendu)["erreurs"][0]["champ"], champ, "{corps}");
    }
    let liste = json(&banc.lire("/api/v1/declarations", &acces.cpts).await);
    assert_eq!(liste["declarations"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_autre_territoire_n_existe_pas_et_un_praticien_du_loiret_ne_se_declare_pas_seul() {
    let terrain = Terrain::new("api-ailleurs", 2);
    let (banc, acces) = (&terrain.banc, jetons(&terrain.banc));
    let fait = json(&envoyer(banc, "/api/v1/declarations", &acces.cpts, "k", &volontaires(&[0])).await);
    let adresse =
        format!("/api/v1/declarations/{}", fait["declarations"][0]["declaration"].as_str().unwrap());
    let var = banc.compte("api.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let var = banc.jeton(var, Portee::TOUTES);
    assert_eq!(banc.lire(&adresse, &var).await.statut, StatusCode::NOT_FOUND);
    let tente = envoyer(banc, &format!("{adresse}/gestes"), &var, "k", r#"{"geste":"accepter"}"#).await;
    assert_eq!(tente.statut, StatusCode::NOT_FOUND);
    let tente =
        envoyer(banc, &format!("{adresse}/gestes"), &acces.cpts, "k", r#"{"geste":"accepter"}"#).await;
    assert_eq!(tente.statut, StatusCode::NOT_FOUND);
    let soi = banc.jeton(banc.compte("api.mk", Acteur::Mk { praticien: mk(1) }), Portee::TOUTES);
    let corps = volontaires(&[1]).replace("attestation-cpts", "recu-adhesion");
    let seul = json(&envoyer(banc, "/api/v1/declarations", &soi, "k", &corps).await);
    assert!(
        seul["declarations"][0]["refus"].as_str().unwrap().contains("c’est la CPTS qui déclare"),
        "{seul}"
    );
    assert_eq!(CPTS.bits(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_programme_joint_la_preuve_une_fois_et_depose_un_dossier_vert() {
    let terrain = Terrain::new("api-piece", 1);
    let (banc, acces) = (&terrain.banc, jetons(&terrain.banc));
    let garder = volontaires(&[0]).replace("deposer", "garder");
    let fait = envoyer(banc, "/api/v1/declarations", &acces.cpts, "p1", &garder).await;
    let id = json(&fait)["declarations"][0]["declaration"].as_str().unwrap().to_owned();
    let chemin = format!("/api/v1/declarations/{id}/pieces");
    let soi = banc.jeton(banc.compte("api.mk", Acteur::Mk { praticien: mk(0) }), Portee::TOUTES);
    let autrui = banc.jeton(banc.compte("api.autre", Acteur::Mk { praticien: mk(9) }), Portee::TOUTES);
    let joindre = |porteur: &Porteur, nom: &'static str, octets: &'static [u8]| {
        let (porteur, chemin) = (porteur.clone(), chemin.clone());
        async move { banc.televerser(&chemin, &porteur, &[], Some((nom, octets))).await }
    };
    assert_eq!(joindre(&autrui, "reçu.pdf", PDF).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(joindre(&acces.ars, "reçu.pdf", PDF).await.statut, StatusCode::NOT_FOUND);
    let texte = joindre(&soi, "reçu.pdf", b"rien d\xe9crit").await;
    assert_eq!(texte.statut, StatusCode::UNPROCESSABLE_ENTITY, "{}", texte.corps);
    let joint = joindre(&soi, "reçu.pdf", PDF).await;
    assert_eq!(joint.statut, StatusCode::CREATED, "{}", joint.corps);
    let encore = joindre(&soi, "autre-nom.pdf", PDF).await;
    assert_eq!((encore.statut, json(&encore)), (StatusCode::OK, json(&joint)), "joined once");
    assert_eq!(json(&joint)["taille"].as_u64(), Some(PDF.len() as u64));
    let id = id.parse().unwrap();
    let nombre = banc.app.entrepot.lire_ici(move |tx| entrepot::piece::nombre(tx, id)).unwrap();
    assert_eq!(nombre, 1);
}
