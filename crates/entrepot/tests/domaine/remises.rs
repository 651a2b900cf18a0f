//! Deliveries on file: every event kept, nothing lost when a process dies, every possible duplicate visible.

use droit::identifiant::{DocumentId, RemiseId};
use droit::remise::{Canal, Cause, Destinataire, Etat, Evenement, Preuve};
use entrepot::remise::{self, NouvelleRemise, Suivie};
use entrepot::{Echec, Entrepot};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_remise_garde_tout_ce_qui_lui_arrive,
    deux_travailleurs_ne_prennent_pas_la_meme_remise,
    ce_qui_attend_le_praticien_se_liste_et_se_compte,
    cent_morts_du_travailleur_ne_perdent_rien_et_chaque_doublon_se_voit,
    une_longue_file_ne_retarde_pas_celle_des_autres,
);

const ADRESSE: &str = "dr.zwartendijk@operateur.mssante.invalid";

fn debut() -> Timestamp {
    instant(date(2026, 11, 2))
}

fn composer(entrepot: &Entrepot, rang: u128, canal: Canal) -> RemiseId {
    let id = RemiseId::new(rang);
    let trousseau = entrepot.trousseau().clone();
    ecrire(entrepot, move |tx| {
        let nouvelle = NouvelleRemise {
            id,
            document: DocumentId::new(rang / 10),
            praticien: mk(0),
            destinataire: Destinataire::MedecinTraitant,
            canal,
            adresse: Some(ADRESSE.to_owned()),
            medecin: None,
            message: format!("{rang}@essai.mssante.invalid"),
            dit: None,
            composee_le: debut(),
        };
        remise::composer(tx, &trousseau, &nouvelle, "compte/essai");
    })
    .unwrap();
    id
}

fn lire(entrepot: &Entrepot, id: RemiseId) -> Suivie {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| remise::lire(tx, &trousseau, id)).unwrap().unwrap()
}

fn avancer(entrepot: &Entrepot, suivie: &Suivie, evenement: Evenement, le: Timestamp) -> Result<(), Echec> {
    let suivie = suivie.clone();
    ecrire(entrepot, move |tx| {
        remise::avancer(tx, &suivie, evenement.clone(), "travailleur/essai", le).unwrap();
    })
}

fn une_remise_garde_tout_ce_qui_lui_arrive(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let id = composer(&entrepot, 10, Canal::MssanteProfessionnel);
    let (mut le, suite) = (
        debut(),
        [
            Evenement::Demandee,
            Evenement::Commencee,
            Evenement::Incertaine { cause: Cause::nouvelle("coupure"), hasard: 3 },
            Evenement::Commencee,
            Evenement::Acceptee,
            Evenement::Arrivee(Preuve::BoiteAtteinte),
            Evenement::Refusee(Cause::nouvelle("904 INS différent")),
        ],
    );
    for evenement in suite {
        le += SignedDuration::from_hours(7);
        avancer(&entrepot, &lire(&entrepot, id), evenement, le).unwrap();
    }
    let suivie = lire(&entrepot, id);
    assert_eq!(suivie.adresse.as_deref(), Some(ADRESSE));
    assert!(
        matches!(&suivie.remise.etat, Etat::Rejete { cause, .. } if cause.as_str() == "904 INS différent")
    );
    assert_eq!((suivie.remise.essais, suivie.remise.doublons_possibles), (2, 1));
    let faits = entrepot.lire_ici(move |tx| remise::historique(tx, id)).unwrap();
    let noms: Vec<_> = faits.iter().map(|fait| fait.fait.as_str()).collect();
    assert_eq!(
        noms,
        [
            "composee",
            "demandee",
            "commencee",
            "incertaine",
            "commencee",
            "acceptee",
            "boite-atteinte",
            "refusee"
        ]
    );
    let trousseau = entrepot.trousseau().clone();
    let retrouvee =
        entrepot.lire_ici(move |tx| remise::par_message(tx, &trousseau, "10@essai.mssante.invalid")).unwrap();
    assert_eq!(retrouvee.map(|suivie| suivie.id), Some(id));
}

