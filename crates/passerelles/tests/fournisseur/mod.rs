//! A peer that plays Pro Santé Connect over HTTP: it checks what a provider checks, and lies in the one way asked for.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{CoreHmacKey, CoreJwsSigningAlgorithm as Alg, CoreRsaPrivateSigningKey};
use openidconnect::url::{Url, form_urlencoded};
use openidconnect::{
    AccessToken, AccessTokenHash, JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey,
};
use serde_json::{Value, json};

pub const CLIENT: &str = "acces-direct-essai";
pub const SECRET: &str = "un secret connu des deux seuls";

/// In what the next identities are false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mensonge {
    Aucun,
    SansPreuve,
    Nonce,
    Perimee,
    Future,
    Emetteur,
    Destinataire,
    Niveau,
    SansSignature,
    SigneeDuSecret,
    SigneeDeLaClePublique,
    CleInconnue,
    Falsifiee,
    AutreJeton,
    AutrePersonne,
}

/// What the peer knows and does; a test changes it as it goes.
pub struct Etat {
    pub maintenant: Timestamp,
    pub mensonge: Mensonge,
    /// The claims of whoever signs in.
    pub identite: Value,
    /// The access tokens it gives, one after the other; the last one again.
    pub jetons: Vec<String>,
    pub expires_in: Option<u32>,
    pub refresh_expires_in: Option<u32>,
    /// Refuses to renew anything any more.
    pub session_finie: bool,
    /// What was asked of it: the path and the body.
    pub demandes: Vec<(String, String)>,
    codes: HashMap<String, Autorisation>,
    renouvellement: u32,
}

struct Autorisation {
    nonce: String,
    defi: String,
    retour: String,
}

pub struct Fournisseur {
    pub base: String,
    pub etat: Arc<Mutex<Etat>>,
    cles: Arc<Mutex<Cles>>,
}

struct Cles {
    courante: CoreRsaPrivateSigningKey,
    inconnue: CoreRsaPrivateSigningKey,
}

fn cle(kid: &str) -> CoreRsaPrivateSigningKey {
    let sortie = Command::new("openssl").args(["genrsa", "-traditional", "2048"]).output().unwrap();
    let pem = String::from_utf8(sortie.stdout).unwrap();
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new(kid.to_owned()))).unwrap()
}

impl Fournisseur {
    /// Starts, for a masseur-kinésithérapeute of this number.
    pub fn demarrer(rpps: &str, maintenant: Timestamp) -> Self {
        let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", ecoute.local_addr().unwrap());
        let etat = Arc::new(Mutex::new(Etat {
            maintenant,
            mensonge: Mensonge::Aucun,
            identite: identite(rpps),
            jetons: vec!["jeton-un".to_owned(), "jeton-deux".to_owned()],
            expires_in: Some(120),
            refresh_expires_in: Some(1_800),
            session_finie: false,
            demandes: vec![],
            codes: HashMap::new(),
            renouvellement: 0,
        }));
        let cles = Arc::new(Mutex::new(Cles { courante: cle("cle-1"), inconnue: cle("cle-0") }));
        let sien = Self { base: base.clone(), etat: Arc::clone(&etat), cles: Arc::clone(&cles) };
        thread::spawn(move || {
            for lien in ecoute.incoming().map_while(Result::ok) {
                let (etat, cles, base) = (Arc::clone(&etat), Arc::clone(&cles), base.clone());
                thread::spawn(move || repondre(&lien, &base, &etat, &cles));
            }
        });
        sien
    }

    /// Not at the standard path, as the real one.
    pub fn decouverte(&self) -> String {
        format!("{}/.well-known/wallet-openid-configuration", emetteur(&self.base))
    }

    pub fn mentir(&self, mensonge: Mensonge) {
        self.etat.lock().unwrap().mensonge = mensonge;
    }

    /// The keys change: what was published is no longer.
    pub fn changer_de_cle(&self) {
        self.cles.lock().unwrap().courante = cle("cle-2");
    }

    /// The professional proves who he is: the address that his browser is then sent back to.
    pub fn consentir(&self, adresse: &str) -> String {
        let url = Url::parse(adresse).unwrap();
        let q: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let attendu = [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("scope", "openid scope_all"),
            ("acr_values", "eidas1"),
            ("code_challenge_method", "S256"),
        ];
        for (nom, valeur) in attendu {
            assert_eq!(q.get(nom).map(String::as_str), Some(valeur), "{nom} dans {adresse}");
        }
        let mut etat = self.etat.lock().unwrap();
        let code = format!("code-{}", etat.codes.len() + etat.demandes.len());
        let autorisation = Autorisation {
            nonce: q["nonce"].clone(),
            defi: q["code_challenge"].clone(),
            retour: q["redirect_uri"].clone(),
        };
        etat.codes.insert(code.clone(), autorisation);
        let mut retour = Url::parse(&q["redirect_uri"]).unwrap();
        retour
            .query_pairs_mut()
            .append_pair("state", &q["state"])
            .append_pair("session_state", "c0ffee")
            .append_pair("iss", &emetteur(&self.base))
            .append_pair("code", &code);
        retour.into()
    }
}

