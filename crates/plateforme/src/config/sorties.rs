//! The ways out: the mail server, the key that file servers know us by.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelles::{AdresseCourriel, Chiffrement, Echec, Relais};

use super::Secret;

/// How messages leave.
#[derive(Args, Clone, Debug, Default)]
pub struct Sorties {
    /// Serveur de courriel ; sans lui, les courriels sont déposés comme fichiers dans le dossier des messages.
    #[arg(long, env = "SMTP_HOTE", value_name = "NOM", requires = "smtp_expediteur")]
    pub smtp_hote: Option<String>,

    /// Port du serveur de courriel ; sans lui, 587, 465 ou 25 selon le chiffrement.
    #[arg(long, env = "SMTP_PORT", value_name = "PORT")]
    pub smtp_port: Option<u16>,

    /// Chiffrement du courriel ; « clair » n’est admis que pour un serveur de cette machine.
    #[arg(long, env = "SMTP_CHIFFREMENT", value_enum, default_value_t)]
    pub smtp_chiffrement: ChiffrementSmtp,

    /// Compte sur le serveur de courriel.
    #[arg(long, env = "SMTP_UTILISATEUR", value_name = "NOM", requires = "smtp_mot_de_passe")]
    pub smtp_utilisateur: Option<String>,

    /// Mot de passe de ce compte.
    #[arg(long, env = "SMTP_MOT_DE_PASSE", hide_env_values = true, value_name = "SECRET")]
    pub smtp_mot_de_passe: Option<Secret>,

    /// Adresse qui envoie ; ce qui suit le « @ » signe aussi l’identifiant des messages.
    #[arg(long, env = "SMTP_EXPEDITEUR", value_name = "ADRESSE")]
    pub smtp_expediteur: Option<String>,

    /// Autorité de certification à admettre en plus de celles du système (PEM).
    #[arg(long, env = "SMTP_AUTORITE", value_name = "FICHIER")]
    pub smtp_autorite: Option<PathBuf>,

    /// Clé privée SSH de l’installation, telle que l’écrit ssh-keygen, sans phrase de passe.
    #[arg(long, env = "SFTP_CLE", value_name = "FICHIER")]
    pub sftp_cle: Option<PathBuf>,

    /// Mots de passe SFTP, un par ligne : « utilisateur@serveur:port mot-de-passe ».
    #[arg(long, env = "SFTP_MOTS_DE_PASSE", value_name = "FICHIER")]
    pub sftp_mots_de_passe: Option<PathBuf>,
}

/// How the link with the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ChiffrementSmtp {
    /// STARTTLS exigé (port 587).
    #[default]
    Starttls,
    /// TLS dès la connexion (port 465).
    Tls,
    /// Sans chiffrement, vers cette machine seulement (port 25).
    Clair,
}

impl ChiffrementSmtp {
    fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::Clair => 25,
        }
    }

    fn protection(self) -> Chiffrement {
        match self {
            Self::Starttls => Chiffrement::Starttls,
            Self::Tls => Chiffrement::Tls,
            Self::Clair => Chiffrement::EnClair,
        }
    }
}

impl Sorties {
    /// The mail server and who writes; nothing when none is set.
    ///
    /// # Errors
    /// When the address that sends is none.
    pub fn relais(&self) -> Result<Option<(Relais<'_>, AdresseCourriel)>, Echec> {
        let Some(hote) = &self.smtp_hote else { return Ok(None) };
        let expediteur = self.smtp_expediteur.as_deref().unwrap_or_default().parse();
        let expediteur =
            expediteur.map_err(|faute| Echec::Definitif(format!("SMTP_EXPEDITEUR : {faute}")))?;
        let secret = self.smtp_mot_de_passe.clone();
        let relais = Relais {
            hote,
            port: self.smtp_port.unwrap_or(self.smtp_chiffrement.port()),
            chiffrement: self.smtp_chiffrement.protection(),
            identifiants: self.smtp_utilisateur.clone().zip(secret),
            autorite: self.smtp_autorite.as_deref(),
        };
        Ok(Some((relais, expediteur)))
    }
}
