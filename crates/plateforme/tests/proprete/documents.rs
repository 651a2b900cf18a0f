//! The documents tell the truth: what they link to exists, and what must be written is written.

use std::collections::BTreeSet;

use crate::arpenteur::{Fichier, aucune, fichiers, metadonnees, racine};

/// A path quoted in a document is checked when it starts here.
const LIEUX: [&str; 7] =
    ["crates/", "docs/", "reglement/", "scripts/", "tests-navigateur/", ".ci/", "bancs/"];

fn document(nom: &str) -> Fichier {
    let trouves = fichiers(&[nom]).into_iter().filter(|fichier| !fichier.chemin.contains("/guide/"));
    let mut trouves: Vec<_> = trouves.collect();
    assert_eq!(trouves.len(), 1, "un seul {nom} attendu");
    trouves.remove(0)
}

/// Targets of `](…)` that are not web addresses, resolved from the document's folder.
fn liens(document: &Fichier) -> Vec<String> {
    let dossier = document.chemin.rsplit_once('/').map_or("", |(dossier, _)| dossier);
    let cibles = document.texte.split("](").skip(1).filter_map(|suite| suite.split(')').next());
    let locales = cibles.filter(|cible| !cible.contains("://") && !cible.starts_with(['#', 'm']));
    locales.map(|cible| format!("{dossier}/{}", cible.split('#').next().unwrap_or_default())).collect()
}

/// Paths of the repository quoted between backticks.
fn chemins_cites(document: &Fichier) -> Vec<String> {
    let cites = document.texte.split('`').skip(1).step_by(2);
    let chemins = cites.filter(|cite| LIEUX.iter().any(|lieu| cite.starts_with(lieu)));
    let precis = chemins.filter(|cite| !cite.contains(['*', '{', '…', '<', ' ']));
    precis.map(|cite| cite.split(':').next().unwrap_or_default().to_owned()).collect()
}

fn promesses_vides(document: &Fichier) -> Vec<String> {
    let racine = racine();
    let promis = liens(document).into_iter().chain(chemins_cites(document));
    let vides = promis.filter(|chemin| !racine.join(chemin.trim_start_matches('/')).exists());
    vides.map(|chemin| format!("{} : « {chemin} » n’existe pas", document.chemin)).collect()
}

