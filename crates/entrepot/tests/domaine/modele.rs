//! Random commands through the rules and storage give what a model of ten lines gives.

use droit::decision::{DiagnosticPrealable, TypeDiagnostic};
use droit::episode::{
    Accorde, Contexte, Cote, Episode, IssueEpisode, MotifAnnulation, MotifRetraitDiagnostic, Region,
};
use droit::identifiant::{DiagnosticId, PraticienId, SeanceId};
use entrepot::chiffre::Trousseau;
use entrepot::{Arret, Entrepot, Tx, episode};
use jiff::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(les_commandes_au_hasard_suivent_le_modele);

const OUVERTURE: Date = date(2026, 2, 2);
const FIN: Date = date(2026, 5, 2);
const PLAFOND: usize = 8;
const FENETRE: i64 = 60;

#[derive(Clone, Copy, Debug)]
enum Commande {
    Seance { mk: u32, il_y_a: i64 },
    Annuler { mk: u32, rang: usize },
    Diagnostiquer { mk: u32 },
    Retirer { mk: u32 },
    Rejoindre { mk: u32 },
    Clore { mk: u32 },
    Attendre { jours: i64 },
}

fn commande() -> impl Strategy<Value = Commande> {
    let mk = 0..3u32;
    prop_oneof![
        10 => (mk.clone(), prop_oneof![Just(0), 0..5i64, 0..75i64])
            .prop_map(|(mk, il_y_a)| Commande::Seance { mk, il_y_a }),
        3 => (mk.clone(), 0..12usize).prop_map(|(mk, rang)| Commande::Annuler { mk, rang }),
        1 => mk.clone().prop_map(|mk| Commande::Diagnostiquer { mk }),
        1 => mk.clone().prop_map(|mk| Commande::Retirer { mk }),
        2 => mk.clone().prop_map(|mk| Commande::Rejoindre { mk }),
        1 => mk.prop_map(|mk| Commande::Clore { mk }),
        3 => (1..12i64).prop_map(|jours| Commande::Attendre { jours }),
    ]
}

struct Modele {
    aujourd_hui: Date,
    suivi: Vec<u32>,
    seances: Vec<(Date, u32, bool)>,
    leve: Option<Date>,
    clos: bool,
}

impl Modele {
    fn sans_diagnostic(&self) -> usize {
        let compte = |s: &&(Date, u32, bool)| !s.2 && self.leve.is_none_or(|d| s.0 < d);
        self.seances.iter().filter(compte).count()
    }

    fn appliquer(&mut self, commande: Commande) -> bool {
        let suit = |mk: u32| !self.clos && self.suivi.contains(&mk);
        match commande {
            Commande::Attendre { jours } => {
                self.aujourd_hui = self.aujourd_hui.checked_add(Span::new().days(jours)).unwrap();
                true
            }
            Commande::Rejoindre { mk } if !self.clos && !self.suivi.contains(&mk) => {
                self.suivi.push(mk);
                true
            }
            Commande::Seance { mk, il_y_a } if suit(mk) && il_y_a <= FENETRE => {
                let le = self.aujourd_hui.checked_sub(Span::new().days(il_y_a)).unwrap();
                let couvert = self.leve.is_some_and(|d| le >= d);
                let permis = le >= OUVERTURE && (couvert || (le <= FIN && self.sans_diagnostic() < PLAFOND));
                if permis {
                    self.seances.push((le, mk, false));
                }
                permis
            }
            Commande::Annuler { mk, rang } if suit(mk) => match self.seances.get_mut(rang) {
                Some((_, par, annulee)) if *par == mk && !*annulee => {
                    *annulee = true;
                    true
                }
                _ => false,
            },
            Commande::Diagnostiquer { mk } if suit(mk) && self.leve.is_none() => {
                self.leve = Some(self.aujourd_hui);
                true
            }
            Commande::Retirer { mk } if suit(mk) && self.leve.is_some() => {
                self.leve = None;
                true
            }
            Commande::Clore { mk } if suit(mk) => {
                self.clos = true;
                true
            }
            _ => false,
        }
    }
}

/// The product: the same command through the rules and storage.
struct Produit<'e> {
    entrepot: &'e Entrepot,
    episode: u128,
    cles: Vec<SeanceId>,
    suivante: u128,
}

