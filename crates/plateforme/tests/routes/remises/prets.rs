//! Mails that leave with the token their author lends: held up without it, sent when he signs in, held up again after.

use std::fs;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use droit::document::Genre;
use droit::identifiant::rpps_de_demonstration;
use jiff::SignedDuration;
use plateforme::config::{Monde, Remises};
use plateforme::connexion::pro_sante_connect::{Psc, veille};
use plateforme::remise::voies::Voies;
use plateforme::remise::{expedition, releve};
use uuid::Uuid;

use super::terrain::Dossier;
use crate::courrier_d_essai::Courrier;
use crate::fournisseur_d_essai::Fournisseur;
use crate::pro_sante_connect::{Navigateur, raccordee, raccorder};

const INTEGRE: &str = "integre@demo.mssante.invalid";

/// A document owed to a doctor with a mailbox, an operator that asks for the MK's own token, and a provider.
struct Scene {
    dossier: Dossier,
    courrier: Courrier,
    pair: Fournisseur,
    psc: Arc<Psc>,
}

impl Scene {
    async fn new(nom: &'static str, jetons: &[&str]) -> Self {
        let courrier = Courrier::demarrer(nom);
        let mut dossier = Dossier::new(nom).await;
        let pair = Fournisseur::demarrer(rpps_de_demonstration(0).as_str(), dossier.app.horloge.maintenant());
        pair.etat.lock().unwrap().jetons = jetons.iter().map(|nom| lire_jeton(&courrier, nom)).collect();
        let psc = raccorder(&pair.decouverte());
        let reglages = Remises { mssante_jeton: None, ..courrier.reglages() };
        let voies = Voies::des_reglages(&reglages, Monde::Fictif, Some(&psc)).unwrap();
        dossier.app = raccordee(&dossier.app, voies.clone(), &psc);
        dossier.cabinet.banc.app = dossier.app.clone();
        dossier.boite_du_medecin(INTEGRE);
        dossier.document(1, Genre::CompteRendu);
        Self { dossier, courrier, pair, psc }
    }

    async fn tour(&self) -> u32 {
        expedition::tour(&self.dossier.app).await.unwrap().commencees
    }

    async fn entrer(&self) -> Navigateur {
        let mut navigateur = Navigateur::default();
        let rendu = navigateur.entrer(&self.dossier.cabinet.banc, &self.pair).await;
        assert_eq!(rendu.statut, StatusCode::SEE_OTHER, "{}", rendu.corps);
        navigateur
    }

    fn etat(&self) -> (String, u32) {
        let remises = self.dossier.remises(1);
        let sienne = remises.iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant").unwrap();
        (sienne.suivie.remise.etat.code().to_owned(), sienne.suivie.remise.essais)
    }

    fn renouvellements(&self) -> usize {
        let etat = self.pair.etat.lock().unwrap();
        etat.demandes.iter().filter(|(_, corps)| corps.contains("grant_type=refresh_token")).count()
    }

    fn avancer(&self, secondes: i64) {
        self.dossier.app.horloge.avancer(SignedDuration::from_secs(secondes));
        self.pair.etat.lock().unwrap().maintenant = self.dossier.app.horloge.maintenant();
    }
}

fn lire_jeton(courrier: &Courrier, nom: &str) -> String {
    fs::read_to_string(courrier.chemin.join(nom)).unwrap().trim().to_owned()
}

fn en_file(essais: u32) -> (String, u32) {
    ("en-file".to_owned(), essais)
}

