//! Sums of one patient, periods and figures, against counting by hand.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::secret::Masque;
use super::*;
use crate::decision::TypeStructure;
use crate::identifiant::{CodeDepartement, CptsId, PraticienId};
use crate::reglement::Reglement;

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

fn situation() -> Situation {
    Situation { departement: loiret(), cpts: Some(CptsId::new(1)), structure: TypeStructure::Cpts }
}

fn releve(ouvert_le: Date, seances: &[Date]) -> Releve {
    let seances = seances.iter().map(|le| SeanceRelevee { le: *le, par: 1, acte: None }).collect();
    Releve {
        departement: "45".to_owned(),
        cpts: Some(1),
        structure: "CPTS".to_owned(),
        ouvert_par: 1,
        ouvert_le,
        clos_le: None,
        region: "rachis-lombaire".to_owned(),
        diagnostic: false,
        medecin_traitant: Some(true),
        seances,
        orientations: Vec::new(),
        evenements: Vec::new(),
        documents: Vec::new(),
    }
}

/// The sums of a set of chained movements over a range, as storage reads them.
fn lire(mouvement: &Mouvement, perimetre: &str, variante: Variante, (du, au): (Tranche, Tranche)) -> Comptes {
    let mut sommes: BTreeMap<(Mesure, String), (i64, i64)> = BTreeMap::new();
    for (lieu, structure, cellule, ecart) in mouvement.iter() {
        let dedans = cellule.variante == variante && cellule.tranche >= du && cellule.tranche <= au;
        if lieu == perimetre && dedans && cellule.precedent < du {
            let somme = sommes.entry((cellule.mesure, cellule.modalite.clone())).or_default();
            somme.0 += if structure == "*" { 0 } else { ecart.n };
            somme.1 += if structure == "*" { ecart.sujets } else { 0 };
        }
    }
    let mut comptes = Comptes::default();
    for ((mesure, modalite), (n, sujets)) in sommes {
        comptes.ajouter(mesure, &modalite, n, sujets);
    }
    comptes
}

/// The sums of a CPTS over a range.
fn sommer(sommes: &BTreeMap<Cellule, Ecart>, variante: Variante, (du, au): (Tranche, Tranche)) -> Comptes {
    let mut comptes = Comptes::default();
    for (cellule, ecart) in sommes {
        let dedans = cellule.variante == variante && (du..=au).contains(&cellule.tranche);
        if dedans && cellule.precedent < du && cellule.mesure != Mesure::PraticiensActifs {
            comptes.ajouter(cellule.mesure, &cellule.modalite, ecart.n, ecart.sujets);
        }
    }
    comptes
}

#[test]
fn chaque_indicateur_a_sa_definition_sourcee() {
    let definitions = reglement().indicateurs();
    for indicateur in Indicateur::TOUS {
        let definition = definitions.de(*indicateur).unwrap();
        assert!(definition.formule.ends_with('.'), "{}", indicateur.code());
        assert!(!definition.sources.is_empty(), "{}", indicateur.code());
        let divise = !matches!(indicateur.nature(), Nature::Nombre);
        assert_eq!(definition.denominateur.is_some(), divise, "{}", indicateur.code());
    }
    let entieres: Vec<Definition> = definitions.iter().cloned().collect();
    let manque = entieres.iter().skip(1).cloned().collect();
    let absent = DefinitionsInvalides::Absent(Indicateur::PraticiensVolontaires.code());
    assert_eq!(Definitions::nouvelles(manque), Err(absent));
}

/// A year of the experiment is made of whole thirds in every department.
#[test]
fn aucun_departement_ne_commence_au_milieu_d_une_tranche() {
    for code in CodeDepartement::tous() {
        let perimetre = Perimetre::Departement(code);
        for rang in 1..=5 {
            let (du, au) = Periode::AnneeExperience(rang).bornes(&perimetre, reglement()).unwrap();
            assert_eq!(Tranche::du(du).premier_jour(), Some(du), "{code}");
            let lendemain = au.tomorrow().unwrap();
            assert_eq!(Tranche::du(lendemain).premier_jour(), Some(lendemain), "{code}");
        }
    }
}

