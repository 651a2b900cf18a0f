//! A doctor before Pro Santé Connect: the account that bears his number, or the one he opens in one confirmation.

use axum::http::{Method, StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::{PraticienId, rpps_de_demonstration};
use entrepot::Echec;
use entrepot::compte::{self, Compte, EtatCompte};

use crate::pro_sante_connect::{INSCRIPTION, Navigateur, Site};

/// The provider vouches for the doctor of this rank from now on: employed by a hospital, which changes nothing.
fn se_presenter_en_medecin(site: &Site, rang: u32) {
    site.se_presenter(rang);
    let mut etat = site.pair.etat.lock().unwrap();
    let exercice = etat.identite.pointer_mut("/SubjectRefPro/exercices/0").unwrap();
    *exercice.pointer_mut("/codeProfession").unwrap() = "10".into();
    *exercice.pointer_mut("/activities/0/codeModeExercice").unwrap() = "S".into();
}

fn comptes_de_medecin(site: &Site, rang: u32) -> Vec<Compte> {
    let lus =
        site.banc().app.entrepot.lire_ici(move |tx| compte::du_medecin(tx, &rpps_de_demonstration(rang)));
    lus.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_medecin_qui_a_un_compte_y_entre_par_son_numero() {
    let site = Site::new("psc-medecin");
    let id = site.banc().compte("dr.connu", Acteur::Medecin { praticien: PraticienId::new(90) });
    let noter = |rang: u32| {
        let ecrit = site.banc().app.entrepot.ecrire_ici(move |tx| {
            compte::noter_rpps(tx, id, &rpps_de_demonstration(rang));
            Ok::<(), Echec>(())
        });
        ecrit.unwrap();
    };
    noter(88);
    se_presenter_en_medecin(&site, 88);
    let mut navigateur = Navigateur::default();
    let rendu = navigateur.entrer(site.banc(), &site.pair).await;
    assert_eq!((rendu.statut, rendu.entete(header::LOCATION)), (StatusCode::SEE_OTHER, "/tableau-de-bord"));
    let compte = navigateur.lire(site.banc(), "/compte").await;
    assert!(compte.corps.contains("Compte dr.connu"), "{}", compte.corps);
    assert_eq!(navigateur.lire(site.banc(), "/episodes/nouveau").await.statut, StatusCode::NOT_FOUND);
    // The number of an MK, vouched for as a doctor's, does not open the MK's account, nor the other way round.
    se_presenter_en_medecin(&site, 0);
    site.candidat().await;
    site.se_presenter(88);
    let (_, page) = site.candidat().await;
    assert!(page.corps.contains("name=\"statut\""), "comme kinésithérapeute, il n’a pas de compte");
    let suspendu = site.banc().app.entrepot.ecrire_ici(move |tx| {
        compte::changer_etat(tx, id, EtatCompte::Suspendu);
        Ok::<(), Echec>(())
    });
    suspendu.unwrap();
    se_presenter_en_medecin(&site, 88);
    site.refus("Votre compte est suspendu").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn un_medecin_sans_compte_l_ouvre_en_une_confirmation() {
    let site = Site::new("psc-medecin-neuf");
    se_presenter_en_medecin(&site, 89);
    let (mut navigateur, page) = site.candidat().await;
    for attendu in [
        rpps_de_demonstration(89).as_str(),
        "comme médecin",
        "EXEMPLE",
        "CLAIRE",
        "n’ouvre le dossier d’aucun patient",
    ] {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    assert!(!page.corps.contains("name=\"statut\"") && comptes_de_medecin(&site, 89).is_empty());
    let cree = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, "nom=USURPE&prenom=Nom").await;
    assert!(cree.corps.contains("Votre compte est créé"), "{}", cree.corps);
    let comptes = comptes_de_medecin(&site, 89);
    let [compte] = comptes.as_slice() else { panic!("un seul : {}", comptes.len()) };
    assert!(matches!(compte.acteur, Acteur::Medecin { .. }));
    assert_eq!(
        (compte.nom.as_str(), compte.login.as_str()),
        ("Dr CLAIRE EXEMPLE", rpps_de_demonstration(89).as_str())
    );
    assert!(site.comptes(89).is_empty(), "aucune fiche de kinésithérapeute n’est écrite");
    assert_eq!(navigateur.entrer(site.banc(), &site.pair).await.statut, StatusCode::SEE_OTHER);
    let compte = navigateur.lire(site.banc(), "/compte").await;
    assert_eq!(compte.statut, StatusCode::OK, "la session s’ouvre par le fournisseur");
    let encore = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, "").await;
    assert_eq!(encore.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(comptes_de_medecin(&site, 89).len(), 1);
}
