//! The figures of a department just after a séance is recorded: the demonstration's Loiret, on both engines.
//!
//! `cargo bench -p plateforme --bench vivant`. Each round records a séance through the store, decided by the rules, then reads
//! as the ARS does: all indicators of the department under the three ways of keeping episodes, then its whole page. What
//! is read is checked against the sums of the base. Printed: medians and ninth deciles of one run, beside the cost of reading
//! everything again, and of recording the séance.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops where it fails"
)]

#[path = "../tests/secret_statistique/acte.rs"]
#[expect(dead_code, reason = "the tests cancel séances too")]
mod acte;
#[path = "../../entrepot/benches/commun/schema.rs"]
mod schema;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use droit::acces::{Acteur, Lecteur};
use droit::indicateur::{Champ, Indicateur, Mesure, Perimetre, Periode, Valeur, Variante};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::indicateur::{Demande, comptes};
use entrepot::{Configuration, Echec, Emplacement, Entrepot};
use jiff::civil::{Date, date};
use plateforme::demo::chargement;
use plateforme::demo::reperes::Reperes;
use plateforme::demo::territoire::{Cadre, Taille, Territoire};
use plateforme::evaluation::adresse;
use plateforme::evaluation::lecture::{self, Moment};
use plateforme::indicateur::lecture::{Question, sous_chaque_variante, tableau};
use plateforme::indicateur::memoire::Vive;
use plateforme::indicateur::parution;

use acte::{Lieu, inscrire_une_seance, ouverts};

const AUJOURD_HUI: Date = date(2026, 11, 21);
const TOURS: usize = 60;

fn lieu() -> Lieu {
    Lieu {
        departement: "45".parse().unwrap(),
        le: AUJOURD_HUI,
        instant: "2026-11-21T10:00:00Z".parse().unwrap(),
    }
}

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

fn main() {
    let taille = if std::env::args().any(|mot| mot == "petite") { Taille::Petite } else { Taille::Complete };
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("banc-vivant");
    if chemin.exists() {
        std::fs::remove_dir_all(&chemin).unwrap();
    }
    std::fs::create_dir_all(&chemin).unwrap();
    mesurer("SQLite", taille, Emplacement::Sqlite(chemin.join("vivant.db")));
    std::fs::remove_dir_all(&chemin).unwrap();
    let Some(serveur) = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|v| v.into_string().ok()) else {
        return println!("PostgreSQL : non mesuré, ACCES_DIRECT_TEST_PG ne donne pas de serveur");
    };
    schema::a_part(&serveur, "banc_vivant", |emplacement| mesurer("PostgreSQL", taille, emplacement));
}

