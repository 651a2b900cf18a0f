//! The server is killed while documents leave: none is lost, and every possible duplicate is visible in the ledger.
//!
//! `ACCES_DIRECT_MORTS` sets the number of deaths, `ACCES_DIRECT_REMISES` the number of deliveries. The mail servers are
//! real ones: what they hold is what arrived, whatever the ledger says.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use droit::document::Genre;
use droit::identifiant::{DocumentId, RemiseId};
use droit::remise::{Canal, Destinataire, Etat, Evenement};
use entrepot::remise::{self, NouvelleRemise, Suivie};
use entrepot::{Echec, Entrepot, params};
use jiff::Timestamp;
use plateforme::alea::Alea;
use plateforme::horloge::Horloge;

use crate::attelage::base::Base;
use crate::attelage::courrier::Courrier;
use crate::attelage::document::{medecin, valider};
use crate::attelage::serveur::Serveur;
use crate::attelage::terrain::{Couverture, Lot, Suivi, episode, mk, ouvrir_episodes, peupler};
use crate::{reglage, serveur_postgres};

const ADRESSE: &str = "muet@demo.mssante.invalid";
const DOCUMENT: DocumentId = DocumentId::new(7_777);

#[test]
fn la_mort_du_travailleur_ne_perd_aucune_remise_sur_sqlite() {
    tuer_pendant_les_remises(&Base::sqlite("panne-remises"));
}

#[test]
fn la_mort_du_travailleur_ne_perd_aucune_remise_sur_postgresql() {
    let base = Base::postgres(&serveur_postgres(), "panne-remises-pg");
    tuer_pendant_les_remises(&base);
    base.effacer();
}

fn tuer_pendant_les_remises(base: &Base) {
    let (morts, nombre) = (reglage("ACCES_DIRECT_MORTS", 8), reglage("ACCES_DIRECT_REMISES", 80));
    let courrier = Courrier::demarrer(&format!("panne-{}", base.moteur()));
    let remises = preparer(base, nombre);
    let mut mortes_en_route = 0;
    for _ in 0..morts {
        let serveur = Serveur::lancer_avec(base, &courrier.environnement());
        thread::sleep(au_hasard());
        serveur.tuer();
        mortes_en_route += rendre_ce_que_le_mort_tenait(base);
        if tout_est_parti(base) {
            // Everybody arrived before the last death: somebody sends everything again, as after a silence.
            redemander(base, &remises);
        }
    }
    finir(base, &courrier, nombre);
    verifier(base, &courrier, &remises, (morts, mortes_en_route));
}

/// One sealed document, and this many deliveries of it, all due.
fn preparer(base: &Base, nombre: u32) -> Vec<RemiseId> {
    let entrepot = base.ouvrir();
    peupler(&entrepot, 1);
    let lot = Lot { numeros: 0..1, suivi: Suivi::UnParmi(1), couvert: Couverture::Plafonnee, deja: 0 };
    ouvrir_episodes(&entrepot, &lot);
    let maintenant = Horloge::Systeme.maintenant();
    valider(&entrepot, (episode(0), mk(0)), (DOCUMENT.bits(), Genre::Bilan), medecin(), maintenant);
    let ids: Vec<_> = (1..=u128::from(nombre)).map(RemiseId::new).collect();
    let (trousseau, cles) = (entrepot.trousseau().clone(), ids.clone());
    entrepot
        .ecrire_ici(move |tx| {
            for id in &cles {
                let nouvelle = NouvelleRemise {
                    id: *id,
                    document: DOCUMENT,
                    praticien: mk(0),
                    destinataire: Destinataire::MedecinTraitant,
                    canal: Canal::MssanteProfessionnel,
                    adresse: Some(ADRESSE.to_owned()),
                    medecin: None,
                    message: format!("{id}@demo.mssante.invalid"),
                    dit: None,
                    composee_le: maintenant,
                };
                let composee = remise::composer(tx, &trousseau, &nouvelle, "essai");
                remise::avancer(tx, &composee, Evenement::Demandee, "essai", maintenant).unwrap();
            }
            Ok::<(), Echec>(())
        })
        .unwrap();
    ids
}

/// What a dead process held comes back when its lease ends, and what waits for its next attempt, when its hour comes:
/// make both now. Says how many attempts died with the process.
fn rendre_ce_que_le_mort_tenait(base: &Base) -> i64 {
    const EN_COURS: &str = "SELECT count(*) AS n FROM remise WHERE etat = 'en-cours'";
    const RENDRE: &str = "UPDATE remise SET etat_le = 0 WHERE etat IN ('en-cours', 'en-file')";
    base.ouvrir()
        .ecrire_ici(|tx| {
            let n: i64 = tx.query_one(EN_COURS, &[])?.get("n")?;
            tx.execute(RENDRE, &[])?;
            Ok::<_, Echec>(n)
        })
        .unwrap()
}

