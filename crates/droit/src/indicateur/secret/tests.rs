//! Two consecutive publications of random tables, against somebody who keeps both and subtracts.

mod elimination;
mod exact;
mod simplexe;
mod systeme;

use proptest::prelude::*;

use super::parution::Ecart;
use super::*;
use crate::indicateur::{Compte, Comptes};

const REGIONS: [&str; 4] = ["rachis-cervical", "rachis-lombaire", "genou", "epaule"];

/// A department and its CPTS, by the number of patients of each region in each CPTS.
fn publication(effectifs: &[[u64; 4]], avant: Option<&[TableParue]>) -> Publication {
    let comptes = |regions: [u64; 4]| {
        let mut comptes = Comptes::default();
        let compte = |n| Compte { n, sujets: n };
        for (region, n) in REGIONS.iter().zip(regions) {
            comptes.poser(Mesure::EpisodesParRegion, region, compte(n));
        }
        comptes.poser(Mesure::Episodes, "", compte(regions.iter().sum()));
        comptes
    };
    let tout = effectifs.iter().fold([0; 4], |somme, region| std::array::from_fn(|n| somme[n] + region[n]));
    let tables = std::iter::once(&tout).chain(effectifs).enumerate().map(|(rang, regions)| Table {
        comptes: comptes(*regions),
        etendue: Etendue::Entiere,
        prix: if rang == 0 { Prix::Extreme } else { Prix::Moyen },
        jours: Some(366),
        activite: None,
        avant: avant.map(|avant| avant[rang].clone()),
    });
    let relation = Relation { tout: 0, parts: (1..=effectifs.len()).collect(), sauf: Vec::new() };
    Publication { tables: tables.collect(), relations: vec![relation] }
}

/// What is known of a count by whoever reads: its value, when it is shown as it is.
fn connue(parue: &TableParue, vraie: &Comptes, cle: &Cle) -> Option<Compte> {
    let compte = vraie.un(cle.0, &cle.1);
    match parue.cases.get(cle) {
        Some(CaseParue::Montree(montre)) => (*montre == compte).then_some(compte),
        Some(CaseParue::Cachee { .. }) => None,
        None => (!parue.effacees.contains(&cle.0)).then_some(compte),
    }
}

/// Every difference that the two publications give: of a count shown twice, of the rest of a sum shown twice.
fn differences(
    (avant, apres): (&Publication, &Publication),
    (parue_avant, parue_apres): (&[TableParue], &[TableParue]),
) -> Vec<(String, Ecart)> {
    let cles: Vec<Cle> = std::iter::once((Mesure::Episodes, String::new()))
        .chain(REGIONS.iter().map(|region| (Mesure::EpisodesParRegion, (*region).to_owned())))
        .collect();
    let lire = |rang: usize, cle: &Cle| {
        let (a, b) = (&avant.tables[rang].comptes, &apres.tables[rang].comptes);
        let vrai = Ecart::entre(a.un(cle.0, &cle.1), b.un(cle.0, &cle.1));
        let connus = (connue(&parue_avant[rang], a, cle), connue(&parue_apres[rang], b, cle));
        (vrai, connus.0.is_some() && connus.1.is_some())
    };
    let mut sues = Vec::new();
    let mut sommer = |nom: String, total: (Ecart, bool), parts: Vec<(Ecart, bool)>| {
        let inconnues: Vec<Ecart> = parts.iter().filter(|(_, su)| !su).map(|(ecart, _)| *ecart).collect();
        if total.1 && !inconnues.is_empty() {
            sues.push((nom, inconnues.into_iter().sum()));
        }
    };
    for rang in 0..apres.tables.len() {
        sommer(
            format!("table {rang}"),
            lire(rang, &cles[0]),
            cles[1..].iter().map(|cle| lire(rang, cle)).collect(),
        );
    }
    for cle in &cles {
        let parts = (1..apres.tables.len()).map(|rang| lire(rang, cle)).collect();
        sommer(format!("{cle:?}"), lire(0, cle), parts);
    }
    let seules = (0..apres.tables.len()).flat_map(|rang| cles.iter().map(move |cle| (rang, cle)));
    sues.extend(seules.filter_map(|(rang, cle)| {
        let (ecart, su) = lire(rang, cle);
        su.then(|| (format!("{rang} {cle:?}"), ecart))
    }));
    sues
}

fn etats() -> impl Strategy<Value = (Vec<[u64; 4]>, Vec<[u64; 4]>)> {
    let effectif = prop_oneof![2 => 0..4u64, 2 => 4..14u64, 3 => 14..90u64];
    let ajout = prop_oneof![3 => Just(0u64), 3 => 1..4u64, 2 => 4..30u64];
    (2..5usize).prop_flat_map(move |cpts| {
        let etat = proptest::collection::vec(proptest::array::uniform4(effectif.clone()), cpts);
        let ajouts = proptest::collection::vec(proptest::array::uniform4(ajout.clone()), cpts);
        (etat, ajouts).prop_map(|(avant, ajouts)| {
            let apres = avant.iter().zip(&ajouts);
            let apres = apres.map(|(a, plus)| std::array::from_fn(|n| a[n] + plus[n])).collect();
            (avant, apres)
        })
    })
}

