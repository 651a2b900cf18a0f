//! The real operator of MSSanté: its servers, the mailbox of the installation, and whose token opens it.
//!
//! A token is that of a file kept fresh beside us, or the one that each MK lends while his session lasts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use droit::identifiant::PraticienId;
use formats::mssante::{Adresse, ListeBlanche, Message};
use jiff::Timestamp;
use passerelles::Recepisse;
use passerelles::mssante::{Confiance, EchecMssante, Jeton, Operateur, Position, Releve, Session};

use super::voies::{VoieInvalide, invalide, octets};
use crate::config::Remises;
use crate::connexion::pro_sante_connect::{Psc, SansJeton};

/// A real operator, the mailbox that sends, and where its token of the moment is.
#[derive(Debug)]
pub struct Operatrice {
    operateur: Operateur,
    boite: Adresse,
    jeton: SourceDeJeton,
}

/// Where the token of the moment comes from.
#[derive(Debug)]
enum SourceDeJeton {
    /// A file that somebody keeps fresh beside us: everybody's mails leave with it.
    Fichier(PathBuf),
    /// What MKs lend: each mail leaves with its author's.
    Prets(Arc<Psc>),
}

impl Operatrice {
    /// The operator of the settings, when there is one.
    ///
    /// # Errors
    /// Names the setting that cannot work.
    pub fn des_reglages(
        reglages: &Remises,
        liste: &ListeBlanche,
        psc: Option<&Arc<Psc>>,
    ) -> Result<Option<Self>, VoieInvalide> {
        let (Some(hote), Some(autorites), Some(certificat), Some(cle), Some(boite)) = (
            &reglages.mssante_hote,
            &reglages.mssante_autorites,
            &reglages.mssante_certificat,
            &reglages.mssante_cle,
            &reglages.mssante_boite,
        ) else {
            return Ok(None);
        };
        let jeton = match (&reglages.mssante_jeton, psc) {
            (Some(fichier), _) => SourceDeJeton::Fichier(fichier.clone()),
            (None, Some(psc)) => SourceDeJeton::Prets(Arc::clone(psc)),
            (None, None) => {
                let cause = "indiquez le fichier du jeton, ou raccordez Pro Santé Connect (PSC_DECOUVERTE)";
                return Err(invalide("MSSANTE_JETON", &cause));
            }
        };
        let confiance = Confiance::lire(
            &octets("MSSANTE_AUTORITES", autorites)?,
            &octets("MSSANTE_CERTIFICAT", certificat)?,
            &octets("MSSANTE_CLE", cle)?,
        )
        .map_err(|faute| invalide("MSSANTE_CERTIFICAT", &faute))?;
        let boite = liste.adresse(boite).map_err(|faute| invalide("MSSANTE_BOITE", &faute))?;
        let operateur = Operateur {
            hote: hote.clone(),
            port_smtp: reglages.mssante_port_smtp.unwrap_or(587),
            port_imap: reglages.mssante_port_imap.unwrap_or(143),
            confiance,
            delai: Duration::from_secs(20),
        };
        Ok(Some(Self { operateur, boite, jeton }))
    }

    /// The mailbox that sends and that answers come back to.
    pub fn boite(&self) -> &Adresse {
        &self.boite
    }

    /// Where MKs lend their tokens, when the mailbox opens with those.
    pub fn prets(&self) -> Option<&Arc<Psc>> {
        match &self.jeton {
            SourceDeJeton::Prets(psc) => Some(psc),
            SourceDeJeton::Fichier(_) => None,
        }
    }

    /// Where its token comes from, in words.
    pub fn decrire(&self) -> &'static str {
        match self.jeton {
            SourceDeJeton::Fichier(_) => "opérateur réglé, jeton d’accès renouvelé dans un fichier",
            SourceDeJeton::Prets(_) => "opérateur réglé, jetons prêtés par les kinésithérapeutes connectés",
        }
    }

    /// Sends a mail of this MK. Blocks this thread.
    ///
    /// # Errors
    /// What is known of the mail when nobody took it.
    pub fn envoyer(
        &self,
        message: &Message,
        de: PraticienId,
        maintenant: Timestamp,
    ) -> Result<Recepisse, EchecMssante> {
        match &self.jeton {
            SourceDeJeton::Fichier(fichier) => {
                self.operateur.envoyer(&self.session_du_fichier(fichier)?, message, maintenant)
            }
            SourceDeJeton::Prets(psc) => {
                let session = self.session_pretee(psc, de, maintenant)?;
                let issue = self.operateur.envoyer(&session, message, maintenant);
                if issue == Err(EchecMssante::Session) {
                    psc.refuser(de);
                }
                issue
            }
        }
    }

    /// What came back since last time; `None` when nobody's token opens the mailbox. Blocks this thread.
    ///
    /// # Errors
    /// When the operator does not answer, or does not know us.
    pub fn relever(&self, depuis: Position, maintenant: Timestamp) -> Result<Option<Releve>, EchecMssante> {
        let session = self.session_de_releve(maintenant)?;
        session.map(|session| self.operateur.relever(&session, depuis)).transpose()
    }

    /// Anybody's token opens the mailbox that all share; nobody there, nothing is read.
    fn session_de_releve(&self, maintenant: Timestamp) -> Result<Option<Session>, EchecMssante> {
        match &self.jeton {
            SourceDeJeton::Fichier(fichier) => self.session_du_fichier(fichier).map(Some),
            SourceDeJeton::Prets(psc) => {
                let mut preteurs = psc.preteurs(maintenant).into_iter();
                Ok(preteurs.find_map(|de| self.session_pretee(psc, de, maintenant).ok()))
            }
        }
    }

    /// The token of the moment: an agent of the operator keeps its file fresh.
    fn session_du_fichier(&self, fichier: &Path) -> Result<Session, EchecMssante> {
        let lu = fs::read_to_string(fichier)
            .map_err(|cause| EchecMssante::Passager(format!("le jeton d’accès ne se lit pas : {cause}")))?;
        self.session(lu.trim())
    }

    fn session_pretee(
        &self,
        psc: &Psc,
        de: PraticienId,
        maintenant: Timestamp,
    ) -> Result<Session, EchecMssante> {
        match psc.jeton(de, maintenant) {
            Ok(jeton) => self.session(jeton.expose()),
            Err(SansJeton::Absent) => Err(EchecMssante::Session),
            Err(SansJeton::Injoignable(cause)) => Err(EchecMssante::Passager(cause)),
        }
    }

    fn session(&self, jeton: &str) -> Result<Session, EchecMssante> {
        let jeton = Jeton::nouveau(jeton).map_err(|_| EchecMssante::Session)?;
        Ok(Session { boite: self.boite.clone(), jeton })
    }
}
