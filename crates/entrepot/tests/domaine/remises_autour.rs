//! Around deliveries, on both engines: what patients want, links that open once, mailboxes read once, lists and rates.

use droit::document::Genre;
use droit::identifiant::{DocumentId, RemiseId};
use droit::remise::{
    Attente, Canal, Cause, Destinataire, Evenement, NatureReponse, ObjetVolonte, Preuve, Volonte,
};
use entrepot::boite::{self, Position, Recu};
use entrepot::lien::{self, Reponse};
use entrepot::remise::{self, Filtre, Motif, NouvelleRemise, Perimetre};
use entrepot::volonte::{self, NouvelleVolonte};
use entrepot::{Echec, Entrepot};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::appui::{self, Base};
use crate::documents::{inscrire, premiere, preparer, valider};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    la_volonte_du_patient_ne_s_efface_pas_et_la_derniere_compte,
    un_lien_s_ouvre_une_fois_et_se_ferme_apres_trop_de_codes_faux,
    une_boite_garde_sa_place_et_ce_que_rien_n_explique,
    les_remises_se_listent_par_etat_et_se_comptent_une_fois_par_document,
);

const LE: jiff::civil::Date = date(2026, 2, 3);

fn volonte_(rang: u128, dite: Volonte) -> NouvelleVolonte {
    NouvelleVolonte {
        id: Uuid::from_u128(rang),
        patient: PATIENT,
        praticien: mk(0),
        objet: ObjetVolonte::Dmp,
        volonte: dite,
        le: LE,
        notee_le: instant(LE) + SignedDuration::from_secs(i64::try_from(rang).unwrap()),
    }
}

fn la_volonte_du_patient_ne_s_efface_pas_et_la_derniere_compte(base: &Base) {
    let entrepot = preparer(base);
    for nouvelle in [volonte_(1, Volonte::Accord), volonte_(2, Volonte::Opposition)] {
        ecrire(&entrepot, move |tx| volonte::noter(tx, &nouvelle)).unwrap();
    }
    let lues = entrepot.lire_ici(|tx| volonte::du_patient(tx, PATIENT)).unwrap();
    assert_eq!(lues.sur(ObjetVolonte::Dmp).map(|v| v.volonte), Some(Volonte::Opposition));
    assert_eq!(lues.toutes().len(), 2);
    let encore = volonte_(2, Volonte::Accord);
    assert!(
        ecrire(&entrepot, move |tx| volonte::noter(tx, &encore)).is_err(),
        "une réponse notée ne change pas"
    );
    for adresse in [Some("dr.zwartendijk@operateur.mssante.invalid"), None] {
        let trousseau = entrepot.trousseau().clone();
        ecrire(&entrepot, move |tx| {
            volonte::noter_boite_du_medecin(tx, &trousseau, (PATIENT, mk(0)), adresse, instant(LE));
        })
        .unwrap();
        let trousseau = entrepot.trousseau().clone();
        let lue = entrepot.lire_ici(move |tx| volonte::boite_du_medecin(tx, &trousseau, PATIENT)).unwrap();
        assert_eq!(lue.as_deref(), adresse);
    }
}

fn composer(entrepot: &Entrepot, rang: u128, destinataire: Destinataire, canal: Canal) -> RemiseId {
    let (id, trousseau) = (RemiseId::new(rang), entrepot.trousseau().clone());
    ecrire(entrepot, move |tx| {
        let nouvelle = NouvelleRemise {
            id,
            document: DocumentId::new(1),
            praticien: mk(0),
            destinataire,
            canal,
            adresse: None,
            medecin: None,
            message: format!("{rang}@essai.mssante.invalid"),
            dit: None,
            composee_le: instant(LE),
        };
        remise::composer(tx, &trousseau, &nouvelle, "essai");
    })
    .unwrap();
    id
}

