//! Numbers without gap whoever races for them; what was told, sent, received.

use std::sync::Barrier;
use std::thread;

use droit::identifiant::{CompteId, DestinataireId, TransmissionId};
use droit::organisme::TypeOrganisme;
use entrepot::transmission::{
    self, Accuse, Canal, Changement, Depart, Destinataire, EtatDestinataire, Fichier, Reglages, Rythme,
};
use entrepot::{Echec, Entrepot, outbox, praticien};
use jiff::SignedDuration;
use jiff::civil::date;
use uuid::Uuid;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    des_fichiers_en_course_se_suivent_sans_trou,
    un_fichier_part_revient_et_se_rejoue_a_l_identique,
    un_destinataire_suspendu_ne_prend_pas_de_numero,
    un_numero_am_retrouve_ses_praticiens,
);

const ID: DestinataireId = DestinataireId::new(77);

fn destinataire() -> Destinataire {
    Destinataire {
        id: ID,
        code: "45-cpam-du-loiret".to_owned(),
        nom: "CPAM du Loiret".to_owned(),
        organisme: TypeOrganisme::Cpam,
        departement: loiret(),
        reglages: Reglages {
            canal: Canal::Dossier,
            adresse: "cpam-45".to_owned(),
            cle_hote: None,
            rythme: Rythme::Immediat,
            accuse_sous: Some(7),
            etat: EtatDestinataire::Actif,
        },
        dernier_numero: 0,
        version: 1,
    }
}

fn preparer(entrepot: &Entrepot) {
    peupler(entrepot, 1);
    ecrire(entrepot, |tx| {
        transmission::ajouter(tx, &destinataire(), CompteId::new(1), instant(date(2026, 3, 1)));
    })
    .unwrap();
}

fn fichier(id: u128, numero: u64) -> Fichier {
    Fichier {
        id: TransmissionId::new(id),
        numero,
        nature: if numero == 1 { "complet" } else { "differentiel" },
        arrete_le: instant(date(2026, 3, 1)),
        lignes: 1,
        nom: format!("f-{numero}"),
        csv: id.to_be_bytes().to_vec(),
        json: b"{}".to_vec(),
        sha256_csv: "a".repeat(64),
        sha256_json: "b".repeat(64),
        changements: vec![Changement::Dite {
            cle: "k".to_owned(),
            declaration: declaration_de(0),
            contenu: format!("{id}"),
        }],
    }
}

/// One attempt as the product makes it: read where the addressee stands, take the next number.
fn tenter(entrepot: &Entrepot, id: u128) -> Result<(), Echec> {
    let point = entrepot.lire_ici(|tx| transmission::point(tx, ID)).unwrap().unwrap();
    let pris = fichier(id, point.destinataire.dernier_numero + 1);
    ecrire(entrepot, move |tx| transmission::inscrire(tx, &point.destinataire, pris.clone()))
}

fn des_fichiers_en_course_se_suivent_sans_trou(base: &Base) {
    let noeuds = [base.open(), base.open()];
    preparer(&noeuds[0]);
    let (coureurs, tours) = (8_u128, 10_u128);
    let ligne = Barrier::new(8);
    let perdus: u32 = thread::scope(|fils| {
        let partis: Vec<_> = (0..coureurs)
            .map(|rang| {
                let (noeud, ligne) = (&noeuds[usize::try_from(rang % 2).unwrap()], &ligne);
                fils.spawn(move || {
                    let mut perdus = 0;
                    for tour in 0..tours {
                        ligne.wait();
                        while let Err(echec) = tenter(noeud, 1_000 + rang * 100 + tour) {
                            assert_eq!(
                                echec,
                                Echec::Conflit,
                                "the loser is told to read again, nothing else"
                            );
                            perdus += 1;
                        }
                    }
                    perdus
                })
            })
            .collect();
        partis.into_iter().map(|fil| fil.join().unwrap()).sum()
    });
    let lus = noeuds[0].lire_ici(|tx| transmission::transmissions(tx, ID, None, 500)).unwrap();
    let mut numeros: Vec<u64> = lus.iter().map(|f| f.numero).collect();
    numeros.reverse();
    let attendus: Vec<u64> = (1..=u64::try_from(coureurs * tours).unwrap()).collect();
    assert_eq!(numeros, attendus);
    assert!(perdus > 0, "nobody lost a race: the guard was never tried");
    let genres = noeuds[0].lire_ici(|tx| {
        let ligne = tx.query_one("SELECT count(*) AS n FROM outbox WHERE genre = 'livrer-caisse'", &[])?;
        ligne.get::<i64>("n")
    });
    assert_eq!(genres, Ok(80), "each number left with the message that hands it over");
}

