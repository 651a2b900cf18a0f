//! Durable facts per second through the store, against a bare loop of the same statements, on the same disk.
//!
//! `cargo bench -p entrepot --bench faits`; PostgreSQL too when `ACCES_DIRECT_TEST_PG` gives a server. Runs of the
//! loop and of the store alternate, and the ratio of each pair is what counts: the machine's noise hits both. A fact is
//! a guarded update, a message, an idempotency key, a journal line chained to the last one, and a synchronised commit.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops at a failure"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use entrepot::chiffre::CleMaitresse;
use entrepot::idempotence::{Cle, Reponse};
use entrepot::journal::{Entree, Verification, verifier_ici};
use entrepot::outbox::Message;
use entrepot::{Configuration, Echec, Emplacement, Entrepot, Tx, params};
use jiff::Timestamp;
use uuid::Uuid;

const DUREE: Duration = Duration::from_millis(1200);
const PAIRES: usize = 6;
/// Facts per commit of the bare loop.
const LOT: u64 = 32;
const COMPTEURS: u64 = 64;

const COMPTER: &str = "UPDATE bail SET jusqu_a = jusqu_a + 1 WHERE nom = $1";
const DEPOSER: &str = "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (cle) DO NOTHING";
const CONSERVER: &str = "INSERT INTO idempotence (compte, route, cle, corps, statut, reponse, depose_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const INSCRIRE: &str = "INSERT INTO journal
    (seq, instant, acteur, action, sujet, decision, reglement, details, empreinte)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// One run: facts per second, and the latencies of the facts.
struct Mesure {
    debit: f64,
    latences: Vec<Duration>,
}

fn main() {
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("banc-faits");
    if dossier.exists() {
        std::fs::remove_dir_all(&dossier).unwrap();
    }
    std::fs::create_dir_all(&dossier).unwrap();
    println!("moteur      clients   faits/s   boucle nue/s   rapport médian   p50      p99     p99/p50");
    for clients in [1, 16, 64] {
        let mut rang = 0;
        compare("sqlite", clients, || {
            rang += 1;
            Emplacement::Sqlite(dossier.join(format!("{clients}-{rang}.db")))
        });
    }
    let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|v| v.into_string().ok());
    let Some(serveur) = serveur else { return println!("postgresql  (ACCES_DIRECT_TEST_PG est absent)") };
    for clients in [1, 16, 64] {
        let mut rang = 0;
        compare("postgresql", clients, || {
            rang += 1;
            postgres::schema(&serveur, &format!("banc_{}_{clients}_{rang}", std::process::id()))
        });
    }
}

fn compare(moteur: &str, clients: u64, mut neuve: impl FnMut() -> Emplacement) {
    // One client is compared with a commit per fact: it has no neighbour to share one with.
    let lot = if clients == 1 { 1 } else { LOT };
    let (mut rapports, mut debits, mut nues) = (Vec::new(), Vec::new(), Vec::new());
    let mut latences = Vec::new();
    for _ in 0..PAIRES {
        let nue = match neuve() {
            Emplacement::Sqlite(chemin) => sqlite::bare(&chemin, lot),
            Emplacement::Postgres(adresse) => postgres::bare(&adresse, lot),
        };
        let mesure = ours(neuve(), clients);
        rapports.push(mesure.debit / nue);
        debits.push(mesure.debit);
        nues.push(nue);
        latences.extend(mesure.latences);
    }
    latences.sort_unstable();
    let centile = |p: usize| latences.get(latences.len() * p / 100).copied().unwrap_or_default();
    let (p50, p99) = (centile(50), centile(99));
    println!(
        "{moteur:<11} {clients:>7} {:>9.0} {:>14.0} {:>16.2} {:>7.2} ms {:>6.2} ms {:>6.1}",
        median(&mut debits),
        median(&mut nues),
        median(&mut rapports),
        p50.as_secs_f64() * 1e3,
        p99.as_secs_f64() * 1e3,
        p99.as_secs_f64() / p50.as_secs_f64(),
    );
}

fn median(valeurs: &mut [f64]) -> f64 {
    valeurs.sort_by(f64::total_cmp);
    valeurs.get(valeurs.len() / 2).copied().unwrap_or_default()
}

fn ours(emplacement: Emplacement, clients: u64) -> Mesure {
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    entrepot.ecrire_ici(prepare).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let debut = Instant::now();
    let taches: Vec<_> = (0..clients)
        .map(|client| {
            let entrepot = entrepot.clone();
            runtime.spawn(async move {
                let mut latences = Vec::new();
                for rang in 0.. {
                    if debut.elapsed() > DUREE {
                        break;
                    }
                    let depart = Instant::now();
                    entrepot.ecrire(move |tx| record(tx, client, rang)).await.unwrap();
                    latences.push(depart.elapsed());
                }
                latences
            })
        })
        .collect();
    let latences: Vec<Duration> = taches.into_iter().flat_map(|t| runtime.block_on(t).unwrap()).collect();
    let debit = latences.len() as f64 / debut.elapsed().as_secs_f64();
    // A figure counts only if the journal proves what was recorded.
    let Verification::Intacte(tete) = verifier_ici(&entrepot, &[]).unwrap() else {
        unreachable!("broken journal")
    };
    assert_eq!(tete.seq, i64::try_from(latences.len()).unwrap());
    Mesure { debit, latences }
}

fn prepare(tx: &mut Tx) -> Result<(), Echec> {
    for compteur in 0..COMPTEURS {
        tx.enqueue_one(
            "INSERT INTO bail (nom, preneur, jusqu_a) VALUES ($1, $2, 0)",
            params![compteur.to_string(), Uuid::nil()],
        );
    }
    Ok(())
}

