//! A drop folder: each message becomes one file, whole or absent, that another system collects.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::colis::{ACCUSE_MAXIMUM, ACCUSES_MAXIMUM, AccuseDepose, Colis, Livreur, Sort};
use crate::{Echec, Envoi, Passerelle, Recepisse, nom_sans_danger};

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

    /// The folder of one addressee under this one.
    ///
    /// # Errors
    /// When the name could lead elsewhere.
    pub fn sous_dossier(&self, nom: &str) -> Result<Self, Echec> {
        if nom_sans_danger(nom) {
            Ok(Self { racine: self.racine.join(nom) })
        } else {
            Err(Echec::Definitif(format!("« {nom} » n’est pas un nom de dossier")))
        }
    }

    fn lire_les_accuses(&self) -> std::io::Result<Vec<AccuseDepose>> {
        let dossier = self.racine.join("accuses");
        fs::create_dir_all(&dossier)?;
        let mut lus = Vec::new();
        for entree in fs::read_dir(&dossier)? {
            let entree = entree?;
            let nom = entree.file_name().to_string_lossy().into_owned();
            if lus.len() >= ACCUSES_MAXIMUM || !entree.file_type()?.is_file() || !nom_sans_danger(&nom) {
                continue;
            }
            let mut contenu = Vec::new();
            let plafond = u64::try_from(ACCUSE_MAXIMUM).unwrap_or(u64::MAX);
            File::open(entree.path())?.take(plafond).read_to_end(&mut contenu)?;
            lus.push(AccuseDepose { nom, contenu });
        }
        lus.sort_by(|a, b| a.nom.cmp(&b.nom));
        Ok(lus)
    }

    fn deplacer_l_accuse(&self, nom: &str, sort: Sort) -> std::io::Result<()> {
        let dossier = self.racine.join("accuses");
        let arrivee = dossier.join(sort.dossier());
        fs::create_dir_all(&arrivee)?;
        match fs::rename(dossier.join(nom), arrivee.join(nom)) {
            Err(absent) if absent.kind() == ErrorKind::NotFound => Ok(()),
            autre => autre,
        }
    }
}

/// Writes a file under a temporary name, makes it durable, then gives it its name.
fn ecrire(dossier: &Path, nom: &str, contenu: &[u8]) -> std::io::Result<PathBuf> {
    fs::create_dir_all(dossier)?;
    let chemin = dossier.join(nom);
    let provisoire = dossier.join(format!(".{nom}.partiel"));
    let mut fichier = File::create(&provisoire)?;
    fichier.write_all(contenu)?;
    fichier.sync_all()?;
    fs::rename(&provisoire, &chemin)?;
    File::open(dossier)?.sync_all()?;
    Ok(chemin)
}

impl Livreur for DossierDeDepot {
    fn livrer(&self, colis: &Colis) -> Result<Recepisse, Echec> {
        for fichier in &colis.fichiers {
            if !nom_sans_danger(&fichier.nom) {
                return Err(Echec::Definitif(format!("« {} » n’est pas un nom de fichier", fichier.nom)));
            }
            ecrire(&self.racine, &fichier.nom, &fichier.contenu)
                .map_err(|erreur| classer(&self.racine, &erreur))?;
        }
        Ok(Recepisse { reference: self.racine.display().to_string() })
    }

    fn accuses(&self) -> Result<Vec<AccuseDepose>, Echec> {
        self.lire_les_accuses().map_err(|erreur| classer(&self.racine, &erreur))
    }

    fn ranger(&self, nom: &str, sort: Sort) -> Result<(), Echec> {
        self.deplacer_l_accuse(nom, sort).map_err(|erreur| classer(&self.racine, &erreur))
    }
}

impl Passerelle for DossierDeDepot {
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec> {
        if !nom_sans_danger(&envoi.sujet) || !nom_sans_danger(&envoi.id) {
            return Err(Echec::Definitif("l’identifiant du message n’est pas un nom de fichier".into()));
        }
        let dossier = self.racine.join(&envoi.sujet);
        let chemin =
            ecrire(&dossier, &envoi.id, &envoi.contenu).map_err(|erreur| classer(&self.racine, &erreur))?;
        Ok(Recepisse { reference: chemin.display().to_string() })
    }
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

    fn colis() -> Colis {
        let fichier = |nom: &str| crate::Fichier { nom: nom.into(), contenu: b"1".to_vec() };
        Colis {
            id: "t-1".into(),
            objet: String::new(),
            texte: String::new(),
            fichiers: vec![fichier("a.csv"), fichier("a.csv.sha256")],
        }
    }

    #[test]
    fn un_colis_depose_deux_fois_laisse_les_memes_fichiers_et_l_accuse_se_range() {
        let dossier = tempfile::tempdir().unwrap();
        let depot = DossierDeDepot::new(dossier.path().to_owned()).sous_dossier("cpam-45").unwrap();
        assert_eq!(depot.livrer(&colis()), depot.livrer(&colis()));
        assert!(depot.accuses().unwrap().is_empty());
        let accuses = dossier.path().join("cpam-45/accuses");
        fs::write(accuses.join("a.json"), vec![b'x'; ACCUSE_MAXIMUM + 10]).unwrap();
        let lus = depot.accuses().unwrap();
        assert_eq!((lus.len(), lus[0].contenu.len()), (1, ACCUSE_MAXIMUM));
        depot.ranger("a.json", Sort::Rejete).unwrap();
        depot.ranger("a.json", Sort::Rejete).unwrap();
        assert!(depot.accuses().unwrap().is_empty() && accuses.join("rejetes/a.json").exists());
    }

    #[test]
    fn un_dossier_impossible_est_dit_sans_perdre_le_message() {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("fichier");
        fs::write(&fichier, "déjà là").unwrap();
        assert!(DossierDeDepot::new(fichier).remettre(&envoi("m-1")).is_err());
    }
}
