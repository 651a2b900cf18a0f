//! Random histories of episodes and events: whatever happened, in whatever order, the sums are those of the facts.

use std::collections::{BTreeMap, BTreeSet};

use droit::decision::{ActeNgap, DiagnosticPrealable, TypeDiagnostic};
use droit::declaration::Declarant;
use droit::episode::{
    Accorde, Contexte, Cote, Destination, Episode, Evenement, GraviteEvenement, IssueEpisode,
    MotifAnnulation, MotifOrientation, MotifRetraitDiagnostic, Orientation, Region, Urgence,
};
use droit::evenement::{Depot, Faits, GesteEvenement, PartieEvenement};
use droit::identifiant::{
    CompteId, DiagnosticId, EvenementId, OrientationId, PatientId, PraticienId, SeanceId,
};
use droit::indicateur::{Compte, Mesure, Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::chiffre::Trousseau;
use entrepot::{Entrepot, Tx, episode, evenement, indicateur};
use jiff::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::appui::{self, Base};
use crate::indicateurs::{DEBUT, annee, exiger_juste, lire};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(un_evenement_sans_episode_se_compte_a_son_lieu, les_histoires_au_hasard_se_comptent_juste);

/// Reported without an episode, an event counts for the department, the CPTS and the MK of its declarant, from the next
/// reading, under its severity as it stands.
fn un_evenement_sans_episode_se_compte_a_son_lieu(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    let mut histoire = Histoire {
        entrepot: &entrepot,
        jour: DEBUT,
        patients: Vec::new(),
        episodes: Vec::new(),
        seuls: Vec::new(),
        suivante: 1 << 40,
    };
    for rang in [0, 1, 2] {
        let cle = histoire.cle();
        histoire.signaler_seul(cle, rang, 0);
    }
    histoire.requalifier(0);
    for (perimetre, attendu) in [
        (Perimetre::Pays, 3),
        (Perimetre::Region("Centre-Val de Loire".to_owned()), 3),
        (Perimetre::Departement(loiret()), 3),
        (Perimetre::Cpts(CPTS), 2),
        (Perimetre::Praticien(mk(0)), 1),
    ] {
        for variante in Variante::TOUS {
            let lus = lire(&entrepot, perimetre.clone(), Periode::Annee(2026), *variante);
            assert_eq!(lus.un(Mesure::Evenements, ""), Compte { n: attendu, sujets: attendu }, "{perimetre}");
            assert_eq!(lus.un(Mesure::EvenementsParGravite, "benin").n, 1, "{perimetre}: as it stands now");
            assert_eq!(lus.un(Mesure::Episodes, "").n, 0, "{perimetre}: it is no episode");
        }
    }
    exiger_juste(&entrepot).unwrap();
    entrepot.ecrire_ici(indicateur::recalculer).unwrap();
    assert_eq!(annee(&entrepot, Variante::Calendaire).un(Mesure::Evenements, "").n, 3);
    exiger_juste(&entrepot).unwrap();
}

#[derive(Clone, Copy, Debug)]
enum Commande {
    Ouvrir { patient: usize, region: usize, mk: u32 },
    Seance { episode: usize, mk: u32, il_y_a: i64, acte: usize },
    Annuler { episode: usize, rang: usize },
    Diagnostiquer { episode: usize },
    Retirer { episode: usize },
    Rejoindre { episode: usize, mk: u32 },
    Orienter { episode: usize },
    Signaler { episode: usize },
    Clore { episode: usize },
    SignalerSeul { mk: u32, il_y_a: i64 },
    Requalifier { rang: usize },
    Attendre { jours: i64 },
}

fn commande() -> impl Strategy<Value = Commande> {
    let e = 0..6usize;
    prop_oneof![
        3 => (0..3usize, 0..3usize, 0..3u32).prop_map(|(patient, region, mk)| Commande::Ouvrir { patient, region, mk }),
        12 => (e.clone(), 0..3u32, prop_oneof![Just(0), 0..40i64], 0..3usize)
            .prop_map(|(episode, mk, il_y_a, acte)| Commande::Seance { episode, mk, il_y_a, acte }),
        2 => (e.clone(), 0..6usize).prop_map(|(episode, rang)| Commande::Annuler { episode, rang }),
        1 => e.clone().prop_map(|episode| Commande::Diagnostiquer { episode }),
        1 => e.clone().prop_map(|episode| Commande::Retirer { episode }),
        2 => (e.clone(), 0..3u32).prop_map(|(episode, mk)| Commande::Rejoindre { episode, mk }),
        1 => e.clone().prop_map(|episode| Commande::Orienter { episode }),
        1 => e.clone().prop_map(|episode| Commande::Signaler { episode }),
        1 => e.prop_map(|episode| Commande::Clore { episode }),
        2 => (0..3u32, 0..40i64).prop_map(|(mk, il_y_a)| Commande::SignalerSeul { mk, il_y_a }),
        1 => (0..4usize).prop_map(|rang| Commande::Requalifier { rang }),
        3 => (1..25i64).prop_map(|jours| Commande::Attendre { jours }),
    ]
}

/// What happened so far: the day, the episodes opened with their patient, the next key.
struct Histoire<'e> {
    entrepot: &'e Entrepot,
    jour: Date,
    patients: Vec<PatientId>,
    episodes: Vec<(u128, PatientId)>,
    seuls: Vec<EvenementId>,
    suivante: u128,
}

