//! The demo loaded by the real binary: served, whole, journalled, and not generated twice.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use droit::evenement::EtapeEvenement;
use droit::indicateur::{Champ, Mesure, Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::indicateur::{self, Demande};
use entrepot::journal::{Verification, verifier_ici};
use entrepot::{Configuration, Echec, Emplacement, Entrepot, cpts, praticien};
use serde_json::Value;

/// A folder of the test, removed at its end.
struct Atelier(PathBuf);

impl Atelier {
    fn nouveau(nom: &str) -> Self {
        let dossier = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
        std::fs::create_dir_all(&dossier).unwrap();
        Self(dossier)
    }

    fn chemin(&self, nom: &str) -> PathBuf {
        self.0.join(nom)
    }

    fn demo(&self) -> Command {
        let mut commande = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
        commande
            .args(["--traces", "warn", "demo", "--taille", "petite", "--port", "0"])
            .arg("--donnees")
            .arg(self.chemin("donnees"))
            .arg("--identifiants")
            .arg(self.chemin("identifiants.json"))
            .env_remove("DATABASE_URL")
            .env_remove("ACCES_DIRECT_CLE")
            .stdout(Stdio::null());
        commande
    }

    fn identifiants(&self) -> Option<Value> {
        serde_json::from_slice(&std::fs::read(self.chemin("identifiants.json")).ok()?).ok()
    }

    /// Reads the store that a stopped demo left.
    fn entrepot(&self) -> Entrepot {
        let cle = CleMaitresse::from_file(&self.chemin("donnees/cle"), [0; 32]).unwrap();
        let base = Emplacement::Sqlite(self.chemin("donnees/acces-direct.sqlite"));
        Entrepot::ouvrir(Configuration::new(base, cle)).unwrap()
    }
}

impl Drop for Atelier {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A server that stops with the test.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn attendre<T>(mut essai: impl FnMut() -> Option<T>) -> T {
    let limite = Instant::now() + Duration::from_secs(120);
    loop {
        match essai() {
            Some(valeur) => return valeur,
            None => assert!(Instant::now() < limite, "rien au bout de deux minutes"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn la_demonstration_se_charge_une_fois_et_se_sert() {
    let atelier = Atelier::nouveau("demo-servie");
    let premiere = {
        let _service = Service(atelier.demo().spawn().unwrap());
        let identifiants = attendre(|| atelier.identifiants());
        let adresse = identifiants["adresse"].as_str().unwrap();
        let sante = ureq::get(format!("{adresse}/sante")).call().unwrap();
        assert_eq!(sante.status(), 200);
        identifiants
    };
    let roles: Vec<&str> =
        premiere["comptes"].as_array().unwrap().iter().map(|c| c["role"].as_str().unwrap()).collect();
    assert_eq!(
        roles,
        ["mk", "coordination-cpts", "medecin", "agent-ars", "agent-cpam", "membre-comite", "administrateur"]
    );
    std::fs::remove_file(atelier.chemin("identifiants.json")).unwrap();
    let _service = Service(atelier.demo().spawn().unwrap());
    let seconde = attendre(|| atelier.identifiants());
    assert_eq!(premiere["comptes"], seconde["comptes"]);
}

#[test]
fn la_demonstration_est_entiere_et_son_journal_se_verifie() {
    let atelier = Atelier::nouveau("demo-entiere");
    assert!(atelier.demo().arg("--sans-servir").status().unwrap().success());
    assert_eq!(atelier.identifiants().unwrap()["adresse"], Value::Null);
    let entrepot = atelier.entrepot();
    let bilan = verifier_ici(&entrepot, &[]).unwrap();
    assert!(matches!(bilan, Verification::Intacte(_)), "{bilan:?}");
    let (nombre, autorises) = entrepot
        .lire_ici(|tx| {
            let critere = praticien::Critere {
                jour: jiff::civil::date(2100, 1, 1),
                departement: Some("45".parse().unwrap()),
                cpts: None,
                mot: None,
                apres: praticien::CurseurListe::default(),
                limite: 100,
            };
            let cpts = cpts::du_departement(tx, "45".parse().unwrap())?;
            Ok::<_, Echec>((cpts.len(), praticien::autorises(tx, &critere)?))
        })
        .unwrap();
    assert_eq!(nombre, 8);
    assert!((30..=40).contains(&autorises.len()), "{}", autorises.len());
    assert!(autorises.iter().all(|mk| mk.rpps.as_str().starts_with("997")));
    let gardees: i64 = entrepot
        .lire_ici(|tx| {
            let sql = "SELECT count(*) AS n FROM comite_reunion r JOIN instantane i ON i.id = r.instantane
                WHERE r.etat = 'tenue' AND i.arrete_le < r.le";
            tx.query_one(sql, &[])?.get("n")
        })
        .unwrap();
    assert!(gardees >= 1, "a meeting that was held keeps its snapshot");
}

/// The year of the demo's last day.
fn annee(atelier: &Atelier) -> i16 {
    let fiche = std::fs::read(atelier.chemin("donnees/demonstration.json")).unwrap();
    let fiche: Value = serde_json::from_slice(&fiche).unwrap();
    let jour: jiff::civil::Date = fiche.get("jour").and_then(Value::as_str).unwrap().parse().unwrap();
    jour.year()
}

#[test]
fn la_demonstration_a_publie_en_son_temps_et_garde_documents_et_evenements() {
    let atelier = Atelier::nouveau("demo-passe");
    assert!(atelier.demo().arg("--sans-servir").status().unwrap().success());
    let (entrepot, annee) = (atelier.entrepot(), annee(&atelier));
    let loiret = Perimetre::Departement("45".parse().unwrap());
    let reglement = Reglement::embarque().unwrap();
    let mut publiees = 0;
    for annee in [annee - 1, annee] {
        let champ = Champ::tout(loiret.clone());
        let lu = entrepot
            .lire_ici(move |tx| indicateur::participation(tx, &champ, Periode::Annee(annee)))
            .unwrap();
        assert_eq!(lu.delais.en_attente, 0, "every acceptance was published");
        assert!(lu.delais.publication.mediane().is_none_or(|jours| jours == 0), "on its day");
        publiees += lu.delais.publication.effectif();
    }
    assert!(publiees > 0, "the control");
    let total = |mesure| -> u64 {
        let somme = |annee| {
            let tranches = Periode::Annee(annee).tranches(&loiret, reglement).unwrap();
            let demande =
                Demande { champ: Champ::tout(loiret.clone()), tranches, variante: Variante::Ouverture };
            let comptes = entrepot.lire_ici(move |tx| indicateur::comptes(tx, &demande)).unwrap();
            comptes.un(mesure, "").n
        };
        somme(annee - 1) + somme(annee)
    };
    assert!(total(Mesure::Bilans) >= 20 && total(Mesure::ComptesRendus) >= 11, "figures that may be shown");
    let trousseau = entrepot.trousseau().clone();
    let etapes = entrepot
        .lire_ici(move |tx| {
            let lire = |tx: &mut entrepot::Tx, etape| {
                entrepot::evenement::du_departement(tx, &trousseau, ("45".parse().unwrap(), etape), 1_000)
            };
            Ok::<_, Echec>([
                lire(tx, EtapeEvenement::Signale)?,
                lire(tx, EtapeEvenement::EnExamen)?,
                lire(tx, EtapeEvenement::Clos)?,
            ])
        })
        .unwrap();
    assert!(etapes.iter().all(|etape| !etape.is_empty()), "an event at each step");
    assert!(etapes.iter().flatten().all(|vu| vu.signalement.faits.complement.nature.is_some()));
}

#[test]
fn la_demonstration_ne_se_mele_pas_a_d_autres_donnees() {
    let atelier = Atelier::nouveau("demo-refusee");
    assert!(atelier.demo().arg("--sans-servir").status().unwrap().success());
    std::fs::remove_file(atelier.chemin("donnees/demonstration.json")).unwrap();
    let refus = atelier.demo().arg("--sans-servir").output().unwrap();
    assert_eq!(refus.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refus.stderr).contains("contient déjà des données"));
}
