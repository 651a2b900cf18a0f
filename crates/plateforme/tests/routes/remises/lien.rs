//! The link of a doctor without MSSanté: nothing leaks before the code, it opens once, his answer reaches the MK.

use axum::http::{Method, StatusCode, header};
use droit::document::Genre;
use droit::remise::Etat;

use super::terrain::Dossier;
use crate::banc::{Porteur, Rendu};
use crate::cabinet::{EPISODE, formulaire};

/// What the MK was shown: the path of the link and its code.
async fn creer(dossier: &Dossier, rang: u128) -> (String, String) {
    let id = dossier
        .remises(rang)
        .iter()
        .find(|r| r.suivie.destinataire.code() == "medecin-traitant")
        .unwrap()
        .suivie
        .id;
    let page = dossier.cabinet.banc.poster(&format!("/remises/{id}/lien"), dossier.mk(), "").await;
    assert_eq!(page.statut, StatusCode::OK, "{}", page.corps);
    let entre = |avant: &str, apres: &str| {
        page.corps.split_once(avant).unwrap().1.split_once(apres).unwrap().0.to_owned()
    };
    let adresse = entre("lien-adresse\">", "<");
    let code = entre("lien-code\">", "<").replace('\u{a0}', "");
    (adresse.split_once("/lien/").map(|(_, fin)| format!("/lien/{fin}")).unwrap(), code)
}

async fn ouvrir(dossier: &Dossier, chemin: &str, code: &str) -> Rendu {
    dossier.cabinet.banc.poster(chemin, &Porteur::Personne, &formulaire(&[("code", code)])).await
}

async fn avec_cookie(dossier: &Dossier, methode: Method, adresse: &str, cookie: &str, corps: &str) -> Rendu {
    let requete = axum::http::Request::builder()
        .method(methode)
        .uri(adresse)
        .header(header::HOST, "acces-direct.test")
        .header(header::ACCEPT, "text/html,*/*")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, cookie);
    dossier.cabinet.banc.envoyer(requete.body(axum::body::Body::from(corps.to_owned())).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn le_lien_ne_dit_rien_avant_le_code_s_ouvre_une_fois_et_la_reponse_arrive() {
    let dossier = Dossier::new("lien-ouvert").await;
    dossier.document(1, Genre::Orientation);
    let (chemin, code) = creer(&dossier, 1).await;
    for _ in 0..3 {
        let page = dossier.cabinet.banc.lire(&chemin, &Porteur::Personne).await;
        assert_eq!(page.statut, StatusCode::OK);
        assert!(
            page.corps.contains("Code à huit chiffres") && page.corps.contains("Camille"),
            "{}",
            page.corps
        );
        let tout = page.corps.to_uppercase();
        assert!(!tout.contains("PAT-TROIS") && !tout.contains("1979") && !tout.contains("LOMBAIRE"));
    }
    let ouvert = ouvrir(&dossier, &chemin, &format!("{} {}", &code[..4], &code[4..])).await;
    assert_eq!(ouvert.entete(header::LOCATION), "/lien-ouvert", "{}", ouvert.corps);
    let cookie = ouvert.entete(header::SET_COOKIE);
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/lien-ouvert"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let encore = ouvrir(&dossier, &chemin, &code).await;
    assert!(encore.corps.contains("Ce lien ne s’ouvre plus") && encore.entete(header::SET_COOKIE).is_empty());

    let page = avec_cookie(&dossier, Method::GET, "/lien-ouvert", &cookie, "").await;
    assert!(page.corps.contains("PAT-TROIS Dominique") && page.corps.contains("imagerie"), "{}", page.corps);
    let pdf = avec_cookie(&dossier, Method::GET, "/lien-ouvert/document.pdf", &cookie, "").await;
    assert_eq!(pdf.entete(header::CONTENT_TYPE), "application/pdf");
    let cle = page.corps.split_once("name=\"cle\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let vide = avec_cookie(&dossier, Method::POST, "/lien-ouvert/reponse", &cookie, "").await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let reponse = formulaire(&[
        ("cle", &cle),
        ("nature", "diagnostic"),
        ("diagnostic_le", "2026-03-09"),
        ("texte", "Lombalgie commune <confirmée>"),
        ("signataire", "Camille Médecin-Test"),
    ]);
    for _ in 0..2 {
        let fait = avec_cookie(&dossier, Method::POST, "/lien-ouvert/reponse", &cookie, &reponse).await;
        assert_eq!(fait.entete(header::LOCATION), "/lien-ouvert?fait=reponse", "{}", fait.corps);
    }
    verifier_chez_le_praticien(&dossier, &cle).await;
}