fn un_fichier_part_revient_et_se_rejoue_a_l_identique(base: &Base) {
    let entrepot = base.open();
    preparer(&entrepot);
    tenter(&entrepot, 5).unwrap();
    let (id, jour) = (TransmissionId::new(5), instant(date(2026, 3, 2)));
    let relire = || entrepot.lire_ici(move |tx| transmission::relire(tx, id)).unwrap().unwrap();
    assert!(matches!(relire().depart, Depart::EnAttente { essais: 0, erreur: None, .. }));
    let pour = || entrepot.lire_ici(|tx| transmission::etat_pour(tx, declaration_de(0))).unwrap();
    assert_eq!((pour()[0].numero, pour()[0].envoye_le, pour()[0].nom.as_str()), (1, None, "CPAM du Loiret"));
    let accuse = Accuse { le: jour, reference: "R-1".to_owned(), par: "compte/1".to_owned() };
    let accuser = |accuse: Accuse| ecrire(&entrepot, move |tx| transmission::accuser(tx, id, &accuse, jour));
    assert_eq!(accuser(accuse.clone()), Err(Echec::Conflit), "nothing left yet");

    let livrer = || {
        let plis = entrepot
            .ecrire_ici(move |tx| {
                outbox::prendre(tx, Uuid::from_u128(9), jour, SignedDuration::from_mins(2), 50)
            })
            .unwrap();
        for pli in plis.into_iter().filter(|pli| pli.genre == transmission::LIVRER) {
            ecrire(&entrepot, move |tx| {
                transmission::marquer_envoyee(tx, id, jour);
                outbox::remettre(tx, &pli, jour);
            })
            .unwrap();
        }
    };
    livrer();
    assert_eq!((relire().depart, relire().envois, relire().renvoye_le), (Depart::Remis, 1, None));
    accuser(accuse.clone()).unwrap();
    assert_eq!(accuser(accuse), Err(Echec::Conflit), "once");
    assert_eq!((pour()[0].accuse_le, pour()[0].accuse_reference.as_deref()), (Some(jour), Some("R-1")));

    let avant = entrepot.lire_ici(move |tx| transmission::contenu(tx, id)).unwrap();
    ecrire(&entrepot, move |tx| transmission::renvoyer(tx, id, "compte/1", jour)).unwrap();
    assert!(matches!(relire().depart, Depart::EnAttente { .. }));
    livrer();
    assert_eq!((relire().envois, relire().renvoye_le, relire().numero), (2, Some(jour), 1));
    assert_eq!(entrepot.lire_ici(move |tx| transmission::contenu(tx, id)).unwrap(), avant);
}

fn un_destinataire_suspendu_ne_prend_pas_de_numero(base: &Base) {
    let entrepot = base.open();
    preparer(&entrepot);
    let reglages = Reglages { etat: EtatDestinataire::Suspendu, ..destinataire().reglages };
    let regler = |version: i64, reglages: Reglages| {
        ecrire(&entrepot, move |tx| {
            transmission::regler(tx, ID, version, &reglages, CompteId::new(1), instant(date(2026, 3, 2)));
        })
    };
    regler(1, reglages.clone()).unwrap();
    assert_eq!(regler(1, reglages), Err(Echec::Conflit), "two agents: the second reads again");
    assert_eq!(tenter(&entrepot, 5), Err(Echec::Conflit));
    assert!(entrepot.lire_ici(transmission::actifs).unwrap().is_empty());
    regler(2, destinataire().reglages).unwrap();
    tenter(&entrepot, 5).unwrap();
}

fn un_numero_am_retrouve_ses_praticiens(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    entrepot
        .ecrire_ici(|tx| {
            tx.execute("UPDATE lieu_exercice SET numero_am = '997000001' WHERE commune = 'Orléans'", &[])?;
            Ok::<(), Echec>(())
        })
        .unwrap();
    let chercher = |numero: &str| {
        let numero = numero.parse().unwrap();
        let lus = entrepot.lire_ici(move |tx| praticien::par_numero_am(tx, &numero)).unwrap();
        lus.into_iter().map(|p| p.id).collect::<Vec<_>>()
    };
    assert_eq!(chercher("997000001"), [mk(0), mk(2)]);
    assert!(chercher("997000002").is_empty());
}
