//! PostgreSQL is restarted at once under the server: the server goes on, and nothing is lost nor doubled.

use std::thread;
use std::time::Duration;

use crate::attelage::base::Base;
use crate::attelage::serveur::Serveur;
use crate::grappe::Grappe;
use crate::kines::{Cabinet, KINES, comparer, preparer, travailler};
use crate::reglage;

#[test]
fn un_redemarrage_brutal_de_postgresql_ne_perd_rien() {
    let grappe = Grappe::demarrer();
    let base = Base::postgres(&grappe.adresse, "panne-redemarrage");
    preparer(&base);
    let (cabinet, redemarrages) = (Cabinet::default(), reglage("ACCES_DIRECT_REDEMARRAGES", 3));
    let serveur = Serveur::lancer(&base);
    cabinet.demenager(&serveur.adresse);
    let recus = thread::scope(|fils| {
        let cabinet = &cabinet;
        let kines: Vec<_> = (0..KINES).map(|rang| fils.spawn(move || travailler(cabinet, rang))).collect();
        for _ in 0..redemarrages {
            thread::sleep(Duration::from_millis(700));
            grappe.redemarrer();
        }
        thread::sleep(Duration::from_millis(700));
        cabinet.fermer();
        kines.into_iter().map(|fil| fil.join().unwrap()).collect::<Vec<_>>()
    });
    let adresse = serveur.adresse.clone();
    let seances = comparer(&base, &adresse, &recus, || serveur.arreter());
    let echecs = cabinet.echecs.into_inner();
    eprintln!(
        "{redemarrages} restarts, {seances} séances acknowledged, {echecs} requests sent again, 0 lost, 0 twice"
    );
    base.effacer();
}
