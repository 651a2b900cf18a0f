//! Deciding allocates nothing: sentences are composed only when somebody reads them.

#![expect(unsafe_code, reason = "counting allocations takes an allocator")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use droit::decision::{
    Acte, Demande, DossierEpisode, Issue, Patient, Praticien, Statut, Structure, TypeStructure, decider,
};
use droit::reglement::Reglement;
use jiff::civil::date;

struct Compteur;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

unsafe impl GlobalAlloc for Compteur {
    unsafe fn alloc(&self, disposition: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        unsafe { System.alloc(disposition) }
    }

    unsafe fn dealloc(&self, place: *mut u8, disposition: Layout) {
        unsafe { System.dealloc(place, disposition) }
    }
}

#[global_allocator]
static COMPTEUR: Compteur = Compteur;

fn demande(seances: usize) -> Demande {
    let departement = "45".parse().unwrap();
    let acte_ngap = droit::decision::ActeNgap { lettre: "RAM".into(), coefficient: "8.11".parse().unwrap() };
    Demande {
        acte: Acte::Seance,
        le: date(2026, 3, 9),
        aujourd_hui: date(2026, 11, 21),
        departement,
        structure: Structure {
            type_structure: TypeStructure::Cpts,
            fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
        },
        praticien: Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(departement),
            autorise_du: Some(date(2025, 10, 1)),
            autorise_au: None,
            suspension: None,
        },
        patient: Some(Patient { medecin_traitant: false, seances_hors_episode: None }),
        episode: Some(DossierEpisode {
            ouvert_le: Some(date(2026, 2, 2)),
            seances: vec![date(2026, 2, 2); seances],
            ..DossierEpisode::default()
        }),
        acte_ngap: Some(acte_ngap),
    }
}

#[test]
fn decider_n_alloue_rien_que_l_on_accorde_ou_refuse() {
    let reglement = Reglement::embarque().unwrap();
    for (seances, issue) in [(2, Issue::Accordee), (8, Issue::Refusee)] {
        let demande = demande(seances);
        let avant = ALLOCATIONS.get();
        let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
        let decision = decider(&demande, &droit, reglement.nomenclature());
        let apres = ALLOCATIONS.get();
        assert_eq!((decision.issue, apres - avant), (issue, 0));
        assert!(!decision.constats[0].to_string().is_empty());
        assert!(ALLOCATIONS.get() > apres, "le compteur ne compte pas");
    }
}
