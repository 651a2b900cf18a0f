//! Overload: a bounded number of requests at once; the next one is told at once to come back.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::echec::Failure;

/// How many requests may still come in.
#[derive(Clone)]
pub struct Jauge(Arc<Semaphore>);

impl Jauge {
    /// A gauge of this many requests.
    pub fn new(requetes: usize) -> Self {
        Self(Arc::new(Semaphore::new(requetes.min(Semaphore::MAX_PERMITS))))
    }
}

/// Lets the request in, or answers 503 without doing anything of it. The health route always answers.
pub async fn borner(State(Jauge(places)): State<Jauge>, requete: Request, suite: Next) -> Response {
    if requete.uri().path() == "/sante" {
        return suite.run(requete).await;
    }
    match places.try_acquire() {
        Ok(_place) => suite.run(requete).await,
        Err(_) => Failure::Surcharge.into_response(),
    }
}
