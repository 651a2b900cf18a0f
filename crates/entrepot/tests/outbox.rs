//! The outbox, its leases and the idempotence of requests, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

mod appui;

use appui::Base;
use entrepot::idempotence::{self, Cle, Connue, Reponse};
use entrepot::outbox::{self, Bilan, Message, Pli, Suite};
use entrepot::{Echec, Entrepot, bail};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

on_each_engine!(
    a_message_deposited_twice_leaves_once,
    a_message_taken_is_not_taken_again_before_its_lease_ends,
    a_worker_whose_lease_ended_cannot_mark,
    a_message_that_never_leaves_is_set_aside_then_sent_again,
    two_workers_share_the_messages,
    a_lease_has_one_holder,
    the_same_request_gets_the_same_answer,
    a_key_taken_meanwhile_undoes_the_fact,
    keys_are_forgotten_after_thirty_days,
);

const BAIL: SignedDuration = SignedDuration::from_mins(5);

fn at(secondes: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + secondes).unwrap()
}

fn deposit(entrepot: &Entrepot, id: u128, cle: &str) {
    let message = Message {
        id: Uuid::from_u128(id),
        genre: "essai".to_owned(),
        cle: cle.to_owned(),
        contenu: "{}".to_owned(),
        depose_le: at(0),
        echeance: at(0),
    };
    entrepot
        .ecrire_ici(move |tx| {
            tx.deposer(message.clone());
            Ok::<_, Echec>(())
        })
        .unwrap();
}

fn take(entrepot: &Entrepot, preneur: u128, secondes: i64) -> Vec<Pli> {
    entrepot
        .ecrire_ici(move |tx| outbox::prendre(tx, Uuid::from_u128(preneur), at(secondes), BAIL, 10))
        .unwrap()
}

fn mark(entrepot: &Entrepot, pli: &Pli, secondes: i64) -> Result<(), Echec> {
    let pli = pli.clone();
    entrepot.ecrire_ici(move |tx| {
        outbox::remettre(tx, &pli, at(secondes));
        Ok(())
    })
}

fn a_message_deposited_twice_leaves_once(base: &Base) {
    let entrepot = base.open();
    deposit(&entrepot, 1, "declaration/1/validee");
    deposit(&entrepot, 2, "declaration/1/validee");
    let plis = take(&entrepot, 9, 0);
    assert_eq!(plis.iter().map(|p| p.id).collect::<Vec<_>>(), [Uuid::from_u128(1)]);
    mark(&entrepot, &plis[0], 1).unwrap();
    assert_eq!(take(&entrepot, 9, 10_000), []);
    let bilan = entrepot.lire_ici(outbox::bilan).unwrap();
    assert_eq!(bilan, Bilan { en_attente: 0, remis: 1, abandonnes: 0 });
}

fn a_message_taken_is_not_taken_again_before_its_lease_ends(base: &Base) {
    let entrepot = base.open();
    deposit(&entrepot, 1, "a");
    assert_eq!(take(&entrepot, 9, 0).len(), 1);
    assert_eq!(take(&entrepot, 8, 299), []);
    let repris = take(&entrepot, 8, 300);
    assert_eq!(repris[0].essais, 2);
    assert_eq!(repris[0].id, Uuid::from_u128(1));
}

fn a_worker_whose_lease_ended_cannot_mark(base: &Base) {
    let entrepot = base.open();
    deposit(&entrepot, 1, "a");
    let lent = take(&entrepot, 9, 0);
    let rapide = take(&entrepot, 8, 300);
    mark(&entrepot, &rapide[0], 301).unwrap();
    assert_eq!(mark(&entrepot, &lent[0], 302), Err(Echec::Conflit));
}

fn a_message_that_never_leaves_is_set_aside_then_sent_again(base: &Base) {
    let entrepot = base.open();
    deposit(&entrepot, 1, "a");
    let mut secondes = 0;
    let essais = loop {
        let pli = take(&entrepot, 9, secondes).remove(0);
        let essais = pli.essais;
        let suite = entrepot
            .ecrire_ici(move |tx| Ok::<_, Echec>(outbox::repousser(tx, &pli, "451", at(secondes), 3)))
            .unwrap();
        match suite {
            Suite::Repousse(echeance) => {
                assert!(take(&entrepot, 9, secondes).is_empty());
                secondes = echeance.as_second() - at(0).as_second() + 1;
            }
            Suite::Abandonne => break essais,
        }
    };
    assert_eq!(essais, 14);
    let mis_de_cote = entrepot.lire_ici(|tx| outbox::abandonnes(tx, 10)).unwrap();
    assert_eq!(mis_de_cote[0].erreur.as_deref(), Some("451"));
    assert!(entrepot.ecrire_ici(move |tx| outbox::relancer(tx, Uuid::from_u128(1), at(secondes))).unwrap());
    assert_eq!(take(&entrepot, 9, secondes)[0].essais, 1);
}

