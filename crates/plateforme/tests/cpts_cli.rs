//! The verb `cpts`, as an operator uses it: a file of fictitious communities, taken up whole, as often as one likes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Poste(PathBuf);

impl Poste {
    fn nouveau(nom: &str) -> Self {
        let racine = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let dossier = racine.join(format!("cpts-{nom}-{}", std::process::id()));
        if dossier.exists() {
            std::fs::remove_dir_all(&dossier).unwrap();
        }
        std::fs::create_dir_all(&dossier).unwrap();
        Self(dossier)
    }

    fn lancer(&self, arguments: &[&str]) -> Output {
        let mut commande = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
        commande.env_remove("DATABASE_URL").arg("--donnees").arg(&self.0).args(arguments);
        commande.output().unwrap()
    }

    fn importer(&self, texte: &str) -> Output {
        let fichier = self.0.join("cpts.csv");
        std::fs::write(&fichier, texte).unwrap();
        self.lancer(&["cpts", "importer", fichier.to_str().unwrap()])
    }

    /// The list, without the keys.
    fn liste(&self) -> Vec<String> {
        let dite = dit(&self.lancer(&["cpts", "lister"]));
        dite.lines().map(|ligne| ligne.split_once('\t').unwrap().1.replace('\t', " | ")).collect()
    }
}

fn dit(sortie: &Output) -> String {
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    String::from_utf8(sortie.stdout.clone()).unwrap()
}

fn refus(sortie: &Output) -> String {
    assert_eq!(sortie.status.code(), Some(2), "{}", String::from_utf8_lossy(&sortie.stdout));
    String::from_utf8(sortie.stderr.clone()).unwrap()
}

#[test]
fn un_fichier_s_importe_en_entier_et_deux_fois_ne_changent_rien() {
    let poste = Poste::nouveau("suite");
    let fichier = "Nom;Siège;Départements\nCPTS de l’Essai;45;45, 28\nCPTS du Bugey;1;\n";
    let premier = dit(&poste.importer(fichier));
    assert!(premier.contains("ligne 2 : CPTS de l’Essai — enregistrée\n"), "{premier}");
    assert!(premier.ends_with("Enregistrées : 2 ; corrigées : 0 ; inchangées : 0.\n"), "{premier}");
    let attendue = ["CPTS de l’Essai | 45 | 28, 45", "CPTS du Bugey | 01 | 01"];
    assert_eq!(poste.liste(), attendue);
    let encore = dit(&poste.importer(fichier));
    assert!(encore.ends_with("Enregistrées : 0 ; corrigées : 0 ; inchangées : 2.\n"), "{encore}");
    let autre = "Nom;Départements\nCPTS de l’essai;45\nCPTS Sud;28\n";
    let suite = dit(&poste.importer(autre));
    assert!(suite.ends_with("Enregistrées : 1 ; corrigées : 1 ; inchangées : 0.\n"), "{suite}");
    let attendue = ["CPTS de l’essai | 45 | 45", "CPTS du Bugey | 01 | 01", "CPTS Sud | – | 28"];
    assert_eq!(poste.liste(), attendue, "le siège que le fichier ne donne pas est gardé");
}

#[test]
fn une_ligne_fausse_et_rien_n_est_enregistre() {
    let poste = Poste::nouveau("refus");
    let faute = refus(&poste.importer("Nom;Départements\nCPTS Nord;45\nCPTS Sud;20\nNord;45\n"));
    assert!(
        faute.contains("ligne 3 : départements : « 20 »") && faute.contains("ligne 4 : une CPTS de ce nom")
    );
    assert!(faute.contains("Rien n’est enregistré"), "{faute}");
    assert_eq!(poste.liste(), Vec::<String>::new());
    assert!(refus(&poste.lancer(&["cpts", "importer", "absent.csv"])).contains("ne peut pas être lu"));
}

#[test]
fn une_cpts_se_cree_au_clavier_et_recoit_un_compte_par_son_nom() {
    let poste = Poste::nouveau("creer");
    let creer = ["cpts", "creer", "--nom", "CPTS de l’Essai", "--siege", "45", "--departements", "45 28"];
    assert!(dit(&poste.lancer(&creer)).ends_with("\tCPTS de l’Essai\n"));
    assert!(refus(&poste.lancer(&creer)).contains("est déjà enregistrée"));
    let compte = |nom: &'static str| {
        [
            "compte",
            "creer",
            "--login",
            "coord.essai",
            "--nom",
            "Coordination",
            "--role",
            "coordination-cpts",
            "--rattachement",
            nom,
        ]
    };
    assert!(refus(&poste.lancer(&compte("CPTS Autre"))).contains("aucune CPTS de ce nom"));
    assert!(dit(&poste.lancer(&compte("essai"))).starts_with("coord.essai\t"));
}
