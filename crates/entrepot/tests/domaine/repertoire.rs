//! The CPTS of the installation: recorded, found by name, corrected by whoever read them last.

use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::cpts::{self, NouvelleCpts};
use entrepot::{Echec, Entrepot, journal};
use jiff::civil::date;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(une_cpts_se_retrouve_par_son_nom_et_se_corrige, une_page_de_cpts_se_cherche_par_mot);

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
