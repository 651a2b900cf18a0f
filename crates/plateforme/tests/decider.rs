//! The verb `decider`: batches in order, in constant memory, every unreadable line answered by its error.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::io::{BufReader, Read};

use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use jiff::civil::{Date, date};
use plateforme::cli::{Bilan, decider_tout};
use plateforme::horloge::{FuseauInconnu, Horloge};
use serde_json::Value;

const QUESTION: &str = r#"{ "acte": "seance", "le": "2026-03-09", "departement": "45", "structure": { "type": "CPTS" }, "praticien": { "statut": "titulaire", "lieu_exercice": "45", "autorise_du": "2025-10-01" }, "patient": { "medecin_traitant": true }, "episode": { "ouvert_le": "2026-02-02", "seances": ["2026-02-02", "2026-02-05"] } }"#;

fn le_21_novembre(_: CodeDepartement) -> Result<Date, FuseauInconnu> {
    Ok(date(2026, 11, 21))
}

fn decider(entree: &[u8]) -> (Bilan, String) {
    let mut sortie = Vec::new();
    let bilan = decider_tout(Reglement::embarque().unwrap(), entree, &mut sortie, le_21_novembre).unwrap();
    (bilan, String::from_utf8(sortie).unwrap())
}

fn lignes(sortie: &str) -> Vec<Value> {
    sortie.lines().map(|ligne| serde_json::from_str(ligne).unwrap()).collect()
}

#[test]
fn une_question_d_une_ligne_a_une_reponse_d_une_ligne() {
    let (bilan, sortie) = decider(QUESTION.as_bytes());
    assert_eq!((bilan.decidees, bilan.illisibles, bilan.constat()), (1, 0, None));
    let reponses = lignes(&sortie);
    assert_eq!(reponses.len(), 1);
    assert_eq!(reponses[0]["issue"], "accordee");
    assert_eq!(reponses[0]["constats"].as_array().unwrap().len(), 19);
    assert_eq!(reponses[0]["seances"], serde_json::json!({ "faites": 2, "plafond": 8, "restantes": 6 }));
    assert_eq!(reponses[0]["echeances"], serde_json::json!([{ "quoi": "fin-episode", "le": "2026-05-02" }]));
    assert_eq!(reponses[0]["droit"]["regime"], "experimentation-cpts");
    assert_eq!(reponses[0]["droit"]["empreinte"].as_str().unwrap().len(), 64);
}

#[test]
fn une_question_de_plusieurs_lignes_a_une_reponse_aeree() {
    let aeree = QUESTION.replace(", ", ",\n  ");
    let (bilan, sortie) = decider(aeree.as_bytes());
    assert_eq!(bilan.decidees, 1);
    assert!(sortie.lines().count() > 19);
    assert_eq!(serde_json::from_str::<Value>(&sortie).unwrap()["issue"], "accordee");
}

#[test]
fn une_ligne_fausse_n_arrete_pas_les_autres() {
    let fausse = QUESTION.replace("titulaire", "etudiant");
    let latin = b"{\"acte\": \"\xE9\"}".as_slice();
    let entree =
        [QUESTION.as_bytes(), b"\n\n", fausse.as_bytes(), b"\r\n", latin, b"\n", QUESTION.as_bytes()]
            .concat();
    let (bilan, sortie) = decider(&entree);
    let reponses = lignes(&sortie);
    assert_eq!(reponses.len(), 4);
    assert_eq!(reponses[0], reponses[3]);
    assert_eq!(reponses[1]["ligne"], 3);
    assert_eq!(reponses[1]["erreur"]["champ"], "praticien.statut");
    assert_eq!(reponses[2]["ligne"], 4);
    assert!(reponses[2]["erreur"]["message"].as_str().unwrap().contains("UTF-8"));
    let constat = bilan.constat().unwrap();
    assert!(constat.contains("2 question(s)") && constat.contains("ligne 3"), "{constat}");
}