fn charger(emplacement: Emplacement, taille: Taille) -> Entrepot {
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    let cadre = Cadre::du(reglement(), lieu().departement, (45, AUJOURD_HUI, taille)).unwrap();
    let territoire = Territoire::engendrer(cadre);
    let reperes = Reperes::tirer(&territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    let faits = (reglement(), lieu().departement);
    chargement::charger(&entrepot, faits, (&territoire, &reperes), |_, _| {}).unwrap();
    entrepot
}

fn mesurer(moteur: &str, taille: Taille, emplacement: Emplacement) {
    let entrepot = charger(emplacement, taille);
    let depart = Instant::now();
    parution::publier_ici(&entrepot, reglement(), AUJOURD_HUI, lieu().instant).unwrap();
    println!(
        "\n{moteur} : première publication, toutes les tables : {:.2} s",
        depart.elapsed().as_secs_f64()
    );
    let entiere = Variante::TOUS.iter().map(|variante| tout_relire(&entrepot, *variante)).collect();
    dire("tout relire et résoudre, par façon de compter", entiere);
    les_indicateurs(&entrepot);
    la_page(&entrepot);
    let (mut ecritures, mut lectures, mut pages, mut redites) = (vec![], vec![], vec![], vec![]);
    let mut cle = 1_u128;
    for episode in ouverts(&entrepot) {
        cle += 1;
        let depart = Instant::now();
        if !inscrire_une_seance(&entrepot, lieu(), (&episode, cle)) {
            continue;
        }
        ecritures.push(depart.elapsed());
        lectures.push(chronometrer(|| les_indicateurs(&entrepot)));
        pages.push(chronometrer(|| la_page(&entrepot)));
        redites.push(chronometrer(|| les_indicateurs(&entrepot)));
        if lectures.len() == TOURS {
            break;
        }
    }
    assert!(lectures.len() > TOURS / 2, "the rules grant séances: {}", lectures.len());
    exiger_justes(&entrepot);
    let rapport = mediane(&lectures) / mediane(&ecritures);
    dire("la séance inscrite, durable", ecritures);
    dire("tous les indicateurs du département, aussitôt après", lectures);
    dire("puis sa page entière", pages);
    dire("les mêmes indicateurs relus, sans rien de neuf", redites);
    println!("  rapport : lecture / inscription {rapport:.1} ×");
}

fn chronometrer(faire: impl FnOnce()) -> Duration {
    let depart = Instant::now();
    faire();
    depart.elapsed()
}

fn tout_relire(entrepot: &Entrepot, variante: Variante) -> Duration {
    let departement = lieu().departement;
    let (champ, periode) = (Champ::tout(Perimetre::Departement(departement)), Periode::Annee(2026));
    let lire = move |tx: &mut _| {
        let mut vive = Vive::charger(tx, departement)?;
        vive.lire(tx, reglement(), variante, (&champ, periode))
    };
    chronometrer(|| drop(entrepot.lire_ici(lire).unwrap()))
}

/// All indicators of the department over the year, under the three ways of keeping episodes.
fn les_indicateurs(entrepot: &Entrepot) {
    let lignes = entrepot.lire_ici(|tx| {
        let Question { champ, periode, .. } = question(Variante::DEFAUT);
        let lecteur = Lecteur::Autorite(lieu().departement);
        let lus = sous_chaque_variante(tx, (reglement(), AUJOURD_HUI), (&champ, periode), lecteur)?;
        Ok::<_, Echec>(lus.iter().map(|lu| lu.lignes.len()).sum::<usize>())
    });
    assert!(lignes.unwrap() > 30);
}

fn question(variante: Variante) -> Question {
    let champ = Champ::tout(Perimetre::Departement(lieu().departement));
    Question { champ, periode: Periode::Annee(2026), variante }
}

/// The dashboard: figures, months, every CPTS.
fn la_page(entrepot: &Entrepot) {
    let vue = adresse::Vue {
        perimetre: Perimetre::Departement(lieu().departement),
        periode: Periode::Annee(2026),
        variante: Variante::DEFAUT,
        structure: None,
    };
    let moment = Moment { reglement: reglement(), le: AUJOURD_HUI };
    let acteur = Acteur::AgentArs { departements: vec![lieu().departement] };
    let lu = entrepot.lire_ici(move |tx| lecture::lire(tx, moment, &vue, Some(&acteur))).unwrap();
    assert!(!lu.expect("an agent reads his department").donnees.is_empty());
}

/// What the ARS reads is what the base holds.
fn exiger_justes(entrepot: &Entrepot) {
    let (lues, vraies) = entrepot
        .lire_ici(|tx| {
            let question = question(Variante::Calendaire);
            let lecteur = Lecteur::Autorite(lieu().departement);
            let lu = tableau(tx, (reglement(), AUJOURD_HUI), &question, lecteur)?;
            let tranches = question.periode.tranches(&question.champ.perimetre, reglement()).unwrap();
            let demande = Demande { champ: question.champ, tranches, variante: Variante::Calendaire };
            let vraies = comptes(tx, &demande)?.un(Mesure::Seances, "").n;
            Ok::<_, Echec>((lu.valeur(Indicateur::Seances).clone(), vraies))
        })
        .unwrap();
    assert_eq!(lues, Valeur::Nombre(vraies));
}

fn mediane(durees: &[Duration]) -> f64 {
    let mut triees = durees.to_vec();
    triees.sort_unstable();
    triees.get(triees.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

fn dire(quoi: &str, mut durees: Vec<Duration>) {
    durees.sort_unstable();
    let au = |rang: usize| durees.get(rang).map_or(0.0, Duration::as_secs_f64) * 1e3;
    let (n, dernier) = (durees.len(), durees.len().saturating_sub(1));
    let (milieu, neuf, pire) = (au(n / 2), au(n * 9 / 10), au(dernier));
    println!("  {quoi:<55} {milieu:>8.1} ms médiane {neuf:>8.1} ms 9e décile {pire:>8.1} ms pire ({n})");
}
