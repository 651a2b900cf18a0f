//! Laws that no department has today: what would happen if a parameter were unknown or different.

use droit::reglement::{DroitApplicable, Portee, Valeur};

/// A law that no department has today, to tell what would happen.
pub fn modifier<'r>(droit: DroitApplicable<'r>, loi: &str) -> DroitApplicable<'r> {
    match loi {
        "plafond-par-patient" => {
            DroitApplicable { portee: valant(droit.portee, Some(Portee::Patient)), ..droit }
        }
        "portee-inconnue" => DroitApplicable { portee: valant(droit.portee, None), ..droit },
        "plafond-inconnu" => DroitApplicable { plafond: valant(droit.plafond, None), ..droit },
        "duree-inconnue" => {
            DroitApplicable { duree_episode_mois: valant(droit.duree_episode_mois, None), ..droit }
        }
        "fin-inconnue" => DroitApplicable { fin: droit.fin.map(|fin| valant(fin, None)), ..droit },
        "cloture-inconnue" => {
            DroitApplicable { fin_inscriptions: droit.fin_inscriptions.map(|fin| valant(fin, None)), ..droit }
        }
        "designation-inconnue" => DroitApplicable { designe: valant(droit.designe, None), ..droit },
        "liste-inconnue" => DroitApplicable { diagnostics: valant(droit.diagnostics, None), ..droit },
        "fiche-inconnue" => DroitApplicable { fiche_exigee: valant(droit.fiche_exigee, None), ..droit },
        "etape-inconnue" => {
            DroitApplicable { etape_de_la_fiche: valant(droit.etape_de_la_fiche, None), ..droit }
        }
        "structure-inconnue" => {
            DroitApplicable { structure_admise: valant(droit.structure_admise, None), ..droit }
        }
        "bilan-compte" => {
            DroitApplicable { bilan_seul_compte: valant(droit.bilan_seul_compte, Some(true)), ..droit }
        }
        "circuit-inconnu" => {
            DroitApplicable { circuit_sans_medecin: valant(droit.circuit_sans_medecin, None), ..droit }
        }
        autre => panic!("loi inconnue : {autre}"),
    }
}

fn valant<'r, T: Clone>(valeur: &Valeur<T>, connue: Option<T>) -> &'r Valeur<T> {
    Box::leak(Box::new(Valeur { connue, ..valeur.clone() }))
}
