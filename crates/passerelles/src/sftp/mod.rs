//! Files over SFTP: a server recognised by its key, a file under a temporary name until it is whole.

mod adresse;
mod cle;
mod lien;

use std::time::Duration;

use russh_sftp::client::SftpSession;
use russh_sftp::client::error::Error as Faute;
use russh_sftp::protocol::{OpenFlags, StatusCode};
use tokio::io::AsyncWriteExt;

pub use adresse::{AdresseSftp, AdresseSftpInvalide, EmpreinteHote, EmpreinteInvalide};
pub use cle::{ClePrivee, Preuve};

use crate::colis::{ACCUSE_MAXIMUM, ACCUSES_MAXIMUM, AccuseDepose, Colis, Fichier, Livreur, Sort};
use crate::{Echec, Recepisse, nom_sans_danger};

/// A whole exchange lasts no longer.
const DELAI: Duration = Duration::from_secs(20);

/// A file server, as one account.
#[derive(Debug)]
pub struct Sftp {
    adresse: AdresseSftp,
    empreinte: EmpreinteHote,
    preuve: Preuve,
    delai: Duration,
}

impl Sftp {
    /// The server at this address, only under this key.
    pub fn new(adresse: AdresseSftp, empreinte: EmpreinteHote, preuve: Preuve) -> Self {
        Self { adresse, empreinte, preuve, delai: DELAI }
    }

    /// The same, with less patience.
    #[must_use]
    pub fn avec_delai(self, delai: Duration) -> Self {
        Self { delai, ..self }
    }

    /// One exchange, on a thread that may wait.
    fn converser<T>(&self, echange: impl AsyncFnOnce(&SftpSession) -> Result<T, Echec>) -> Result<T, Echec> {
        let moteur = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let moteur = moteur.map_err(|faute| Echec::Passager(faute.to_string()))?;
        moteur.block_on(async {
            let tout = async {
                let lien = lien::ouvrir(&self.adresse, &self.empreinte, &self.preuve).await?;
                let rendu = echange(&lien.fichiers).await;
                lien.fermer().await;
                rendu
            };
            match tokio::time::timeout(self.delai, tout).await {
                Ok(rendu) => rendu,
                Err(_) => Err(Echec::Passager(format!("{} n’a pas répondu à temps", self.adresse))),
            }
        })
    }

    fn chemin(&self, nom: &str) -> String {
        format!("{}/{nom}", self.adresse.dossier())
    }

    async fn deposer(&self, sftp: &SftpSession, fichier: &Fichier) -> Result<(), Echec> {
        let (chemin, provisoire) =
            (self.chemin(&fichier.nom), self.chemin(&format!(".{}.partiel", fichier.nom)));
        let ouverture = OpenFlags::CREATE | OpenFlags::TRUNCATE | OpenFlags::WRITE;
        let mut flux = sftp.open_with_flags(provisoire.as_str(), ouverture).await.map_err(|f| classer(&f))?;
        flux.write_all(&fichier.contenu).await.map_err(passager)?;
        flux.sync_all().await.or_else(si_le_serveur_ne_sait_pas).map_err(|f| classer(&f))?;
        flux.shutdown().await.map_err(passager)?;
        if sftp.rename(provisoire.as_str(), chemin.as_str()).await.is_err() {
            // Most servers refuse to rename onto a file that is there: the second copy replaces the first.
            retirer(sftp, &chemin).await?;
            sftp.rename(provisoire, chemin).await.map_err(|f| classer(&f))?;
        }
        Ok(())
    }

