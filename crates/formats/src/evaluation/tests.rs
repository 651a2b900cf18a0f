//! The same numbers everywhere: each output is read back by its own reader and compared with the content.

use std::collections::BTreeMap;

use droit::evaluation::{Chiffre, Completude, Contenu, Donnee, Lieu, ModaliteDite, Presentation};
use droit::indicateur::{Indicateur, Variante};
use jiff::civil::date;

use super::*;
use crate::tableur::{self, Limites};

fn donnee(
    perimetre: &str,
    periode: &str,
    indicateur: Indicateur,
    modalite: Option<&str>,
    chiffre: Chiffre,
) -> Donnee {
    let modalite =
        modalite.map(|code| ModaliteDite { code: code.to_owned(), libelle: format!("=modalité {code}") });
    Donnee {
        perimetre: perimetre.to_owned(),
        periode: periode.to_owned(),
        variante: Variante::Calendaire,
        indicateur,
        modalite,
        chiffre,
    }
}

fn contenu() -> Contenu {
    let part = Chiffre::Part { n: 15, sur: 148, echelle: 100, dixiemes: 101, intervalle: (62, 161) };
    let secret = Chiffre::Absent { raison: "secret".to_owned() };
    let moyenne = Chiffre::Moyenne { sur: 1_234, moyenne: 62, mediane: 50, quartiles: (30, 80) };
    let (loiret, cpts) = ("departement/45", "cpts/00000000-0000-0000-0000-000000000007");
    Contenu {
        emetteur: "ARS Centre-Val de Loire".to_owned(),
        lieu: Lieu { cle: loiret.to_owned(), nom: "Loiret (45)".to_owned() },
        periode: "2025".to_owned(),
        periode_dite: "année 2025".to_owned(),
        du: date(2025, 1, 1),
        au: date(2025, 12, 31),
        arrete_le: date(2026, 2, 2),
        publie_le: None,
        premiere: Variante::Calendaire,
        version_du_calcul: 1,
        instantane: "ab".repeat(32),
        indicateurs: Indicateur::TOUS
            .iter()
            .map(|i| Presentation {
                code: i.code().to_owned(),
                libelle: format!("Libellé {}", i.code()),
                unite: "séances".to_owned(),
                formule: String::new(),
                famille: i.famille().code().to_owned(),
            })
            .collect(),
        donnees: vec![
            donnee(loiret, "2025", Indicateur::Patients, None, Chiffre::Nombre { n: 2_345 }),
            donnee(loiret, "2025", Indicateur::TauxOrientation, None, part.clone()),
            donnee(loiret, "2025", Indicateur::SeancesParEpisode, None, moyenne),
            donnee(loiret, "2025", Indicateur::SeancesParEpisode, Some("1"), Chiffre::Nombre { n: 118 }),
            donnee(
                loiret,
                "2025",
                Indicateur::PartActivite,
                None,
                Chiffre::Absent { raison: "sans-denominateur".to_owned() },
            ),
        ],
        mois: vec![donnee(loiret, "2025-03", Indicateur::Seances, None, Chiffre::Nombre { n: 77 })],
        lieux: vec![Lieu { cle: cpts.to_owned(), nom: "CPTS Orléanaise".to_owned() }],
        par_lieu: vec![
            donnee(cpts, "2025", Indicateur::Patients, None, secret),
            donnee(cpts, "2025", Indicateur::TauxOrientation, None, part),
        ],
        completude: Completude { renseignements: Vec::new(), score: Some(912) },
        commentaires: vec![("synthese".to_owned(), "L’accès direct s’installe.".to_owned())],
        corrections: Vec::new(),
    }
}

type Cle = (String, String, String, String);

/// Each figure by perimeter, indicator, period and label of its modality, as text with a point; empty when there is none.
fn attendus(contenu: &Contenu) -> BTreeMap<Cle, String> {
    let toutes = contenu.donnees.iter().chain(&contenu.mois).chain(&contenu.par_lieu);
    toutes
        .map(|d| {
            let modalite = d.modalite.as_ref().map_or(String::new(), |m| m.libelle.clone());
            (
                (d.perimetre.clone(), d.indicateur.code().to_owned(), d.periode.clone(), modalite),
                d.chiffre.ecrire('.').unwrap_or_default(),
            )
        })
        .collect()
}

fn lus_du_tableur(octets: &[u8]) -> BTreeMap<Cle, String> {
    let feuille = tableur::lire(octets, &Limites::LISTE).unwrap();
    feuille
        .lignes
        .iter()
        .skip(1)
        .map(|ligne| {
            let texte = |rang: usize| ligne.cellule(rang).en_texte().trim_start_matches('\'').to_owned();
            ((texte(0), texte(4), texte(2), texte(7)), texte(8).replace(',', "."))
        })
        .collect()
}

