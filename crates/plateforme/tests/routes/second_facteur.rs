//! The second factor: enrolled from the account, then asked at the door; each code serves once.

use axum::http::{StatusCode, header};
use droit::acces::Role;
use jiff::SignedDuration;
use totp_rs::{Builder, Secret};

use crate::banc::{Banc, MOT_DE_PASSE, Porteur, acteur, cookie_pose};

/// The code of the phone at the instant of the bench.
fn code(banc: &Banc, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("mk.un").with_issuer(None::<&str>);
    totp.build().unwrap().generate(u64::try_from(banc.maintenant().as_second()).unwrap()).to_string()
}

fn entre<'t>(texte: &'t str, avant: &str, apres: &str) -> &'t str {
    texte.split_once(avant).unwrap().1.split_once(apres).unwrap().0
}

/// Enrols the account; returns the secret and the recovery codes.
async fn enroler(banc: &Banc, porteur: &Porteur) -> (String, Vec<String>) {
    let page = banc.lire("/compte/second-facteur", porteur).await;
    let secret = entre(&page.corps, "name=\"secret\" value=\"", "\"").to_owned();
    let saisie = format!("secret={secret}&code={}", code(banc, &secret));
    let page = banc.poster("/compte/second-facteur", porteur, &saisie).await;
    let liste = entre(&page.corps, "<ul class=\"codes\">", "</ul>");
    let codes = liste.split("<code>").skip(1).map(|morceau| morceau.split('<').next().unwrap().to_owned());
    (secret, codes.collect())
}

async fn mot_de_passe_juste(banc: &Banc) -> Porteur {
    let mot: String = MOT_DE_PASSE.bytes().map(|octet| format!("%{octet:02X}")).collect();
    let entree =
        banc.poster("/connexion", &Porteur::Personne, &format!("login=mk.un&mot_de_passe={mot}")).await;
    assert_eq!(entree.entete(header::LOCATION), "/connexion/second-facteur?suite=/");
    cookie_pose(&entree)
}

#[tokio::test(flavor = "multi_thread")]
async fn le_code_est_demande_et_ne_sert_qu_une_fois() {
    let banc = Banc::new("totp");
    let porteur = banc.session(banc.compte("mk.un", acteur(Role::Mk)));
    let (secret, _) = enroler(&banc, &porteur).await;
    banc.app.horloge.avancer(SignedDuration::from_secs(60));
    let a_moitie = mot_de_passe_juste(&banc).await;
    assert_eq!(banc.lire("/compte", &a_moitie).await.statut, StatusCode::SEE_OTHER);
    let juste = format!("code={}", code(&banc, &secret));
    let faux = banc.poster("/connexion/second-facteur", &a_moitie, "code=000000").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let entree = banc.poster("/connexion/second-facteur", &a_moitie, &juste).await;
    assert_eq!(banc.lire("/compte", &cookie_pose(&entree)).await.statut, StatusCode::OK);
    let encore = mot_de_passe_juste(&banc).await;
    let rejoue = banc.poster("/connexion/second-facteur", &encore, &juste).await;
    assert_eq!(rejoue.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_code_de_secours_sert_une_fois() {
    let banc = Banc::new("secours");
    let porteur = banc.session(banc.compte("mk.un", acteur(Role::Mk)));
    let (_, codes) = enroler(&banc, &porteur).await;
    assert_eq!(codes.len(), 10);
    let saisie = format!("code={}", codes.first().unwrap());
    let entree = banc.poster("/connexion/second-facteur", &mot_de_passe_juste(&banc).await, &saisie).await;
    assert_eq!(entree.statut, StatusCode::SEE_OTHER);
    let rejoue = banc.poster("/connexion/second-facteur", &mot_de_passe_juste(&banc).await, &saisie).await;
    assert_eq!(rejoue.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_session_a_moitie_ouverte_finit_en_cinq_minutes() {
    let banc = Banc::new("moitie");
    let porteur = banc.session(banc.compte("mk.un", acteur(Role::Mk)));
    let (secret, _) = enroler(&banc, &porteur).await;
    let a_moitie = mot_de_passe_juste(&banc).await;
    banc.app.horloge.avancer(SignedDuration::from_secs(301));
    let saisie = format!("code={}", code(&banc, &secret));
    let tard = banc.poster("/connexion/second-facteur", &a_moitie, &saisie).await;
    assert_eq!(tard.entete(header::LOCATION), "/connexion");
}
