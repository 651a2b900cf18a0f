//! The list held in memory answers as naive SQL does, whatever happened, whenever it was last read, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first failure")]

mod chronique;
mod recherche;

use std::collections::BTreeSet;

use droit::identifiant::{CodeDepartement, CptsId, NumeroRpps, rpps_de_demonstration};
use entrepot::chiffre::CleMaitresse;
use entrepot::praticien::{self, CurseurListe};
use entrepot::{Configuration, Emplacement, Entrepot, params};
use formats::liste_publique::Mouvement;
use jiff::civil::{Date, date};
use plateforme::publication::{Critere, Publication};
use proptest::test_runner::{Config, TestRunner};

use chronique::{CPTS, DEPARTEMENTS, Fait, MKS, faits, jouer, peupler};

/// A line as both say it.
type Vue = (String, String, String, Date, Option<Date>, Option<String>);

fn jours() -> [Date; 4] {
    [date(2025, 1, 1), date(2025, 2, 10), date(2025, 3, 20), date(2025, 12, 31)]
}

#[test]
fn la_memoire_repond_comme_le_sql_naif_sur_sqlite() {
    eprouver(48, |rang| {
        let nom = format!("publication-{}-{rang}.db", std::process::id());
        let chemin = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(nom);
        drop(std::fs::remove_file(&chemin));
        Emplacement::Sqlite(chemin)
    });
}

#[test]
fn la_memoire_repond_comme_le_sql_naif_sur_postgresql() {
    let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG")
        .and_then(|adresse| adresse.into_string().ok())
        .expect("ACCES_DIRECT_TEST_PG is not set: run the tests with scripts/test, which starts PostgreSQL");
    eprouver(8, |rang| {
        let schema = format!("publication_{}_{rang}", std::process::id());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connexion) = tokio_postgres::connect(&serveur, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connexion);
            client.batch_execute(&format!("CREATE SCHEMA \"{schema}\"")).await.unwrap();
        });
        Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{schema}"))
    });
}

