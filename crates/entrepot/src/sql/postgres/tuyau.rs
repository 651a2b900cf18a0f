//! The pipeline: every statement is sent before the first answer is awaited.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Statement};

use super::Requete;
use crate::sql::Value;
use crate::sql::ordre::{Ordre, Texte};

/// One answer of the pipeline.
pub(super) enum Reponse {
    Nombre(u64),
    Lignes(Vec<tokio_postgres::Row>),
}

type Futur<'a> = Pin<Box<dyn Future<Output = Result<Reponse, Error>> + 'a>>;

/// A statement under way, then answered.
enum Envoi<'a> {
    EnCours(Futur<'a>),
    Fini(Option<Result<Reponse, Error>>),
}

/// Sends the statements, then the query, and gives their answers in the same order.
pub(super) async fn in_order(
    client: &Client,
    ordres: &[Ordre],
    requete: Option<&Requete<'_>>,
    enonces: &[Option<Statement>],
) -> Vec<Result<Reponse, Error>> {
    let mut envois: Vec<Envoi<'_>> = ordres
        .iter()
        .zip(enonces)
        .map(|(ordre, enonce)| Envoi::EnCours(statement(client, ordre, enonce.as_ref())))
        .collect();
    if let (Some(requete), Some(Some(enonce))) = (requete, enonces.last()) {
        envois.push(Envoi::EnCours(query(client, enonce, requete.params)));
    }
    let mut premier = None;
    poll_fn(|contexte| {
        if premier.is_none() {
            let attendus = envois
                .iter_mut()
                .filter_map(|envoi| envoi.advance(contexte).is_pending().then_some(()))
                .count();
            tracing::trace!(attendus, "pipeline sent");
        }
        // The server answers in order: only the first one without an answer needs to be polled.
        let rang = premier.get_or_insert(0);
        while let Some(envoi) = envois.get_mut(*rang) {
            if envoi.advance(contexte).is_pending() {
                return Poll::Pending;
            }
            *rang += 1;
        }
        Poll::Ready(())
    })
    .await;
    envois.into_iter().filter_map(Envoi::answer).collect()
}

/// Writes a control statement to the socket; its answer will be read, and dropped, with the next ones.
pub(super) async fn post(client: &Client, sql: &'static str) {
    let mut futur = Box::pin(client.batch_execute(sql));
    poll_fn(|contexte| {
        // Ready so soon means a closed connection: the next use will find it so.
        let _: Poll<Result<(), Error>> = futur.as_mut().poll(contexte);
        Poll::Ready(())
    })
    .await;
    tokio::task::yield_now().await;
}

impl Envoi<'_> {
    fn advance(&mut self, contexte: &mut Context<'_>) -> Poll<()> {
        if let Self::EnCours(futur) = self {
            match futur.as_mut().poll(contexte) {
                Poll::Ready(reponse) => *self = Self::Fini(Some(reponse)),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }

    fn answer(self) -> Option<Result<Reponse, Error>> {
        match self {
            Self::EnCours(_) => None,
            Self::Fini(reponse) => reponse,
        }
    }
}

fn statement<'a>(client: &'a Client, ordre: &'a Ordre, enonce: Option<&'a Statement>) -> Futur<'a> {
    Box::pin(async move {
        match (&ordre.texte, enonce) {
            (Texte::Enonce { params, .. }, Some(enonce)) => {
                client.execute_raw(enonce, params.iter()).await.map(Reponse::Nombre)
            }
            (Texte::Enonce { sql, .. } | Texte::Controle(sql), _) => {
                client.batch_execute(sql).await.map(|()| Reponse::Nombre(0))
            }
        }
    })
}

fn query<'a>(client: &'a Client, enonce: &'a Statement, params: &'a [Value]) -> Futur<'a> {
    Box::pin(async move {
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        if enonce.columns().is_empty() {
            client.execute(enonce, &params).await.map(Reponse::Nombre)
        } else {
            client.query(enonce, &params).await.map(Reponse::Lignes)
        }
    })
}
