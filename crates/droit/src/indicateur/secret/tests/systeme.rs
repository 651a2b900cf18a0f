//! Small systems, each about one way in which a count could be told.

use super::super::etau::Etau;
use super::super::systeme::*;
use super::super::*;
use crate::indicateur::Compte;

fn case(n: u64) -> Case {
    let compte = Compte { n, sujets: n };
    let (prix, regime, preuve) = (Prix::Faible, Regime::Publiable, Preuve::Patients);
    Case { prix, compte, regime, preuve, avant: None }
}

fn depuis(avant: u64, n: u64) -> Case {
    Case { avant: Some(CaseParue::Montree(Compte { n: avant, sujets: avant })), ..case(n) }
}

/// 100 became 103, 60 and 36 stayed: the one that is hidden gained 3.
#[test]
fn ce_que_les_cachees_ont_gagne_ensemble_ne_se_deduit_pas() {
    let mut systeme = Systeme::default();
    let [total, a, b, c] =
        [depuis(100, 103), depuis(60, 60), depuis(36, 36), depuis(4, 7)].map(|case| systeme.ajouter(case));
    systeme.lier(total, vec![a, b, c]);
    assert_eq!(systeme.proteger(), [true, false, false, true], "no part moved enough: the total is hidden");
    let mut controle = Systeme::default();
    let numeros = [103, 60, 36, 7].map(|n| controle.ajouter(case(n)));
    controle.lier(numeros[0], numeros[1..].to_vec());
    assert_eq!(controle.proteger(), [false, false, true, true], "the control: nothing was published before");
}

#[test]
fn une_seule_petite_part_en_cache_une_autre() {
    let mut systeme = Systeme::default();
    let numeros: Vec<usize> = [100, 5, 40, 55].map(|n| systeme.ajouter(case(n))).to_vec();
    systeme.lier(numeros[0], numeros[1..].to_vec());
    assert_eq!(systeme.proteger(), [false, true, true, false]);
}

#[test]
fn deux_petites_parts_ne_se_protegent_pas_l_une_l_autre() {
    let mut systeme = Systeme::default();
    let numeros: Vec<usize> = [100, 1, 1, 48, 50].map(|n| systeme.ajouter(case(n))).to_vec();
    systeme.lier(numeros[0], numeros[1..].to_vec());
    assert_eq!(systeme.proteger(), [false, true, true, true, false], "1 and 1 would be told by their sum");
}

#[test]
fn un_total_que_nul_ne_montre_ne_coute_rien_a_ses_parts() {
    let mut systeme = Systeme::default();
    let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(100) });
    let parts: Vec<usize> = [60, 40].map(|n| systeme.ajouter(case(n))).to_vec();
    systeme.lier(tout, parts);
    assert_eq!(systeme.proteger(), [true, false, false], "all of time is the sum of its years");
}

#[test]
fn ce_qu_une_part_laisse_de_son_total_ne_la_cache_que_s_il_est_petit() {
    let caches = |reste: u64| {
        let mut systeme = Systeme::default();
        let total = systeme.ajouter(case(100 + reste));
        let part = systeme.ajouter(case(100));
        let laisse = systeme.ajouter(Case { regime: Regime::Reste, ..case(reste) });
        systeme.lier(total, vec![part, laisse]);
        systeme.proteger()
    };
    assert_eq!(caches(900), [false, false, true], "one hundred of a thousand were sent to a doctor");
    assert_eq!(caches(4), [false, true, true], "all but four");
}

/// All of it in one year, by the calendar and by the experiment alike: keeping the one quiet asks for the other.
#[test]
fn ce_que_donne_un_total_que_nul_ne_montre_se_cache_aussi() {
    let mut systeme = Systeme::default();
    let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(40) });
    let annee = systeme.ajouter(Case { regime: Regime::Protege, ..case(40) });
    let experience = systeme.ajouter(case(40));
    systeme.lier(tout, vec![annee]);
    systeme.lier(tout, vec![experience]);
    assert_eq!(systeme.proteger(), [true, true, true]);
}

#[test]
fn un_zero_se_montre_et_un_petit_total_se_cache() {
    let mut systeme = Systeme::default();
    let numeros: Vec<usize> = [5, 5, 0].map(|n| systeme.ajouter(case(n))).to_vec();
    systeme.lier(numeros[0], numeros[1..].to_vec());
    assert_eq!(systeme.proteger(), [true, true, false]);
}

/// Two rows, three columns: each line hides two counts, yet the sums of both give one back.
#[test]
fn l_elimination_trouve_ce_que_chaque_somme_seule_ne_donne_pas() {
    let mut systeme = Systeme::default();
    let [a, b, c] = [3, 20, 30].map(|n| systeme.ajouter(case(n)));
    let total = systeme.ajouter(case(23));
    let autre = systeme.ajouter(case(50));
    let tout = systeme.ajouter(case(53));
    systeme.lier(total, vec![a, b]);
    systeme.lier(autre, vec![b, c]);
    systeme.lier(tout, vec![a, b, c]);
    let caches = systeme.proteger();
    assert!(caches[a]);

    let donnees = |caches: &Vec<bool>| {
        let donnees = systeme.solutions(&[0, 1, 2], caches).donnees(6);
        donnees.into_iter().map(|donnee| donnee.case).collect::<Vec<_>>()
    };
    assert!(donnees(&caches).is_empty());
    let naif = vec![true, true, false, false, false, false];
    assert_eq!(donnees(&naif), [a, b], "the control: without the second round, both are given back");
}

