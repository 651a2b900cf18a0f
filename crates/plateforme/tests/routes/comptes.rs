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

/// Pro Santé Connect finds a doctor's account by his number, so that no two may bear the same one.
#[tokio::test(flavor = "multi_thread")]
async fn le_numero_d_un_medecin_s_ecrit_a_la_creation_ou_apres_et_une_seule_fois() {
    let terrain = Terrain::new("comptes-medecins", 1);
    let admin = terrain.entrer("chef", acteur(Role::Administrateur));
    let rpps = rpps_de_demonstration(70_005);
    let creer =
        |login: &str, numero: &str| format!("login={login}&nom=Dr+Test&role=medecin&rattachement={numero}");
    let sans = terrain.banc.poster("/administration/comptes", &admin, &creer("dr.sans", "")).await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sans.corps.contains("numéro RPPS du médecin"), "{}", sans.corps);
    let cree = terrain.banc.poster("/administration/comptes", &admin, &creer("dr.un", rpps.as_str())).await;
    assert_eq!(cree.statut, StatusCode::OK, "{}", cree.corps);
    assert!(cree.corps.contains(&format!("value=\"{rpps}\"")), "{}", cree.corps);
    let double =
        terrain.banc.poster("/administration/comptes", &admin, &creer("dr.deux", rpps.as_str())).await;
    assert_eq!(double.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(double.corps.contains("porte déjà ce numéro"), "{}", double.corps);
    let ancien = terrain.banc.compte("dr.ancien", acteur(Role::Medecin));
    let adresse = format!("/administration/comptes/{ancien}/rpps");
    for (numero, raison) in [("12", "champ-rpps"), (rpps.as_str(), "porte déjà ce numéro")] {
        let refus = terrain.banc.poster(&adresse, &admin, &format!("rpps={numero}")).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{numero}");
        assert!(refus.corps.contains(raison), "{raison} : {}", refus.corps);
    }
    let autre = rpps_de_demonstration(70_006);
    let note = terrain.banc.poster(&adresse, &admin, &format!("rpps={autre}")).await;
    assert_eq!(note.statut, StatusCode::SEE_OTHER, "{}", note.corps);
    let mk = terrain.banc.compte("mk.sans-numero", acteur(Role::Mk));
    let ailleurs = terrain
        .banc
        .poster(&format!("/administration/comptes/{mk}/rpps"), &admin, &format!("rpps={autre}"))
        .await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND, "le numéro d’un kinésithérapeute est sur sa fiche");
}
