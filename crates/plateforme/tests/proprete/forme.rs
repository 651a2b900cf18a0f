//! The shape of source files: an opening sentence, a size, a name that says what and not where.

use crate::arpenteur::{Fichier, aucune, sources_rust};

const LIGNES_MAX: usize = 500;
const NOMS_INTERDITS: [&str; 12] = [
    "utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "models", "model", "types",
    "type",
];

fn sans_phrase_d_ouverture(fichier: &Fichier) -> Option<String> {
    let premiere = fichier.texte.lines().next().unwrap_or_default();
    let dite = premiere.strip_prefix("//!").is_some_and(|phrase| phrase.trim().len() >= 15);
    (!dite).then(|| {
        format!("{} : la première ligne doit dire en « //! » ce que sait le fichier", fichier.chemin)
    })
}

fn trop_long(fichier: &Fichier) -> Option<String> {
    let lignes = fichier.texte.lines().count();
    (lignes > LIGNES_MAX).then(|| format!("{} : {lignes} lignes, {LIGNES_MAX} au plus", fichier.chemin))
}

fn nom_interdit(fichier: &Fichier) -> Option<String> {
    let coupable =
        fichier.chemin.trim_end_matches(".rs").split('/').find(|nom| NOMS_INTERDITS.contains(nom))?;
    Some(format!("{} : « {coupable} » dit où, pas quoi", fichier.chemin))
}

fn marques_interdites(fichier: &Fichier) -> Vec<String> {
    // Assembled here so that this file does not contain the marks it looks for.
    let marques =
        [["#[", "allow("], ["#![", "allow("], ["TO", "DO"], ["FIX", "ME"], ["XX", "X "], ["HA", "CK"]];
    let mut fautes = Vec::new();
    for (lieu, ligne) in fichier.lignes() {
        for marque in marques.iter().map(|parts| parts.concat()) {
            if ligne.contains(&marque) {
                fautes.push(format!("{lieu} : « {marque} » n’a pas sa place ici"));
            }
        }
    }
    fautes
}

#[test]
fn chaque_fichier_dit_ce_qu_il_sait() {
    aucune(&sources_rust().iter().filter_map(sans_phrase_d_ouverture).collect::<Vec<_>>());
}

#[test]
fn aucun_fichier_ne_depasse_cinq_cents_lignes() {
    aucune(&sources_rust().iter().filter_map(trop_long).collect::<Vec<_>>());
}

#[test]
fn aucun_module_n_est_un_fourre_tout() {
    aucune(&sources_rust().iter().filter_map(nom_interdit).collect::<Vec<_>>());
}

#[test]
fn rien_n_est_tu_ni_remis_a_plus_tard() {
    aucune(&sources_rust().iter().flat_map(marques_interdites).collect::<Vec<_>>());
}

#[test]
fn les_controles_de_forme_voient_les_fautes() {
    assert!(sans_phrase_d_ouverture(&Fichier::nouveau("a.rs", "use std::fs;")).is_some());
    assert!(trop_long(&Fichier::nouveau("a.rs", &"x\n".repeat(LIGNES_MAX + 1))).is_some());
    assert!(nom_interdit(&Fichier::nouveau("crates/droit/src/utils.rs", "")).is_some());
    assert!(nom_interdit(&Fichier::nouveau("crates/droit/src/helpers/mod.rs", "")).is_some());
    assert!(nom_interdit(&Fichier::nouveau("crates/droit/src/episode/mod.rs", "")).is_none());
    let tu = ["#[", "allow(dead_code)]"].concat();
    assert_eq!(marques_interdites(&Fichier::nouveau("a.rs", &tu)).len(), 1);
}
