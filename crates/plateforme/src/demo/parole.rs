//! What two MKs of the demo in three say of themselves on the public list, on its last day.

use droit::fiche_publique::{Accueil, Attente, Domicile, FichePublique};
use entrepot::{Echec, Entrepot, publication};
use jiff::Timestamp;
use jiff::civil::Date;

use super::reperes::Reperes;

/// Records them.
pub fn dire(entrepot: &Entrepot, reperes: &Reperes, (instant, le): (Timestamp, Date)) -> Result<(), Echec> {
    let praticiens = reperes.praticiens.clone();
    entrepot.ecrire_ici(move |tx| {
        for (rang, praticien) in praticiens.iter().enumerate() {
            if let Some(fiche) = fiche(rang, le) {
                publication::dire(tx, *praticien, &fiche, "systeme", instant);
            }
        }
        Ok(())
    })
}

/// The sheet of a rank; numbers are of a range that is given to nobody (02 61 91).
fn fiche(rang: usize, le: Date) -> Option<FichePublique> {
    let delai = |jours| Attente::depuis_jours(jours).ok().map(Accueil::Sous);
    let accueil = match rang % 6 {
        0 => Some(Accueil::Oui),
        1 => delai(7),
        3 => delai(21),
        4 => Some(Accueil::Non),
        _ => return None,
    };
    let domicile = (rang % 4 < 2).then_some(Domicile::Oui);
    let telephone = format!("026191{:04}", rang % 10_000).parse().ok();
    Some(FichePublique { accueil, domicile, telephone, dit_le: le })
}
