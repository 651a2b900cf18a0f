//! A corrected identity is found by its new traits; both stay, sealed; two people are never confused by a correction.

use droit::identifiant::PatientId;
use droit::patient::{EtatCivil, Identite, Sexe, Traits};
use entrepot::patient::{self, NouveauPatient, NouvelleCorrection, Patient, Recherche, SuiteCorrection};
use entrepot::{Echec, Entrepot};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_correction_se_retrouve_par_les_nouveaux_traits,
    une_correction_ne_confond_pas_deux_personnes,
    une_correction_libere_et_prend_un_rang
);

const JOUR: Date = date(2026, 2, 2);

fn traits(nom: &str) -> Traits {
    Traits::nouveaux(nom, PRENOM, Sexe::Feminin, date(1951, 6, 9), JOUR).unwrap()
}

fn lire(entrepot: &Entrepot, id: PatientId) -> Patient {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| patient::charger(tx, &trousseau, id)).unwrap().unwrap()
}

fn chercher(entrepot: &Entrepot, identite: Identite) -> Recherche {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| patient::chercher(tx, &trousseau, &identite)).unwrap()
}

fn inscrire(entrepot: &Entrepot, id: u128, identite: Identite, homonyme: u16) {
    let trousseau = entrepot.trousseau().clone();
    ecrire(entrepot, move |tx| {
        let nouveau = NouveauPatient {
            id: PatientId::new(id),
            identite: identite.clone(),
            prenoms: None,
            homonyme,
            medecin_traitant: None,
            inscrit_le: instant(JOUR),
        };
        patient::inscrire(tx, &trousseau, &nouveau, "praticien/test");
    })
    .unwrap();
}

fn corriger(entrepot: &Entrepot, connu: &Patient, nom: &str) -> Result<SuiteCorrection, Echec> {
    let etat_civil = EtatCivil { traits: traits(nom), prenoms: None, lieu_naissance: None };
    let identite = connu.identite.corrigee(&connu.identite.etat_civil(None), &etat_civil).unwrap();
    let nouvelle = NouvelleCorrection {
        id: Uuid::from_u128(nom.bytes().fold(1, |n, octet| n * 31 + u128::from(octet))),
        praticien: mk(0),
        identite,
        prenoms: None,
        motif: "Nom mal lu.".parse().unwrap(),
        corrigee_le: instant(JOUR),
    };
    let (connu, trousseau) = (connu.clone(), entrepot.trousseau().clone());
    entrepot.ecrire_ici(move |tx| patient::corriger(tx, &trousseau, &connu, &nouvelle))
}

fn une_correction_se_retrouve_par_les_nouveaux_traits(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let connu = lire(&entrepot, PATIENT);
    assert_eq!(corriger(&entrepot, &connu, "Zwartendyk"), Ok(SuiteCorrection::Ecrite));
    assert_eq!(corriger(&entrepot, &connu, "Zwart"), Err(Echec::Conflit), "il a changé entre-temps");
    let trouve =
        |nom: &str| chercher(&entrepot, Identite { traits: traits(nom), ins: None, ..identite(false) });
    assert_eq!(trouve(NOM), Recherche::Aucun { homonyme: 0 });
    assert!(matches!(trouve("ZWARTENDYK"), Recherche::Un { patient, .. } if patient.id == PATIENT));
    assert!(
        matches!(chercher(&entrepot, identite(true)), Recherche::Un { patient, .. } if patient.id == PATIENT)
    );
    let trousseau = entrepot.trousseau().clone();
    let faites = entrepot.lire_ici(move |tx| patient::corrections(tx, &trousseau, PATIENT)).unwrap();
    assert_eq!(faites.len(), 1);
    let (avant, apres) = (faites[0].avant.traits.nom_naissance(), faites[0].apres.traits.nom_naissance());
    assert_eq!((avant, apres, faites[0].motif.as_str()), (NOM, "Zwartendyk", "Nom mal lu."));
    let lignes = entrepot
        .lire_ici(|tx| tx.query("SELECT details FROM journal WHERE action = 'patient.corriger'", &[]))
        .unwrap();
    let details: String = lignes[0].get("details").unwrap();
    assert!(details.contains("nom") && !details.contains("Zwart"), "{details}");
    let sceaux = entrepot.lire_ici(|tx| tx.query("SELECT avant, apres, motif FROM correction_identite", &[]));
    for colonne in ["avant", "apres", "motif"] {
        let octets: Vec<u8> = sceaux.as_ref().unwrap()[0].get(colonne).unwrap();
        assert!(!octets.windows(5).any(|f| f == b"Zwart" || f == b"mal l"), "{colonne}");
    }
}

fn une_correction_ne_confond_pas_deux_personnes(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    inscrire(&entrepot, 20, Identite { traits: traits("Autre"), ..identite(false) }, 0);
    let autre = lire(&entrepot, PatientId::new(20));
    assert_eq!(corriger(&entrepot, &autre, NOM), Ok(SuiteCorrection::Homonyme));
    assert_eq!(lire(&entrepot, PatientId::new(20)), autre, "rien n’est écrit");
}

fn une_correction_libere_et_prend_un_rang(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let numero = |rang| {
        let naissance = droit::identifiant::MoisDeNaissance { annee: 1951, mois: 6 };
        droit::identifiant::ins_de_demonstration(droit::identifiant::SexeInscrit::Feminin, naissance, rang)
    };
    let avec = |nom: &str, rang| Identite { traits: traits(nom), ins: Some(numero(rang)), ..identite(false) };
    inscrire(&entrepot, 20, avec("Autre", 8), 0);
    assert_eq!(corriger(&entrepot, &lire(&entrepot, PatientId::new(20)), NOM), Ok(SuiteCorrection::Ecrite));
    assert_eq!(corriger(&entrepot, &lire(&entrepot, PATIENT), "Ailleurs"), Ok(SuiteCorrection::Ecrite));
    let libre = chercher(&entrepot, avec(NOM, 9));
    assert_eq!(libre, Recherche::Aucun { homonyme: 2 }, "le rang zéro est libre, le rang un est pris");
    inscrire(&entrepot, 21, avec(NOM, 9), 2);
    assert_eq!(lire(&entrepot, PatientId::new(21)).identite.traits.nom_naissance(), NOM);
}