const REGIONS: [Region; 3] = [Region::RachisLombaire, Region::RachisCervical, Region::Thorax];

impl Histoire<'_> {
    fn cle(&mut self) -> u128 {
        self.suivante += 1;
        self.suivante
    }

    /// Does what the rules grant; a refusal leaves everything as it was.
    fn derouler(&mut self, commande: Commande) {
        let jour = self.jour;
        let cle = self.cle();
        let rang = match commande {
            Commande::Attendre { jours } => {
                self.jour = jour.checked_add(Span::new().days(jours)).unwrap();
                return;
            }
            Commande::Ouvrir { patient, region, mk: rang } => return self.ouvrir(cle, patient, region, rang),
            Commande::SignalerSeul { mk: rang, il_y_a } => return self.signaler_seul(cle, rang, il_y_a),
            Commande::Requalifier { rang } => return self.requalifier(rang),
            Commande::Seance { episode, .. }
            | Commande::Annuler { episode, .. }
            | Commande::Diagnostiquer { episode }
            | Commande::Retirer { episode }
            | Commande::Rejoindre { episode, .. }
            | Commande::Orienter { episode }
            | Commande::Signaler { episode }
            | Commande::Clore { episode } => episode,
        };
        let Some((id, _)) = self.episodes.get(rang % self.episodes.len().max(1)).copied() else { return };
        let lu = charger(self.entrepot, id);
        match commande {
            Commande::Seance { .. }
            | Commande::Annuler { .. }
            | Commande::Diagnostiquer { .. }
            | Commande::Retirer { .. } => self.soigner(commande, cle, &lu),
            _ => self.suivre(commande, cle, &lu),
        }
    }

    /// An event without an episode: the third MK is in no CPTS.
    fn signaler_seul(&mut self, cle: u128, rang: u32, il_y_a: i64) {
        let faits = Faits {
            le: self.jour.checked_sub(Span::new().days(il_y_a)).unwrap(),
            gravite: GraviteEvenement::Modere,
            complement: droit::episode::Complement::default(),
            circonstances: "hors de tout épisode".parse().unwrap(),
            mesures: "repos".parse().unwrap(),
        };
        let id = EvenementId::new(cle);
        let cpts = (rang < 2).then_some(CPTS);
        let depot = Depot { id, par: mk(rang), departement: loiret(), cpts, faits };
        let fait = depot.deposer(&regle_des_evenements(), (self.jour, instant(self.jour))).unwrap();
        let trousseau = self.entrepot.trousseau().clone();
        self.entrepot.ecrire_ici(move |tx| evenement::inscrire_depot(tx, &trousseau, &fait)).unwrap();
        self.seuls.push(id);
    }

    /// The ARS says otherwise how severe it was.
    fn requalifier(&self, rang: usize) {
        let Some(id) = self.seuls.get(rang).copied() else { return };
        let trousseau = self.entrepot.trousseau().clone();
        let lu = self.entrepot.lire_ici(move |tx| evenement::charger(tx, &trousseau, id)).unwrap().unwrap();
        let qui =
            Declarant { compte: CompteId::new(1), aujourd_hui: self.jour, maintenant: instant(self.jour) };
        let geste =
            GesteEvenement::Requalifier { gravite: GraviteEvenement::Benin, motif: "revu".parse().unwrap() };
        let regle = regle_des_evenements();
        let Ok(fait) = lu.signalement.avancer(&geste, PartieEvenement::Ars, &regle, &qui) else { return };
        let trousseau = self.entrepot.trousseau().clone();
        ecrire(self.entrepot, move |tx| evenement::inscrire_pas(tx, &trousseau, &fait)).unwrap();
    }

    fn soigner(&self, commande: Commande, cle: u128, lu: &Episode) {
        let (jour, premier) = (self.jour, lu.participants[0]);
        let un_d_eux = |rang: u32| lu.participants[rang as usize % lu.participants.len()];
        match commande {
            Commande::Seance { mk: rang, il_y_a, acte, .. } => {
                let le = jour.checked_sub(Span::new().days(il_y_a)).unwrap();
                let actes = [None, Some(("TER", "9.49")), Some(("AMS", "7.5"))];
                let acte = actes[acte].map(|(lettre, coefficient)| ActeNgap {
                    lettre: lettre.to_owned(),
                    coefficient: coefficient.parse().unwrap(),
                });
                let saisie = droit::episode::SeanceSaisie { id: SeanceId::new(cle), le, acte, note: None };
                self.faire(
                    lu,
                    un_d_eux(rang),
                    |e, cx| e.enregistrer_seance(saisie.clone(), cx).ok(),
                    episode::inscrire_seance,
                );
            }
            Commande::Annuler { rang, .. } => {
                let Some(seance) = lu.seances.get(rang) else { return };
                let (id, par) = (seance.id, seance.par);
                let annuler = |e: &Episode, cx: &Contexte<'_>| {
                    e.annuler_seance(id, MotifAnnulation::Doublon, None, &cx.auteur).ok()
                };
                self.faire(lu, par, annuler, episode::inscrire_annulation);
            }
            Commande::Diagnostiquer { .. } => {
                let piece = DiagnosticPrealable {
                    type_diagnostic: TypeDiagnostic::PrescriptionAnterieure,
                    date: jour,
                    en_rapport: true,
                    enregistre_le: jour,
                };
                let id = DiagnosticId::new(cle);
                self.faire(
                    lu,
                    premier,
                    |e, cx| e.enregistrer_diagnostic(id, piece, cx).ok(),
                    episode::inscrire_diagnostic,
                );
            }
            Commande::Retirer { .. } => {
                let retirer = |e: &Episode, cx: &Contexte<'_>| {
                    e.retirer_diagnostic(MotifRetraitDiagnostic::Erreur, cx.confirmation.as_ref(), &cx.auteur)
                        .ok()
                };
                self.faire(lu, premier, retirer, episode::inscrire_retrait);
            }
            _ => {}
        }
    }

    fn suivre(&self, commande: Commande, cle: u128, lu: &Episode) {
        let (jour, premier) = (self.jour, lu.participants[0]);
        match commande {
            Commande::Rejoindre { mk: rang, .. } => {
                self.faire(lu, mk(rang), |e, cx| e.rejoindre(jour, cx).ok(), episode::inscrire_ralliement);
            }
            Commande::Orienter { .. } => {
                let orientation = Orientation {
                    id: OrientationId::new(cle),
                    par: premier,
                    le: jour,
                    motif: MotifOrientation::SansAmelioration,
                    destination: Destination::MedecinTraitant,
                    urgence: Urgence::Programmee,
                    precision: None,
                };
                self.faire(
                    lu,
                    premier,
                    |e, cx| e.orienter(orientation.clone(), &cx.auteur).ok(),
                    episode::inscrire_orientation,
                );
            }
            Commande::Signaler { .. } => {
                let evenement = Evenement {
                    id: EvenementId::new(cle),
                    par: premier,
                    le: jour,
                    gravite: GraviteEvenement::Benin,
                    circonstances: "au cours d’un exercice".parse().unwrap(),
                    mesures: "repos".parse().unwrap(),
                    complement: droit::episode::Complement::default(),
                };
                self.faire(
                    lu,
                    premier,
                    |e, cx| e.signaler_evenement(evenement.clone(), &regle_des_evenements(), &cx.auteur).ok(),
                    episode::inscrire_evenement,
                );
            }
            Commande::Clore { .. } => {
                self.faire(
                    lu,
                    premier,
                    |e, cx| e.clore(jour, IssueEpisode::Abandon, cx).ok(),
                    episode::inscrire_cloture,
                );
            }
            _ => {}
        }
    }

    fn ouvrir(&mut self, cle: u128, patient: usize, region: usize, rang: u32) {
        let mut demande = ouverture(cle, self.jour, REGIONS[region], Cote::SansObjet);
        demande.patient = self.patients[patient];
        demande.nouveau_probleme = Some("nouvelle douleur".parse().unwrap());
        if rang == 2 {
            demande.cpts = None;
        }
        if ouvrir(self.entrepot, mk(rang), &demande).is_ok() {
            self.episodes.push((cle, demande.patient));
        }
    }

    fn faire<T: Send + 'static>(
        &self,
        lu: &Episode,
        par: PraticienId,
        decider: impl Fn(&Episode, &Contexte<'_>) -> Option<Accorde<T>>,
        inscrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
    ) {
        let droit = droit(self.jour);
        let cx = contexte(par, self.jour, &droit, Some("vu avec le patient"));
        let Some(fait) = decider(lu, &cx) else { return };
        let trousseau = self.entrepot.trousseau().clone();
        ecrire(self.entrepot, move |tx| inscrire(tx, &trousseau, &fait)).unwrap();
    }
}

