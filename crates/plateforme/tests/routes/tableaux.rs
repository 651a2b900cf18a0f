//! The dashboards of each role, the questions of the caisse, the declarations of an MK.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::decision::Statut;
use droit::identifiant::{CptsId, rpps_de_demonstration};
use entrepot::{Echec, cpts, praticien};
use jiff::civil::date;

use crate::banc::acteur;
use crate::terrain::{Terrain, inscrire, mk};

#[tokio::test(flavor = "multi_thread")]
async fn chaque_role_a_son_tableau_de_bord() {
    let terrain = Terrain::new("tableaux", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    for (role, mot) in [
        (Role::CoordinationCpts, "membre aujourd’hui"),
        (Role::AgentArs, "La file est vide"),
        (Role::AgentCpam, "Vérifier une autorisation"),
        (Role::MembreComite, "CPTS de l’Essai"),
        (Role::Medecin, "Trouver un kinésithérapeute"),
        (Role::Administrateur, "Empreinte de la tête"),
    ] {
        let porteur = terrain.entrer(&format!("t.{}", role.code()), acteur(role));
        let page = terrain.banc.lire("/tableau-de-bord", &porteur).await;
        assert_eq!(page.statut, StatusCode::OK, "{role:?}");
        assert!(page.corps.contains(mot), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn la_caisse_sait_qui_etait_autorise_le_jour_des_soins() {
    let terrain = Terrain::new("caisse", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let cpam = terrain.entrer("cpam", acteur(Role::AgentCpam));
    let rpps = rpps_de_demonstration(0);
    let demander =
        async |question: &str| terrain.banc.lire(&format!("/autorisations?{question}"), &cpam).await.corps;
    assert!(demander(&format!("qui={rpps}&le=2026-03-09")).await.contains("Oui : Camille Éssai000"));
    assert!(demander(&format!("qui={rpps}&le=2026-03-08")).await.contains("Non : Camille Éssai000"));
    assert!(demander("qui=essai000&le=2026-03-09").await.contains("1 praticien"));
    assert!(demander("qui=99700000001&le=hier").await.contains("Écrivez une date"));
    let var = terrain.entrer("cpam.var", Acteur::AgentCpam { departement: "83".parse().unwrap() });
    let ailleurs = terrain.banc.lire(&format!("/autorisations?qui={rpps}&le=2026-03-09"), &var).await;
    assert!(ailleurs.corps.contains("Non : Camille Éssai000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dans_le_loiret_un_praticien_est_renvoye_a_sa_cpts() {
    let terrain = Terrain::new("mk-loiret", 1);
    let soi = terrain.entrer("mk.soi", Acteur::Mk { praticien: mk(0) });
    let page = terrain.banc.lire("/mes-declarations", &soi).await;
    assert!(page.corps.contains("c’est votre CPTS qui vous déclare"));
    let corps = "cpts=00000000-0000-0000-0000-000000000001&justificatif=recu-adhesion";
    assert_eq!(terrain.banc.poster("/mes-declarations", &soi, corps).await.statut, StatusCode::CONFLICT);
    terrain.declarer(&[0]).await;
    let page = terrain.banc.lire("/mes-declarations", &soi).await;
    assert!(page.corps.contains("La décision de l’ARS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn en_vendee_un_praticien_se_declare_et_se_retire_seul() {
    let terrain = Terrain::new("mk-vendee", 0);
    let banc = &terrain.banc;
    inscrire(banc, 5, Statut::Collaborateur, "85");
    let (cpts, maintenant) = (CptsId::new(85), banc.maintenant());
    banc.app
        .entrepot
        .ecrire_ici(move |tx| {
            cpts::inscrire(tx, cpts, "CPTS de Vendée", &["85".parse().unwrap()], "systeme", maintenant);
            let adhesion = droit::declaration::Adhesion {
                qualite: droit::declaration::QualiteMembre::Adherent,
                du: date(2025, 9, 1),
                au: None,
            };
            praticien::adherer(tx, mk(5), cpts, &adhesion, "systeme", maintenant);
            Ok::<(), Echec>(())
        })
        .unwrap();
    let soi = terrain.entrer("mk.vendee", Acteur::Mk { praticien: mk(5) });
    let sans =
        banc.poster("/mes-declarations", &soi, &format!("cpts={cpts}&justificatif=attestation-cpts")).await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let cle = cpts.to_string();
    let champs = [("cpts", cle.as_str()), ("justificatif", "recu-adhesion"), ("reference", "Reçu n° 12")];
    let deposer = |fichier| banc.televerser("/mes-declarations", &soi, &champs, fichier);
    let nu = deposer(None).await;
    assert_eq!(nu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nu.corps.contains("Joignez le justificatif") && nu.corps.contains("Reçu n° 12"), "{}", nu.corps);
    let faux = deposer(Some(("recu.pdf", b"MZ\x90\0program".as_slice()))).await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("erreur-fichier") && faux.corps.contains("ni un PDF, ni une image"));
    assert!(faux.corps.contains("Reçu n° 12"), "nothing typed is lost");
    let fait = deposer(Some(("recu.pdf", crate::pieces::PDF))).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let dossier = fait.entete("location").to_owned();
    let page = banc.lire(&dossier, &soi).await.corps;
    assert!(page.contains("1 fichier joint à la déclaration") && page.contains("recu.pdf"), "{page}");
    let vendee = Acteur::AgentArs { departements: vec!["85".parse().unwrap()] };
    let agent = terrain.entrer("ars.vendee", vendee);
    let page = banc.lire(&dossier, &agent).await.corps;
    assert!(page.contains("Le justificatif est joint au dossier.") && page.contains("recu.pdf"), "{page}");
    let retrait = banc.poster(&format!("{dossier}/retirer"), &soi, "version=2&motif=volontaire").await;
    assert_eq!(retrait.statut, StatusCode::SEE_OTHER);
    assert!(banc.lire(&dossier, &soi).await.corps.contains("Retirée. Motif : Retrait volontaire."));
}
