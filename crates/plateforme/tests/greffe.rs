//! The one path that records: proof of access, decision, write, for whoever calls it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

#[expect(dead_code, reason = "the territory of the storage tests, of which part is enough here")]
#[path = "../../entrepot/tests/domaine/terrain.rs"]
mod terrain;

use droit::acces::Acteur;
use droit::decision::{Code, Etat, TypeStructure};
use droit::episode::{Cote, Refus, Region, SeanceSaisie};
use droit::identifiant::{EpisodeId, PatientId, SeanceId};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::{Arret, Configuration, Emplacement, Entrepot};
use jiff::civil::{Date, date};
use plateforme::episode::{Greffe, Motif};
use plateforme::horloge::Horloge;
use terrain::*;

const JOUR: Date = date(2026, 2, 2);

fn greffe(nom: &str) -> Greffe {
    let dossier =
        std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
    std::fs::create_dir_all(&dossier).unwrap();
    let emplacement = Emplacement::Sqlite(dossier.join("base.db"));
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    peupler(&entrepot, 2);
    let horloge = Horloge::reglee(instant(JOUR));
    Greffe { entrepot, reglement: Reglement::embarque().unwrap(), horloge }
}

fn mk_qui_agit(rang: u32) -> Acteur {
    Acteur::Mk { praticien: mk(rang) }
}

fn saisie(cle: u128) -> SeanceSaisie {
    SeanceSaisie { id: SeanceId::new(cle), le: JOUR, acte: None, note: None }
}

fn confirme() -> Option<droit::episode::Confirmation> {
    Some(droit::episode::Confirmation { motif: "deux régions traitées".parse().unwrap() })
}

/// A handler can wait for it on any thread.
fn envoyable<F: Future + Send>(futur: F) -> F {
    futur
}

#[tokio::test]
async fn un_mk_ouvre_compte_et_apprend_le_refus() {
    let greffe = greffe("greffe-compte");
    let moi = mk_qui_agit(0);
    let demande = ouverture(1, JOUR, Region::GenouJambe, Cote::Gauche);
    let explique = greffe.examiner_ouverture(&moi, &demande, TypeStructure::Cpts).await.unwrap();
    assert_eq!(explique.constats_en(Etat::Viole).count(), 0);
    envoyable(greffe.ouvrir(&moi, demande, TypeStructure::Cpts, None)).await.unwrap();
    let id = EpisodeId::new(1);
    for cle in 1..=8 {
        envoyable(greffe.enregistrer_seance(&moi, id, saisie(cle), confirme())).await.unwrap();
    }
    let refus = greffe.enregistrer_seance(&moi, id, saisie(9), confirme()).await.unwrap_err();
    let Arret::Refus(Motif::Refus(Refus::Refusee(decision))) = refus else { unreachable!("{refus:?}") };
    assert_eq!(decision.constat(Code::PlafondDeSeancesAtteint).unwrap().etat, Etat::Viole);
    assert_eq!(greffe.consulter(&moi, id).await.unwrap().sans_diagnostic(), 8);
    let lectures: i64 = greffe
        .entrepot
        .lire(|tx| {
            let sql = "SELECT count(*) AS n FROM journal WHERE action = 'patient.consulter'";
            tx.query_one(sql, &[])?.get("n")
        })
        .await
        .map_err(|e: entrepot::Echec| e)
        .unwrap();
    assert_eq!(lectures, 1);
}

#[tokio::test]
async fn un_confrere_n_apprend_que_le_nombre_puis_rejoint() {
    let greffe = greffe("greffe-confrere");
    let (moi, confrere) = (mk_qui_agit(0), mk_qui_agit(1));
    let id = EpisodeId::new(1);
    let demande = ouverture(1, JOUR, Region::GenouJambe, Cote::Gauche);
    let lieu = demande.localisation;
    greffe.ouvrir(&moi, demande, TypeStructure::Cpts, None).await.unwrap();
    greffe.enregistrer_seance(&moi, id, saisie(1), None).await.unwrap();
    for acteur in [&confrere, &Acteur::Administrateur, &Acteur::CoordinationCpts { cpts: CPTS }] {
        let issue = greffe.enregistrer_seance(acteur, id, saisie(2), None).await.unwrap_err();
        assert!(matches!(issue, Arret::Refus(Motif::Invisible(_))), "{issue:?}");
        let issue = greffe.consulter(acteur, id).await.unwrap_err();
        assert!(matches!(issue, Arret::Refus(Motif::Invisible(_))), "{issue:?}");
    }
    let cle = PatientId::new(99);
    let trouve = greffe.identifier(&confrere, cle, identite(false), None).await.unwrap();
    assert_eq!(trouve, PATIENT);
    let en_cours = greffe.en_cours(&confrere, trouve, lieu).await.unwrap().unwrap();
    assert_eq!(
        (en_cours.suivi, en_cours.apercu.seances, en_cours.apercu.derniere_le),
        (false, 1, Some(JOUR))
    );
    envoyable(greffe.rejoindre(&confrere, id, None)).await.unwrap();
    greffe.enregistrer_seance(&confrere, id, saisie(2), confirme()).await.unwrap();
    assert_eq!(greffe.consulter(&moi, id).await.unwrap().sans_diagnostic(), 2);
}
