//! Guards of the rules: the folder loads, nothing is forgotten, nothing is left undated or unsourced.

use jiff::civil::{Date, date};

use super::fichiers::FICHIERS;
use super::{EffetDuDroit, ListeDiagnostics, Regime, Reglement, ReglementInvalide, Serie};
use crate::decision::{TypeDiagnostic, TypeStructure};
use crate::identifiant::CodeDepartement;

mod valeurs;

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

fn departement(code: &str) -> CodeDepartement {
    code.parse().unwrap()
}

/// The embedded files, one of them replaced.
fn avec(chemin: &str, modifier: impl Fn(&str) -> String) -> Result<Reglement, ReglementInvalide> {
    let fichiers: Vec<(&str, String)> = FICHIERS
        .iter()
        .map(|(nom, contenu)| (*nom, if *nom == chemin { modifier(contenu) } else { (*contenu).to_owned() }))
        .collect();
    let empruntes: Vec<(&str, &str)> =
        fichiers.iter().map(|(nom, contenu)| (*nom, contenu.as_str())).collect();
    Reglement::lire(&empruntes)
}

const SOURCE: &str = r#"source = { texte = "decret-2024-618", confiance = "texte" }"#;

#[test]
fn une_cle_inconnue_nomme_le_fichier_et_la_cle() {
    let erreur = avec("departements/45-loiret.toml", |contenu| {
        format!("{contenu}\n[[plafon.valeurs]]\ndepuis = \"2025-01-01\"\nvaleur = 9\n{SOURCE}\n")
    });
    let attendue = ReglementInvalide::CleInconnue {
        fichier: "departements/45-loiret.toml".to_owned(),
        cle: "plafon".to_owned(),
    };
    assert_eq!(erreur.unwrap_err(), attendue);
}

#[test]
fn un_champ_inconnu_d_une_valeur_est_refuse() {
    let erreur =
        avec("departements/83-var.toml", |contenu| contenu.replacen("precision =", "presicion =", 1));
    assert!(erreur.unwrap_err().to_string().contains("presicion"));
}

#[test]
fn un_departement_ne_precise_que_ce_qui_est_precisable() {
    let erreur = avec("departements/45-loiret.toml", |contenu| {
        format!("{contenu}\n[[autorisation.valeurs]]\ndepuis = \"2025-01-01\"\nvaleur = false\n{SOURCE}\n")
    });
    let attendue = ReglementInvalide::NonPrecisable {
        fichier: "departements/45-loiret.toml".to_owned(),
        cle: "autorisation".to_owned(),
    };
    assert_eq!(erreur.unwrap_err(), attendue);
}

#[test]
fn un_texte_hors_du_registre_est_refuse() {
    let erreur =
        avec("departements/83-var.toml", |contenu| contenu.replace("arrete-2025-06-06", "arrete-perdu"));
    assert!(
        matches!(erreur.unwrap_err(), ReglementInvalide::TexteInconnu { texte, .. } if texte == "arrete-perdu")
    );
}

#[test]
fn un_droit_qui_attendrait_la_publication_ou_la_caisse_est_refuse() {
    for attendu in ["publication", "caisse"] {
        let erreur = avec("national/declaration.toml", |texte| {
            texte.replacen("valeur = \"acceptation\"", &format!("valeur = \"{attendu}\""), 1)
        });
        let dit = erreur.unwrap_err().to_string();
        assert!(dit.contains("effet_du_droit") && dit.contains("declaration, acceptation"), "{dit}");
    }
}

#[test]
fn une_adresse_sans_https_est_refusee() {
    let erreur = avec("textes.toml", |contenu| contenu.replacen("https://", "http://", 1));
    assert!(erreur.unwrap_err().to_string().contains("https://"));
}

#[test]
fn deux_valeurs_du_meme_jour_sont_refusees() {
    let erreur = avec("departements/45-loiret.toml", |contenu| {
        format!(
            "{contenu}\n[[plafond.valeurs]]\ndepuis = \"2027-01-01\"\nvaleur = 9\n{SOURCE}\n[[plafond.valeurs]]\ndepuis = \"2027-01-01\"\nvaleur = 10\n{SOURCE}\n"
        )
    });
    assert!(erreur.unwrap_err().to_string().contains("croître strictement"));
}

#[test]
fn une_valeur_inconnue_doit_dire_pourquoi() {
    let erreur = avec("departements/45-loiret.toml", |contenu| {
        format!("{contenu}\n[[plafond.valeurs]]\ndepuis = \"2027-01-01\"\ninconnu = true\n{SOURCE}\n")
    });
    assert!(erreur.unwrap_err().to_string().contains("inconnu = true"));
}

