//! What surrounds documents and bills: the practice, the doctor, what is owed, what is said of a bill, the words of a department.

use droit::document::{Avancement, Exercice, Medecin, MedecinTraitant, NomComplet, Presence};
use droit::episode::{Cote, Region};
use droit::facturation::Canal;
use droit::identifiant::{CompteId, EpisodeId};
use droit::reglement::ngap::TypeBdk;
use entrepot::facturation::{self, Bilans, Facturation};
use entrepot::praticien::{self, Cabinet, Description};
use entrepot::{Echec, Entrepot, document, gabarit, patient};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    un_cabinet_se_decrit_et_n_est_qu_a_son_kine,
    le_medecin_du_patient_est_scelle_et_se_relit,
    ce_qui_est_dit_d_une_facture_ne_s_ecrase_pas,
    les_mots_d_un_departement_gardent_chaque_version,
    ce_qui_est_du_suit_l_episode,
);

const EPISODE: u128 = 71;
const JOUR: Date = date(2026, 2, 3);

fn preparer(base: &Base) -> Entrepot {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(EPISODE, date(2026, 2, 2), Region::GenouJambe, Cote::Gauche))
        .unwrap();
    entrepot
}

fn un_cabinet_se_decrit_et_n_est_qu_a_son_kine(base: &Base) {
    let entrepot = preparer(base);
    let lus = |par| entrepot.lire_ici(move |tx| praticien::cabinets(tx, par)).unwrap();
    let sans = lus(mk(0)).remove(0);
    assert_eq!(sans.description, None);
    let dit = Cabinet {
        numero_am: Some("457000012".parse().unwrap()),
        description: Some(Description {
            nom: "Cabinet « L’Essai » & fils".to_owned(),
            exercice: Exercice::CabinetDeGroupe,
            telephone: Some("0238000000".parse().unwrap()),
            finess: Some("450000088".parse().unwrap()),
            siret: None,
        }),
        ..sans
    };
    let decrire = |par, cabinet: Cabinet| {
        ecrire(&entrepot, move |tx| praticien::decrire(tx, par, &cabinet, "essai", instant(JOUR)))
    };
    decrire(mk(0), dit.clone()).unwrap();
    assert_eq!(lus(mk(0)).remove(0), dit);
    assert!(matches!(decrire(mk(1), dit.clone()), Err(Echec::Conflit)), "le lieu d’un autre");
    decrire(mk(0), Cabinet { numero_am: None, ..dit.clone() }).unwrap();
    assert_eq!(lus(mk(0)).remove(0).numero_am, None);
}

fn le_medecin_du_patient_est_scelle_et_se_relit(base: &Base) {
    let entrepot = preparer(base);
    let fiche = || {
        let trousseau = entrepot.trousseau().clone();
        entrepot.lire_ici(move |tx| patient::charger(tx, &trousseau, PATIENT)).unwrap().unwrap()
    };
    let lu = || {
        let (trousseau, patient) = (entrepot.trousseau().clone(), fiche());
        entrepot.lire_ici(move |tx| patient::medecin(tx, &trousseau, &patient)).unwrap()
    };
    let noter = |medecin: Option<Medecin>, patient: patient::Patient| {
        let trousseau = entrepot.trousseau().clone();
        ecrire(&entrepot, move |tx| {
            patient::noter_medecin(tx, &trousseau, &patient, medecin.as_ref(), ("essai", instant(JOUR)));
        })
    };
    let nom = NomComplet { nom: "MÉDECIN-TÉMOIN".parse().unwrap(), prenom: "Camille".parse().unwrap() };
    let medecin = Medecin { rpps: None, nom, adresse: None };
    let ancienne = fiche();
    noter(Some(medecin.clone()), ancienne.clone()).unwrap();
    assert_eq!(lu(), MedecinTraitant::Connu(medecin));
    assert!(matches!(noter(None, ancienne), Err(Echec::Conflit)), "une version déjà changée");
    let scelle = entrepot.lire_ici(|tx| tx.query("SELECT medecin FROM medecin_du_patient", &[])).unwrap();
    let octets: Vec<u8> = scelle[0].get("medecin").unwrap();
    assert!(!String::from_utf8_lossy(&octets).contains("TÉMOIN"));
    noter(None, fiche()).unwrap();
    assert_eq!(lu(), MedecinTraitant::Aucun);
}