impl Produit<'_> {
    fn appliquer(&mut self, commande: Commande, aujourd_hui: Date) -> bool {
        match commande {
            Commande::Attendre { .. } => true,
            Commande::Seance { mk: rang, il_y_a } => {
                let le = aujourd_hui.checked_sub(Span::new().days(il_y_a)).unwrap();
                self.suivante += 1;
                let issue = seance(self.entrepot, self.episode, mk(rang), self.suivante, le, aujourd_hui);
                match issue {
                    Ok(fait) => {
                        self.cles.push(fait.seance.id);
                        true
                    }
                    Err(Arret::Refus(_)) => false,
                    Err(Arret::Echec(echec)) => panic!("{echec}"),
                }
            }
            Commande::Annuler { mk: rang, rang: place } => {
                let cle = self.cles.get(place).copied().unwrap_or(SeanceId::new(0));
                self.fait(
                    mk(rang),
                    aujourd_hui,
                    move |e, cx| e.annuler_seance(cle, MotifAnnulation::Doublon, None, &cx.auteur).ok(),
                    episode::inscrire_annulation,
                )
            }
            Commande::Diagnostiquer { mk: rang } => {
                self.suivante += 1;
                let id = DiagnosticId::new(self.suivante);
                let piece = DiagnosticPrealable {
                    type_diagnostic: TypeDiagnostic::PrescriptionAnterieure,
                    date: aujourd_hui,
                    en_rapport: true,
                    enregistre_le: aujourd_hui,
                };
                self.fait(
                    mk(rang),
                    aujourd_hui,
                    move |e, cx| e.enregistrer_diagnostic(id, piece, cx).ok(),
                    episode::inscrire_diagnostic,
                )
            }
            Commande::Retirer { mk: rang } => self.fait(
                mk(rang),
                aujourd_hui,
                |e, cx| {
                    let motif = MotifRetraitDiagnostic::Erreur;
                    e.retirer_diagnostic(motif, cx.confirmation.as_ref(), &cx.auteur).ok()
                },
                episode::inscrire_retrait,
            ),
            Commande::Rejoindre { mk: rang } => self.fait(
                mk(rang),
                aujourd_hui,
                move |e, cx| e.rejoindre(aujourd_hui, cx).ok(),
                episode::inscrire_ralliement,
            ),
            Commande::Clore { mk: rang } => self.fait(
                mk(rang),
                aujourd_hui,
                move |e, cx| e.clore(aujourd_hui, IssueEpisode::Abandon, cx).ok(),
                episode::inscrire_cloture,
            ),
        }
    }

    fn fait<T: Send + 'static>(
        &self,
        par: PraticienId,
        jour: Date,
        decider: impl Fn(&Episode, &Contexte<'_>) -> Option<Accorde<T>>,
        inscrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
    ) -> bool {
        let droit = droit(jour);
        let cx = contexte(par, jour, &droit, Some("vu avec le patient"));
        let Some(fait) = decider(&charger(self.entrepot, self.episode), &cx) else { return false };
        let trousseau = self.entrepot.trousseau().clone();
        ecrire(self.entrepot, move |tx| inscrire(tx, &trousseau, &fait)).unwrap();
        true
    }
}

fn les_commandes_au_hasard_suivent_le_modele(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    let mut rang = 0u128;
    let cas = std::env::var_os("ACCES_DIRECT_CAS").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(24);
    let config = Config { cases: cas, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let cellule = std::cell::RefCell::new(&mut rang);
    TestRunner::new(config)
        .run(&proptest::collection::vec(commande(), 1..60), |commandes| {
            let mut rang = cellule.borrow_mut();
            **rang += 1;
            derouler(&entrepot, **rang, &commandes)
        })
        .unwrap();
}

fn derouler(entrepot: &Entrepot, rang: u128, commandes: &[Commande]) -> Result<(), TestCaseError> {
    let patient = nouveau_patient(entrepot, rang);
    let mut demande = ouverture(rang, OUVERTURE, Region::RachisDorsal, Cote::SansObjet);
    demande.patient = patient;
    ouvrir(entrepot, mk(0), &demande).unwrap();
    let mut modele =
        Modele { aujourd_hui: OUVERTURE, suivi: vec![0], seances: Vec::new(), leve: None, clos: false };
    let mut produit = Produit { entrepot, episode: rang, cles: Vec::new(), suivante: rang << 32 };
    for (place, commande) in commandes.iter().enumerate() {
        let jour = modele.aujourd_hui;
        let attendu = modele.appliquer(*commande);
        let obtenu = produit.appliquer(*commande, jour);
        prop_assert_eq!(attendu, obtenu, "command {}: {:?} on {}", place, commande, jour);
        verifier(&modele, &charger(entrepot, rang))?;
    }
    Ok(())
}

fn verifier(modele: &Modele, lu: &Episode) -> Result<(), TestCaseError> {
    let attendu = modele.sans_diagnostic();
    prop_assert_eq!(usize::from(lu.sans_diagnostic()), attendu);
    prop_assert_eq!(usize::from(lu.excedent()), attendu.saturating_sub(PLAFOND));
    prop_assert_eq!(lu.seances_faites().len(), modele.seances.iter().filter(|s| !s.2).count());
    let mut rangs: Vec<u16> = lu.seances.iter().filter_map(|s| s.compte.rang()).map(|r| r.numero()).collect();
    rangs.sort_unstable();
    rangs.dedup();
    prop_assert_eq!(rangs.len(), attendu.min(PLAFOND));
    prop_assert!(rangs.iter().all(|r| usize::from(*r) <= PLAFOND));
    Ok(())
}