fn deux_travailleurs_ne_prennent_pas_la_meme_remise(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let id = composer(&entrepot, 10, Canal::Dmp);
    avancer(&entrepot, &lire(&entrepot, id), Evenement::Demandee, debut()).unwrap();
    let lue = lire(&entrepot, id);
    avancer(&entrepot, &lue, Evenement::Commencee, debut()).unwrap();
    assert!(matches!(avancer(&entrepot, &lue, Evenement::Commencee, debut()), Err(Echec::Conflit)));
    assert_eq!(lire(&entrepot, id).remise.essais, 1);
}

fn ce_qui_attend_le_praticien_se_liste_et_se_compte(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    let (a_envoyer, remise_) =
        (composer(&entrepot, 10, Canal::Dmp), composer(&entrepot, 11, Canal::MainPropre));
    let declaree = Evenement::Arrivee(Preuve::RemiseDeclaree);
    avancer(&entrepot, &lire(&entrepot, remise_), declaree, debut()).unwrap();
    let trousseau = entrepot.trousseau().clone();
    let attendues = entrepot.lire_ici(move |tx| remise::du_praticien(tx, &trousseau, mk(0), 50)).unwrap();
    assert_eq!(attendues.iter().map(|s| s.id).collect::<Vec<_>>(), [a_envoyer]);
    let trousseau = entrepot.trousseau().clone();
    let autres = entrepot.lire_ici(move |tx| remise::du_praticien(tx, &trousseau, mk(1), 50)).unwrap();
    assert!(autres.is_empty(), "rien d’un autre praticien");
    let trousseau = entrepot.trousseau().clone();
    let du_document =
        entrepot.lire_ici(move |tx| remise::du_document(tx, &trousseau, DocumentId::new(1))).unwrap();
    assert_eq!(du_document.len(), 2);
    let jour = SignedDuration::from_hours(24);
    let comptes = entrepot.lire_ici(move |tx| remise::comptes(tx, debut(), debut() + jour)).unwrap();
    let lus: Vec<_> = comptes.iter().map(|c| (c.canal, c.etat.as_str(), c.nombre)).collect();
    assert_eq!(lus, [(Canal::Dmp, "compose", 1), (Canal::MainPropre, "remis", 1)]);
}

/// A receiver that remembers how many times each message came, and a worker that may die after any step.
struct Scene {
    recus: std::collections::BTreeMap<String, u32>,
    hasard: u64,
}

impl Scene {
    fn tirer(&mut self, sur: u64) -> u64 {
        self.hasard =
            self.hasard.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.hasard >> 33) % sur
    }

    /// One turn of the worker; `false` when it died in the middle.
    fn tour(&mut self, entrepot: &Entrepot, le: Timestamp, mortel: bool) -> bool {
        for id in entrepot.lire_ici(move |tx| remise::interrompues(tx, le - BAIL, 1_000)).unwrap() {
            let incertaine =
                Evenement::Incertaine { cause: Cause::nouvelle("arrêt"), hasard: self.tirer(999) };
            avancer(entrepot, &lire(entrepot, id), incertaine, le).unwrap();
        }
        for id in entrepot.lire_ici(move |tx| remise::a_envoyer(tx, le, 20)).unwrap() {
            avancer(entrepot, &lire(entrepot, id), Evenement::Commencee, le).unwrap();
            if mortel && self.tirer(8) == 0 {
                return false;
            }
            let suivie = lire(entrepot, id);
            let issue = match self.tirer(10) {
                0 => Evenement::Empechee { cause: Cause::nouvelle("451"), hasard: self.tirer(999) },
                1 => Evenement::Incertaine { cause: Cause::nouvelle("coupure"), hasard: self.tirer(999) },
                _ => Evenement::Acceptee,
            };
            let arrivee = matches!(issue, Evenement::Acceptee)
                || (matches!(issue, Evenement::Incertaine { .. }) && self.tirer(2) == 0);
            if arrivee {
                *self.recus.entry(suivie.message.clone()).or_default() += 1;
            }
            if mortel && self.tirer(8) == 0 {
                return false;
            }
            avancer(entrepot, &suivie, issue, le).unwrap();
        }
        true
    }
}

