//! Signing in with Pro Santé Connect, from the button to the end of both sessions, before a peer that checks everything.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::{PraticienId, rpps_de_demonstration};
use entrepot::compte::{self, EtatCompte};
use entrepot::{Echec, journal};
use jiff::SignedDuration;
use passerelles::Secret;
use plateforme::config::ReglagesPsc;
use plateforme::connexion::Guichet;
use plateforme::connexion::pro_sante_connect::Psc;
use plateforme::remise::voies::Voies;
use plateforme::serveur::{App, Ressources};

use crate::banc::{Banc, Porteur, Rendu};
use crate::cabinet::{Cabinet, inscrire_mk};
use crate::fournisseur_d_essai::{CLIENT, Fournisseur, Mensonge, SECRET};

const DEPART: &str = "/connexion/pro-sante-connect";
const SITE: &str = "https://acces.example";

/// The provider of these settings.
pub fn raccorder(decouverte: &str) -> Arc<Psc> {
    let reglages = ReglagesPsc {
        psc_decouverte: Some(decouverte.parse().unwrap()),
        psc_client: Some(CLIENT.to_owned()),
        psc_secret: Some(Secret::from(SECRET)),
        ..ReglagesPsc::default()
    };
    reglages.ouvrir(Some(SITE)).unwrap().unwrap()
}

/// The same application, connected to a provider.
pub fn raccordee(source: &App, voies: Voies, psc: &Arc<Psc>) -> App {
    let ressources = Ressources {
        horloge: source.horloge.clone(),
        alea: source.alea.clone(),
        reglement: source.reglement,
        entrepot: source.entrepot.clone(),
        guichet: Guichet::new(1),
        annuaire: None,
        ecoute: source.ecoute.clone(),
    };
    App::raccordee(ressources, voies, Some(Arc::clone(psc)))
}

/// A browser: it keeps what it is given, and gives it back.
#[derive(Clone, Debug, Default)]
pub struct Navigateur(BTreeMap<String, String>);

impl Navigateur {
    pub async fn demander(&mut self, banc: &Banc, methode: Method, adresse: &str) -> Rendu {
        let cookies: Vec<_> = self.0.iter().map(|(nom, valeur)| format!("{nom}={valeur}")).collect();
        let requete = Request::builder()
            .method(methode)
            .uri(adresse.strip_prefix(SITE).unwrap_or(adresse))
            .header(header::HOST, "acces-direct.test")
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies.join("; "));
        let rendu = banc.envoyer(requete.body(Body::empty()).unwrap()).await;
        for ligne in rendu.entetes.get_all(header::SET_COOKIE) {
            let ligne = ligne.to_str().unwrap();
            let (nom, valeur) = ligne.split(';').next().unwrap().split_once('=').unwrap();
            if ligne.contains("Max-Age=0") {
                self.0.remove(nom);
            } else {
                self.0.insert(nom.to_owned(), valeur.to_owned());
            }
        }
        rendu
    }

    pub async fn lire(&mut self, banc: &Banc, adresse: &str) -> Rendu {
        self.demander(banc, Method::GET, adresse).await
    }

    /// From the button to the answer of the provider, not yet followed.
    pub async fn partir(&mut self, banc: &Banc, pair: &Fournisseur, depart: &str) -> String {
        let parti = self.lire(banc, depart).await;
        assert_eq!(parti.statut, StatusCode::SEE_OTHER, "{}", parti.corps);
        pair.consentir(parti.entete(header::LOCATION))
    }

    /// The whole way.
    pub async fn entrer(&mut self, banc: &Banc, pair: &Fournisseur) -> Rendu {
        let retour = self.partir(banc, pair, DEPART).await;
        self.lire(banc, &retour).await
    }
}

struct Site {
    cabinet: Cabinet,
    pair: Fournisseur,
}

impl Site {
    /// Two MKs with an account; the provider vouches for the first.
    fn new(nom: &str) -> Self {
        let mut cabinet = Cabinet::new(nom);
        let pair = Fournisseur::demarrer(rpps_de_demonstration(0).as_str(), cabinet.banc.maintenant());
        let psc = raccorder(&pair.decouverte());
        cabinet.banc.app = raccordee(&cabinet.banc.app, cabinet.banc.app.voies().clone(), &psc);
        Self { cabinet, pair }
    }

    fn banc(&self) -> &Banc {
        &self.cabinet.banc
    }

    fn suspendre(&self, rang: usize) {
        let id = *self.cabinet.comptes.get(rang).unwrap();
        let ecriture = self.banc().app.entrepot.ecrire_ici(move |tx| {
            compte::changer_etat(tx, id, EtatCompte::Suspendu);
            Ok::<(), Echec>(())
        });
        ecriture.unwrap();
    }

    /// A sign-in refused, by what its page says; nobody is then signed in.
    async fn refus(&self, attendu: &str) {
        let mut navigateur = Navigateur::default();
        let rendu = navigateur.entrer(self.banc(), &self.pair).await;
        self.verifier(&mut navigateur, &rendu, attendu).await;
    }

