//! The bare loop: the statements of a séance on one connection, prepared, nothing around them.
//!
//! Same tables, same disk, same settings as the store. What the loop leaves out is what the product adds: a socket, an
//! identity, a decision, a chain, several clients at once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use entrepot::{Kind, Value, params};
use tokio_postgres::types::{ToSql, Type};

use crate::attelage::base::Base;
use crate::attelage::terrain::{compte_de, episode, jour, mk};
use crate::seance::{EPISODES, KINES};

const JETON: &str = "SELECT j.id AS jeton, j.portees, k.id AS compte, k.nom, k.role, k.praticien, k.cpts,
    k.departements FROM jeton j JOIN compte k ON k.id = j.compte
    WHERE j.empreinte = $1 AND j.expire_le > $2 AND k.etat = 'actif'";
const CLE: &str =
    "SELECT corps, statut, reponse FROM idempotence WHERE compte = $1 AND route = $2 AND cle = $3";
const EPISODE: &str = "SELECT e.patient, e.region, e.cote, e.departement, e.structure, e.ouvert_le, e.fin_le,
        e.plafond, e.amelioration, e.etat, e.clos_le, e.issue, e.version,
        d.id AS diagnostic, d.nature, d.date_document, d.en_rapport, d.enregistre_le, d.effet
    FROM episode e LEFT JOIN diagnostic d ON d.episode = e.id AND d.retire_le IS NULL WHERE e.id = $1";
/// What an episode holds and who asks, each read by the key of the episode, of its patient or of the MK.
const DE_L_EPISODE: [&str; 5] = [
    "SELECT praticien FROM participant WHERE episode = $1 ORDER BY ordre",
    "SELECT id, praticien, faite_le, saisie_le, compte, rang, lettre, coefficient, note
    FROM seance WHERE episode = $1 ORDER BY faite_le, saisie_le, id",
    "SELECT code, gravite, motif FROM drapeau_rouge WHERE episode = $1 ORDER BY code",
    "SELECT id, praticien, le, motif, destination, urgence, precisions
    FROM orientation WHERE episode = $1 ORDER BY le, id",
    "SELECT id, praticien, le, gravite, circonstances, mesures FROM evenement WHERE episode = $1 ORDER BY le, id",
];
const PATIENT: &str =
    "SELECT id, par_ins, homonyme, identite, medecin_traitant, version FROM patient WHERE id = $1";
const HORS_EPISODE: &str = "SELECT CAST(COALESCE(SUM(placees + excedent), 0) AS BIGINT) AS n
    FROM episode WHERE patient = $1 AND id <> $2";
const DU_MK: [&str; 3] = [
    "SELECT id, rpps, nom, prenom, statut FROM praticien WHERE id = $1",
    "SELECT id, departement, principal, adresse, code_postal, commune, du, au
    FROM lieu_exercice WHERE praticien = $1 ORDER BY principal DESC, id",
    "SELECT declaration, departement, cpts, du, au FROM autorisation
    WHERE praticien = $1 ORDER BY departement, du",
];
const CPTS: &str = "SELECT id, nom, version FROM cpts WHERE id = $1";

const COMPTER: &str = "UPDATE episode SET faites = faites + 1, derniere_le = $1, version = version + 1
    WHERE id = $2 AND version = $3 AND etat = 'ouvert'";
const SEANCE: &str = "INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte, rang, lettre,
        coefficient, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
const CONSERVER: &str = "INSERT INTO idempotence (compte, route, cle, corps, statut, reponse, depose_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const TRACER: &str =
    "INSERT INTO journal (seq, instant, acteur, action, sujet, decision, reglement, details, empreinte)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TETE: &str = "UPDATE journal_tete SET seq = $1, empreinte = $2 WHERE id = 1 AND seq = $3";
const UNE_LIGNE: &str = "INSERT INTO bail (nom, preneur, jusqu_a) VALUES ($1, $2, 0)";

/// Séances per commit.
const LOT: u32 = 32;

/// Which statements of a séance the loop runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enonces {
    /// Reads and writes: all that the product asks of the base.
    Tous,
    /// Writes only.
    Ecritures,
}