fn emetteur(base: &str) -> String {
    format!("{base}/realms/essai")
}

/// A masseur-kinésithérapeute of nobody's, as Pro Santé Connect describes him.
pub fn identite(rpps: &str) -> Value {
    json!({
        "sub": format!("f:550e8400-e29b-41d4-a716-446655440000:8{rpps}"), "SubjectNameID": format!("8{rpps}"),
        "preferred_username": format!("8{rpps}"), "given_name": "CLAIRE", "family_name": "EXEMPLE",
        "UITVersion": "1.0", "Palier_Authentification": "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
        "SubjectRole": ["70^1.2.250.1.213.1.1.5.5"], "PSI_Locale": "1.2.250.1.213.1.3.1.1",
        "otherIds": [{ "identifiant": rpps, "origine": "RPPS", "qualite": 1 }],
        "SubjectRefPro": { "codeCivilite": "MME", "exercices": [{
            "codeProfession": "70", "codeCategorieProfessionnelle": "C", "nomDexercice": "EXEMPLE",
            "activities": [{ "codeModeExercice": "L", "codeSecteurDactivite": "SA07", "codeGenreActivite": "GENR01" }]
        }] }
    })
}

fn repondre(lien: &TcpStream, base: &str, etat: &Mutex<Etat>, cles: &Mutex<Cles>) {
    let mut lecteur = BufReader::new(lien);
    let mut premiere = String::new();
    if lecteur.read_line(&mut premiere).unwrap_or_default() == 0 {
        return;
    }
    let (mut longueur, mut porteur) = (0, String::new());
    for ligne in lecteur.by_ref().lines().map_while(Result::ok).take_while(|ligne| !ligne.is_empty()) {
        let Some((nom, valeur)) = ligne.split_once(':') else { continue };
        match nom.to_ascii_lowercase().as_str() {
            "content-length" => longueur = valeur.trim().parse().unwrap(),
            "authorization" => porteur = valeur.trim().to_owned(),
            _ => {}
        }
    }
    let mut corps = vec![0; longueur];
    lecteur.read_exact(&mut corps).unwrap();
    let corps = String::from_utf8(corps).unwrap();
    let chemin = premiere.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut etat = etat.lock().unwrap();
    etat.demandes.push((chemin.clone(), corps.clone()));
    let (statut, dit) = match chemin.as_str() {
        "/realms/essai/.well-known/wallet-openid-configuration" => ("200 OK", annonce(base)),
        "/certs" => ("200 OK", json!({ "keys": [cles.lock().unwrap().courante.as_verification_key()] })),
        "/token" => match jeton(base, &mut etat, &cles.lock().unwrap(), &corps) {
            Ok(dit) => ("200 OK", dit),
            Err(erreur) => ("400 Bad Request", json!({ "error": erreur, "error_description": "essai" })),
        },
        "/userinfo" => userinfo(&etat, &porteur),
        _ => ("404 Not Found", json!({})),
    };
    let texte = dit.to_string();
    let entetes = format!(
        "HTTP/1.1 {statut}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        texte.len()
    );
    let mut lien = lien;
    let _ = lien.write_all(format!("{entetes}{texte}").as_bytes());
}

fn annonce(base: &str) -> Value {
    json!({
        "issuer": emetteur(base), "authorization_endpoint": format!("{base}/wallet/auth"),
        "token_endpoint": format!("{base}/token"), "userinfo_endpoint": format!("{base}/userinfo"),
        "jwks_uri": format!("{base}/certs"), "end_session_endpoint": format!("{base}/logout"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]
    })
}

fn jeton(base: &str, etat: &mut Etat, cles: &Cles, corps: &str) -> Result<Value, &'static str> {
    let q: HashMap<String, String> = form_urlencoded::parse(corps.as_bytes()).into_owned().collect();
    let dit = |nom: &str| q.get(nom).map(String::as_str).unwrap_or_default();
    if dit("client_id") != CLIENT || dit("client_secret") != SECRET {
        return Err("invalid_client");
    }
    let acces = etat.jetons.first().cloned().unwrap();
    match dit("grant_type") {
        "authorization_code" => {
            let autorisation = etat.codes.remove(dit("code")).ok_or("invalid_grant")?;
            let verificateur = PkceCodeVerifier::new(dit("code_verifier").to_owned());
            let defi = PkceCodeChallenge::from_code_verifier_sha256(&verificateur);
            if defi.as_str() != autorisation.defi || dit("redirect_uri") != autorisation.retour {
                return Err("invalid_grant");
            }
            let mut reponse = reponse(etat, &acces);
            if etat.mensonge != Mensonge::SansPreuve {
                reponse["id_token"] = preuve(base, etat, cles, (&autorisation.nonce, &acces)).into();
            }
            Ok(reponse)
        }
        "refresh_token" => {
            let attendu = format!("renouvellement-{}", etat.renouvellement);
            if etat.session_finie || dit("refresh_token") != attendu {
                return Err("invalid_grant");
            }
            if etat.jetons.len() > 1 {
                etat.jetons.remove(0);
            }
            let acces = etat.jetons.first().cloned().unwrap();
            Ok(reponse(etat, &acces))
        }
        _ => Err("unsupported_grant_type"),
    }
}

