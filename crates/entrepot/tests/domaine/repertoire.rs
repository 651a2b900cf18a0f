//! CPTS and MKs of the installation: found, corrected by whoever read them last; an account offered, once.

use droit::decision::Statut;
use droit::identifiant::{CodeDepartement, CptsId, rpps_de_demonstration};
use droit::pro_sante_connect::Qualite;
use entrepot::cpts::{self, NouvelleCpts};
use entrepot::praticien::{self, Etat};
use entrepot::pro_sante_connect::{self as psc, Offre};
use entrepot::{Echec, Entrepot, journal};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_cpts_se_retrouve_par_son_nom_et_se_corrige,
    une_page_de_cpts_se_cherche_par_mot,
    un_mk_se_cherche_et_se_corrige_une_fois,
    une_offre_de_compte_sert_une_fois_et_pas_longtemps,
);

fn code(texte: &str) -> CodeDepartement {
    texte.parse().unwrap()
}

fn enregistrer(entrepot: &Entrepot, rang: u128, nom: &str) {
    let nouvelle = NouvelleCpts {
        id: CptsId::new(rang),
        nom: nom.to_owned(),
        siege: Some(code("45")),
        territoire: vec![code("45"), code("28")],
    };
    ecrire(entrepot, move |tx| cpts::enregistrer(tx, &nouvelle, "systeme", instant(date(2026, 3, 9))))
        .unwrap();
}

fn une_cpts_se_retrouve_par_son_nom_et_se_corrige(base: &Base) {
    let entrepot = base.open();
    enregistrer(&entrepot, 1, "CPTS du Gienois");
    let nommee = |nom: &'static str| entrepot.lire_ici(move |tx| cpts::nommee(tx, nom)).unwrap();
    let lue = nommee("gienois").unwrap();
    assert_eq!((lue.id, lue.siege, lue.version), (CptsId::new(1), Some(code("45")), 1));
    assert_eq!(nommee("Giennois"), None);

    let corriger = |lue: cpts::Cpts, nom: &'static str| {
        ecrire(&entrepot, move |tx| {
            let nom = nom.parse().unwrap();
            cpts::corriger(tx, &lue, &nom, (None, &[code("45")]), "systeme", instant(date(2026, 3, 10)))
        })
    };
    corriger(lue.clone(), "CPTS du Giennois").unwrap();
    let corrigee = nommee("Giennois").unwrap();
    assert_eq!((corrigee.nom.as_str(), corrigee.siege, corrigee.version), ("CPTS du Giennois", None, 2));
    let codes = entrepot.lire_ici(|tx| cpts::departements(tx, CptsId::new(1))).unwrap();
    assert_eq!(codes, [code("45")]);
    assert_eq!(corriger(lue, "CPTS autre"), Err(Echec::Conflit));
    assert_eq!(entrepot.lire_ici(journal::tete).unwrap().seq, 2, "an act, a line");
}

fn une_page_de_cpts_se_cherche_par_mot(base: &Base) {
    let entrepot = base.open();
    for (rang, nom) in [(1, "CPTS Nord"), (2, "CPTS de l’Est"), (3, "CPTS du Nord-Est")] {
        enregistrer(&entrepot, rang, nom);
    }
    let page = |saisie: &'static str, apres| {
        let (lues, total) = entrepot.lire_ici(move |tx| cpts::chercher(tx, saisie, 2, apres)).unwrap();
        (lues.into_iter().map(|cpts| cpts.nom).collect::<Vec<_>>(), total)
    };
    let noms = |noms: &[&str]| noms.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(page("", 0), (noms(&["CPTS de l’Est", "CPTS du Nord-Est"]), 3));
    assert_eq!(page("", 2), (noms(&["CPTS Nord"]), 3));
    assert_eq!(page("nord", 0), (noms(&["CPTS du Nord-Est", "CPTS Nord"]), 2));
    assert_eq!(page("ouest", 0), (Vec::new(), 0));
}

