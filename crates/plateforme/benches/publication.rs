//! The list as of any day, from memory, with the check that it is current: 100,000 MKs and five years of periods.
//!
//! `cargo bench -p plateforme --bench publication` (another number of MKs after `--`). Each question is asked of a random MK
//! or department on a random day of the five years; the naive scan reads every period of the same memory.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures and stops where it fails"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use droit::fiche_publique::Domicile;
use droit::identifiant::{
    CodeDepartement, CptsId, DeclarationId, LieuId, PraticienId, rpps_de_demonstration,
};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::journal::Entree;
use entrepot::publication::Publie;
use entrepot::{Configuration, Echec, Emplacement, Entrepot, cpts, params, publication};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use plateforme::publication::commune::du_departement;
use plateforme::publication::{Autour, Critere, Curseur, Index, Publication, Souhaits, Tri};

const QUESTIONS: usize = 20_000;
const JOURS: u64 = 5 * 365;
const PAQUET: u32 = 500;
/// How many CPTS in each department.
const CPTS: u64 = 8;
/// What the issue asks of a question about a day, at the 99th centile.
const VISEE: Duration = Duration::from_millis(1);

const PRATICIEN: &str =
    "INSERT INTO praticien (id, rpps, nom, prenom, recherche, statut, version, inscrit_le)
    VALUES ($1, $2, $3, 'Camille', $4, 'titulaire', 1, 0)";
const LIEU: &str =
    "INSERT INTO lieu_exercice (id, praticien, departement, principal, adresse, code_postal, commune,
        recherche, du)
    VALUES ($1, $2, $3, 1, '1 rue de l’Essai', '00000', $4, $5, '2020-01-01')";
const FICHE: &str =
    "INSERT INTO fiche_publique (praticien, accueil, delai_jours, domicile, telephone, dit_le)
    VALUES ($1, 'oui', NULL, $2, NULL, $3)";
const DECLARATION: &str =
    "INSERT INTO declaration (id, praticien, departement, cpts, origine, justificatif, etat,
        depose_le, etat_le, version)
    VALUES ($1, $2, $3, $4, 'cpts', 'attestation-cpts', 'retiree', $5, $5, 1)";
const AUTORISATION: &str =
    "INSERT INTO autorisation (declaration, praticien, departement, cpts, du, au, motif_fin)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

fn main() {
    let mks = std::env::args().find_map(|mot| mot.parse().ok()).unwrap_or(100_000);
    let nom = format!("banc-publication-{}.db", std::process::id());
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(nom);
    let configuration = Configuration::new(Emplacement::Sqlite(chemin.clone()), CleMaitresse::new([7; 32]));
    let entrepot = Entrepot::ouvrir(configuration).unwrap();
    peupler(&entrepot, mks);
    let naif = entrepot.lire_ici(publication::tous).unwrap();
    let periodes: usize = naif.iter().map(|publie| publie.periodes.len()).sum();
    println!("{mks} MK, {periodes} périodes sur cinq ans");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(mesurer(&entrepot, &naif, mks));
    drop(entrepot);
    std::fs::remove_file(chemin).unwrap();
}

async fn mesurer(entrepot: &Entrepot, naif: &[Publie], mks: u32) {
    let liste = Publication::default();
    let depart = Instant::now();
    liste.lire(entrepot, |_| ()).await.unwrap();
    println!("premier chargement : {:.2} s", depart.elapsed().as_secs_f64());
    let codes: Vec<_> = Reglement::embarque().unwrap().departements_designes().collect();
    let mut hasard = Hasard(42);
    let naif_numero = scan_d_un_numero(naif, &mut hasard);
    let naif_page = scan_d_un_departement(naif, &codes, &mut hasard);
    for (nom, question) in questions(&codes, mks) {
        let mut serie = Vec::with_capacity(QUESTIONS);
        liste
            .lire(entrepot, |index| serie.extend((0..QUESTIONS).map(|_| question(index, &mut hasard))))
            .await
            .unwrap();
        let naif = if nom.starts_with("un numéro") { naif_numero } else { naif_page };
        rapporter(nom, serie, naif);
    }
    position_verifiee(entrepot, &liste, mks, &mut hasard).await;
    apres_un_acte(entrepot, &liste).await;
}

async fn position_verifiee(entrepot: &Entrepot, liste: &Publication, mks: u32, hasard: &mut Hasard) {
    let mut serie = Vec::with_capacity(QUESTIONS);
    for _ in 0..QUESTIONS {
        let rpps = rpps_de_demonstration(hasard.sous(u64::from(mks)) as u32);
        let jour = hasard.jour();
        let depart = Instant::now();
        let n = liste.lire(entrepot, move |index| index.autorise(&rpps, jour).count()).await.unwrap();
        black_box(n);
        serie.push(depart.elapsed());
    }
    afficher("un numéro, un jour, position du journal vérifiée (SQLite)", serie);
}

