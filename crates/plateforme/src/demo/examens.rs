//! What became of the events of the demo: taken, declared, analysed, closed, or late.

use droit::episode::GraviteEvenement;
use droit::evenement::{EtapeEvenement, GesteEvenement, PartieEvenement, Signalement, SuiteEvenement};
use entrepot::{Echec, Entrepot, evenement};
use jiff::ToSpan;

use super::evaluation::{Contradiction, Decor, Ecriture, non};
use super::hasard::Hasard;

/// How far an event of the demo has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Avancee {
    Signale,
    EnExamen,
    Clos,
    Declare,
    Complet,
}

/// More events than the demo holds.
const LIMITE: u16 = 10_000;
/// The longest time between two steps, in days.
const ECART: i64 = 20;
/// Younger than this, an event is not looked at yet; older than that, its examination is over.
const RECENT: i64 = 6;
const ANCIEN: i64 = 40;

/// The events that the episodes of the demo reported.
///
/// # Errors
/// When the base fails.
pub(super) fn du_passe(entrepot: &Entrepot, decor: &Decor<'_>) -> Result<Vec<Signalement>, Echec> {
    let (trousseau, departement) = (entrepot.trousseau().clone(), decor.departement);
    let lus = entrepot.lire_ici(move |tx| {
        evenement::du_departement(tx, &trousseau, (departement, EtapeEvenement::Signale), LIMITE)
    })?;
    let mut lus: Vec<Signalement> = lus.into_iter().map(|vu| vu.signalement).collect();
    lus.sort_by_key(|signalement| (signalement.signale_le, signalement.id));
    Ok(lus)
}

/// Takes each as far as its age and its severity say.
pub(super) fn examiner(
    decor: &Decor<'_>,
    signalements: &[Signalement],
    ecritures: &mut Vec<Ecriture>,
) -> Result<(), Contradiction> {
    let mut hasard = Hasard::nouveau(decor.graine, "examens");
    for signalement in signalements {
        let age = i64::from((decor.jour - signalement.signale_le).get_days());
        let avancee = avancee(&mut hasard, signalement.faits.gravite, age);
        suites(decor, signalement, (age, avancee), ecritures)?;
    }
    Ok(())
}

/// A serious event is declared within days and analysed, or late; the others are closed within weeks.
fn avancee(hasard: &mut Hasard, gravite: GraviteEvenement, age: i64) -> Avancee {
    let serieux = matches!(gravite, GraviteEvenement::Grave | GraviteEvenement::Deces);
    match (serieux, age) {
        (_, ..=RECENT) => Avancee::Signale,
        (true, ..=ANCIEN) => Avancee::Declare,
        (true, _) => hasard.plutot(Avancee::Complet, Avancee::Declare, 300),
        (false, ..=ANCIEN) => hasard.plutot(Avancee::EnExamen, Avancee::Clos, 350),
        (false, _) => hasard.plutot(Avancee::Clos, Avancee::EnExamen, 60),
    }
}

/// The steps that lead there, one after the other.
pub(super) fn suites(
    decor: &Decor<'_>,
    signalement: &Signalement,
    (age, avancee): (i64, Avancee),
    ecritures: &mut Vec<Ecriture>,
) -> Result<(), Contradiction> {
    let ecart = (age / 5).clamp(1, ECART);
    let mut courant = signalement.clone();
    for ((geste, partie), rang) in gestes(decor, age, avancee)?.into_iter().zip(1i64..) {
        let auteur = decor.ars((age - rang * ecart).max(0));
        let regle = decor.regle(auteur.aujourd_hui);
        let pas = courant.avancer(&geste, partie, &regle, &auteur).map_err(non)?;
        courant = pas.suite().clone();
        courant.version += 1;
        ecritures.push(Box::new(move |tx, cles| {
            evenement::inscrire_pas(tx, cles, &pas);
            Ok(())
        }));
    }
    Ok(())
}

type Geste = (GesteEvenement, PartieEvenement);

fn gestes(decor: &Decor<'_>, age: i64, avancee: Avancee) -> Result<Vec<Geste>, Contradiction> {
    use PartieEvenement::Ars;
    let prendre = || (GesteEvenement::Prendre, Ars);
    Ok(match avancee {
        Avancee::Signale => Vec::new(),
        Avancee::EnExamen => vec![prendre()],
        Avancee::Clos => vec![prendre(), clore(age)?],
        Avancee::Declare => vec![declarer(decor, age), prendre()],
        Avancee::Complet => {
            vec![declarer(decor, age), prendre(), analyser()?, clore_par(SuiteEvenement::RetourExperience)?]
        }
    })
}

/// On the portal the day after the report.
fn declarer(decor: &Decor<'_>, age: i64) -> Geste {
    let le = decor.jour.saturating_sub((age - 1).max(0).days());
    (GesteEvenement::Declarer { le, numero: "EIGS-2026-0417".parse().ok() }, PartieEvenement::Praticien)
}

fn clore(age: i64) -> Result<Geste, Contradiction> {
    clore_par(match age % 4 {
        0 => SuiteEvenement::ActionsSuivies,
        _ => SuiteEvenement::MesuresSuffisantes,
    })
}

fn clore_par(suite: SuiteEvenement) -> Result<Geste, Contradiction> {
    let mots = Some("Merci de ce signalement, utile à tous.".parse().map_err(non)?);
    Ok((GesteEvenement::Clore { suite, mots }, PartieEvenement::Ars))
}

fn analyser() -> Result<Geste, Contradiction> {
    let texte = |mots: &str| mots.parse().map_err(non);
    let analyse = GesteEvenement::Analyser {
        gestion: texte(
            "Soins arrêtés le jour même, médecin traitant prévenu par téléphone, patient revu à une semaine.",
        )?,
        causes: texte(
            "Drapeau rouge noté mais non réévalué ; pas de question systématique sur une chute récente.",
        )?,
        actions: texte(
            "Question ajoutée au bilan dès maintenant ; relecture des bilans du trimestre avant la fin du mois suivant.",
        )?,
    };
    Ok((analyse, PartieEvenement::Praticien))
}
