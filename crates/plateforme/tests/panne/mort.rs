//! The server is killed while it writes, again and again: nothing acknowledged is lost, nothing is recorded twice.

use std::thread;
use std::time::Duration;

use plateforme::alea::Alea;

use crate::attelage::base::Base;
use crate::attelage::serveur::Serveur;
use crate::kines::{Cabinet, KINES, comparer, preparer, travailler};
use crate::{reglage, serveur_postgres};

#[test]
fn la_mort_du_serveur_ne_perd_rien_sur_sqlite() {
    tuer_et_tuer_encore(&Base::sqlite("panne-mort"));
}

#[test]
fn la_mort_du_serveur_ne_perd_rien_sur_postgresql() {
    let base = Base::postgres(&serveur_postgres(), "panne-mort-pg");
    tuer_et_tuer_encore(&base);
    base.effacer();
}

fn tuer_et_tuer_encore(base: &Base) {
    preparer(base);
    let (cabinet, morts) = (Cabinet::default(), reglage("ACCES_DIRECT_MORTS", 8));
    let (recus, serveur) = thread::scope(|fils| {
        let mut serveur = Serveur::lancer(base);
        cabinet.demenager(&serveur.adresse);
        let kines: Vec<_> = (0..KINES)
            .map(|rang| (rang, &cabinet))
            .map(|(r, c)| fils.spawn(move || travailler(c, r)))
            .collect();
        for _ in 0..morts {
            thread::sleep(au_hasard());
            serveur.tuer();
            serveur = Serveur::lancer(base);
            cabinet.demenager(&serveur.adresse);
        }
        thread::sleep(Duration::from_millis(300));
        cabinet.fermer();
        (kines.into_iter().map(|fil| fil.join().unwrap()).collect::<Vec<_>>(), serveur)
    });
    let adresse = serveur.adresse.clone();
    let seances = comparer(base, &adresse, &recus, || serveur.arreter());
    let echecs = cabinet.echecs.into_inner();
    assert!(
        echecs >= morts / 2,
        "{morts} deaths and only {echecs} requests cut: the server was killed at rest"
    );
    eprintln!(
        "{}: {morts} deaths, {seances} séances acknowledged, {echecs} requests sent again, 0 lost, 0 twice",
        base.moteur()
    );
}

/// Between a tenth and six tenths of a second.
fn au_hasard() -> Duration {
    let [octet] = Alea::Systeme.octets::<1>();
    Duration::from_millis(100 + 2 * u64::from(octet))
}
