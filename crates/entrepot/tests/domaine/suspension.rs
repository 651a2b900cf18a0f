//! Suspending and taking up again: several periods per declaration, never overlapping, equal to the replay of the facts.

use std::collections::BTreeMap;

use droit::declaration::{
    Declaration, EmpechementDeclaration, EtatDeclaration, FinAutorisation, MotifRetrait, MotifSuspension,
    Partie,
};
use entrepot::praticien::{Autorisation, Critere, CurseurListe};
use entrepot::{Echec, Entrepot, declaration, praticien};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    suspendre_arrete_le_droit_et_reprendre_le_rouvre,
    une_date_impossible_est_refusee,
    deux_agents_ne_suspendent_qu_une_fois,
    les_periodes_sont_le_rejeu_des_faits,
);

fn suspendre(entrepot: &Entrepot, du: Date, le: Date) -> Result<(), EmpechementDeclaration> {
    let fait = relire(entrepot, 0).suspendre(MotifSuspension::Ordre, None, du, &declarant(le))?;
    ecrire(entrepot, move |tx| declaration::inscrire_suspension(tx, &fait)).unwrap();
    Ok(())
}

fn reprendre(entrepot: &Entrepot, du: Date, le: Date) -> Result<(), EmpechementDeclaration> {
    let fait = relire(entrepot, 0).reprendre(du, &declarant(le))?;
    ecrire(entrepot, move |tx| declaration::inscrire_reprise(tx, &fait)).unwrap();
    Ok(())
}

fn retirer(entrepot: &Entrepot, au: Date, le: Date) -> Result<(), EmpechementDeclaration> {
    let fait = relire(entrepot, 0).retirer(MotifRetrait::Volontaire, au, Partie::Ars, &declarant(le))?;
    ecrire(entrepot, move |tx| declaration::inscrire_retrait(tx, &fait)).unwrap();
    Ok(())
}

fn autorise(entrepot: &Entrepot, jour: Date) -> bool {
    entrepot.lire_ici(move |tx| praticien::autorise_au(tx, mk(0), loiret(), jour)).unwrap().is_some()
}

fn sur_la_liste(entrepot: &Entrepot, jour: Date) -> usize {
    let apres = CurseurListe::default();
    let critere = Critere { jour, departement: Some(loiret()), cpts: None, mot: None, apres, limite: 9 };
    entrepot.lire_ici(move |tx| praticien::autorises(tx, &critere)).unwrap().len()
}

fn periodes(entrepot: &Entrepot) -> Vec<Autorisation> {
    entrepot.lire_ici(|tx| praticien::autorisations(tx, mk(0))).unwrap()
}

fn suspendre_arrete_le_droit_et_reprendre_le_rouvre(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    suspendre(&entrepot, date(2026, 2, 1), date(2026, 1, 20)).unwrap();
    let etat = relire(&entrepot, 0).etat.clone();
    assert_eq!(
        etat,
        EtatDeclaration::Suspendue {
            le: date(2026, 1, 20),
            du: date(2026, 2, 1),
            effet_du: date(2025, 10, 1),
            motif: MotifSuspension::Ordre,
            precision: None,
        }
    );
    reprendre(&entrepot, date(2026, 3, 1), date(2026, 2, 25)).unwrap();
    let jours = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)];
    assert_eq!(jours.map(|jour| autorise(&entrepot, jour)), [true, false, false, true]);
    assert_eq!(jours.map(|jour| sur_la_liste(&entrepot, jour)), [1, 0, 0, 1]);
    let fins: Vec<_> = periodes(&entrepot).iter().map(|p| p.fin).collect();
    assert_eq!(fins, [Some(FinAutorisation::Suspension(MotifSuspension::Ordre)), None]);
    let effectifs = entrepot.lire_ici(|tx| declaration::effectifs(tx, loiret())).unwrap();
    assert_eq!(effectifs.iter().map(|e| (e.etat.as_str(), e.nombre)).collect::<Vec<_>>(), [("validee", 1)]);
    let etapes = entrepot.lire_ici(|tx| declaration::historique(tx, declaration_de(0))).unwrap();
    let faits: Vec<_> = etapes.iter().map(|e| e.fait.as_str()).collect();
    assert_eq!(faits, ["brouillon", "deposee", "validee", "suspendue", "reprise"]);
}