fn two_workers_share_the_messages(base: &Base) {
    let entrepot = base.open();
    for i in 0..60 {
        deposit(&entrepot, i, &i.to_string());
    }
    let autre = base.open();
    let pris: Vec<Uuid> = std::thread::scope(|portee| {
        let taches: Vec<_> = [(&entrepot, 1), (&autre, 2)]
            .map(|(noeud, preneur)| {
                portee.spawn(move || {
                    (0..6).flat_map(|_| take(noeud, preneur, 0)).map(|p| p.id).collect::<Vec<_>>()
                })
            })
            .into_iter()
            .collect();
        taches.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let distincts: std::collections::BTreeSet<_> = pris.iter().collect();
    assert_eq!((pris.len(), distincts.len()), (60, 60));
}

fn a_lease_has_one_holder(base: &Base) {
    let entrepot = base.open();
    let held = |preneur: u128, secondes: i64| {
        entrepot
            .ecrire_ici(move |tx| bail::prendre(tx, "export", Uuid::from_u128(preneur), at(secondes), BAIL))
            .unwrap()
    };
    assert!(held(1, 0));
    assert!(!held(2, 299));
    assert!(held(1, 299));
    assert!(!held(2, 598));
    assert!(held(2, 599));
    assert!(!held(1, 600));
}

fn request(corps: &str) -> Cle {
    Cle::new("compte/1", "POST /seances", "k1", corps.as_bytes())
}

fn known(entrepot: &Entrepot, cle: Cle) -> Connue {
    entrepot.lire_ici(move |tx| cle.retrouver(tx)).unwrap()
}

fn keep(entrepot: &Entrepot, cle: Cle, statut: u16) -> Result<(), Echec> {
    entrepot.ecrire_ici(move |tx| {
        cle.conserver(tx, &Reponse { statut, corps: b"{}".to_vec() }, at(0));
        Ok(())
    })
}

fn the_same_request_gets_the_same_answer(base: &Base) {
    let entrepot = base.open();
    assert_eq!(known(&entrepot, request("a")), Connue::Nouvelle);
    keep(&entrepot, request("a"), 201).unwrap();
    assert_eq!(known(&entrepot, request("a")), Connue::Deja(Reponse { statut: 201, corps: b"{}".to_vec() }));
    assert_eq!(known(&entrepot, request("b")), Connue::AutreCorps);
    for autre in [
        Cle::new("compte/2", "POST /seances", "k1", b"a"),
        Cle::new("compte/1", "POST /episodes", "k1", b"a"),
        Cle::new("compte/1", "POST /seances", "k2", b"a"),
    ] {
        assert_eq!(known(&entrepot, autre), Connue::Nouvelle);
    }
}

fn a_key_taken_meanwhile_undoes_the_fact(base: &Base) {
    let entrepot = base.open();
    keep(&entrepot, request("a"), 201).unwrap();
    let cle = request("a");
    let issue = entrepot.ecrire_ici(move |tx| {
        tx.enqueue_one("UPDATE journal_tete SET seq = seq + $1", entrepot::params![5]);
        cle.conserver(tx, &Reponse { statut: 500, corps: Vec::new() }, at(1));
        Ok::<_, Echec>(())
    });
    assert!(matches!(issue, Err(Echec::Doublon { .. })), "{issue:?}");
    assert_eq!(entrepot.lire_ici(entrepot::journal::tete).unwrap().seq, 0);
}

fn keys_are_forgotten_after_thirty_days(base: &Base) {
    let entrepot = base.open();
    keep(&entrepot, request("a"), 201).unwrap();
    let purge =
        |jours: i64| entrepot.ecrire_ici(move |tx| idempotence::purger(tx, at(jours * 86_400))).unwrap();
    assert_eq!(purge(30), 0);
    assert_eq!(purge(31), 1);
    assert_eq!(known(&entrepot, request("a")), Connue::Nouvelle);
}
