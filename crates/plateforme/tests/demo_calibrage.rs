//! The demo's territory against the figures it is calibrated on, and against itself.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::sync::LazyLock;

use droit::identifiant::{CodeDepartement, Ins, OidIns};
use droit::reglement::{Reglement, Signes};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use plateforme::demo::chronique::{Fait, chronique};
use plateforme::demo::instruction::Instruction;
use plateforme::demo::mesure::{Mesure, Repartition};
use plateforme::demo::parcours::Parcours;
use plateforme::demo::praticien::RECRUES;
use plateforme::demo::rejeu::{FaitAccorde, Rejeu};
use plateforme::demo::reperes::Reperes;
use plateforme::demo::territoire::{Cadre, Taille, Territoire};

const AUJOURD_HUI: Date = date(2026, 11, 21);

fn engendrer(graine: u64, aujourd_hui: Date, taille: Taille) -> Territoire {
    let cadre =
        Cadre::du(Reglement::embarque().unwrap(), "45".parse().unwrap(), (graine, aujourd_hui, taille));
    Territoire::engendrer(cadre.unwrap())
}

static COMPLET: LazyLock<Territoire> = LazyLock::new(|| engendrer(45, AUJOURD_HUI, Taille::Complete));

fn proche(mesuree: f64, publiee: f64) {
    assert!((mesuree - publiee).abs() < 1.0, "mesuré {mesuree:.2}, publié {publiee}");
}

fn proches(mesuree: Repartition) {
    proche(mesuree.une, 11.8);
    proche(mesuree.deux_a_huit, 53.9);
    proche(mesuree.plus_de_huit, 34.3);
}

#[test]
fn les_seances_par_patient_et_les_ages_sont_ceux_des_chiffres_publies() {
    let mesure = Mesure::de(&COMPLET);
    eprintln!("{mesure:#?}");
    proches(mesure.par_episode);
    proches(mesure.par_patient);
    proche(mesure.actes_par_an / 2.56, 100.0);
    for (mesuree, publiee) in mesure.ages.into_iter().zip([20.9, 25.6, 17.9]) {
        proche(mesuree, publiee);
    }
    assert!(mesure.seances > 100_000, "{} séances", mesure.seances);
}

#[test]
fn la_meme_graine_donne_les_memes_donnees_et_une_autre_d_autres() {
    let une_fois = engendrer(7, AUJOURD_HUI, Taille::Petite);
    assert_eq!(une_fois.empreinte(), engendrer(7, AUJOURD_HUI, Taille::Petite).empreinte());
    assert_ne!(une_fois.empreinte(), engendrer(8, AUJOURD_HUI, Taille::Petite).empreinte());
    assert_ne!(une_fois.empreinte(), engendrer(7, date(2026, 11, 20), Taille::Petite).empreinte());
}

#[test]
fn tout_numero_rpps_est_juste_unique_et_de_test() {
    let numeros = COMPLET.praticiens.iter().map(|p| &p.rpps).chain(COMPLET.medecins.iter().map(|m| &m.rpps));
    let mut vus = HashSet::new();
    for numero in numeros {
        assert_eq!(numero.as_str().parse().as_ref(), Ok(numero));
        assert!(numero.as_str().starts_with("997"), "{numero}");
        assert!(vus.insert(numero), "{numero} en double");
    }
    assert_eq!(COMPLET.praticiens.len(), 400 + RECRUES);
}

#[test]
fn tout_ins_est_juste_unique_et_sous_l_oid_de_test() {
    let mut vus = HashSet::new();
    for ins in COMPLET.patients.iter().filter_map(|patient| patient.ins.as_ref()) {
        assert_eq!(ins.oid(), OidIns::NirTest);
        assert_eq!(Ins::sous(OidIns::NirTest, ins.as_str()).as_ref(), Ok(ins));
        assert!(vus.insert(ins.as_str()), "un INS en double");
    }
    assert!(vus.len() > 10_000);
}

#[test]
fn aucun_patient_ne_partage_ses_traits() {
    let mut vus = HashSet::new();
    for patient in &COMPLET.patients {
        assert!(vus.insert((&patient.nom, patient.prenom, patient.ne_le)), "{patient:?}");
    }
}

#[test]
fn la_file_de_l_ars_a_du_travail_et_un_passe() {
    let compte = |f: fn(&Parcours) -> bool| COMPLET.praticiens.iter().filter(|p| f(&p.parcours)).count();
    assert!(compte(|p| matches!(p, Parcours::Deposee { .. })) >= 5);
    assert!(compte(|p| matches!(p, Parcours::ACompleter { .. })) >= 3);
    assert!(compte(|p| matches!(p, Parcours::Refusee { .. })) >= 5);
    assert!(compte(|p| matches!(p, Parcours::Retiree { .. })) >= 5);
    assert!(compte(|p| matches!(p, Parcours::Validee { .. })) >= 300);
    assert!(COMPLET.praticiens.iter().all(|p| p.adhere_du <= p.parcours.depot()));
}

