//! A drop folder: each message becomes one file, whole or absent, that another system collects.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::{Echec, Envoi, Passerelle, Recepisse};

/// Writes `<sujet>/<id>` under a folder, through a temporary name, then makes it durable.
#[derive(Clone, Debug)]
pub struct DossierDeDepot {
    racine: PathBuf,
}

impl DossierDeDepot {
    /// The folder is created at the first message.
    pub fn new(racine: PathBuf) -> Self {
        Self { racine }
    }

    fn deposer(&self, envoi: &Envoi) -> std::io::Result<PathBuf> {
        let dossier = self.racine.join(&envoi.sujet);
        fs::create_dir_all(&dossier)?;
        let chemin = dossier.join(&envoi.id);
        let provisoire = dossier.join(format!(".{}.partiel", envoi.id));
        let mut fichier = File::create(&provisoire)?;
        fichier.write_all(&envoi.contenu)?;
        fichier.sync_all()?;
        fs::rename(&provisoire, &chemin)?;
        File::open(&dossier)?.sync_all()?;
        Ok(chemin)
    }
}

impl Passerelle for DossierDeDepot {
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec> {
        if !nom_sans_danger(&envoi.sujet) || !nom_sans_danger(&envoi.id) {
            return Err(Echec::Definitif("l’identifiant du message n’est pas un nom de fichier".into()));
        }
        let chemin = self.deposer(envoi).map_err(|erreur| classer(&self.racine, &erreur))?;
        Ok(Recepisse { reference: chemin.display().to_string() })
    }
}

/// A name that cannot leave the folder: letters, digits, `-`, `_` and inner dots.
fn nom_sans_danger(nom: &str) -> bool {
    !nom.is_empty()
        && !nom.starts_with('.')
        && nom.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn classer(racine: &Path, erreur: &std::io::Error) -> Echec {
    let message = format!("{} : {erreur}", racine.display());
    match erreur.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename | ErrorKind::NotADirectory => {
            Echec::Definitif(message)
        }
        _ => Echec::Passager(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envoi(id: &str) -> Envoi {
        Envoi { id: id.into(), sujet: "caisse".into(), contenu: b"{}".to_vec() }
    }

    #[test]
    fn un_second_depot_du_meme_message_ne_fait_qu_un_fichier() {
        let dossier = tempfile::tempdir().unwrap();
        let depot = DossierDeDepot::new(dossier.path().to_owned());
        assert_eq!(depot.remettre(&envoi("m-1")), depot.remettre(&envoi("m-1")));
        let noms: Vec<_> =
            fs::read_dir(dossier.path().join("caisse")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(noms, ["m-1"]);
    }

    #[test]
    fn un_identifiant_ne_sort_pas_du_dossier() {
        let dossier = tempfile::tempdir().unwrap();
        let depot = DossierDeDepot::new(dossier.path().join("depot"));
        for id in ["../evade", "", ".cache", "a/b"] {
            assert!(matches!(depot.remettre(&envoi(id)), Err(Echec::Definitif(_))), "{id}");
        }
        assert!(!dossier.path().join("evade").exists());
    }

    #[test]
    fn un_dossier_impossible_est_dit_sans_perdre_le_message() {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("fichier");
        fs::write(&fichier, "déjà là").unwrap();
        assert!(DossierDeDepot::new(fichier).remettre(&envoi("m-1")).is_err());
    }
}
