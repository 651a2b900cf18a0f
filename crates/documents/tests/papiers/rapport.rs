//! The annual report read back: every number and every word given is printed, once signed or not.

use documents::{ChiffreCle, Figure, LigneRapport, Place, Rapport, SectionRapport, Signe};
use jiff::civil::date;

use crate::exemples::en_tete;
use crate::lecteur::{pages, proprietes, sans_blancs, texte};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 420 60\" width=\"420\" height=\"60\"><style>.b{fill:#0c554f}</style><rect class=\"b\" x=\"4\" y=\"20\" width=\"300\" height=\"12\"/><text x=\"4\" y=\"15\" font-family=\"Atkinson Hyperlegible Next\" font-size=\"13\">CPTS Orléanaise</text></svg>";

fn rapport() -> Rapport {
    let ligne = |libelle: &str, valeurs: [&str; 3], detail| LigneRapport {
        libelle: libelle.to_owned(),
        detail,
        valeurs: valeurs.map(|valeur| [valeur.to_owned(), "15 sur 148 ; 6,2 à 16,1 %".to_owned()]).to_vec(),
    };
    let figure = Figure {
        place: Place::Mois,
        titre: "Mois par mois".to_owned(),
        phrase: "De 120 patients en janvier 2025 à 640 en décembre 2025.".to_owned(),
        legende: Some("Trait plein : séances. Tirets : patients.".to_owned()),
        svg: SVG.to_owned(),
    };
    Rapport {
        en_tete: en_tete("ARS Centre-Val de Loire"),
        sujet: "Loiret (45)".to_owned(),
        periode: "année 2025".to_owned(),
        bornes: (date(2025, 1, 1), date(2025, 12, 31)),
        numero: 2,
        corrections: vec![
            "Version 1, signée le 2 février 2026. Corrigée parce que : une CPTS manquait.".to_owned(),
        ],
        cles: ["2\u{a0}345", "10,1\u{a0}%", "0,4\u{a0}‰"]
            .map(|valeur| ChiffreCle {
                valeur: valeur.to_owned(),
                libelle: "Patients reçus".to_owned(),
                precision: "15 sur 148".to_owned(),
            })
            .to_vec(),
        variantes: ["Épisodes ouverts", "Épisodes clos", "Faits survenus"].map(str::to_owned).to_vec(),
        sections: vec![
            SectionRapport {
                titre: "Synthèse".to_owned(),
                commentaire: vec!["L’accès direct s’installe.".to_owned(), "#let a = 1; *gras*".to_owned()],
                lignes: Vec::new(),
                figures: vec![figure],
            },
            SectionRapport {
                titre: "Les patients et les soins".to_owned(),
                commentaire: Vec::new(),
                lignes: vec![
                    ligne("Séances par épisode", ["6,2", "7,4", "8,9"], false),
                    ligne("2 à 8 séances", ["539", "non publié", "–"], true),
                ],
                figures: Vec::new(),
            },
        ],
        methode: vec!["Les chiffres viennent des épisodes.".to_owned()],
        limites: vec!["Ne sont comptés que les soins enregistrés.".to_owned()],
        instantane: "0123456789abcdef".repeat(4),
        id_instantane: Some("0123456789abcdef".to_owned()),
        adresse_instantane: None,
        signe: Some(Signe {
            nom: "Camille Fictive".to_owned(),
            qualite: "Directrice".to_owned(),
            le: date(2026, 3, 1),
        }),
    }
}

#[test]
fn le_rapport_porte_chaque_nombre_et_chaque_mot() {
    let octets = documents::rapport(&rapport()).unwrap();
    if let Some(dossier) = option_env!("PAPIERS") {
        std::fs::write(format!("{dossier}/rapport.pdf"), octets.as_bytes()).unwrap();
    }
    let lu = texte(octets.as_bytes());
    for phrase in [
        "Loiret (45), année 2025",
        "Version 2, signée le 1er mars 2026",
        "2 345",
        "10,1 %",
        "0,4 ‰",
        "6,2",
        "7,4",
        "8,9",
        "539",
        "non publié",
        "15 sur 148 ; 6,2 à 16,1 %",
        "De 120 patients en janvier 2025",
        "L’accès direct s’installe.",
        "#let a = 1; *gras*",
        "Camille Fictive",
        "une CPTS manquait",
        "0123456789abcdef0123456789abcdef",
        "Instantané 0123456789abcdef (SHA-256)",
    ] {
        assert!(lu.contains(&sans_blancs(phrase)), "« {phrase} » ne se lit pas dans : {lu}");
    }
    assert!(pages(octets.as_bytes()) >= 1);
    let dits = proprietes(octets.as_bytes());
    for attendu in ["<pdfaid:part>2", "<pdfuaid:part>1", ">fr-FR<"] {
        assert!(dits.contains(attendu), "{attendu} manque");
    }
}

#[test]
fn un_brouillon_se_dit() {
    let brouillon = Rapport { signe: None, ..rapport() };
    let octets = documents::rapport(&brouillon).unwrap();
    let lu = texte(octets.as_bytes());
    assert!(lu.contains(&sans_blancs("Brouillon : ce document n’est pas signé")));
    assert!(!lu.contains(&sans_blancs("Camille Fictive")));
    assert!(lu.contains(&sans_blancs("Aucun instantané n’est encore pris")), "{lu}");
}

#[test]
fn le_meme_rapport_donne_les_memes_octets() {
    assert_eq!(documents::rapport(&rapport()).unwrap(), documents::rapport(&rapport()).unwrap());
}

#[test]
fn un_dessin_qui_n_en_est_pas_un_se_dit() {
    let mut faux = rapport();
    faux.sections[0].figures[0].svg = "<svg".to_owned();
    assert!(documents::rapport(&faux).is_err());
}
