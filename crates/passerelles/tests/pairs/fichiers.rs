//! Files to a real SSH server: recognised by its key, whole or absent, the same after a second copy.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use passerelles::sftp::{ClePrivee, Preuve};
use passerelles::{Colis, Echec, EmpreinteHote, Fichier, Livreur, Secret, Sftp, Sort};

use crate::appui::{Pair, executer, lancer_script, lancer_sshd};

struct Caisse {
    dossier: tempfile::TempDir,
    pair: Pair,
    empreinte: EmpreinteHote,
}

fn engendrer(dossier: &Path, nom: &str) -> String {
    executer("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", nom], dossier);
    let dit = executer("ssh-keygen", &["-l", "-f", nom], dossier);
    dit.split(' ').nth(1).unwrap().to_owned()
}

impl Caisse {
    fn ouvrir() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        let empreinte = engendrer(dossier.path(), "hote").parse().unwrap();
        engendrer(dossier.path(), "notre");
        fs::copy(dossier.path().join("notre.pub"), dossier.path().join("hote-admis")).unwrap();
        fs::create_dir_all(dossier.path().join("depot/accuses")).unwrap();
        let pair = lancer_sshd(dossier.path());
        Self { dossier, pair, empreinte }
    }

    fn sftp(&self, empreinte: &EmpreinteHote, cle: &str, sous_dossier: &str) -> Sftp {
        let moi = executer("id", &["-un"], self.dossier.path());
        let depot = self.depot().join(sous_dossier);
        let adresse = format!("{moi}@127.0.0.1:{}{}", self.pair.port, depot.display());
        let cle = ClePrivee::lire(&self.dossier.path().join(cle)).unwrap();
        Sftp::new(adresse.trim_end_matches('/').parse().unwrap(), empreinte.clone(), Preuve::Cle(cle))
    }

    fn depot(&self) -> PathBuf {
        self.dossier.path().join("depot")
    }
}

fn colis(contenu: &str) -> Colis {
    let fichier = |nom: &str| Fichier { nom: nom.into(), contenu: contenu.as_bytes().to_vec() };
    Colis {
        id: "t-1".into(),
        objet: String::new(),
        texte: String::new(),
        fichiers: vec![fichier("liste-000001.csv"), fichier("liste-000001.csv.sha256")],
    }
}

fn noms(dossier: &Path) -> Vec<String> {
    let entrees = fs::read_dir(dossier).unwrap().map(|entree| entree.unwrap());
    let mut noms: Vec<_> = entrees
        .filter(|entree| entree.file_type().unwrap().is_file())
        .map(|entree| entree.file_name().into_string().unwrap())
        .collect();
    noms.sort();
    noms
}

#[test]
fn un_colis_arrive_entier_et_son_second_exemplaire_le_remplace() {
    let caisse = Caisse::ouvrir();
    let sftp = caisse.sftp(&caisse.empreinte, "notre", "");
    let long = "é".repeat(200_000);
    sftp.livrer(&colis("coupé")).unwrap();
    sftp.livrer(&colis(&long)).unwrap();
    assert_eq!(noms(&caisse.depot()), ["liste-000001.csv", "liste-000001.csv.sha256"]);
    assert_eq!(fs::read_to_string(caisse.depot().join("liste-000001.csv")).unwrap(), long);
}

#[test]
fn un_accuse_se_releve_puis_se_range() {
    let caisse = Caisse::ouvrir();
    let sftp = caisse.sftp(&caisse.empreinte, "notre", "");
    let accuses = caisse.depot().join("accuses");
    fs::write(accuses.join("a1.json"), "{}").unwrap();
    fs::write(accuses.join("a2.json"), "x".repeat(100_000)).unwrap();
    let lus = sftp.accuses().unwrap();
    assert_eq!(lus.iter().map(|accuse| accuse.nom.as_str()).collect::<Vec<_>>(), ["a1.json", "a2.json"]);
    assert!(lus[1].contenu.len() < 10_000, "an enormous one is not read whole");
    sftp.ranger("a1.json", Sort::Traite).unwrap();
    sftp.ranger("a1.json", Sort::Traite).unwrap();
    sftp.ranger("a2.json", Sort::Rejete).unwrap();
    assert!(sftp.accuses().unwrap().is_empty());
    assert_eq!(
        (noms(&accuses.join("traites")), noms(&accuses.join("rejetes"))),
        (vec!["a1.json".into()], vec!["a2.json".into()])
    );
}

