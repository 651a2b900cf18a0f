//! The ways to an addressee, made of his settings and of the secrets of the installation.

use std::path::Path;
use std::sync::Arc;

use entrepot::transmission::{Canal, Destinataire};
use passerelles::sftp::{ClePrivee, Preuve};
use passerelles::{AdresseSftp, DossierDeDepot, Echec, EnvoiPostal, Livreur, Secret, Sftp, Smtp};

use crate::config::Sorties;

/// What an installation can reach addressees with.
#[derive(Debug)]
pub struct Canaux {
    dossier: DossierDeDepot,
    smtp: Option<Arc<Smtp>>,
    cle: Option<ClePrivee>,
    mots_de_passe: Vec<(String, Secret)>,
}

impl Canaux {
    /// The ways of the settings.
    ///
    /// # Errors
    /// When a key or a file of passwords cannot be read.
    pub fn des_reglages(sorties: &Sorties, depot: &Path, smtp: Option<Arc<Smtp>>) -> Result<Self, Echec> {
        Ok(Self {
            dossier: DossierDeDepot::new(depot.join("caisses")),
            smtp,
            cle: sorties.sftp_cle.as_deref().map(ClePrivee::lire).transpose()?,
            mots_de_passe: sorties.sftp_mots_de_passe.as_deref().map_or(Ok(Vec::new()), lire_les_secrets)?,
        })
    }

    /// The way to an addressee.
    ///
    /// # Errors
    /// When the installation lacks what his settings ask for.
    pub fn livreur(&self, destinataire: &Destinataire) -> Result<Box<dyn Livreur>, Echec> {
        let reglages = &destinataire.reglages;
        let adresse = reglages.adresse.as_str();
        match reglages.canal {
            Canal::Dossier => Ok(Box::new(self.dossier.sous_dossier(adresse)?)),
            Canal::Courriel => {
                let smtp = self.smtp.clone().ok_or_else(|| {
                    manque("aucun serveur de courriel n’est réglé : l’administrateur renseigne SMTP_HOTE")
                })?;
                let adresse = adresse.parse().map_err(|faute| manque(&format!("{faute}")))?;
                Ok(Box::new(EnvoiPostal { smtp, adresse }))
            }
            Canal::Sftp => {
                let adresse: AdresseSftp = adresse.parse().map_err(|faute| manque(&format!("{faute}")))?;
                let empreinte = reglages.cle_hote.as_deref().unwrap_or_default();
                let empreinte = empreinte.parse().map_err(|faute| manque(&format!("{faute}")))?;
                let preuve = self.preuve(&adresse)?;
                Ok(Box::new(Sftp::new(adresse, empreinte, preuve)))
            }
        }
    }

    /// A password kept for this very account first, else the key of the installation.
    fn preuve(&self, adresse: &AdresseSftp) -> Result<Preuve, Echec> {
        let compte = format!("{}@{}:{}", adresse.utilisateur(), adresse.hote(), adresse.port());
        let garde = self.mots_de_passe.iter().find(|(qui, _)| *qui == compte);
        match (garde, &self.cle) {
            (Some((_, secret)), _) => Ok(Preuve::MotDePasse(secret.clone())),
            (None, Some(cle)) => Ok(Preuve::Cle(cle.clone())),
            (None, None) => Err(manque(&format!(
                "rien ne prouve notre identité auprès de {compte} : l’administrateur renseigne SFTP_CLE ou \
                 SFTP_MOTS_DE_PASSE"
            ))),
        }
    }
}

fn manque(quoi: &str) -> Echec {
    Echec::Passager(quoi.to_owned())
}

/// Lines of « utilisateur@serveur:port secret ».
fn lire_les_secrets(chemin: &Path) -> Result<Vec<(String, Secret)>, Echec> {
    let faute = |dit: &str| Echec::Definitif(format!("SFTP_MOTS_DE_PASSE, « {} » : {dit}", chemin.display()));
    let texte = std::fs::read_to_string(chemin).map_err(|cause| faute(&cause.to_string()))?;
    let lignes = texte.lines().map(str::trim).filter(|ligne| !ligne.is_empty() && !ligne.starts_with('#'));
    lignes
        .map(|ligne| match ligne.split_once(char::is_whitespace) {
            Some((compte, secret)) => Ok((compte.to_owned(), Secret::from(secret.trim()))),
            None => Err(faute("chaque ligne s’écrit « utilisateur@serveur:port mot-de-passe »")),
        })
        .collect()
}
