//! The directory that the administrator keeps: a CPTS recorded from nothing, corrected, and open to its coordination.

use axum::http::{StatusCode, header};
use droit::acces::{Acteur, Role};
use entrepot::journal;

use crate::banc::{Banc, Porteur, acteur};
use crate::cabinet::formulaire;

const CPTS: &str = "/administration/cpts";

fn administrateur(banc: &Banc) -> Porteur {
    banc.session(banc.compte("chef", acteur(Role::Administrateur)))
}

async fn enregistrer(banc: &Banc, admin: &Porteur, nom: &str, siege: &str, territoire: &str) -> StatusCode {
    let saisie = formulaire(&[("nom", nom), ("siege", siege), ("territoire", territoire)]);
    banc.poster(CPTS, admin, &saisie).await.statut
}

/// The address of the only CPTS of this name.
async fn adresse(banc: &Banc, admin: &Porteur, nom: &str) -> String {
    let liste = banc.lire(&format!("{CPTS}?nom={nom}"), admin).await.corps;
    let debut =
        liste.split("href=\"/administration/cpts/").skip(1).find(|suite| !suite.starts_with("nouvelle"));
    format!("{CPTS}/{}", debut.unwrap().split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn une_installation_vide_recoit_sa_cpts_puis_sa_coordination() {
    let banc = Banc::new("repertoire-vide");
    let admin = administrateur(&banc);
    let sans = formulaire(&[
        ("login", "coord.giennois"),
        ("nom", "Coordination"),
        ("role", "coordination-cpts"),
        ("rattachement", "CPTS du Giennois"),
    ]);
    let trop_tot = banc.poster("/administration/comptes", &admin, &sans).await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        trop_tot.corps.contains("enregistrez-la d’abord")
            && trop_tot.corps.contains("/administration/cpts/nouvelle")
    );

    let avant = banc.app.entrepot.lire_ici(journal::tete).unwrap().seq;
    assert_eq!(enregistrer(&banc, &admin, "CPTS du Giennois", "45", "45, 18").await, StatusCode::SEE_OTHER);
    assert_eq!(banc.app.entrepot.lire_ici(journal::tete).unwrap().seq, avant + 1);
    let page = banc.lire(&adresse(&banc, &admin, "gien").await, &admin).await.corps;
    assert!(page.contains("value=\"18, 45\"") && page.contains("value=\"45\""), "{page}");

    assert_eq!(banc.poster("/administration/comptes", &admin, &sans).await.statut, StatusCode::OK);
    let compte =
        banc.app.entrepot.lire_ici(|tx| entrepot::compte::de_login(tx, "coord.giennois")).unwrap().unwrap();
    assert!(matches!(compte.acteur, Acteur::CoordinationCpts { .. }));
    let coordination = banc.session(compte.id);
    let sienne = banc.lire("/ma-cpts/territoire", &coordination).await;
    assert!(sienne.statut == StatusCode::OK && sienne.corps.contains("value=\"18, 45\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_cpts_ne_portent_pas_le_meme_nom_et_une_saisie_fausse_est_dite() {
    let banc = Banc::new("repertoire-double");
    let admin = administrateur(&banc);
    assert_eq!(enregistrer(&banc, &admin, "CPTS du Giennois", "45", "45").await, StatusCode::SEE_OTHER);
    assert_eq!(enregistrer(&banc, &admin, "CPTS Nord", "", "45").await, StatusCode::SEE_OTHER);
    let double = formulaire(&[("nom", "cpts de giennois"), ("territoire", "18")]);
    let refus = banc.poster(CPTS, &admin, &double).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("« CPTS du Giennois » est déjà enregistrée"), "{}", refus.corps);
    let fausse = formulaire(&[("nom", "CPTS"), ("siege", "99"), ("territoire", "")]);
    let refus = banc.poster(CPTS, &admin, &fausse).await;
    assert!(refus.corps.contains("Il reste 3 points à corriger"), "{}", refus.corps);

    let nord = adresse(&banc, &admin, "nord").await;
    let prise = formulaire(&[("nom", "Giennois"), ("territoire", "45"), ("version", "1")]);
    let refus = banc.poster(&nord, &admin, &prise).await;
    assert!(refus.statut == StatusCode::UNPROCESSABLE_ENTITY && refus.corps.contains("déjà enregistrée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cpts_se_corrige_et_le_perdant_l_apprend() {
    let banc = Banc::new("repertoire-corrige");
    let admin = administrateur(&banc);
    enregistrer(&banc, &admin, "CPTS du Gienois", "", "45").await;
    let fiche = adresse(&banc, &admin, "gienois").await;
    let juste = formulaire(&[
        ("nom", "CPTS du Giennois"),
        ("siege", "45"),
        ("territoire", "45 58"),
        ("version", "1"),
    ]);
    let fait = banc.poster(&fiche, &admin, &juste).await;
    assert_eq!(
        (fait.statut, fait.entete(header::LOCATION)),
        (StatusCode::SEE_OTHER, &*format!("{fiche}?fait=correction"))
    );
    let page = banc.lire(&fiche, &admin).await.corps;
    assert!(page.contains("CPTS du Giennois") && page.contains("value=\"45, 58\""), "{page}");
    let perdant = banc.poster(&fiche, &admin, &juste).await;
    assert_eq!(perdant.statut, StatusCode::CONFLICT);
    assert!(perdant.corps.contains("corrigée entre-temps"), "{}", perdant.corps);
    let trouvees = banc.lire(&format!("{CPTS}?nom=gienois"), &admin).await.corps;
    assert!(trouvees.contains("Aucune CPTS"), "l’ancien nom ne trouve plus rien");
}
