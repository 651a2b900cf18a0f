//! Where connections come from: the file or the server of a configuration.

use crate::sql::Moteur;
use crate::sql::postgres::{Adresse, Postgres};
use crate::sql::sqlite::{Fichier, Usage};
use crate::{Configuration, Echec, Emplacement};

/// Opens connections to one base.
#[derive(Clone)]
pub(crate) enum Source {
    Sqlite(Fichier),
    Postgres(Box<Adresse>),
}

impl Source {
    pub(crate) fn new(configuration: &Configuration) -> Result<Self, Echec> {
        Ok(match &configuration.emplacement {
            Emplacement::Sqlite(chemin) => {
                Self::Sqlite(Fichier { chemin: chemin.clone(), disque: configuration.disque.clone() })
            }
            Emplacement::Postgres(adresse) => Self::Postgres(Box::new(Adresse::parse(adresse)?)),
        })
    }

    /// A connection. Those of PostgreSQL readers are made at their first use.
    pub(crate) fn open(&self, usage: Usage) -> Result<Moteur, Echec> {
        match self {
            Self::Sqlite(fichier) => Ok(Moteur::Sqlite(Box::new(fichier.open(usage)?))),
            Self::Postgres(adresse) => {
                let mut postgres = Postgres::new(Adresse::clone(adresse))?;
                if usage == Usage::Ecriture {
                    postgres.ensure_connected()?;
                }
                Ok(Moteur::Postgres(Box::new(postgres)))
            }
        }
    }
}
