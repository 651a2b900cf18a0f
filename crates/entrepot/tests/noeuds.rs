//! Nodes that start at once, connections that are cut, keys and schemas that are not the expected ones.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod appui;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use appui::{Base, run_on};
use entrepot::chiffre::CleMaitresse;
use entrepot::journal::{self, Entree, Verification, verifier_ici};
use entrepot::{Configuration, Echec, Emplacement, Entrepot, params};
use jiff::Timestamp;
use uuid::Uuid;

on_each_engine!(
    eight_nodes_start_at_once_on_an_empty_base,
    a_schema_altered_by_hand_is_refused,
    another_master_key_is_refused_and_a_rotation_is_not,
);

fn eight_nodes_start_at_once_on_an_empty_base(base: &Base) {
    std::thread::scope(|portee| {
        for noeud in 0..8 {
            portee.spawn(move || record(&base.open(), &format!("noeud-{noeud}")).unwrap());
        }
    });
    let noeud = base.open();
    let tete = noeud.lire_ici(journal::tete).unwrap();
    assert_eq!(tete.seq, 8);
    assert_eq!(verifier_ici(&noeud, &[]).unwrap(), Verification::Intacte(tete));
}

fn a_schema_altered_by_hand_is_refused(base: &Base) {
    let entrepot = base.open();
    entrepot
        .ecrire_ici(|tx| {
            tx.execute("UPDATE migration SET empreinte = $1 WHERE nom LIKE '0001%'", &params!["x"])
        })
        .unwrap();
    drop(entrepot);
    let refus = Entrepot::ouvrir(base.configuration());
    assert!(matches!(refus, Err(Echec::Migration { .. })));
}

fn another_master_key_is_refused_and_a_rotation_is_not(base: &Base) {
    drop(base.open());
    let neuve = CleMaitresse::new([9; 32]);
    let seule = Configuration::new(base.emplacement.clone(), neuve.clone());
    assert_eq!(Entrepot::ouvrir(seule).err(), Some(Echec::CleAbsente));
    let mut rotation = Configuration::new(base.emplacement.clone(), neuve);
    rotation.anciennes_cles = vec![CleMaitresse::new([7; 32])];
    drop(Entrepot::ouvrir(rotation).unwrap());
    assert_eq!(Entrepot::ouvrir(base.configuration()).err(), Some(Echec::CleAbsente));
}

fn record(entrepot: &Entrepot, cle: &str) -> Result<(), Echec> {
    let cle = cle.to_owned();
    entrepot.ecrire_ici(move |tx| {
        tx.enqueue_one(
            "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance) VALUES ($1, 'essai', $2, '{}', 0, 0)",
            params![Uuid::from_u128(cle.bytes().fold(1, |n, o| n * 131 + u128::from(o))), &cle],
        );
        tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "compte/1", "essai", &cle));
        Ok(())
    })
}

const CLIENTS: u32 = 8;
const COUPURES: u32 = 15;

/// The server cuts our connections again and again, also in the middle of commits: each fact is there exactly once,
/// whatever the client was told.
#[test]
fn cuts_lose_no_acknowledged_fact_and_double_none() {
    let mut base = Base::postgres("coupures");
    let nom = format!("coupures_{}", std::process::id());
    let Emplacement::Postgres(adresse) = &mut base.emplacement else { unreachable!() };
    adresse.push_str(&format!("&application_name={nom}"));
    let serveur = adresse.split('?').next().unwrap().to_owned();
    let entrepot = base.open();
    let coupures = AtomicU32::new(0);
    let faits: u32 = std::thread::scope(|portee| {
        portee.spawn(|| cut_again_and_again(&coupures, &serveur, &nom));
        let clients: Vec<_> =
            (0..CLIENTS).map(|numero| portee.spawn(client(&entrepot, numero, &coupures))).collect();
        clients.into_iter().map(|c| c.join().unwrap()).sum()
    });
    assert_all_recorded_once(&entrepot, usize::try_from(faits).unwrap());
}

fn cut_again_and_again(coupures: &AtomicU32, serveur: &str, nom: &str) {
    while coupures.load(Ordering::Relaxed) < COUPURES {
        std::thread::sleep(Duration::from_millis(40));
        run_on(
            serveur,
            &format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{nom}'"
            ),
        );
        coupures.fetch_add(1, Ordering::Relaxed);
    }
}

/// Records each fact until it is acknowledged, or known to be there already from a try that seemed to fail.
fn client(entrepot: &Entrepot, numero: u32, coupures: &AtomicU32) -> impl FnOnce() -> u32 + Send {
    move || {
        let mut fait = 0;
        while coupures.load(Ordering::Relaxed) < COUPURES {
            let cle = format!("{numero}-{fait}");
            let mut essais = 0;
            loop {
                match record(entrepot, &cle) {
                    Ok(()) => break,
                    Err(Echec::Doublon { .. }) if essais > 0 => break,
                    Err(Echec::Occupe | Echec::Connexion { .. } | Echec::Incertain) => essais += 1,
                    Err(autre) => panic!("{autre:?}"),
                }
            }
            fait += 1;
        }
        fait
    }
}

fn assert_all_recorded_once(entrepot: &Entrepot, faits: usize) {
    let lignes: Vec<String> = entrepot
        .lire_ici(|tx| {
            tx.query("SELECT sujet FROM journal ORDER BY seq", &[])?
                .iter()
                .map(|l| l.get("sujet"))
                .collect::<Result<_, Echec>>()
        })
        .unwrap();
    let distinctes: BTreeSet<_> = lignes.iter().collect();
    assert_eq!((lignes.len(), distinctes.len()), (faits, faits));
    let tete = entrepot.lire_ici(journal::tete).unwrap();
    assert_eq!(verifier_ici(entrepot, &[]).unwrap(), Verification::Intacte(tete));
}
