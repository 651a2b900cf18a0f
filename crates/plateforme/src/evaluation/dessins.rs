//! Charts as papers take them: reports and packs of the committee draw the same.

use documents::{Figure, Place};
use droit::evaluation::{Donnee, Lieu};
use droit::indicateur::Indicateur;

use super::comparees::{self, Maille};
use super::figures;

/// A chart in its place; nothing where there is nothing to draw.
pub fn dessin(
    place: Place,
    titre: &str,
    legende: Option<&str>,
    graphique: figures::Figure,
) -> Option<Figure> {
    graphique.map(|graphique| Figure {
        place,
        titre: titre.to_owned(),
        phrase: graphique.phrase().to_owned(),
        legende: legende.map(str::to_owned),
        svg: graphique.dessin().pour_papier(),
    })
}

/// Episodes by class of séances.
pub fn seances(donnees: &[Donnee], nom: &str, cle: &str) -> Option<Figure> {
    let legende = "Du plus clair au plus foncé : 1 séance, 2 à 8 séances, plus de 8 séances.";
    dessin(Place::Seances, "Séances par épisode", Some(legende), figures::seances(donnees, nom, cle))
}

/// The rate of orientation of each CPTS, beside that of all together.
pub fn orientation_par_cpts(
    par_lieu: &[Donnee],
    lieux: &[Lieu],
    ensemble: Option<&Donnee>,
) -> Option<Figure> {
    let comparee = comparees::COMPAREES.iter().find(|lue| lue.indicateur == Indicateur::TauxOrientation)?;
    let graphique = comparees::comparaison(par_lieu, (lieux, Maille::Cpts), ensemble, *comparee);
    let legende = "Moustaches : intervalles à 95 %. Tirets : ensemble du département.";
    dessin(Place::Orientation, "Taux d’orientation par CPTS", Some(legende), graphique)
}
