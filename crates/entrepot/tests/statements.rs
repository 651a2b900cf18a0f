//! Every SQL text of the crate is accepted by both engines, as one text.
//!
//! The sources are read for string literals that begin as SQL does; each is prepared on a migrated base of each engine.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

mod appui;

use std::fs;
use std::path::{Path, PathBuf};

use appui::Base;
use entrepot::Emplacement;
use tokio_postgres::Client;
use tokio_postgres::types::Type;

/// The texts of PostgreSQL alone: two locks, one claim, two looks at the schema for copies. Nothing else may differ.
const POSTGRES_SEUL: [&str; 3] = ["FOR UPDATE", "current_schema()", "current_schemas("];
const NOMBRE_POSTGRES_SEUL: usize = 5;

#[test]
fn sqlite_prepares_every_statement() {
    let base = Base::sqlite("statements");
    drop(base.open());
    let Emplacement::Sqlite(chemin) = &base.emplacement else { unreachable!() };
    let conn = rusqlite::Connection::open(chemin).unwrap();
    for (origine, sql) in statements().into_iter().filter(|(_, sql)| !is_postgres_only(sql)) {
        if let Err(e) = conn.prepare(&sql) {
            panic!("{}: {e}\n{sql}", origine.display());
        }
    }
}

#[test]
fn postgres_prepares_every_statement_also_as_one_that_must_change_one_row() {
    let base = Base::postgres("statements");
    drop(base.open());
    let Emplacement::Postgres(adresse) = &base.emplacement else { unreachable!() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connexion) = tokio_postgres::connect(adresse, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        for (origine, sql) in statements() {
            let change = ["INSERT", "UPDATE", "DELETE"].iter().any(|verbe| sql.starts_with(verbe));
            let mut formes = vec![sql.clone()];
            if change && !sql.contains("RETURNING") {
                formes.push(format!("WITH fait AS ({sql} RETURNING 1) SELECT count(*) FROM fait"));
            }
            for forme in formes {
                if let Err(cause) = prepare(&client, &forme).await {
                    panic!("{}: {cause}\n{forme}", origine.display());
                }
            }
        }
    });
}

/// The store gives the kind of every value; here a parameter whose use does not tell its type is given each in turn.
async fn prepare(client: &Client, sql: &str) -> Result<(), String> {
    let mut types = Vec::new();
    let mut cause = match attempt(client, sql, &types).await {
        Ok(()) => return Ok(()),
        Err(cause) => cause,
    };
    while let Some(rang) = undetermined(&cause) {
        types.resize(types.len().max(rang), Type::UNKNOWN);
        for essai in [Type::UUID, Type::INT8, Type::BYTEA, Type::TEXT] {
            types[rang - 1] = essai;
            match attempt(client, sql, &types).await {
                Ok(()) => return Ok(()),
                Err(suite) => cause = suite,
            }
            if undetermined(&cause).is_some_and(|suivant| suivant > rang) {
                break;
            }
        }
    }
    Err(cause)
}

async fn attempt(client: &Client, sql: &str, types: &[Type]) -> Result<(), String> {
    let cause = |e: tokio_postgres::Error| {
        e.as_db_error().map_or_else(|| e.to_string(), |db| db.message().to_owned())
    };
    client.prepare_typed(sql, types).await.map(|_| ()).map_err(cause)
}

fn undetermined(cause: &str) -> Option<usize> {
    cause.strip_prefix("could not determine data type of parameter $")?.parse().ok()
}

#[test]
fn the_texts_of_one_engine_alone_are_counted() {
    let tous = statements();
    assert!(tous.len() > 25, "the walk found only {} statements", tous.len());
    let seuls: Vec<_> = tous.iter().filter(|(_, sql)| is_postgres_only(sql)).collect();
    assert_eq!(seuls.len(), NOMBRE_POSTGRES_SEUL, "{seuls:#?}");
}

fn is_postgres_only(sql: &str) -> bool {
    POSTGRES_SEUL.iter().any(|marque| sql.contains(marque))
}

fn statements() -> Vec<(PathBuf, String)> {
    let mut trouves = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut trouves);
    trouves
}

fn walk(dossier: &Path, trouves: &mut Vec<(PathBuf, String)>) {
    for entree in fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            walk(&chemin, trouves);
        } else if chemin.extension().is_some_and(|e| e == "rs") {
            let source = fs::read_to_string(&chemin).unwrap();
            let produit = source.split("#[cfg(test)]").next().unwrap();
            let textes = literals(produit).into_iter().filter(|texte| is_statement(texte));
            trouves.extend(textes.map(|texte| (chemin.clone(), texte)));
        }
    }
}

fn is_statement(texte: &str) -> bool {
    let verbes = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];
    verbes.iter().any(|verbe| texte.starts_with(verbe)) && !texte.contains('{') && texte.contains(' ')
}

/// The string literals of a Rust source, comments left out; raw strings and line continuations understood.
fn literals(source: &str) -> Vec<String> {
    let lettres: Vec<char> = source.chars().collect();
    let mut trouves = Vec::new();
    let mut i = 0;
    while i < lettres.len() {
        match lettres[i] {
            '/' if lettres.get(i + 1) == Some(&'/') => {
                while i < lettres.len() && lettres[i] != '\n' {
                    i += 1;
                }
            }
            '\'' if lettres.get(i + 2) == Some(&'\'') => i += 2,
            '\'' if lettres.get(i + 1) == Some(&'\\') && lettres.get(i + 3) == Some(&'\'') => i += 3,
            '"' => {
                let (texte, fin) = literal(&lettres, i + 1);
                trouves.push(texte);
                i = fin;
            }
            _ => {}
        }
        i += 1;
    }
    trouves
}

/// The literal that begins at `i`, and the place of its closing quote.
fn literal(lettres: &[char], mut i: usize) -> (String, usize) {
    let mut texte = String::new();
    while lettres[i] != '"' {
        if lettres[i] != '\\' {
            texte.push(lettres[i]);
        } else {
            i += 1;
            if lettres[i] == '\n' {
                while lettres[i + 1].is_whitespace() {
                    i += 1;
                }
            } else {
                texte.push(lettres[i]);
            }
        }
        i += 1;
    }
    (texte.trim().to_owned(), i)
}

#[test]
fn the_walk_reads_literals_and_not_comments() {
    let source = "// \"SELECT no\"\nconst A: &str = \"SELECT \\\n    1\"; let c = '\"'; f(\"UPDATE t SET a = \\\"b\\\"\");";
    assert_eq!(literals(source), ["SELECT 1", "UPDATE t SET a = \"b\""]);
}