#[test]
fn le_tableur_et_le_csv_disent_les_memes_nombres() {
    let contenu = contenu();
    assert_eq!(lus_du_tableur(&en_csv(&contenu).unwrap()), attendus(&contenu));
    assert_eq!(lus_du_tableur(&en_xlsx(&contenu).unwrap()), attendus(&contenu));
}

#[test]
fn fhir_dit_les_memes_nombres() {
    let contenu = contenu();
    let bundle = measure_reports(&contenu, Adresses { site: "https://exemple.test", empreinte: "cd" });
    let mut lus = BTreeMap::new();
    for entree in bundle["entry"].as_array().unwrap() {
        let rapport = &entree["resource"];
        let indicateur = rapport["measure"].as_str().unwrap().rsplit('/').next().unwrap();
        let nom = rapport["subject"]["display"].as_str().unwrap();
        let lieu = std::iter::once(&contenu.lieu).chain(&contenu.lieux).find(|lieu| lieu.nom == nom).unwrap();
        let [du, au] = ["start", "end"].map(|borne| rapport["period"][borne].as_str().unwrap());
        let periode = match (du, au) {
            ("2025-01-01", "2025-12-31") => "2025",
            ("2025-03-01", "2025-03-31") => "2025-03",
            autre => panic!("{autre:?}"),
        };
        let cle = |modalite: &str| {
            (lieu.cle.clone(), indicateur.to_owned(), periode.to_owned(), modalite.to_owned())
        };
        let dit = |score: &serde_json::Value| score.get("value").map_or(String::new(), ToString::to_string);
        for groupe in rapport["group"].as_array().unwrap() {
            if let Some(score) = groupe.get("measureScore") {
                lus.insert(cle(""), dit(score));
            }
            for strate in
                groupe.pointer("/stratifier/0/stratum").and_then(|s| s.as_array()).into_iter().flatten()
            {
                lus.insert(cle(strate["value"]["text"].as_str().unwrap()), dit(&strate["measureScore"]));
            }
        }
    }
    assert_eq!(lus, attendus(&contenu));
    assert!(bundle.to_string().contains("masked"));
}

#[test]
fn fhir_dit_l_intervalle_la_mediane_et_les_quartiles() {
    let bundle = measure_reports(&contenu(), Adresses { site: "https://exemple.test", empreinte: "cd" });
    let score = |code: &str| {
        let entrees = bundle["entry"].as_array().unwrap().iter();
        let mut siennes = entrees.filter(|e| e["fullUrl"].as_str().unwrap().ends_with(code));
        siennes.next().unwrap().pointer("/resource/group/0/measureScore").unwrap().clone()
    };
    let extension = |score: &serde_json::Value, nom: &str| {
        let toutes = score["extension"].as_array().into_iter().flatten().cloned();
        let url = format!("https://exemple.test/fhir/StructureDefinition/{nom}");
        toutes.into_iter().find(|e| e["url"] == url.as_str())
    };
    let part = extension(&score("/2025/taux-orientation"), "intervalle-95").unwrap();
    let bornes = ["low", "high"].map(|borne| part["valueRange"][borne].clone());
    assert_eq!(bornes.each_ref().map(|b| b["value"].to_string()), ["6.2", "16.1"]);
    assert_eq!(bornes[0]["code"], "%");
    let moyenne = score("/2025/seances-par-episode");
    assert_eq!(extension(&moyenne, "mediane").unwrap()["valueQuantity"]["value"].to_string(), "5.0");
    let quartiles = extension(&moyenne, "quartiles").unwrap();
    assert_eq!(quartiles["valueRange"]["high"]["value"].to_string(), "8.0");
    assert!(score("/2025/patients").get("extension").is_none(), "a number stands alone");
}

#[test]
fn le_controle_voit_un_nombre_change() {
    let contenu = contenu();
    let mut autre = contenu.clone();
    autre.donnees[0].chiffre = Chiffre::Nombre { n: 2_346 };
    assert_ne!(lus_du_tableur(&en_csv(&autre).unwrap()), attendus(&contenu));
}

#[test]
fn un_contenu_se_relit_a_l_identique() {
    let contenu = contenu();
    let texte = ecrire(&contenu).unwrap();
    assert_eq!(relire(&texte).unwrap(), contenu);
    assert_eq!(empreinte(&texte), empreinte(&ecrire(&contenu).unwrap()));
    assert_eq!(empreinte("").len(), 64);
    assert!(relire("{}").is_err());
}
