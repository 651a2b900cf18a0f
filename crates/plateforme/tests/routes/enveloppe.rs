//! What surrounds every route: headers, forms of failure, limits.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use droit::acces::Role;
use plateforme::config::Ecoute;

use crate::banc::{Banc, Porteur, acteur};

#[tokio::test(flavor = "multi_thread")]
async fn chaque_reponse_porte_ses_protections() {
    let banc = Banc::new("entetes");
    for adresse in ["/", "/inconnue", "/sante", "/api/v1/inconnue"] {
        let rendu = banc.lire(adresse, &Porteur::Personne).await;
        let politique = rendu.entete(header::CONTENT_SECURITY_POLICY);
        assert!(politique.starts_with("default-src 'none'") && !politique.contains("unsafe"), "{adresse}");
        assert_eq!(rendu.entete(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{adresse}");
        assert_eq!(rendu.entete("x-request-id").len(), 32, "{adresse}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_echec_est_une_page_pour_une_personne_et_un_probleme_pour_un_programme() {
    let banc = Banc::new("formes");
    let page = banc.lire("/inconnue", &Porteur::Personne).await;
    assert_eq!(page.statut, StatusCode::NOT_FOUND);
    assert!(page.corps.contains("<h1>Page introuvable</h1>"));
    let probleme = banc.lire("/api/v1/inconnue", &Porteur::Personne).await;
    assert_eq!(probleme.entete(header::CONTENT_TYPE), "application/problem+json");
    assert!(probleme.corps.contains("\"status\":404"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_envoi_d_un_autre_site_est_refuse() {
    let banc = Banc::new("ailleurs");
    let requete = Request::post("/connexion")
        .header(header::HOST, "acces-direct.test")
        .header(header::ORIGIN, "https://ailleurs.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("login=a&mot_de_passe=b"))
        .unwrap();
    assert_eq!(banc.envoyer(requete).await.statut, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_envoi_trop_gros_ou_d_un_autre_format_est_refuse() {
    let banc = Banc::new("tailles");
    let gros = banc.poster("/connexion", &Porteur::Personne, &"a".repeat(300 * 1024)).await;
    assert_eq!(gros.statut, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(gros.corps.contains("Envoi trop volumineux"));
    let requete = Request::post("/connexion")
        .header(header::CONTENT_TYPE, "image/png")
        .header(header::ACCEPT, "text/html")
        .body(Body::from("x"))
        .unwrap();
    assert_eq!(banc.envoyer(requete).await.statut, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let autre = banc.demander(axum::http::Method::DELETE, "/connexion", &Porteur::Personne, "").await;
    assert_eq!(
        (autre.statut, autre.entete(header::ALLOW)),
        (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD,POST")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn seul_ce_que_tous_peuvent_voir_est_compresse() {
    let banc = Banc::new("compression");
    let demander = |adresse: &str, cookie: &str| {
        Request::get(adresse)
            .header(header::ACCEPT_ENCODING, "gzip")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .body(Body::empty())
            .unwrap()
    };
    let publique = Request::get("/").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    assert_eq!(banc.envoyer(publique).await.entete(header::CONTENT_ENCODING), "gzip");
    let Porteur::Cookie(secret) = banc.session(banc.compte("mk.un", acteur(Role::Mk))) else { return };
    let privee = banc.envoyer(demander("/compte", &format!("acces-direct={secret}"))).await;
    assert_eq!(privee.statut, StatusCode::OK);
    assert_eq!(privee.entete(header::CONTENT_ENCODING), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_actif_se_garde_pour_toujours_sous_son_adresse() {
    let banc = Banc::new("actifs");
    let adresse = plateforme::actifs::adresse("style.css");
    let actif = banc.lire(&adresse, &Porteur::Personne).await;
    assert!(actif.entete(header::CACHE_CONTROL).contains("immutable"));
    let ancien = banc.lire("/actifs/000000000000/style.css", &Porteur::Personne).await;
    assert!(!ancien.entete(header::CACHE_CONTROL).contains("immutable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_serveur_plein_invite_a_revenir_et_dit_toujours_sa_sante() {
    let banc = Banc::avec("plein", Ecoute { requetes_simultanees: 0, ..Ecoute::default() });
    let plein = banc.lire("/", &Porteur::Personne).await;
    assert_eq!((plein.statut, plein.entete(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    assert_eq!(banc.lire("/sante", &Porteur::Personne).await.statut, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn derriere_tls_le_chiffrement_est_exige() {
    let url = Some("https://acces-direct.example".to_owned());
    let banc = Banc::avec("tls", Ecoute { url_publique: url, ..Ecoute::default() });
    let rendu = banc.lire("/", &Porteur::Personne).await;
    assert!(rendu.entete(header::STRICT_TRANSPORT_SECURITY).starts_with("max-age=31536000"));
}
