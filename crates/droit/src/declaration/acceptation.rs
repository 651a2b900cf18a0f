//! Whether a file may be accepted: freely, with written reasons, or not at all. The same rule for pages and programs.

use super::controle::{CodeControle, Controle};
use super::cycle::{DeclarationValidee, effet_du};
use super::etat::Declaration;
use super::prononce::{Declarant, EmpechementDeclaration, Prononce, RefusDeclaration};
use crate::decision::{Decision, Etat, Issue};
use crate::episode::Motivation;
use crate::reglement::EffetDuDroit;
use crate::texte::TexteLibre;

/// What the checks leave to whoever decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptation {
    /// Nothing stands in the way.
    Libre,
    /// A check that decides nothing is red: accepted with written reasons.
    AMotiver,
    /// The rules refuse, or the department does not count the CPTS.
    Exclue,
}

impl Acceptation {
    /// The texts bind the ARS: the rules of the decision, and the test of the CPTS (décret 2024-618, art. 1, I and II).
    /// The national directory and the other checks inform it, and may be late: it may set them aside and say why.
    pub fn selon(decision: &Decision<'_>, controles: &[Controle]) -> Self {
        let mut rouges = controles.iter().filter(|controle| controle.etat == Etat::Viole).peekable();
        if decision.issue == Issue::Refusee {
            Self::Exclue
        } else if rouges.peek().is_none() {
            Self::Libre
        } else if rouges.any(|controle| controle.code == CodeControle::Cpts) {
            Self::Exclue
        } else {
            Self::AMotiver
        }
    }
}

impl Declaration {
    /// Accepts. The right starts on the event that the department's rules name.
    pub fn valider<'r>(
        &self,
        effet: Option<EffetDuDroit>,
        decision: Decision<'r>,
        controles: &[Controle],
        precision: Option<TexteLibre>,
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationValidee>, RefusDeclaration<'r>> {
        self.exiger_deposee()?;
        match Acceptation::selon(&decision, controles) {
            Acceptation::Exclue if decision.issue == Issue::Refusee => {
                return Err(RefusDeclaration::Refusee(Box::new(decision)));
            }
            Acceptation::Exclue => return Err(EmpechementDeclaration::CptsNonAdmise.into()),
            Acceptation::AMotiver if precision.is_none() => {
                return Err(EmpechementDeclaration::AcceptationAMotiver.into());
            }
            Acceptation::AMotiver | Acceptation::Libre => {}
        }
        let le = declarant.aujourd_hui;
        let fait = DeclarationValidee { le, effet_du: effet_du(effet, self.depose_le, le), precision };
        Ok(Prononce::nouveau(self, declarant, Some(Motivation::de(&decision, None)), fait))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::essai::{decision_de_declarer, declarant, deposee};
    use super::*;
    use crate::annuaire::{AvisAnnuaire, Repere};
    use crate::declaration::{MotifRattachement, Rattachement};

    fn annuaire_rouge() -> Controle {
        let repere = Repere::Extraction { du: date(2026, 3, 1) };
        Controle::selon_l_annuaire(AvisAnnuaire::tirer(None, "45".parse().unwrap(), repere))
    }

    #[test]
    fn un_annuaire_qui_ignore_le_numero_n_empeche_pas_d_accepter_en_disant_pourquoi() {
        let le = date(2026, 3, 9);
        let accepter = |controles: &[Controle], mots: Option<&str>| {
            let mots = mots.map(|mots| mots.parse().unwrap());
            deposee(le).valider(None, decision_de_declarer(le), controles, mots, &declarant(le))
        };
        assert!(accepter(&[], None).is_ok());
        let muet = accepter(&[annuaire_rouge()], None).unwrap_err();
        assert!(matches!(muet, RefusDeclaration::Empechee(EmpechementDeclaration::AcceptationAMotiver)));
        let accorde =
            accepter(&[annuaire_rouge()], Some("Inscrit à l’Ordre hier, carte présentée.")).unwrap();
        assert!(accorde.precision.is_some());
    }

    #[test]
    fn une_cpts_qui_ne_compte_pas_n_est_pas_acceptee_meme_avec_des_mots() {
        let le = date(2026, 3, 9);
        let cpts =
            Controle::de_la_cpts(Rattachement { etat: Etat::Viole, motif: MotifRattachement::PasNommee });
        let mots = Some("Elle est voisine.".parse().unwrap());
        let refus = deposee(le).valider(None, decision_de_declarer(le), &[cpts], mots, &declarant(le));
        assert!(matches!(
            refus.unwrap_err(),
            RefusDeclaration::Empechee(EmpechementDeclaration::CptsNonAdmise)
        ));
    }
}
