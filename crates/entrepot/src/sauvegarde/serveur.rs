//! The copy of a PostgreSQL base: `pg_dump` and `pg_restore`, for the one schema that the store uses.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::EchecSauvegarde;
use crate::sql::Moteur;
use crate::sql::postgres::{Adresse, Postgres};
use crate::sql::sqlite::reserve;
use crate::{Echec, Entrepot};

const SCHEMA: &str = "SELECT current_schema()::text AS nom";
const TABLES: &str = "SELECT count(*) AS n FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND s.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND s.nspname = ANY (current_schemas(false))";

pub(super) fn dump(entrepot: &Entrepot, adresse: &str, destination: &Path) -> Result<(), EchecSauvegarde> {
    let schema: String = entrepot.lire_ici(|tx| tx.query_one(SCHEMA, &[])?.get("nom"))?;
    reserve(destination)?;
    let mut commande = command("pg_dump", adresse)?;
    commande.args(["--format=custom", "--no-owner", "--no-privileges", "--schema"]).arg(schema);
    commande.arg("--file").arg(destination);
    let issue = run("pg_dump", commande);
    if issue.is_err() && destination.exists() {
        fs::remove_file(destination).map_err(EchecSauvegarde::at(destination))?;
    }
    issue?;
    fs::File::open(destination).and_then(|f| f.sync_all()).map_err(EchecSauvegarde::at(destination))
}

/// All or nothing, into a base without tables.
pub(super) fn restore(adresse: &str, source: &Path) -> Result<(), EchecSauvegarde> {
    let mut postgres = Postgres::new(Adresse::parse(adresse)?)?;
    postgres.ensure_connected()?;
    let tables: i64 =
        Moteur::Postgres(Box::new(postgres)).query(TABLES, &[])?.first().ok_or(Echec::Absent)?.get("n")?;
    if tables > 0 {
        return Err(EchecSauvegarde::DestinationNonVide);
    }
    let mut commande = command("pg_restore", adresse)?;
    let base = Adresse::parse(adresse)?.base().to_owned();
    commande.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname"]);
    commande.arg(base).arg(source);
    run("pg_restore", commande)
}

/// The address goes by the environment: a command line can be read by everyone on the machine.
fn command(outil: &str, adresse: &str) -> Result<Command, EchecSauvegarde> {
    let mut commande = Command::new(outil);
    for (nom, valeur) in Adresse::parse(adresse)?.environment() {
        commande.env(nom, valeur);
    }
    Ok(commande)
}

fn run(outil: &'static str, mut commande: Command) -> Result<(), EchecSauvegarde> {
    let sortie = commande.output().map_err(|e| EchecSauvegarde::Outil { outil, cause: e.to_string() })?;
    if sortie.status.success() {
        return Ok(());
    }
    let cause = String::from_utf8_lossy(&sortie.stderr).lines().next().unwrap_or("sans message").to_owned();
    Err(EchecSauvegarde::Outil { outil, cause })
}
