//! The client of Pro Santé Connect before a peer that checks everything, and before each way it could be lied to.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first failure")]

mod fournisseur;

use std::time::Duration;

use droit::pro_sante_connect::NonAdmis;
use fournisseur::{CLIENT, Fournisseur, Mensonge, SECRET};
use jiff::{SignedDuration, Timestamp};
use openidconnect::url::Url;
use passerelles::Secret;
use passerelles::pro_sante_connect::{
    Demande, EchecPsc, Identification, PreuveRefusee, ProSanteConnect, Reglage, ReglageInvalide,
};

const RPPS: &str = "99700700018";
const RETOUR: &str = "https://acces.example/retour";

fn maintenant() -> Timestamp {
    "2026-03-09T09:00:00Z".parse().unwrap()
}

fn apres(secondes: i64) -> Timestamp {
    maintenant() + SignedDuration::from_secs(secondes)
}

fn reglage(decouverte: &str) -> Reglage {
    Reglage {
        decouverte: decouverte.parse().unwrap(),
        emetteur: None,
        client: CLIENT.to_owned(),
        secret: Secret::from(SECRET),
        retour: RETOUR.to_owned(),
        sortie: "https://acces.example/sortie".to_owned(),
        delai: Duration::from_secs(2),
    }
}

fn demande(nom: &str) -> Demande {
    // RFC 7636 wants at least 43 characters of a verifier.
    let long = |usage: &str| format!("{nom}-{usage}-{}", "x".repeat(43));
    Demande { etat: long("etat"), nonce: long("nonce"), verificateur: long("verificateur") }
}

struct Essai {
    pair: Fournisseur,
    client: ProSanteConnect,
}

impl Essai {
    fn new() -> Self {
        let pair = Fournisseur::demarrer(RPPS, maintenant());
        let client = ProSanteConnect::new(reglage(&pair.decouverte())).unwrap();
        Self { pair, client }
    }

    fn code(&self, demande: &Demande) -> String {
        let depart = self.client.adresse_de_connexion(demande, maintenant()).unwrap();
        let retour = Url::parse(&self.pair.consentir(&depart)).unwrap();
        assert!(retour.as_str().starts_with(RETOUR));
        let lire = |nom: &str| retour.query_pairs().find(|(cle, _)| cle == nom).unwrap().1.into_owned();
        assert_eq!((lire("state"), lire("iss")), (demande.etat.clone(), self.client.emetteur().to_owned()));
        lire("code")
    }

    fn entrer_a(&self, quand: Timestamp) -> Result<Identification, EchecPsc> {
        let demande = demande("une");
        self.client.identifier(&self.code(&demande), &demande, quand)
    }

    fn entrer(&self) -> Result<Identification, EchecPsc> {
        self.entrer_a(maintenant())
    }

    fn demandes(&self, chemin: &str) -> Vec<String> {
        let etat = self.pair.etat.lock().unwrap();
        etat.demandes.iter().filter(|(vers, _)| vers == chemin).map(|(_, corps)| corps.clone()).collect()
    }
}

#[test]
fn un_kinesitherapeute_est_identifie_sous_son_rpps_sans_prefixe() {
    let essai = Essai::new();
    let identifie = essai.entrer().unwrap();
    assert_eq!(identifie.professionnel.rpps.as_str(), RPPS);
    assert_eq!(identifie.professionnel.exiger_un_kinesitherapeute(), Ok(()));
    assert_eq!(identifie.jetons.acces(maintenant()).unwrap().expose(), "jeton-un");
    let secrets = format!("{identifie:?} {:?}", essai.client);
    assert!(!secrets.contains("jeton-un") && !secrets.contains(SECRET), "{secrets}");
}