#[test]
fn un_objet_apres_un_objet_aere_est_decide_aussi() {
    let entree = format!("{}\n{QUESTION}\n", QUESTION.replace(", ", ",\n"));
    let (bilan, sortie) = decider(entree.as_bytes());
    assert_eq!(bilan.decidees, 2);
    assert_eq!(lignes(&sortie).len(), 2);
}

#[test]
fn sans_question_il_est_dit_quoi_donner() {
    let (bilan, sortie) = decider(b"\n  \n");
    assert_eq!(sortie, "");
    assert!(bilan.constat().unwrap().contains("aucune question"));
}

#[test]
fn une_marque_d_ordre_des_octets_est_toleree() {
    let (bilan, _) = decider(&[b"\xEF\xBB\xBF".as_slice(), QUESTION.as_bytes()].concat());
    assert_eq!(bilan.decidees, 1);
}

#[test]
fn une_ligne_demesuree_est_une_erreur_et_la_suite_est_decidee() {
    let entree = format!("{}\n{QUESTION}\n", "x".repeat(3 * 1024 * 1024));
    let (bilan, sortie) = decider(entree.as_bytes());
    assert_eq!((bilan.decidees, bilan.illisibles), (1, 1));
    assert!(lignes(&sortie)[0]["erreur"]["message"].as_str().unwrap().contains("1048576"));
}

#[test]
fn aujourd_hui_est_celui_du_departement() {
    let reglement = Reglement::embarque().unwrap();
    let horloge = Horloge::reglee("2026-03-09T22:30:00Z".parse().unwrap());
    let etat = |departement: &str| {
        let question =
            QUESTION.replace("\"45\"", &format!("\"{departement}\"")).replace("2026-03-09", "2026-03-10");
        let mut sortie = Vec::new();
        let jour = |code| horloge.aujourd_hui(reglement.fuseau(code));
        decider_tout(reglement, question.as_bytes(), &mut sortie, jour).unwrap();
        let reponse: Value = serde_json::from_slice(&sortie).unwrap();
        let constats = reponse["constats"].as_array().unwrap().clone();
        constats.into_iter().find(|c| c["code"] == "seance-hors-episode").unwrap()["etat"].clone()
    };
    // Already the 10th at La Réunion and Mayotte, still the 9th in Loiret and Martinique.
    assert_eq!((etat("974"), etat("976")), ("respecte".into(), "respecte".into()));
    assert_eq!((etat("45"), etat("972")), ("viole".into(), "viole".into()));
}

/// The same question again and again, without ever holding the whole text.
struct Repetee {
    restantes: u32,
    ligne: Vec<u8>,
    place: usize,
}

impl Read for Repetee {
    fn read(&mut self, tampon: &mut [u8]) -> std::io::Result<usize> {
        if self.restantes == 0 {
            return Ok(0);
        }
        let lus = self.ligne.get(self.place..).unwrap_or_default().read(tampon)?;
        self.place += lus;
        if self.place == self.ligne.len() {
            (self.place, self.restantes) = (0, self.restantes - 1);
        }
        Ok(lus)
    }
}

#[test]
fn un_grand_lot_garde_son_ordre_et_son_compte() {
    let fausse = QUESTION.replace("2026-03-09", "2026-03-32");
    let ligne = format!("{QUESTION}\n{fausse}\n").into_bytes();
    let entree = BufReader::new(Repetee { restantes: 500, ligne, place: 0 });
    let mut sortie = Vec::new();
    let bilan = decider_tout(Reglement::embarque().unwrap(), entree, &mut sortie, le_21_novembre).unwrap();
    assert_eq!((bilan.decidees, bilan.illisibles), (500, 500));
    for (rang, reponse) in lignes(&String::from_utf8(sortie).unwrap()).iter().enumerate() {
        if rang % 2 == 0 {
            assert_eq!(reponse["issue"], "accordee");
        } else {
            assert_eq!(reponse["ligne"], rang + 1);
        }
    }
}
