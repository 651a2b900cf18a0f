//! Where documents are typeset: off the threads that answer, one per core at a time, and what every paper shares.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use documents::{EnTete, Fondement, Pdf};
use droit::identifiant::{CodeDepartement, NumeroRpps};
use droit::reglement::{Reglement, Source};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::echec::Failure;

/// How long a page waits for its turn before the server says that it is overloaded.
const PATIENCE: Duration = Duration::from_secs(5);
/// The first digits of the numbers that belong to nobody.
const FICTIF: &str = "997";

/// The press; cloning it shares its places.
#[derive(Clone)]
pub struct Presse(Arc<Semaphore>);

impl Default for Presse {
    fn default() -> Self {
        let places = available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(places)))
    }
}

impl Presse {
    /// Typesets, when its turn comes.
    ///
    /// # Errors
    /// When the queue is too long, or the page fails.
    pub async fn composer(
        &self,
        page: impl FnOnce() -> Result<Pdf, documents::Echec> + Send + 'static,
    ) -> Result<Pdf, Failure> {
        self.occuper(page).await?.map_err(Failure::interne)
    }

    /// Does a work of the press, when its turn comes.
    ///
    /// # Errors
    /// When the queue is too long.
    pub async fn occuper<T: Send + 'static>(
        &self,
        travail: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let tour = tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned());
        let place = tour.await.map_err(|_| Failure::Surcharge)?.map_err(Failure::interne)?;
        let calcul = tokio::task::spawn_blocking(move || {
            let _place = place;
            travail()
        });
        calcul.await.map_err(Failure::interne)
    }
}

/// The document as an answer that a browser shows, under a name to keep it.
pub fn servir(pdf: Pdf, nom: &str) -> Response {
    servir_octets(pdf.into_bytes(), nom)
}

/// The same, from its bytes.
pub fn servir_octets(pdf: Vec<u8>, nom: &str) -> Response {
    let entetes = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{nom}.pdf\"")),
    ];
    (entetes, pdf).into_response()
}

/// What names a paper: the department, the end of the key of its file, its step.
pub fn reference(departement: CodeDepartement, cle: u128, suffixe: impl std::fmt::Display) -> String {
    format!("{departement}-{:08X}-{suffixe}", cle & 0xffff_ffff)
}

/// The head of a paper of the ARS of a department.
pub fn en_tete(
    reglement: &Reglement,
    departement: CodeDepartement,
    reference: String,
    le: Date,
    instant: Timestamp,
) -> EnTete {
    let (emetteur, territoire) = match reglement.departement(departement) {
        Some(connu) => (connu.ars.clone(), format!("{} ({departement})", connu.nom)),
        None => ("Agence régionale de santé".to_owned(), format!("Département {departement}")),
    };
    EnTete { emetteur, territoire, reference, le, instant, bandeau: None }
}

/// What a paper about a number that belongs to nobody must say across its page.
pub fn bandeau(rpps: &NumeroRpps) -> Option<String> {
    let fictif = rpps.as_str().starts_with(FICTIF);
    fictif
        .then(|| "Démonstration : ce numéro RPPS n’est à personne, ce document n’a pas de valeur".to_owned())
}

/// A source, as papers cite it.
pub fn fondement(source: &Source, reglement: &Reglement) -> Fondement {
    let titre = reglement.registre().texte(&source.texte).map_or(source.texte.as_str(), |texte| &texte.titre);
    Fondement { texte: titre.to_owned(), article: source.article.clone() }
}
