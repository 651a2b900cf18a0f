//! The façade on a real base of each engine: what is written is read, what fails leaves nothing.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod appui;

use appui::Base;
use entrepot::journal::Entree;
use entrepot::{Echec, Entrepot, Tx, params};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

on_each_engine!(
    a_line_traced_is_read_and_a_failed_closure_leaves_nothing,
    values_of_every_kind_come_back,
    an_absent_value_has_a_kind,
    a_unique_key_taken_is_told_apart,
    an_error_swallowed_still_undoes_the_closure,
    a_panic_undoes_its_closure_and_the_writer_goes_on,
    a_reader_cannot_write,
    a_closure_sees_what_it_left_waiting,
    a_failing_closure_spares_its_neighbours,
    opening_again_changes_nothing,
);

#[test]
fn a_new_base_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let base = Base::sqlite("droits");
    let _ouvert = base.open();
    let entrepot::Emplacement::Sqlite(chemin) = &base.emplacement else { unreachable!() };
    for suffixe in ["", "-wal", "-shm"] {
        let fichier = format!("{}{suffixe}", chemin.display());
        assert_eq!(std::fs::metadata(&fichier).unwrap().permissions().mode() & 0o777, 0o600, "{fichier}");
    }
}

#[test]
fn a_base_in_an_absent_folder_says_which() {
    let configuration = entrepot::Configuration::new(
        entrepot::Emplacement::Sqlite("/nulle/part/base.db".into()),
        entrepot::chiffre::CleMaitresse::new([7; 32]),
    );
    let echec = Entrepot::ouvrir(configuration).err().unwrap();
    assert!(echec.to_string().contains("/nulle/part/base.db"), "{echec}");
}

fn line() -> Entree {
    Entree::new(Timestamp::UNIX_EPOCH, "compte/1", "essai", "episode/1")
}

fn count(entrepot: &Entrepot) -> i64 {
    entrepot.lire_ici(|tx| tx.query_one("SELECT count(*) AS n FROM journal", &[])?.get("n")).unwrap()
}

/// A message needs unique text: a handy row of any test.
fn deposit(tx: &mut Tx, cle: &str) {
    tx.enqueue_one(
        "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance) VALUES ($1, 'essai', $2, '{}', 0, 0)",
        params![Uuid::from_u128(cle.bytes().map(u128::from).sum::<u128>() * 1000 + cle.len() as u128), cle],
    );
}

fn a_line_traced_is_read_and_a_failed_closure_leaves_nothing(base: &Base) {
    let entrepot = base.open();
    entrepot
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    let refus = entrepot.ecrire_ici(|tx| {
        tx.tracer(line());
        tx.enqueue_one("UPDATE journal_tete SET seq = $1 WHERE id = $2", params![9, 2]);
        Ok::<_, Echec>(())
    });
    assert_eq!(refus, Err(Echec::Conflit));
    assert_eq!(count(&entrepot), 1);
}

fn values_of_every_kind_come_back(base: &Base) {
    let entrepot = base.open();
    let instant = Timestamp::from_microsecond(1_234_567_890_123_456).unwrap();
    let jour = date(2026, 2, 28);
    entrepot
        .ecrire_ici(move |tx| {
            tx.execute(
                "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance, essais, preneur)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &params![Uuid::from_u128(1), "été « œ »", "c", jour, instant, 7, true, None::<Uuid>],
            )
        })
        .unwrap();
    entrepot
        .lire_ici(move |tx| {
            let ligne = tx.query_one("SELECT * FROM outbox WHERE id = $1", &params![Uuid::from_u128(1)])?;
            assert_eq!(ligne.get::<Uuid>("id")?, Uuid::from_u128(1));
            assert_eq!(ligne.get::<String>("genre")?, "été « œ »");
            assert_eq!(ligne.get::<jiff::civil::Date>("contenu")?, jour);
            assert_eq!(ligne.get::<Timestamp>("depose_le")?, instant);
            assert_eq!(ligne.get::<i64>("echeance")?, 7);
            assert!(ligne.get::<bool>("essais")?);
            assert_eq!(ligne.get::<Option<Uuid>>("preneur")?, None);
            assert!(matches!(ligne.get::<Uuid>("preneur"), Err(Echec::Colonne { .. })));
            assert!(matches!(ligne.get::<i64>("absente"), Err(Echec::Colonne { .. })));
            Ok::<_, Echec>(())
        })
        .unwrap();
}

fn an_absent_value_has_a_kind(base: &Base) {
    let entrepot = base.open();
    let nombre: i64 = entrepot
        .lire_ici(|tx| {
            tx.query_one(
                "SELECT count(*) AS n FROM outbox WHERE ($1 IS NULL OR cle = $1) AND ($2 IS NULL OR essais = $2)",
                &params![None::<String>, None::<i64>],
            )?
            .get("n")
        })
        .unwrap();
    assert_eq!(nombre, 0);
}