#[test]
fn chaque_mensonge_est_refuse_pour_ce_qu_il_est() {
    let essai = Essai::new();
    let cas = [
        (Mensonge::SansPreuve, PreuveRefusee::Absente),
        (Mensonge::Nonce, PreuveRefusee::Nonce),
        (Mensonge::Perimee, PreuveRefusee::Perimee),
        (Mensonge::Future, PreuveRefusee::Future),
        (Mensonge::Emetteur, PreuveRefusee::Emetteur),
        (Mensonge::Destinataire, PreuveRefusee::Destinataire),
        (Mensonge::Niveau, PreuveRefusee::Niveau),
        (Mensonge::SansSignature, PreuveRefusee::Algorithme),
        (Mensonge::SigneeDuSecret, PreuveRefusee::Algorithme),
        (Mensonge::SigneeDeLaClePublique, PreuveRefusee::Algorithme),
        (Mensonge::CleInconnue, PreuveRefusee::Cle),
        (Mensonge::AutrePersonne, PreuveRefusee::Sujet),
    ];
    for (mensonge, attendu) in cas {
        essai.pair.mentir(mensonge);
        assert_eq!(essai.entrer().unwrap_err(), EchecPsc::Preuve(attendu), "{mensonge:?}");
    }
    for mensonge in [Mensonge::Falsifiee, Mensonge::AutreJeton] {
        essai.pair.mentir(mensonge);
        let refus = essai.entrer().unwrap_err();
        assert!(matches!(refus, EchecPsc::Preuve(PreuveRefusee::Signature(_))), "{mensonge:?} : {refus:?}");
    }
    essai.pair.mentir(Mensonge::Aucun);
    assert!(essai.entrer().is_ok(), "le même, sincère, entre");
}

#[test]
fn les_horloges_peuvent_differer_d_une_minute_et_pas_davantage() {
    let essai = Essai::new();
    // The identity lasts 120 s: with a minute of tolerance, a clock that is ahead by less than 180 s still believes it.
    assert!(essai.entrer_a(apres(170)).is_ok());
    assert_eq!(essai.entrer_a(apres(190)).unwrap_err(), EchecPsc::Preuve(PreuveRefusee::Perimee));
    assert!(essai.entrer_a(apres(-50)).is_ok());
    assert_eq!(essai.entrer_a(apres(-70)).unwrap_err(), EchecPsc::Preuve(PreuveRefusee::Future));
}

#[test]
fn un_code_ne_sert_qu_une_fois_et_qu_a_qui_l_a_demande() {
    let essai = Essai::new();
    let (mienne, autre) = (demande("mienne"), demande("autre"));
    let code = essai.code(&mienne);
    let vole = essai.client.identifier(&code, &autre, maintenant());
    assert_eq!(vole.unwrap_err(), EchecPsc::Perime, "sans le vérificateur, le code ne vaut rien");
    let code = essai.code(&mienne);
    assert!(essai.client.identifier(&code, &mienne, maintenant()).is_ok());
    assert_eq!(essai.client.identifier(&code, &mienne, maintenant()).unwrap_err(), EchecPsc::Perime);
    assert!(essai.demandes("/token")[0].contains("client_secret="), "client_secret_post");
}

#[test]
fn des_cles_changees_sont_relues_une_fois_et_une_cle_forgee_ne_harcele_pas() {
    let essai = Essai::new();
    essai.entrer().unwrap();
    essai.pair.changer_de_cle();
    assert_eq!(essai.entrer().unwrap_err(), EchecPsc::Preuve(PreuveRefusee::Cle), "moins d’une minute après");
    assert_eq!(essai.demandes("/certs").len(), 1);
    essai.pair.etat.lock().unwrap().maintenant = apres(90);
    assert!(essai.entrer_a(apres(90)).is_ok());
    assert_eq!(essai.demandes("/certs").len(), 2);
}

#[test]
fn un_autre_professionnel_est_identifie_mais_non_admis() {
    let essai = Essai::new();
    essai.pair.etat.lock().unwrap().identite["SubjectRefPro"]["exercices"][0]["codeProfession"] = "60".into();
    let infirmier = essai.entrer().unwrap().professionnel;
    assert_eq!(infirmier.exiger_un_kinesitherapeute(), Err(NonAdmis::Profession));
    essai.pair.etat.lock().unwrap().identite["SubjectNameID"] = "0459999999".into();
    essai.pair.etat.lock().unwrap().identite["otherIds"] = serde_json::json!([]);
    assert!(matches!(essai.entrer().unwrap_err(), EchecPsc::Identite(_)));
}