fn reponse(etat: &mut Etat, acces: &str) -> Value {
    etat.renouvellement += 1;
    let renouvellement = format!("renouvellement-{}", etat.renouvellement);
    let mut dit = json!({ "access_token": acces, "token_type": "Bearer", "refresh_token": renouvellement });
    if let Some(vie) = etat.expires_in {
        dit["expires_in"] = vie.into();
    }
    if let Some(vie) = etat.refresh_expires_in {
        dit["refresh_expires_in"] = vie.into();
    }
    dit
}

/// The signed identity, false in one way at most.
fn preuve(base: &str, etat: &Etat, cles: &Cles, (nonce, acces): (&str, &str)) -> String {
    let t = etat.maintenant.as_second();
    let acces = AccessToken::new(acces.to_owned());
    let publique = cles.courante.as_verification_key();
    let empreinte = AccessTokenHash::from_token(&acces, &Alg::RsaSsaPkcs1V15Sha256, &publique).unwrap();
    let mut dit = json!({
        "iss": emetteur(base), "sub": etat.identite["sub"], "aud": CLIENT, "azp": CLIENT, "acr": "eidas1",
        "nonce": nonce, "iat": t, "auth_time": t, "exp": t + 120, "typ": "ID", "at_hash": empreinte,
    });
    let mut entete = json!({ "alg": "RS256", "typ": "JWT", "kid": "" });
    let kid = |cle: &CoreRsaPrivateSigningKey| {
        serde_json::to_value(cle.as_verification_key()).unwrap()["kid"].clone()
    };
    entete["kid"] = kid(&cles.courante);
    match etat.mensonge {
        Mensonge::Nonce => dit["nonce"] = "celui-d-un-autre".into(),
        Mensonge::Perimee => dit["exp"] = (t - 90).into(),
        Mensonge::Future => dit["iat"] = (t + 90).into(),
        Mensonge::Emetteur => dit["iss"] = "https://ailleurs.example".into(),
        Mensonge::Destinataire => dit["aud"] = "un-autre-service".into(),
        Mensonge::Niveau => dit["acr"] = "eidas0".into(),
        Mensonge::AutreJeton => dit["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into(),
        Mensonge::SansSignature => entete = json!({ "alg": "none" }),
        Mensonge::SigneeDuSecret | Mensonge::SigneeDeLaClePublique => entete = json!({ "alg": "HS256" }),
        Mensonge::CleInconnue => entete["kid"] = kid(&cles.inconnue),
        _ => {}
    }
    let b64 = |valeur: &Value| URL_SAFE_NO_PAD.encode(valeur.to_string());
    let message = format!("{}.{}", b64(&entete), b64(&dit));
    let sceau = match etat.mensonge {
        Mensonge::SansSignature => vec![],
        Mensonge::SigneeDuSecret => sceller(SECRET.as_bytes(), &message),
        // The oldest confusion: the public key taken for the secret of a symmetric signature.
        Mensonge::SigneeDeLaClePublique => {
            sceller(serde_json::to_string(&publique).unwrap().as_bytes(), &message)
        }
        Mensonge::CleInconnue => signer(&cles.inconnue, &message),
        Mensonge::Falsifiee => signer(&cles.courante, "une autre identité"),
        _ => signer(&cles.courante, &message),
    };
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(sceau))
}

fn signer(cle: &CoreRsaPrivateSigningKey, message: &str) -> Vec<u8> {
    cle.sign(&Alg::RsaSsaPkcs1V15Sha256, message.as_bytes()).unwrap()
}

fn sceller(secret: &[u8], message: &str) -> Vec<u8> {
    CoreHmacKey::new(secret).sign(&Alg::HmacSha256, message.as_bytes()).unwrap()
}

fn userinfo(etat: &Etat, porteur: &str) -> (&'static str, Value) {
    let attendu = etat.jetons.first().map(|jeton| format!("Bearer {jeton}"));
    if attendu.as_deref() != Some(porteur) {
        return ("401 Unauthorized", json!({ "error": "invalid_token" }));
    }
    let mut dit = etat.identite.clone();
    if etat.mensonge == Mensonge::AutrePersonne {
        dit["sub"] = "f:550e8400-e29b-41d4-a716-446655440000:899700700026".into();
    }
    ("200 OK", dit)
}
