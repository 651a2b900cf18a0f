//! Identifiers typed by people: what is accepted prints back to itself, whatever was typed.
#![no_main]

use droit::decision::Coefficient;
use droit::identifiant::{CodeDepartement, MatriculeIns, NumeroAm, NumeroRpps};
use droit::texte::TexteLibre;
use libfuzzer_sys::fuzz_target;

fn relire<T: std::str::FromStr + ToString>(saisie: &str) {
    if let Ok(valeur) = saisie.parse::<T>() {
        let ecrite = valeur.to_string();
        assert!(ecrite.parse::<T>().is_ok_and(|relue| relue.to_string() == ecrite), "{ecrite:?}");
    }
}

fuzz_target!(|saisie: &str| {
    relire::<NumeroRpps>(saisie);
    relire::<CodeDepartement>(saisie);
    if let Ok(matricule) = saisie.parse::<MatriculeIns>() {
        assert_eq!(matricule.as_str().len(), 15);
    }
    relire::<NumeroAm>(saisie);
    relire::<Coefficient>(saisie);
    relire::<TexteLibre>(saisie);
});