fn eprouver(cas: u32, neuve: impl Fn(u32) -> Emplacement) {
    let rang = std::cell::Cell::new(0);
    let mut runner = TestRunner::new_with_rng(
        Config { cases: cas, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runner
        .run(&proptest::collection::vec(faits(), 1..14), |faits| {
            rang.set(rang.get() + 1);
            let configuration = Configuration::new(neuve(rang.get()), CleMaitresse::new([7; 32]));
            let entrepot = Entrepot::ouvrir(configuration).unwrap();
            runtime.block_on(derouler(&entrepot, &faits));
            Ok(())
        })
        .unwrap();
}

/// Plays the facts; one node reads after each of them, another now and then, a third begins at the end.
async fn derouler(entrepot: &Entrepot, faits: &[Fait]) {
    let (assidu, distrait) = (Publication::default(), Publication::default());
    peupler(entrepot);
    for (rang, fait) in faits.iter().enumerate() {
        jouer(entrepot, rang, fait);
        comparer(entrepot, &assidu, faits).await;
        if rang % 4 == 3 {
            comparer(entrepot, &distrait, faits).await;
        }
    }
    comparer(entrepot, &distrait, faits).await;
    comparer(entrepot, &Publication::default(), faits).await;
}

async fn comparer(entrepot: &Entrepot, publication: &Publication, faits: &[Fait]) {
    for le in jours() {
        for departement in DEPARTEMENTS.map(Some).into_iter().chain([None]) {
            let departement = departement.map(|code| code.parse().unwrap());
            for (cpts, mot) in [(None, None), (Some(CPTS[1]), None), (None, Some("mk1"))] {
                let attendu = par_sql(entrepot, le, departement, cpts, mot);
                let rendu = par_memoire(entrepot, publication, le, departement, cpts, mot).await;
                assert_eq!(rendu, attendu, "{le} {departement:?} {cpts:?} {mot:?} after {faits:?}");
            }
        }
        for mk in 0..MKS {
            let rpps = rpps_de_demonstration(mk);
            let (attendu, demande) = (autorisations(entrepot, &rpps, le), rpps.clone());
            let question = move |index: &plateforme::publication::Index| {
                index
                    .autorise(&demande, le)
                    .map(|p| (p.departement.to_string(), p.du))
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(publication.lire(entrepot, question).await.unwrap(), attendu, "{rpps} {le} {faits:?}");
        }
    }
    for (du, au) in [(date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 2, 10), date(2025, 3, 20))] {
        let attendu = changements_par_sql(entrepot, du, au);
        let lus = publication.lire(entrepot, |index| index.changements(None, du, au)).await.unwrap();
        let rendu: BTreeSet<_> = lus
            .into_iter()
            .map(|c| (c.le, c.mouvement == Mouvement::Arrivee, c.ligne.curseur.declaration.to_string()))
            .collect();
        assert_eq!(rendu, attendu, "{du} {au} {faits:?}");
    }
}

fn changements_par_sql(entrepot: &Entrepot, du: Date, au: Date) -> BTreeSet<(Date, bool, String)> {
    let lus = entrepot.lire_ici(move |tx| praticien::changements(tx, None, du, au, 5_000)).unwrap();
    let vue = |c: praticien::Changement| {
        (c.le, c.mouvement == praticien::Mouvement::Arrivee, c.autorise.curseur.declaration.to_string())
    };
    lus.into_iter().map(vue).collect()
}

/// Pages of three lines, put end to end.
fn par_sql(
    entrepot: &Entrepot,
    jour: Date,
    departement: Option<CodeDepartement>,
    cpts: Option<CptsId>,
    mot: Option<&str>,
) -> Vec<Vue> {
    let mot = mot.map(str::to_owned);
    let mut critere =
        praticien::Critere { jour, departement, cpts, mot, apres: CurseurListe::default(), limite: 3 };
    let mut vues = Vec::new();
    loop {
        let page = critere.clone();
        let lignes = entrepot.lire_ici(move |tx| praticien::autorises(tx, &page)).unwrap();
        let Some(derniere) = lignes.last() else { return vues };
        critere.apres = derniere.curseur.clone();
        vues.extend(lignes.into_iter().map(|l| {
            let commune = l.lieu.map(|(_, _, commune)| commune);
            (l.nom, l.curseur.declaration.to_string(), l.nom_cpts, l.du, l.au, commune)
        }));
    }
}

async fn par_memoire(
    entrepot: &Entrepot,
    publication: &Publication,
    jour: Date,
    departement: Option<CodeDepartement>,
    cpts: Option<CptsId>,
    mot: Option<&str>,
) -> Vec<Vue> {
    let mots = mot.map(Critere::decouper).unwrap_or_default();
    let mut critere = Critere { departement, cpts, mots, limite: 3, ..Critere::au(jour) };
    let mut vues = Vec::new();
    loop {
        let demande = critere.clone();
        let page = publication.lire(entrepot, move |index| index.chercher(&demande)).await.unwrap();
        let total = page.total;
        vues.extend(page.lignes.into_iter().map(|l| {
            let commune = l.places.into_iter().next().map(|place| place.commune);
            (l.nom, l.curseur.declaration.to_string(), l.nom_cpts, l.du, l.au, commune)
        }));
        let Some(suite) = page.suite else {
            assert_eq!(total, vues.len(), "the total is that of all pages");
            return vues;
        };
        critere.apres = Some(suite);
    }
}

fn autorisations(entrepot: &Entrepot, rpps: &NumeroRpps, le: Date) -> BTreeSet<(String, Date)> {
    const NAIF: &str = "SELECT a.departement, a.du FROM autorisation a JOIN praticien p ON p.id = a.praticien
        WHERE p.rpps = $1 AND a.du <= $2 AND (a.au IS NULL OR a.au >= $2)";
    let valeurs = params![rpps.as_str(), le].to_vec();
    let lignes = entrepot.lire_ici(move |tx| tx.query(NAIF, &valeurs)).unwrap();
    lignes.iter().map(|l| (l.get("departement").unwrap(), l.get("du").unwrap())).collect()
}