#[test]
fn les_periodes_s_ecrivent_et_se_lisent() {
    for (texte, periode) in [
        ("2026", Periode::Annee(2026)),
        ("2026-03", Periode::Mois(2026, 3)),
        ("experience-2", Periode::AnneeExperience(2)),
    ] {
        assert_eq!(texte.parse(), Ok(periode));
        assert_eq!(periode.to_string(), texte);
    }
    for faute in ["", "26", "2026-13", "2026-00", "experience-0", "experience-x", "2026-3-1"] {
        assert!(faute.parse::<Periode>().is_err(), "{faute}");
    }
    let loiret = Perimetre::Departement(loiret());
    let bornes = Periode::AnneeExperience(2).bornes(&loiret, reglement());
    assert_eq!(bornes, Some((date(2025, 8, 28), date(2026, 8, 27))));
    assert_eq!(Periode::Annee(2026).mois(&loiret, reglement()).len(), 12);
}

#[test]
fn un_patient_a_deux_episodes_compte_une_fois_par_periode() {
    let premier = releve(date(2026, 1, 5), &[date(2026, 1, 5), date(2026, 2, 20)]);
    let second = releve(date(2026, 6, 1), &[date(2026, 6, 1)]);
    let episodes = [(situation(), &premier), (situation(), &second)];
    let tout = mouvement(&[], &episodes, reglement());
    let annee = (Tranche::du(date(2026, 1, 1)), Tranche::du(date(2026, 12, 31)));
    let comptes = lire(&tout, "departement/45", Variante::Ouverture, annee);
    assert_eq!(comptes.un(Mesure::Episodes, ""), Compte { n: 2, sujets: 1 });
    assert_eq!(comptes.un(Mesure::Seances, ""), Compte { n: 3, sujets: 1 });
    let juin = (Tranche::du(date(2026, 6, 1)), Tranche::du(date(2026, 6, 30)));
    let comptes = lire(&tout, "pays", Variante::Calendaire, juin);
    assert_eq!(comptes.un(Mesure::Episodes, ""), Compte { n: 1, sujets: 1 });
    let defait = mouvement(&episodes, &[], reglement());
    let mut somme = tout;
    somme.joindre(defait);
    assert!(somme.is_empty(), "what was added is taken away whole");
}

fn tableau(comptes: &Comptes, champ: Champ, masque: &Masque, participation: &Participation) -> Tableau {
    let cle = (champ, Periode::Annee(2026), Variante::Ouverture);
    Tableau::assembler(cle, comptes, participation, masque, (reglement(), date(2026, 12, 31)))
}

/// RAM 8.10 and RAM 8.11 are of one article, RAM 8.12 of another.
#[test]
fn l_article_que_les_autres_laissent_se_montre() {
    let mut comptes = Comptes::default();
    comptes.ajouter(Mesure::Seances, "", 160, 60);
    for (acte, n) in [("RAM 8.10", 5), ("RAM 8.11", 95), ("VSM 8.08", 60)] {
        comptes.ajouter(Mesure::SeancesParActe, acte, n, n);
    }
    let lire = |masque: &Masque| {
        let champ = Champ::tout(Perimetre::Departement(loiret()));
        match tableau(&comptes, champ, masque, &Participation::default()).valeur(Indicateur::ArticlesNgap) {
            Valeur::Repartition(parts) => parts.iter().map(|part| part.n).collect::<Vec<_>>(),
            autre => panic!("{autre:?}"),
        }
    };
    let tous = lire(&Masque::aucun());
    assert!(tous.len() > 1 && tous.iter().all(Option::is_some), "{tous:?}");
    let mut masque = Masque::aucun();
    masque.cacher(Mesure::SeancesParActe, "RAM 8.10");
    assert_eq!(lire(&masque), tous, "what the other articles leave of the total is told by them");
    let mut sans_total = masque.clone();
    sans_total.cacher(Mesure::Seances, "");
    assert_eq!(
        lire(&sans_total).iter().filter(|n| n.is_none()).count(),
        1,
        "of a hidden total they leave nothing"
    );
    masque.cacher(Mesure::SeancesParActe, "VSM 8.08");
    assert_eq!(
        lire(&masque).iter().filter(|n| n.is_none()).count(),
        2,
        "two that are hidden hide each other"
    );
}