fn un_mk_se_cherche_et_se_corrige_une_fois(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    let lu = entrepot.lire_ici(|tx| praticien::par_rpps(tx, &rpps_de_demonstration(0))).unwrap().unwrap();
    let apres = Etat { nom: "Zwartendijk".to_owned(), prenom: "Lou".to_owned(), statut: Statut::Remplacant };
    let corriger = |avant: Etat| {
        let (id, apres) = (lu.id, apres.clone());
        entrepot.ecrire_ici(move |tx| {
            praticien::corriger(tx, (id, &avant), &apres, "systeme", instant(date(2026, 3, 10)))
        })
    };
    let a_transmettre = || {
        let texte = "SELECT contenu FROM outbox WHERE cle LIKE 'transmettre-caisse/praticien/%'";
        let lus = entrepot.lire_ici(move |tx| {
            tx.query(texte, &[])?
                .iter()
                .map(|l| l.get::<String>("contenu"))
                .collect::<Result<Vec<_>, Echec>>()
        });
        lus.unwrap()
    };
    corriger(Etat { statut: Statut::Collaborateur, ..lu.etat() }).unwrap_err();
    assert_eq!(a_transmettre(), Vec::<String>::new());
    corriger(lu.etat()).unwrap();
    assert_eq!(a_transmettre(), ["{\"departement\":\"45\"}"], "the local bodies have his name");
    assert_eq!(corriger(lu.etat()), Err(Echec::Conflit), "he is no more as he was read");
    let page = |saisie: String| {
        let (trouves, total) = entrepot.lire_ici(move |tx| praticien::chercher(tx, &saisie, 5, 0)).unwrap();
        (trouves.into_iter().map(|mk| mk.etat()).collect::<Vec<_>>(), total)
    };
    assert_eq!(page("zwart".to_owned()), (vec![apres.clone()], 1));
    assert_eq!(page(rpps_de_demonstration(0).to_string()), (vec![apres], 1));
    assert_eq!(page(String::new()).1, 2);
    assert_eq!(page("personne".to_owned()).1, 0);
}

fn une_offre_de_compte_sert_une_fois_et_pas_longtemps(base: &Base) {
    let entrepot = base.open();
    let (debut, cle) = (instant(date(2026, 3, 9)), [9; 32]);
    let identite = Some(("Essai".to_owned(), "Lou".to_owned()));
    let offrir = |identite: Option<(String, String)>| {
        ecrire(&entrepot, move |tx| {
            let jusque = debut + SignedDuration::from_mins(30);
            let qui = (&rpps_de_demonstration(3), Qualite::Medecin);
            psc::offrir(tx, cle, qui, identite.as_ref(), jusque);
        })
    };
    assert_eq!(offrir(identite.clone()), Err(Echec::Conflit), "nobody asked");
    ecrire(&entrepot, move |tx| {
        psc::demander(tx, cle, "/remises", (debut, debut + SignedDuration::from_mins(10)));
    })
    .unwrap();
    assert_eq!(offrir(identite.clone()), Err(Echec::Conflit), "the request has not served");
    entrepot.ecrire_ici(move |tx| psc::repondre(tx, cle, debut)).unwrap();
    offrir(identite.clone()).unwrap();
    let lue = |minutes| {
        let le = debut + SignedDuration::from_mins(minutes);
        entrepot.lire_ici(move |tx| psc::offre(tx, cle, le)).unwrap()
    };
    let (rpps, qualite) = (rpps_de_demonstration(3), Qualite::Medecin);
    let attendue = Offre { rpps, qualite, identite, suite: "/remises".to_owned() };
    assert_eq!((lue(29), lue(30)), (Some(attendue.clone()), None));
    let accepter = |offre: Offre| ecrire(&entrepot, move |tx| psc::accepter(tx, cle, &offre));
    accepter(attendue.clone()).unwrap();
    assert_eq!((accepter(attendue), lue(1)), (Err(Echec::Conflit), None));
}
