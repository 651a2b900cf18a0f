//! A dossier as the platform gives it online: its questions, its applicant, and its repeated blocks, where a CPTS names
//! many MKs at once.

use super::{Cle, Correspondance};

/// Titles and texts.
pub type Champs = Vec<(String, String)>;

/// What a dossier of several MKs says of all of them; the rest is in the row of each.
const COMMUNS: [Cle; 6] = [Cle::Numero, Cle::Etat, Cle::DeposeLe, Cle::TraiteLe, Cle::Motivation, Cle::Cpts];

/// A dossier read online.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DossierLu {
    /// Its number, its state, its days and the answers to its questions.
    pub champs: Champs,
    /// Who filed it.
    pub demandeur: Champs,
    /// Its repeated blocks, row by row.
    pub blocs: Vec<Vec<Champs>>,
}

impl DossierLu {
    /// The dossier as lines to read: one for each row of the block that asks an RPPS number, under the number of the dossier
    /// and the rank of the row; else the dossier itself, whose applicant is its MK.
    pub fn lignes(self, titres: &Correspondance) -> Vec<Champs> {
        let nomme = |rangee: &Champs| titres.place(Cle::Rpps, &noms(rangee)).is_some();
        let Self { champs, demandeur, blocs } = self;
        match blocs.into_iter().find(|bloc| bloc.iter().any(nomme)) {
            Some(bloc) => {
                let communs = communs(&champs, titres);
                (1u16..).zip(bloc).map(|(rang, rangee)| en_ligne(rangee, &communs, rang, titres)).collect()
            }
            None => vec![champs.into_iter().chain(demandeur).collect()],
        }
    }
}

fn noms(champs: &Champs) -> Vec<String> {
    champs.iter().map(|(nom, _)| nom.clone()).collect()
}

fn communs(champs: &Champs, titres: &Correspondance) -> Champs {
    let noms = noms(champs);
    let places = COMMUNS.iter().filter_map(|cle| titres.place(*cle, &noms));
    places.filter_map(|place| champs.get(place)).cloned().collect()
}

/// The row first, then what holds for all; the number says which row it is.
fn en_ligne(rangee: Champs, communs: &Champs, rang: u16, titres: &Correspondance) -> Champs {
    let place = titres.place(Cle::Numero, &noms(communs));
    let mut communs = communs.clone();
    if let Some((_, numero)) = place.and_then(|place| communs.get_mut(place)) {
        *numero = format!("{numero}-{rang}");
    }
    rangee.into_iter().chain(communs).collect()
}
