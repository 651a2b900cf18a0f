//! A base of its own, on either engine, for a server of its own.

use std::path::PathBuf;

use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};

/// The master key of every base here, as the environment gives it.
pub const CLE: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// A folder, and the address of a database when it is not a file of that folder.
#[derive(Clone, Debug)]
pub struct Base {
    pub dossier: PathBuf,
    pub adresse: Option<String>,
}

impl Base {
    /// An empty folder for a file.
    pub fn sqlite(nom: &str) -> Self {
        Self { dossier: dossier_neuf(nom), adresse: None }
    }

    /// An empty database of this server.
    pub fn postgres(serveur: &str, nom: &str) -> Self {
        Self::de_modele(serveur, nom, "template0")
    }

    fn de_modele(serveur: &str, nom: &str, modele: &str) -> Self {
        let base = format!("{}_{}", nom.replace('-', "_"), std::process::id());
        let (racine, _) = serveur.rsplit_once('/').unwrap();
        executer(serveur, &format!("DROP DATABASE IF EXISTS {base}"));
        executer(serveur, &format!("CREATE DATABASE {base} TEMPLATE {modele}"));
        Self { dossier: dossier_neuf(nom), adresse: Some(format!("{racine}/{base}")) }
    }

    /// Another base with the same content; nobody may be using this one.
    pub fn copie(&self, nom: &str) -> Self {
        let Some(adresse) = &self.adresse else {
            let copie = Self::sqlite(nom);
            std::fs::copy(self.fichier(), copie.fichier()).unwrap();
            return copie;
        };
        let (racine, modele) = adresse.rsplit_once('/').unwrap();
        Self::de_modele(&format!("{racine}/postgres"), nom, modele)
    }

    /// The file of a SQLite base.
    pub fn fichier(&self) -> PathBuf {
        self.dossier.join("acces-direct.sqlite")
    }

    /// « sqlite » or « postgresql ».
    pub fn moteur(&self) -> &'static str {
        if self.adresse.is_some() { "postgresql" } else { "sqlite" }
    }

    /// The store, in this process.
    pub fn ouvrir(&self) -> Entrepot {
        let emplacement = match &self.adresse {
            Some(adresse) => Emplacement::Postgres(adresse.clone()),
            None => Emplacement::Sqlite(self.fichier()),
        };
        Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap()
    }

    /// Deletes it.
    pub fn effacer(self) {
        if let Some(adresse) = &self.adresse {
            let (racine, base) = adresse.rsplit_once('/').unwrap();
            executer(&format!("{racine}/postgres"), &format!("DROP DATABASE IF EXISTS {base} WITH (FORCE)"));
        }
        std::fs::remove_dir_all(&self.dossier).unwrap();
    }
}

fn dossier_neuf(nom: &str) -> PathBuf {
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
    if dossier.exists() {
        std::fs::remove_dir_all(&dossier).unwrap();
    }
    std::fs::create_dir_all(&dossier).unwrap();
    dossier
}

/// Runs a text of SQL on a PostgreSQL server.
fn executer(adresse: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connexion) = tokio_postgres::connect(adresse, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        client.batch_execute(sql).await.unwrap();
    });
}