proptest! {
    /// Solving again what changed gives what solving everything gives, whatever was solved before.
    #[test]
    fn ce_qui_fut_resolu_ne_change_pas_la_suite((avant, apres) in etats()) {
        let toutes = Mesure::TOUS.iter().copied().collect();
        let mut parues = vec![TableParue::default(); avant.len() + 1];
        for effectifs in [&avant, &apres, &avant] {
            let publication = publication(effectifs, None);
            publication.reparaitre(&mut parues, &toutes);
            prop_assert_eq!(&parues, &publication.paraitre());
        }
    }
}

proptest! {
    #[test]
    fn deux_publications_ne_donnent_aucune_petite_difference((avant, apres) in etats()) {
        let premiere = publication(&avant, None);
        let parue = premiere.paraitre();
        let seconde = publication(&apres, Some(&parue));
        let suivante = seconde.paraitre();
        for (nom, ecart) in differences((&premiere, &seconde), (&parue, &suivante)) {
            prop_assert!(Preuve::Patients.suffit(ecart), "{nom}: {ecart:?}\n{parue:?}\n{suivante:?}");
        }
    }
}

/// The control: without memory of what was published, one patient more is told.
#[test]
fn sans_memoire_un_patient_de_plus_se_voit() {
    let avant = [[40, 20, 30, 15], [25, 60, 14, 33]];
    let mut apres = avant;
    apres[0][2] += 1;
    let (premiere, oublieuse) = (publication(&avant, None), publication(&apres, None));
    let (parue, revelatrice) = (premiere.paraitre(), oublieuse.paraitre());
    let sues = differences((&premiere, &oublieuse), (&parue, &revelatrice));
    assert!(sues.iter().any(|(_, ecart)| !Preuve::Patients.suffit(*ecart)), "{sues:?}");
    let prudente = publication(&apres, Some(&parue)).paraitre();
    assert_eq!(prudente, parue, "one patient more changes nothing of what is shown");
}

#[test]
fn un_zero_se_tait_dans_un_petit_groupe() {
    let parues = publication(&[[4, 0, 0, 0], [40, 30, 0, 20]], None).paraitre();
    let cache = |rang: usize, region: &str| {
        let parue: &TableParue = &parues[rang];
        parue.masque().cache(Mesure::EpisodesParRegion, region)
    };
    assert!(cache(1, "genou"), "none of these four patients has a knee: it tells of each of them");
    assert!(!cache(2, "genou"), "none of ninety");
}

#[test]
fn ce_qui_disparait_redevient_zero() {
    let parues = publication(&[[5, 30, 40, 50], [25, 60, 14, 33]], None).paraitre();
    let suivante = publication(&[[0, 30, 40, 50], [25, 60, 14, 33]], Some(&parues)).paraitre();
    assert!(parues[1].masque().cache(Mesure::EpisodesParRegion, REGIONS[0]));
    assert_eq!(suivante[1].comptes().un(Mesure::EpisodesParRegion, REGIONS[0]), Compte::default());
}

/// Months were once kept with their modalities, never shown: the next publication counts totals alone.
#[test]
fn ce_qu_une_table_ne_montre_jamais_ne_se_retient_pas() {
    let mut ancienne = publication(&[[40, 20, 30, 15], [25, 60, 14, 33]], None);
    ancienne.tables.iter_mut().for_each(|table| table.etendue = Etendue::Totaux);
    let parues = ancienne.paraitre();
    let regions =
        |parue: &TableParue| parue.cases.keys().filter(|(m, _)| *m == Mesure::EpisodesParRegion).count();
    assert!(parues.iter().all(|parue| regions(parue) == 4), "as it was");
    let mut suivante = publication(&[[60, 20, 30, 15], [25, 60, 14, 33]], Some(&parues));
    for table in &mut suivante.tables {
        let total = table.comptes.un(Mesure::Episodes, "");
        table.etendue = Etendue::Totaux;
        table.comptes = Comptes::default();
        table.comptes.poser(Mesure::Episodes, "", total);
    }
    let suivantes = suivante.paraitre();
    for (parue, table) in suivantes.iter().zip(&suivante.tables) {
        assert_eq!(regions(parue), 0);
        let total = table.comptes.un(Mesure::Episodes, "");
        assert_eq!(parue.cases[&(Mesure::Episodes, String::new())], CaseParue::Montree(total));
    }
}