/// The MK is told, reads the answer once, and records the proof by the ordinary path of the episode.
async fn verifier_chez_le_praticien(dossier: &Dossier, cle: &str) {
    let banc = &dossier.cabinet.banc;
    let remises = dossier.remises(1);
    let lien = remises.iter().find(|r| r.suivie.remise.canal.code() == "lien").unwrap();
    assert!(matches!(lien.suivie.remise.etat, Etat::Remis { .. }), "{:?}", lien.suivie.remise);
    let avis = banc.lire("/notifications", dossier.mk()).await;
    assert!(
        avis.corps.contains("Document ouvert par le médecin") && avis.corps.contains("Réponse à un document")
    );
    let page = banc.lire(&format!("/remises/{}", lien.suivie.id), dossier.mk()).await;
    assert_eq!(page.corps.matches("Lombalgie commune &lt;confirmée&gt;").count(), 1, "{}", page.corps);
    let preuve = formulaire(&[
        ("cle", cle),
        ("type_diagnostic", "information-medecin"),
        ("date", "2026-03-09"),
        ("en_rapport", "oui"),
    ]);
    let fait = banc.poster(&format!("{EPISODE}/diagnostic"), dossier.mk(), &preuve).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let page = banc.lire(&format!("/remises/{}", lien.suivie.id), dossier.mk()).await;
    assert!(page.corps.contains("enregistrée comme preuve de diagnostic"), "{}", page.corps);
    let lu = format!("/remises/{}/reponse-lue", lien.suivie.id);
    assert_eq!(
        banc.poster(&lu, dossier.mk(), &formulaire(&[("reponse", cle)])).await.statut,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn cinq_codes_faux_ferment_le_lien_et_le_praticien_le_sait() {
    let dossier = Dossier::new("lien-force").await;
    dossier.document(1, Genre::Bilan);
    let (chemin, code) = creer(&dossier, 1).await;
    let faux = if code == "00000000" { "00000001" } else { "00000000" };
    for reste in (0..5).rev() {
        let page = ouvrir(&dossier, &chemin, faux).await;
        assert_eq!(page.statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.corps.contains(&format!("Essais restants : {reste}")) || reste == 0, "{}", page.corps);
    }
    let juste = ouvrir(&dossier, &chemin, &code).await;
    assert!(juste.corps.contains("Ce lien ne s’ouvre plus"), "{}", juste.corps);
    assert!(dossier.etats(1).contains(&"medecin-traitant lien rejete".to_owned()), "{:?}", dossier.etats(1));
    let ailleurs = dossier.cabinet.banc.lire("/lien/AAAA", &Porteur::Personne).await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND);
    let sans = dossier.cabinet.banc.lire("/lien-ouvert", &Porteur::Personne).await;
    assert_eq!(sans.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lien_trop_ancien_ou_remplace_ne_s_ouvre_plus() {
    let dossier = Dossier::new("lien-ancien").await;
    dossier.document(1, Genre::Bilan);
    let (chemin, code) = creer(&dossier, 1).await;
    dossier.cabinet.banc.app.horloge.avancer(jiff::SignedDuration::from_hours(24 * 8));
    let page = ouvrir(&dossier, &chemin, &code).await;
    assert!(page.corps.contains("Ce lien ne s’ouvre plus"));
}