    async fn relever(&self, sftp: &SftpSession) -> Result<Vec<AccuseDepose>, Echec> {
        let dossier = self.chemin("accuses");
        let mut lus = Vec::new();
        let entrees = match sftp.read_dir(dossier.as_str()).await {
            Ok(entrees) => entrees,
            Err(faute) if absent(&faute) => return Ok(lus),
            Err(faute) => return Err(classer(&faute)),
        };
        for entree in entrees {
            let nom = entree.file_name();
            if lus.len() >= ACCUSES_MAXIMUM || !entree.file_type().is_file() || !nom_sans_danger(&nom) {
                continue;
            }
            let mut contenu = Vec::new();
            let flux = sftp.open(format!("{dossier}/{nom}")).await.map_err(|f| classer(&f))?;
            let plafond = u64::try_from(ACCUSE_MAXIMUM).unwrap_or(u64::MAX);
            let mut flux = tokio::io::AsyncReadExt::take(flux, plafond);
            tokio::io::AsyncReadExt::read_to_end(&mut flux, &mut contenu).await.map_err(passager)?;
            lus.push(AccuseDepose { nom, contenu });
        }
        lus.sort_by(|a, b| a.nom.cmp(&b.nom));
        Ok(lus)
    }

    async fn deplacer(&self, sftp: &SftpSession, nom: &str, sort: Sort) -> Result<(), Echec> {
        let depart = self.chemin(&format!("accuses/{nom}"));
        let arrivee = self.chemin(&format!("accuses/{}", sort.dossier()));
        if sftp.metadata(arrivee.as_str()).await.is_err() {
            sftp.create_dir(arrivee.as_str()).await.map_err(|f| classer(&f))?;
        }
        let arrivee = format!("{arrivee}/{nom}");
        match sftp.rename(depart.as_str(), arrivee.as_str()).await {
            Ok(()) => Ok(()),
            Err(faute) if absent(&faute) => Ok(()),
            Err(_) => {
                retirer(sftp, &arrivee).await?;
                sftp.rename(depart, arrivee).await.map_err(|f| classer(&f))
            }
        }
    }
}

impl Livreur for Sftp {
    fn livrer(&self, colis: &Colis) -> Result<Recepisse, Echec> {
        if let Some(mauvais) = colis.fichiers.iter().find(|fichier| !nom_sans_danger(&fichier.nom)) {
            return Err(Echec::Definitif(format!("« {} » n’est pas un nom de fichier", mauvais.nom)));
        }
        self.converser(async |sftp| {
            for fichier in &colis.fichiers {
                self.deposer(sftp, fichier).await?;
            }
            Ok(Recepisse { reference: self.adresse.to_string() })
        })
    }

    fn accuses(&self) -> Result<Vec<AccuseDepose>, Echec> {
        self.converser(async |sftp| self.relever(sftp).await)
    }

    fn ranger(&self, nom: &str, sort: Sort) -> Result<(), Echec> {
        self.converser(async |sftp| self.deplacer(sftp, nom, sort).await)
    }
}

async fn retirer(sftp: &SftpSession, chemin: &str) -> Result<(), Echec> {
    match sftp.remove_file(chemin).await {
        Err(faute) if !absent(&faute) => Err(classer(&faute)),
        _ => Ok(()),
    }
}

fn absent(faute: &Faute) -> bool {
    matches!(faute, Faute::Status(etat) if etat.status_code == StatusCode::NoSuchFile)
}

/// Making a file durable is an extension: a server without it decides alone when it writes.
fn si_le_serveur_ne_sait_pas(faute: Faute) -> Result<(), Faute> {
    match &faute {
        Faute::Status(etat) if etat.status_code == StatusCode::OpUnsupported => Ok(()),
        _ => Err(faute),
    }
}

/// A folder that is not there or is closed to us is for a person to mend; the rest may pass.
fn classer(faute: &Faute) -> Echec {
    match faute {
        Faute::Status(etat) if etat.status_code == StatusCode::PermissionDenied => Echec::Definitif(
            "le dossier distant nous est fermé : demandez au destinataire d’ouvrir l’écriture".into(),
        ),
        Faute::Status(etat) if etat.status_code == StatusCode::NoSuchFile => {
            Echec::Definitif("le dossier distant n’existe pas : vérifiez l’adresse du destinataire".into())
        }
        autre => Echec::Passager(autre.to_string()),
    }
}

fn passager(faute: std::io::Error) -> Echec {
    Echec::Passager(faute.to_string())
}
