//! The published mailboxes: one extraction in place, imported whole or not at all, even by two at once.

use droit::identifiant::rpps_de_demonstration;
use entrepot::Entrepot;
use entrepot::annuaire::{Disparitions, Lignes};
use entrepot::annuaire_mssante::{self, Bascule, Boite, Chantier, NouvelImport, RefusImport};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::instant;

const JOUR: Date = date(2026, 11, 20);

fn ouvrir(entrepot: &Entrepot, cle: u128, extrait_le: Date) -> Result<Chantier, RefusImport> {
    let nouvel = NouvelImport {
        cle: Uuid::from_u128(cle),
        fichier: format!("{cle}.txt"),
        extrait_le,
        importe_le: instant(extrait_le),
        disparitions: Disparitions::Suspectes,
    };
    Chantier::ouvrir_ici(entrepot, nouvel)
}

fn deposer(chantier: &Chantier, rangs: std::ops::Range<u32>, adresse: &str) -> Result<(), RefusImport> {
    let boite = |rang: u32| {
        let adresse = format!("{adresse}{rang}@demo.mssante.invalid");
        let (structure, acheminement) = (Some("Cabinet".to_owned()), None);
        (rpps_de_demonstration(rang), Boite { adresse, structure, acheminement })
    };
    chantier.deposer_ici(rangs.map(boite).collect())
}

fn conclure(chantier: Chantier, empreinte: &str) -> Result<Bascule, RefusImport> {
    chantier.conclure_ici(empreinte, Lignes { lues: 9, gardees: 7, ecartees: 1, rejetees: 1 }, "systeme")
}

fn connues(entrepot: &Entrepot, rang: u32) -> Vec<String> {
    let lues = entrepot.lire_ici(move |tx| annuaire_mssante::boites(tx, &rpps_de_demonstration(rang)));
    lues.unwrap().into_iter().map(|boite| boite.adresse).collect()
}

fn rien_ne_se_voit_avant_la_fin_puis_tout_se_voit(base: &Base) {
    let entrepot = base.open();
    let chantier = ouvrir(&entrepot, 1, JOUR).unwrap();
    deposer(&chantier, 0..30, "a").unwrap();
    deposer(&chantier, 5..10, "a").unwrap();
    assert_eq!(
        (connues(&entrepot, 3).len(), entrepot.lire_ici(annuaire_mssante::dernier).unwrap()),
        (0, None)
    );
    let Bascule::Faite(import) = conclure(chantier, "un").unwrap() else {
        panic!("rien n’était en place")
    };
    assert_eq!((import.boites, import.lignes.lues), (30, 9), "une ligne lue deux fois compte une fois");
    assert_eq!(entrepot.lire_ici(annuaire_mssante::dernier).unwrap(), Some(import));
    assert_eq!(connues(&entrepot, 3), ["a3@demo.mssante.invalid"]);
    let meme = ouvrir(&entrepot, 2, JOUR).unwrap();
    deposer(&meme, 0..30, "a").unwrap();
    assert!(matches!(conclure(meme, "un"), Ok(Bascule::DejaFaite(_))));
    let suivant = ouvrir(&entrepot, 3, JOUR).unwrap();
    deposer(&suivant, 10..40, "b").unwrap();
    conclure(suivant, "deux").unwrap();
    assert_eq!(
        (connues(&entrepot, 3).len(), connues(&entrepot, 12)),
        (0, vec!["b12@demo.mssante.invalid".to_owned()])
    );
}

fn un_fichier_suspect_ou_ancien_est_refuse_et_ne_change_rien(base: &Base) {
    let entrepot = base.open();
    let chantier = ouvrir(&entrepot, 1, JOUR).unwrap();
    deposer(&chantier, 0..60, "a").unwrap();
    conclure(chantier, "un").unwrap();
    assert!(matches!(ouvrir(&entrepot, 2, date(2026, 11, 1)), Err(RefusImport::Anterieure { .. })));
    let vide = ouvrir(&entrepot, 3, JOUR).unwrap();
    assert_eq!(conclure(vide, "vide"), Err(RefusImport::Aucune));
    let coupe = ouvrir(&entrepot, 4, JOUR).unwrap();
    deposer(&coupe, 0..30, "b").unwrap();
    assert_eq!(conclure(coupe, "coupe"), Err(RefusImport::Disparitions { boites: 30, connues: 60 }));
    assert_eq!(connues(&entrepot, 3), ["a3@demo.mssante.invalid"]);
}

fn un_import_depasse_par_un_autre_est_refuse_et_celui_arrete_est_oublie(base: &Base) {
    let entrepot = base.open();
    let premier = ouvrir(&entrepot, 1, JOUR).unwrap();
    deposer(&premier, 0..30, "a").unwrap();
    let second = ouvrir(&entrepot, 2, JOUR).unwrap();
    assert_eq!(deposer(&premier, 30..60, "a"), Err(RefusImport::Depasse));
    deposer(&second, 0..25, "b").unwrap();
    assert_eq!(conclure(premier, "un"), Err(RefusImport::Aucune), "ce qu’il avait déposé est oublié");
    conclure(second, "deux").unwrap();
    assert_eq!(connues(&entrepot, 3), ["b3@demo.mssante.invalid"]);
}

on_each_engine!(
    rien_ne_se_voit_avant_la_fin_puis_tout_se_voit,
    un_fichier_suspect_ou_ancien_est_refuse_et_ne_change_rien,
    un_import_depasse_par_un_autre_est_refuse_et_celui_arrete_est_oublie,
);
