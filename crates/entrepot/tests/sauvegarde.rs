//! Copies of a live base and their return, on both engines.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod appui;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use appui::{Base, folder, run_on};
use entrepot::journal::{self, Entree, Verification, verifier_ici};
use entrepot::sauvegarde::{EchecSauvegarde, restaurer, sauvegarder};
use entrepot::{Echec, Emplacement, Entrepot};
use jiff::Timestamp;

on_each_engine!(
    a_copy_of_a_live_base_is_restored_whole,
    a_copy_never_replaces_a_file,
    a_restoration_never_replaces_a_base,
    an_altered_copy_is_refused,
);

fn fill(entrepot: &Entrepot) {
    entrepot
        .ecrire_ici(|tx| {
            tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "compte/1", "essai", "episode/1"));
            Ok::<_, Echec>(())
        })
        .unwrap();
}

fn place(base: &Base, nom: &str) -> PathBuf {
    let moteur = match base.emplacement {
        Emplacement::Sqlite(_) => "sqlite",
        Emplacement::Postgres(_) => "postgres",
    };
    folder(&format!("sauvegarde-{nom}-{moteur}")).join("copie.sauvegarde")
}

/// The same place once everything in it is lost: another file, or the schema dropped.
fn emptied(base: &Base) -> Base {
    let emplacement = match &base.emplacement {
        Emplacement::Sqlite(chemin) => Emplacement::Sqlite(chemin.with_file_name("autre.db")),
        Emplacement::Postgres(adresse) => {
            let (serveur, schema) = adresse.split_once("?options=-csearch_path%3D").unwrap();
            run_on(serveur, &format!("DROP SCHEMA \"{schema}\" CASCADE"));
            base.emplacement.clone()
        }
    };
    Base { emplacement }
}

fn a_copy_of_a_live_base_is_restored_whole(base: &Base) {
    let entrepot = base.open();
    (0..50).for_each(|_| fill(&entrepot));
    let copie = place(base, "vive");
    let fini = AtomicBool::new(false);
    let manifeste = std::thread::scope(|portee| {
        portee.spawn(|| {
            while !fini.load(Ordering::Relaxed) {
                fill(&entrepot);
            }
        });
        let manifeste = sauvegarder(&entrepot, &copie);
        fini.store(true, Ordering::Relaxed);
        manifeste.unwrap()
    });
    drop(entrepot);
    assert_eq!(std::fs::metadata(&copie).unwrap().permissions().mode() & 0o777, 0o600);
    let ailleurs = emptied(base);
    assert_eq!(restaurer(&copie, &ailleurs.emplacement).unwrap(), manifeste);
    let restaure = ailleurs.open();
    let tete = restaure.lire_ici(journal::tete).unwrap();
    assert!(tete.seq >= 50 && tete.seq >= manifeste.journal_lignes());
    assert_eq!(verifier_ici(&restaure, &[]).unwrap(), Verification::Intacte(tete));
    fill(&restaure);
}

fn a_copy_never_replaces_a_file(base: &Base) {
    let entrepot = base.open();
    let copie = place(base, "deja-la");
    std::fs::write(&copie, b"precieux").unwrap();
    assert!(matches!(sauvegarder(&entrepot, &copie), Err(EchecSauvegarde::DejaLa(_))));
    assert_eq!(std::fs::read(&copie).unwrap(), b"precieux");
}

fn a_restoration_never_replaces_a_base(base: &Base) {
    let entrepot = base.open();
    fill(&entrepot);
    let copie = place(base, "non-vide");
    sauvegarder(&entrepot, &copie).unwrap();
    fill(&entrepot);
    let issue = restaurer(&copie, &base.emplacement);
    assert!(matches!(issue, Err(EchecSauvegarde::DestinationNonVide)), "{issue:?}");
    assert_eq!(entrepot.lire_ici(journal::tete).unwrap().seq, 2);
}

fn an_altered_copy_is_refused(base: &Base) {
    let entrepot = base.open();
    fill(&entrepot);
    let copie = place(base, "alteree");
    sauvegarder(&entrepot, &copie).unwrap();
    drop(entrepot);
    let mut octets = std::fs::read(&copie).unwrap();
    let milieu = octets.len() / 2;
    *octets.get_mut(milieu).unwrap() ^= 1;
    std::fs::write(&copie, octets).unwrap();
    let ailleurs = emptied(base);
    assert!(matches!(restaurer(&copie, &ailleurs.emplacement), Err(EchecSauvegarde::Alteree(_))));
}
