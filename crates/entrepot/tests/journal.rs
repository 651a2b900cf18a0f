//! The journal: an untouched one is proven, and every attack is found at its line.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod appui;

use appui::Base;
use entrepot::journal::{self, Ancre, Entree, Rupture, Verification, verifier_ici};
use entrepot::{Echec, Entrepot, Value, params};
use jiff::Timestamp;

on_each_engine!(
    an_untouched_journal_is_proven,
    a_modified_line_is_named,
    a_deleted_line_is_named,
    an_inserted_line_is_named,
    two_swapped_lines_are_named,
    a_truncation_is_seen_by_the_head_and_by_an_anchor,
    a_rewritten_journal_is_seen_by_an_anchor,
    two_nodes_write_one_chain,
);

const LIGNES: i64 = 30;

fn line(i: i64) -> Entree {
    let mut entree = Entree::new(Timestamp::from_second(i).unwrap(), "compte/1", "essai", format!("s/{i}"));
    entree.decision = (i % 2 == 0).then(|| "accordee".to_owned());
    entree
}

fn fill(entrepot: &Entrepot, nombre: i64) {
    for i in 0..nombre {
        entrepot
            .ecrire_ici(move |tx| {
                tx.tracer(line(i));
                Ok::<_, Echec>(())
            })
            .unwrap();
    }
}

fn attack(entrepot: &Entrepot, sql: &'static str, params: impl Into<Vec<Value>>) {
    let params: Vec<Value> = params.into();
    let touchees = entrepot.ecrire_ici(move |tx| tx.execute(sql, &params)).unwrap();
    assert!(touchees > 0, "the attack did nothing");
}

fn broken(entrepot: &Entrepot) -> Rupture {
    match verifier_ici(entrepot, &[]).unwrap() {
        Verification::Rompue(rupture) => rupture,
        Verification::Intacte(_) => panic!("the attack was not seen"),
    }
}

fn filled(base: &Base) -> Entrepot {
    let entrepot = base.open();
    fill(&entrepot, LIGNES);
    entrepot
}

fn head(entrepot: &Entrepot) -> Ancre {
    entrepot.lire_ici(journal::tete).unwrap()
}

fn an_untouched_journal_is_proven(base: &Base) {
    let entrepot = base.open();
    assert!(matches!(verifier_ici(&entrepot, &[]).unwrap(), Verification::Intacte(Ancre { seq: 0, .. })));
    fill(&entrepot, LIGNES);
    let milieu = head(&entrepot);
    entrepot
        .ecrire_ici(|tx| {
            (0..2_000).for_each(|i| tx.tracer(line(i)));
            Ok::<_, Echec>(())
        })
        .unwrap();
    let issue = verifier_ici(&entrepot, &[milieu]).unwrap();
    assert_eq!(issue, Verification::Intacte(head(&entrepot)));
    assert_eq!(head(&entrepot).seq, LIGNES + 2_000);
}

fn a_modified_line_is_named(base: &Base) {
    for (colonne, sql) in [
        ("acteur", "UPDATE journal SET acteur = 'compte/2' WHERE seq = $1"),
        ("instant", "UPDATE journal SET instant = instant + 1 WHERE seq = $1"),
        ("decision", "UPDATE journal SET decision = NULL WHERE seq = $1"),
        ("decision vide", "UPDATE journal SET decision = '' WHERE seq = $1"),
        ("details", "UPDATE journal SET details = '{\"a\":1}' WHERE seq = $1"),
        (
            "empreinte",
            "UPDATE journal SET empreinte = (SELECT j.empreinte FROM journal j WHERE j.seq = 1) WHERE seq = $1",
        ),
    ] {
        let entrepot = base.open();
        fill(&entrepot, 6);
        let seq = head(&entrepot).seq - 1;
        let avant = copy(&entrepot, seq);
        let victime = if colonne.starts_with("decision") { seq - i64::from(avant.is_none()) } else { seq };
        attack(&entrepot, sql, params![victime]);
        assert_eq!(broken(&entrepot), Rupture::Alteree(victime), "{colonne}");
        entrepot.ecrire_ici(|tx| tx.execute("DELETE FROM journal", &[])).unwrap();
        entrepot.ecrire_ici(|tx| tx.execute("UPDATE journal_tete SET seq = 0", &[])).unwrap();
    }
}

