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

#[test]
fn les_vingt_departements_sont_designes_et_eux_seuls() {
    let attendus = [
        "11", "22", "2B", "32", "38", "45", "54", "59", "68", "69", "76", "78", "79", "81", "83", "85", "89",
        "972", "974", "976",
    ];
    let mut designes: Vec<String> =
        reglement().departements_designes().map(|code| code.to_string()).collect();
    designes.sort();
    assert_eq!(designes, attendus);
    for code in CodeDepartement::tous() {
        let designe = reglement().au(JOUR, code, TypeStructure::Cpts).designe.connue;
        assert_eq!(designe, Some(attendus.contains(&code.as_str())), "{code}");
    }
}

#[test]
fn les_departements_sans_date_propre_prennent_la_nationale_a_verifier() {
    for code in ["11", "32", "81", "68", "54", "38", "69", "972", "976", "59", "76", "83", "85", "89", "78"] {
        let droit = en_cpts(code);
        assert_eq!(droit.debut.connue, Some(date(2024, 8, 28)), "{code}");
        assert_eq!(droit.fin.unwrap().connue, Some(date(2029, 8, 28)), "{code}");
        assert_eq!(droit.fin_inscriptions.unwrap().connue, Some(date(2029, 2, 28)), "{code}");
        assert_eq!(droit.debut.source.confiance, super::super::Confiance::AVerifier, "{code}");
        assert!(!droit.debut.variantes.is_empty(), "{code}");
    }
}

#[test]
fn les_departements_a_dates_propres_suivent_leur_ars_ou_leur_ordre() {
    let dates = |code: &str| {
        let droit = en_cpts(code);
        let fin = droit.fin.unwrap().connue.unwrap();
        (droit.debut.connue.unwrap(), fin, droit.fin_inscriptions.unwrap().connue.unwrap())
    };
    assert_eq!(dates("79"), (date(2025, 7, 15), date(2030, 7, 15), date(2029, 12, 31)));
    assert_eq!(dates("2B"), (date(2025, 7, 15), date(2030, 7, 15), date(2030, 1, 15)));
    assert_eq!(dates("974"), (date(2024, 8, 28), date(2030, 6, 30), date(2029, 12, 31)));
    assert_eq!(dates("22"), (date(2025, 9, 15), date(2029, 8, 28), date(2029, 2, 28)));
}

#[test]
fn l_inscription_se_ferme_partout_avant_la_fin() {
    for code in reglement().departements_designes() {
        let droit = reglement().au(JOUR, code, TypeStructure::Cpts);
        let fin = droit.fin.unwrap().connue.unwrap();
        let inscriptions = droit.fin_inscriptions.unwrap().connue.unwrap();
        assert!(droit.debut.connue.unwrap() < inscriptions && inscriptions < fin, "{code}");
    }
}

#[test]
fn la_fiche_du_projet_de_sante_n_est_exigee_que_dans_le_var_et_les_yvelines() {
    let exigeants: Vec<String> = reglement()
        .departements_designes()
        .filter(|code| reglement().au(JOUR, *code, TypeStructure::Cpts).fiche_exigee.connue == Some(true))
        .map(|code| code.to_string())
        .collect();
    assert_eq!(exigeants, ["78", "83"]);
}

#[test]
fn les_listes_de_preuves_different_selon_le_departement() {
    for code in reglement().departements_designes() {
        let droit = reglement().au(JOUR, code, TypeStructure::Cpts);
        let preuves = liste(droit.diagnostics.connue.as_ref().unwrap());
        match code.as_str() {
            "79" | "972" | "2B" => assert_eq!(preuves, ["ouverte"], "{code}"),
            "83" => assert_eq!(preuves.len(), 4),
            "76" => assert!(preuves.len() == 8 && preuves.contains(&"cr-urgences")),
            _ => assert_eq!(preuves.len(), 7, "{code}"),
        }
    }
}

#[test]
fn l_occitanie_repond_en_quatorze_jours() {
    for code in ["11", "32", "81"] {
        let parametres = reglement().parametres(departement(code));
        assert_eq!(valeur(&parametres.delai_de_decision), Some(14), "{code}");
    }
    assert_eq!(valeur(&reglement().parametres(departement("45")).delai_de_decision), None);
}

#[test]
fn la_haute_corse_nomme_sa_cpts_et_compte_sur_trois_mois() {
    let corse = reglement().parametres(departement("2B"));
    assert_eq!(valeur(&corse.test_cpts), Some(super::super::TestCpts::Nommee));
    assert_eq!(valeur(&corse.cpts_nommees), Some(vec!["Balagne".to_owned()]));
    assert_eq!(corse.plafond.au(JOUR).precision, "8 séances au plus sur 3 mois.");
    assert_eq!(valeur(&corse.qualite_de_membre), Some(super::super::QualiteMembre::MembreActif));
}

#[test]
fn les_criteres_de_cpts_different() {
    use super::super::TestCpts::{Couvre, DuRessort, Implantee};
    for (code, attendu) in [("22", Couvre), ("83", Couvre), ("76", Implantee), ("68", DuRessort)] {
        assert_eq!(valeur(&reglement().parametres(departement(code)).test_cpts), Some(attendu), "{code}");
    }
}

#[test]
fn le_lieu_d_exercice_est_installe_en_vendee_dans_l_yonne_et_a_la_reunion() {
    use super::super::LieuExercice::{Installe, PrincipalOuSecondaire};
    for code in reglement().departements_designes() {
        let attendu =
            if ["85", "89", "974"].contains(&code.as_str()) { Installe } else { PrincipalOuSecondaire };
        assert_eq!(en_cpts(code.as_str()).lieu_exercice.connue, Some(attendu), "{code}");
    }
}

#[test]
fn la_zone_de_valeur_suit_la_region() {
    for code in reglement().departements_designes() {
        let region = reglement().departement(code).unwrap().zone_de_valeur;
        assert_eq!(valeur(&reglement().parametres(code).zone_de_valeur), Some(region), "{code}");
    }
}

#[test]
fn le_remplacant_est_exclu_et_l_assistant_n_est_nomme_nulle_part() {
    use crate::decision::Statut::{Assistant, Collaborateur, Remplacant, Salarie, Titulaire};
    for code in reglement().departements_designes() {
        let droit = reglement().au(JOUR, code, TypeStructure::Cpts);
        let admis = droit.statuts_admis.connue.as_ref().unwrap();
        let exclus = droit.statuts_exclus.connue.as_ref().unwrap();
        assert_eq!(
            (admis.as_slice(), exclus.as_slice()),
            (&[Titulaire, Collaborateur][..], &[Remplacant][..])
        );
        assert!([Assistant, Salarie].iter().all(|s| !admis.contains(s) && !exclus.contains(s)), "{code}");
    }
}

#[test]
fn les_choix_du_produit_se_disent_interpretations() {
    let parametres = reglement().parametres(departement("45"));
    let fiche = reglement().fiche(departement("45"), JOUR).unwrap();
    let lignes: Vec<_> = fiche.sections.iter().flat_map(|section| &section.lignes).collect();
    for cle in ["portee", "bilan_seul_compte", "depart_episode", "effet_du_diagnostic", "effet_du_droit"] {
        let ligne = lignes.iter().find(|ligne| ligne.cle == cle).unwrap();
        assert_eq!(ligne.marque, super::super::Marque::Interpretation, "{cle}");
        assert!(ligne.source.as_ref().unwrap().titre.starts_with("Choix d’Accès Direct, décision "), "{cle}");
    }
    assert_eq!(valeur(&parametres.saisie_tardive), Some(60));
}
