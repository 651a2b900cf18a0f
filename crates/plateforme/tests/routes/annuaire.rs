//! The public list in its formats: every answer readable, no secret in it, bad parameters named.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use droit::acces::Acteur;

use crate::banc::{Banc, Porteur};
use crate::terrain::{CPTS, Terrain, mk};

#[tokio::test]
async fn chaque_format_a_son_type_et_se_lit() {
    let banc = Banc::new("annuaire");
    for (adresse, genre, debut) in [
        ("/annuaire.csv?departement=45", "text/csv; charset=utf-8", "\u{feff}nom;prenom"),
        ("/annuaire.atom?departement=45", "application/atom+xml; charset=utf-8", "<?xml"),
        ("/api/v1/praticiens?departement=45", "application/json", "{\"le\":\"2026-03-09\""),
        ("/api/v1/praticiens/fhir?departement=45&le=2026-01-01", "application/fhir+json", "{"),
        (
            "/api/v1/praticiens/changements?departement=45&du=2026-01-01",
            "application/json",
            "{\"du\":\"2026-01-01\"",
        ),
    ] {
        let rendu = banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!((rendu.statut, rendu.entete("content-type")), (StatusCode::OK, genre), "{adresse}");
        assert!(rendu.corps.starts_with(debut), "{adresse} : {}", rendu.corps);
    }
}

#[tokio::test]
async fn un_parametre_faux_est_nomme() {
    let banc = Banc::new("annuaire");
    for (adresse, champ) in [
        ("/api/v1/praticiens?departement=99", "departement"),
        ("/api/v1/praticiens?le=hier", "le"),
        ("/api/v1/praticiens/changements", "du"),
        ("/api/v1/praticiens/changements?du=2026-01-02&au=2026-01-01", "au"),
        ("/api/v1/praticiens?inconnu=1", "inconnu"),
        ("/api/v1/praticiens?domicile=peut-etre", "domicile"),
        ("/annuaire.csv?nouveaux_patients=1", "nouveaux_patients"),
        ("/api/v1/praticiens?pres=Nulle-Part", "pres"),
        ("/api/v1/praticiens?pres=orleans&rayon=900", "rayon"),
        ("/annuaire?pres=Nulle-Part", "Nulle-Part"),
        ("/annuaire/changements?du=hier", "AAAA-MM-JJ"),
        ("/annuaire/changements?du=2026-01-02&au=2026-01-01", "précède le premier"),
        ("/annuaire/changements.csv", "du"),
        ("/annuaire/fragment", "ndiquez un département ou une CPTS"),
    ] {
        let rendu = banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "{adresse}");
        assert!(rendu.corps.contains(champ), "{adresse} : {}", rendu.corps);
    }
}

/// One MK of Orléans, accepted by the ARS through the pages.
async fn publie(nom: &str) -> Terrain {
    let terrain = Terrain::new(nom, 2);
    let adresses = terrain.declarer(&[0]).await;
    let adresse = adresses.first().unwrap();
    let accepte = terrain.banc.poster(&format!("{adresse}/accepter"), &terrain.ars, "").await;
    assert_eq!(accepte.statut, StatusCode::SEE_OTHER, "{}", accepte.corps);
    terrain
}

#[tokio::test]
async fn l_acceptation_se_voit_aussitot_dans_chaque_format_et_pas_la_veille() {
    let terrain = publie("annuaire").await;
    let cpts = format!("/annuaire/cpts/{CPTS}");
    let fragment_cpts = format!("/annuaire/fragment?cpts={CPTS}");
    for adresse in [
        "/annuaire/45",
        cpts.as_str(),
        "/annuaire?pres=45160&rayon=10",
        "/annuaire?mot=essai000+orl",
        "/annuaire.csv?departement=45",
        "/annuaire.atom?departement=45",
        "/api/v1/praticiens?departement=45",
        "/api/v1/praticiens/fhir?departement=45",
        "/api/v1/praticiens/changements?departement=45&du=2026-03-08",
        "/annuaire/changements?departement=45&du=2026-03-08",
        "/annuaire/changements",
        "/annuaire/changements.csv?du=2026-03-08&au=2026-03-09",
        "/annuaire/fragment?departement=45",
        fragment_cpts.as_str(),
    ] {
        let rendu = terrain.banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!(rendu.statut, StatusCode::OK, "{adresse}");
        assert!(rendu.corps.contains("Éssai000"), "{adresse} : {}", rendu.corps);
        assert!(!rendu.corps.contains("Éssai001"), "{adresse} names who was not accepted");
    }
    for adresse in [
        "/annuaire/83",
        "/annuaire?departement=45&le=2026-03-08",
        "/annuaire?pres=45200&rayon=5",
        "/annuaire.csv?departement=45&le=2026-03-08",
        "/annuaire/changements?departement=45&du=2026-03-07&au=2026-03-08",
        "/annuaire/changements.csv?departement=83&du=2026-03-08",
        "/annuaire?mot=toulon",
    ] {
        let rendu = terrain.banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!(rendu.statut, StatusCode::OK, "{adresse}");
        assert!(!rendu.corps.contains("Éssai000"), "{adresse}");
    }
}