#[tokio::test(flavor = "multi_thread")]
async fn un_envoi_attend_la_connexion_de_son_auteur_puis_part_avec_son_jeton() {
    let scene = Scene::new("prets-attend", &["jeton-valide.txt"]).await;
    let (banc, mk) = (&scene.dossier.cabinet.banc, scene.dossier.mk());
    assert_eq!((scene.tour().await, scene.etat()), (0, en_file(0)), "rien n’est tenté sans jeton");
    for page in ["/remises?etat=en-route", "/tableau-de-bord"] {
        let lue = banc.lire(page, mk).await;
        assert!(lue.corps.contains("ttendent votre connexion Pro Santé Connect"), "{page} : {}", lue.corps);
        assert!(lue.corps.contains("href=\"/connexion/pro-sante-connect?suite="), "{page}");
    }
    let liste = banc.lire("/remises?etat=en-route", mk).await;
    assert!(liste.corps.contains("En attente de votre connexion Pro Santé Connect"), "{}", liste.corps);
    assert_eq!(releve::relever(&scene.dossier.app, Uuid::from_u128(1)).await.unwrap(), 0);

    scene.entrer().await;
    assert_eq!(scene.tour().await, 1);
    assert_eq!(scene.etat(), ("accepte".to_owned(), 1));
    assert_eq!(scene.courrier.livres(INTEGRE).len(), 1);
    assert_eq!(
        releve::relever(&scene.dossier.app, Uuid::from_u128(1)).await.unwrap(),
        1,
        "l’accusé est relevé"
    );
    assert_eq!(scene.etat().0, "remis");
    let liste = banc.lire("/remises?etat=toutes", mk).await;
    assert!(!liste.corps.contains("connexion Pro Santé Connect"), "plus rien n’attend");
}

#[tokio::test(flavor = "multi_thread")]
async fn le_jeton_se_renouvelle_tant_que_dure_la_session_et_finit_avec_elle() {
    let scene = Scene::new("prets-dure", &["jeton-expire.txt", "jeton-valide.txt"]).await;
    let mut navigateur = scene.entrer().await;
    // The access token lasts two minutes, its renewal thirty: an hour later, looked after, the session still lends.
    for _ in 0..6 {
        scene.avancer(600);
        navigateur.lire(&scene.dossier.cabinet.banc, "/compte").await;
        veille::tour(&scene.dossier.app).await.unwrap();
    }
    assert_eq!(scene.renouvellements(), 3, "à mi-vie et pas plus souvent");
    scene.dossier.document(2, Genre::Bilan);
    assert!(scene.tour().await > 0);
    assert_eq!(scene.etat().0, "accepte");

    scene.dossier.document(3, Genre::Orientation);
    navigateur.demander(&scene.dossier.cabinet.banc, Method::POST, "/deconnexion").await;
    assert_eq!(scene.tour().await, 0, "déconnecté, plus rien ne part en son nom");
    assert!(scene.psc.sessions().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn un_jeton_refuse_par_l_operateur_est_remplace_au_prochain_essai() {
    let scene = Scene::new("prets-refuse", &["jeton-expire.txt", "jeton-valide.txt"]).await;
    scene.entrer().await;
    assert_eq!((scene.tour().await, scene.etat()), (1, en_file(1)), "l’opérateur ne connaît pas ce jeton");
    scene.avancer(60);
    assert_eq!(scene.tour().await, 1);
    assert_eq!((scene.etat(), scene.renouvellements()), (("accepte".to_owned(), 2), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_session_finie_ici_ou_chez_le_fournisseur_ne_prete_plus_rien() {
    let scene = Scene::new("prets-finie", &["jeton-valide.txt"]).await;
    scene.entrer().await;
    // Two hours of silence end the session here; nobody signed out.
    scene.avancer(7_201);
    veille::tour(&scene.dossier.app).await.unwrap();
    assert!(scene.psc.sessions().is_empty());
    assert_eq!((scene.tour().await, scene.etat()), (0, en_file(0)));

    scene.entrer().await;
    scene.pair.etat.lock().unwrap().session_finie = true;
    scene.avancer(130);
    assert_eq!((scene.tour().await, scene.etat()), (0, en_file(0)), "refusé au renouvellement : aucun essai");
    let banc = &scene.dossier.cabinet.banc;
    let par_mot_de_passe = banc.session(*scene.dossier.cabinet.comptes.first().unwrap());
    let page = banc.lire("/remises?etat=en-route", &par_mot_de_passe).await;
    assert!(page.corps.contains("En attente de votre connexion Pro Santé Connect"));
    scene.pair.etat.lock().unwrap().session_finie = false;
    scene.entrer().await;
    assert_eq!((scene.tour().await, scene.etat().0.as_str()), (1, "accepte"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_fichier_ni_fournisseur_l_operateur_est_refuse_au_demarrage() {
    let courrier = Courrier::demarrer("prets-sans");
    let reglages = Remises { mssante_jeton: None, ..courrier.reglages() };
    let refus = Voies::des_reglages(&reglages, Monde::Fictif, None).unwrap_err();
    assert_eq!(refus.variable, "MSSANTE_JETON");
}