async fn apres_un_acte(entrepot: &Entrepot, liste: &Publication) {
    let mut serie = Vec::new();
    for rang in 0..50_u32 {
        acte(entrepot, rang);
        let depart = Instant::now();
        liste.lire(entrepot, |_| ()).await.unwrap();
        serie.push(depart.elapsed());
    }
    afficher("première lecture après un acte", serie);
}

type Question<'q> = Box<dyn Fn(&Index, &mut Hasard) -> Duration + 'q>;

/// What is asked, each about a random day.
fn questions<'q>(codes: &'q [CodeDepartement], mks: u32) -> Vec<(&'static str, Question<'q>)> {
    let page = |changer: fn(Critere, &mut Hasard) -> Critere| -> Question<'q> {
        Box::new(move |index, hasard| {
            let departement = hasard.parmi(codes);
            let critere = Critere { departement, limite: 30, ..Critere::au(hasard.jour()) };
            let critere = changer(critere, hasard);
            let depart = Instant::now();
            black_box(index.chercher(&critere).lignes.len());
            depart.elapsed()
        })
    };
    vec![
        (
            "un numéro, un jour",
            Box::new(move |index, hasard| {
                let rpps = rpps_de_demonstration(hasard.sous(u64::from(mks)) as u32);
                let jour = hasard.jour();
                let depart = Instant::now();
                black_box(index.autorise(&rpps, jour).count());
                depart.elapsed()
            }),
        ),
        (
            "combien dans un département, un jour",
            Box::new(move |index, hasard| {
                let (code, jour) = (hasard.parmi(codes).unwrap(), hasard.jour());
                let depart = Instant::now();
                black_box(index.nombre(code, jour));
                depart.elapsed()
            }),
        ),
        ("une page d’un département, un jour", page(|critere, _| critere)),
        ("une page d’une CPTS, un jour", page(d_une_cpts)),
        ("une page plus loin dans la liste", page(plus_loin)),
        ("une page, tous les départements", page(|critere, _| Critere { departement: None, ..critere })),
        ("un début de nom dans un département", page(un_nom)),
        ("ceux qui vont à domicile", page(|critere, _| a_domicile(critere))),
        ("à 20 km d’une commune", page(pres_d_une_commune)),
    ]
}

fn d_une_cpts(critere: Critere, hasard: &mut Hasard) -> Critere {
    Critere { cpts: critere.departement.map(|code| cpts_de(code, hasard)), ..critere }
}

fn plus_loin(critere: Critere, hasard: &mut Hasard) -> Critere {
    let nom = format!(" n{:06}", hasard.sous(1_000_000));
    Critere { apres: Some(Curseur { metres: None, nom, declaration: DeclarationId::new(1) }), ..critere }
}

fn un_nom(critere: Critere, hasard: &mut Hasard) -> Critere {
    Critere { mots: Critere::decouper(&format!("n{:02}", hasard.sous(100))), ..critere }
}

fn a_domicile(critere: Critere) -> Critere {
    Critere { souhaits: Souhaits { accueil: None, domicile: Some(Domicile::Oui) }, ..critere }
}

fn pres_d_une_commune(critere: Critere, hasard: &mut Hasard) -> Critere {
    let communes: Vec<_> = du_departement(critere.departement.unwrap()).collect();
    let point = communes.get(hasard.sous(communes.len() as u64) as usize).unwrap().point;
    let autour = Some(Autour { points: vec![point], metres: 20_000 });
    Critere { autour, tri: Tri::Distance, ..critere }
}

/// One of the CPTS of a department.
fn cpts_de(code: CodeDepartement, hasard: &mut Hasard) -> CptsId {
    let rang = CodeDepartement::tous().position(|autre| autre == code).unwrap() as u64;
    CptsId::new(u128::from(1 + rang * CPTS + hasard.sous(CPTS)))
}

fn rapporter(nom: &str, serie: Vec<Duration>, naif: Duration) {
    let (mediane, p99) = afficher(nom, serie);
    let tenu = if p99 < VISEE { "tenu" } else { "manqué" };
    println!(
        "    p99 sous 1 ms : {tenu} ; un parcours naïf : {naif:?}, soit {:.0} fois la médiane",
        naif.as_secs_f64() / mediane.as_secs_f64()
    );
}

fn afficher(nom: &str, mut serie: Vec<Duration>) -> (Duration, Duration) {
    serie.sort();
    let place = |part: f64| serie.get((serie.len() as f64 * part) as usize).copied().unwrap_or_default();
    let (p50, p99, p999) = (place(0.5), place(0.99), place(0.999));
    println!("{nom} : p50 {p50:?}, p99 {p99:?}, p99,9 {p999:?}");
    (p50, p99)
}

/// Every period of everybody, read for one number.
fn scan_d_un_numero(naif: &[Publie], hasard: &mut Hasard) -> Duration {
    let (rpps, le) = (rpps_de_demonstration(hasard.sous(naif.len() as u64) as u32), hasard.jour());
    let depart = Instant::now();
    let trouves = naif.iter().filter(|publie| publie.rpps == rpps);
    let court = |publie: &Publie| {
        publie.periodes.iter().filter(|p| p.du <= le && p.au.is_none_or(|au| le <= au)).count()
    };
    black_box(trouves.map(court).sum::<usize>());
    depart.elapsed()
}