/// The direct dependencies of every crate, development ones included.
fn dependances_directes() -> BTreeSet<String> {
    let metadonnees = metadonnees();
    let paquets = metadonnees["packages"].as_array().unwrap();
    let nos_paquets = paquets.iter().filter(|paquet| paquet["source"].is_null());
    let dependances = nos_paquets.flat_map(|paquet| paquet["dependencies"].as_array().unwrap());
    let externes = dependances.filter(|dependance| !dependance["source"].is_null());
    externes.map(|dependance| dependance["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn chaque_lien_des_documents_mene_quelque_part() {
    aucune(&fichiers(&[".md"]).iter().flat_map(promesses_vides).collect::<Vec<_>>());
}

#[test]
fn chaque_dependance_directe_est_justifiee() {
    let decision = document("0002-dependencies.md").texte;
    let muettes =
        dependances_directes().into_iter().filter(|nom| !decision.contains(&format!("| `{nom}` |")));
    aucune(&muettes.map(|nom| format!("{nom} : aucune ligne dans 0002-dependencies.md")).collect::<Vec<_>>());
}

#[test]
fn aucune_justification_ne_survit_a_sa_dependance() {
    let directes = dependances_directes();
    let decision = document("0002-dependencies.md").texte;
    let noms = decision.lines().filter_map(|ligne| ligne.strip_prefix("| `")?.split('`').next());
    aucune(&noms.filter(|nom| !directes.contains(*nom)).map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn chaque_regle_de_style_donne_sa_raison() {
    let style = document("STYLE.md").texte;
    let muettes = style.split("\n### ").skip(1).filter(|regle| !regle.contains("**Rationale.**"));
    let titres = muettes.map(|regle| regle.lines().next().unwrap_or_default().to_owned());
    aucune(&titres.collect::<Vec<_>>());
}

/// What the README's question gives on the command line.
fn reponse_a_la_question_du_readme() -> serde_json::Value {
    let readme = document("README.md").texte;
    let question = readme.split("```json\n").nth(1).and_then(|suite| suite.split("```").next()).unwrap();
    let fichier = std::env::temp_dir().join(format!("question-du-readme-{}.json", std::process::id()));
    std::fs::write(&fichier, question).unwrap();
    let binaire = env!("CARGO_BIN_EXE_acces-direct");
    let sortie = std::process::Command::new(binaire).arg("decider").arg(&fichier).output().unwrap();
    std::fs::remove_file(&fichier).unwrap();
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    serde_json::from_slice(&sortie.stdout).unwrap()
}

#[test]
fn l_exemple_du_readme_donne_ce_que_le_readme_annonce() {
    let reponse = reponse_a_la_question_du_readme();
    assert_eq!(reponse["issue"], "accordee");
    assert_eq!(reponse["constats"].as_array().unwrap().len(), 19);
    assert_eq!(reponse["seances"], serde_json::json!({ "faites": 2, "plafond": 8, "restantes": 6 }));
}

#[test]
fn le_glossaire_nomme_chaque_code() {
    let glossaire = document("GLOSSAIRE.md").texte;
    let codes = droit::decision::Code::TOUS.iter().map(|code| code.code());
    let muets = codes.filter(|code| !glossaire.contains(&format!("| `{code}` |")));
    aucune(&muets.map(str::to_owned).collect::<Vec<_>>());
}

/// Variables of the environment that the command line reads.
fn variables_lues() -> BTreeSet<String> {
    let sources = fichiers(&[".rs"]);
    let lues = sources.iter().filter(|source| source.chemin.starts_with("crates/plateforme/src/"));
    let suites = lues.flat_map(|source| source.texte.split("env = \"").skip(1));
    suites.filter_map(|suite| suite.split('"').next().map(str::to_owned)).collect()
}

#[test]
fn chaque_variable_d_environnement_est_expliquee() {
    let (lues, exploitation) = (variables_lues(), document("exploitation.md").texte);
    assert!(lues.contains("DATABASE_URL"), "la lecture des variables est cassée : {lues:?}");
    let muettes = lues.into_iter().filter(|nom| !exploitation.contains(&format!("| `{nom}` |")));
    aucune(&muettes.collect::<Vec<_>>());
}

/// The verbs that `--help` lists.
fn verbes() -> Vec<String> {
    let aide = std::process::Command::new(env!("CARGO_BIN_EXE_acces-direct")).arg("--help").output().unwrap();
    let aide = String::from_utf8(aide.stdout).unwrap();
    let liste = aide.split("Commands:").nth(1).and_then(|suite| suite.split("\n\n").next()).unwrap();
    let lignes = liste.lines().filter(|ligne| ligne.starts_with("  ") && !ligne.starts_with("   "));
    lignes.map(|ligne| ligne.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn chaque_verbe_est_montre_dans_les_documents() {
    let verbes = verbes();
    assert!(verbes.iter().any(|verbe| verbe == "servir"), "la lecture de l’aide est cassée : {verbes:?}");
    let textes: String = fichiers(&[".md"]).into_iter().map(|fichier| fichier.texte).collect();
    let montre = |verbe: &str| {
        [
            format!("acces-direct {verbe}"),
            format!("cargo run -- {verbe}"),
            format!("cargo run --release -- {verbe}"),
        ]
        .iter()
        .any(|appel| textes.contains(appel))
    };
    aucune(&verbes.into_iter().filter(|verbe| verbe != "help" && !montre(verbe)).collect::<Vec<_>>());
}

#[test]
fn l_architecture_tient_en_trois_cents_lignes() {
    assert!(document("ARCHITECTURE.md").texte.lines().count() <= 300);
}

#[test]
fn le_controle_des_documents_voit_les_fautes() {
    let faux =
        Fichier::nouveau("docs/a.md", "[b](b-absent.md) et `crates/absent/src/lib.rs` et [c](https://c.fr)");
    assert_eq!(promesses_vides(&faux).len(), 2);
    let juste = Fichier::nouveau("docs/a.md", "[b](../Cargo.toml) et `crates/droit/src/lib.rs`");
    assert_eq!(promesses_vides(&juste), Vec::<String>::new());
}