fn ce_qui_est_dit_d_une_facture_ne_s_ecrase_pas(base: &Base) {
    let entrepot = preparer(base);
    let id = EpisodeId::new(EPISODE);
    let lue = |par| entrepot.lire_ici(move |tx| facturation::de_l_episode(tx, id, par)).unwrap();
    let dire = |dite: Facturation| {
        ecrire(&entrepot, move |tx| facturation::dire(tx, (id, mk(0)), &dite, instant(JOUR)))
    };
    assert_eq!(lue(mk(0)), Facturation::default());
    let dite = Facturation {
        canal: Canal::Renouvellement { prescription_du: date(2026, 1, 5) },
        bilans: Bilans::Factures(TypeBdk::Neurologique),
        accord_le: Some(JOUR),
        prescripteur: Some("457000012".to_owned()),
        facturee_le: None,
        version: 0,
    };
    dire(dite.clone()).unwrap();
    assert_eq!(lue(mk(0)), Facturation { version: 1, ..dite.clone() });
    assert!(matches!(dire(dite.clone()), Err(Echec::Conflit)));
    let partie = Facturation { facturee_le: Some(JOUR), version: 1, ..Facturation::default() };
    dire(partie.clone()).unwrap();
    assert_eq!(lue(mk(0)), Facturation { version: 2, ..partie });
    assert_eq!(lue(mk(1)), Facturation::default(), "chacun sa facture");
    let toutes = entrepot.lire_ici(|tx| facturation::du_praticien(tx, mk(0))).unwrap();
    assert_eq!(toutes.len(), 1);
}

fn les_mots_d_un_departement_gardent_chaque_version(base: &Base) {
    let entrepot = preparer(base);
    let garder = |apres, texte: Option<&'static str>| {
        ecrire(&entrepot, move |tx| {
            gabarit::garder(tx, loiret(), (apres, texte), (CompteId::new(1), instant(JOUR)));
        })
    };
    assert_eq!(entrepot.lire_ici(|tx| gabarit::courant(tx, loiret())).unwrap(), None);
    garder(0, Some("{patient}")).unwrap();
    assert!(matches!(garder(0, Some("rival")), Err(Echec::Conflit)));
    garder(1, None).unwrap();
    let courant = entrepot.lire_ici(|tx| gabarit::courant(tx, loiret())).unwrap().unwrap();
    assert_eq!((courant.version, courant.texte), (2, None));
    assert_eq!(entrepot.lire_ici(|tx| gabarit::versions(tx, loiret())).unwrap().len(), 2);
    let alors = |le| entrepot.lire_ici(move |tx| gabarit::alors(tx, loiret(), le)).unwrap();
    assert_eq!(alors(instant(JOUR)).map(|version| version.version), Some(2));
    assert_eq!(alors(instant(JOUR) - jiff::SignedDuration::from_secs(1)), None);
}

fn ce_qui_est_du_suit_l_episode(base: &Base) {
    let entrepot = preparer(base);
    let id = EpisodeId::new(EPISODE);
    let lu = || entrepot.lire_ici(move |tx| document::avancement(tx, id)).unwrap().unwrap();
    let premiere_le = lu().premiere_le;
    let attendu =
        Avancement { premiere_le, clos_le: None, bilan: Presence::Absent, compte_rendu: Presence::Absent };
    assert_eq!(lu(), attendu);
    let tous = entrepot.lire_ici(|tx| document::avancements(tx, mk(0))).unwrap();
    assert_eq!(tous.get(&id), Some(&attendu));
    assert!(entrepot.lire_ici(|tx| document::avancements(tx, mk(1))).unwrap().is_empty());
}