/// Every period of everybody, read for one department, sorted, and cut at a page.
fn scan_d_un_departement(naif: &[Publie], codes: &[CodeDepartement], hasard: &mut Hasard) -> Duration {
    let (code, le) = (hasard.parmi(codes), hasard.jour());
    let depart = Instant::now();
    let mut noms: Vec<&str> = naif
        .iter()
        .filter(|publie| {
            publie
                .periodes
                .iter()
                .any(|p| Some(p.departement) == code && p.du <= le && p.au.is_none_or(|au| le <= au))
        })
        .map(|publie| publie.recherche.as_str())
        .collect();
    noms.sort_unstable();
    noms.truncate(30);
    black_box(noms);
    depart.elapsed()
}

/// Two to five periods in five years, most with an interruption between them; the last one often runs.
fn peupler(entrepot: &Entrepot, mks: u32) {
    let codes: Vec<_> = Reglement::embarque().unwrap().departements_designes().collect();
    let toutes = codes.clone();
    entrepot
        .ecrire_ici(move |tx| {
            for code in &toutes {
                let rang = CodeDepartement::tous().position(|autre| autre == *code).unwrap() as u64;
                for numero in 1 + rang * CPTS..=(rang + 1) * CPTS {
                    let (id, nom) = (CptsId::new(u128::from(numero)), format!("CPTS {numero}"));
                    cpts::inscrire(tx, id, &nom, &[*code], "systeme", Timestamp::UNIX_EPOCH);
                }
            }
            Ok::<(), Echec>(())
        })
        .unwrap();
    for debut in (0..mks).step_by(PAQUET as usize) {
        let codes = codes.clone();
        entrepot
            .ecrire_ici(move |tx| {
                for rang in debut..mks.min(debut + PAQUET) {
                    inscrire(tx, rang, &codes);
                }
                Ok::<(), Echec>(())
            })
            .unwrap();
    }
}

/// The communes of each department, found once.
static COMMUNES: LazyLock<HashMap<CodeDepartement, Vec<&'static str>>> = LazyLock::new(|| {
    let codes = Reglement::embarque().unwrap().departements_designes();
    codes.map(|code| (code, du_departement(code).map(|commune| commune.nom).collect())).collect()
});

fn inscrire(tx: &mut entrepot::Tx, rang: u32, codes: &[CodeDepartement]) {
    let mut hasard = Hasard(u64::from(rang) + 1);
    let (id, ou) = (PraticienId::new(1 + u128::from(rang)), hasard.parmi(codes).unwrap());
    let nom = format!("N{:06}", hasard.sous(1_000_000));
    let recherche = format!(" {} camille", nom.to_lowercase());
    tx.enqueue(PRATICIEN, params![id, rpps_de_demonstration(rang).as_str(), nom, recherche]);
    let communes = COMMUNES.get(&ou).unwrap();
    let commune = communes.get(hasard.sous(communes.len() as u64) as usize).unwrap();
    let mots = format!(" {}", entrepot::recherche::mots(commune));
    tx.enqueue(LIEU, params![LieuId::new(1 + u128::from(rang)), id, ou, *commune, mots]);
    let domicile = if hasard.sous(2) == 0 { "oui" } else { "non" };
    tx.enqueue(FICHE, params![id, domicile, date(2021, 11, 22)]);
    let cpts = cpts_de(ou, &mut hasard);
    let mut du = date(2021, 11, 22) + (hasard.sous(200) as i64).days();
    let nombre = 2 + hasard.sous(4);
    for periode in 0..nombre {
        let declaration = DeclarationId::new(1 + u128::from(rang) * 10 + u128::from(periode));
        let fin = du + (60 + hasard.sous(300) as i64).days();
        let au = (periode + 1 < nombre || hasard.sous(3) == 0).then_some(fin);
        tx.enqueue(DECLARATION, params![declaration, id, ou, cpts, du]);
        tx.enqueue(AUTORISATION, params![declaration, id, ou, cpts, du, au, au.map(|_| "volontaire")]);
        du = fin + (1 + hasard.sous(90) as i64).days();
    }
}

/// An act about an MK.
fn acte(entrepot: &Entrepot, rang: u32) {
    entrepot
        .ecrire_ici(move |tx| {
            let sujet = format!("praticien/{}", PraticienId::new(1 + u128::from(rang)));
            tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "systeme", "praticien.essai", sujet));
            Ok::<(), Echec>(())
        })
        .unwrap();
}

/// A small generator of its own (SplitMix64): the same questions at each run.
struct Hasard(u64);

impl Hasard {
    fn sous(&mut self, borne: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let melange = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let melange = (melange ^ (melange >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (melange ^ (melange >> 31)) % borne
    }

    fn jour(&mut self) -> Date {
        date(2021, 11, 22) + (self.sous(JOURS) as i64).days()
    }

    fn parmi(&mut self, codes: &[CodeDepartement]) -> Option<CodeDepartement> {
        codes.get(self.sous(codes.len() as u64) as usize).copied()
    }
}
