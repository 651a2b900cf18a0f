//! What holds whatever the order of the entries, the days and the documents.

use droit::decision::{
    Acte, Demande, DiagnosticPrealable, DossierEpisode, Etat, Issue, Patient, Praticien, Statut, Structure,
    TypeDiagnostic, TypeStructure, decider,
};
use droit::reglement::Reglement;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const OUVERT_LE: Date = date(2026, 2, 2);
const PLAFOND: u32 = 8;

/// So many days after.
fn apres(premier: Date, jours: i64) -> Date {
    premier.saturating_add(jiff::Span::new().days(jours))
}

fn seance(le: Date, episode: DossierEpisode) -> Demande {
    let departement = "45".parse().unwrap();
    Demande {
        acte: Acte::Seance,
        le,
        aujourd_hui: date(2028, 1, 1),
        departement,
        structure: Structure { type_structure: TypeStructure::Cpts, fiche_projet_de_sante: None },
        praticien: Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(departement),
            autorise_du: Some(date(2025, 10, 1)),
            autorise_au: None,
            suspension: None,
        },
        patient: Some(Patient { medecin_traitant: true, seances_hors_episode: None }),
        episode: Some(DossierEpisode { ouvert_le: Some(OUVERT_LE), ..episode }),
        acte_ngap: None,
    }
}

fn issue(demande: &Demande) -> Issue {
    repondre(demande, |decision| decision.issue)
}

fn repondre<T>(demande: &Demande, lire: impl Fn(&droit::decision::Decision<'static>) -> T) -> T {
    let reglement = Reglement::embarque().unwrap();
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    lire(&decider(demande, &droit, reglement.nomenclature()))
}

fn jours(nombre: usize) -> impl Strategy<Value = Vec<Date>> {
    prop::collection::vec((0i64..85).prop_map(|rang| apres(OUVERT_LE, rang)), 0..nombre)
}

fn document() -> impl Strategy<Value = DiagnosticPrealable> {
    let natures = prop::sample::select(TypeDiagnostic::TOUS.to_vec());
    (natures, -30i64..120, any::<bool>(), -30i64..120).prop_map(|(nature, date, en_rapport, enregistre)| {
        DiagnosticPrealable {
            type_diagnostic: nature,
            date: apres(OUVERT_LE, date),
            en_rapport,
            enregistre_le: apres(OUVERT_LE, enregistre),
        }
    })
}

proptest! {
    #[test]
    fn jamais_plus_que_le_plafond_quel_que_soit_l_ordre_des_saisies(saisies in jours(40)) {
        let mut inscrites: Vec<Date> = Vec::new();
        for le in saisies {
            let dossier = DossierEpisode { seances: inscrites.clone(), ..DossierEpisode::default() };
            if issue(&seance(le, dossier)) != Issue::Refusee {
                inscrites.push(le);
            }
        }
        prop_assert!(inscrites.len() <= PLAFOND as usize, "{inscrites:?}");
    }

    #[test]
    fn jamais_plus_que_le_plafond_avant_le_diagnostic(saisies in jours(40), document in document()) {
        let mut inscrites: Vec<Date> = Vec::new();
        for le in saisies {
            let dossier = DossierEpisode {
                seances: inscrites.clone(),
                diagnostic_prealable: Some(document),
                ..DossierEpisode::default()
            };
            if issue(&seance(le, dossier)) != Issue::Refusee {
                inscrites.push(le);
            }
        }
        let effet = document.date.max(document.enregistre_le);
        let avant = inscrites.iter().filter(|le| **le < effet).count();
        prop_assert!(avant <= PLAFOND as usize, "{inscrites:?}");
    }

    #[test]
    fn un_diagnostic_valable_ne_retire_jamais_un_accord(seances in jours(12), rang in 0i64..120) {
        let le = apres(OUVERT_LE, rang);
        let sans = seance(le, DossierEpisode { seances, ..DossierEpisode::default() });
        let mut avec = sans.clone();
        if let Some(episode) = &mut avec.episode {
            episode.diagnostic_prealable = Some(DiagnosticPrealable {
                type_diagnostic: TypeDiagnostic::Ald,
                date: date(2025, 12, 1),
                en_rapport: true,
                enregistre_le: OUVERT_LE,
            });
        }
        if issue(&sans) != Issue::Refusee {
            prop_assert_eq!(issue(&avec), issue(&sans));
        }
        prop_assert_ne!(issue(&avec), Issue::Refusee);
    }

    #[test]
    fn la_meme_question_a_toujours_la_meme_reponse(
        seances in jours(12), document in prop::option::of(document()), rang in -5i64..120,
    ) {
        let dossier = DossierEpisode { seances, diagnostic_prealable: document, ..DossierEpisode::default() };
        let demande = seance(apres(OUVERT_LE, rang), dossier);
        prop_assert_eq!(repondre(&demande, Clone::clone), repondre(&demande, Clone::clone));
    }

    #[test]
    fn restantes_et_faites_font_le_plafond(seances in jours(12), rang in 0i64..85) {
        let dossier = DossierEpisode { seances, ..DossierEpisode::default() };
        let demande = seance(apres(OUVERT_LE, rang), dossier);
        let trouve = repondre(&demande, |decision| decision.seances).unwrap();
        let (plafond, restantes) = (trouve.plafond.unwrap(), trouve.restantes.unwrap());
        prop_assert_eq!(plafond, PLAFOND);
        prop_assert_eq!(restantes + trouve.faites.min(plafond), plafond);
    }

    #[test]
    fn tout_constat_dit_une_phrase_et_cite_un_texte(
        seances in jours(12), document in prop::option::of(document()), rang in -5i64..120,
        structure in prop::sample::select(TypeStructure::TOUS.to_vec()),
        acte in prop::sample::select(Acte::TOUS.to_vec()),
    ) {
        let dossier = DossierEpisode { seances, diagnostic_prealable: document, ..DossierEpisode::default() };
        let mut demande = seance(apres(OUVERT_LE, rang), dossier);
        (demande.acte, demande.structure.type_structure) = (acte, structure);
        repondre(&demande, |decision| {
            for constat in &decision.constats {
                assert_eq!(constat.fondement.is_none(), constat.etat == Etat::SansObjet, "{constat:?}");
                let phrase = constat.to_string();
                assert!(phrase.ends_with(['.', '?']) && phrase.len() > 15, "{phrase}");
            }
            let refusee = decision.constats_en(Etat::Viole).next().is_some();
            assert_eq!(refusee, decision.issue == Issue::Refusee);
            assert!(!refusee || !decision.que_faire.is_empty(), "{decision:?}");
        });
    }
}
