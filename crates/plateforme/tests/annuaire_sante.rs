//! The verb `annuaire`, as an operator uses it: a file of fictitious people, its summary, its exit code.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use droit::identifiant::rpps_de_demonstration;
use formats::annuaire_sante::{ExtractionFictive, entete_fictive};

struct Poste {
    dossier: PathBuf,
    /// The address of a PostgreSQL base; a file of the folder otherwise.
    serveur: Option<String>,
}

impl Poste {
    fn nouveau(nom: &str) -> Self {
        let racine = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let dossier = racine.join(format!("annuaire-{nom}-{}", std::process::id()));
        if dossier.exists() {
            std::fs::remove_dir_all(&dossier).unwrap();
        }
        std::fs::create_dir_all(&dossier).unwrap();
        Self { dossier, serveur: None }
    }

    fn sur_postgres(nom: &str) -> Self {
        let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG")
            .and_then(|adresse| adresse.into_string().ok())
            .expect("ACCES_DIRECT_TEST_PG : lancez les tests par scripts/postgres-de-test avec …");
        let schema = format!("essai_{}_{nom}", std::process::id());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (client, liaison) = tokio_postgres::connect(&serveur, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(liaison);
            client.batch_execute(&format!("CREATE SCHEMA \"{schema}\"")).await.unwrap();
        });
        let serveur = Some(format!("{serveur}?options=-csearch_path%3D{schema}"));
        Self { serveur, ..Self::nouveau(nom) }
    }

    fn deposer(&self, nom: &str, octets: impl AsRef<[u8]>) -> PathBuf {
        let chemin = self.dossier.join(nom);
        std::fs::write(&chemin, octets).unwrap();
        chemin
    }

    fn commande(&self, arguments: &[&str]) -> Command {
        let mut commande = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
        commande.env_remove("DATABASE_URL").arg("--donnees").arg(&self.dossier);
        commande.envs(self.serveur.iter().map(|serveur| ("DATABASE_URL", serveur)));
        commande.arg("annuaire").args(arguments);
        commande
    }

    fn annuaire(&self, arguments: &[&str]) -> Output {
        self.commande(arguments).output().unwrap()
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
    assert!(second.contains("plus aucune activité dans un département : 1"), "{second}");

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
    assert!(depuis.contains("  01/11/2026 : plus aucune activité dans un département (45)\n"), "{depuis}");
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

/// Kills the import later and later, until one has the time to end.
fn un_import_tue_ne_laisse_rien(poste: &Poste) {
    const MKS: u32 = 1_500;
    let octobre = poste.deposer("octobre.txt", fichier((0..MKS).map(|rang| mk(rang, "45"))));
    dit(&poste.importer(&octobre, &["--du", "2026-10-01"]));
    let novembre = poste.deposer("novembre.txt", fichier((0..MKS).map(|rang| mk(rang, "28"))));
    let (premier, dernier) = (rpps_de_demonstration(0), rpps_de_demonstration(MKS - 1));
    let dit_de = |rpps: &str| dit(&poste.annuaire(&["verifier", rpps]));
    let avant = (dit_de(premier.as_str()), dit_de(dernier.as_str()));
    assert!(avant.0.contains("département 45") && avant.1.contains("département 45"));

    let mut tues = 0;
    let de_plus_en_plus_tard = std::iter::successors(Some(Duration::from_millis(40)), |d| Some(*d * 3 / 2));
    for attente in de_plus_en_plus_tard {
        let arguments = ["importer", novembre.to_str().unwrap(), "--du", "2026-11-01"];
        let mut import =
            poste.commande(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(attente);
        import.kill().unwrap();
        if import.wait().unwrap().success() {
            break;
        }
        tues += 1;
        let apres = (dit_de(premier.as_str()), dit_de(dernier.as_str()));
        if apres.0.contains("département 28") {
            // Killed after its last commit, before its exit.
            break;
        }
        assert_eq!(apres, avant, "tué après {attente:?}");
    }
    assert!(tues > 3, "il fallait le tuer avant sa fin");
    dit(&poste.importer(&novembre, &["--du", "2026-11-01"]));
    for rpps in [premier, dernier] {
        let dit = dit_de(rpps.as_str());
        assert!(dit.contains("Activité : libéral, département 28"), "{dit}");
        assert_eq!(dit.matches("01/11/2026 : ").count(), 2, "une sortie, une entrée : {dit}");
    }
}

#[test]
fn un_import_tue_ne_laisse_rien_dans_un_fichier() {
    un_import_tue_ne_laisse_rien(&Poste::nouveau("tue"));
}

#[test]
fn un_import_tue_ne_laisse_rien_sur_postgres() {
    un_import_tue_ne_laisse_rien(&Poste::sur_postgres("tue_pg"));
}
