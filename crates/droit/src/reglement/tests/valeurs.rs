//! The facts themselves, as a jurist would check them.

use super::*;

const JOUR: Date = date(2026, 11, 21);

fn en_cpts(code: &str) -> super::super::DroitApplicable<'static> {
    reglement().au(JOUR, departement(code), TypeStructure::Cpts)
}

fn liste(diagnostics: &ListeDiagnostics) -> Vec<&'static str> {
    match diagnostics {
        ListeDiagnostics::Ouverte => vec!["ouverte"],
        ListeDiagnostics::Fermee(preuves) => preuves.iter().map(|preuve| preuve.code()).collect(),
    }
}

fn valeur<T: Clone>(serie: &Serie<T>) -> Option<T> {
    serie.au(JOUR).connue.clone()
}

#[test]
fn le_loiret_s_acheve_le_28_aout_2029_et_n_inscrit_plus_apres_le_28_fevrier() {
    let droit = en_cpts("45");
    assert_eq!(droit.designe.connue, Some(true));
    assert_eq!(droit.debut.connue, Some(date(2024, 8, 28)));
    assert_eq!(droit.fin.unwrap().connue, Some(date(2029, 8, 28)));
    assert_eq!(droit.fin_inscriptions.unwrap().connue, Some(date(2029, 2, 28)));
    assert_eq!(droit.fin.unwrap().source.confiance, super::super::Confiance::Officiel);
    assert!(droit.fin.unwrap().variantes.iter().any(|v| v.source.texte == "cpts-ouest-loiret"));
}

#[test]
fn le_loiret_fait_declarer_la_cpts_et_joindre_l_annexe_1() {
    let loiret = reglement().parametres(departement("45"));
    assert_eq!(valeur(&loiret.declarant), Some(super::super::Declarant::Cpts));
    assert_eq!(valeur(&loiret.piece_de_facturation), Some(super::super::PieceFacturation::Annexe1));
    assert_eq!(valeur(&loiret.comite_de_suivi), Some(vec![6, 12, 24, 36, 48, 60]));
    assert_eq!(valeur(&loiret.cpts_nommees).unwrap().len(), 8);
}

#[test]
fn le_var_exige_la_fiche_et_ferme_sa_liste_a_quatre_preuves() {
    let droit = en_cpts("83");
    assert_eq!(droit.fiche_exigee.connue, Some(true));
    assert_eq!(
        liste(droit.diagnostics.connue.as_ref().unwrap()),
        ["ald", "cr-operatoire", "cr-hospitalisation", "prescription-anterieure"]
    );
}

#[test]
fn la_note_de_l_assurance_maladie_admet_sept_preuves() {
    let droit = en_cpts("45");
    let preuves = liste(droit.diagnostics.connue.as_ref().unwrap());
    assert_eq!(preuves.len(), 7);
    assert!(!preuves.contains(&TypeDiagnostic::CrUrgences.code()));
    assert_eq!(droit.fiche_exigee.connue, Some(false));
}

#[test]
fn un_departement_non_designe_garde_les_valeurs_nationales() {
    let droit = en_cpts("75");
    assert_eq!(droit.designe.connue, Some(false));
    assert_eq!(droit.regime, Regime::ExperimentationCpts);
    assert_eq!(droit.plafond.connue, Some(8));
}

#[test]
fn le_regime_permanent_vaut_partout_sans_terme_ni_liste() {
    for type_structure in TypeStructure::TOUS {
        let droit = reglement().au(JOUR, departement("83"), *type_structure);
        match type_structure {
            TypeStructure::Cpts => assert_eq!(droit.regime, Regime::ExperimentationCpts),
            TypeStructure::Cabinet => {
                assert_eq!(droit.regime, Regime::Aucun);
                assert_eq!(droit.structure_admise.connue, Some(false));
            }
            _ => {
                assert_eq!(droit.regime, Regime::Permanent);
                assert_eq!(droit.structure_admise.connue, Some(true));
                assert_eq!(droit.debut.connue, Some(date(2023, 8, 22)));
                assert!(droit.fin.is_none() && droit.fin_inscriptions.is_none());
                assert_eq!(droit.fiche_exigee.connue, Some(false));
                assert_eq!(droit.statuts_exclus.connue, Some(vec![]));
                assert_eq!(liste(droit.diagnostics.connue.as_ref().unwrap()).len(), 7);
            }
        }
    }
}

#[test]
fn le_droit_part_de_l_acceptation() {
    assert_eq!(en_cpts("45").effet.connue, Some(EffetDuDroit::Acceptation));
}

#[test]
fn les_jours_sont_locaux() {
    assert_eq!(reglement().fuseau(departement("45")), "Europe/Paris");
    assert_eq!(reglement().fuseau(departement("974")), "Indian/Reunion");
    assert_eq!(reglement().fuseau(departement("972")), "America/Martinique");
    assert_eq!(reglement().fuseau(departement("976")), "Indian/Mayotte");
}
