//! Signing in with Pro Santé Connect, from the button to the end of both sessions, before a peer that checks everything.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::{PraticienId, rpps_de_demonstration};
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::{Echec, journal, praticien};
use jiff::SignedDuration;
use passerelles::Secret;
use plateforme::config::ReglagesPsc;
use plateforme::connexion::Guichet;
use plateforme::connexion::pro_sante_connect::Psc;
use plateforme::remise::voies::Voies;
use plateforme::serveur::{App, Ressources};

use crate::annuaire_sante::extraire;
use crate::banc::{Banc, Porteur, Rendu};
use crate::cabinet::{Cabinet, formulaire, inscrire_mk};
use crate::fournisseur_d_essai::{CLIENT, Fournisseur, Mensonge, SECRET};

const DEPART: &str = "/connexion/pro-sante-connect";
pub const INSCRIPTION: &str = "/connexion/pro-sante-connect/inscription";
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
        self.envoyer(banc, methode, adresse, "").await
    }

    /// Sends a form.
    pub async fn envoyer(&mut self, banc: &Banc, methode: Method, adresse: &str, corps: &str) -> Rendu {
        let cookies: Vec<_> = self.0.iter().map(|(nom, valeur)| format!("{nom}={valeur}")).collect();
        let requete = Request::builder()
            .method(methode)
            .uri(adresse.strip_prefix(SITE).unwrap_or(adresse))
            .header(header::HOST, "acces-direct.test")
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies.join("; "));
        let rendu = banc.envoyer(requete.body(Body::from(corps.to_owned())).unwrap()).await;
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

pub struct Site {
    cabinet: Cabinet,
    pub pair: Fournisseur,
}

impl Site {
    /// Two MKs with an account; the provider vouches for the first.
    pub fn new(nom: &str) -> Self {
        let mut cabinet = Cabinet::new(nom);
        let pair = Fournisseur::demarrer(rpps_de_demonstration(0).as_str(), cabinet.banc.maintenant());
        let psc = raccorder(&pair.decouverte());
        cabinet.banc.app = raccordee(&cabinet.banc.app, cabinet.banc.app.voies().clone(), &psc);
        Self { cabinet, pair }
    }

    pub fn banc(&self) -> &Banc {
        &self.cabinet.banc
    }

    /// The provider vouches for the MK of this rank from now on.
    pub fn se_presenter(&self, rang: u32) {
        let identite = crate::fournisseur_d_essai::identite(rpps_de_demonstration(rang).as_str());
        self.pair.etat.lock().unwrap().identite = identite;
    }

    /// From the button to the page where an account is offered.
    pub async fn candidat(&self) -> (Navigateur, Rendu) {
        let mut navigateur = Navigateur::default();
        let rendu = navigateur.entrer(self.banc(), &self.pair).await;
        let vers = (rendu.statut, rendu.entete(header::LOCATION));
        assert_eq!(vers, (StatusCode::SEE_OTHER, INSCRIPTION), "{}", rendu.corps);
        let page = navigateur.lire(self.banc(), INSCRIPTION).await;
        (navigateur, page)
    }

