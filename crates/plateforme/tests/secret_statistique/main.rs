//! Everything published of the demo, attacked: no hidden number is given back; the same facts make the same snapshot.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

mod attaque;

use std::path::Path;
use std::sync::LazyLock;

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{Etendue, Masque, SEUIL};
use droit::indicateur::{Participation, Periode, Tableau, Variante};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::indicateur::{instantane, verifier};
use entrepot::{Configuration, Echec, Emplacement, Entrepot};
use jiff::civil::{Date, date};
use plateforme::demo::chargement;
use plateforme::demo::reperes::Reperes;
use plateforme::demo::territoire::{Cadre, Taille, Territoire};
use plateforme::indicateur::famille::Famille;
use plateforme::indicateur::instantane::composer;

use attaque::Attaque;

const AUJOURD_HUI: Date = date(2026, 11, 21);

fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

/// The small demo in a new base: forty MKs and four months, hence small counts everywhere.
fn charger(emplacement: Emplacement) -> Entrepot {
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    let cadre = Cadre::du(reglement(), loiret(), (45, AUJOURD_HUI, Taille::Petite)).unwrap();
    let territoire = Territoire::engendrer(cadre);
    let reperes = Reperes::tirer(&territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    chargement::charger(&entrepot, (reglement(), loiret()), (&territoire, &reperes), |_, _| {}).unwrap();
    entrepot
}

fn sqlite() -> Emplacement {
    let nom = format!("secret-{}.db", std::process::id());
    let chemin = Path::new(env!("CARGO_TARGET_TMPDIR")).join(nom);
    drop(std::fs::remove_file(&chemin));
    Emplacement::Sqlite(chemin)
}

fn postgresql() -> Emplacement {
    let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG")
        .and_then(|adresse| adresse.into_string().ok())
        .expect("ACCES_DIRECT_TEST_PG is not set: run the tests with scripts/test, which starts PostgreSQL");
    let schema = format!("secret_{}", std::process::id());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connexion) = tokio_postgres::connect(&serveur, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        let sql = format!("DROP SCHEMA IF EXISTS \"{schema}\" CASCADE; CREATE SCHEMA \"{schema}\"");
        client.batch_execute(&sql).await.unwrap();
    });
    Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{schema}"))
}

static DEMO: LazyLock<Entrepot> = LazyLock::new(|| charger(sqlite()));

/// What is published under a variant: the tables as anybody reads them, and what they hide, which the attacker must not
/// find. `primaire` hides small counts alone: the control.
fn publies(variante: Variante, primaire: bool) -> (Vec<Tableau>, attaque::Verite) {
    DEMO.lire_ici(move |tx| {
        let famille = Famille::charger(tx, reglement(), variante)?;
        let masques = famille.masques(&[]);
        let (mut tableaux, mut verite) = (Vec::new(), attaque::Verite::new());
        for (champ, periode, comptes) in famille.tables() {
            let mut masque = masques.get(&(champ.clone(), periode)).cloned().unwrap_or_else(Masque::total);
            if primaire {
                let etendue =
                    if matches!(periode, Periode::Mois(..)) { Etendue::Totaux } else { Etendue::Entiere };
                masque = Masque::nouveau(etendue);
                for (mesure, modalite, compte) in comptes.iter() {
                    if mesure.compte_les_patients() && (1..SEUIL).contains(&compte.sujets) {
                        masque.cacher(mesure, modalite);
                    }
                }
            }
            let question = (champ.clone(), periode, variante);
            let participation = Participation::default();
            let lu = Tableau::assembler(
                question.clone(),
                comptes,
                &participation,
                &masque,
                (reglement(), AUJOURD_HUI),
            );
            let entier = Tableau::assembler(
                question,
                comptes,
                &participation,
                &Masque::aucun(),
                (reglement(), AUJOURD_HUI),
            );
            attaque::relever(&entier, &mut verite);
            for (mesure, modalite, compte) in comptes.iter() {
                let sensible = mesure.compte_les_patients() && (1..SEUIL).contains(&compte.sujets);
                let montree = !masque.cache(mesure, modalite);
                assert!(
                    !(sensible && montree),
                    "{champ:?} {periode} {mesure:?} {modalite} is shown: {compte:?}"
                );
            }
            tableaux.push(lu);
        }
        Ok::<_, Echec>((tableaux, verite))
    })
    .unwrap()
}

/// One test, for the demo is long to load.
#[test]
fn la_demonstration_se_compte_juste_et_se_publie_sans_rien_trahir() {
    les_sommes_de_la_demonstration_sont_celles_de_ses_faits();
    aucun_nombre_cache_de_la_demonstration_ne_se_retrouve();
    sans_protection_secondaire_l_attaque_trouve();
}

fn aucun_nombre_cache_de_la_demonstration_ne_se_retrouve() {
    for variante in Variante::TOUS {
        let (tableaux, verite) = publies(*variante, false);
        let mut attaque = Attaque::nouvelle(&tableaux, *variante, reglement());
        attaque.propager();
        attaque.exiger_vraie(&verite);
        let trouvees = attaque.trouvees();
        assert!(trouvees.is_empty(), "{variante:?}: {} found, {:?}", trouvees.len(), trouvees.first());
        let (caches, montres) = attaque.effectifs();
        assert!(caches > 100 && montres > 30, "{variante:?}: {caches} hidden, {montres} shown");
    }
}

/// The control: with small counts alone hidden, the same attack finds many of them.
fn sans_protection_secondaire_l_attaque_trouve() {
    let (tableaux, verite) = publies(Variante::Ouverture, true);
    let mut attaque = Attaque::nouvelle(&tableaux, Variante::Ouverture, reglement());
    attaque.propager();
    attaque.exiger_vraie(&verite);
    assert!(attaque.trouvees().len() > 5, "{:?}", attaque.trouvees());
}

/// The demo goes through every kind of fact: its sums are those of its facts.
fn les_sommes_de_la_demonstration_sont_celles_de_ses_faits() {
    let constat = DEMO.lire_ici(verifier).unwrap();
    assert_eq!(constat.differentes, 0, "{:?}", constat.ecarts);
    assert!(constat.episodes > 100 && constat.sommes > 10_000, "{constat:?}");
}

#[test]
fn deux_installations_ecrivent_les_memes_octets() {
    let autre = charger(postgresql());
    let composes = [&*DEMO, &autre].map(|entrepot| {
        entrepot
            .lire_ici(|tx| composer(tx, reglement(), loiret(), Periode::Annee(2026), AUJOURD_HUI))
            .unwrap()
            .nouvel
    });
    let [ici, ailleurs] = &composes;
    assert!(ici.contenu == ailleurs.contenu, "SQLite and PostgreSQL write other bytes");
    assert_eq!((ici.id(), ici.sha256()), (ailleurs.id(), ailleurs.sha256()));
    let texte = String::from_utf8(ici.contenu.clone()).unwrap();
    assert!(texte.contains("\"cause\": \"secret\"") && texte.contains("patients-sans-diagnostic"));
    let maintenant = "2026-11-21T10:00:00Z".parse().unwrap();
    let garde = ici.clone();
    autre
        .ecrire_ici(move |tx| {
            instantane::garder(tx, &garde, "essai", maintenant);
            instantane::garder(tx, &garde, "essai", maintenant);
            Ok::<(), Echec>(())
        })
        .unwrap();
    let id = ici.id();
    let (connu, octets) = autre.lire_ici(move |tx| instantane::lire(tx, &id)).unwrap().unwrap();
    assert_eq!((instantane::empreinte(&octets), octets), (connu.sha256, ici.contenu.clone()));
}
