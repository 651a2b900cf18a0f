//! The durable séance over HTTP: token, reads, decision, write, journal, key; against the bare loop of its statements.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::attelage::base::Base;
use crate::attelage::oracle;
use crate::attelage::serveur::Serveur;
use crate::attelage::terrain::{Couverture, Lot, Suivi, episode, jeton_de, jour, ouvrir_episodes, peupler};
use crate::charge::{Charge, DUREE, charger};
use crate::nue::{Enonces, boucle, un_commit};
use crate::rapport::{Cible, Serie, Unite, dire, titre};

const PAIRES: usize = 6;
/// MKs, each with a token.
pub const KINES: u32 = 64;
/// Episodes, each followed by one MK in turn, under a diagnosis: séances without number.
pub const EPISODES: u32 = 4096;

pub fn mesurer() {
    comparer(&modele(Base::sqlite("mesures-seance")));
    let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|adresse| adresse.into_string().ok());
    match serveur {
        Some(serveur) => comparer(&modele(Base::postgres(&serveur, "mesures-seance-pg"))),
        None => println!(
            "\nPostgreSQL : non mesuré, ACCES_DIRECT_TEST_PG ne donne pas de serveur (scripts/mesures en lance un)."
        ),
    }
}

/// The base that every run copies.
fn modele(base: Base) -> Base {
    let entrepot = base.ouvrir();
    peupler(&entrepot, KINES);
    let lot =
        Lot { numeros: 0..EPISODES, suivi: Suivi::UnParmi(KINES), couvert: Couverture::Diagnostic, deja: 0 };
    ouvrir_episodes(&entrepot, &lot);
    drop(entrepot);
    base
}

fn comparer(modele: &Base) {
    titre(&format!("Séance durable par HTTP, {}", modele.moteur()));
    for clients in [1, 16, 64] {
        let (mut debits, mut tous, mut ecritures) = (Vec::new(), Vec::new(), Vec::new());
        let (mut p50, mut p99, mut etalement, mut commits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAIRES {
            let nue = sur_copie(modele, |base| boucle(base, Enonces::Tous, DUREE));
            let notre = sur_copie(modele, |base| enregistrer(base, clients));
            let nue_ecritures = sur_copie(modele, |base| boucle(base, Enonces::Ecritures, DUREE));
            tous.push(notre.debit / nue);
            ecritures.push(notre.debit / nue_ecritures);
            debits.push(notre.debit);
            p50.push(notre.latences.centile(50));
            p99.push(notre.latences.centile(99));
            etalement.push(notre.latences.centile(99) / notre.latences.centile(50));
            if clients == 1 {
                commits.push(notre.latences.centile(50) / sur_copie(modele, un_commit));
            }
        }
        let a_64 = |cible| if clients == 64 { cible } else { Cible::Aucune };
        println!("{clients} client(s)");
        dire("  séances", &Serie::new(debits), Unite::ParSeconde, Cible::Aucune);
        dire(
            "  rapport : boucle nue, tous les énoncés",
            &Serie::new(tous),
            Unite::Fois,
            a_64(Cible::AuMoins(0.7)),
        );
        dire(
            "  rapport : boucle nue, écritures seules",
            &Serie::new(ecritures),
            Unite::Fois,
            a_64(Cible::AuMoins(0.7)),
        );
        dire("  latence p50", &Serie::new(p50), Unite::Secondes, Cible::Aucune);
        dire("  latence p99", &Serie::new(p99), Unite::Secondes, Cible::Aucune);
        dire("  p99 / p50", &Serie::new(etalement), Unite::Fois, a_64(Cible::Sous(4.0)));
        if clients == 1 {
            dire("  p50 / un commit durable nu", &Serie::new(commits), Unite::Fois, Cible::Sous(3.0));
        }
    }
    modele.clone().effacer();
}

fn sur_copie<T>(modele: &Base, faire: impl FnOnce(&Base) -> T) -> T {
    let copie = modele.copie(&format!("mesures-copie-{}", modele.moteur()));
    let fait = faire(&copie);
    copie.effacer();
    fait
}

/// One run; its figures count only if the base holds exactly what was acknowledged.
fn enregistrer(base: &Base, clients: u32) -> Charge {
    let serveur = Serveur::lancer(base);
    let acquittees = AtomicI64::new(0);
    let siens = EPISODES / clients;
    let charge = charger(&serveur.adresse, clients, |client, rang, n| {
        let numero = rang + clients * (n % siens);
        let chemin = format!("/api/v1/episodes/{}/seances", episode(numero));
        let corps = format!("{{\"le\":\"{}\"}}", jour(i64::from(n / siens)));
        let reponse =
            client.poster(&chemin, &jeton_de(numero % KINES), &format!("{rang}-{n}"), &corps).unwrap();
        assert_eq!(reponse.statut, 201, "{}", reponse.corps);
        acquittees.fetch_add(1, Ordering::Relaxed);
        reponse
    });
    serveur.arreter();
    let (etat, acquittees) = (oracle::verifier(base), acquittees.into_inner());
    assert_eq!((etat.seances, etat.tracees, etat.cles), (acquittees, acquittees, acquittees));
    charge
}
