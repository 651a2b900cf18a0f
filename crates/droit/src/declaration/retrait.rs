//! The end of a participation: who may give which motive, and from which day.

use jiff::civil::Date;

use super::cycle::veille;
use super::etat::{Declaration, EtatDeclaration};
use super::motif::MotifRetrait;
use super::prononce::{Declarant, EmpechementDeclaration, Prononce};

/// The participation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclarationRetiree {
    /// Last day of the right, inclusive.
    pub au: Date,
    /// Why.
    pub motif: MotifRetrait,
    /// Was the right open: the lists must then be told.
    pub autorisation_a_clore: bool,
}

/// Who ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    /// The MK himself.
    Praticien,
    /// The coordination of his CPTS.
    Cpts,
    /// The ARS.
    Ars,
    /// Nobody: a rule of the department, or the answer of the CPTS to its question.
    Regle,
}

impl MotifRetrait {
    /// May this party give this motive.
    ///
    /// No text says it. Ours: one speaks of what is one's own. The ARS alone records what the Ordre or the Assurance
    /// Maladie pronounced, for it alone is told of it (décret 2024-618, art. 1, III: the list is its own); a mistake is
    /// corrected by whoever made it until the ARS has decided on it.
    pub fn est_ouvert_a(self, partie: Partie, etat: &EtatDeclaration) -> bool {
        let decidee = matches!(etat, EtatDeclaration::Validee { .. } | EtatDeclaration::Suspendue { .. });
        match (partie, self) {
            (Partie::Ars | Partie::Regle, _) => true,
            (Partie::Praticien | Partie::Cpts, Self::Erreur) => !decidee,
            (_, Self::Volontaire | Self::FinAdhesion | Self::DepartDepartement | Self::DevenuRemplacant) => {
                true
            }
            (Partie::Praticien, Self::Deconventionnement) => true,
            (_, Self::Radiation | Self::Deconventionnement | Self::AdhesionDementie) => false,
        }
    }
}

impl Declaration {
    /// Ends the participation, from any living state; `au` is the last day of the right. A right already suspended ended
    /// on the eve; one that was to be taken up later never is.
    ///
    /// Séances done under the right stay so: the ARS alone ends it in the past, where it decides on it.
    pub fn retirer(
        &self,
        motif: MotifRetrait,
        au: Date,
        partie: Partie,
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationRetiree>, EmpechementDeclaration> {
        if !self.etat.en_cours() {
            return Err(self.mal_placee());
        }
        if !motif.est_ouvert_a(partie, &self.etat) {
            return Err(EmpechementDeclaration::MotifReserve);
        }
        if matches!(partie, Partie::Praticien | Partie::Cpts) && au < declarant.aujourd_hui {
            return Err(EmpechementDeclaration::FinPassee);
        }
        let debut = match self.etat {
            EtatDeclaration::Validee { effet_du, .. } => effet_du,
            EtatDeclaration::Suspendue { effet_du, .. } => Some(effet_du),
            _ => None,
        };
        if debut.is_some_and(|du| au < du && du <= declarant.aujourd_hui) {
            return Err(EmpechementDeclaration::FinAvantDebut);
        }
        let au = match self.etat {
            EtatDeclaration::Suspendue { du, .. } => au.min(veille(du)),
            _ => au,
        };
        let fait = DeclarationRetiree { au, motif, autorisation_a_clore: debut.is_some() };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::essai::{declarant, deposee, en_etat};
    use super::*;

    const LE: Date = date(2026, 3, 9);

    fn retirer(partie: Partie, motif: MotifRetrait, au: Date) -> Result<(), EmpechementDeclaration> {
        let etat = EtatDeclaration::Validee { le: date(2025, 10, 1), effet_du: Some(date(2025, 10, 1)) };
        en_etat(etat, date(2025, 9, 20)).retirer(motif, au, partie, &declarant(LE)).map(drop)
    }

    #[test]
    fn une_cpts_ne_prononce_pas_une_radiation_et_l_ars_la_constate() {
        let radier = |partie| retirer(partie, MotifRetrait::Radiation, LE);
        assert_eq!(radier(Partie::Ars), Ok(()));
        assert_eq!(radier(Partie::Cpts), Err(EmpechementDeclaration::MotifReserve));
        assert_eq!(radier(Partie::Praticien), Err(EmpechementDeclaration::MotifReserve));
        assert_eq!(retirer(Partie::Cpts, MotifRetrait::FinAdhesion, LE), Ok(()));
        assert_eq!(retirer(Partie::Praticien, MotifRetrait::Deconventionnement, LE), Ok(()));
    }

    #[test]
    fn l_ars_seule_met_fin_au_droit_dans_le_passe() {
        let hier = date(2026, 3, 8);
        let partir = |partie, au| retirer(partie, MotifRetrait::Volontaire, au);
        assert_eq!(partir(Partie::Praticien, LE), Ok(()));
        assert_eq!(partir(Partie::Praticien, hier), Err(EmpechementDeclaration::FinPassee));
        assert_eq!(partir(Partie::Cpts, hier), Err(EmpechementDeclaration::FinPassee));
        assert_eq!(partir(Partie::Ars, hier), Ok(()));
    }

    #[test]
    fn une_erreur_se_corrige_jusqu_a_la_decision() {
        let tort = |partie| deposee(LE).retirer(MotifRetrait::Erreur, LE, partie, &declarant(LE)).map(drop);
        assert_eq!(tort(Partie::Cpts), Ok(()));
        assert_eq!(
            retirer(Partie::Cpts, MotifRetrait::Erreur, LE),
            Err(EmpechementDeclaration::MotifReserve)
        );
        assert_eq!(retirer(Partie::Ars, MotifRetrait::Erreur, LE), Ok(()));
    }
}
