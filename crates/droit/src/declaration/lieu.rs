//! The places a declaration names, and those its MK adds afterwards: the ARS retains them or sets them aside, and until
//! then nobody outside is told of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::etat::{Declaration, EtatDeclaration};
use super::prononce::{Declarant, EmpechementDeclaration, Prononce};
use crate::identifiant::{CodeDepartement, LieuId};
use crate::texte::TexteLibre;

/// A place of practice of the MK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LieuExerce {
    /// Key.
    pub id: LieuId,
    /// Department.
    pub departement: CodeDepartement,
    /// First day.
    pub du: Date,
    /// Last day, inclusive.
    pub au: Option<Date>,
}

/// What a declaration says of places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LieuxDeclares {
    /// Those it names, each with the first day the ARS retains it from where it was added after the acceptance; none when
    /// it leaves it to all those of the department.
    pub nommes: BTreeMap<LieuId, Option<Date>>,
    /// Those its MK asked for since, each with the day the ARS set it aside where it did.
    pub demandes: BTreeMap<LieuId, Option<Date>>,
}

/// What a place is for a declaration on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDuLieu {
    /// In another department, or the MK practises there no more.
    SansObjet,
    /// The declaration stands for it.
    Retenu,
    /// The declaration names others, and nobody asked for this one.
    NonNomme,
    /// Asked for since: the ARS has not said.
    Attendu,
    /// The ARS set it aside.
    Ecarte,
}

/// The ARS retains a place: the list and the local bodies hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuRetenu {
    /// Day of the decision.
    pub le: Date,
    /// The place.
    pub lieu: LieuId,
    /// First day the list shows it.
    pub du: Date,
    /// In the agent's words.
    pub precision: Option<TexteLibre>,
}

/// The ARS does not retain a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuEcarte {
    /// Day of the decision.
    pub le: Date,
    /// The place.
    pub lieu: LieuId,
    /// Why, in the agent's words.
    pub precision: TexteLibre,
}

impl LieuxDeclares {
    /// What a place is for a declaration of this department on a day.
    pub fn sort(&self, lieu: &LieuExerce, departement: CodeDepartement, le: Date) -> SortDuLieu {
        if lieu.departement != departement || lieu.au.is_some_and(|au| au < le) {
            SortDuLieu::SansObjet
        } else if self.nommes.is_empty() || self.nommes.contains_key(&lieu.id) {
            SortDuLieu::Retenu
        } else {
            match self.demandes.get(&lieu.id) {
                None => SortDuLieu::NonNomme,
                Some(None) => SortDuLieu::Attendu,
                Some(Some(_)) => SortDuLieu::Ecarte,
            }
        }
    }
}

