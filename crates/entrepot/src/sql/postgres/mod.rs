//! The PostgreSQL engine: one connection, driven by a small runtime of its own thread.

mod adresse;
mod erreur;
mod tuyau;
mod valeur;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Statement};

pub(crate) use adresse::Adresse;
use tuyau::Reponse;

use super::ordre::{Exigence, Ordre, Panne, Portee, Texte};
use super::{Kind, Row, Value};
use crate::Echec;

/// The waits between two attempts to connect: about six seconds in all, then the caller is told.
const ATTENTES_MS: [u64; 8] = [0, 50, 100, 200, 400, 800, 1600, 3000];

pub(crate) struct Postgres {
    adresse: Adresse,
    runtime: Runtime,
    client: Option<Client>,
    enonces: HashMap<(&'static str, Exigence), Vec<Prepare>>,
    colonnes: HashMap<&'static str, Arc<[String]>>,
}

/// A statement prepared for parameters of these kinds.
struct Prepare {
    kinds: Vec<Kind>,
    enonce: Statement,
}

/// The statement whose answer is wanted at the end of a flush.
pub(crate) struct Requete<'a> {
    pub(crate) fait: usize,
    pub(crate) sql: &'static str,
    pub(crate) params: &'a [Value],
}

/// The answer: rows, and their number or that of the rows changed.
pub(crate) struct Retour {
    pub(crate) lignes: Vec<Row>,
    pub(crate) nombre: u64,
}