fn tout_est_parti(base: &Base) -> bool {
    const RESTE: &str = "SELECT count(*) AS n FROM remise WHERE etat <> 'accepte'";
    base.ouvrir().lire_ici(|tx| tx.query_one(RESTE, &[])?.get::<i64>("n")).unwrap() == 0
}

fn redemander(base: &Base, remises: &[RemiseId]) {
    let (entrepot, maintenant) = (base.ouvrir(), Horloge::Systeme.maintenant());
    for id in remises {
        let suivie = lire(&entrepot, *id);
        entrepot
            .ecrire_ici(move |tx| {
                let muette =
                    remise::avancer(tx, &suivie, Evenement::DelaiEcoule, "essai", maintenant).unwrap();
                remise::avancer(tx, &muette, Evenement::Demandee, "essai", maintenant).unwrap();
                Ok::<(), Echec>(())
            })
            .unwrap();
    }
}

/// The server lives until nothing is due; a loaded machine sends a few mails a second.
fn finir(base: &Base, courrier: &Courrier, nombre: u32) {
    let (depart, patience) = (Instant::now(), Duration::from_secs(300 + 2 * u64::from(nombre)));
    while !tout_est_parti(base) {
        assert!(depart.elapsed() < patience, "deliveries stay behind");
        rendre_ce_que_le_mort_tenait(base);
        let serveur = Serveur::lancer_avec(base, &courrier.environnement());
        thread::sleep(Duration::from_secs(10));
        serveur.arreter();
    }
}

fn lire(entrepot: &Entrepot, id: RemiseId) -> Suivie {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| remise::lire(tx, &trousseau, id)).unwrap().unwrap()
}

/// Copies of each message in the mailbox, by Message-ID.
fn copies(courrier: &Courrier) -> BTreeMap<String, u32> {
    let mut copies = BTreeMap::new();
    for brut in courrier.livres(ADRESSE) {
        let lu = mail_parser::MessageParser::default().parse(&brut).unwrap();
        *copies.entry(lu.message_id().unwrap().to_owned()).or_default() += 1;
    }
    copies
}

/// How many times somebody asked for the delivery: each asks for one copy.
fn demandes(entrepot: &Entrepot, id: RemiseId) -> u32 {
    let faits = entrepot.lire_ici(move |tx| remise::historique(tx, id)).unwrap();
    u32::try_from(faits.iter().filter(|fait| fait.fait == "demandee").count()).unwrap()
}

fn verifier(base: &Base, courrier: &Courrier, remises: &[RemiseId], (morts, mortes_en_route): (u32, i64)) {
    let (entrepot, copies) = (base.ouvrir(), copies(courrier));
    let (mut doubles, mut possibles) = (0, 0);
    for id in remises {
        let suivie = lire(&entrepot, *id);
        assert!(matches!(suivie.remise.etat, Etat::Accepte { .. }), "{id}: {:?}", suivie.remise);
        let (arrivees, voulues) =
            (copies.get(&suivie.message).copied().unwrap_or_default(), demandes(&entrepot, *id));
        assert!(arrivees >= voulues, "{id} is lost: {arrivees} copies of {voulues}");
        assert!(
            arrivees <= voulues + suivie.remise.doublons_possibles,
            "{id} came {arrivees} times, asked {voulues} times, and the ledger tells of {} possible duplicates",
            suivie.remise.doublons_possibles
        );
        doubles += arrivees - voulues;
        possibles += suivie.remise.doublons_possibles;
    }
    let etrangers =
        copies.keys().filter(|cle| !remises.iter().any(|id| cle.starts_with(&id.to_string()))).count();
    assert_eq!(etrangers, 0, "nothing else arrived");
    controler_le_compte(&entrepot);
    assert!(mortes_en_route > 0, "{morts} deaths and no attempt cut: the worker was killed at rest");
    eprintln!(
        "{}: {morts} deaths ({mortes_en_route} attempts cut), {} deliveries, 0 lost, {doubles} copies in excess, all among {possibles} \
         possible duplicates told by the ledger",
        base.moteur(),
        remises.len()
    );
}

/// The ledger's own totals agree with its lines.
fn controler_le_compte(entrepot: &Entrepot) {
    const TOTAUX: &str = "SELECT CAST(sum(essais_total) AS BIGINT) AS essais,
        (SELECT count(*) FROM remise_fait WHERE fait = 'commencee') AS commencees FROM remise WHERE composee_le <= $1";
    let avant = Timestamp::MAX;
    let (essais, commencees) = entrepot
        .lire_ici(move |tx| {
            let ligne = tx.query_one(TOTAUX, &params![avant])?;
            Ok::<(i64, i64), Echec>((ligne.get("essais")?, ligne.get("commencees")?))
        })
        .unwrap();
    assert_eq!(essais, commencees, "every attempt has its line");
}

fn au_hasard() -> Duration {
    let tire = u64::from(u16::from_le_bytes(Alea::Systeme.octets()));
    Duration::from_millis(60 + tire % 900)
}
