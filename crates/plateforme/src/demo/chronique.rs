//! Everything that happened, in the order it happened: what the loader plays again through the rules.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::episode::Episode;
use super::parcours::Parcours;
use super::territoire::Territoire;

/// A fact, by the ranks of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fait {
    /// A practitioner is registered with his CPTS.
    Arrivee(usize),
    /// His CPTS records that membership of his.
    Adhesion(usize, usize),
    /// A step of the declaration of a practitioner.
    Declaration(usize, Etape),
    /// The opening of an episode.
    Ouverture(usize),
    /// A colleague joins an episode on the day of that séance.
    Rejoint(usize, usize),
    /// The proof of diagnosis of an episode, on the day of that séance, by whoever followed the patient before it.
    Diagnostic(usize, usize),
    /// A séance of an episode.
    Seance(usize, usize),
    /// The improvement is assessed.
    Amelioration(usize),
    /// An adverse event.
    Evenement(usize),
    /// The orientation.
    Orientation(usize),
    /// The end of an episode.
    Cloture(usize),
}

/// A step of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Etape {
    /// The CPTS prepares it.
    Preparee,
    /// It is sent to the ARS.
    Deposee,
    /// The ARS asks for a document.
    CompletionDemandee,
    /// It is sent again.
    Completee,
    /// The ARS accepts.
    Validee,
    /// The ARS refuses.
    Refusee,
    /// It ends.
    Retiree,
}

/// The facts with their instant, in order.
pub fn chronique(territoire: &Territoire, fuseau: &TimeZone) -> Vec<(Timestamp, Fait)> {
    let mut faits = Vec::with_capacity(territoire.episodes.len() * 12);
    for (rang, praticien) in territoire.praticiens.iter().enumerate() {
        let arrive_le = praticien.adhere_du.max(territoire.cadre.ouverture);
        faits.push((arrive_le, 6 * 3600 + rang, Fait::Arrivee(rang)));
        for (ordre, adhesion) in praticien.adhesions.iter().enumerate() {
            faits.push((adhesion.du.max(arrive_le), 6 * 3600 + 1_800 + rang, Fait::Adhesion(rang, ordre)));
        }
        for (ordre, (le, etape)) in etapes(&praticien.parcours).into_iter().enumerate() {
            faits.push((le, 7 * 3600 + rang % 30 * 60 + ordre, Fait::Declaration(rang, etape)));
        }
    }
    for (rang, episode) in territoire.episodes.iter().enumerate() {
        let heure = 8 * 3600 + rang * 7919 % (11 * 60) * 60;
        let mut ordre = 0;
        deroule(rang, episode, |le, fait| {
            ordre += 1;
            faits.push((le, heure + ordre, fait));
        });
    }
    faits.sort_unstable();
    faits.into_iter().map(|(le, secondes, fait)| (instant(le, secondes, fuseau), fait)).collect()
}

/// A number of seconds into a local day.
fn instant(le: Date, secondes: usize, fuseau: &TimeZone) -> Timestamp {
    let part = |valeur: usize| i8::try_from(valeur % 60).unwrap_or_default();
    let heure = i8::try_from(secondes / 3600).unwrap_or_default();
    let heure = Time::new(heure, part(secondes / 60), part(secondes), 0).unwrap_or(Time::midnight());
    fuseau.to_ambiguous_timestamp(le.to_datetime(heure)).compatible().unwrap_or_default()
}

fn etapes(parcours: &Parcours) -> Vec<(Date, Etape)> {
    let depot = |le: Date| vec![(le, Etape::Preparee), (le, Etape::Deposee)];
    match parcours {
        Parcours::NonVolontaire { .. } => Vec::new(),
        Parcours::Brouillon { le } => vec![(*le, Etape::Preparee)],
        Parcours::Deposee { le } => depot(*le),
        Parcours::ACompleter { le, demande_le, .. } => {
            [depot(*le), vec![(*demande_le, Etape::CompletionDemandee)]].concat()
        }
        Parcours::Validee { le, complement, validee_le } => {
            let complement = complement
                .as_ref()
                .map(|c| vec![(c.demande_le, Etape::CompletionDemandee), (c.recu_le, Etape::Completee)]);
            [depot(*le), complement.unwrap_or_default(), vec![(*validee_le, Etape::Validee)]].concat()
        }
        Parcours::Refusee { le, refusee_le, .. } => {
            [depot(*le), vec![(*refusee_le, Etape::Refusee)]].concat()
        }
        Parcours::Retiree { le, validee_le, retiree_le, .. } => {
            [depot(*le), vec![(*validee_le, Etape::Validee), (*retiree_le, Etape::Retiree)]].concat()
        }
    }
}

/// The facts of one episode, in order.
fn deroule(rang: usize, episode: &Episode, mut noter: impl FnMut(Date, Fait)) {
    noter(episode.ouvert_le, Fait::Ouverture(rang));
    let mut presents = vec![episode.ouvert_par];
    let mut diagnostic = episode.diagnostic;
    for (place, seance) in episode.seances.iter().enumerate() {
        if diagnostic.is_some_and(|preuve| preuve.enregistre_le <= seance.le) {
            diagnostic = None;
            noter(seance.le, Fait::Diagnostic(rang, place));
        }
        if !presents.contains(&seance.praticien) {
            presents.push(seance.praticien);
            noter(seance.le, Fait::Rejoint(rang, place));
        }
        noter(seance.le, Fait::Seance(rang, place));
    }
    let derniere = episode.derniere();
    if episode.amelioration.is_some() {
        noter(derniere, Fait::Amelioration(rang));
    }
    if let Some(evenement) = &episode.evenement {
        noter(evenement.le, Fait::Evenement(rang));
    }
    if let Some(orientation) = &episode.orientation {
        noter(orientation.le, Fait::Orientation(rang));
    }
    if let Some((le, _)) = episode.cloture {
        noter(le, Fait::Cloture(rang));
    }
}