#[tokio::test]
async fn une_liste_deja_connue_ne_revient_pas() {
    let terrain = publie("annuaire").await;
    let demander = async |adresse: &str, etiquette: &str| {
        let requete = Request::get(adresse).header(header::HOST, "acces-direct.test");
        let requete = requete.header(header::IF_NONE_MATCH, etiquette).body(Body::empty()).unwrap();
        terrain.banc.envoyer(requete).await
    };
    for adresse in [
        "/annuaire.csv?departement=45",
        "/annuaire.atom?departement=45",
        "/api/v1/praticiens?departement=45",
        "/api/v1/praticiens/fhir?departement=45",
        "/annuaire/fragment?departement=45",
    ] {
        let entiere = demander(adresse, "\"autre\"").await;
        assert_eq!(entiere.statut, StatusCode::OK, "{adresse}");
        let etiquette = entiere.entete(header::ETAG).to_owned();
        for forme in [etiquette.clone(), format!("W/{etiquette}"), format!("\"x\", {etiquette}")] {
            let connue = demander(adresse, &forme).await;
            assert_eq!((connue.statut, connue.corps.as_str()), (StatusCode::NOT_MODIFIED, ""), "{adresse}");
        }
        assert_eq!(entiere.entete(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*", "{adresse}");
        assert_eq!(entiere.entete("cross-origin-resource-policy"), "cross-origin", "{adresse}");
    }
    let avant = demander("/annuaire.csv?departement=45", "").await.entete(header::ETAG).to_owned();
    let autres = terrain.declarer(&[1]).await;
    let adresse = autres.iter().next_back().unwrap();
    terrain.banc.poster(&format!("{adresse}/accepter"), &terrain.ars, "").await;
    let apres = demander("/annuaire.csv?departement=45", &avant).await;
    assert_eq!(apres.statut, StatusCode::OK, "the list has changed");
}

#[tokio::test]
async fn seul_le_fragment_se_montre_dans_un_cadre() {
    let banc = Banc::new("annuaire");
    let fragment = banc.lire("/annuaire/fragment?departement=45", &Porteur::Personne).await;
    let politique = fragment.entete(header::CONTENT_SECURITY_POLICY);
    assert!(
        politique.contains("frame-ancestors *") && politique.contains("default-src 'none'"),
        "{politique}"
    );
    assert!(!politique.contains("script-src"), "{politique}");
    assert_eq!((fragment.entete(header::X_FRAME_OPTIONS), fragment.entete(header::SET_COOKIE)), ("", ""));
    assert!(!fragment.corps.contains("<script"), "{}", fragment.corps);
    for adresse in ["/annuaire", "/annuaire/45", "/annuaire.csv", "/annuaire/integrer", "/annuaire/fragment"]
    {
        let page = banc.lire(adresse, &Porteur::Personne).await;
        assert!(page.entete(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"), "{adresse}");
        assert_eq!(page.entete(header::X_FRAME_OPTIONS), "DENY", "{adresse}");
    }
    for adresse in ["/annuaire", "/", "/connexion"] {
        let page = banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!(page.entete(header::ACCESS_CONTROL_ALLOW_ORIGIN), "", "{adresse}");
    }
}

#[tokio::test]
async fn le_praticien_dit_ce_qu_il_veut_et_chaque_format_le_date() {
    let terrain = publie("annuaire").await;
    let lui = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    let faux = terrain.banc.poster("/ma-fiche-publique", &lui, "accueil=delai&delai=0&telephone=12").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("de 1 à 365") && faux.corps.contains("dix chiffres"), "{}", faux.corps);
    let corps = "accueil=delai&delai=5&domicile=oui&telephone=02+38+00+00+00";
    let dit = terrain.banc.poster("/ma-fiche-publique", &lui, corps).await;
    assert_eq!(dit.statut, StatusCode::SEE_OTHER, "{}", dit.corps);
    for (adresse, attendu) in [
        ("/annuaire/45", "Nouveaux patients sous 5 jours environ"),
        ("/annuaire/45", "Dit par le praticien le 9 mars 2026"),
        ("/annuaire/45", "tel:+33238000000"),
        ("/annuaire.csv?departement=45", "delai;5;oui;0238000000;2026-03-09"),
        ("/api/v1/praticiens?departement=45", "\"delai_jours\":5"),
        ("/api/v1/praticiens/fhir?departement=45", "Dit par le praticien le 2026-03-09."),
        ("/annuaire/fragment?departement=45", "tel:+33238000000"),
    ] {
        let rendu = terrain.banc.lire(adresse, &Porteur::Personne).await;
        assert!(rendu.corps.contains(attendu), "{adresse} : {attendu} : {}", rendu.corps);
    }
    terrain.banc.app.horloge.avancer(jiff::SignedDuration::from_hours(24 * 114));
    let vieille = terrain.banc.lire("/annuaire/45", &Porteur::Personne).await;
    assert!(vieille.corps.contains("plus de trois mois"), "{}", vieille.corps);
    let lui = terrain.entrer("mk-plus-tard", Acteur::Mk { praticien: mk(0) });
    let tu = terrain.banc.poster("/ma-fiche-publique", &lui, "accueil=&domicile=&telephone=").await;
    assert_eq!(tu.statut, StatusCode::SEE_OTHER);
    let rendu = terrain.banc.lire("/annuaire/45", &Porteur::Personne).await;
    assert!(!rendu.corps.contains("Dit par le praticien"), "an empty sheet shows nothing");
}

/// Is the MK in every format of the list that these wishes select; every format says the same.
async fn voir(terrain: &Terrain, souhaits: &str) -> bool {
    let chemins =
        ["/annuaire", "/annuaire.csv", "/api/v1/praticiens", "/api/v1/praticiens/fhir", "/annuaire/fragment"];
    let mut vus = Vec::new();
    for chemin in chemins {
        let adresse = format!("{chemin}?departement=45&{souhaits}");
        let lu = terrain.banc.lire(&adresse, &Porteur::Personne).await;
        assert_eq!(lu.statut, StatusCode::OK, "{adresse} : {}", lu.corps);
        vus.push(lu.corps.contains("Éssai000"));
    }
    let premier = *vus.first().unwrap();
    assert!(vus.iter().all(|vu| *vu == premier), "{souhaits} : {vus:?}");
    premier
}

#[tokio::test]
async fn on_ne_garde_que_ceux_qui_disent_recevoir_ou_se_deplacer() {
    let terrain = publie("souhaits").await;
    let mk_ = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    assert!(voir(&terrain, "").await);
    assert!(
        !voir(&terrain, "nouveaux_patients=oui").await && !voir(&terrain, "domicile=oui").await,
        "he said nothing"
    );
    let dit = terrain.banc.poster("/ma-fiche-publique", &mk_, "accueil=delai&delai=7&domicile=non").await;
    assert_eq!(dit.statut, StatusCode::SEE_OTHER, "{}", dit.corps);
    assert!(voir(&terrain, "nouveaux_patients=oui").await, "after some days is yes");
    assert!(
        !voir(&terrain, "domicile=oui").await && !voir(&terrain, "nouveaux_patients=oui&domicile=oui").await
    );
    terrain.banc.poster("/ma-fiche-publique", &mk_, "accueil=non&domicile=oui").await;
    assert!(voir(&terrain, "domicile=oui").await && !voir(&terrain, "nouveaux_patients=oui").await);
    let page = terrain.banc.lire("/annuaire?departement=45&domicile=oui", &Porteur::Personne).await.corps;
    assert!(
        page.contains("qui disent se déplacer à domicile")
            && page.contains("name=\"domicile\" value=\"oui\" checked"),
        "{page}"
    );
    assert!(
        page.contains("/annuaire.csv?departement=45&amp;domicile=oui"),
        "the same choice in the other formats"
    );
    assert!(page.contains("Licence Ouverte 2.0"));
}
