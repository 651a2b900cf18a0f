//! An episode, seen by the MKs who take part, and nobody else.

use jiff::civil::Date;

use super::{Acteur, Invisible, Modifiable};
use crate::decision::ActeNgap;
use crate::episode::{Compte, Destination, Episode, Evenement, MotifOrientation, Resume, Seance, Urgence};
use crate::identifiant::{OrientationId, PraticienId, SeanceId};
use crate::texte::TexteLibre;

/// Whose act it is: one's own, or a colleague's whose name is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auteur {
    /// The reader.
    Soi,
    /// Another MK.
    Confrere,
}

/// A séance, as a taking part MK sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VueSeance {
    /// Key.
    pub id: SeanceId,
    /// Place in order of date, from 1; `None` when cancelled.
    pub rang: Option<usize>,
    /// Day.
    pub le: Date,
    /// Whose.
    pub auteur: Auteur,
    /// How it counts.
    pub compte: Compte,
    /// Act; one's own only.
    pub acte: Option<ActeNgap>,
    /// Note; one's own only.
    pub note: Option<TexteLibre>,
}

/// An orientation, as a taking part MK sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VueOrientation {
    /// Key.
    pub id: OrientationId,
    /// Day.
    pub le: Date,
    /// Whose.
    pub auteur: Auteur,
    /// Why.
    pub motif: MotifOrientation,
    /// To whom.
    pub destination: Destination,
    /// How soon.
    pub urgence: Urgence,
    /// Words; one's own only.
    pub precision: Option<TexteLibre>,
}

/// The whole episode for an MK who takes part, without the names and notes of the others.
#[derive(Clone, Debug)]
pub struct VuePraticien<'e> {
    /// The episode, for what is common to those who take part.
    episode: &'e Episode,
    /// Séances, in order of date, then the cancelled ones.
    pub seances: Vec<VueSeance>,
    /// Orientations.
    pub orientations: Vec<VueOrientation>,
    /// One's own reports of adverse events.
    pub evenements: Vec<&'e Evenement>,
    /// How many other MKs take part.
    pub confreres: usize,
}

impl VuePraticien<'_> {
    /// Figures and dates.
    pub fn resume(&self) -> Resume {
        self.episode.resume()
    }

    /// Label of the place treated.
    pub fn lieu(&self) -> String {
        self.episode.localisation.libelle()
    }
}

/// What an MK learns of an episode he takes no part in, once he has found the patient by identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VueAutrePraticien {
    /// Séances done without diagnosis.
    pub seances: u16,
    /// Day of the latest one.
    pub derniere_le: Option<Date>,
}

/// The episode, for the MKs who take part.
pub fn voir<'e>(acteur: &Acteur, episode: &'e Episode) -> Result<VuePraticien<'e>, Invisible> {
    let lecteur = participant(acteur, episode)?;
    let auteur = |par: PraticienId| if par == lecteur { Auteur::Soi } else { Auteur::Confrere };
    let orientations = episode.orientations.iter().map(|o| {
        let auteur = auteur(o.par);
        let precision = o.precision.clone().filter(|_| auteur == Auteur::Soi);
        let (motif, destination, urgence) = (o.motif, o.destination, o.urgence);
        VueOrientation { id: o.id, le: o.le, auteur, motif, destination, urgence, precision }
    });
    Ok(VuePraticien {
        episode,
        seances: seances(episode, auteur),
        orientations: orientations.collect(),
        evenements: episode.evenements.iter().filter(|e| e.par == lecteur).collect(),
        confreres: episode.participants.iter().filter(|p| **p != lecteur).count(),
    })
}

/// The number of séances and the last day, for an MK who has found the patient by identity: never a name.
pub fn apercevoir(acteur: &Acteur, episode: &Episode) -> Result<VueAutrePraticien, Invisible> {
    match acteur {
        Acteur::Mk { .. } => {
            Ok(VueAutrePraticien { seances: episode.sans_diagnostic(), derniere_le: episode.derniere_le() })
        }
        _ => Err(Invisible),
    }
}

/// The right to change the episode, for the MKs who take part.
pub fn modifier(acteur: &Acteur, episode: Episode) -> Result<Modifiable<Episode>, Invisible> {
    participant(acteur, &episode)?;
    Ok(Modifiable(episode))
}

/// What a document says, for the MK who wrote it: his colleagues learn that it exists, never its words.
pub fn lire_document(acteur: &Acteur, redacteur: PraticienId) -> Result<(), Invisible> {
    match acteur {
        Acteur::Mk { praticien } if *praticien == redacteur => Ok(()),
        _ => Err(Invisible),
    }
}

/// Whose dashboard the actor reads: his own.
pub fn tableau(acteur: &Acteur) -> Result<PraticienId, Invisible> {
    match acteur {
        Acteur::Mk { praticien } => Ok(*praticien),
        _ => Err(Invisible),
    }
}

fn participant(acteur: &Acteur, episode: &Episode) -> Result<PraticienId, Invisible> {
    match acteur {
        Acteur::Mk { praticien } if episode.suivi_par(*praticien) => Ok(*praticien),
        _ => Err(Invisible),
    }
}

fn seances(episode: &Episode, auteur: impl Fn(PraticienId) -> Auteur) -> Vec<VueSeance> {
    let vue = |seance: &Seance, rang| {
        let auteur = auteur(seance.par);
        let soi = auteur == Auteur::Soi;
        VueSeance {
            id: seance.id,
            rang,
            le: seance.le,
            auteur,
            compte: seance.compte,
            acte: seance.acte.clone().filter(|_| soi),
            note: seance.note.clone().filter(|_| soi),
        }
    };
    let faites = episode.seances_faites().into_iter().zip(1..).map(|(s, rang)| vue(s, Some(rang)));
    let annulees = episode.seances.iter().filter(|s| s.compte == Compte::Annulee).map(|s| vue(s, None));
    faites.chain(annulees).collect()
}
