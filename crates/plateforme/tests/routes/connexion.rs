//! The door: sign in, be turned away, wait, give the second factor, sign out.

use axum::http::{StatusCode, header};
use droit::acces::Role;
use jiff::SignedDuration;

use crate::banc::{Banc, MOT_DE_PASSE, Porteur, acteur, cookie_pose};

fn saisie(login: &str, mot_de_passe: &str) -> String {
    let mot: String = mot_de_passe.bytes().map(|octet| format!("%{octet:02X}")).collect();
    format!("login={login}&mot_de_passe={mot}&suite=%2Fcompte")
}

#[tokio::test(flavor = "multi_thread")]
async fn le_bon_mot_de_passe_ouvre_une_session_et_la_sortie_la_ferme() {
    let banc = Banc::new("entrer");
    banc.compte("mk.un", acteur(Role::Mk));
    let entree = banc.poster("/connexion", &Porteur::Personne, &saisie("MK.un", MOT_DE_PASSE)).await;
    assert_eq!((entree.statut, entree.entete(header::LOCATION)), (StatusCode::SEE_OTHER, "/compte"));
    assert!(entree.entete(header::SET_COOKIE).contains("HttpOnly; SameSite=Lax"));
    let porteur = cookie_pose(&entree);
    let compte = banc.lire("/compte", &porteur).await;
    assert_eq!(compte.statut, StatusCode::OK);
    assert_eq!(compte.entete(header::CACHE_CONTROL), "no-store");
    assert!(compte.corps.contains("Compte mk.un"));
    banc.poster("/deconnexion", &porteur, "").await;
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_compte_inconnu_et_un_mauvais_mot_de_passe_ont_la_meme_reponse() {
    let banc = Banc::new("refus");
    banc.compte("mk.un", acteur(Role::Mk));
    let inconnu = banc.poster("/connexion", &Porteur::Personne, &saisie("mk.deux", MOT_DE_PASSE)).await;
    let faux = banc.poster("/connexion", &Porteur::Personne, &saisie("mk.un", "un autre mot de passe")).await;
    assert_eq!(
        (inconnu.statut, faux.statut),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(inconnu.corps.replace("mk.deux", "mk.un"), faux.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn apres_plusieurs_erreurs_il_faut_attendre_et_jamais_pour_toujours() {
    let banc = Banc::new("attente");
    banc.compte("mk.un", acteur(Role::Mk));
    for _ in 0..5 {
        banc.poster("/connexion", &Porteur::Personne, &saisie("mk.un", "un autre mot de passe")).await;
    }
    let juste = saisie("mk.un", MOT_DE_PASSE);
    let trop_tot = banc.poster("/connexion", &Porteur::Personne, &juste).await;
    assert_eq!(trop_tot.statut, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(trop_tot.entete(header::RETRY_AFTER), "15");
    banc.app.horloge.avancer(SignedDuration::from_secs(16));
    let enfin = banc.poster("/connexion", &Porteur::Personne, &juste).await;
    assert_eq!(enfin.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_session_finit_apres_deux_heures_de_silence() {
    let banc = Banc::new("silence");
    let porteur = banc.session(banc.compte("mk.un", acteur(Role::Mk)));
    banc.app.horloge.avancer(SignedDuration::from_mins(100));
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::OK);
    banc.app.horloge.avancer(SignedDuration::from_mins(100));
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::OK);
    banc.app.horloge.avancer(SignedDuration::from_mins(121));
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_session_finit_apres_douze_heures_quoi_qu_il_arrive() {
    let banc = Banc::new("duree");
    let porteur = banc.session(banc.compte("mk.un", acteur(Role::Mk)));
    for _ in 0..7 {
        banc.app.horloge.avancer(SignedDuration::from_mins(100));
        banc.lire("/compte", &porteur).await;
    }
    banc.app.horloge.avancer(SignedDuration::from_mins(21));
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_compte_suspendu_ne_peut_plus_rien() {
    let banc = Banc::new("suspendu");
    let mk = banc.compte("mk.un", acteur(Role::Mk));
    let (porteur, admin) =
        (banc.session(mk), banc.session(banc.compte("admin", acteur(Role::Administrateur))));
    banc.poster(&format!("/administration/comptes/{mk}/suspendre"), &admin, "").await;
    assert_eq!(banc.lire("/compte", &porteur).await.statut, StatusCode::SEE_OTHER);
    let entree = banc.poster("/connexion", &Porteur::Personne, &saisie("mk.un", MOT_DE_PASSE)).await;
    assert_eq!(entree.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn la_suite_demandee_est_gardee() {
    let banc = Banc::new("suite");
    let renvoi = banc.lire("/compte/jetons?x=1&y=2", &Porteur::Personne).await;
    assert_eq!(renvoi.entete(header::LOCATION), "/connexion?suite=/compte/jetons%3Fx%3D1%26y%3D2");
}
