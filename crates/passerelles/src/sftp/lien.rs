//! The link with a file server: opened only if its key is the one expected.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use russh::Disconnect;
use russh::client::{self, Handle};
use russh::keys::{HashAlg, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh_sftp::client::SftpSession;

use super::{AdresseSftp, EmpreinteHote, Preuve};
use crate::Echec;

/// An open link.
pub(super) struct Lien {
    pub(super) fichiers: SftpSession,
    session: Handle<Gardien>,
}

impl Lien {
    /// Says goodbye; the server may already have hung up.
    pub(super) async fn fermer(self) {
        let adieu = async {
            self.fichiers.close().await.is_ok()
                && self.session.disconnect(Disconnect::ByApplication, "", "fr").await.is_ok()
        };
        // What was to be done is done: a silent server may keep its goodbye.
        drop(tokio::time::timeout(Duration::from_secs(2), adieu).await);
    }
}

/// Compares the key of the server with the one expected, and remembers which one it saw.
pub(super) struct Gardien {
    attendue: EmpreinteHote,
    vue: Arc<Mutex<Option<String>>>,
}

impl client::Handler for Gardien {
    type Error = russh::Error;

    async fn check_server_key(&mut self, presentee: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let empreinte = match presentee {
            PublicKeyOrCertificate::PublicKey { key, .. } => key.fingerprint(HashAlg::Sha256).to_string(),
            PublicKeyOrCertificate::Certificate(_) => "un certificat".to_owned(),
        };
        let juste = empreinte == self.attendue.as_str();
        *self.vue.lock().unwrap_or_else(PoisonError::into_inner) = Some(empreinte);
        Ok(juste)
    }
}

/// Opens the link, proves who we are, starts the file service.
pub(super) async fn ouvrir(
    adresse: &AdresseSftp,
    empreinte: &EmpreinteHote,
    preuve: &Preuve,
) -> Result<Lien, Echec> {
    let vue = Arc::new(Mutex::new(None));
    let gardien = Gardien { attendue: empreinte.clone(), vue: Arc::clone(&vue) };
    let reglages = client::Config { inactivity_timeout: Some(Duration::from_secs(30)), ..Default::default() };
    let ouverture = client::connect(Arc::new(reglages), (adresse.hote(), adresse.port()), gardien).await;
    let mut session = match ouverture {
        Ok(session) => session,
        Err(russh::Error::UnknownKey) => return Err(cle_inconnue(empreinte, &vue)),
        Err(faute) => return Err(Echec::Passager(format!("{adresse} : {faute}"))),
    };
    if !prouver(&mut session, adresse.utilisateur(), preuve).await.map_err(passager)? {
        return Err(Echec::Definitif(format!(
            "{adresse} refuse notre identité : vérifiez le compte, la clé ou le mot de passe"
        )));
    }
    let canal = session.channel_open_session().await.map_err(passager)?;
    canal.request_subsystem(true, "sftp").await.map_err(passager)?;
    let fichiers = SftpSession::new(canal.into_stream()).await.map_err(|f| Echec::Passager(f.to_string()))?;
    Ok(Lien { fichiers, session })
}

async fn prouver(session: &mut Handle<Gardien>, qui: &str, preuve: &Preuve) -> Result<bool, russh::Error> {
    let issue = match preuve {
        Preuve::MotDePasse(secret) => session.authenticate_password(qui, secret.expose()).await?,
        Preuve::Cle(cle) => {
            let condensat = session.best_supported_rsa_hash().await?.flatten();
            let cle = PrivateKeyWithHashAlg::new(cle.dans(), condensat);
            session.authenticate_publickey(qui, cle).await?
        }
    };
    Ok(issue.success())
}

fn cle_inconnue(attendue: &EmpreinteHote, vue: &Mutex<Option<String>>) -> Echec {
    let vue = vue.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default();
    Echec::Definitif(format!(
        "le serveur présente la clé {vue} au lieu de {} : rien n’a été envoyé ; \
         demandez au destinataire s’il a changé de clé avant de l’admettre",
        attendue.as_str()
    ))
}

fn passager(faute: russh::Error) -> Echec {
    Echec::Passager(faute.to_string())
}
