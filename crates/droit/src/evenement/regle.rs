//! What the rules say of adverse events on a day: which are declared, within how long, when one is reminded.

use jiff::civil::Date;

use super::etat::Volets;
use crate::episode::GraviteEvenement;
use crate::reglement::{Parametres, Valeur};

/// The rules of a day.
#[derive(Clone, Copy, Debug)]
pub struct RegleEvenement<'r> {
    /// Severities that oblige to declare.
    pub a_declarer: &'r Valeur<Vec<GraviteEvenement>>,
    /// Address of the national portal.
    pub portail: &'r Valeur<String>,
    /// Months to send the analysis.
    pub delai_mois: &'r Valeur<u8>,
    /// Days after the report at which one is reminded.
    pub rappels: &'r Valeur<Vec<u16>>,
}

impl<'r> RegleEvenement<'r> {
    /// Those of a department on a day.
    pub fn au(parametres: &'r Parametres, le: Date) -> Self {
        Self {
            a_declarer: parametres.evenements_a_declarer.au(le),
            portail: parametres.portail_de_signalement.au(le),
            delai_mois: parametres.delai_de_l_analyse.au(le),
            rappels: parametres.rappels_de_l_analyse.au(le),
        }
    }

    /// Is an event of this severity declared to the ARS through the portal.
    /// Source: code de la santé publique, R. 1413-67 and R. 1413-68.
    pub fn oblige(&self, gravite: GraviteEvenement) -> bool {
        self.a_declarer.connue.as_ref().is_some_and(|gravites| gravites.contains(&gravite))
    }

    /// What a report of this severity sets in motion on a day.
    pub fn ouvrir(&self, gravite: GraviteEvenement, du: Date) -> Volets {
        if self.oblige(gravite) { Volets::Attendus { du } } else { Volets::SansObjet }
    }
}
