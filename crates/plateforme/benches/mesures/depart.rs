//! Cold start: from the start of the process to its first answer, on a small base and on a large one.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::attelage::base::Base;
use crate::attelage::serveur::{BINAIRE, Serveur};
use crate::charge::une_fois;
use crate::demo::Demo;
use crate::rapport::{Cible, Serie, Unite, dire, titre};

const PAIRES: usize = 10;
/// Séances added to the copy of the demonstration that serves as the large base.
const AJOUTEES: i64 = 2_000_000;

const GONFLER: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte)
    SELECT CAST(printf('%016d', i) AS BLOB), (SELECT id FROM episode LIMIT 1), zeroblob(16), '2026-01-05', i,
        'diagnostic' FROM n";

pub fn mesurer(demo: &Demo) {
    titre("Départ à froid : du lancement à la première réponse 200");
    let petite = Base::sqlite("mesures-petite");
    drop(petite.ouvrir());
    let grande = gonfler(demo);
    let tailles =
        [&petite, &demo.base, &grande].map(|base| base.fichier().metadata().unwrap().len() as f64 / 1e6);
    let (mut petits, mut demos, mut grands) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rapports, mut planchers) = (Vec::new(), Vec::new());
    for _ in 0..PAIRES {
        planchers.push(rien());
        let petit = partir(&petite);
        demos.push(partir(&demo.base));
        let grand = partir(&grande);
        petits.push(petit);
        grands.push(grand);
        rapports.push(grand.as_secs_f64() / petit.as_secs_f64());
    }
    let [petit, moyen, grand] = tailles.map(|taille| format!("{taille:.1} Mo"));
    let secondes = |durees: Vec<Duration>| durees.into_iter().collect::<Serie>();
    dire("processus qui ne dit que sa version", &secondes(planchers), Unite::Secondes, Cible::Aucune);
    dire(&format!("base vide ({petit})"), &secondes(petits), Unite::Secondes, Cible::Sous(0.1));
    dire(&format!("démonstration ({moyen})"), &secondes(demos), Unite::Secondes, Cible::Sous(0.1));
    let nom = format!("avec {AJOUTEES} séances de plus ({grand})");
    dire(&nom, &secondes(grands), Unite::Secondes, Cible::Sous(0.1));
    dire("  rapport : grande / vide", &Serie::new(rapports), Unite::Fois, Cible::Aucune);
    petite.effacer();
    grande.effacer();
}

fn partir(base: &Base) -> Duration {
    let depart = Instant::now();
    let serveur = Serveur::lancer(base);
    assert_eq!(une_fois(&serveur.adresse, "/sante", "").statut, 200);
    let duree = depart.elapsed();
    assert!(serveur.annonce <= duree);
    serveur.arreter();
    duree
}

fn rien() -> Duration {
    let depart = Instant::now();
    let issue = std::process::Command::new(BINAIRE).arg("--version").stdout(Stdio::null()).status().unwrap();
    assert!(issue.success());
    depart.elapsed()
}

fn gonfler(demo: &Demo) -> Base {
    let grande = demo.base.copie("mesures-grande");
    let connexion = rusqlite::Connection::open(grande.fichier()).unwrap();
    assert_eq!(connexion.execute(GONFLER, [AJOUTEES]).unwrap(), usize::try_from(AJOUTEES).unwrap());
    grande
}