fn une_date_impossible_est_refusee(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let le = date(2026, 1, 20);
    let tot = suspendre(&entrepot, date(2025, 10, 1), le);
    assert_eq!(tot, Err(EmpechementDeclaration::SuspensionTropTot));
    suspendre(&entrepot, date(2026, 2, 1), le).unwrap();
    assert!(matches!(suspendre(&entrepot, le, le), Err(EmpechementDeclaration::Etat { .. })));
    let tot = reprendre(&entrepot, date(2026, 1, 31), le);
    assert_eq!(tot, Err(EmpechementDeclaration::RepriseTropTot));
    retirer(&entrepot, date(2026, 6, 1), le).unwrap();
    let EtatDeclaration::Retiree { au, .. } = relire(&entrepot, 0).etat.clone() else { panic!() };
    assert_eq!(au, date(2026, 1, 31), "a suspended right ended on the eve");
    let fin = periodes(&entrepot)[0].fin;
    assert_eq!(fin, Some(FinAutorisation::Retrait(MotifRetrait::Volontaire)));
    assert!(matches!(reprendre(&entrepot, le, le), Err(EmpechementDeclaration::Etat { .. })));
}

fn deux_agents_ne_suspendent_qu_une_fois(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let lue: Declaration = relire(&entrepot, 0);
    let le = date(2026, 1, 20);
    let une = lue.suspendre(MotifSuspension::Ordre, None, le, &declarant(le)).unwrap();
    let autre = lue.suspendre(MotifSuspension::Demande, None, le, &declarant(le)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_suspension(tx, &une)).unwrap();
    let perdue = ecrire(&entrepot, move |tx| declaration::inscrire_suspension(tx, &autre));
    assert_eq!(perdue, Err(Echec::Conflit));
    assert_eq!(periodes(&entrepot).len(), 1);
}

/// What an agent may try, on a day counted from the acceptance.
#[derive(Clone, Copy, Debug)]
enum Essai {
    Suspendre(i32),
    Reprendre(i32),
    Retirer(i32),
}

fn essais() -> impl Strategy<Value = Vec<(i32, Essai)>> {
    let jour = -5..60_i32;
    let essai = prop_oneof![
        5 => jour.clone().prop_map(Essai::Suspendre),
        5 => jour.clone().prop_map(Essai::Reprendre),
        1 => jour.prop_map(Essai::Retirer),
    ];
    prop::collection::vec((0..6_i32, essai), 1..12)
}

fn le_jour(n: i32) -> Date {
    date(2025, 10, 1) + n.days()
}

/// Each granted fact changes the days that follow it, and nothing before: the model that the periods must equal.
fn rejouer(entrepot: &Entrepot, essais: &[(i32, Essai)]) -> BTreeMap<Date, bool> {
    let mut modele: BTreeMap<Date, bool> = (-5..90).map(|n| (le_jour(n), n >= 0)).collect();
    let mut aujourd_hui = 0;
    for (attente, essai) in essais {
        aujourd_hui += attente;
        let le = le_jour(aujourd_hui);
        let (depuis, droit) = match *essai {
            Essai::Suspendre(n) if suspendre(entrepot, le_jour(n), le).is_ok() => (le_jour(n), false),
            Essai::Reprendre(n) if reprendre(entrepot, le_jour(n), le).is_ok() => (le_jour(n), true),
            Essai::Retirer(n) if retirer(entrepot, le_jour(n), le).is_ok() => (le_jour(n + 1), false),
            _ => continue,
        };
        modele.range_mut(depuis..).for_each(|(_, jour)| *jour = droit);
    }
    modele
}

fn les_periodes_sont_le_rejeu_des_faits(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&essais(), |essais| {
            remettre_a_neuf(&entrepot);
            let modele = rejouer(&entrepot, &essais);
            let periodes = periodes(&entrepot);
            for paire in periodes.windows(2) {
                prop_assert!(paire[0].au.is_some_and(|au| au < paire[1].du), "{periodes:?}");
            }
            for (jour, droit) in &modele {
                prop_assert_eq!(sur_la_liste(&entrepot, *jour) == 1, *droit, "{} {:?}", jour, periodes);
                prop_assert_eq!(autorise(&entrepot, *jour), *droit);
            }
            Ok(())
        })
        .unwrap();
}

/// The MK as `peupler` left him: accepted on 1 October 2025, and nothing since.
fn remettre_a_neuf(entrepot: &Entrepot) {
    entrepot
        .ecrire_ici(|tx| {
            tx.execute("DELETE FROM autorisation", &[])?;
            tx.execute(
                "UPDATE declaration SET etat = 'validee', etat_le = '2025-10-01', effet_du = '2025-10-01',
                    suspendue_du = NULL, motifs = '', precisions = NULL, version = version + 1",
                &[],
            )?;
            tx.execute(
                "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
                SELECT id, praticien, departement, cpts, '2025-10-01' FROM declaration",
                &[],
            )?;
            Ok::<(), Echec>(())
        })
        .unwrap();
}
