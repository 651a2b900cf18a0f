//! Where the server is, and whether the way to it is encrypted.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::erreur;
use crate::Echec;

const PATIENCE: Duration = Duration::from_secs(5);

/// A parsed address. Over a network, TLS is required unless the address says otherwise; the certificate is always
/// checked against the system's authorities (or `SSL_CERT_FILE`).
#[derive(Clone)]
pub(crate) struct Adresse {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Adresse {
    pub(crate) fn parse(texte: &str) -> Result<Self, Echec> {
        let illisible = |cause: String| Echec::Connexion { cause };
        // Ours is always the strictest reading: the certificate and the name are checked.
        let connu = texte
            .replace("sslmode=verify-full", "sslmode=require")
            .replace("sslmode=verify-ca", "sslmode=require");
        let mut config: Config = connu
            .parse()
            .map_err(|e: tokio_postgres::Error| illisible(format!("adresse illisible : {e}")))?;
        config.connect_timeout(PATIENCE);
        if config.get_application_name().is_none() {
            config.application_name("acces-direct");
        }
        if !texte.contains("sslmode") {
            let mode =
                if config.get_hosts().iter().all(is_local) { SslMode::Disable } else { SslMode::Require };
            config.ssl_mode(mode);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(tls().map_err(illisible)?),
        };
        Ok(Self { config, tls })
    }

    /// The name of the database.
    pub(crate) fn base(&self) -> &str {
        self.config.get_dbname().or(self.config.get_user()).unwrap_or("postgres")
    }

    /// The same address for PostgreSQL's own tools. TLS stays as strict as ours.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables =
            vec![("PGDATABASE", self.base().to_owned()), ("PGAPPNAME", "acces-direct".to_owned())];
        if let Some(host) = self.config.get_hosts().first() {
            variables.push((
                "PGHOST",
                match host {
                    Host::Tcp(nom) => nom.clone(),
                    #[cfg(unix)]
                    Host::Unix(chemin) => chemin.display().to_string(),
                },
            ));
        }
        if let Some(port) = self.config.get_ports().first() {
            variables.push(("PGPORT", port.to_string()));
        }
        if let Some(user) = self.config.get_user() {
            variables.push(("PGUSER", user.to_owned()));
        }
        if let Some(secret) = self.config.get_password() {
            variables.push(("PGPASSWORD", String::from_utf8_lossy(secret).into_owned()));
        }
        let tls = if self.tls.is_some() { "verify-full" } else { "disable" };
        variables.push(("PGSSLMODE", tls.to_owned()));
        if self.tls.is_some() {
            variables.push(("PGSSLROOTCERT", "system".to_owned()));
        }
        variables
    }

    /// Opens a connection, whose traffic is carried by the current runtime.
    pub(super) async fn connect(&self) -> Result<Client, Echec> {
        let echec = |e| match erreur::echec(&e) {
            Echec::Moteur { cause } => Echec::Connexion { cause },
            autre => autre,
        };
        match &self.tls {
            None => {
                let (client, connexion) = self.config.connect(NoTls).await.map_err(echec)?;
                tokio::spawn(carry(connexion));
                Ok(client)
            }
            Some(tls) => {
                let (client, connexion) = self.config.connect(tls.clone()).await.map_err(echec)?;
                tokio::spawn(carry(connexion));
                Ok(client)
            }
        }
    }
}

async fn carry(connexion: impl Future<Output = Result<(), tokio_postgres::Error>>) {
    if let Err(e) = connexion.await {
        tracing::warn!(erreur = %e, "the connection to PostgreSQL was cut");
    }
}

/// Loopback and Unix sockets do not leave the machine.
fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(nom) => nom == "localhost" || nom.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn tls() -> Result<MakeRustlsConnect, String> {
    let mut autorites = RootCertStore::empty();
    let trouves = rustls_native_certs::load_native_certs();
    let (acceptes, _) = autorites.add_parsable_certificates(trouves.certs);
    if acceptes == 0 {
        return Err(
            "aucune autorité de certification sur ce système ; installez « ca-certificates »".to_owned()
        );
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(autorites)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
