//! Accounts created by the administrator: tied by what people know, an RPPS number or a name.

use axum::http::StatusCode;
use droit::acces::Role;
use droit::identifiant::rpps_de_demonstration;

use crate::banc::acteur;
use crate::terrain::Terrain;

#[tokio::test(flavor = "multi_thread")]
async fn un_compte_se_rattache_par_numero_rpps_ou_par_nom_de_cpts() {
    let terrain = Terrain::new("comptes", 1);
    let admin = terrain.entrer("chef", acteur(Role::Administrateur));
    let rpps = rpps_de_demonstration(0);
    for (saisie, attendu) in [
        (format!("login=mk.neuf&nom=Neuf&role=mk&rattachement={rpps}"), rpps.to_string()),
        (
            "login=cpts.neuve&nom=Neuve&role=coordination-cpts&rattachement=cpts+de+l+essai".to_owned(),
            "CPTS de l’Essai".to_owned(),
        ),
    ] {
        let cree = terrain.banc.poster("/administration/comptes", &admin, &saisie).await;
        assert_eq!(cree.statut, StatusCode::OK, "{saisie} : {}", cree.corps);
        assert!(cree.corps.contains(&attendu), "{saisie} : {}", cree.corps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rattachement_inconnu_est_refuse_et_nul_autre_n_y_accede() {
    let terrain = Terrain::new("comptes-faux", 1);
    let admin = terrain.entrer("chef", acteur(Role::Administrateur));
    let inconnu = format!("login=mk.autre&nom=Autre&role=mk&rattachement={}", rpps_de_demonstration(7));
    let refuse = terrain.banc.poster("/administration/comptes", &admin, &inconnu).await;
    assert_eq!(refuse.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refuse.corps.contains("champ-rattachement"));
    let ars = terrain.entrer("curieux", acteur(Role::AgentArs));
    let cache = terrain.banc.poster("/administration/comptes", &ars, &inconnu).await;
    assert_eq!(cache.statut, StatusCode::NOT_FOUND);
}