/// The figures counted by hand from the episodes themselves, without the code of the sums.
fn exiger(
    entrepot: &Entrepot,
    episodes: &[(u128, PatientId)],
    periode: Periode,
) -> Result<(), TestCaseError> {
    let perimetre = Perimetre::Departement(loiret());
    let (du, au) = periode.bornes(&perimetre, Reglement::embarque().unwrap()).unwrap();
    let dedans = |jour: Date| du <= jour && jour <= au;
    let lus: Vec<(PatientId, Episode)> =
        episodes.iter().map(|(id, patient)| (*patient, charger(entrepot, *id))).collect();
    let comptes = lire(entrepot, perimetre.clone(), periode, Variante::Calendaire);
    let seances: usize =
        lus.iter().map(|(_, e)| e.seances_faites().iter().filter(|s| dedans(s.le)).count()).sum();
    let vus: BTreeSet<PatientId> = lus
        .iter()
        .filter(|(_, e)| e.seances_faites().iter().any(|s| dedans(s.le)))
        .map(|(patient, _)| *patient)
        .collect();
    let actifs: BTreeSet<PraticienId> = lus
        .iter()
        .flat_map(|(_, e)| {
            e.seances_faites().into_iter().filter(|s| dedans(s.le)).map(|s| s.par).collect::<Vec<_>>()
        })
        .collect();
    prop_assert_eq!(comptes.un(Mesure::Seances, ""), Compte { n: seances as u64, sujets: vus.len() as u64 });
    prop_assert_eq!(comptes.un(Mesure::Episodes, "").sujets, vus.len() as u64);
    prop_assert_eq!(comptes.un(Mesure::PraticiensActifs, "").sujets, actifs.len() as u64);
    let ouverts: Vec<_> = lus.iter().filter(|(_, e)| dedans(e.ouvert_le)).collect();
    let comptes = lire(entrepot, perimetre, periode, Variante::Ouverture);
    prop_assert_eq!(comptes.un(Mesure::Episodes, "").n, ouverts.len() as u64);
    let mut histogramme: BTreeMap<u32, u64> = BTreeMap::new();
    for (_, e) in &ouverts {
        *histogramme.entry(u32::try_from(e.seances_faites().len()).unwrap()).or_default() += 1;
    }
    let trouve: BTreeMap<u32, u64> = comptes.histogramme(Mesure::EpisodesParSeances).iter().collect();
    prop_assert_eq!(trouve, histogramme);
    let leves = ouverts.iter().filter(|(_, e)| e.couvert_du().is_some()).count();
    prop_assert_eq!(comptes.un(Mesure::EpisodesParDiagnostic, "avec").n, leves as u64);
    let orientes = ouverts.iter().filter(|(_, e)| !e.orientations.is_empty()).count();
    prop_assert_eq!(comptes.un(Mesure::EpisodesOrientes, "").n, orientes as u64);
    Ok(())
}

