//! The inbox: what arrived since last time, by IMAP, without marking nor deleting anything.

use async_imap::types::Fetch;
use async_imap::{Authenticator, Client};
use futures_util::TryStreamExt;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{EchecMssante, Operateur, Session};

/// Heavier mails are not fetched: Mon espace santé sends twenty-five megabytes at most.
const OCTETS_MAXIMUM: u32 = 30_000_000;
/// How many mails are fetched at once.
const LOT: usize = 50;

/// How far the inbox was read; kept by the caller once what was read is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// UIDVALIDITY of the inbox: numbers of another one mean nothing.
    pub validite: u32,
    /// Last UID read.
    pub dernier: u32,
}

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recu {
    /// Its bytes.
    Courriel(Vec<u8>),
    /// Too heavy to be read here.
    TropLourd {
        /// Size, in octets.
        octets: u32,
    },
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releve {
    /// Where to start next time.
    pub position: Position,
    /// Mails, oldest first.
    pub recus: Vec<Recu>,
}

type Ouverte = async_imap::Session<TlsStream<TcpStream>>;

impl Operateur {
    /// Reads what arrived after `depuis`, fifty mails at most: call again until nothing comes. Blocking.
    pub fn relever(&self, session: &Session, depuis: Position) -> Result<Releve, EchecMssante> {
        let execution = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|erreur| passager(&erreur))?;
        execution.block_on(async {
            tokio::time::timeout(self.delai * 10, self.lire(session, depuis))
                .await
                .map_err(|_| EchecMssante::Passager("la lecture de la boîte n’en finit pas".to_owned()))?
        })
    }

    async fn lire(&self, session: &Session, depuis: Position) -> Result<Releve, EchecMssante> {
        let mut ouverte = self.entrer(session).await?;
        let boite = ouverte.examine("INBOX").await.map_err(|e| passager(&e))?;
        let validite = boite.uid_validity.unwrap_or_default();
        let dernier = if validite == depuis.validite { depuis.dernier } else { 0 };
        let mut position = Position { validite, dernier };
        let mut recus = Vec::new();
        for uid in nouveaux(&mut ouverte, dernier).await? {
            if let Some(recu) = prendre(&mut ouverte, uid).await? {
                recus.push(recu);
            }
            position.dernier = uid;
        }
        // The mails are here: whether the server says goodbye changes nothing.
        let _ = ouverte.logout().await;
        Ok(Releve { position, recus })
    }

    async fn entrer(&self, session: &Session) -> Result<Ouverte, EchecMssante> {
        let lieu = (self.hote.as_str(), self.port_imap);
        let flux = tokio::time::timeout(self.delai, TcpStream::connect(lieu))
            .await
            .map_err(|_| EchecMssante::Passager("aucune réponse à la connexion".to_owned()))?
            .map_err(|e| passager(&e))?;
        let mut client = Client::new(flux);
        client.read_response().await.map_err(|e| passager(&e))?;
        client.run_command_and_check_ok("STARTTLS", None).await.map_err(|e| passager(&e))?;
        let nom =
            ServerName::try_from(self.hote.clone()).map_err(|e| EchecMssante::Definitif(e.to_string()))?;
        let connecteur = TlsConnector::from(self.confiance.tls());
        let chiffre = connecteur.connect(nom, client.into_inner()).await.map_err(|e| passager(&e))?;
        Client::new(chiffre).authenticate("XOAUTH2", Preuve::de(session)).await.map_err(|(erreur, _)| {
            match erreur {
                async_imap::error::Error::No(_) => EchecMssante::Session,
                autre => passager(&autre),
            }
        })
    }
}

/// UIDs after the last one read, in order.
async fn nouveaux(ouverte: &mut Ouverte, dernier: u32) -> Result<Vec<u32>, EchecMssante> {
    let debut = dernier.saturating_add(1);
    let trouves = ouverte.uid_search(format!("UID {debut}:*")).await.map_err(|e| passager(&e))?;
    // « n:* » always answers the last mail, even when it is before n.
    let mut uids: Vec<u32> = trouves.into_iter().filter(|uid| *uid >= debut).collect();
    uids.sort_unstable();
    uids.truncate(LOT);
    Ok(uids)
}

/// The mail, unless it is too heavy; `None` when it was deleted in between.
async fn prendre(ouverte: &mut Ouverte, uid: u32) -> Result<Option<Recu>, EchecMssante> {
    let taille = chercher(ouverte, uid, "RFC822.SIZE").await?.and_then(|mail| mail.size);
    match taille {
        None => Ok(None),
        Some(octets) if octets > OCTETS_MAXIMUM => Ok(Some(Recu::TropLourd { octets })),
        Some(_) => {
            let mail = chercher(ouverte, uid, "BODY.PEEK[]").await?;
            Ok(mail.and_then(|mail| mail.body().map(<[u8]>::to_vec)).map(Recu::Courriel))
        }
    }
}

async fn chercher(ouverte: &mut Ouverte, uid: u32, quoi: &str) -> Result<Option<Fetch>, EchecMssante> {
    let reponses = ouverte.uid_fetch(uid.to_string(), quoi).await.map_err(|e| passager(&e))?;
    let mails: Vec<Fetch> = reponses.try_collect().await.map_err(|e| passager(&e))?;
    Ok(mails.into_iter().find(|mail| mail.uid == Some(uid)))
}

fn passager(erreur: &dyn std::fmt::Display) -> EchecMssante {
    EchecMssante::Passager(erreur.to_string())
}

/// XOAUTH2: the mailbox and the token, once; an empty answer lets the server say why it refuses.
struct Preuve(Option<String>);

impl Preuve {
    fn de(session: &Session) -> Self {
        let (boite, jeton) = (session.boite.as_str(), &session.jeton.0);
        Self(Some(format!("user={boite}\u{1}auth=Bearer {jeton}\u{1}\u{1}")))
    }
}

impl Authenticator for Preuve {
    type Response = String;

    fn process(&mut self, _defi: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}
