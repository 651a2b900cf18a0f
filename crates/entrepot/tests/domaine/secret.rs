//! A dump of the base shows no name, no number, no note; and two spellings of one person meet.

use droit::episode::{Cote, Region, SeanceSaisie};
use droit::identifiant::{PatientId, SeanceId};
use droit::patient::{Identite, Sexe, Traits};
use entrepot::patient::{NouveauPatient, Recherche};
use entrepot::{Echec, Emplacement, Entrepot, Tx, episode, patient};
use jiff::civil::date;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(rien_ne_se_lit_dans_la_base, une_personne_se_retrouve_par_numero_ou_par_traits);

const NOTE: &str = "lombalgie depuis le déménagement";

fn rien_ne_se_lit_dans_la_base(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let jour = date(2026, 2, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, jour, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    let droit = droit(jour);
    let saisie = SeanceSaisie { id: SeanceId::new(1), le: jour, acte: None, note: NOTE.parse().ok() };
    let fait =
        charger(&entrepot, 1).enregistrer_seance(saisie, &contexte(mk(0), jour, &droit, None)).unwrap();
    let trousseau = entrepot.trousseau().clone();
    ecrire(&entrepot, move |tx| episode::inscrire_seance(tx, &trousseau, &fait)).unwrap();
    assert_eq!(charger(&entrepot, 1).seances[0].note.as_ref().unwrap().as_str(), NOTE);
    drop(entrepot);

    let octets = vidage(base);
    let ins = identite(true).ins.unwrap();
    let sans_cle = &ins.as_str()[..13];
    for secret in [NOM, PRENOM, ins.as_str(), sans_cle, "1951-06-09", "déménagement", "Zwart", "zwartendijk"]
    {
        let trouve = octets.windows(secret.len()).any(|f| f.eq_ignore_ascii_case(secret.as_bytes()));
        assert!(!trouve, "« {secret} » is readable");
    }
    // The control: what is public is readable, so the search would have found the rest.
    assert!(octets.windows(6).any(|f| f == b"Camill"), "the dump is not one");
}

/// The bytes of the files, or what PostgreSQL prints of the tables.
fn vidage(base: &Base) -> Vec<u8> {
    match &base.emplacement {
        Emplacement::Sqlite(chemin) => {
            let dossier = chemin.parent().unwrap();
            let fichiers = std::fs::read_dir(dossier).unwrap().map(|f| f.unwrap().path());
            fichiers.flat_map(|f| std::fs::read(f).unwrap()).collect()
        }
        Emplacement::Postgres(_) => base.open().lire_ici(vidage_postgres).unwrap(),
    }
}

fn vidage_postgres(tx: &mut Tx) -> Result<Vec<u8>, Echec> {
    let mut octets = Vec::new();
    for sql in [
        "SELECT CAST(t AS TEXT) AS l FROM patient t",
        "SELECT CAST(t AS TEXT) AS l FROM seance t",
        "SELECT CAST(t AS TEXT) AS l FROM episode t",
        "SELECT CAST(t AS TEXT) AS l FROM journal t",
        "SELECT CAST(t AS TEXT) AS l FROM outbox t",
        "SELECT CAST(t AS TEXT) AS l FROM praticien t",
    ] {
        for ligne in tx.query(sql, &[])? {
            octets.extend(ligne.get::<String>("l")?.into_bytes());
        }
    }
    for ligne in tx.query("SELECT identite FROM patient", &[])? {
        octets.extend(ligne.get::<Vec<u8>>("identite")?);
    }
    Ok(octets)
}

fn chercher(entrepot: &Entrepot, identite: Identite) -> Recherche {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| patient::chercher(tx, &trousseau, &identite)).unwrap()
}

fn une_personne_se_retrouve_par_numero_ou_par_traits(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let jour = date(2026, 2, 2);
    let trouve = |identite| match chercher(&entrepot, identite) {
        Recherche::Un { patient, ins_a_rattacher } => Some((patient.id, ins_a_rattacher)),
        _ => None,
    };
    assert_eq!(trouve(identite(true)), Some((PATIENT, false)));
    assert_eq!(trouve(identite(false)), Some((PATIENT, false)));
    let ailleurs =
        Traits::nouveaux("ZWARTENDIJK", "philomene", Sexe::Feminin, date(1951, 6, 9), jour).unwrap();
    assert_eq!(trouve(Identite { traits: ailleurs, ..identite(false) }), Some((PATIENT, false)));

    // Recorded by traits first, by number later: one person, one file.
    let traits = Traits::nouveaux("Autre-Personne", "Ada", Sexe::Feminin, date(1960, 1, 2), jour).unwrap();
    let sans = Identite { traits, ..identite(false) };
    assert_eq!(chercher(&entrepot, sans.clone()), Recherche::Aucun { homonyme: 0 });
    let inscrire = |id: u128, identite: Identite| {
        let trousseau = entrepot.trousseau().clone();
        ecrire(&entrepot, move |tx| {
            let nouveau = NouveauPatient {
                id: PatientId::new(id),
                identite: identite.clone(),
                prenoms: None,
                homonyme: 0,
                medecin_traitant: None,
                inscrit_le: instant(jour),
            };
            patient::inscrire(tx, &trousseau, &nouveau, "praticien/test");
        })
    };
    inscrire(20, sans.clone()).unwrap();
    assert_eq!(inscrire(21, sans.clone()), Err(Echec::Conflit), "the same person twice");
    let naissance = droit::identifiant::MoisDeNaissance { annee: 1960, mois: 1 };
    let ins =
        droit::identifiant::ins_de_demonstration(droit::identifiant::SexeInscrit::Feminin, naissance, 8);
    let avec = Identite { ins: Some(ins), ..sans };
    assert_eq!(trouve(avec.clone()), Some((PatientId::new(20), true)));
    let Recherche::Un { patient: connu, .. } = chercher(&entrepot, avec.clone()) else { panic!("known") };
    let trousseau = entrepot.trousseau().clone();
    let complet = avec.clone();
    ecrire(&entrepot, move |tx| {
        patient::rattacher_ins(tx, &trousseau, &connu, &complet, "praticien/test", instant(jour));
    })
    .unwrap();
    assert_eq!(trouve(avec), Some((PatientId::new(20), false)));
}