    async fn verifier(&self, navigateur: &mut Navigateur, rendu: &Rendu, attendu: &str) {
        assert!(rendu.statut.is_client_error() || rendu.statut.is_server_error(), "{attendu}");
        assert!(rendu.corps.contains(attendu), "« {attendu} » manque : {}", rendu.corps);
        assert!(rendu.corps.contains("href=\"/connexion\""), "une autre porte est montrée");
        let compte = navigateur.lire(self.banc(), "/compte").await;
        assert_eq!(compte.statut, StatusCode::SEE_OTHER, "personne n’est connecté");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_reglage_le_site_n_en_parle_pas() {
    let banc = Banc::new("psc-absent");
    let porte = banc.lire("/connexion", &Porteur::Personne).await;
    assert!(!porte.corps.contains("Pro Santé Connect"));
    for adresse in
        [DEPART, "/connexion/pro-sante-connect/retour?code=x&state=y", "/deconnexion/pro-sante-connect"]
    {
        assert_eq!(banc.lire(adresse, &Porteur::Personne).await.statut, StatusCode::NOT_FOUND, "{adresse}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rpps_connu_entre_dans_son_compte_et_va_ou_il_voulait() {
    let site = Site::new("psc-entre");
    let mut navigateur = Navigateur::default();
    let porte = navigateur.lire(site.banc(), "/connexion?suite=/remises%3Fetat%3Dtoutes").await;
    assert!(porte.corps.contains("S’identifier avec Pro Santé Connect"));
    let lien = "/connexion/pro-sante-connect?suite=/remises%3Fetat%3Dtoutes";
    assert!(porte.corps.contains(lien), "{}", porte.corps);
    let retour = navigateur.partir(site.banc(), &site.pair, lien).await;
    let lignes = || site.banc().app.entrepot.lire_ici(journal::tete).unwrap().seq;
    let avant = lignes();
    let rendu = navigateur.lire(site.banc(), &retour).await;
    assert_eq!(
        (rendu.statut, rendu.entete(header::LOCATION)),
        (StatusCode::SEE_OTHER, "/remises?etat=toutes")
    );
    assert_eq!(lignes(), avant + 1, "le journal a la ligne de toute connexion");
    let compte = navigateur.lire(site.banc(), "/compte").await;
    assert_eq!(compte.statut, StatusCode::OK);
    assert!(compte.corps.contains("Compte mk.0"), "le sien et pas un autre");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_numero_sans_compte_suspendu_ou_en_double_n_ouvre_rien() {
    let site = Site::new("psc-comptes");
    site.pair.etat.lock().unwrap().identite =
        crate::fournisseur_d_essai::identite(rpps_de_demonstration(77).as_str());
    site.refus("Aucun compte ne porte votre numéro RPPS").await;
    site.refus(rpps_de_demonstration(77).as_str()).await;
    // On file, and without account: the same.
    inscrire_mk(site.banc(), PraticienId::new(7_777), 77, jiff::civil::date(2025, 9, 1));
    site.refus("Aucun compte ne porte votre numéro RPPS").await;
    site.banc().compte("mk.soixante-dix-sept", Acteur::Mk { praticien: PraticienId::new(7_777) });
    let mut navigateur = Navigateur::default();
    assert_eq!(navigateur.entrer(site.banc(), &site.pair).await.statut, StatusCode::SEE_OTHER);
    site.banc().compte("mk.encore", Acteur::Mk { praticien: PraticienId::new(7_777) });
    site.refus("Plusieurs comptes portent votre numéro RPPS").await;
    site.pair.etat.lock().unwrap().identite =
        crate::fournisseur_d_essai::identite(rpps_de_demonstration(0).as_str());
    site.suspendre(0);
    site.refus("Votre compte est suspendu").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn un_exercice_qui_ne_convient_pas_est_explique() {
    let site = Site::new("psc-exercice");
    let exercice = |champ: &str, valeur: &str| {
        let mut etat = site.pair.etat.lock().unwrap();
        let exercice = etat.identite.pointer_mut("/SubjectRefPro/exercices/0").unwrap();
        *exercice.pointer_mut(champ).unwrap() = valeur.into();
    };
    exercice("/codeProfession", "60");
    site.refus("ne vous connaît pas comme masseur-kinésithérapeute.").await;
    exercice("/codeProfession", "70");
    exercice("/codeCategorieProfessionnelle", "E");
    site.refus("diplômé et civil").await;
    exercice("/codeCategorieProfessionnelle", "C");
    exercice("/activities/0/codeModeExercice", "S");
    site.refus("aucun exercice libéral").await;
    exercice("/activities/0/codeSecteurDactivite", "SA05");
    let mut navigateur = Navigateur::default();
    assert_eq!(navigateur.entrer(site.banc(), &site.pair).await.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_reponse_ne_sert_qu_une_fois_dans_le_navigateur_qui_a_demande() {
    let site = Site::new("psc-rejeu");
    let mut navigateur = Navigateur::default();
    let retour = navigateur.partir(site.banc(), &site.pair, DEPART).await;
    // The victim of a forged sign-in: the attacker's answer reaches a browser that asked for nothing, then one that did.
    let mut victime = Navigateur::default();
    let rendu = victime.lire(site.banc(), &retour).await;
    site.verifier(&mut victime, &rendu, "La réponse n’est pas revenue dans le bon navigateur").await;
    victime.partir(site.banc(), &site.pair, DEPART).await;
    let rendu = victime.lire(site.banc(), &retour).await;
    site.verifier(&mut victime, &rendu, "n’est pas celle de votre dernière demande").await;
    // The answer is still good where it belongs, once.
    let mut copie = navigateur.clone();
    assert_eq!(navigateur.lire(site.banc(), &retour).await.statut, StatusCode::SEE_OTHER);
    let rendu = copie.lire(site.banc(), &retour).await;
    site.verifier(&mut copie, &rendu, "Cette réponse a déjà servi").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_reponses_au_meme_instant_n_ouvrent_qu_une_session() {
    let site = Site::new("psc-course");
    let mut navigateur = Navigateur::default();
    let retour = navigateur.partir(site.banc(), &site.pair, DEPART).await;
    let (mut un, mut autre) = (navigateur.clone(), navigateur);
    let (premier, second) = tokio::join!(un.lire(site.banc(), &retour), autre.lire(site.banc(), &retour));
    let mut statuts = [premier.statut.as_u16(), second.statut.as_u16()];
    statuts.sort_unstable();
    assert_eq!(statuts, [303, 422]);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_reponse_tardive_ou_etrangere_est_refusee() {
    let site = Site::new("psc-tardive");
    let mut navigateur = Navigateur::default();
    let retour = navigateur.partir(site.banc(), &site.pair, DEPART).await;
    let falsifie = retour.replace("iss=http", "iss=https");
    assert_ne!(falsifie, retour);
    let rendu = navigateur.lire(site.banc(), &falsifie).await;
    site.verifier(&mut navigateur, &rendu, "n’est pas celle de votre dernière demande").await;
    site.banc().app.horloge.avancer(SignedDuration::from_mins(11));
    let rendu = navigateur.lire(site.banc(), &retour).await;
    site.verifier(&mut navigateur, &rendu, "La demande a expiré").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn un_refus_une_panne_et_une_identite_fausse_ont_chacun_leur_page() {
    let site = Site::new("psc-refus");
    for (erreur, attendu) in [
        ("access_denied", "L’identification a été abandonnée"),
        ("server_error", "Pro Santé Connect n’a pas pu vous identifier"),
        ("%3Cscript%3Ex", "scriptx"),
    ] {
        let mut navigateur = Navigateur::default();
        let retour = navigateur.partir(site.banc(), &site.pair, DEPART).await;
        let (debut, _) = retour.split_once("&code=").unwrap();
        let rendu = navigateur.lire(site.banc(), &format!("{debut}&error={erreur}")).await;
        site.verifier(&mut navigateur, &rendu, attendu).await;
    }
    site.pair.mentir(Mensonge::Nonce);
    site.refus("Votre identité n’a pas pu être vérifiée").await;
    site.pair.mentir(Mensonge::Perimee);
    site.refus("Les horloges ne s’accordent pas").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fournisseur_injoignable_laisse_l_autre_porte() {
    let mut banc = Banc::new("psc-muet");
    let psc = raccorder("http://127.0.0.1:1/.well-known/wallet-openid-configuration");
    banc.app = raccordee(&banc.app, banc.app.voies().clone(), &psc);
    let rendu = banc.lire(DEPART, &Porteur::Personne).await;
    assert_eq!(rendu.statut, StatusCode::SERVICE_UNAVAILABLE);
    assert!(rendu.corps.contains("Pro Santé Connect ne répond pas"));
    assert_eq!(rendu.entete(header::SET_COOKIE), "", "aucune demande n’est faite");
}

#[tokio::test(flavor = "multi_thread")]
async fn sortir_ferme_les_deux_sessions() {
    let site = Site::new("psc-sortie");
    let mut navigateur = Navigateur::default();
    navigateur.entrer(site.banc(), &site.pair).await;
    let sortie = navigateur.demander(site.banc(), Method::POST, "/deconnexion").await;
    let suite = sortie.entete("refresh");
    assert!(suite.starts_with(&format!("0; url={}/logout?", site.pair.base)), "{suite}");
    assert!(
        suite.contains("id_token_hint=ey")
            && suite.contains("post_logout_redirect_uri=https%3A%2F%2Facces.example")
    );
    let mut apres = navigateur.clone();
    assert_eq!(navigateur.lire(site.banc(), "/compte").await.statut, StatusCode::SEE_OTHER);
    let fin = apres.lire(site.banc(), "/deconnexion/pro-sante-connect?state=x").await;
    assert!(fin.statut == StatusCode::OK && fin.corps.contains("Vos deux sessions sont fermées"));
    // A session opened with a password has nothing to end elsewhere.
    let autre = site.banc().poster("/deconnexion", &site.cabinet.confrere, "").await;
    assert_eq!((autre.statut, autre.entete(header::LOCATION)), (StatusCode::SEE_OTHER, "/"));
}
