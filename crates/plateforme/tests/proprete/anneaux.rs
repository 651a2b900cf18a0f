//! The two rings: what each crate may never reach, read from the resolved graph and not from intentions.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::arpenteur::{aucune, fichiers, metadonnees};

const SQL: [&str; 4] = ["rusqlite", "libsqlite3-sys", "tokio-postgres", "postgres-protocol"];
const RESEAU: [&str; 9] =
    ["tokio", "mio", "socket2", "hyper", "axum", "tower-http", "reqwest", "ureq", "rustls"];
/// `getrandom` is not here: the workspace graph unites features, and encryption switches it on under the hashes.
const HASARD: [&str; 2] = ["rand", "fastrand"];

/// Crate, what it may never reach through its own dependencies (development ones aside).
fn interdits() -> Vec<(&'static str, Vec<&'static str>)> {
    let pur = [&SQL[..], &RESEAU[..], &HASARD[..], &["entrepot", "passerelles", "plateforme"]].concat();
    vec![
        ("droit", [&pur[..], &["formats", "clap", "tracing"]].concat()),
        ("formats", pur.clone()),
        // The typesetter brings generators of its own; the test of equal bytes shows that no page uses them.
        (
            "documents",
            [&SQL[..], &RESEAU[..], &["formats", "entrepot", "passerelles", "plateforme", "clap"]].concat(),
        ),
        (
            "entrepot",
            vec!["formats", "passerelles", "plateforme", "axum", "hyper", "tower-http", "reqwest", "ureq"],
        ),
        ("passerelles", [&SQL[..], &["entrepot", "plateforme", "axum"]].concat()),
    ]
}

/// Package id → the ids it needs to build and run.
struct Graphe {
    noms: HashMap<String, String>,
    aretes: HashMap<String, Vec<String>>,
}

impl Graphe {
    fn lire(metadonnees: &Value) -> Self {
        let mut graphe = Self { noms: HashMap::new(), aretes: HashMap::new() };
        for paquet in metadonnees["packages"].as_array().unwrap() {
            graphe.noms.insert(chaine(&paquet["id"]), chaine(&paquet["name"]));
        }
        for noeud in metadonnees["resolve"]["nodes"].as_array().unwrap() {
            let utiles = noeud["deps"].as_array().unwrap().iter().filter(|dep| hors_developpement(dep));
            graphe.aretes.insert(chaine(&noeud["id"]), utiles.map(|dep| chaine(&dep["pkg"])).collect());
        }
        graphe
    }

    fn atteints(&self, depart: &str) -> BTreeSet<&str> {
        let mut a_visiter: Vec<&str> =
            self.noms.iter().filter(|(_, nom)| *nom == depart).map(|(id, _)| id.as_str()).collect();
        assert_eq!(a_visiter.len(), 1, "un seul paquet doit s’appeler {depart}");
        let mut vus = BTreeSet::new();
        while let Some(id) = a_visiter.pop() {
            if vus.insert(id) {
                a_visiter.extend(self.aretes[id].iter().map(String::as_str));
            }
        }
        vus.into_iter().map(|id| self.noms[id].as_str()).collect()
    }
}

fn chaine(valeur: &Value) -> String {
    valeur.as_str().unwrap().to_owned()
}

fn hors_developpement(dependance: &Value) -> bool {
    dependance["dep_kinds"].as_array().unwrap().iter().any(|genre| genre["kind"] != "dev")
}

#[test]
fn aucun_anneau_ne_voit_ce_qui_lui_est_ferme() {
    let graphe = Graphe::lire(&metadonnees());
    let mut fautes = Vec::new();
    for (depart, fermes) in interdits() {
        let atteints = graphe.atteints(depart);
        for ferme in fermes.iter().filter(|ferme| atteints.contains(*ferme)) {
            fautes.push(format!("{depart} atteint {ferme} (cargo tree -p {depart} -i {ferme})"));
        }
    }
    aucune(&fautes);
}

#[test]
fn le_parcours_du_graphe_va_jusqu_au_bout() {
    let graphe = Graphe::lire(&metadonnees());
    let atteints = graphe.atteints("plateforme");
    for attendu in ["droit", "tokio", "rusqlite", "libsqlite3-sys", "jiff"] {
        assert!(atteints.contains(attendu), "plateforme devrait atteindre {attendu}");
    }
    assert!(graphe.atteints("entrepot").contains("tokio-postgres"));
}

#[test]
fn chaque_bibliotheque_suit_les_regles_communes() {
    let manifestes = fichiers(&["Cargo.toml"]);
    let fautes = manifestes.iter().filter(|manifeste| manifeste.chemin.starts_with("crates/")).filter_map(
        |manifeste| {
            let herite = manifeste.texte.contains("[lints]\nworkspace = true");
            (!herite).then(|| format!("{} : il manque « [lints] workspace = true »", manifeste.chemin))
        },
    );
    aucune(&fautes.collect::<Vec<_>>());
}