#[test]
fn les_jetons_durent_ce_que_le_fournisseur_dit_et_se_renouvellent() {
    let essai = Essai::new();
    let jetons = essai.entrer().unwrap().jetons;
    assert!(
        jetons.acces(apres(109)).is_some() && jetons.acces(apres(110)).is_none(),
        "dix secondes de marge"
    );
    assert!(
        !jetons.a_renouveler(apres(899)) && jetons.a_renouveler(apres(900)),
        "à mi-vie du renouvellement"
    );
    assert!(!jetons.finis(apres(1_799)) && jetons.finis(apres(1_800)));
    let neufs = essai.client.renouveler(&jetons, apres(900)).unwrap().unwrap();
    assert_eq!(neufs.acces(apres(900)).unwrap().expose(), "jeton-deux");
    assert!(!neufs.finis(apres(2_699)) && neufs.finis(apres(2_700)));
    // The first renewal has served: the provider answers it by a refusal, which ends it.
    assert_eq!(essai.client.renouveler(&jetons, apres(901)).unwrap_err(), EchecPsc::Perime);
    assert_eq!(essai.client.renouveler(&jetons, apres(1_801)).unwrap().map(|_| ()), None);
}

#[test]
fn sans_duree_dite_rien_n_est_suppose() {
    let essai = Essai::new();
    {
        let mut etat = essai.pair.etat.lock().unwrap();
        (etat.expires_in, etat.refresh_expires_in) = (None, None);
    }
    let jetons = essai.entrer().unwrap().jetons;
    assert!(jetons.acces(maintenant()).is_none() && jetons.a_renouveler(maintenant()));
    assert!(!jetons.finis(apres(100_000)), "un renouvellement sans durée dite se tente");
}

#[test]
fn la_sortie_porte_la_preuve_et_le_retour() {
    let essai = Essai::new();
    let identifie = essai.entrer().unwrap();
    let adresse = essai.client.adresse_de_sortie(&identifie.preuve, "etat", maintenant()).unwrap().unwrap();
    let url = Url::parse(&adresse).unwrap();
    assert_eq!(url.path(), "/logout");
    let lire = |nom: &str| url.query_pairs().find(|(cle, _)| cle == nom).unwrap().1.into_owned();
    assert_eq!(lire("post_logout_redirect_uri"), "https://acces.example/sortie");
    assert_eq!(
        (lire("state"), lire("id_token_hint")),
        ("etat".to_owned(), identifie.preuve.expose().to_owned())
    );
}

#[test]
fn un_fournisseur_absent_etranger_ou_en_clair_se_dit() {
    let essai = Essai::new();
    let avec = |reglage: Reglage| ProSanteConnect::new(reglage).unwrap();
    let adresse = |client: &ProSanteConnect| client.adresse_de_connexion(&demande("x"), maintenant());
    let absent = avec(reglage("http://127.0.0.1:1/.well-known/x"));
    assert!(matches!(adresse(&absent), Err(EchecPsc::Injoignable(_))));
    let ailleurs = "https://ailleurs.example".to_owned();
    let etranger = avec(Reglage { emetteur: Some(ailleurs), ..reglage(&essai.pair.decouverte()) });
    assert!(matches!(adresse(&etranger), Err(EchecPsc::Annonce(_))));
    let inconnu = avec(Reglage { client: "inconnu".to_owned(), ..reglage(&essai.pair.decouverte()) });
    let refus = inconnu.identifier("x", &demande("x"), maintenant()).unwrap_err();
    assert!(matches!(refus, EchecPsc::Service(_)), "{refus:?}");
    let anonyme = ProSanteConnect::new(reglage("https://psc.example/decouverte"));
    assert_eq!(anonyme.unwrap_err(), ReglageInvalide);
}