impl Declaration {
    /// Retains a place that the MK asked for once accepted, also one set aside before; from today, or from the first day there
    /// when it comes later, unless the agent says another day.
    ///
    /// The list of those who take part is the ARS's, with where they practise (décret 2024-618, art. 1, III et IV,
    /// <https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049797957>); no text says how a place is added to it.
    pub fn retenir_lieu(
        &self,
        declares: &LieuxDeclares,
        lieu: &LieuExerce,
        (du, precision): (Option<Date>, Option<TexteLibre>),
        declarant: &Declarant,
    ) -> Result<Prononce<LieuRetenu>, EmpechementDeclaration> {
        self.exiger_lieu_a_decider(declares, lieu, declarant.aujourd_hui)?;
        let du = du.unwrap_or_else(|| declarant.aujourd_hui.max(lieu.du));
        if du < lieu.du || lieu.au.is_some_and(|au| au < du) {
            return Err(EmpechementDeclaration::LieuHorsDeSesJours);
        }
        let fait = LieuRetenu { le: declarant.aujourd_hui, lieu: lieu.id, du, precision };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    /// Sets a place aside, and says why.
    pub fn ecarter_lieu(
        &self,
        declares: &LieuxDeclares,
        lieu: &LieuExerce,
        precision: Option<TexteLibre>,
        declarant: &Declarant,
    ) -> Result<Prononce<LieuEcarte>, EmpechementDeclaration> {
        self.exiger_lieu_a_decider(declares, lieu, declarant.aujourd_hui)?;
        let precision = precision.ok_or(EmpechementDeclaration::PrecisionAbsente)?;
        let fait = LieuEcarte { le: declarant.aujourd_hui, lieu: lieu.id, precision };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    fn exiger_lieu_a_decider(
        &self,
        declares: &LieuxDeclares,
        lieu: &LieuExerce,
        le: Date,
    ) -> Result<(), EmpechementDeclaration> {
        match self.etat {
            EtatDeclaration::Validee { .. } | EtatDeclaration::Suspendue { .. } => {}
            _ => return Err(self.mal_placee()),
        }
        match declares.sort(lieu, self.departement, le) {
            SortDuLieu::Attendu | SortDuLieu::Ecarte => Ok(()),
            SortDuLieu::Retenu => Err(EmpechementDeclaration::LieuDejaRetenu),
            SortDuLieu::SansObjet | SortDuLieu::NonNomme => Err(EmpechementDeclaration::LieuNonDemande),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::declaration::essai::{declarant, deposee, en_etat};

    const LE: Date = date(2026, 4, 2);

    fn lieu(cle: u128) -> LieuExerce {
        let departement = "45".parse().unwrap();
        LieuExerce { id: LieuId::new(cle), departement, du: date(2026, 3, 1), au: None }
    }

    fn nommant(cle: u128) -> LieuxDeclares {
        LieuxDeclares { nommes: [(LieuId::new(cle), None)].into(), demandes: [(LieuId::new(2), None)].into() }
    }

    fn acceptee() -> Declaration {
        let le = date(2026, 1, 5);
        en_etat(EtatDeclaration::Validee { le, effet_du: Some(le) }, le)
    }

    fn retenir(lieu: &LieuExerce, du: Option<Date>) -> Result<Prononce<LieuRetenu>, EmpechementDeclaration> {
        acceptee().retenir_lieu(&nommant(1), lieu, (du, None), &declarant(LE))
    }

    #[test]
    fn un_lieu_ajoute_est_retenu_du_jour_ou_de_son_premier_jour_s_il_est_a_venir() {
        assert_eq!(retenir(&lieu(2), None).unwrap().du, LE);
        let a_venir = LieuExerce { du: date(2026, 5, 1), ..lieu(2) };
        assert_eq!(retenir(&a_venir, None).unwrap().du, a_venir.du);
        assert_eq!(retenir(&lieu(2), Some(date(2026, 3, 9))).unwrap().du, date(2026, 3, 9));
    }

    #[test]
    fn pas_avant_qu_il_y_exerce_ni_apres() {
        let hors = Err(EmpechementDeclaration::LieuHorsDeSesJours);
        assert_eq!(retenir(&lieu(2), Some(date(2026, 2, 28))), hors);
        let bref = LieuExerce { au: Some(date(2026, 4, 30)), ..lieu(2) };
        assert_eq!(retenir(&bref, Some(date(2026, 5, 1))), hors);
    }

    #[test]
    fn un_lieu_nomme_ailleurs_quitte_ou_que_personne_ne_demande_ne_se_decide_pas() {
        assert_eq!(retenir(&lieu(1), None), Err(EmpechementDeclaration::LieuDejaRetenu));
        let ailleurs = LieuExerce { departement: "83".parse().unwrap(), ..lieu(2) };
        let quitte = LieuExerce { au: Some(date(2026, 4, 1)), ..lieu(2) };
        for lieu in [ailleurs, quitte, lieu(3)] {
            assert_eq!(retenir(&lieu, None), Err(EmpechementDeclaration::LieuNonDemande));
        }
        let sans_nom = LieuxDeclares::default();
        let tous = acceptee().retenir_lieu(&sans_nom, &lieu(2), (None, None), &declarant(LE));
        assert_eq!(tous, Err(EmpechementDeclaration::LieuDejaRetenu), "all those of the department count");
    }

    #[test]
    fn ecarter_se_motive_et_se_reprend() {
        let mut declares = nommant(1);
        let ecarter = |declares: &LieuxDeclares, mots: Option<&str>| {
            let precision = mots.map(|mots| mots.parse().unwrap());
            acceptee().ecarter_lieu(declares, &lieu(2), precision, &declarant(LE))
        };
        assert_eq!(ecarter(&declares, None), Err(EmpechementDeclaration::PrecisionAbsente));
        assert!(ecarter(&declares, Some("Hors du territoire de la CPTS.")).is_ok());
        declares.demandes.insert(LieuId::new(2), Some(LE));
        assert_eq!(declares.sort(&lieu(2), "45".parse().unwrap(), LE), SortDuLieu::Ecarte);
        assert!(acceptee().retenir_lieu(&declares, &lieu(2), (None, None), &declarant(LE)).is_ok());
    }

    #[test]
    fn avant_l_acceptation_rien_ne_se_retient() {
        let refus = deposee(LE).retenir_lieu(&nommant(1), &lieu(2), (None, None), &declarant(LE));
        assert!(matches!(refus, Err(EmpechementDeclaration::Etat { .. })));
    }
}
