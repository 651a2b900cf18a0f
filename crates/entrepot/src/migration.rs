//! The schema brings itself up to date when the base opens, once, whoever opens it first.

use sha2::{Digest, Sha256};

use crate::Echec;
use crate::params;
use crate::sql::sqlite::Sqlite;

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const REGISTRE: &str = "CREATE TABLE IF NOT EXISTS migration (
    nom TEXT NOT NULL PRIMARY KEY, empreinte TEXT NOT NULL)";
const INSCRIRE: &str = "INSERT INTO migration (nom, empreinte) VALUES ($1, $2)";

/// Words of the migrations that each engine spells its own way.
const SQLITE: [(&str, &str); 4] =
    [("{entier}", "INTEGER"), ("{octets}", "BLOB"), ("{uuid}", "BLOB"), ("{strict}", "STRICT")];

pub(crate) fn migrate_sqlite(sqlite: &Sqlite) -> Result<(), Echec> {
    sqlite.batch(REGISTRE)?;
    for (nom, texte) in MIGRATIONS {
        let empreinte = fingerprint(texte);
        if sqlite.execute(
            "UPDATE migration SET empreinte = $2 WHERE nom = $1",
            &params![*nom, empreinte.as_str()],
        )? == 0
        {
            sqlite.batch(&spell(texte, &SQLITE))?;
            sqlite.execute(INSCRIRE, &params![*nom, empreinte])?;
        }
    }
    Ok(())
}

fn fingerprint(texte: &str) -> String {
    Sha256::digest(texte.as_bytes()).iter().map(|octet| format!("{octet:02x}")).collect()
}

fn spell(texte: &str, mots: &[(&str, &str)]) -> String {
    mots.iter().fold(texte.to_owned(), |t, (mot, ecrit)| t.replace(mot, ecrit))
}
