//! What must hold once the server is down: the chain of the journal, the counts, the cap, the outbox.

use entrepot::journal::{Verification, verifier_ici};
use entrepot::{Echec, Entrepot, Tx};

use super::base::Base;

const FAUX_COMPTES: &str = "SELECT count(*) AS n FROM episode e WHERE
       e.placees <> (SELECT count(*) FROM seance s WHERE s.episode = e.id AND s.compte = 'place')
    OR e.faites <> (SELECT count(*) FROM seance s WHERE s.episode = e.id AND s.compte <> 'annulee')
    OR e.placees > e.plafond";
const FAUX_RANGS: &str = "SELECT count(*) AS n FROM seance s JOIN episode e ON e.id = s.episode
    WHERE s.rang > e.plafond";
const TOTAL: &str = "SELECT count(*) AS n FROM seance";
const TRACES: &str = "SELECT count(*) AS n FROM journal
    WHERE action = 'seance.enregistrer' AND decision LIKE 'accordee%'";
const CLES: &str = "SELECT count(*) AS n FROM idempotence WHERE statut = 201";
const ORIENTATIONS: &str = "SELECT count(*) AS n FROM orientation";
const MESSAGES: &str = "SELECT count(*) AS n FROM outbox";

/// What the base holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Etat {
    /// Séances.
    pub seances: i64,
    /// Lines of the journal that record one.
    pub tracees: i64,
    /// Answers « created » kept under a key.
    pub cles: i64,
    /// Messages for the outside.
    pub messages: i64,
    /// Facts that deposit one.
    pub orientations: i64,
}

/// Verifies a base that nobody uses any more, and tells what it holds.
pub fn verifier(base: &Base) -> Etat {
    let entrepot = base.ouvrir();
    match verifier_ici(&entrepot, &[]).unwrap() {
        Verification::Intacte(_) => {}
        Verification::Rompue(rupture) => panic!("the journal is broken: {rupture}"),
    }
    assert_eq!(compter(&entrepot, FAUX_COMPTES), 0, "episodes whose count is not that of their rows");
    assert_eq!(compter(&entrepot, FAUX_RANGS), 0, "séances ranked beyond the cap");
    let etat = Etat {
        seances: compter(&entrepot, TOTAL),
        tracees: compter(&entrepot, TRACES),
        cles: compter(&entrepot, CLES),
        messages: compter(&entrepot, MESSAGES),
        orientations: compter(&entrepot, ORIENTATIONS),
    };
    assert_eq!(etat.messages, etat.orientations, "one message for each orientation, and no other");
    etat
}

fn compter(entrepot: &Entrepot, sql: &'static str) -> i64 {
    entrepot.lire_ici(move |tx: &mut Tx| -> Result<i64, Echec> { tx.query_one(sql, &[])?.get("n") }).unwrap()
}