fn un_lien_s_ouvre_une_fois_et_se_ferme_apres_trop_de_codes_faux(base: &Base) {
    let entrepot = preparer(base);
    let (ouvert, force) = (
        composer(&entrepot, 1, Destinataire::MedecinTraitant, Canal::Lien),
        composer(&entrepot, 2, Destinataire::MedecinTraitant, Canal::Lien),
    );
    let (debut, heure) = (instant(LE), SignedDuration::from_hours(1));
    for (id, empreinte) in [(ouvert, [1; 32]), (force, [2; 32])] {
        ecrire(&entrepot, move |tx| lien::creer(tx, id, (&empreinte, &[9; 32]), (debut, debut + heure * 24)))
            .unwrap();
    }
    let ouvrir = |session: [u8; 32], le: Timestamp| {
        ecrire(&entrepot, move |tx| lien::ouvrir(tx, ouvert, &session, (le, le + heure * 2)))
    };
    assert!(matches!(ouvrir([7; 32], debut + heure * 25), Err(Echec::Conflit)), "trop tard");
    ouvrir([7; 32], debut + heure).unwrap();
    assert!(matches!(ouvrir([8; 32], debut + heure), Err(Echec::Conflit)), "une fois");
    let pendant = entrepot.lire_ici(move |tx| lien::de_la_session(tx, &[7; 32], debut + heure * 2)).unwrap();
    let apres = entrepot.lire_ici(move |tx| lien::de_la_session(tx, &[7; 32], debut + heure * 4)).unwrap();
    assert!(pendant.is_some_and(|lien| lien.remise == ouvert) && apres.is_none());
    for _ in 0..5 {
        ecrire(&entrepot, move |tx| lien::echouer(tx, force, 5, debut)).unwrap();
    }
    let ferme = entrepot.lire_ici(move |tx| lien::trouver(tx, &[2; 32])).unwrap().unwrap();
    assert_eq!((ferme.echecs, ferme.ferme_le), (5, Some(debut)));
    assert!(ecrire(&entrepot, move |tx| lien::ouvrir(tx, force, &[6; 32], (debut, debut + heure))).is_err());
    repondre(&entrepot, ouvert);
}

fn repondre(entrepot: &Entrepot, id: RemiseId) {
    let reponse = Reponse {
        id: Uuid::from_u128(5),
        remise: id,
        nature: NatureReponse::Diagnostic,
        contenu: "Lombalgie que personne ne doit lire en clair".to_owned(),
        recue_le: instant(LE),
        vue_le: None,
    };
    for _ in 0..2 {
        let (reponse, trousseau) = (reponse.clone(), entrepot.trousseau().clone());
        ecrire(entrepot, move |tx| lien::repondre(tx, &trousseau, &reponse)).unwrap();
    }
    let trousseau = entrepot.trousseau().clone();
    assert_eq!(entrepot.lire_ici(move |tx| lien::reponses(tx, &trousseau, id)).unwrap(), [reponse]);
    assert_eq!(entrepot.lire_ici(|tx| lien::non_vues(tx, mk(0))).unwrap(), 1);
    ecrire(entrepot, move |tx| lien::marquer_vue(tx, id, Uuid::from_u128(5), instant(LE))).unwrap();
    assert_eq!(entrepot.lire_ici(|tx| lien::non_vues(tx, mk(0))).unwrap(), 0);
}

fn une_boite_garde_sa_place_et_ce_que_rien_n_explique(base: &Base) {
    const BOITE: &str = "mk@demo.mssante.invalid";
    let entrepot = preparer(base);
    let id = composer(&entrepot, 1, Destinataire::MedecinTraitant, Canal::MssanteProfessionnel);
    assert_eq!(entrepot.lire_ici(|tx| boite::position(tx, BOITE)).unwrap(), None);
    let recu = |rang: u128, remise: Option<RemiseId>| Recu {
        id: Uuid::from_u128(rang),
        genre: "reponse".to_owned(),
        original: Some("inconnu@ailleurs".to_owned()),
        domaine: "operateur.mssante.invalid".to_owned(),
        remise,
        dit: remise.map(|_| "Bien reçu, merci.".to_owned()),
        recu_le: instant(LE),
        vu_le: None,
    };
    for (rang, remise) in [(1, None), (2, Some(id))] {
        let (recu, trousseau) = (recu(rang, remise), entrepot.trousseau().clone());
        let position =
            Position { validite: 7, dernier: u32::try_from(rang).unwrap(), relevee_le: instant(LE) };
        ecrire(&entrepot, move |tx| {
            boite::garder(tx, &trousseau, BOITE, &recu);
            boite::avancer(tx, BOITE, position);
        })
        .unwrap();
    }
    let position = entrepot.lire_ici(|tx| boite::position(tx, BOITE)).unwrap().unwrap();
    assert_eq!((position.validite, position.dernier), (7, 2));
    assert_eq!(entrepot.lire_ici(|tx| boite::inconnus(tx, 9)).unwrap(), [recu(1, None)]);
    let trousseau = entrepot.trousseau().clone();
    assert_eq!(
        entrepot.lire_ici(move |tx| boite::de_la_remise(tx, &trousseau, id)).unwrap(),
        [recu(2, Some(id))]
    );
}

