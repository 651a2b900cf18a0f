//! The doors: clock, environment, chance, files, SQL and raw HTML each enter by a named place and nowhere else.

use crate::arpenteur::{Fichier, aucune, sources_rust};

/// A spelling, the files it may appear in, and why.
struct Porte {
    cherche: &'static [&'static str],
    dans: &'static str,
    sauf: &'static [&'static str],
    raison: &'static str,
}

const PORTES: [Porte; 6] = [
    Porte {
        cherche: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::now",
        ],
        dans: "crates/droit/src/",
        sauf: &["/tests"],
        raison: "le droit est pur",
    },
    Porte {
        cherche: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::now",
        ],
        dans: "crates/formats/src/",
        sauf: &["/tests"],
        raison: "les formats sont purs",
    },
    Porte {
        cherche: &["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "UPDATE SET "],
        dans: "crates/plateforme/src/",
        sauf: &[],
        raison: "le SQL vit dans entrepot",
    },
    Porte {
        cherche: &["PreEscaped"],
        dans: "crates/",
        sauf: &["icone", "graphique", "proprete/"],
        raison: "le HTML brut n’entre que par les icônes et les graphiques",
    },
    Porte {
        cherche: &["clippy::disallowed_methods"],
        dans: "crates/",
        sauf: &["horloge", "config", "alea", "proprete/"],
        raison: "l’heure, l’environnement et le hasard ont chacun leur porte",
    },
    Porte {
        cherche: &["style=\"", "onclick", "onsubmit", "javascript:"],
        dans: "crates/plateforme/src/",
        sauf: &[],
        raison: "la politique de sécurité du contenu n’admet ni style ni script en ligne",
    },
];

/// The slices of the platform: none may import another.
const TRANCHES: [&str; 9] =
    ["reglement", "decision", "praticien", "cpts", "declaration", "patient", "episode", "compte", "journal"];

fn hors_des_portes(fichier: &Fichier) -> Vec<String> {
    let mut fautes = Vec::new();
    for porte in PORTES.iter().filter(|porte| fichier.chemin.starts_with(porte.dans)) {
        if porte.sauf.iter().any(|permis| fichier.chemin.contains(permis)) {
            continue;
        }
        for (lieu, ligne) in fichier.lignes().filter(|(_, ligne)| !ligne.trim_start().starts_with("//")) {
            if let Some(trouve) = porte.cherche.iter().find(|cherche| ligne.contains(**cherche)) {
                fautes.push(format!("{lieu} : « {trouve} » : {}", porte.raison));
            }
        }
    }
    fautes
}

/// `episode` for `crates/plateforme/src/episode/page.rs`, nothing for what is not a slice.
fn tranche(chemin: &str) -> Option<&'static str> {
    let reste = chemin.strip_prefix("crates/plateforme/src/")?;
    let tete = reste.split('/').next()?.trim_end_matches(".rs");
    TRANCHES.into_iter().find(|nom| *nom == tete)
}

/// The first segments reached through `crate::`, braces included.
fn modules_importes(texte: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for suite in texte.split("crate::").skip(1) {
        match suite.strip_prefix('{') {
            Some(liste) => {
                modules.extend(liste.split('}').next().unwrap_or_default().split(',').map(premier_segment))
            }
            None => modules.push(premier_segment(suite)),
        }
    }
    modules
}

fn premier_segment(chemin: &str) -> &str {
    chemin.trim().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default()
}

fn tranches_voisines(fichier: &Fichier) -> Vec<String> {
    let Some(sienne) = tranche(&fichier.chemin) else { return Vec::new() };
    let voisines =
        modules_importes(&fichier.texte).into_iter().filter(|nom| *nom != sienne && TRANCHES.contains(nom));
    voisines.map(|nom| format!("{} : la tranche « {sienne} » importe « {nom} »", fichier.chemin)).collect()
}

#[test]
fn chaque_chose_entre_par_sa_porte() {
    aucune(&sources_rust().iter().flat_map(hors_des_portes).collect::<Vec<_>>());
}

#[test]
fn aucune_tranche_n_importe_sa_voisine() {
    aucune(&sources_rust().iter().flat_map(tranches_voisines).collect::<Vec<_>>());
}

#[test]
fn les_controles_des_portes_voient_les_fautes() {
    let fautif = |chemin, texte| hors_des_portes(&Fichier::nouveau(chemin, texte)).len();
    assert_eq!(fautif("crates/droit/src/a.rs", "use std::fs;"), 1);
    assert_eq!(fautif("crates/plateforme/src/a.rs", "let q = \"SELECT 1\";"), 1);
    assert_eq!(fautif("crates/plateforme/src/gabarits/a.rs", "PreEscaped(x)"), 1);
    assert_eq!(fautif("crates/plateforme/src/gabarits/icones.rs", "PreEscaped(x)"), 0);
    assert_eq!(fautif("crates/entrepot/src/a.rs", "let q = \"SELECT 1\";"), 0);
    let voisin =
        |texte| tranches_voisines(&Fichier::nouveau("crates/plateforme/src/episode/a.rs", texte)).len();
    assert_eq!(voisin("use crate::declaration::page;"), 1);
    assert_eq!(voisin("use crate::{horloge, declaration::page};"), 1);
    assert_eq!(voisin("use crate::episode::b; use crate::connexion::Connecte;"), 0);
}
