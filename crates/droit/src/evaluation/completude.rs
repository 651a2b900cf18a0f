//! How complete the data are: what was filled in, out of what could have been.

use serde::{Deserialize, Serialize};

use super::donnee::{Chiffre, part};
use crate::indicateur::{Indicateur, Participation, Tableau, Valeur};

/// The modality of the séances that name no act.
const NON_PRECISE: &str = "non-precise";

/// One thing that may be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renseignement {
    /// What.
    pub libelle: String,
    /// How often it is.
    pub chiffre: Chiffre,
}

/// All of them, and the mean of those that are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completude {
    /// Each thing.
    pub renseignements: Vec<Renseignement>,
    /// The score, in tenths of a per cent: the mean of their shares; `None` when none is known.
    pub score: Option<u64>,
}

impl Completude {
    /// Reads it from the figures themselves.
    pub fn de(tableau: &Tableau, participation: &Participation) -> Self {
        let renseignements = [
            ("Acte de la nomenclature précisé à la séance", actes(tableau)),
            ("Médecin traitant renseigné à l’ouverture", medecins(tableau)),
            ("Activité totale déclarée par les praticiens actifs", activites(tableau, participation)),
            ("Publication remise pour les déclarations acceptées", publications(participation)),
        ];
        let lus: Vec<_> = renseignements
            .into_iter()
            .filter_map(|(libelle, (n, sur))| {
                let chiffre = part(n?.min(sur?), sur?, 100);
                Some(Renseignement { libelle: libelle.to_owned(), chiffre })
            })
            .collect();
        let parts: Vec<u64> = lus.iter().filter_map(|lu| lu.chiffre.en_dixiemes()).collect();
        let nombre = u64::try_from(parts.len()).unwrap_or(u64::MAX);
        let score =
            parts.iter().sum::<u64>().checked_add(nombre / 2).and_then(|somme| somme.checked_div(nombre));
        Self { renseignements: lus, score }
    }
}

type Rapport = (Option<u64>, Option<u64>);

fn actes(tableau: &Tableau) -> Rapport {
    let Valeur::Repartition(modalites) = tableau.valeur(Indicateur::ActesNgap) else { return (None, None) };
    let total: Option<u64> = modalites.iter().map(|m| m.n).sum();
    let precises: Option<u64> = modalites.iter().filter(|m| m.code != NON_PRECISE).map(|m| m.n).sum();
    (precises, total)
}

fn medecins(tableau: &Tableau) -> Rapport {
    let connus = match tableau.valeur(Indicateur::SansMedecinTraitant) {
        Valeur::Rapport { denominateur, .. } => Some(*denominateur),
        _ => None,
    };
    (connus, nombre(tableau, Indicateur::Patients))
}

fn activites(tableau: &Tableau, participation: &Participation) -> Rapport {
    let declarees = participation.activite.map_or(0, |activite| activite.praticiens);
    (Some(declarees), nombre(tableau, Indicateur::PraticiensActifs))
}

/// The delays of publication count the acceptances whose list is delivered, out of all.
fn publications(participation: &Participation) -> Rapport {
    let delais = &participation.delais;
    let remises = delais.publication.effectif();
    let acceptees = remises.checked_add(delais.en_attente).filter(|nombre| *nombre > 0);
    (Some(remises), acceptees)
}

fn nombre(tableau: &Tableau, indicateur: Indicateur) -> Option<u64> {
    match tableau.valeur(indicateur) {
        Valeur::Nombre(n) if *n > 0 => Some(*n),
        _ => None,
    }
}