const BAIL: SignedDuration = SignedDuration::from_mins(5);

fn cent_morts_du_travailleur_ne_perdent_rien_et_chaque_doublon_se_voit(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let remises: Vec<_> =
        (1..=150).map(|rang| composer(&entrepot, rang, Canal::MssanteProfessionnel)).collect();
    for id in &remises {
        avancer(&entrepot, &lire(&entrepot, *id), Evenement::Demandee, debut()).unwrap();
    }
    let mut scene = Scene { recus: std::collections::BTreeMap::new(), hasard: 2_026 };
    let (mut le, mut morts) = (debut(), 0);
    for _ in 0..2_000 {
        le += SignedDuration::from_mins(7);
        morts += u32::from(!scene.tour(&entrepot, le, morts < 100));
        let toutes =
            remises.iter().all(|id| matches!(lire(&entrepot, *id).remise.etat, Etat::Accepte { .. }));
        if toutes && morts >= 100 {
            break;
        }
        if toutes {
            // Everybody arrived before the hundredth death: send again, as somebody would after a silence.
            for id in &remises {
                avancer(&entrepot, &lire(&entrepot, *id), Evenement::DelaiEcoule, le).unwrap();
                avancer(&entrepot, &lire(&entrepot, *id), Evenement::Demandee, le).unwrap();
            }
            scene.recus.clear();
        }
    }
    assert_eq!(morts, 100);
    for id in remises {
        let suivie = lire(&entrepot, id);
        assert!(matches!(suivie.remise.etat, Etat::Accepte { .. }), "{:?}", suivie.remise);
        let recus = scene.recus.get(&suivie.message).copied().unwrap_or_default();
        assert!(recus >= 1, "un message accepté est arrivé");
        assert!(recus <= 1 + suivie.remise.doublons_possibles, "un doublon que rien ne dit");
    }
}

fn une_longue_file_ne_retarde_pas_celle_des_autres(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    let trousseau = entrepot.trousseau().clone();
    ecrire(&entrepot, move |tx| {
        for (rang, praticien) in (1_u128..).zip([0, 0, 0, 0, 0, 1, 2]) {
            let le = debut() + SignedDuration::from_secs(i64::try_from(rang).unwrap());
            let nouvelle = NouvelleRemise {
                id: RemiseId::new(rang),
                document: DocumentId::new(1),
                praticien: mk(praticien),
                destinataire: Destinataire::MedecinTraitant,
                canal: Canal::MssanteProfessionnel,
                adresse: Some(ADRESSE.to_owned()),
                medecin: None,
                message: format!("{rang}@essai.mssante.invalid"),
                dit: None,
                composee_le: le,
            };
            let composee = remise::composer(tx, &trousseau, &nouvelle, "compte/essai");
            remise::avancer(tx, &composee, Evenement::Demandee, "compte/essai", le).unwrap();
        }
    })
    .unwrap();
    let plus_tard = debut() + SignedDuration::from_hours(1);
    let prises = |preteurs: &'static [u32]| {
        let preteurs: Vec<_> = preteurs.iter().map(|rang| mk(*rang)).collect();
        let lues = entrepot.lire_ici(move |tx| remise::a_envoyer_de(tx, plus_tard, &preteurs, 4));
        lues.unwrap().into_iter().map(RemiseId::bits).collect::<Vec<_>>()
    };
    assert_eq!(prises(&[0, 1, 2]), [1, 6, 7, 2], "un de chacun, puis le suivant");
    assert_eq!(prises(&[2, 0]), [1, 7, 2, 3], "l’ordre des prêteurs n’y change rien");
    assert_eq!(prises(&[]), [], "personne ne prête");
}
