//! The folder `reglement/` and `docs/decisions/` on disk agree with what the binary embeds.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the failure of the test")]

use std::path::{Path, PathBuf};

use droit::reglement::Reglement;

fn racine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every TOML file under `dossier`, as a path relative to `base`.
fn toml_sous(base: &Path, dossier: &Path) -> Vec<String> {
    let mut trouves = Vec::new();
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            trouves.extend(toml_sous(base, &chemin));
        } else if chemin.extension().is_some_and(|extension| extension == "toml") {
            trouves.push(chemin.strip_prefix(base).unwrap().to_str().unwrap().to_owned());
        }
    }
    trouves
}

#[test]
fn tous_les_fichiers_du_dossier_sont_embarques() {
    let base = racine().join("reglement");
    let sur_disque = toml_sous(&base, &base);
    assert!(!sur_disque.is_empty());
    for nom in sur_disque {
        assert!(Reglement::fichiers().any(|(embarque, _)| embarque == nom), "{nom} n'est pas embarqué");
    }
}

#[test]
fn les_decisions_du_produit_existent() {
    let reglement = Reglement::embarque().unwrap();
    let mut vues = 0;
    for texte in reglement.registre().textes().filter(|texte| texte.id.starts_with("decision-")) {
        let numero = texte.id.trim_start_matches("decision-");
        let pages = std::fs::read_dir(racine().join("docs/decisions")).unwrap();
        let noms: Vec<_> = pages.map(|page| page.unwrap().file_name().into_string().unwrap()).collect();
        assert!(noms.iter().any(|nom| nom.starts_with(numero)), "docs/decisions n'a pas de page {numero}");
        assert!(texte.titre.contains(numero), "{} ne dit pas son numéro", texte.titre);
        vues += 1;
    }
    assert!(vues >= 7);
}
