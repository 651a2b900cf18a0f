//! The colours of both themes, paired as the pages pair them: readable by everybody (WCAG 2.1, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../assets/style/socle.css");

/// Text and its ground.
const TEXTES: &[(&str, &str)] = &[
    ("encre", "papier"),
    ("encre", "surface-2"),
    ("encre-2", "papier"),
    ("encre-2", "surface"),
    ("encre-2", "surface-2"),
    ("accent", "surface"),
    ("accent", "accent-fond"),
    ("accent", "surface-2"),
    ("accent-vif", "papier"),
    ("sur-accent", "accent"),
    ("sur-accent", "accent-vif"),
    ("chaleur", "papier"),
    ("chaleur", "surface-2"),
    ("succes", "succes-fond"),
    ("succes", "surface"),
    ("info", "info-fond"),
    ("attention", "attention-fond"),
    ("erreur", "erreur-fond"),
    ("erreur", "surface"),
    ("neutre", "neutre-fond"),
    // The names at the end of curves.
    ("serie-1", "surface"),
    ("serie-2", "surface"),
    ("serie-3", "surface"),
    ("serie-4", "surface"),
];

/// Edges of controls, focus and gauges, and what is beside them.
const SIGNES: &[(&str, &str)] = &[
    ("trait-fort", "surface"),
    ("trait-fort", "papier"),
    ("foyer", "papier"),
    ("chaleur", "surface"),
    ("serie-1", "surface"),
    ("serie-2", "surface"),
    ("serie-3", "surface"),
    ("serie-4", "surface"),
];

#[test]
fn les_deux_themes_se_lisent() {
    let (clair, sombre) = STYLE.split_once("prefers-color-scheme: dark").unwrap();
    for (theme, texte) in [("clair", clair), ("sombre", sombre)] {
        let couleurs = couleurs(texte);
        let paires = TEXTES.iter().map(|paire| (paire, 4.5)).chain(SIGNES.iter().map(|paire| (paire, 3.0)));
        for ((dessus, dessous), seuil) in paires {
            let obtenu = contraste(couleurs[dessus], couleurs[dessous]);
            assert!(obtenu >= seuil, "{theme} : {dessus} sur {dessous} = {obtenu:.2}, il faut {seuil}");
        }
    }
}

#[test]
fn le_contraste_est_celui_de_la_norme() {
    assert!((contraste(0x00_00_00, 0xff_ff_ff) - 21.0).abs() < 0.01);
    assert!((contraste(0x77_77_77, 0xff_ff_ff) - 4.48).abs() < 0.01);
}

fn couleurs(texte: &str) -> BTreeMap<&str, u32> {
    let declarations = texte.split("--").skip(1).filter_map(|suite| suite.split_once(": #"));
    declarations
        .filter_map(|(nom, valeur)| Some((nom, u32::from_str_radix(valeur.get(..6)?, 16).ok()?)))
        .collect()
}

fn contraste(une: u32, autre: u32) -> f64 {
    let (une, autre) = (luminance(une), luminance(autre));
    (une.max(autre) + 0.05) / (une.min(autre) + 0.05)
}

fn luminance(couleur: u32) -> f64 {
    let canal = |decalage: u32| {
        let valeur = f64::from((couleur >> decalage) & 0xff) / 255.0;
        if valeur <= 0.040_45 { valeur / 12.92 } else { ((valeur + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * canal(16) + 0.7152 * canal(8) + 0.0722 * canal(0)
}