fn copy(entrepot: &Entrepot, seq: i64) -> Option<String> {
    entrepot
        .lire_ici(move |tx| {
            tx.query_one("SELECT decision FROM journal WHERE seq = $1", &params![seq])?.get("decision")
        })
        .unwrap()
}

fn a_deleted_line_is_named(base: &Base) {
    let entrepot = filled(base);
    attack(&entrepot, "DELETE FROM journal WHERE seq = $1", params![12]);
    assert_eq!(broken(&entrepot), Rupture::Absente(12));
}

fn an_inserted_line_is_named(base: &Base) {
    let entrepot = filled(base);
    let copie = "INSERT INTO journal (seq, instant, acteur, action, sujet, decision, reglement, details, empreinte)
        SELECT seq + $1, instant, acteur, action, sujet, decision, reglement, details, empreinte FROM journal WHERE seq = $2";
    attack(&entrepot, copie, params![LIGNES, 1]);
    assert_eq!(broken(&entrepot), Rupture::Surnumeraire(LIGNES + 1));
    attack(&entrepot, "DELETE FROM journal WHERE seq = $1", params![LIGNES + 1]);
    // In the middle: the lines after it move by one place, and so does the head.
    for seq in (13..=LIGNES).rev() {
        attack(&entrepot, "UPDATE journal SET seq = seq + 1 WHERE seq = $1", params![seq]);
    }
    attack(&entrepot, copie, params![1, 12]);
    attack(&entrepot, "UPDATE journal_tete SET seq = seq + $1", params![1]);
    assert_eq!(broken(&entrepot), Rupture::Alteree(13));
}

fn two_swapped_lines_are_named(base: &Base) {
    let entrepot = filled(base);
    for (de, vers) in [(7, 1_000), (8, 7), (1_000, 8)] {
        attack(&entrepot, "UPDATE journal SET seq = $1 WHERE seq = $2", params![vers, de]);
    }
    assert_eq!(broken(&entrepot), Rupture::Alteree(7));
}

fn a_truncation_is_seen_by_the_head_and_by_an_anchor(base: &Base) {
    let entrepot = filled(base);
    let ancre = head(&entrepot);
    attack(&entrepot, "DELETE FROM journal WHERE seq > $1", params![20]);
    assert_eq!(broken(&entrepot), Rupture::Absente(21));
    // The attacker also takes the head back: only the head exported before tells.
    attack(
        &entrepot,
        "UPDATE journal_tete SET seq = $1, empreinte = (SELECT empreinte FROM journal WHERE seq = $1)",
        params![20],
    );
    assert!(matches!(verifier_ici(&entrepot, &[]).unwrap(), Verification::Intacte(_)));
    let issue = verifier_ici(&entrepot, &[ancre]).unwrap();
    assert_eq!(issue, Verification::Rompue(Rupture::Ancre(LIGNES)));
}

fn a_rewritten_journal_is_seen_by_an_anchor(base: &Base) {
    let entrepot = filled(base);
    let ancre = head(&entrepot);
    attack(&entrepot, "DELETE FROM journal WHERE seq > $1", params![20]);
    attack(
        &entrepot,
        "UPDATE journal_tete SET seq = $1, empreinte = (SELECT empreinte FROM journal WHERE seq = $1)",
        params![20],
    );
    // The attacker even has the application write new lines after the cut.
    let complice = base.open();
    fill(&complice, 40);
    assert!(matches!(verifier_ici(&entrepot, &[]).unwrap(), Verification::Intacte(_)));
    let issue = verifier_ici(&entrepot, &[ancre]).unwrap();
    assert_eq!(issue, Verification::Rompue(Rupture::Ancre(LIGNES)));
}

/// Two stores on one base, as two nodes: every line is written once, in one unbroken chain.
fn two_nodes_write_one_chain(base: &Base) {
    let noeuds = [base.open(), base.open()];
    std::thread::scope(|portee| {
        for noeud in &noeuds {
            portee.spawn(|| fill(noeud, 150));
        }
    });
    assert_eq!(verifier_ici(&noeuds[0], &[]).unwrap(), Verification::Intacte(head(&noeuds[0])));
    assert_eq!(head(&noeuds[1]).seq, 300);
}