fn a_unique_key_taken_is_told_apart(base: &Base) {
    let entrepot = base.open();
    let twice = entrepot.ecrire_ici(|tx| {
        deposit(tx, "a");
        deposit(tx, "a");
        Ok::<_, Echec>(())
    });
    assert!(matches!(twice, Err(Echec::Doublon { .. })), "{twice:?}");
    let contrainte =
        entrepot.ecrire_ici(|tx| tx.execute("UPDATE journal_tete SET id = $1 WHERE id = 1", &params![2]));
    assert!(matches!(contrainte, Err(Echec::Contrainte { .. })), "{contrainte:?}");
}

fn an_error_swallowed_still_undoes_the_closure(base: &Base) {
    let entrepot = base.open();
    let issue = entrepot.ecrire_ici(|tx| {
        tx.tracer(line());
        let refus = tx.execute("UPDATE journal_tete SET id = $1 WHERE id = 1", &params![2]);
        assert!(refus.is_err());
        Ok::<_, Echec>(())
    });
    assert!(matches!(issue, Err(Echec::Contrainte { .. })), "{issue:?}");
    assert_eq!(count(&entrepot), 0);
}

fn a_panic_undoes_its_closure_and_the_writer_goes_on(base: &Base) {
    let entrepot = base.open();
    let issue: Result<(), Echec> = entrepot.ecrire_ici(|tx| {
        tx.tracer(line());
        panic!("as planned")
    });
    assert_eq!(issue, Err(Echec::Panique));
    entrepot
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    assert_eq!(count(&entrepot), 1);
}

fn a_reader_cannot_write(base: &Base) {
    let entrepot = base.open();
    let direct = entrepot.lire_ici(|tx| tx.execute("DELETE FROM journal_tete WHERE id = $1", &params![1]));
    assert!(direct.is_err());
    let differe = entrepot.lire_ici(|tx| {
        tx.tracer(line());
        Ok::<_, Echec>(())
    });
    assert!(differe.is_err());
    assert_eq!(count(&entrepot), 0);
}

fn a_closure_sees_what_it_left_waiting(base: &Base) {
    let entrepot = base.open();
    let nombre: i64 = entrepot
        .ecrire_ici(|tx| {
            deposit(tx, "a");
            tx.query_one("SELECT count(*) AS n FROM outbox", &[])?.get("n")
        })
        .unwrap();
    assert_eq!(nombre, 1);
}

/// Forty closures at once, every fourth failing in one of four ways: the thirty others are kept.
fn a_failing_closure_spares_its_neighbours(base: &Base) {
    let entrepot = base.open();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let taches: Vec<_> = (0..40)
        .map(|i| {
            let entrepot = entrepot.clone();
            runtime.spawn(async move { entrepot.ecrire(move |tx| one_of_forty(tx, i)).await })
        })
        .collect();
    let issues: Vec<_> = taches.into_iter().map(|t| runtime.block_on(t).unwrap()).collect();
    assert_eq!(issues.iter().filter(|issue| issue.is_ok()).count(), 30, "{issues:?}");
    let (messages, lignes): (i64, i64) = entrepot
        .lire_ici(|tx| {
            let ligne = tx.query_one(
                "SELECT (SELECT count(*) FROM outbox) AS m, (SELECT count(*) FROM journal) AS j",
                &[],
            )?;
            Ok::<_, Echec>((ligne.get("m")?, ligne.get("j")?))
        })
        .unwrap();
    assert_eq!((messages, lignes), (30, 30));
}

fn one_of_forty(tx: &mut Tx, i: u32) -> Result<(), Echec> {
    tx.tracer(line());
    tx.enqueue(
        "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance) VALUES ($1, 'essai', $2, '{}', 0, 0)",
        params![Uuid::from_u128(u128::from(i)), i.to_string()],
    );
    match i % 16 {
        3 => Err(Echec::Absent),
        7 => {
            tx.enqueue_one("UPDATE outbox SET essais = 1 WHERE cle = $1", params!["personne"]);
            Ok(())
        }
        11 => {
            tx.execute("UPDATE journal_tete SET id = $1 WHERE id = 1", &params![2])?;
            Ok(())
        }
        15 => {
            tx.query("SELECT count(*) AS n FROM outbox", &[])?;
            Err(Echec::Absent)
        }
        _ => Ok(()),
    }
}

fn opening_again_changes_nothing(base: &Base) {
    let premier = base.open();
    premier
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    let second = base.open();
    second
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    premier
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    assert_eq!(count(&premier), 3);
}