#[test]
fn le_masseur_kinesitherapeute_de_la_demonstration_a_des_episodes_dans_chaque_situation() {
    for territoire in [&*COMPLET, &engendrer(45, AUJOURD_HUI, Taille::Petite)] {
        let ouverts: Vec<_> = territoire
            .episodes
            .iter()
            .filter(|e| e.cloture.is_none() && e.seances.iter().any(|s| s.praticien == 0))
            .collect();
        let nombres =
            |n: usize| ouverts.iter().filter(|e| e.seances.len() == n && e.diagnostic.is_none()).count();
        assert!(nombres(5) >= 1 && nombres(6) >= 1 && nombres(7) >= 1 && nombres(8) >= 1);
        assert!(
            ouverts
                .iter()
                .any(|e| e.seances.len() == 8 && e.amelioration == Some(false) && e.orientation.is_none())
        );
        assert!(ouverts.iter().any(|e| e.seances.len() > 8 && e.diagnostic.is_some()));
        assert!(ouverts.iter().any(|e| e.drapeau.is_some()));
        assert!(ouverts.iter().any(|e| e.seances.iter().any(|s| s.praticien != 0)));
        let age = |e: &&plateforme::demo::episode::Episode| (AUJOURD_HUI - e.ouvert_le).get_days() + 1;
        assert!(ouverts.iter().map(age).any(|jours| (61..=65).contains(&jours)));
        assert!(ouverts.iter().map(age).any(|jours| (82..=86).contains(&jours)));
    }
}

#[test]
fn chaque_signe_d_alerte_est_de_la_liste_et_porte_son_motif() {
    let signes = Signes::embarques().unwrap();
    let drapeaux: Vec<_> = COMPLET.episodes.iter().filter_map(|episode| episode.drapeau).collect();
    assert!(drapeaux.len() > 100);
    for drapeau in drapeaux {
        let signe = signes.signe(drapeau.code);
        assert_eq!(signe.map(|signe| signe.gravite), Some(drapeau.gravite), "{}", drapeau.code);
        assert!(!drapeau.motif.is_empty());
    }
}

/// Plays everything again through the rules, and says how many séances they granted.
fn rejouer(territoire: &Territoire) -> usize {
    let reglement = Reglement::embarque().unwrap();
    let loiret: CodeDepartement = "45".parse().unwrap();
    let fuseau = TimeZone::get(reglement.fuseau(loiret)).unwrap();
    let reperes = Reperes::tirer(territoire, "2024-08-28T00:00:00Z".parse().unwrap());
    let mut rejeu = Rejeu::nouveau(territoire, &reperes, reglement, loiret);
    let mut instruction = Instruction::nouvelle(territoire, &reperes, reglement, loiret);
    let (mut seances, mut precedent) = (0, Timestamp::MIN);
    for (instant, fait) in chronique(territoire, &fuseau) {
        let le = fuseau.to_datetime(instant).date();
        assert!(precedent <= instant && le < territoire.cadre.aujourd_hui);
        precedent = instant;
        match fait {
            Fait::Arrivee(_) | Fait::Adhesion(..) => {}
            Fait::Declaration(rang, etape) => {
                let accorde = instruction.jouer((instant, le), rang, etape);
                assert!(accorde.is_ok(), "{}", accorde.unwrap_err());
            }
            _ => {
                let accorde = rejeu.jouer(instant, le, fait);
                assert!(accorde.is_ok(), "{}", accorde.unwrap_err());
                seances += usize::from(matches!(accorde, Ok(FaitAccorde::Seance(_))));
            }
        }
    }
    seances
}

#[test]
fn les_regles_accordent_tous_les_faits_engendres() {
    assert_eq!(rejouer(&COMPLET), Mesure::de(&COMPLET).seances);
}

#[test]
fn les_regles_accordent_les_faits_de_toute_graine_et_de_tout_jour() {
    let jours = [date(2024, 11, 4), date(2025, 3, 1), date(2027, 8, 15), date(2028, 2, 29), date(2030, 1, 1)];
    for (graine, jour) in (1..).zip(jours.into_iter().cycle().take(20)) {
        let territoire = engendrer(graine, jour, Taille::Petite);
        assert_eq!(rejouer(&territoire), Mesure::de(&territoire).seances, "graine {graine}, {jour}");
    }
}
