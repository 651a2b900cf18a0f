//! Real mail servers for a test: submission and mailboxes, both with client certificates and XOAUTH2.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plateforme::config::Remises;

/// Servers under way; stopped when dropped.
pub struct Courrier {
    pub chemin: PathBuf,
    smtp: u16,
    imap: u16,
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/courrier-de-test")
}

impl Courrier {
    /// Starts them in a short folder of their own.
    pub fn demarrer(nom: &str) -> Self {
        let chemin = std::env::temp_dir().join(format!("ad-{nom}-{}", std::process::id()));
        if chemin.exists() {
            fs::remove_dir_all(&chemin).unwrap();
        }
        let sortie = Command::new(script()).arg("demarrer").arg(&chemin).output().unwrap();
        assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
        let lieux: serde_json::Value = serde_json::from_slice(&sortie.stdout).unwrap();
        let port = |nom: &str| u16::try_from(lieux.get(nom).unwrap().as_u64().unwrap()).unwrap();
        Self { smtp: port("smtp"), imap: port("imap"), chemin }
    }

    /// The settings that lead there.
    pub fn reglages(&self) -> Remises {
        let fichier = |nom: &str| Some(self.chemin.join(nom));
        Remises {
            mssante_hote: Some("localhost".to_owned()),
            mssante_port_smtp: Some(self.smtp),
            mssante_port_imap: Some(self.imap),
            mssante_autorites: fichier("autorite.pem"),
            mssante_certificat: fichier("client.pem"),
            mssante_cle: fichier("client.cle.pem"),
            mssante_boite: Some("mk@demo.mssante.invalid".to_owned()),
            mssante_jeton: fichier("jeton-valide.txt"),
            ..Remises::default()
        }
    }

    /// The same, as the environment of a server.
    pub fn environnement(&self) -> Vec<(&'static str, String)> {
        let fichier = |nom: &str| self.chemin.join(nom).display().to_string();
        vec![
            ("MONDE", "fictif".to_owned()),
            ("MSSANTE_HOTE", "localhost".to_owned()),
            ("MSSANTE_PORT_SMTP", self.smtp.to_string()),
            ("MSSANTE_PORT_IMAP", self.imap.to_string()),
            ("MSSANTE_AUTORITES", fichier("autorite.pem")),
            ("MSSANTE_CERTIFICAT", fichier("client.pem")),
            ("MSSANTE_CLE", fichier("client.cle.pem")),
            ("MSSANTE_BOITE", "mk@demo.mssante.invalid".to_owned()),
            ("MSSANTE_JETON", fichier("jeton-valide.txt")),
            ("MSSANTE_RELEVE", "1".to_owned()),
        ]
    }

    /// Every mail delivered to a mailbox, as bytes on the disk of the servers.
    pub fn livres(&self, adresse: &str) -> Vec<Vec<u8>> {
        let dossier = self.chemin.join(format!("boites/{adresse}/new"));
        let fichiers =
            fs::read_dir(dossier).map(|d| d.map(|e| fs::read(e.unwrap().path()).unwrap()).collect());
        fichiers.unwrap_or_default()
    }
}

impl Drop for Courrier {
    fn drop(&mut self) {
        let _: std::io::Result<std::process::ExitStatus> =
            Command::new(script()).arg("arreter").arg(&self.chemin).status();
    }
}
