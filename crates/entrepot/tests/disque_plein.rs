//! A full disk: refused cleanly, reads stay up, nothing acknowledged is lost, nothing refused is there, and the store
//! goes on by itself once there is room again.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

#[expect(dead_code, reason = "a full disk is a matter of files: the server has its own")]
mod appui;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use appui::{Base, folder};
use entrepot::journal::{self, Entree, Verification, verifier_ici};
use entrepot::{Echec, Emplacement, Entrepot, params};
use jiff::Timestamp;
use uuid::Uuid;

#[test]
fn on_a_small_disk() {
    let dossier = folder("disque-plein");
    let Some(_montage) = Montage::new(&dossier) else {
        eprintln!("no right to mount a small disk here: the limit of pages alone is tried");
        return;
    };
    let lest = dossier.join("lest");
    fs::write(&lest, vec![0; 3 << 20]).unwrap();
    let base = Base { emplacement: Emplacement::Sqlite(dossier.join("base.db")) };
    fill_then_recover(&base.open(), |_| fs::remove_file(&lest).unwrap());
}

#[test]
fn on_a_bounded_base() {
    let entrepot = Base::sqlite("base-bornee").open();
    let pages: i64 = entrepot.lire_ici(|tx| tx.query_one("PRAGMA page_count", &[])?.get(0)).unwrap();
    // Room for some facts beyond the schema, whatever its size.
    limit(&entrepot, format!("PRAGMA max_page_count = {}", pages + 150).leak());
    fill_then_recover(&entrepot, |entrepot| limit(entrepot, "PRAGMA max_page_count = 100000"));
}

fn limit(entrepot: &Entrepot, pragma: &'static str) {
    entrepot.ecrire_ici(move |tx| tx.query(pragma, &[]).map(|_| ())).unwrap();
}

fn fill_then_recover(entrepot: &Entrepot, make_room: impl FnOnce(&Entrepot)) {
    let mut acceptes = 0;
    let mut refuses = 0;
    for fait in 0..20_000 {
        match record(entrepot, fait) {
            Ok(()) => acceptes += 1,
            Err(Echec::DisquePlein) => refuses += 1,
            Err(autre) => panic!("a full disk must be called so: {autre:?}"),
        }
        if refuses == 50 {
            break;
        }
    }
    assert!(acceptes > 20 && refuses == 50, "{acceptes} accepted, {refuses} refused");
    assert_eq!(counts(entrepot), (acceptes, acceptes), "reads stay up, and say what was acknowledged");
    make_room(entrepot);
    for fait in 100_000..100_020 {
        record(entrepot, fait).unwrap();
    }
    assert_eq!(counts(entrepot), (acceptes + 20, acceptes + 20));
    let tete = entrepot.lire_ici(journal::tete).unwrap();
    assert_eq!(verifier_ici(entrepot, &[]).unwrap(), Verification::Intacte(tete));
}

/// A fact and its line: they fail together.
fn record(entrepot: &Entrepot, fait: u32) -> Result<(), Echec> {
    entrepot.ecrire_ici(move |tx| {
        tx.enqueue_one(
            "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance) VALUES ($1, 'essai', $2, $3, 0, 0)",
            params![Uuid::from_u128(fait.into()), fait.to_string(), "x".repeat(4_000)],
        );
        tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "compte/1", "essai", fait.to_string()));
        Ok(())
    })
}

fn counts(entrepot: &Entrepot) -> (i64, i64) {
    entrepot
        .lire_ici(|tx| {
            let faits = tx.query_one("SELECT count(*) AS n FROM outbox", &[])?.get("n")?;
            let lignes = tx.query_one("SELECT count(*) AS n FROM journal", &[])?.get("n")?;
            Ok::<_, Echec>((faits, lignes))
        })
        .unwrap()
}

/// Eight mebibytes of disk, unmounted at the end.
struct Montage(PathBuf);

impl Montage {
    fn new(dossier: &Path) -> Option<Self> {
        let issue =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(dossier).output();
        issue.is_ok_and(|sortie| sortie.status.success()).then(|| Self(dossier.to_owned()))
    }
}

impl Drop for Montage {
    fn drop(&mut self) {
        let issue = Command::new("umount").arg("--lazy").arg(&self.0).status();
        assert!(issue.is_ok_and(|statut| statut.success()), "the small disk stays mounted");
    }
}
