//! The server is killed while files leave for a caisse: no gap, no number twice, every file whole, nothing forgotten.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use droit::identifiant::{CompteId, DestinataireId};
use droit::organisme::TypeOrganisme;
use entrepot::transmission::{self, Canal, Destinataire, EtatDestinataire, Reglages, Rythme, Transmission};
use entrepot::{Echec, Entrepot, params};
use formats::caisse::empreinte;
use jiff::Timestamp;

use crate::attelage::base::Base;
use crate::attelage::serveur::Serveur;
use crate::attelage::terrain::peupler;
use crate::{reglage, serveur_postgres};

const ID: DestinataireId = DestinataireId::new(45);
/// Changes made while the server lives and dies.
const CHANGEMENTS: u32 = 60;

#[test]
fn la_mort_du_serveur_ne_perd_aucun_fichier_sur_sqlite() {
    // One process per file: the changes are made between two lives.
    tuer_pendant_les_envois(&Base::sqlite("panne-caisse"));
}

#[test]
fn la_mort_du_serveur_ne_perd_aucun_fichier_sur_postgresql() {
    let base = Base::postgres(&serveur_postgres(), "panne-caisse-pg");
    tuer_pendant_les_envois(&base);
    base.effacer();
}

fn destinataire() -> Destinataire {
    Destinataire {
        id: ID,
        code: "45-cpam".to_owned(),
        nom: "CPAM".to_owned(),
        organisme: TypeOrganisme::Cpam,
        departement: "45".parse().unwrap(),
        reglages: Reglages {
            canal: Canal::Dossier,
            adresse: "cpam".to_owned(),
            cle_hote: None,
            rythme: Rythme::Immediat,
            accuse_sous: None,
            etat: EtatDestinataire::Actif,
        },
        dernier_numero: 0,
        version: 1,
    }
}

/// One place of practice takes another number, and the caisse is to be told.
fn changer(entrepot: &Entrepot, n: u32) {
    const CHANGER: &str = "UPDATE lieu_exercice SET numero_am = $1";
    entrepot
        .ecrire_ici(move |tx| {
            tx.execute(CHANGER, &params![format!("997{n:06}")])?;
            transmission::composer_plus_tard(tx, ID, &format!("essai/{n}"), Timestamp::UNIX_EPOCH);
            Ok::<(), Echec>(())
        })
        .unwrap();
}

fn tuer_pendant_les_envois(base: &Base) {
    let entrepot = base.ouvrir();
    peupler(&entrepot, 3);
    entrepot
        .ecrire_ici(|tx| {
            transmission::ajouter(tx, &destinataire(), CompteId::new(1), Timestamp::UNIX_EPOCH);
            Ok::<(), Echec>(())
        })
        .unwrap();
    drop(entrepot);
    let morts = reglage("ACCES_DIRECT_MORTS", 8).max(2);
    let par_vie = CHANGEMENTS / morts;
    for vie in 0..morts {
        let entrepot = base.ouvrir();
        for n in 0..par_vie {
            changer(&entrepot, vie * par_vie + n);
        }
        drop(entrepot);
        let serveur = Serveur::lancer(base);
        thread::sleep(Duration::from_millis(20 * u64::from(vie % 6)));
        serveur.tuer();
    }
    // What a dead worker held comes back when its lease ends: make that now.
    rendre_les_baux(base);
    let depart = Instant::now();
    loop {
        let serveur = Serveur::lancer(base);
        thread::sleep(Duration::from_secs(3));
        serveur.arreter();
        if tout_est_parti(base) {
            break;
        }
        assert!(depart.elapsed() < Duration::from_secs(60), "messages stay behind");
    }
    verifier(base, morts);
}

fn rendre_les_baux(base: &Base) {
    const RENDRE: &str = "UPDATE outbox SET echeance = 0 WHERE etat = 'en-attente'";
    base.ouvrir().ecrire_ici(|tx| tx.execute(RENDRE, &[])).unwrap();
}

fn tout_est_parti(base: &Base) -> bool {
    const RESTE: &str = "SELECT count(*) AS n FROM outbox WHERE etat <> 'remis' AND genre LIKE '%-caisse'";
    let reste = base.ouvrir().lire_ici(|tx| tx.query_one(RESTE, &[])?.get::<i64>("n"));
    reste.unwrap() == 0
}

fn verifier(base: &Base, morts: u32) {
    let entrepot = base.ouvrir();
    let mut fichiers: Vec<Transmission> =
        entrepot.lire_ici(|tx| transmission::transmissions(tx, ID, None, 500)).unwrap();
    fichiers.reverse();
    let numeros: Vec<u64> = fichiers.iter().map(|fichier| fichier.numero).collect();
    assert_eq!(numeros, (1..=fichiers.len() as u64).collect::<Vec<_>>(), "no gap, no number twice");
    let dossier = base.dossier.join("depot/caisses/cpam");
    for fichier in &fichiers {
        assert!(fichier.envois >= 1, "{}", fichier.nom);
        let csv = fs::read(dossier.join(format!("{}.csv", fichier.nom))).unwrap();
        let json = fs::read(dossier.join(format!("{}.json", fichier.nom))).unwrap();
        assert_eq!(
            (empreinte(&csv), empreinte(&json)),
            (fichier.sha256_csv.clone(), fichier.sha256_json.clone())
        );
    }
    let point = entrepot.lire_ici(|tx| transmission::point(tx, ID)).unwrap().unwrap();
    let dernier = format!("997{:06}", (CHANGEMENTS / morts) * morts - 1);
    assert!(!point.dites.is_empty());
    assert!(point.dites.values().all(|dite| dite.contenu.contains(&dernier)), "the last change was told");
    let copies: u64 = fichiers.iter().map(|fichier| fichier.envois).sum();
    let (moteur, nombre) = (base.moteur(), fichiers.len());
    eprintln!("{moteur}: {morts} deaths, {nombre} files, {copies} copies, no gap");
}
