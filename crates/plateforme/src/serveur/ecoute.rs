//! Listening: bind, announce the address, serve, and stop without dropping a request.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{App, application};

/// The address the server listens on.
#[derive(Clone, Copy, Debug)]
pub struct Lieu(pub SocketAddr);

/// Serves until the process is asked to stop; requests under way are finished first.
pub async fn servir(app: App, pret: impl FnOnce(Lieu)) -> std::io::Result<()> {
    let ecoute = TcpListener::bind(app.ecoute.socket()).await?;
    pret(Lieu(ecoute.local_addr()?));
    let service = application(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(ecoute, service).with_graceful_shutdown(arret()).await
}

/// Resolves at Ctrl-C or at a termination signal.
async fn arret() {
    let clavier = async {
        if let Err(cause) = tokio::signal::ctrl_c().await {
            tracing::warn!(%cause, "cannot listen to Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = clavier => {}
        () = terminaison() => {}
    }
    tracing::info!("stopping: requests under way are finished first");
}

#[cfg(unix)]
async fn terminaison() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(cause) => {
            tracing::warn!(%cause, "cannot listen to SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminaison() {
    std::future::pending::<()>().await;
}
