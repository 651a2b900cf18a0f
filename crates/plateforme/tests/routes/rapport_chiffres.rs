//! A signed report of the demonstration as PDF, workbook, CSV and FHIR: the same numbers everywhere, and the snapshot it quotes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use droit::acces::Role;
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use formats::tableur::{self, Limites};
use plateforme::demo::chargement;
use plateforme::demo::reperes::Reperes;
use plateforme::demo::territoire::{Cadre, Taille, Territoire};
use serde_json::Value;

use crate::banc::{Banc, Porteur, Rendu, acteur};
use crate::lecteur::{sans_blancs, texte};

/// Indicator, variant, label of the modality (empty for the whole).
type Cle = (String, String, String);

/// What a file shows of a figure, as it would be read aloud: a number, « non publié » or « – ».
type Chiffres = BTreeMap<Cle, String>;

/// The small demonstration on the day of the bench: four months, of which the end of 2025.
fn demonstration(nom: &str) -> Banc {
    let banc = Banc::new(nom);
    let reglement = Reglement::embarque().unwrap();
    let loiret: CodeDepartement = "45".parse().unwrap();
    let aujourd_hui = banc.app.horloge.aujourd_hui("Europe/Paris").unwrap();
    let cadre = Cadre::du(reglement, loiret, (45, aujourd_hui, Taille::Petite)).unwrap();
    let territoire = Territoire::engendrer(cadre);
    let reperes = Reperes::tirer(&territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    chargement::charger(&banc.app.entrepot, (reglement, loiret), (&territoire, &reperes), |_, _| {}).unwrap();
    banc
}

async fn signer(banc: &Banc, ars: &Porteur, sujet: &str) -> String {
    let ouvert = banc.poster("/evaluation/rapports", ars, &format!("sujet={sujet}&periode=2025")).await;
    let adresse = ouvert.entete("location").to_owned();
    let corps = "nom=Camille+Fictive&qualite=Directrice&relu=oui";
    let signe = banc.poster(&format!("{adresse}/signer"), ars, corps).await;
    assert_eq!(signe.statut, StatusCode::SEE_OTHER, "{}", signe.corps);
    adresse
}

/// The lines of a CSV text or of a workbook, by title.
fn lignes(octets: &[u8]) -> Vec<BTreeMap<String, String>> {
    let feuille = tableur::lire(octets, &Limites::LISTE).unwrap();
    let (entete, lignes) = feuille.lignes.split_first().unwrap();
    let titres: Vec<String> = entete.cellules.iter().map(tableur::Cellule::en_texte).collect();
    let ligne = |ligne: &tableur::Ligne| {
        let cellule = |(rang, titre): (usize, &String)| (titre.clone(), ligne.cellule(rang).en_texte());
        titres.iter().enumerate().map(cellule).collect()
    };
    lignes.iter().map(ligne).collect()
}

fn du_tableur(octets: &[u8], sujet: &str) -> Chiffres {
    du_tableur_sur(octets, sujet, "2025")
}

fn du_tableur_sur(octets: &[u8], sujet: &str, periode: &str) -> Chiffres {
    let siennes = lignes(octets).into_iter().filter(|l| l["perimetre"] == sujet && l["periode"] == periode);
    siennes
        .map(|l| {
            let dit = match (l["valeur"].as_str(), l["raison_absence"].as_str(), l["etat"].as_str()) {
                ("", "secret", etat) => etat.to_owned(),
                ("", _, _) => "–".to_owned(),
                (valeur, _, etat) => {
                    assert_eq!(etat, "publié", "{l:?}");
                    valeur.replace('.', ",")
                }
            };
            ((l["indicateur"].clone(), l["variante"].clone(), l["libelle_modalite"].clone()), dit)
        })
        .collect()
}

fn de_fhir(octets: &[u8], nom: &str, periode: &str) -> Chiffres {
    let bundle: Value = serde_json::from_slice(octets).unwrap();
    let mut chiffres = Chiffres::new();
    let ici = |entree: &&Value| entree["fullUrl"].as_str().unwrap().contains(&format!("/{periode}/"));
    let rapports = bundle["entry"].as_array().unwrap().iter().filter(ici).map(|entree| &entree["resource"]);
    for rapport in rapports.filter(|rapport| rapport["subject"]["display"] == nom) {
        let indicateur = rapport["measure"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        for groupe in rapport["group"].as_array().unwrap() {
            let variante = groupe["code"]["coding"][0]["code"].as_str().unwrap().to_owned();
            let mut noter = |modalite: &str, score: &Value| {
                let absent = score["extension"][0]["valueCode"].as_str();
                let dit = match absent {
                    Some("masked") => "non publié".to_owned(),
                    Some(_) => "–".to_owned(),
                    None => score["value"].to_string().replace('.', ","),
                };
                chiffres.insert((indicateur.clone(), variante.clone(), modalite.to_owned()), dit);
            };
            if groupe.get("measureScore").is_some() {
                noter("", &groupe["measureScore"]);
            }
            for strate in groupe["stratifier"][0]["stratum"].as_array().into_iter().flatten() {
                noter(strate["value"]["text"].as_str().unwrap(), &strate["measureScore"]);
            }
        }
    }
    chiffres
}

/// The same without the decimal of a whole number, which a cell of a workbook does not keep.
fn nombres(chiffres: &Chiffres) -> Chiffres {
    let nombre = |dit: &String| dit.strip_suffix(",0").unwrap_or(dit).to_owned();
    chiffres.iter().map(|(cle, dit)| (cle.clone(), nombre(dit))).collect()
}

/// In the paper, a label is followed by its three values, variant by variant.
fn exiger_sur_le_papier(papier: &str, libelle: &str, valeurs: &[String; 3]) {
    let libelle = sans_blancs(libelle);
    let suivent = |suite: &str| {
        let mut reste: String = suite.chars().take(400).collect();
        valeurs.iter().enumerate().all(|(rang, valeur)| {
            let Some(place) = reste.find(valeur.as_str()).filter(|place| rang > 0 || *place == 0) else {
                return false;
            };
            reste = reste.split_off(place + valeur.len());
            true
        })
    };
    let trouve = papier.match_indices(&libelle).any(|(place, _)| suivent(&papier[place + libelle.len()..]));
    assert!(trouve, "« {libelle} » {valeurs:?} is not on the paper");
}

fn exiger_le_papier(pdf: &[u8], csv: &[u8], sujet: &str) {
    let papier = texte(pdf);
    let chiffres = du_tableur(csv, sujet);
    let libelles: BTreeMap<String, String> =
        lignes(csv).into_iter().map(|l| (l["indicateur"].clone(), l["libelle"].clone())).collect();
    let mut vus = 0;
    let caches = chiffres.values().filter(|dit| *dit == "non publié").count();
    assert!(caches > 0, "hidden figures are compared too");
    for (indicateur, variante, modalite) in chiffres.keys() {
        if variante != "ouverture" {
            continue;
        }
        let valeur = |variante: &str| {
            let dit = |modalite: &str| {
                chiffres.get(&(indicateur.clone(), variante.to_owned(), modalite.to_owned()))
            };
            let une_part = chiffres.keys().any(|(i, v, m)| i == indicateur && v == variante && !m.is_empty());
            let masquee = dit("").filter(|dit| !une_part && *dit == "non publié");
            assert!(!modalite.is_empty() || dit("").is_some(), "{indicateur}, {variante}: no row");
            sans_blancs(dit(modalite).or(masquee).map_or("0", String::as_str))
        };
        let libelle = if modalite.is_empty() { &libelles[indicateur] } else { modalite };
        exiger_sur_le_papier(&papier, libelle, &["ouverture", "cloture", "calendaire"].map(valeur));
        vus += 1;
    }
    assert!(vus > 30, "{vus} lines were compared");
}

/// The public page reads the same publication: the row of each indicator has the same figure.
async fn exiger_la_page(banc: &Banc, csv: &[u8], sujet: &str) {
    let chiffres = du_tableur(csv, sujet);
    let libelles: BTreeMap<String, String> =
        lignes(csv).into_iter().map(|l| (l["indicateur"].clone(), l["libelle"].clone())).collect();
    let mut compares = 0;
    for code in ["ouverture", "cloture", "calendaire"] {
        let adresse = format!("/evaluation?perimetre={sujet}&periode=2025&variante={code}");
        let page = banc.lire(&adresse, &Porteur::Personne).await.corps;
        let (_, tables) = page.split_once("Tous les indicateurs").unwrap();
        for ((indicateur, variante, modalite), dit) in &chiffres {
            if variante != code || !modalite.is_empty() {
                continue;
            }
            let (_, suite) = tables.split_once(&format!(">{}</a>", libelles[indicateur])).unwrap();
            let montre = suite.split("<strong>").nth(1).unwrap().split("</strong>").next().unwrap();
            let montre = sans_blancs(montre.trim_end_matches(['%', '‰']));
            assert_eq!(montre, sans_blancs(dit), "{code}, {indicateur}");
            compares += 1;
        }
    }
    assert!(compares > 60, "{compares} figures of the pages were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_dit_les_memes_nombres_sous_toutes_ses_formes() {
    let banc = tokio::task::block_in_place(|| demonstration("rapport-chiffres"));
    let ars = banc.session(banc.compte("ars.rapport", acteur(Role::AgentArs)));
    let loiret: CodeDepartement = "45".parse().unwrap();
    let communaute =
        banc.app.entrepot.lire_ici(move |tx| entrepot::cpts::du_departement(tx, loiret)).unwrap().remove(0);
    let sujets = [
        ("departement/45".to_owned(), "Loiret (45)".to_owned()),
        (format!("cpts/{}", communaute.id), communaute.nom.clone()),
    ];
    for (sujet, nom) in sujets {
        let adresse = signer(&banc, &ars, &sujet).await;
        let mut fichiers = BTreeMap::new();
        for forme in ["rapport.pdf", "indicateurs.csv", "indicateurs.xlsx", "indicateurs.fhir.json"] {
            let rendu: Rendu = banc.lire(&format!("{adresse}/{forme}"), &ars).await;
            assert_eq!(rendu.statut, StatusCode::OK, "{forme}");
            fichiers.insert(forme, rendu.octets);
        }
        let csv = du_tableur(&fichiers["indicateurs.csv"], &sujet);
        let montres = csv.values().filter(|dit| dit.starts_with(|c: char| ('1'..='9').contains(&c))).count();
        assert!(montres > 10, "{sujet}: {montres} numbers are shown in {csv:?}");
        let (classeur, fhir) = (&fichiers["indicateurs.xlsx"], &fichiers["indicateurs.fhir.json"]);
        assert_eq!(nombres(&csv), nombres(&du_tableur(classeur, &sujet)), "{sujet}: CSV and workbook");
        assert_eq!(nombres(&csv), nombres(&de_fhir(fhir, &nom, "2025")), "{sujet}: CSV and FHIR");
        for mois in (1..=12).map(|mois| format!("2025-{mois:02}")) {
            let csv = du_tableur_sur(&fichiers["indicateurs.csv"], &sujet, &mois);
            assert_eq!(
                nombres(&csv),
                nombres(&de_fhir(fhir, &nom, &mois)),
                "{sujet}: CSV and FHIR in {mois}"
            );
        }
        exiger_le_papier(&fichiers["rapport.pdf"], &fichiers["indicateurs.csv"], &sujet);
        if sujet == "departement/45" {
            exiger_la_page(&banc, &fichiers["indicateurs.csv"], &sujet).await;
        }
        exiger_l_instantane(&banc, &fichiers["rapport.pdf"], &csv, &sujet).await;
    }
}

/// What a snapshot calls the subject of a report: a CPTS has no key of the installation there.
fn cle_partagee(banc: &Banc, sujet: &str) -> String {
    let lues = banc.app.entrepot.lire_ici(|tx| entrepot::cpts::designations(tx, "45".parse().unwrap()));
    let sienne = lues.unwrap().into_iter().find(|une| format!("cpts/{}", une.id) == sujet);
    sienne.map_or_else(|| sujet.to_owned(), |une| une.cle)
}

/// The paper quotes the hash of a snapshot that anybody reads, dated, and which shows the same numbers.
async fn exiger_l_instantane(banc: &Banc, pdf: &[u8], csv: &Chiffres, sujet: &str) {
    let pris =
        banc.app.entrepot.lire_ici(|tx| entrepot::indicateur::instantane::lister(tx, None, 10)).unwrap();
    let [pris] = pris.as_slice() else {
        panic!("both reports quote the snapshot of their department: {pris:?}")
    };
    let papier = texte(pdf);
    assert!(papier.contains(&pris.sha256), "{sujet}: the paper quotes the snapshot");
    let adresse = format!("/indicateurs/instantanes/{}/contenu.json", pris.id);
    let contenu = banc.lire(&adresse, &Porteur::Personne).await;
    assert_eq!(entrepot::indicateur::instantane::empreinte(&contenu.octets), pris.sha256);
    let lu: Value = serde_json::from_slice(&contenu.octets).unwrap();
    assert_eq!(lu["arrete_le"], "2026-03-09");
    let mut compares = 0;
    let cle = cle_partagee(banc, sujet);
    let tableaux = lu["tableaux"].as_array().unwrap().iter();
    for tableau in tableaux
        .filter(|t| t["perimetre"] == cle.as_str() && t["periode"] == "2025" && t.get("structure").is_none())
    {
        let variante = tableau["variante"].as_str().unwrap();
        for ligne in
            tableau["indicateurs"].as_array().unwrap().iter().filter(|ligne| ligne["nature"] == "nombre")
        {
            let cle = (ligne["code"].as_str().unwrap().to_owned(), variante.to_owned(), String::new());
            assert_eq!(csv.get(&cle), Some(&ligne["valeur"].to_string()), "{sujet}: {cle:?}");
            compares += 1;
        }
    }
    assert!(compares > 15, "{sujet}: {compares} numbers of the snapshot were compared");
}
