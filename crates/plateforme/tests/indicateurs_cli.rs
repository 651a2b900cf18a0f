//! The verb `indicateurs` of the real binary, on a base that holds the small demonstration: figures in each form, proof,
//! repair, publication, snapshots, import; and what it says of bad arguments.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first failure")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use droit::identifiant::{CodeDepartement, rpps_de_demonstration};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};
use formats::tableur::{self, Limites};
use jiff::civil::date;
use plateforme::demo::chargement;
use plateforme::demo::reperes::Reperes;
use plateforme::demo::territoire::{Cadre, Taille, Territoire};
use serde_json::Value;

/// The folder of the base, made once.
static DOSSIER: LazyLock<PathBuf> = LazyLock::new(|| {
    let dossier =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("indicateurs-cli-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&dossier));
    std::fs::create_dir_all(&dossier).unwrap();
    let reglement = Reglement::embarque().unwrap();
    let loiret: CodeDepartement = "45".parse().unwrap();
    let cle = CleMaitresse::from_file(&dossier.join("cle"), [7; 32]).unwrap();
    let base = Emplacement::Sqlite(dossier.join("acces-direct.sqlite"));
    let entrepot = Entrepot::ouvrir(Configuration::new(base, cle)).unwrap();
    let cadre = Cadre::du(reglement, loiret, (45, date(2026, 11, 21), Taille::Petite)).unwrap();
    let territoire = Territoire::engendrer(cadre);
    let reperes = Reperes::tirer(&territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    chargement::charger(&entrepot, (reglement, loiret), (&territoire, &reperes), |_, _| {}).unwrap();
    dossier
});

/// What the binary answered: its exit code, what it printed, what it complained of.
struct Reponse {
    code: i32,
    dit: Vec<u8>,
    plainte: String,
}

impl Reponse {
    fn texte(&self) -> &str {
        std::str::from_utf8(&self.dit).unwrap()
    }
}

fn demander(arguments: &[&str]) -> Reponse {
    let sortie = Command::new(env!("CARGO_BIN_EXE_acces-direct"))
        .arg("--donnees")
        .arg(&*DOSSIER)
        .arg("indicateurs")
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env_remove("ACCES_DIRECT_CLE")
        .output()
        .unwrap();
    Reponse {
        code: sortie.status.code().unwrap(),
        dit: sortie.stdout,
        plainte: String::from_utf8(sortie.stderr).unwrap(),
    }
}

fn reussir(arguments: &[&str]) -> Reponse {
    let reponse = demander(arguments);
    assert_eq!(reponse.code, 0, "{arguments:?}: {}", reponse.plainte);
    reponse
}

fn echouer(arguments: &[&str], dit: &str) {
    let reponse = demander(arguments);
    assert_ne!(reponse.code, 0, "{arguments:?}");
    assert!(reponse.plainte.contains(dit), "{arguments:?}: {}", reponse.plainte);
    assert!(reponse.dit.is_empty(), "{arguments:?}: nothing is printed with an error");
}

const LOIRET: [&str; 4] = ["--annee", "2026", "--departement", "45"];

fn du_loiret(suite: &[&str]) -> Reponse {
    reussir(&[&LOIRET, suite].concat())
}

/// The number of episodes in each form.
fn episodes_partout() -> Vec<String> {
    let json: Value = serde_json::from_slice(&du_loiret(&["--json"]).dit).unwrap();
    let lignes = json["indicateurs"].as_array().unwrap();
    let du_json = lignes.iter().find(|ligne| ligne["code"] == "episodes").unwrap()["valeur"].to_string();
    let classeur = DOSSIER.join("indicateurs.xlsx");
    du_loiret(&["--xlsx", classeur.to_str().unwrap()]);
    let feuilles = [du_loiret(&["--csv"]).dit, std::fs::read(classeur).unwrap()];
    let des_feuilles = feuilles.iter().map(|octets| {
        let feuille = tableur::lire(octets, &Limites::LISTE).unwrap();
        let ligne = feuille.lignes.iter().find(|ligne| ligne.cellule(3).en_texte() == "episodes").unwrap();
        assert_eq!(ligne.cellule(12).en_texte(), "publié");
        ligne.cellule(6).en_texte()
    });
    std::iter::once(du_json).chain(des_feuilles).collect()
}

/// One test: the base is long to make.
#[test]
fn les_indicateurs_se_lisent_se_prouvent_et_se_publient_en_ligne_de_commande() {
    les_memes_chiffres_sous_chaque_forme();
    chaque_territoire_et_chaque_structure_se_lisent();
    le_csv_s_ouvre_dans_un_tableur_francais();
    les_mauvais_arguments_se_disent();
    les_sommes_se_prouvent_et_se_refont();
    un_instantane_se_prend_se_relit_et_se_compare();
    les_activites_s_importent_ou_se_refusent();
}

fn les_memes_chiffres_sous_chaque_forme() {
    let episodes = episodes_partout();
    assert!(episodes[0].parse::<u64>().unwrap() > 100, "{episodes:?}");
    assert!(episodes.iter().all(|n| *n == episodes[0]), "{episodes:?}");
    let lu = du_loiret(&[]);
    assert!(
        lu.texte()
            .replace('\u{202f}', "")
            .lines()
            .any(|l| l.starts_with("Épisodes de soins") && l.contains(&episodes[0])),
        "{}",
        lu.texte()
    );
    let cloture: Value =
        serde_json::from_slice(&du_loiret(&["--json", "--variante", "cloture"]).dit).unwrap();
    assert_eq!(cloture["variante"], "cloture");
    let pays: Value = serde_json::from_slice(&reussir(&["--annee", "2026", "--json"]).dit).unwrap();
    assert_eq!(pays["perimetre"], "pays");
    assert_eq!((&cloture["lecture"], &pays["lecture"]), (&"moment".into(), &"publication".into()));
    let publie_le = pays["publie_le"].as_str().unwrap();
    assert!(lu.texte().starts_with("Chiffres de cet instant"), "{}", lu.texte());
    let publie = reussir(&["--annee", "2026"]);
    assert!(
        publie.texte().starts_with(&format!("Chiffres de la publication du {publie_le}")),
        "{}",
        publie.texte()
    );
    let csv = reussir(&["--annee", "2026", "--csv"]);
    let feuille = tableur::lire(&csv.dit, &Limites::LISTE).unwrap();
    let ligne = &feuille.lignes[1];
    assert_eq!(
        (ligne.cellule(10).en_texte(), ligne.cellule(11).en_texte()),
        ("publication".to_owned(), publie_le.to_owned())
    );
    let vide: Value =
        serde_json::from_slice(&reussir(&["--annee", "2024", "--departement", "45", "--json"]).dit).unwrap();
    let lignes = vide["indicateurs"].as_array().unwrap();
    assert_eq!(
        lignes.iter().find(|l| l["code"] == "episodes").unwrap()["valeur"],
        0,
        "nothing counted is zero"
    );
}

fn chaque_territoire_et_chaque_structure_se_lisent() {
    let lire = |suite: &[&str]| -> Value {
        serde_json::from_slice(&reussir(&[&["--annee", "2026", "--json"], suite].concat()).dit).unwrap()
    };
    let region = lire(&["--region", "Centre-Val de Loire"]);
    assert_eq!(region["perimetre"], "region/Centre-Val de Loire");
    assert_eq!(region["lecture"], "publication");
    let cpts = lire(&["--cpts", "CPTS Orléanaise"]);
    let cle = cpts["perimetre"].as_str().unwrap().to_owned();
    assert!(cle.starts_with("cpts/"), "{cle}");
    assert_eq!(cpts["lecture"], "moment", "whoever holds the base reads a CPTS as its ARS does");
    let par_cle = lire(&["--cpts", cle.strip_prefix("cpts/").unwrap()]);
    assert_eq!(par_cle, cpts);
    let nombre = |lu: &Value, code: &str| {
        let lignes = lu["indicateurs"].as_array().unwrap();
        lignes.iter().find(|ligne| ligne["code"] == code).unwrap()["valeur"].as_u64()
    };
    let loiret = lire(&["--departement", "45"]);
    let (siens, tous) = (nombre(&cpts, "praticiens-autorises"), nombre(&loiret, "praticiens-autorises"));
    assert!(siens.unwrap() > 0 && siens < tous, "{siens:?} of {tous:?}");
    let structure = lire(&["--departement", "45", "--structure", "cpts"]);
    assert_eq!(structure["structure"], "CPTS");
}

/// Semicolons, a comma before the decimal, the mark of UTF-8; and classes of séances count episodes.
fn le_csv_s_ouvre_dans_un_tableur_francais() {
    let csv = du_loiret(&["--csv", "--variante", "cloture"]);
    assert!(csv.dit.starts_with(b"\xEF\xBB\xBF"));
    let feuille = tableur::lire(&csv.dit, &Limites::LISTE).unwrap();
    let mut nombres = 0;
    for ligne in feuille.lignes.iter().skip(1) {
        let cellule = |rang: usize| ligne.cellule(rang).en_texte();
        let (valeur, etat) = (cellule(6), cellule(12));
        assert_eq!(valeur.is_empty(), etat != "publié", "{:?}", ligne.cellules);
        assert!(valeur.chars().all(|c| c.is_ascii_digit() || c == ','), "{valeur}");
        nombres += usize::from(valeur.contains(','));
        if cellule(3) == "seances-par-episode" {
            assert_eq!(cellule(7), if cellule(5).is_empty() { "séances" } else { "épisodes" });
        }
    }
    assert!(nombres > 0, "decimals are written");
}

fn les_mauvais_arguments_se_disent() {
    echouer(&["--annee", "deux-mille", "--departement", "45"], "deux-mille");
    echouer(&["--annee", "2026", "--departement", "999"], "999");
    echouer(&["--annee", "2026", "--periode", "2026-03"], "--periode");
    echouer(&["--periode", "hier"], "n’est pas une période");
    echouer(&["--annee", "2026", "--variante", "toutes"], "ouverture");
    echouer(&["--annee", "2026", "--json", "--csv"], "--csv");
    echouer(&["--annee", "2026", "--region", "Lune"], "n’est pas une région");
    echouer(&["ecrire", "0123456789abcdef"], "aucun instantané");
    echouer(&["inconnu"], "inconnu");
    echouer(&["--annee", "deux-mille"], "quatre chiffres");
    echouer(&["--annee", "2021", "--departement", "45"], "l’expérimentation a commencé ici le");
    echouer(&["--annee", "1999"], "aucun fait n’existe avant");
    echouer(&["--annee", "2090"], "aucun fait n’existe encore");
    echouer(&["--departement", "75"], "Paris (75) n’est pas un département de l’expérimentation");
    echouer(&["--cpts", "CPTS de nulle part"], "cpts lister");
    echouer(&["--structure", "LUNE"], "MSP");
    echouer(&["--departement", "45", "--cpts", "CPTS Orléanaise"], "gardez l’un des deux");
    for bon in [&["--departement", "45"][..], &["--periode", "experience-1"]] {
        reussir(bon);
    }
}

fn les_sommes_se_prouvent_et_se_refont() {
    let prouve = reussir(&["verifier"]);
    assert!(prouve.texte().contains("sommes égales"), "{}", prouve.texte());
    let cle = CleMaitresse::from_file(&DOSSIER.join("cle"), [0; 32]).unwrap();
    let base = Emplacement::Sqlite(DOSSIER.join("acces-direct.sqlite"));
    let entrepot = Entrepot::ouvrir(Configuration::new(base, cle)).unwrap();
    let fausser = "UPDATE indicateur_compteur SET n = n + 1 WHERE mesure = 'seances' AND perimetre = 'pays'";
    entrepot.ecrire_ici(move |tx| tx.execute(fausser, &[])).unwrap();
    drop(entrepot);
    let faux = demander(&["verifier"]);
    assert_ne!(faux.code, 0);
    assert!(faux.plainte.contains("recalculer"), "{}", faux.plainte);
    let refait = reussir(&["recalculer"]);
    assert!(refait.texte().starts_with("Sommes refaites depuis "), "{}", refait.texte());
    reussir(&["verifier"]);
}

fn un_instantane_se_prend_se_relit_et_se_compare() {
    let publie = reussir(&["publier"]);
    assert!(publie.texte().starts_with("Chiffres publiés"), "{}", publie.texte());
    let prendre = ["prendre", "--departement", "45", "--periode", "2026"];
    let arrete_le = |jour: &'static str| [&prendre[..], &["--arrete-le", jour]].concat();
    echouer(&arrete_le("2020-01-01"), "précède la publication");
    echouer(&arrete_le("2999-12-31"), "est à venir");
    let pris = reussir(&prendre);
    let id = pris.texte().split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(reussir(&prendre).texte(), pris.texte(), "the same facts have the same name");
    assert!(reussir(&["instantanes"]).texte().contains(&id));
    let (fichier, autre) = (DOSSIER.join("instantane.json"), DOSSIER.join("autre.json"));
    std::fs::write(&fichier, reussir(&["ecrire", &id]).dit).unwrap();
    std::fs::write(&autre, b"{}").unwrap();
    assert!(reussir(&["comparer", &id, fichier.to_str().unwrap()]).texte().contains("Identique"));
    echouer(&["comparer", &id, autre.to_str().unwrap()], "diffère");
    echouer(&["prendre", "--departement", "45", "--periode", "2030"], "n’a pas commencé");
    un_fichier_d_ailleurs_se_verifie(&fichier);
}

/// The file is made again from the facts; what was changed in it is told, the first table that differs by its name.
fn un_fichier_d_ailleurs_se_verifie(fichier: &Path) {
    let verifier = |fichier: &Path| demander(&["instantane", "verifier", fichier.to_str().unwrap()]);
    let juste = verifier(fichier);
    assert!(juste.code == 0 && juste.texte().contains("identique, octet pour octet"), "{}", juste.plainte);
    let lu: Value = serde_json::from_slice(&std::fs::read(fichier).unwrap()).unwrap();
    assert!(!lu["publications"].as_array().unwrap().is_empty(), "what it rests on");
    let table = lu["tableaux"].as_array().unwrap().iter().rposition(|table| {
        table["perimetre"].as_str().unwrap().starts_with("cpts/45/CPTS ") && table["variante"] == "ouverture"
    });
    let table = table.unwrap();
    let change = |quoi: &dyn Fn(&mut Value)| {
        let mut autre = lu.clone();
        quoi(&mut autre);
        let chemin = DOSSIER.join("ailleurs.json");
        std::fs::write(&chemin, serde_json::to_vec(&autre).unwrap()).unwrap();
        let reponse = verifier(&chemin);
        assert_ne!(reponse.code, 0);
        reponse.plainte
    };
    let nom = lu["tableaux"][table]["lieu"].as_str().unwrap().to_owned();
    let plainte = change(&|autre| {
        autre["tableaux"][table]["indicateurs"][0] = serde_json::json!(
            {"code": "praticiens-volontaires", "libelle": "", "unite": "", "nature": "nombre", "valeur": 4321}
        );
    });
    assert!(plainte.contains(&format!("premier tableau qui diffère : {nom}")), "{plainte}");
    assert!(plainte.contains("4321 dans le fichier") && !plainte.contains("publication"), "{plainte}");
    let plainte = change(&|autre| autre["publications"][0]["empreinte"] = "autre".into());
    assert!(plainte.contains("n’a pas montré les mêmes nombres"), "{plainte}");
    let plainte = change(&|autre| autre["reglement"] = "autre".into());
    assert!(plainte.contains("les règles diffèrent"), "{plainte}");
    echouer(&["instantane", "verifier", "/absent.json"], "absent");
}

fn les_activites_s_importent_ou_se_refusent() {
    let fichier = DOSSIER.join("activites.csv");
    let importer = ["importer-activite", "--annee", "2026", fichier.to_str().unwrap()];
    std::fs::write(&fichier, format!("RPPS;Séances\n{};3000\nmoi;12\n", rpps_de_demonstration(999))).unwrap();
    echouer(&importer, "ligne 3");
    std::fs::write(&fichier, format!("RPPS;Séances\n{};3000\n", rpps_de_demonstration(999_999))).unwrap();
    echouer(&importer, "n’est pas connu ici");
    echouer(&["importer-activite", "--annee", "2026", "/absent.csv"], "absent");
    let cle = CleMaitresse::from_file(&DOSSIER.join("cle"), [0; 32]).unwrap();
    let base = Emplacement::Sqlite(DOSSIER.join("acces-direct.sqlite"));
    let entrepot = Entrepot::ouvrir(Configuration::new(base, cle)).unwrap();
    let rpps: String = entrepot
        .lire_ici(|tx| tx.query_one("SELECT rpps FROM praticien ORDER BY rpps LIMIT 1", &[])?.get("rpps"))
        .unwrap();
    drop(entrepot);
    std::fs::write(&fichier, format!("RPPS;Séances\n{rpps};90000\n")).unwrap();
    let fait = reussir(&importer);
    assert!(
        fait.texte().starts_with("1 activités enregistrées") || fait.texte().contains("1 gardées"),
        "{}",
        fait.texte()
    );
}