/// Séances per second of the loop.
pub fn boucle(base: &Base, enonces: Enonces, duree: Duration) -> f64 {
    let (mut liaison, mut tete) = (Liaison::ouvrir(base), 0);
    tete = liaison.entier("SELECT seq FROM journal_tete WHERE id = 1").max(tete);
    let (depart, mut n) = (Instant::now(), 0);
    while depart.elapsed() < duree {
        liaison.commander("BEGIN", "BEGIN IMMEDIATE");
        let avant = tete;
        for _ in 0..LOT {
            if enonces == Enonces::Tous {
                lire_une(&mut liaison, n);
            }
            tete += 1;
            ecrire_une(&mut liaison, n, tete);
            n += 1;
        }
        assert_eq!(liaison.executer(TETE, &params![tete, [2_u8; 32], avant]), 1);
        liaison.commander("COMMIT", "COMMIT");
    }
    f64::from(n) / depart.elapsed().as_secs_f64()
}

/// Seconds of one durable commit of one row, the median of many.
pub fn un_commit(base: &Base) -> f64 {
    let mut liaison = Liaison::ouvrir(base);
    let durees = (0..400).map(|n: i32| {
        let depart = Instant::now();
        liaison.commander("BEGIN", "BEGIN IMMEDIATE");
        assert_eq!(liaison.executer(UNE_LIGNE, &params![n.to_string(), uuid::Uuid::nil()]), 1);
        liaison.commander("COMMIT", "COMMIT");
        depart.elapsed()
    });
    durees.collect::<crate::rapport::Serie>().mediane()
}

fn lire_une(liaison: &mut Liaison, n: u32) {
    let numero = n % EPISODES;
    let (rang, id) = (numero % KINES, episode(numero));
    let patient = droit::identifiant::PatientId::new(5_000_000 + u128::from(numero));
    let empreinte = crate::attelage::terrain::empreinte_de(rang);
    assert_eq!(liaison.lire(JETON, &params![empreinte, 0]), 1);
    assert_eq!(liaison.lire(CLE, &params![compte_de(rang).to_string(), "route", format!("seance-{n}")]), 0);
    assert_eq!(liaison.lire(EPISODE, &params![id]), 1);
    for sql in DE_L_EPISODE {
        liaison.lire(sql, &params![id]);
    }
    assert_eq!(liaison.lire(PATIENT, &params![patient]), 1);
    assert_eq!(liaison.lire(HORS_EPISODE, &params![patient, id]), 1);
    for sql in DU_MK {
        assert_eq!(liaison.lire(sql, &params![mk(rang)]), 1);
    }
    assert_eq!(liaison.lire(CPTS, &params![droit::identifiant::CptsId::new(45)]), 1);
}

fn ecrire_une(liaison: &mut Liaison, n: u32, seq: i64) {
    let (numero, tour) = (n % EPISODES, i64::from(n / EPISODES));
    let (rang, id, le) = (numero % KINES, episode(numero), jour(tour));
    let seance = uuid::Uuid::from_u64_pair(0x0190_0000_0000_7000 + u64::from(n), u64::from(n));
    let details =
        format!("{{\"compte\":\"diagnostic\",\"le\":\"{le}\",\"rang\":null,\"seance\":\"{seance}\"}}");
    let ecrites = [
        liaison.executer(COMPTER, &params![le, id, tour + 1]),
        liaison.executer(
            SEANCE,
            &params![
                seance,
                id,
                mk(rang),
                le,
                0,
                "diagnostic",
                None::<i64>,
                None::<String>,
                None::<i64>,
                None::<Vec<u8>>
            ],
        ),
        liaison.executer(
            CONSERVER,
            &params![
                compte_de(rang).to_string(),
                "route",
                format!("seance-{n}"),
                [1_u8; 32],
                201,
                vec![b'x'; 4_000],
                0
            ],
        ),
        liaison.executer(
            TRACER,
            &params![
                seq,
                0,
                format!("praticien/{}", mk(rang)),
                "seance.enregistrer",
                format!("episode/{id}"),
                "x".repeat(500),
                "e".repeat(64),
                details,
                [2_u8; 32]
            ],
        ),
    ];
    assert_eq!(ecrites, [1; 4]);
}

