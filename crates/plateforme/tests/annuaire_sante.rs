//! The verb `annuaire`, as an operator uses it: a file of fictitious people, its summary, its exit code.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use droit::identifiant::rpps_de_demonstration;
use formats::annuaire_sante::{ExtractionFictive, entete_fictive};

struct Poste {
    dossier: PathBuf,
}

impl Poste {
    fn nouveau(nom: &str) -> Self {
        let racine = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let dossier = racine.join(format!("annuaire-{nom}-{}", std::process::id()));
        if dossier.exists() {
            std::fs::remove_dir_all(&dossier).unwrap();
        }
        std::fs::create_dir_all(&dossier).unwrap();
        Self { dossier }
    }

    fn deposer(&self, nom: &str, octets: impl AsRef<[u8]>) -> PathBuf {
        let chemin = self.dossier.join(nom);
        std::fs::write(&chemin, octets).unwrap();
        chemin
    }

    fn annuaire(&self, arguments: &[&str]) -> Output {
        let mut commande = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
        commande.env_remove("DATABASE_URL").arg("--donnees").arg(&self.dossier);
        commande.arg("annuaire").args(arguments).output().unwrap()
    }

    fn importer(&self, fichier: &Path, suite: &[&str]) -> Output {
        self.annuaire(&[&["importer", fichier.to_str().unwrap()], suite].concat())
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

fn fichier(lignes: impl IntoIterator<Item = String>) -> String {
    let toutes = std::iter::once(entete_fictive()).chain(lignes);
    toutes.map(|ligne| ligne + "\r\n").collect()
}

fn mk(rang: u32, departement: &str) -> String {
    ExtractionFictive::ligne_de_mk(rang, "L", departement)
}

#[test]
fn deux_extractions_se_suivent_et_l_annuaire_s_en_souvient() {
    let poste = Poste::nouveau("suite");
    let octobre = poste.deposer("PS_activite_202610010800.txt", fichier((0..30).map(|rang| mk(rang, "45"))));
    let premier = dit(&poste.importer(&octobre, &[]));
    assert!(premier.contains("Extraction du 01/10/2026 importée (UTF-8)."), "{premier}");
    assert!(premier.contains("Lignes lues : 30 ; gardées : 30"), "{premier}");
    let encore = dit(&poste.importer(&octobre, &[]));
    assert_eq!(encore, "L’extraction du 01/10/2026 est déjà en place : rien n’a changé.\n");

    let suite = (0..30).map(|rang| mk(rang, if rang == 0 { "28" } else { "45" }));
    let novembre = poste.deposer("novembre.txt", fichier(suite));
    let second = dit(&poste.importer(&novembre, &["--du", "2026-11-01"]));
    assert!(second.contains("plus d’activité dans un département : 1"), "{second}");

    let rpps = rpps_de_demonstration(0).to_string();
    let hier = dit(&poste.annuaire(&["verifier", &rpps, "--le", "2026-10-31"]));
    assert!(
        hier.contains("Activité : libéral, département 45. CABINET FICTIF DE L'ESSAI Orléans\n"),
        "{hier}"
    );
    assert!(
        hier.ends_with("Source : Annuaire Santé, extraction du 01/10/2026 (PS_activite_202610010800.txt).\n")
    );
    let depuis = dit(&poste.annuaire(&["verifier", &rpps]));
    assert!(depuis.contains("  01/11/2026 : plus d’activité dans un département (45)\n"), "{depuis}");
    let stable = dit(&poste.annuaire(&["verifier", rpps_de_demonstration(9).as_str()]));
    assert!(stable.ends_with("Inchangé depuis l’extraction du 01/10/2026.\n"), "{stable}");
    let inconnu = dit(&poste.annuaire(&["verifier", rpps_de_demonstration(77).as_str()]));
    assert!(inconnu.contains("aucun masseur-kinésithérapeute sous ce numéro"), "{inconnu}");
    assert_eq!(dit(&poste.annuaire(&["alertes"])), "Alertes ouvertes : 0.\n");
    assert!(refus(&poste.annuaire(&["alertes", "--traiter", "2-x-0"])).contains("aucune alerte ouverte"));
}

#[test]
fn les_rejets_sont_montres_avec_leur_ligne_et_ecrits_ou_l_on_veut() {
    let poste = Poste::nouveau("rejets");
    let faux = mk(1, "45").replace(rpps_de_demonstration(1).as_str(), "=1+1");
    let avec_faux = poste.deposer("a.txt", fichier([mk(0, "45"), faux, mk(2, "45")]));
    let liste = poste.dossier.join("rejets.csv");
    let resume = dit(&poste.importer(&avec_faux, &["--rejets", liste.to_str().unwrap()]));
    let raison = "le numéro RPPS compte onze chiffres, celui-ci en a 4";
    assert!(resume.contains(&format!("  ligne 3 : {raison}\n")), "{resume}");
    assert_eq!(std::fs::read_to_string(liste).unwrap(), format!("ligne;raison\n3;\"{raison}\"\n"));
}

#[test]
fn un_fichier_inutilisable_sort_en_2_et_ne_change_rien() {
    let poste = Poste::nouveau("refus");
    let bon = poste.deposer("bon.txt", fichier((0..30).map(|rang| mk(rang, "45"))));
    dit(&poste.importer(&bon, &["--du", "2026-10-01"]));

    let entier = fichier((0..30).map(|rang| mk(rang, "28")));
    let coupe = poste.deposer("coupe.txt", &entier[..entier.len() - 60]);
    assert!(refus(&poste.importer(&coupe, &[])).contains("s’arrête au milieu de la ligne 31"));
    let mele = poste.deposer("mele.txt", [entier.as_bytes(), b"\xC9|\r\n"].concat());
    assert!(
        refus(&poste.importer(&mele, &[]))
            .contains("la ligne 32 n’est pas encodée comme les précédentes (UTF-8)")
    );
    let sans = poste.deposer("sans.txt", entier.replacen("Code profession", "Profession", 1));
    assert!(refus(&poste.importer(&sans, &[])).contains("la colonne « Code profession » manque"));
    let vide = poste.deposer("vide.txt", fichier([]));
    assert!(refus(&poste.importer(&vide, &[])).contains("aucun masseur-kinésithérapeute"));
    let peu = poste.deposer("peu.txt", fichier((0..8).map(|rang| mk(rang, "45"))));
    assert!(refus(&poste.importer(&peu, &[])).contains("--accepter-disparitions"));
    let faux = fichier((0..25).map(|_| "a|b".to_owned()));
    let faux = poste.deposer("faux.txt", faux);
    assert!(
        refus(&poste.importer(&faux, &[]))
            .contains("25 des 25 lignes sont illisibles ; la première, ligne 2")
    );
    assert!(refus(&poste.importer(Path::new("absent.txt"), &[])).contains("ne peut pas être lu"));
    assert!(refus(&poste.importer(&bon, &["--du", "2999-01-01"])).contains("n’est pas encore venu"));

    let tout = dit(&poste.annuaire(&["verifier", rpps_de_demonstration(29).as_str()]));
    assert!(tout.contains("département 45") && tout.contains("extraction du 01/10/2026 (bon.txt)"), "{tout}");
}

#[test]
fn sans_extraction_l_annuaire_le_dit() {
    let poste = Poste::nouveau("vide");
    let sortie = poste.annuaire(&["verifier", rpps_de_demonstration(1).as_str()]);
    assert!(refus(&sortie).contains("aucune extraction"));
}