fn les_remises_se_listent_par_etat_et_se_comptent_une_fois_par_document(base: &Base) {
    let entrepot = preparer(base);
    inscrire(&entrepot, &valider(&entrepot, premiere()), b"%PDF-1.7".to_vec(), None).unwrap();
    let a_faire = composer(&entrepot, 1, Destinataire::Patient, Canal::MainPropre);
    for (rang, canal) in [(2, Canal::MssanteProfessionnel), (3, Canal::MainPropre)] {
        let id = composer(&entrepot, rang, Destinataire::MedecinTraitant, canal);
        let trousseau = entrepot.trousseau().clone();
        let suivie = entrepot.lire_ici(move |tx| remise::lire(tx, &trousseau, id)).unwrap().unwrap();
        ecrire(&entrepot, move |tx| {
            let remis = Evenement::Arrivee(Preuve::RemiseDeclaree);
            remise::avancer(tx, &suivie, remis, "essai", instant(LE)).unwrap();
        })
        .unwrap();
    }
    let lister = |filtre: Filtre, canal: Option<Canal>| {
        let trousseau = entrepot.trousseau().clone();
        let lues =
            entrepot.lire_ici(move |tx| remise::lister(tx, &trousseau, mk(0), (filtre, canal), (9, 0)));
        lues.unwrap().iter().map(|r| r.suivie.id).collect::<Vec<_>>()
    };
    assert_eq!(lister(Filtre::AFaire, None), [a_faire]);
    assert_eq!(lister(Filtre::Remises, Some(Canal::MainPropre)), [RemiseId::new(3)]);
    assert_eq!(lister(Filtre::Toutes, None).len(), 3);
    assert_eq!(lister(Filtre::EnRoute, None).len(), 0);
    let trois_jours = instant(LE) + SignedDuration::from_hours(72);
    let retard = entrepot.lire_ici(move |tx| remise::retard(tx, mk(0), trois_jours)).unwrap();
    assert_eq!((retard.a_faire, retard.en_retard, retard.en_echec), (1, 1, 0));
    let motifs = || entrepot.lire_ici(move |tx| remise::motifs(tx, mk(0))).unwrap();
    let motif = |dit: &str| Motif {
        attente: Attente::ADemander,
        canal: Canal::MainPropre,
        dit: (!dit.is_empty()).then(|| dit.to_owned()),
        nombre: 1,
    };
    assert_eq!(motifs(), [motif("")]);
    let attendues = || {
        let (trousseau, qui) = (entrepot.trousseau().clone(), (PATIENT, mk(0)));
        entrepot.lire_ici(move |tx| remise::en_attente(tx, &trousseau, qui)).unwrap()
    };
    let attend = attendues().remove(0);
    assert_eq!((attend.suivie.id, attend.dit.clone()), (a_faire, None));
    ecrire(&entrepot, move |tx| {
        let precisee = Evenement::Precisee(Cause::nouvelle("Remettez le papier."));
        remise::avancer(tx, &attend.suivie, precisee, "essai", instant(LE)).unwrap();
    })
    .unwrap();
    assert_eq!(attendues()[0].dit.as_deref(), Some("Remettez le papier."));
    assert_eq!(motifs(), [motif("Remettez le papier.")]);
    let (du, avant) = (instant(LE), instant(LE) + SignedDuration::from_hours(24));
    let taux = entrepot.lire_ici(move |tx| remise::taux(tx, Perimetre::Tout, du, avant)).unwrap();
    let lus: Vec<_> =
        taux.iter().map(|t| (t.genre, t.valides, t.au_medecin, t.au_patient, t.au_dmp)).collect();
    assert_eq!(lus, [(Genre::Orientation, 1, 1, 0, 0)], "deux remises d’un document comptent une fois");
    let personne =
        entrepot.lire_ici(move |tx| remise::taux(tx, Perimetre::Praticien(mk(1)), du, avant)).unwrap();
    assert!(personne.is_empty());
}