#[test]
fn une_valeur_nouvelle_vaut_de_son_jour_et_pas_avant() {
    let regles = avec("departements/45-loiret.toml", |contenu| {
        format!("{contenu}\n[[plafond.valeurs]]\ndepuis = \"2027-01-01\"\nvaleur = 12\n{SOURCE}\n")
    })
    .unwrap();
    let plafond = |le| regles.au(le, departement("45"), TypeStructure::Cpts).plafond.connue;
    assert_eq!(plafond(date(2026, 12, 31)), Some(8));
    assert_eq!(plafond(date(2027, 1, 1)), Some(12));
    let ailleurs = regles.au(date(2027, 1, 1), departement("83"), TypeStructure::Cpts);
    assert_eq!(ailleurs.plafond.connue, Some(8));
    assert_ne!(regles.empreinte(), reglement().empreinte());
}

#[test]
fn les_valeurs_nationales_couvrent_toute_la_periode() {
    let premier_jour = reglement().national.debut.au(date(2026, 11, 21)).connue.unwrap();
    for (cle, lecture) in reglement().national.lectures(premier_jour) {
        assert!(lecture.unwrap().depuis <= premier_jour, "« {cle} » laisse un trou avant sa première valeur");
    }
}

#[test]
fn chaque_source_et_chaque_variante_resout_et_dit_pourquoi() {
    for code in CodeDepartement::tous() {
        let fiche = reglement().fiche(code, date(2026, 11, 21)).unwrap();
        for ligne in fiche.sections.iter().flat_map(|section| &section.lignes) {
            let lieu = format!("{code} {}", ligne.cle);
            assert!(!ligne.libelle.is_empty(), "{lieu}");
            let references =
                ligne.source.iter().chain(ligne.variantes.iter().map(|variante| &variante.reference));
            for reference in references {
                assert!(!reference.titre.is_empty(), "{lieu}");
                assert!(reference.source.url.starts_with("https://"), "{lieu}");
            }
            assert!(ligne.variantes.iter().all(|variante| !variante.ecartee.is_empty()), "{lieu}");
            assert!(ligne.valeur.is_some() || !ligne.precision.is_empty(), "{lieu} : un silence sans phrase");
        }
    }
}

#[test]
fn les_onze_contradictions_sont_montrees() {
    let codes: Vec<&str> = reglement().questions().iter().map(|question| question.code.as_str()).collect();
    assert_eq!(codes, ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11"]);
}

/// Every `texte` and every `url` of a file, whatever its shape.
fn citations(valeur: &toml::Value, textes: &mut Vec<String>, adresses: &mut Vec<String>) {
    match valeur {
        toml::Value::Table(table) => {
            for (cle, contenu) in table {
                match (cle.as_str(), contenu.as_str()) {
                    ("texte", Some(id)) => textes.push(id.to_owned()),
                    ("url", Some(url)) => adresses.push(url.to_owned()),
                    _ => citations(contenu, textes, adresses),
                }
            }
        }
        toml::Value::Array(liste) => liste.iter().for_each(|element| citations(element, textes, adresses)),
        _ => {}
    }
}

#[test]
fn chaque_texte_cite_par_un_fichier_est_au_registre_et_chaque_adresse_est_en_https() {
    let mut total = 0;
    for (fichier, contenu) in Reglement::fichiers() {
        let (mut textes, mut adresses) = (Vec::new(), Vec::new());
        citations(&toml::Value::Table(toml::from_str(contenu).unwrap()), &mut textes, &mut adresses);
        total += textes.len();
        for id in textes {
            assert!(
                reglement().registre().texte(&id).is_some(),
                "{fichier} cite « {id} », absent de textes.toml"
            );
        }
        for url in adresses {
            assert!(url.starts_with("https://"), "{fichier} : {url}");
        }
    }
    assert!(total > 200, "le parcours des fichiers ne voit que {total} citations");
}

#[test]
fn chaque_texte_du_registre_sert() {
    let mut cites = Vec::new();
    for (_, contenu) in Reglement::fichiers().filter(|(fichier, _)| *fichier != "textes.toml") {
        citations(&toml::Value::Table(toml::from_str(contenu).unwrap()), &mut cites, &mut Vec::new());
    }
    let inutiles: Vec<&str> = reglement()
        .registre()
        .textes()
        .map(|texte| texte.id.as_str())
        .filter(|id| !cites.iter().any(|c| c == id))
        .collect();
    assert!(inutiles.is_empty(), "textes inscrits que rien ne cite : {inutiles:?}");
}