/// Twelve months of a few each: together they are many, and the year that they make may be told.
#[test]
fn des_parts_petites_et_nombreuses_laissent_leur_total() {
    let mut systeme = Systeme::default();
    let annee = systeme.ajouter(case(36));
    let mois: Vec<usize> = (0..12).map(|_| systeme.ajouter(case(3))).collect();
    systeme.lier(annee, mois);
    let caches = systeme.proteger();
    assert!(!caches[annee] && caches[1..].iter().all(|cache| *cache));
    let mut controle = Systeme::default();
    let annee = controle.ajouter(case(13));
    let [grande, a, b] = [10, 2, 1].map(|n| controle.ajouter(case(n)));
    controle.lier(annee, vec![grande, a, b]);
    assert_eq!(controle.proteger(), [false, true, true, true], "thirteen patients are enough to be told of");
    let mut trop_peu = Systeme::default();
    let annee = trop_peu.ajouter(case(60));
    let [grande, a, b] = [50, 7, 3].map(|n| trop_peu.ajouter(case(n)));
    trop_peu.lier(annee, vec![grande, a, b]);
    assert_eq!(trop_peu.proteger(), [false, true, true, true], "ten are not: their sum is hidden too");
}

/// Of two counts that would do, the one that is missed less; and it is missed less where others are hidden already.
#[test]
fn ce_qui_manquerait_le_moins_se_cache() {
    let mut systeme = Systeme::default();
    let cher = |n| Case { prix: Prix::Extreme, ..case(n) };
    let [total, petit, precieux, autre] =
        [cher(100), case(5), cher(20), case(75)].map(|case| systeme.ajouter(case));
    systeme.lier(total, vec![petit, precieux, autre]);
    assert_eq!(systeme.proteger(), [false, true, false, true]);
}

/// A count that time gives back is covered in time: another of the same year covers nothing.
#[test]
fn la_couverture_rompt_ce_qui_donnait() {
    let mut systeme = Systeme::default();
    let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(205) });
    let [petite, annee, experience] = [5, 200, 205].map(|n| systeme.ajouter(case(n)));
    let [total, voisine] = [105, 100].map(|n| systeme.ajouter(case(n)));
    systeme.lier(tout, vec![petite, annee]);
    systeme.lier(tout, vec![experience]);
    systeme.lier(total, vec![petite, voisine]);
    let caches = systeme.proteger();
    assert!(caches[petite] && caches[voisine] && (caches[annee] || caches[experience]), "{caches:?}");
    assert!(!caches[total]);
}

/// What one step hid and a later one made useless is shown again, and gives nothing back.
#[test]
fn ce_qui_est_cache_pour_rien_se_montre_a_nouveau() {
    let mut systeme = Systeme::default();
    let [total, petite, inutile, autre] = [160, 5, 55, 100].map(|n| systeme.ajouter(case(n)));
    systeme.lier(total, vec![petite, inutile, autre]);
    let mut caches = vec![false, true, true, true];
    systeme.relacher(&mut caches, &mut Etau::de(&systeme));
    assert_eq!(caches, [false, true, true, false], "the dearest of the two, since one is enough");
    systeme.relacher(&mut caches, &mut Etau::de(&systeme));
    assert_eq!(caches, [false, true, true, false], "the last one covers");
}

/// Fourteen were shown, and are not taken away: of fifteen that hide the fourteen and one more, the one is told.
#[test]
fn ce_qui_fut_montre_reste_un_minimum() {
    let mut systeme = Systeme::default();
    let [total, petite, autre] = [case(44), case(1), case(29)].map(|case| systeme.ajouter(case));
    let vue = Some(Compte { n: 14, sujets: 14 });
    let avant = Some(CaseParue::Cachee { compte: Compte { n: 14, sujets: 14 }, vue });
    let figee = systeme.ajouter(Case { regime: Regime::Protege, avant, ..case(14) });
    systeme.lier(total, vec![petite, autre, figee]);
    assert_eq!(systeme.proteger(), [false, true, true, true]);
}

/// One type of structure alone: its count is that of the department, and is as dear.
#[test]
fn un_total_d_une_seule_part_est_le_meme_compte() {
    let mut systeme = Systeme::default();
    let departement = systeme.ajouter(Case { prix: Prix::Extreme, ..case(105) });
    let [structure, petite, grande, experience] = [105, 5, 100, 105].map(|n| systeme.ajouter(case(n)));
    let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(105) });
    systeme.lier(departement, vec![structure]);
    systeme.lier(structure, vec![petite, grande]);
    systeme.lier(tout, vec![departement]);
    systeme.lier(tout, vec![experience]);
    assert_eq!(systeme.proteger(), [false, false, true, true, false, true], "the parts, never what both are");
}

/// Of eleven, a small count keeps ten values: the total that holds it is hidden, not another count of its other sum.
#[test]
fn ce_qui_tient_un_compte_de_trop_pres_se_cache() {
    let mut systeme = Systeme::default();
    let [total, petite, autre, large, ailleurs, encore] =
        [11, 2, 9, 300, 198, 100].map(|n| systeme.ajouter(case(n)));
    systeme.lier(total, vec![petite, autre]);
    systeme.lier(large, vec![petite, ailleurs, encore]);
    let caches = systeme.proteger();
    assert!(caches[total] && caches[petite] && caches[autre], "{caches:?}");
    assert!(!caches[ailleurs] || !caches[encore], "one is enough: {caches:?}");
}