#[test]
fn deux_indicateurs_comptent_par_patient_et_se_cachent_avec_leurs_termes() {
    let mut comptes = Comptes::default();
    comptes.ajouter(Mesure::Episodes, "", 50, 40);
    comptes.ajouter(Mesure::Seances, "", 200, 40);
    comptes.ajouter(Mesure::EpisodesOrientes, "", 20, 18);
    let rien = Participation::default();
    let loiret_entier = Champ::tout(Perimetre::Departement(loiret()));
    let lire = |comptes: &Comptes, champ: &Champ, masque: &Masque| {
        let lu = tableau(comptes, champ.clone(), masque, &rien);
        [Indicateur::SeancesParPatient, Indicateur::PatientsOrientes].map(|lue| lu.valeur(lue).clone())
    };
    let rapport = |numerateur, denominateur, echelle| Valeur::Rapport { numerateur, denominateur, echelle };
    let montres = lire(&comptes, &loiret_entier, &Masque::aucun());
    assert_eq!(montres, [rapport(200, 40, 1), rapport(18, 40, 100)], "5 séances each, 45 % sent to a doctor");
    let secret = Valeur::Absente(Manque::Secret);
    let mut masque = Masque::aucun();
    masque.cacher(Mesure::Episodes, "");
    assert_eq!(lire(&comptes, &loiret_entier, &masque), [secret.clone(), secret.clone()]);
    comptes.ajouter(Mesure::EpisodesOrientes, "", 17, 17);
    let [_, orientes] = lire(&comptes, &loiret_entier, &Masque::aucun());
    assert_eq!(orientes, secret, "five patients were not");
    let sien = Champ::tout(Perimetre::Praticien(PraticienId::new(1)));
    assert_eq!(lire(&comptes, &sien, &Masque::aucun())[1], rapport(35, 40, 100), "his own patients");
}

#[test]
fn une_part_de_l_activite_ne_depasse_pas_tout() {
    let lire = |total| {
        let activite = Some(Activite { praticiens: 3, acces_direct: 120, total });
        let participation = Participation { activite, ..Participation::default() };
        let champ = Champ::tout(Perimetre::Departement(loiret()));
        tableau(&Comptes::default(), champ, &Masque::aucun(), &participation)
            .valeur(Indicateur::PartActivite)
            .clone()
    };
    assert_eq!(lire(240), Valeur::Rapport { numerateur: 120, denominateur: 240, echelle: 100 });
    assert_eq!(lire(100), Valeur::Absente(Manque::DenominateurACorriger));
}

#[test]
fn des_acceptations_sans_publication_se_disent() {
    let lire = |publiees: Vec<(u32, u64)>, en_attente| {
        let publication: Histogramme = publiees.into_iter().collect();
        let delais = Delais { publication, en_attente, ..Delais::default() };
        let participation = Participation { delais, ..Participation::default() };
        let champ = Champ::tout(Perimetre::Departement(loiret()));
        tableau(&Comptes::default(), champ, &Masque::aucun(), &participation)
            .valeur(Indicateur::DelaiPublication)
            .clone()
    };
    assert_eq!(lire(Vec::new(), 3), Valeur::Absente(Manque::SansPublication));
    assert_eq!(lire(Vec::new(), 0), Valeur::Absente(Manque::SansObjet), "nothing was accepted");
    assert!(matches!(lire(vec![(0, 2)], 3), Valeur::Distribution { effectif: 2, .. }));
}

