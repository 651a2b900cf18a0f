//! A schema of its own on a PostgreSQL server, for the time of a measure.

use entrepot::Emplacement;

/// Measures in a schema that nobody else sees, dropped afterwards.
pub fn a_part<T>(serveur: &str, nom: &str, mesurer: impl FnOnce(Emplacement) -> T) -> T {
    let schema = format!("{nom}_{}", std::process::id());
    executer(serveur, &format!("CREATE SCHEMA \"{schema}\""));
    let mesure = mesurer(Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{schema}")));
    executer(serveur, &format!("DROP SCHEMA \"{schema}\" CASCADE"));
    mesure
}

fn executer(serveur: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connexion) = tokio_postgres::connect(serveur, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        client.batch_execute(sql).await.unwrap();
    });
}