#[test]
fn un_serveur_sous_une_autre_cle_ne_recoit_rien() {
    let caisse = Caisse::ouvrir();
    let autre = engendrer(caisse.dossier.path(), "autre").parse().unwrap();
    let echec = caisse.sftp(&autre, "notre", "").livrer(&colis("x")).unwrap_err();
    let Echec::Definitif(dit) = &echec else { panic!("{echec}") };
    assert!(dit.contains(caisse.empreinte.as_str()) && dit.contains(autre.as_str()), "{dit}");
    assert!(noms(&caisse.depot()).is_empty());
}

#[test]
fn une_cle_que_le_serveur_n_admet_pas_est_un_refus() {
    let caisse = Caisse::ouvrir();
    engendrer(caisse.dossier.path(), "inconnue");
    let echec = caisse.sftp(&caisse.empreinte, "inconnue", "").livrer(&colis("x")).unwrap_err();
    assert!(matches!(&echec, Echec::Definitif(dit) if dit.contains("identité")), "{echec}");
}

#[test]
fn un_dossier_absent_est_a_corriger_par_une_personne() {
    let caisse = Caisse::ouvrir();
    let echec = caisse.sftp(&caisse.empreinte, "notre", "nulle-part").livrer(&colis("x")).unwrap_err();
    assert!(matches!(&echec, Echec::Definitif(dit) if dit.contains("n’existe pas")), "{echec}");
}

#[test]
fn un_mot_de_passe_ouvre_aussi_et_un_faux_n_ouvre_pas() {
    let dossier = tempfile::tempdir().unwrap();
    let empreinte: EmpreinteHote = engendrer(dossier.path(), "hote").parse().unwrap();
    let depot = dossier.path().join("depot");
    fs::create_dir(&depot).unwrap();
    let pair = lancer_script("asyncssh", "serveur_sftp.py", &[dossier.path().to_str().unwrap()]);
    let sftp = |secret: &str| {
        let adresse = format!("depot@127.0.0.1:{}{}", pair.port, depot.display()).parse().unwrap();
        Sftp::new(adresse, empreinte.clone(), Preuve::MotDePasse(Secret::from(secret)))
    };
    sftp("sesame ouvre").livrer(&colis("x")).unwrap();
    sftp("sesame ouvre").livrer(&colis("y")).unwrap();
    assert_eq!(fs::read_to_string(depot.join("liste-000001.csv")).unwrap(), "y");
    assert!(matches!(sftp("faux").livrer(&colis("z")), Err(Echec::Definitif(_))));
}

#[test]
fn un_serveur_muet_ne_retient_pas_le_travailleur() {
    let muet = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let dossier = tempfile::tempdir().unwrap();
    let empreinte = engendrer(dossier.path(), "notre").parse().unwrap();
    let adresse = format!("a@127.0.0.1:{}/depot", muet.local_addr().unwrap().port()).parse().unwrap();
    let cle = ClePrivee::lire(&dossier.path().join("notre")).unwrap();
    let sftp = Sftp::new(adresse, empreinte, Preuve::Cle(cle)).avec_delai(Duration::from_millis(300));
    let depart = Instant::now();
    assert!(matches!(sftp.livrer(&colis("x")), Err(Echec::Passager(_))));
    assert!(depart.elapsed() < Duration::from_secs(5));
}