impl Postgres {
    pub(crate) fn new(adresse: Adresse) -> Result<Self, Echec> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Echec::moteur)?;
        Ok(Self { adresse, runtime, client: None, enonces: HashMap::new(), colonnes: HashMap::new() })
    }

    /// True until the first connection and after a cut.
    pub(crate) fn is_lost(&self) -> bool {
        self.client.as_ref().is_none_or(Client::is_closed)
    }

    /// Connects if need be, with growing waits; what the server had prepared is forgotten.
    pub(crate) fn ensure_connected(&mut self) -> Result<(), Echec> {
        if !self.is_lost() {
            return Ok(());
        }
        self.client = None;
        self.enonces.clear();
        let mut dernier = Echec::Ferme;
        for attente in ATTENTES_MS {
            let essai = self.runtime.block_on(async {
                tokio::time::sleep(Duration::from_millis(attente)).await;
                self.adresse.connect().await
            });
            match essai {
                Ok(client) => {
                    self.client = Some(client);
                    return Ok(());
                }
                Err(echec) => dernier = echec,
            }
        }
        Err(dernier)
    }

    /// Lets the connection see that the server has left, while nothing is asked of it.
    pub(crate) fn idle(&self) {
        if self.client.is_some() {
            self.runtime.block_on(async { tokio::time::sleep(Duration::from_millis(1)).await });
        }
    }

    /// Drops the connection: the server undoes what was not committed.
    pub(crate) fn disconnect(&mut self) {
        self.client = None;
        self.enonces.clear();
    }

    /// Several statements in one text, without parameters.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), Echec> {
        let client = self.client.as_ref().ok_or(Echec::Ferme)?;
        self.runtime.block_on(client.batch_execute(sql)).map_err(|e| erreur::echec(&e))
    }

    /// Sends all in one round trip and waits for every answer; the first failure tells which closure caused it.
    pub(crate) fn send(&mut self, ordres: &[Ordre], requete: Option<&Requete<'_>>) -> Result<Retour, Panne> {
        let enonces = self.prepare_all(ordres, requete)?;
        let client = self.client.as_ref().ok_or_else(|| Panne::of_lot(0, Echec::Ferme))?;
        let reponses = self.runtime.block_on(tuyau::in_order(client, ordres, requete, &enonces));
        let mut retour = Retour { lignes: Vec::new(), nombre: 0 };
        for (rang, reponse) in reponses.into_iter().enumerate() {
            let (fait, exigence) = origin(rang, ordres, requete);
            match reponse {
                Ok(Reponse::Nombre(nombre)) => retour.nombre = nombre,
                Ok(Reponse::Lignes(lignes)) => {
                    retour.nombre = lignes.len() as u64;
                    retour.lignes =
                        self.rows(requete, &lignes).map_err(|echec| Panne::of_fait(fait, echec))?;
                }
                Err(e) => return Err(self.failure(fait, exigence, &e)),
            }
        }
        Ok(retour)
    }

    /// Sends a control statement without waiting for its answer.
    pub(crate) fn post(&self, sql: &'static str) {
        if let Some(client) = &self.client {
            self.runtime.block_on(tuyau::post(client, sql));
        }
    }

    fn failure(&mut self, fait: usize, exigence: Exigence, e: &tokio_postgres::Error) -> Panne {
        if erreur::is_stale_plan(e) {
            self.enonces.clear();
        }
        match (exigence, erreur::echec(e)) {
            (Exigence::UneLigne, _) if erreur::is_division_by_zero(e) => Panne::of_fait(fait, Echec::Conflit),
            (_, Echec::Connexion { cause }) => {
                tracing::warn!(cause, "the connection to PostgreSQL is lost");
                self.disconnect();
                Panne::of_lot(fait, Echec::Occupe)
            }
            (_, echec) => Panne::of_fait(fait, echec),
        }
    }

    fn prepare_all(
        &mut self,
        ordres: &[Ordre],
        requete: Option<&Requete<'_>>,
    ) -> Result<Vec<Option<Statement>>, Panne> {
        let mut enonces = Vec::with_capacity(ordres.len() + 1);
        for ordre in ordres {
            enonces.push(match &ordre.texte {
                Texte::Controle(_) => None,
                Texte::Enonce { sql, params, exigence } => {
                    Some(self.prepare(ordre.fait, sql, params, *exigence)?)
                }
            });
        }
        if let Some(r) = requete {
            enonces.push(Some(self.prepare(r.fait, r.sql, r.params, Exigence::Aucune)?));
        }
        Ok(enonces)
    }

    /// Prepares once per connection, with the kinds of the values: PostgreSQL cannot guess that of an absent one.
    fn prepare(
        &mut self,
        fait: usize,
        sql: &'static str,
        params: &[Value],
        exigence: Exigence,
    ) -> Result<Statement, Panne> {
        let connus = self.enonces.entry((sql, exigence)).or_default();
        let connu = connus.iter().find(|p| p.kinds.iter().copied().eq(params.iter().map(Value::kind)));
        if let Some(connu) = connu {
            return Ok(connu.enonce.clone());
        }
        let client = self.client.as_ref().ok_or_else(|| Panne::of_lot(fait, Echec::Ferme))?;
        let kinds: Vec<Kind> = params.iter().map(Value::kind).collect();
        let types: Vec<_> = kinds.iter().copied().map(valeur::sql_type).collect();
        let texte = match exigence {
            Exigence::Aucune => sql.to_owned(),
            Exigence::UneLigne => exactly_one(sql),
        };
        match self.runtime.block_on(client.prepare_typed(&texte, &types)) {
            Ok(enonce) => {
                connus.push(Prepare { kinds, enonce: enonce.clone() });
                Ok(enonce)
            }
            // What waited behind this statement was not sent: the transaction has no known state.
            Err(e) => Err(Panne { portee: Portee::Lot, ..self.failure(fait, Exigence::Aucune, &e) }),
        }
    }

    fn rows(
        &mut self,
        requete: Option<&Requete<'_>>,
        lignes: &[tokio_postgres::Row],
    ) -> Result<Vec<Row>, Echec> {
        let (Some(requete), Some(premiere)) = (requete, lignes.first()) else { return Ok(Vec::new()) };
        let colonnes = self
            .colonnes
            .entry(requete.sql)
            .or_insert_with(|| premiere.columns().iter().map(|c| c.name().to_owned()).collect());
        lignes.iter().map(|ligne| Ok(Row::new(Arc::clone(colonnes), valeur::read(ligne)?))).collect()
    }
}

/// Makes the server itself fail when the number of rows is not one: no answer is needed before the commit is sent.
fn exactly_one(sql: &str) -> String {
    format!(
        "WITH fait AS ({sql} RETURNING 1) SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM fait"
    )
}

fn origin(rang: usize, ordres: &[Ordre], requete: Option<&Requete<'_>>) -> (usize, Exigence) {
    match ordres.get(rang) {
        Some(Ordre { fait, texte: Texte::Enonce { exigence, .. } }) => (*fait, *exigence),
        Some(Ordre { fait, texte: Texte::Controle(_) }) => (*fait, Exigence::Aucune),
        None => (requete.map_or(0, |r| r.fait), Exigence::Aucune),
    }
}
