//! The schema brings itself up to date when the base opens, once, whoever opens it first.
//!
//! Several nodes may start at once: on PostgreSQL they queue on the row of `migration_verrou`, on SQLite on the write
//! lock of the file. A migration that this binary does not know is left alone: a newer one has run here.

use sha2::{Digest, Sha256};

use crate::sql::Moteur;
use crate::{Echec, params};

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const REGISTRE: &str = "
    CREATE TABLE IF NOT EXISTS migration (nom TEXT NOT NULL PRIMARY KEY, empreinte TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS migration_verrou (id INTEGER NOT NULL PRIMARY KEY);
    INSERT INTO migration_verrou (id) VALUES (1) ON CONFLICT DO NOTHING;";
const VERROUILLER: &str = "SELECT id FROM migration_verrou WHERE id = 1 FOR UPDATE";
const CONNUE: &str = "SELECT empreinte FROM migration WHERE nom = $1";
const INSCRIRE: &str = "INSERT INTO migration (nom, empreinte) VALUES ($1, $2)";

/// Attempts to create the registry when other nodes create it at the same moment.
const ESSAIS: usize = 20;

type Mots = [(&'static str, &'static str); 5];

/// Words of the migrations that each engine spells its own way.
const SQLITE: Mots = [
    ("{entier}", "INTEGER"),
    ("{octets}", "BLOB"),
    ("{uuid}", "BLOB"),
    ("{strict}", "STRICT"),
    // Rows in the order of their key: a range of keys is read in one go.
    ("{groupe}", "STRICT, WITHOUT ROWID"),
];
const POSTGRES: Mots =
    [("{entier}", "BIGINT"), ("{octets}", "BYTEA"), ("{uuid}", "UUID"), ("{strict}", ""), ("{groupe}", "")];

/// Applies what is missing, all or nothing.
pub(crate) fn migrate(moteur: &mut Moteur) -> Result<(), Echec> {
    begin(moteur)?;
    let issue = apply_all(moteur).and_then(|()| moteur.batch("COMMIT"));
    if issue.is_err()
        && let Err(suite) = moteur.batch("ROLLBACK")
    {
        tracing::debug!(erreur = %suite, "the migration was already undone");
    }
    issue
}

/// Opens the transaction, the registry there.
///
/// On SQLite the write lock comes first, for it alone waits for whoever migrates: a statement that reads before it writes
/// is refused at once when another node wrote in between.
fn begin(moteur: &mut Moteur) -> Result<(), Echec> {
    match moteur {
        Moteur::Sqlite(_) => moteur.batch("BEGIN IMMEDIATE")?,
        Moteur::Postgres(_) => {
            create_registry(moteur)?;
            return moteur.batch("BEGIN");
        }
    }
    moteur.batch(REGISTRE)
}

/// PostgreSQL can fail when two nodes create the same table at once, even with `IF NOT EXISTS`.
fn create_registry(moteur: &mut Moteur) -> Result<(), Echec> {
    let mut issue = Ok(());
    for _ in 0..ESSAIS {
        issue = moteur.batch(REGISTRE);
        if issue.is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    issue
}

fn apply_all(moteur: &mut Moteur) -> Result<(), Echec> {
    if let Moteur::Postgres(_) = moteur {
        moteur.query(VERROUILLER, &[])?;
    }
    for (nom, texte) in MIGRATIONS {
        let empreinte = fingerprint(texte);
        match moteur.query(CONNUE, &params![*nom])?.first() {
            None => apply(moteur, nom, texte, &empreinte)?,
            Some(ligne) if ligne.get::<String>("empreinte")? == empreinte => {}
            Some(_) => return Err(changed(nom)),
        }
    }
    Ok(())
}

fn apply(moteur: &mut Moteur, nom: &str, texte: &str, empreinte: &str) -> Result<(), Echec> {
    let mots = match moteur {
        Moteur::Sqlite(_) => &SQLITE,
        Moteur::Postgres(_) => &POSTGRES,
    };
    let texte = mots.iter().fold(texte.to_owned(), |t, (mot, ecrit)| t.replace(mot, ecrit));
    moteur.batch(&texte).map_err(|e| Echec::Migration { nom: nom.to_owned(), cause: e.to_string() })?;
    moteur.query(INSCRIRE, &params![nom, empreinte])?;
    tracing::debug!(migration = nom, "schema migrated");
    Ok(())
}

fn changed(nom: &str) -> Echec {
    let cause = "son texte n’est plus celui qui a été appliqué à cette base ; reprenez la version d’origine.";
    Echec::Migration { nom: nom.to_owned(), cause: cause.to_owned() }
}

fn fingerprint(texte: &str) -> String {
    Sha256::digest(texte.as_bytes()).iter().map(|octet| format!("{octet:02x}")).collect()
}