/// One connection to either engine.
enum Liaison {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Serveur>),
}

struct Serveur {
    moteur: tokio::runtime::Runtime,
    client: tokio_postgres::Client,
    enonces: HashMap<&'static str, tokio_postgres::Statement>,
}

impl Liaison {
    fn ouvrir(base: &Base) -> Self {
        let Some(adresse) = &base.adresse else {
            let connexion = rusqlite::Connection::open(base.fichier()).unwrap();
            connexion.pragma_update(None, "synchronous", "full").unwrap();
            connexion.pragma_update(None, "foreign_keys", true).unwrap();
            connexion.pragma_update(None, "cache_size", -65_536).unwrap();
            connexion.set_prepared_statement_cache_capacity(64);
            return Self::Sqlite(connexion);
        };
        let moteur = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = moteur.block_on(async {
            let (client, connexion) = tokio_postgres::connect(adresse, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connexion);
            client
        });
        Self::Postgres(Box::new(Serveur { moteur, client, enonces: HashMap::new() }))
    }

    fn commander(&self, postgres: &str, sqlite: &str) {
        match self {
            Self::Sqlite(connexion) => {
                connexion.prepare_cached(sqlite).unwrap().raw_execute().unwrap();
            }
            Self::Postgres(serveur) => {
                serveur.moteur.block_on(serveur.client.batch_execute(postgres)).unwrap();
            }
        }
    }

    /// Rows changed.
    fn executer(&mut self, sql: &'static str, params: &[Value]) -> u64 {
        match self {
            Self::Sqlite(connexion) => {
                let mut enonce = connexion.prepare_cached(sql).unwrap();
                lier(&mut enonce, params);
                enonce.raw_execute().unwrap() as u64
            }
            Self::Postgres(serveur) => {
                let enonce = serveur.preparer(sql, params);
                serveur.moteur.block_on(serveur.client.execute(&enonce, &references(params))).unwrap()
            }
        }
    }

    /// Rows read, every column of them.
    fn lire(&mut self, sql: &'static str, params: &[Value]) -> usize {
        match self {
            Self::Sqlite(connexion) => {
                let mut enonce = connexion.prepare_cached(sql).unwrap();
                lier(&mut enonce, params);
                let colonnes = enonce.column_count();
                let (mut lignes, mut nombre) = (enonce.raw_query(), 0);
                while let Some(ligne) = lignes.next().unwrap() {
                    (0..colonnes).for_each(|rang| {
                        std::hint::black_box(ligne.get::<_, rusqlite::types::Value>(rang).unwrap());
                    });
                    nombre += 1;
                }
                nombre
            }
            Self::Postgres(serveur) => {
                let enonce = serveur.preparer(sql, params);
                serveur.moteur.block_on(serveur.client.query(&enonce, &references(params))).unwrap().len()
            }
        }
    }

    fn entier(&mut self, sql: &'static str) -> i64 {
        match self {
            Self::Sqlite(connexion) => connexion.query_row(sql, [], |ligne| ligne.get(0)).unwrap(),
            Self::Postgres(serveur) => {
                serveur.moteur.block_on(serveur.client.query_one(sql, &[])).unwrap().get(0)
            }
        }
    }
}

impl Serveur {
    fn preparer(&mut self, sql: &'static str, params: &[Value]) -> tokio_postgres::Statement {
        if let Some(enonce) = self.enonces.get(sql) {
            return enonce.clone();
        }
        let types: Vec<Type> = params.iter().map(type_sql).collect();
        let enonce = self.moteur.block_on(self.client.prepare_typed(sql, &types)).unwrap();
        self.enonces.insert(sql, enonce.clone());
        enonce
    }
}

fn lier(enonce: &mut rusqlite::Statement<'_>, params: &[Value]) {
    for (rang, valeur) in params.iter().enumerate() {
        enonce.raw_bind_parameter(rang + 1, valeur).unwrap();
    }
}

fn references(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|valeur| valeur as &(dyn ToSql + Sync)).collect()
}

fn type_sql(valeur: &Value) -> Type {
    match valeur.kind() {
        Kind::Int => Type::INT8,
        Kind::Real => Type::FLOAT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
        Kind::Uuid => Type::UUID,
    }
}
