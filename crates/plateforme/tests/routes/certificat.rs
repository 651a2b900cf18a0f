//! The certificate: given while the right runs, verified by anybody; and the question of a day.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::rpps_de_demonstration;
use formats::certificat::{Certificat, ClePublique, ClesPubliques, Jeton, Mentions};
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::Value;

use crate::banc::{Banc, Porteur};
use crate::terrain::{Terrain, mk};

/// The text of the certificate of the first MK, signed by this installation.
fn jeton(banc: &Banc) -> String {
    let mentions = Mentions {
        rpps: rpps_de_demonstration(0),
        nom: "Camille Éssai000".to_owned(),
        departement: "45".parse().unwrap(),
        cpts: "CPTS de l’Essai".to_owned(),
        depuis: date(2026, 3, 9),
        emis_le: date(2026, 3, 9),
    };
    let signataire = banc.app.entrepot.signataire_des_certificats();
    let cle = ClePublique::new(signataire.cle_publique()).id();
    let certificat = Certificat::new(mentions).unwrap();
    Jeton::signe(certificat, cle, |octets| signataire.signer(octets)).to_string()
}

/// A terrain where the first MK is authorised since 9 March 2026.
async fn autorise(nom: &str) -> (Terrain, String) {
    let terrain = Terrain::new(nom, 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    (terrain, dossier)
}

#[tokio::test(flavor = "multi_thread")]
async fn le_certificat_se_donne_quand_le_droit_court_et_seulement_alors() {
    let terrain = Terrain::new("certificat-droit", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let adresse = format!("{dossier}/certificat.pdf");
    let lui = terrain.entrer("mk.lui", Acteur::Mk { praticien: mk(0) });
    let avant = banc.lire(&adresse, &lui).await;
    assert_eq!(avant.statut, StatusCode::CONFLICT);
    assert!(avant.corps.contains("rien à certifier"));
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let donne = banc.lire(&adresse, &lui).await;
    assert_eq!(donne.entete(header::CONTENT_TYPE), "application/pdf");
    assert!(donne.entete(header::CONTENT_DISPOSITION).contains("certificat-45-"));
    assert_eq!(banc.lire(&adresse, &terrain.ars).await.corps, donne.corps, "le même jour, le même document");
    banc.poster(&format!("{dossier}/retirer"), &lui, "version=3&motif=volontaire&au=2026-03-09").await;
    banc.app.horloge.avancer(SignedDuration::from_hours(24));
    let agent = Acteur::AgentArs { departements: vec!["45".parse().unwrap()] };
    let le_lendemain = terrain.entrer("ars.lendemain", agent);
    assert_eq!(banc.lire(&adresse, &le_lendemain).await.statut, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn la_page_dit_la_signature_puis_l_etat_du_jour() {
    let (terrain, dossier) = autorise("verifier").await;
    let banc = &terrain.banc;
    let texte = jeton(banc);
    let adresse = format!("/verifier?jeton={texte}");
    let page = banc.lire(&adresse, &Porteur::Personne).await;
    assert!(page.corps.contains("Certificat authentique, autorisation en cours"), "{}", page.corps);
    assert!(page.corps.contains("Camille Éssai000") && page.corps.contains("CPTS de l’Essai"));
    banc.poster(&format!("{dossier}/retirer"), &terrain.ars, "version=3&motif=radiation&au=2026-03-09").await;
    banc.app.horloge.avancer(SignedDuration::from_hours(24));
    let page = banc.lire(&adresse, &Porteur::Personne).await;
    assert!(page.corps.contains("authentique, mais l’autorisation ne court plus"), "{}", page.corps);
    assert!(page.corps.contains("du 9 mars 2026 au 9 mars 2026 inclus"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_certificat_altere_ou_d_ailleurs_n_est_pas_cru() {
    let (terrain, _) = autorise("altere").await;
    let banc = &terrain.banc;
    let texte = jeton(banc);
    let (corps, signature) = texte.rsplit_once('.').unwrap();
    let faux = format!("{corps}.{}{}", if signature.starts_with('A') { 'B' } else { 'A' }, &signature[1..]);
    for (texte, attendu) in [
        (faux.as_str(), "n’est pas authentique"),
        ("bonjour", "n’est pas celui d’un certificat"),
        ("AD9.AA.AA", "d’une version que ce programme ne connaît pas"),
    ] {
        let page = banc.lire(&format!("/verifier?jeton={texte}"), &Porteur::Personne).await;
        assert_eq!(page.statut, StatusCode::OK);
        assert!(page.corps.contains(attendu) && !page.corps.contains("autorisation en cours"), "{attendu}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn les_cles_publiees_suffisent_a_verifier() {
    let banc = Banc::new("cles-publiees");
    let publiees = banc.lire("/.well-known/acces-direct-cles.json", &Porteur::Personne).await;
    let cles: ClesPubliques = publiees.corps.parse().unwrap();
    let lu: Jeton = jeton(&banc).parse().unwrap();
    assert_eq!(lu.verifier(&cles).unwrap().nom(), "Camille Éssai000");
    assert!(lu.verifier(&ClesPubliques::default()).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn chacun_demande_si_un_praticien_etait_autorise_un_jour() {
    let (terrain, _) = autorise("un-jour").await;
    let rpps = rpps_de_demonstration(0);
    let lire = async |suite: String| {
        terrain.banc.lire(&format!("/verifier?{suite}"), &Porteur::Personne).await.corps
    };
    assert!(
        lire(format!("qui={rpps}&le=2026-03-09"))
            .await
            .contains("Oui : Camille Éssai000 était autorisé le 9 mars 2026.")
    );
    assert!(
        lire(format!("qui={rpps}&le=2026-03-08"))
            .await
            .contains("Non : Camille Éssai000 n’était pas autorisé")
    );
    assert!(lire(format!("qui={rpps}&departement=83")).await.contains("Non :"));
    assert!(lire(format!("qui={}", rpps_de_demonstration(8))).await.contains("pas enregistré ici"));
    assert!(lire("qui=essai&departement=45".to_owned()).await.contains("Camille Éssai000"));
    assert!(lire("qui=inconnue&departement=45".to_owned()).await.contains("Aucun praticien autorisé"));
    assert!(lire("qui=essai".to_owned()).await.contains("Choisissez le département"));
    assert!(lire(format!("qui={rpps}&le=hier")).await.contains("Écrivez une date"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_programme_pose_la_meme_question_sans_jeton() {
    let (terrain, _) = autorise("un-jour-api").await;
    let rpps = rpps_de_demonstration(0);
    let lire = async |adresse: String| terrain.banc.lire(&adresse, &Porteur::Personne).await;
    let oui = lire(format!("/api/v1/praticiens/{rpps}/autorisation?le=2026-03-09")).await;
    let oui: Value = serde_json::from_str(&oui.corps).unwrap();
    assert_eq!(oui["autorise"], true);
    assert_eq!(oui["periodes"], serde_json::json!([{ "departement": "45", "du": "2026-03-09", "au": null }]));
    let non = lire(format!("/api/v1/praticiens/{rpps}/autorisation?le=2026-03-08")).await;
    assert_eq!(serde_json::from_str::<Value>(&non.corps).unwrap()["autorise"], false);
    let faux = lire("/api/v1/praticiens/99700000000/autorisation".to_owned()).await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
}