fn record(tx: &mut Tx, client: u64, rang: u64) -> Result<(), Echec> {
    let id = identity(client, rang);
    let instant = Timestamp::UNIX_EPOCH;
    tx.enqueue_one(COMPTER, params![(client % COMPTEURS).to_string()]);
    tx.deposer(Message {
        id,
        genre: "essai".to_owned(),
        cle: id.to_string(),
        contenu: "{\"seance\":1}".to_owned(),
        depose_le: instant,
        echeance: instant,
    });
    Cle::new(client.to_string(), "POST /seances", id.to_string(), b"corps").conserver(
        tx,
        &Reponse { statut: 201, corps: vec![b'x'; 300] },
        instant,
    );
    let mut entree = Entree::new(instant, "compte/1", "seance.enregistrer", format!("episode/{client}"));
    entree.decision = Some("accordee".to_owned());
    tx.tracer(entree);
    Ok(())
}

/// Distinct, and growing with the rank as identifiers of version 7 do.
fn identity(client: u64, rang: u64) -> Uuid {
    Uuid::from_u64_pair(rang, client)
}

/// The parameters of the four statements of fact number `n`.
fn statements(n: i64) -> [(&'static str, Vec<entrepot::Value>); 4] {
    let id = identity(0, n.unsigned_abs());
    [
        (COMPTER, params![(n % 64).to_string()].to_vec()),
        (DEPOSER, params![id, "essai", id.to_string(), "{\"seance\":1}", 0, 0].to_vec()),
        (
            CONSERVER,
            params!["1", "POST /seances", id.to_string(), [1_u8; 32], 201, vec![b'x'; 300], 0].to_vec(),
        ),
        (
            INSCRIRE,
            params![
                n,
                0,
                "compte/1",
                "seance.enregistrer",
                "episode/1",
                "accordee",
                None::<String>,
                "{}",
                [2_u8; 32]
            ]
            .to_vec(),
        ),
    ]
}

mod sqlite {
    //! The bare loop on SQLite: one connection, prepared statements, the same settings as the store.

    use std::path::Path;
    use std::time::Instant;

    use entrepot::chiffre::CleMaitresse;
    use entrepot::{Configuration, Emplacement, Entrepot};
    use rusqlite::Connection;

    use super::{DUREE, prepare, statements};

    pub fn bare(chemin: &Path, lot: u64) -> f64 {
        let emplacement = Emplacement::Sqlite(chemin.to_owned());
        let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
        entrepot.ecrire_ici(prepare).unwrap();
        drop(entrepot);
        let conn = Connection::open(chemin).unwrap();
        conn.pragma_update(None, "synchronous", "full").unwrap();
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        conn.set_prepared_statement_cache_capacity(64);
        let debut = Instant::now();
        let mut n = 0;
        while debut.elapsed() < DUREE {
            conn.prepare_cached("BEGIN IMMEDIATE").unwrap().raw_execute().unwrap();
            for _ in 0..lot {
                n += 1;
                for (sql, params) in statements(n) {
                    let mut enonce = conn.prepare_cached(sql).unwrap();
                    for (rang, valeur) in params.iter().enumerate() {
                        enonce.raw_bind_parameter(rang + 1, valeur).unwrap();
                    }
                    enonce.raw_execute().unwrap();
                }
            }
            conn.prepare_cached("COMMIT").unwrap().raw_execute().unwrap();
        }
        n as f64 / debut.elapsed().as_secs_f64()
    }
}

mod postgres {
    //! The bare loop on PostgreSQL: one connection, prepared statements, one answer awaited at a time.

    use std::time::Instant;

    use entrepot::chiffre::CleMaitresse;
    use entrepot::{Configuration, Emplacement, Entrepot, Kind, Value};
    use tokio_postgres::types::{ToSql, Type};
    use tokio_postgres::{NoTls, connect};

    use super::{DUREE, prepare, statements};

    pub fn schema(serveur: &str, nom: &str) -> Emplacement {
        run(async {
            let (client, connexion) = connect(serveur, NoTls).await.unwrap();
            tokio::spawn(connexion);
            client.batch_execute(&format!("CREATE SCHEMA {nom}")).await.unwrap();
        });
        Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{nom}"))
    }

    pub fn bare(adresse: &str, lot: u64) -> f64 {
        let emplacement = Emplacement::Postgres(adresse.to_owned());
        let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
        entrepot.ecrire_ici(prepare).unwrap();
        drop(entrepot);
        run(async {
            let (client, connexion) = connect(adresse, NoTls).await.unwrap();
            tokio::spawn(connexion);
            let mut enonces = Vec::new();
            for (sql, params) in statements(1) {
                let types: Vec<Type> = params.iter().map(sql_type).collect();
                enonces.push(client.prepare_typed(sql, &types).await.unwrap());
            }
            let debut = Instant::now();
            let mut n = 0;
            while debut.elapsed() < DUREE {
                client.batch_execute("BEGIN").await.unwrap();
                for _ in 0..lot {
                    n += 1;
                    for ((_, params), enonce) in statements(n).iter().zip(&enonces) {
                        let params: Vec<&(dyn ToSql + Sync)> =
                            params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
                        client.execute(enonce, &params).await.unwrap();
                    }
                }
                client.batch_execute("COMMIT").await.unwrap();
            }
            n as f64 / debut.elapsed().as_secs_f64()
        })
    }

    fn sql_type(valeur: &Value) -> Type {
        match valeur.kind() {
            Kind::Int => Type::INT8,
            Kind::Real => Type::FLOAT8,
            Kind::Text => Type::TEXT,
            Kind::Bytes => Type::BYTEA,
            Kind::Uuid => Type::UUID,
        }
    }

    fn run<T>(futur: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(futur)
    }
}
