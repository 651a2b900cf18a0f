//! A question of a decision: read or refused with a field, never a panic; what is read is decided and written.
#![no_main]

use droit::decision::decider;
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, lire};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    match lire(octets, |_| Ok::<_, String>(jiff_jour())) {
        Ok(demande) => {
            let Ok(reglement) = Reglement::embarque() else { panic!("the embedded rules are read") };
            let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
            let decision = decider(&demande, &droit, reglement.nomenclature());
            assert!(serde_json::to_vec(&DecisionJson(&decision)).is_ok());
        }
        Err(erreur) => assert!(!erreur.message.is_empty()),
    }
});

fn jiff_jour() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 21)
}
