//! What the national directory says, as a file and as its interface answers: any bytes are refused or read.
#![no_main]

use droit::identifiant::rpps_de_demonstration;
use formats::annuaire_fhir::{ENTREES_MAX, Page, Recueil};
use formats::annuaire_sante::Extraction;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    if let Ok(page) = Page::lire(octets) {
        let rpps = rpps_de_demonstration(1);
        let mut recueil = Recueil::default();
        recueil.ajouter(page);
        assert!(recueil.cles(&rpps).all(|cle| cle.bytes().all(|o| o.is_ascii_alphanumeric() || b"-.".contains(&o))));
        let activites = recueil.releve(&rpps).map_or(0, |releve| releve.activites.len());
        assert!(activites <= ENTREES_MAX);
    }
    if let Ok(extraction) = Extraction::ouvrir(octets) {
        assert!(extraction.count() <= octets.len());
    }
});