fn les_histoires_au_hasard_se_comptent_juste(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    let mut rang = 0u128;
    let cellule = std::cell::RefCell::new(&mut rang);
    let tous = std::cell::RefCell::new(Vec::new());
    let config = Config { cases: 10, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    let hasard = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, hasard)
        .run(&proptest::collection::vec(commande(), 10..60), |commandes| {
            let mut rang = cellule.borrow_mut();
            **rang += 1;
            let patients = (0..3).map(|n| nouveau_patient(&entrepot, **rang * 10 + n)).collect();
            let mut tous = tous.borrow_mut();
            let episodes = Vec::new();
            let mut histoire = Histoire {
                entrepot: &entrepot,
                jour: DEBUT,
                patients,
                episodes,
                seuls: Vec::new(),
                suivante: **rang << 40,
            };
            for commande in &commandes {
                histoire.derouler(*commande);
            }
            exiger_juste(&entrepot)?;
            tous.extend(histoire.episodes);
            for periode in [Periode::Annee(2026), Periode::Mois(2026, 2), Periode::AnneeExperience(2)] {
                exiger(&entrepot, &tous, periode)?;
            }
            Ok(())
        })
        .unwrap();
    let comptes = annee(&entrepot, Variante::Ouverture);
    let signales = entrepot.lire_ici(|tx| {
        let sql = "SELECT COUNT(*) AS n FROM evenement WHERE le BETWEEN '2026-01-01' AND '2026-12-31'";
        tx.query_one(sql, &[])?.get::<i64>("n")
    });
    let calendaires = annee(&entrepot, Variante::Calendaire);
    let signales = u64::try_from(signales.unwrap()).unwrap();
    assert_eq!(calendaires.un(Mesure::Evenements, "").n, signales, "with an episode or without");
    for mesure in [Mesure::Seances, Mesure::Orientations, Mesure::Evenements, Mesure::Episodes] {
        assert!(
            comptes.un(mesure, "").n > 1,
            "the histories leave something to count: {mesure:?} {comptes:?}"
        );
    }
    assert!(comptes.un(Mesure::EpisodesParDiagnostic, "avec").n > 0, "{comptes:?}");
}

fn regle_des_evenements() -> droit::evenement::RegleEvenement<'static> {
    let reglement = droit::reglement::Reglement::embarque().unwrap();
    droit::evenement::RegleEvenement::au(reglement.parametres(loiret()), date(2026, 3, 1))
}