    pub fn comptes(&self, rang: u32) -> Vec<Compte> {
        self.banc()
            .app
            .entrepot
            .lire_ici(move |tx| compte::du_rpps(tx, &rpps_de_demonstration(rang)))
            .unwrap()
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
    pub async fn refus(&self, attendu: &str) {
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
    for adresse in [
        DEPART,
        "/connexion/pro-sante-connect/retour?code=x&state=y",
        INSCRIPTION,
        "/deconnexion/pro-sante-connect",
    ] {
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
    site.se_presenter(77);
    inscrire_mk(site.banc(), PraticienId::new(7_777), 77, jiff::civil::date(2025, 9, 1));
    site.banc().compte("mk.soixante-dix-sept", Acteur::Mk { praticien: PraticienId::new(7_777) });
    let mut navigateur = Navigateur::default();
    assert_eq!(navigateur.entrer(site.banc(), &site.pair).await.statut, StatusCode::SEE_OTHER);
    site.banc().compte("mk.encore", Acteur::Mk { praticien: PraticienId::new(7_777) });
    site.refus("Plusieurs comptes portent votre numéro RPPS").await;
    site.se_presenter(0);
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
    site.refus("ne vous connaît pas comme masseur-kinésithérapeute, ni comme médecin.").await;
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

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_que_nul_n_a_inscrit_ouvre_son_compte_et_peut_declarer() {
    let site = Site::new("psc-inscription");
    extraire(site.banc(), jiff::civil::date(2026, 3, 1), &[(77, "45")]);
    site.se_presenter(77);
    let (mut navigateur, page) = site.candidat().await;
    for attendu in
        [rpps_de_demonstration(77).as_str(), "EXEMPLE", "CLAIRE", "value=\"Orléans\"", "CABINET FICTIF"]
    {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    assert!(site.comptes(77).is_empty(), "se présenter ne crée rien");

    let incomplet = formulaire(&[
        ("statut", "titulaire"),
        ("site.0", "CABINET"),
        ("exerce.0", "oui"),
        ("adresse.0", ""),
        ("code_postal.0", "28000"),
        ("commune.0", "Orléans"),
        ("departement.0", "45"),
    ]);
    let refus = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, &incomplet).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.comptes(77).is_empty());

    let avant = site.banc().app.entrepot.lire_ici(journal::tete).unwrap().seq;
    let confirme = formulaire(&[
        ("nom", "USURPE"),
        ("prenom", "Nom"),
        ("statut", "titulaire"),
        ("site.0", "CABINET"),
        ("exerce.0", "oui"),
        ("adresse.0", "1 rue de l’Essai"),
        ("code_postal.0", "45000"),
        ("commune.0", "Orléans"),
        ("departement.0", "45"),
    ]);
    let cree = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, &confirme).await;
    assert!(cree.statut == StatusCode::OK && cree.corps.contains("Votre compte est créé"), "{}", cree.corps);
    assert!(cree.entete("refresh").ends_with(DEPART), "{}", cree.entete("refresh"));
    let traces = site.banc().app.entrepot.lire_ici(journal::tete).unwrap().seq - avant;
    assert_eq!(traces, 3, "la fiche, le lieu, le compte");
    assert_eq!(
        navigateur.lire(site.banc(), "/compte").await.statut,
        StatusCode::SEE_OTHER,
        "la session s’ouvre par le fournisseur seul"
    );

    assert_eq!(navigateur.entrer(site.banc(), &site.pair).await.statut, StatusCode::SEE_OTHER);
    let identite = navigateur.lire(site.banc(), "/mon-identite").await.corps;
    assert!(
        identite.contains("EXEMPLE") && !identite.contains("USURPE"),
        "le nom certifié, non celui du formulaire"
    );
    let declarer = navigateur.lire(site.banc(), "/mes-declarations/nouvelle").await;
    assert!(declarer.corps.contains("CPTS qui fonde la déclaration"), "{}", declarer.corps);

    let encore = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, &confirme).await;
    assert_eq!(encore.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.comptes(77).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_inscrit_par_sa_cpts_ouvre_son_compte_sans_rien_ecrire() {
    let site = Site::new("psc-connu");
    inscrire_mk(site.banc(), PraticienId::new(7_777), 77, jiff::civil::date(2025, 9, 1));
    site.se_presenter(77);
    let (mut navigateur, page) = site.candidat().await;
    assert!(
        page.corps.contains("Vous êtes déjà connu ici") && page.corps.contains("Éssai77"),
        "{}",
        page.corps
    );
    assert!(!page.corps.contains("name=\"statut\""));
    let cree = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, "").await;
    assert!(cree.corps.contains("Votre compte est créé"), "{}", cree.corps);
    let comptes = site.comptes(77);
    assert_eq!(comptes[0].acteur, Acteur::Mk { praticien: PraticienId::new(7_777) });
    assert_eq!(comptes[0].login, rpps_de_demonstration(77).as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn une_offre_ne_vaut_que_dans_son_navigateur_et_une_demi_heure() {
    let site = Site::new("psc-offre");
    site.se_presenter(77);
    let (mut navigateur, page) = site.candidat().await;
    assert!(page.corps.contains("n’a pas encore été importé ici"), "sans extraction, on écrit");
    let mut etranger = Navigateur::default();
    let rendu = etranger.envoyer(site.banc(), Method::POST, INSCRIPTION, "statut=titulaire").await;
    site.verifier(&mut etranger, &rendu, "Cette page n’est plus valable").await;
    let refus = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, "commune.0=&statut=").await;
    assert!(
        refus.statut == StatusCode::UNPROCESSABLE_ENTITY && refus.corps.contains("Choisissez un statut.")
    );
    site.banc().app.horloge.avancer(SignedDuration::from_mins(31));
    let tard = navigateur.envoyer(site.banc(), Method::POST, INSCRIPTION, "statut=titulaire").await;
    site.verifier(&mut navigateur, &tard, "Cette page n’est plus valable").await;
    assert!(site.comptes(77).is_empty());
    let fiche = site.banc().app.entrepot.lire_ici(|tx| praticien::par_rpps(tx, &rpps_de_demonstration(77)));
    assert_eq!(fiche.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn qui_n_est_pas_mk_apprend_que_faire_et_rien_ne_lui_est_offert() {
    let site = Site::new("psc-infirmiere");
    site.se_presenter(77);
    site.pair.etat.lock().unwrap().identite["SubjectRefPro"]["exercices"][0]["codeProfession"] = "60".into();
    site.refus("demandez un compte à l’administrateur du site").await;
    let mut navigateur = Navigateur::default();
    navigateur.entrer(site.banc(), &site.pair).await;
    let rendu = navigateur.lire(site.banc(), INSCRIPTION).await;
    site.verifier(&mut navigateur, &rendu, "Cette page n’est plus valable").await;
}
