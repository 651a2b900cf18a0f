//! A base of its own for each test, on either engine.

use std::path::PathBuf;

use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};

/// Runs each named function once per engine; it receives an empty [`Base`].
#[macro_export]
macro_rules! on_each_engine {
    ($($nom:ident),* $(,)?) => {
        mod sqlite {$(
            #[test]
            fn $nom() {
                super::$nom(&super::appui::Base::sqlite(stringify!($nom)));
            }
        )*}
        mod postgres {$(
            #[test]
            fn $nom() {
                super::$nom(&super::appui::Base::postgres(stringify!($nom)));
            }
        )*}
    };
}

/// An empty base: a file, or a schema of the test server.
pub struct Base {
    pub emplacement: Emplacement,
}

impl Base {
    pub fn sqlite(nom: &str) -> Self {
        Self { emplacement: Emplacement::Sqlite(folder(nom).join("base.db")) }
    }

    pub fn postgres(nom: &str) -> Self {
        let serveur = server();
        let schema = format!("essai_{}_{nom}", std::process::id());
        run_on(&serveur, &format!("DROP SCHEMA IF EXISTS \"{schema}\" CASCADE; CREATE SCHEMA \"{schema}\""));
        Self { emplacement: Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{schema}")) }
    }

    pub fn configuration(&self) -> Configuration {
        Configuration::new(self.emplacement.clone(), CleMaitresse::new([7; 32]))
    }

    pub fn open(&self) -> Entrepot {
        Entrepot::ouvrir(self.configuration()).unwrap()
    }
}

/// A fresh folder under the build's own.
pub fn folder(nom: &str) -> PathBuf {
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
    if dossier.exists() {
        std::fs::remove_dir_all(&dossier).unwrap();
    }
    std::fs::create_dir_all(&dossier).unwrap();
    dossier
}

/// Runs a text of SQL on the test server.
pub fn run_on(serveur: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connexion) = tokio_postgres::connect(serveur, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        client.batch_execute(sql).await.unwrap();
    });
}

fn server() -> String {
    std::env::var_os("ACCES_DIRECT_TEST_PG")
        .and_then(|adresse| adresse.into_string().ok())
        .expect("ACCES_DIRECT_TEST_PG is not set: run the tests with scripts/test, which starts PostgreSQL")
}
