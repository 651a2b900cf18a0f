//! Elimination against the plain one, column after column.

use proptest::prelude::*;

use super::super::elimination::*;

/// The counts that the rows make zero, by dense elimination, column after column.
fn nulles(rangees: &[Vec<i64>], largeur: usize) -> Vec<usize> {
    let modulo = |n: i64| n.rem_euclid(PREMIER as i64) as u64;
    let mut lignes: Vec<Vec<u64>> = rangees.iter().map(|r| r.iter().map(|n| modulo(*n)).collect()).collect();
    let mut rang = 0;
    let mut pivots = Vec::new();
    for case in 0..largeur {
        let Some(autre) = (rang..lignes.len()).find(|l| lignes[*l][case] != 0) else { continue };
        lignes.swap(rang, autre);
        let facteur = inverse(lignes[rang][case]);
        lignes[rang].iter_mut().for_each(|n| *n = *n * facteur % PREMIER);
        let pivot = lignes[rang].clone();
        for (_, ligne) in lignes.iter_mut().enumerate().filter(|(autre, _)| *autre != rang) {
            let facteur = ligne[case];
            for (terme, sien) in ligne.iter_mut().zip(&pivot) {
                *terme = (*terme + PREMIER - sien * facteur % PREMIER) % PREMIER;
            }
        }
        pivots.push((case, rang));
        rang += 1;
    }
    let seule = |ligne: &Vec<u64>| ligne.iter().filter(|n| **n != 0).count() == 1;
    pivots.into_iter().filter(|(_, rang)| seule(&lignes[*rang])).map(|(case, _)| case).collect()
}

/// Sums of nine counts, the first of which are unknown.
fn sommes() -> impl Strategy<Value = (Vec<Vec<i64>>, usize)> {
    let terme = prop_oneof![5 => Just(0i64), 2 => Just(1), 1 => Just(-1)];
    (proptest::collection::vec(proptest::collection::vec(terme, 9), 1..9), 1..10usize)
}

fn rangee(somme: &[i64], inconnue: impl Fn(usize) -> bool) -> Rangee {
    let mut rangee = Rangee::default();
    for (case, n) in somme.iter().enumerate().filter(|(_, n)| **n != 0) {
        let cote = if inconnue(case) { &mut rangee.inconnues } else { &mut rangee.connues };
        cote.push((case, if *n > 0 { UN } else { MOINS_UN }));
    }
    rangee
}

fn donnees(sommes: &[Vec<i64>], inconnue: impl Fn(usize) -> bool) -> Vec<Donnee> {
    Solutions::de(sommes.iter().map(|somme| rangee(somme, &inconnue)).collect()).donnees(9)
}

proptest! {
    #[test]
    fn ce_qui_se_deduit_ne_depend_pas_de_l_ordre((sommes, inconnues) in sommes()) {
        let trouvees: Vec<usize> = donnees(&sommes, |case| case < inconnues).iter().map(|d| d.case).collect();
        let denses: Vec<Vec<i64>> = sommes.iter().map(|somme| somme[..inconnues].to_vec()).collect();
        prop_assert_eq!(trouvees, nulles(&denses, inconnues));
    }

    /// What a count is made of is enough to find it, were everything else unknown.
    #[test]
    fn ce_qui_donne_un_compte_suffit((sommes, inconnues) in sommes()) {
        for donnee in donnees(&sommes, |case| case < inconnues) {
            let seules = donnees(&sommes, |case| !donnee.par.contains(&case));
            prop_assert!(seules.iter().any(|autre| autre.case == donnee.case), "{donnee:?}");
        }
    }

    #[test]
    fn un_tirage_est_une_solution((sommes, inconnues) in sommes(), tirage in 0..9u64) {
        let rangees: Vec<Rangee> = sommes.iter().map(|somme| rangee(somme, |case| case < inconnues)).collect();
        let solution = Solutions::de(rangees.clone()).tirer(9, tirage);
        for rangee in &rangees {
            let somme = rangee.inconnues.iter().fold(0, |s, (case, c)| (s + c * solution[*case]) % PREMIER);
            prop_assert_eq!(somme, 0);
        }
    }
}
