//! How a verb ends: done, failed, or asked badly.

use std::process::ExitCode;

/// Why a verb did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Echec {
    /// What was asked cannot be read: exit code 2.
    #[error("{0}")]
    Saisie(String),
    /// What was asked could not be done: exit code 1.
    #[error("{0}")]
    Panne(String),
}

impl Echec {
    /// What was asked cannot be read.
    pub fn saisie(cause: impl std::fmt::Display) -> Self {
        Self::Saisie(cause.to_string())
    }

    /// What was asked could not be done.
    pub fn panne(cause: impl std::fmt::Display) -> Self {
        Self::Panne(cause.to_string())
    }

    /// Says why on the error output, and gives the exit code.
    pub fn annoncer(&self) -> ExitCode {
        eprintln!("acces-direct : {self}");
        match self {
            Self::Saisie(_) => ExitCode::from(2),
            Self::Panne(_) => ExitCode::FAILURE,
        }
    }
}

impl From<std::io::Error> for Echec {
    fn from(cause: std::io::Error) -> Self {
        Self::panne(cause)
    }
}
