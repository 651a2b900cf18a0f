//! A change of the directory in a few words.

use droit::annuaire::{Changement, ModeExercice};

/// A change in a few words.
pub fn en_mots(changement: &Changement) -> String {
    let genre = changement.genre.libelle();
    if let Some(departement) = changement.departement {
        return format!("{genre} ({departement})");
    }
    if changement.modes_apres.is_empty() {
        return genre.to_owned();
    }
    format!("{genre} ({} → {})", modes(&changement.modes_avant), modes(&changement.modes_apres))
}

fn modes(modes: &[ModeExercice]) -> String {
    modes.iter().map(|mode| mode.libelle()).collect::<Vec<_>>().join(", ")
}