#[test]
fn les_declarations_ne_se_filtrent_que_sur_les_cpts() {
    let participation =
        Participation { volontaires: 7, autorises: 5, supports: 2, ..Participation::default() };
    let lire = |structure| {
        let champ = Champ { perimetre: Perimetre::Departement(loiret()), structure };
        tableau(&Comptes::default(), champ, &Masque::aucun(), &participation)
    };
    let (cpts, msp) = (lire(Some(TypeStructure::Cpts)), lire(Some(TypeStructure::Msp)));
    for (indicateur, n) in [
        (Indicateur::PraticiensVolontaires, 7),
        (Indicateur::PraticiensAutorises, 5),
        (Indicateur::SupportsInformation, 2),
    ] {
        assert_eq!(cpts.valeur(indicateur), &Valeur::Nombre(n));
        assert_eq!(msp.valeur(indicateur), &Valeur::Absente(Manque::HorsPerimetre), "{indicateur:?}");
    }
    assert_eq!(msp.valeur(Indicateur::DelaiDecision), &Valeur::Absente(Manque::HorsPerimetre));
    assert_eq!(msp.valeur(Indicateur::PraticiensActifs), &Valeur::Nombre(0), "they are counted by structure");
}

#[test]
fn moyenne_mediane_et_quartiles() {
    let histogramme: Histogramme = [(1, 2), (4, 1), (8, 1)].into_iter().collect();
    assert_eq!((histogramme.effectif(), histogramme.somme()), (4, 14));
    assert_eq!(histogramme.moyenne(), Some(350));
    assert_eq!(histogramme.mediane(), Some(250));
    assert_eq!((histogramme.quantile(25), histogramme.quantile(75)), (Some(100), Some(600)));
    assert_eq!(Histogramme::default().mediane(), None);
}

fn un_episode() -> impl Strategy<Value = (u128, u128, Releve)> {
    let jour = (0i64..700).prop_map(|n| date(2025, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap());
    let seances = proptest::collection::vec((jour.clone(), 1u128..4), 0..12);
    (0u128..4, 0u128..3, jour.clone(), seances, any::<Option<bool>>(), proptest::option::of(jour)).prop_map(
        |(patient, cpts, ouvert_le, seances, medecin_traitant, clos_le)| {
            let mut r = releve(ouvert_le, &[]);
            r.cpts = (cpts > 0).then_some(cpts);
            r.structure = if cpts > 0 { "CPTS" } else { "MSP" }.to_owned();
            r.seances = seances.into_iter().map(|(le, par)| SeanceRelevee { le, par, acte: None }).collect();
            r.medecin_traitant = medecin_traitant;
            r.clos_le = clos_le;
            (patient, cpts, r.range())
        },
    )
}

fn place(releve: &Releve) -> Situation {
    Situation {
        departement: loiret(),
        cpts: releve.cpts.map(CptsId::new),
        structure: TypeStructure::depuis_code(&releve.structure).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Patient by patient, chained, whatever the order: the same sums as counting everything at once.
    #[test]
    fn la_chaine_egale_le_comptage_direct(episodes in proptest::collection::vec(un_episode(), 0..14), du in 0i64..500, jours in 0i64..400) {
        let jour = |n: i64| date(2025, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let tranches = (Tranche::du(jour(du)), Tranche::du(jour(du + jours)));
        let mut somme = Mouvement::default();
        let mut connus: BTreeMap<u128, Vec<Releve>> = BTreeMap::new();
        for (patient, _, r) in &episodes {
            let avant = connus.get(patient).cloned().unwrap_or_default();
            let mut apres = avant.clone();
            apres.push(r.clone());
            let avant: Vec<_> = avant.iter().map(|r| (place(r), r)).collect();
            let situes: Vec<_> = apres.iter().map(|r| (place(r), r)).collect();
            somme.joindre(mouvement(&avant, &situes, reglement()));
            connus.insert(*patient, apres);
        }
        for variante in Variante::TOUS {
            let chaine = lire(&somme, "departement/45", *variante, tranches);
            let direct = Comptes::des_episodes(episodes.iter().map(|(p, _, r)| (*p, r)), *variante, tranches);
            prop_assert_eq!(chaine, direct);
            let une = || episodes.iter().filter(|(_, cpts, _)| *cpts == 1).map(|(p, _, r)| (*p, r));
            let fines = sommer(&sommes(une(), *variante), *variante, tranches);
            prop_assert_eq!(fines, Comptes::des_episodes(une(), *variante, tranches));
        }
    }
}
