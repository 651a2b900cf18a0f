//! The public list in its formats: every answer readable, no secret in it, bad parameters named.

use axum::http::StatusCode;

use crate::banc::{Banc, Porteur};

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
        ("/api/v1/praticiens?pres=Nulle-Part", "pres"),
        ("/api/v1/praticiens?pres=orleans&rayon=900", "rayon"),
        ("/annuaire?pres=Nulle-Part", "Nulle-Part"),
        ("/annuaire/fragment", "ndiquez un département ou une CPTS"),
    ] {
        let rendu = banc.lire(adresse, &Porteur::Personne).await;
        assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "{adresse}");
        assert!(rendu.corps.contains(champ), "{adresse} : {}", rendu.corps);
    }
}
