//! The mailboxes of payers: the latest version of each department holds, and whoever read an older one is told.

use droit::identifiant::{CodeDepartement, CompteId};
use entrepot::{Echec, Entrepot, payeur};
use jiff::civil::date;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::{ecrire, instant};

on_each_engine!(la_derniere_boite_d_un_departement_est_la_bonne,);

fn noter(entrepot: &Entrepot, code: &str, apres: i64, adresse: Option<&'static str>) -> Result<(), Echec> {
    let code: CodeDepartement = code.parse().unwrap();
    let quand = (CompteId::new(1), instant(date(2026, 3, 9)));
    ecrire(entrepot, move |tx| payeur::noter(tx, code, (apres, adresse), quand))
}

fn la_derniere_boite_d_un_departement_est_la_bonne(base: &Base) {
    let entrepot = base.open();
    noter(&entrepot, "45", 0, Some("ancienne@demo.mssante.invalid")).unwrap();
    assert_eq!(noter(&entrepot, "45", 0, Some("autre@demo.mssante.invalid")), Err(Echec::Conflit));
    noter(&entrepot, "45", 1, Some("caisse@demo.mssante.invalid")).unwrap();
    noter(&entrepot, "28", 0, Some("autre@demo.mssante.invalid")).unwrap();
    noter(&entrepot, "28", 1, None).unwrap();
    let tenues: Vec<_> = entrepot
        .lire_ici(payeur::courantes)
        .unwrap()
        .into_iter()
        .map(|boite| (boite.departement.to_string(), boite.version, boite.adresse))
        .collect();
    let caisse = Some("caisse@demo.mssante.invalid".to_owned());
    assert_eq!(tenues, [("28".to_owned(), 2, None), ("45".to_owned(), 2, caisse)]);
    let du_var: CodeDepartement = "83".parse().unwrap();
    assert_eq!(entrepot.lire_ici(move |tx| payeur::courante(tx, du_var)).unwrap(), None);
}
