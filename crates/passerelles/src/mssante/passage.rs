//! The way to the submission server: STARTTLS with our certificate and its whole chain, then a session that lettre holds.
//!
//! lettre shows a server the first certificate of a chain only, and an operator that knows the root alone refuses it. So
//! the encryption is made here, by the same configuration as the inbox's, and lettre speaks through it.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::Starttls;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::depot::classer;
use super::{EchecMssante, Operateur};

/// lettre waits for a greeting when it opens; a server greets once, before STARTTLS.
const ACCUEIL: &[u8] = b"220 STARTTLS\r\n";

impl Operateur {
    /// An encrypted session with the submission server, nobody signed in yet.
    pub(super) async fn joindre(&self) -> Result<AsyncSmtpConnection, EchecMssante> {
        let salut = Self::salut();
        let (clair, suite) = self.connecter().await?;
        let mut claire =
            borner(self.delai, AsyncSmtpConnection::connect_with_transport(Box::new(clair), &salut)).await?;
        if !claire.can_starttls() {
            return Err(EchecMssante::Definitif("le serveur ne propose pas STARTTLS".to_owned()));
        }
        borner(self.delai, claire.command(Starttls)).await?;
        // What the server may have said in clear beyond its answer is forgotten with the clear session.
        drop(claire);
        let flux = Chiffre { accueil: ACCUEIL, flux: self.chiffrer(suite).await? };
        borner(self.delai, AsyncSmtpConnection::connect_with_transport(Box::new(flux), &salut)).await
    }

    /// Two hands on one connection: one for the words in clear, one to encrypt after them.
    async fn connecter(&self) -> Result<(TcpStream, TcpStream), EchecMssante> {
        let lieu = (self.hote.as_str(), self.port_smtp);
        let flux = tokio::time::timeout(self.delai, TcpStream::connect(lieu))
            .await
            .map_err(|_| EchecMssante::Passager("aucune réponse à la connexion".to_owned()))?;
        let doubler = |flux: TcpStream| {
            let flux = flux.into_std()?;
            Ok::<_, io::Error>((TcpStream::from_std(flux.try_clone()?)?, TcpStream::from_std(flux)?))
        };
        flux.and_then(doubler).map_err(|cause| EchecMssante::Passager(cause.to_string()))
    }

    async fn chiffrer(&self, flux: TcpStream) -> Result<TlsStream<TcpStream>, EchecMssante> {
        let nom =
            ServerName::try_from(self.hote.clone()).map_err(|e| EchecMssante::Definitif(e.to_string()))?;
        let connecteur = TlsConnector::from(self.confiance.tls());
        tokio::time::timeout(self.delai, connecteur.connect(nom, flux))
            .await
            .map_err(|_| EchecMssante::Passager("aucune réponse au chiffrement".to_owned()))?
            .map_err(|cause| EchecMssante::Passager(cause.to_string()))
    }
}

/// A step of the exchange, or the silence of the server.
pub(super) async fn borner<T>(
    delai: Duration,
    etape: impl Future<Output = Result<T, Error>>,
) -> Result<T, EchecMssante> {
    match tokio::time::timeout(delai, etape).await {
        Ok(issue) => issue.map_err(classer),
        Err(_) => Err(EchecMssante::Passager("le serveur se tait".to_owned())),
    }
}

/// The encrypted link, behind a greeting.
#[derive(Debug)]
struct Chiffre {
    accueil: &'static [u8],
    flux: TlsStream<TcpStream>,
}

impl AsyncTokioStream for Chiffre {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.flux.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Chiffre {
    fn poll_read(
        mut self: Pin<&mut Self>,
        contexte: &mut Context<'_>,
        tampon: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.accueil.is_empty() {
            return Pin::new(&mut self.flux).poll_read(contexte, tampon);
        }
        let (debut, reste) = self.accueil.split_at(self.accueil.len().min(tampon.remaining()));
        tampon.put_slice(debut);
        self.accueil = reste;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Chiffre {
    fn poll_write(
        mut self: Pin<&mut Self>,
        contexte: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.flux).poll_write(contexte, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, contexte: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.flux).poll_flush(contexte)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, contexte: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.flux).poll_shutdown(contexte)
    }
}
