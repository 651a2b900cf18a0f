//! Everything published of the demo, attacked: no hidden number is given back; the same facts make the same snapshot.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

mod acte;
mod attaque;
mod vivant;

use std::path::Path;
use std::sync::LazyLock;

use droit::acces::Lecteur;
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{Etendue, Masque, SEUIL};
use droit::indicateur::{
    Champ, Comptes, Indicateur, Mesure, Participation, Perimetre, Periode, Tableau, Valeur, Variante,
};
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
use plateforme::indicateur::lecture::{Question, tableau};
use plateforme::indicateur::parution;

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
    charger_sous(emplacement, |_| {})
}

/// The same facts under other keys.
fn charger_sous(emplacement: Emplacement, changer: impl FnOnce(&mut Reperes)) -> Entrepot {
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    let cadre = Cadre::du(reglement(), loiret(), (45, AUJOURD_HUI, Taille::Petite)).unwrap();
    let territoire = Territoire::engendrer(cadre);
    let mut reperes = Reperes::tirer(&territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    changer(&mut reperes);
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
/// find. `Secret::Primaire` hides small counts alone: the control.
fn publies(variante: Variante, secret: Secret) -> (Vec<Tableau>, attaque::Verite) {
    DEMO.lire_ici(move |tx| {
        let famille = Famille::charger(tx, reglement(), variante)?;
        let parues = famille.paraitre();
        let (mut tableaux, mut verite) = (Vec::new(), attaque::Verite::new());
        for (champ, periode, comptes) in famille.tables() {
            let cle = (champ.clone(), periode);
            let masque = match secret {
                Secret::Entier => parues[&cle].masque(),
                Secret::Primaire => primaire(periode, comptes),
            };
            let question = (champ.clone(), periode, variante);
            let assembler = |masque: &Masque| {
                let moment = (reglement(), AUJOURD_HUI);
                Tableau::assembler(question.clone(), comptes, &Participation::default(), masque, moment)
            };
            attaque::relever(&assembler(&Masque::aucun()), &mut verite);
            exiger_les_petits_caches(&cle, comptes, &masque);
            tableaux.push(assembler(&masque));
        }
        Ok::<_, Echec>((tableaux, verite))
    })
    .unwrap()
}

/// How much is hidden.
#[derive(Clone, Copy)]
enum Secret {
    Entier,
    Primaire,
}

fn primaire(periode: Periode, comptes: &Comptes) -> Masque {
    let mois = matches!(periode, Periode::Mois(..));
    let mut masque = Masque::nouveau(if mois { Etendue::Totaux } else { Etendue::Entiere });
    for (mesure, modalite, compte) in comptes.iter() {
        if mesure.compte_les_patients() && (1..SEUIL).contains(&compte.sujets) {
            masque.cacher(mesure, modalite);
        }
    }
    masque
}

fn exiger_les_petits_caches(cle: &(Champ, Periode), comptes: &Comptes, masque: &Masque) {
    for (mesure, modalite, compte) in comptes.iter() {
        let sensible = mesure.compte_les_patients() && (1..SEUIL).contains(&compte.sujets);
        let montree = !masque.cache(mesure, modalite);
        assert!(!(sensible && montree), "{cle:?} {mesure:?} {modalite} is shown: {compte:?}");
    }
}

/// One test, for the demo is long to load.
#[test]
fn la_demonstration_se_compte_juste_et_se_publie_sans_rien_trahir() {
    les_sommes_de_la_demonstration_sont_celles_de_ses_faits();
    aucun_nombre_cache_de_la_demonstration_ne_se_retrouve();
    sans_protection_secondaire_l_attaque_trouve();
    vivant::suivre_des_actes(&DEMO);
    d_une_publication_a_l_autre_rien_de_petit_ne_se_deduit();
}

fn aucun_nombre_cache_de_la_demonstration_ne_se_retrouve() {
    for variante in Variante::TOUS {
        let (tableaux, verite) = publies(*variante, Secret::Entier);
        exiger_les_patients_orientes_nombreux(&tableaux);
        exiger_des_mois_montres(&tableaux);
        let mut attaque = Attaque::nouvelle(&tableaux, *variante, reglement());
        attaque.propager();
        attaque.exiger_vraie(&verite);
        let trouvees = attaque.trouvees();
        assert!(trouvees.is_empty(), "{variante:?}: {} found, {:?}", trouvees.len(), trouvees.first());
        let serrees = attaque.plus_serrees();
        let (largeur, ..) = serrees.first().expect("something is hidden");
        assert!(*largeur >= LARGEUR, "{variante:?}: {:?}", serrees.iter().take(5).collect::<Vec<_>>());
        let (caches, montres) = attaque.effectifs();
        eprintln!("{variante:?}: {caches} hidden, {montres} shown, narrowest {largeur}");
        assert!(caches > 100 && montres > 30, "{variante:?}: {caches} hidden, {montres} shown");
    }
}

/// Months of CPTS and of types of structure are told where they are large enough.
fn exiger_des_mois_montres(tableaux: &[Tableau]) {
    let montre = |tableau: &&Tableau| {
        let mois = matches!(tableau.periode, Periode::Mois(..));
        mois && matches!(tableau.valeur(Indicateur::Seances), Valeur::Nombre(1..))
    };
    let montres: Vec<&Tableau> = tableaux.iter().filter(montre).collect();
    assert!(montres.iter().any(|tableau| matches!(tableau.champ.perimetre, Perimetre::Cpts(_))), "of a CPTS");
    assert!(montres.iter().any(|tableau| tableau.champ.structure.is_some()), "of a type of structure");
}

/// Neither the patients sent to a doctor nor those left are few, where their share is shown.
fn exiger_les_patients_orientes_nombreux(tableaux: &[Tableau]) {
    let mut montres = 0;
    for tableau in tableaux {
        if let Valeur::Rapport { numerateur, denominateur, .. } = tableau.valeur(Indicateur::PatientsOrientes)
        {
            let petit = |n: u64| (1..SEUIL).contains(&n);
            assert!(
                !petit(*numerateur) && !petit(denominateur - numerateur),
                "{:?} {}",
                tableau.champ,
                tableau.periode
            );
            montres += 1;
        }
    }
    assert!(montres > 0, "some share is shown");
}

/// A hidden number keeps eleven values at least.
const LARGEUR: i128 = 10;

/// The control: with small counts alone hidden, the same attack finds many of them, and narrows others.
fn sans_protection_secondaire_l_attaque_trouve() {
    let (tableaux, verite) = publies(Variante::Ouverture, Secret::Primaire);
    let mut attaque = Attaque::nouvelle(&tableaux, Variante::Ouverture, reglement());
    attaque.propager();
    attaque.exiger_vraie(&verite);
    assert!(attaque.trouvees().len() > 5, "{:?}", attaque.trouvees());
    let etroites = attaque.plus_serrees().iter().filter(|(l, ..)| (1..LARGEUR).contains(l)).count();
    assert!(etroites > 5, "{etroites} intervals are narrow");
}

/// What anybody reads of every table of a variant, and the sums behind.
type Lecture = (Vec<Tableau>, Vec<((Champ, Periode), Comptes)>);

fn lire(variante: Variante) -> Lecture {
    DEMO.lire_ici(move |tx| {
        let famille = Famille::charger(tx, reglement(), variante)?;
        let sommes: Vec<_> = famille
            .tables()
            .map(|(champ, periode, comptes)| ((champ.clone(), periode), comptes.clone()))
            .collect();
        let mut lus = Vec::new();
        for ((champ, periode), _) in &sommes {
            let question = Question { champ: champ.clone(), periode: *periode, variante };
            lus.push(tableau(tx, (reglement(), AUJOURD_HUI), &question, Lecteur::Exterieur)?);
        }
        Ok::<_, Echec>((lus, sommes))
    })
    .unwrap()
}

fn publier() {
    let instant = "2026-11-21T10:00:00Z".parse().unwrap();
    parution::publier_ici(&DEMO, reglement(), AUJOURD_HUI, instant).unwrap();
}

/// Cancels séances behind the back of the product, then counts again.
fn annuler(lesquelles: &'static str) {
    let sql: &'static str = Box::leak(
        format!(
            "UPDATE seance SET compte = 'annulee', rang = NULL, annulee_le = 1, motif = 'doublon'
                WHERE compte <> 'annulee' AND {lesquelles}"
        )
        .into_boxed_str(),
    );
    let touchees = DEMO.ecrire_ici(move |tx| tx.execute(sql, &[])).unwrap();
    assert!(touchees > 0, "{lesquelles}");
    DEMO.ecrire_ici(entrepot::indicateur::recalculer).unwrap();
}

fn d_une_publication_a_l_autre_rien_de_petit_ne_se_deduit() {
    publier();
    let avant: Vec<Lecture> = Variante::TOUS.iter().map(|variante| lire(*variante)).collect();
    annuler("id = (SELECT MIN(id) FROM seance WHERE compte = 'place' AND lettre IS NOT NULL)");
    for (variante, (lus, _)) in Variante::TOUS.iter().zip(&avant) {
        assert_eq!(&lire(*variante).0, lus, "nothing moves before the next publication");
    }
    let naive = publies(Variante::Ouverture, Secret::Entier).0;
    assert!(!attaque::differences(&avant[0].0, &naive).is_empty(), "the control: one séance less is seen");
    publier();
    for (variante, (lus, _)) in Variante::TOUS.iter().zip(&avant) {
        let ecarts = attaque::differences(lus, &lire(*variante).0);
        assert!(ecarts.is_empty(), "{variante:?}: one séance less is seen in {ecarts:?}");
    }
    annuler("faite_le LIKE '%3'");
    publier();
    for (variante, (lus, sommes)) in Variante::TOUS.iter().zip(&avant) {
        let (apres, nouvelles) = lire(*variante);
        let ecarts = attaque::differences(lus, &apres);
        exiger_de_grands_ecarts(&ecarts, sommes, &nouvelles);
        eprintln!("{variante:?}: {} numbers moved", ecarts.len());
    }
}

/// A total that moved moved by eleven patients, or by more séances than ten patients do who come every day.
fn exiger_de_grands_ecarts(
    ecarts: &[(attaque::Cle, i128)],
    avant: &[((Champ, Periode), Comptes)],
    apres: &[((Champ, Periode), Comptes)],
) {
    let un = |sommes: &[((Champ, Periode), Comptes)], (champ, periode, _): &attaque::Cle, mesure| {
        let table = sommes.iter().find(|((c, p), _)| c == champ && p == periode);
        table.map_or(0, |(_, comptes)| i128::from(comptes.un(mesure, "").sujets))
    };
    for (cle, ecart) in ecarts {
        let mesure = match cle.2.as_str() {
            "seances" => Mesure::Seances,
            "episodes" | "patients" => Mesure::Episodes,
            _ => continue,
        };
        let patients = un(apres, cle, mesure) - un(avant, cle, mesure);
        let jours = if matches!(cle.1, Periode::Mois(..)) { 31 } else { 366 };
        let nombreux = ecart.abs() > 10 * jours;
        assert!(patients.abs() >= 11 || nombreux, "{cle:?} moved by {ecart}, {patients} patients");
    }
    assert!(!ecarts.is_empty(), "a tenth of the séances moves something");
}

/// The demo goes through every kind of fact: its sums are those of its facts.
fn les_sommes_de_la_demonstration_sont_celles_de_ses_faits() {
    let constat = DEMO.lire_ici(verifier).unwrap();
    assert_eq!(constat.differentes, 0, "{:?}", constat.ecarts);
    assert!(constat.episodes > 100 && constat.sommes > 10_000, "{constat:?}");
}

#[test]
fn deux_installations_ecrivent_les_memes_octets() {
    let autre = charger_sous(postgresql(), |reperes| {
        // Keys in another order, hence rows, CPTS and tables too.
        reperes.cpts.reverse();
        reperes.praticiens.reverse();
        reperes.patients.reverse();
    });
    let composes = [&*DEMO, &autre].map(|entrepot| {
        let instant = "2026-11-21T10:00:00Z".parse().unwrap();
        parution::assurer_ici(entrepot, reglement(), AUJOURD_HUI, instant).unwrap();
        entrepot
            .lire_ici(|tx| composer(tx, reglement(), loiret(), Periode::Annee(2026), AUJOURD_HUI))
            .unwrap()
    });
    let [ici, ailleurs] = &composes;
    let textes = composes.each_ref().map(|compose| String::from_utf8(compose.contenu.clone()).unwrap());
    let ecart = textes[0].lines().zip(textes[1].lines()).find(|(ici, ailleurs)| ici != ailleurs);
    assert_eq!(ecart, None, "other keys, another engine, another order: the same bytes");
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
