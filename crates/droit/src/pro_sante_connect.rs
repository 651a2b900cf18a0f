//! What Pro Santé Connect says of a professional, and what it must say for him to come in as an MK.

use crate::annuaire::ModeExercice;
use crate::decision::codes;
use crate::identifiant::NumeroRpps;
use crate::structure::Profession;

/// A professional, as the national identity provider vouches for him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Professionnel {
    /// His number, which links him to his account.
    pub rpps: NumeroRpps,
    /// His name and first name, as the provider writes them.
    pub identite: Option<(String, String)>,
    /// The professions he exercises.
    pub exercices: Vec<Exercice>,
}

/// One profession he exercises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercice {
    /// Which.
    pub profession: Profession,
    /// In which capacity.
    pub categorie: Categorie,
    /// How and where.
    pub activites: Vec<Activite>,
}

codes! {
    /// The capacity of a professional (nomenclature TRE_R09).
    Categorie {
        /// Civil: the ordinary case.
        Civil = "civil",
        /// Student.
        Etudiant = "etudiant",
        /// Of the armed forces, and whatever this version does not know.
        Autre = "autre",
    }
}

/// One activity of a profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activite {
    /// How.
    pub mode: ModeExercice,
    /// Where.
    pub secteur: Secteur,
}

codes! {
    /// The sector of an activity, as far as it matters here.
    Secteur {
        /// A centre de santé.
        CentreDeSante = "centre-de-sante",
        /// Any other place.
        Autre = "autre",
    }
}

/// Why he does not come in as an MK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NonAdmis {
    /// No profession of masseur-kinésithérapeute.
    #[error("Pro Santé Connect ne vous connaît pas comme masseur-kinésithérapeute.")]
    Profession,
    /// A student, or another capacity.
    #[error("Pro Santé Connect ne vous connaît pas comme masseur-kinésithérapeute diplômé et civil.")]
    Categorie,
    /// Neither libéral nor an employee of a centre de santé.
    #[error(
        "Pro Santé Connect ne vous connaît aucun exercice libéral, ni salarié d’un centre de santé, de la masso-kinésithérapie."
    )]
    Activite,
}

impl Professionnel {
    /// An MK in exercise who may take part: civil, libéral or employed by a centre de santé.
    ///
    /// Source: claims `SubjectRefPro` of Pro Santé Connect (nomenclatures TRE_G15, TRE_R09, TRE_R23). Belonging to a
    /// CPTS is not among them: that stays for the declaration.
    ///
    /// # Errors
    /// The first condition that no profession of his fulfils.
    pub fn exiger_un_kinesitherapeute(&self) -> Result<(), NonAdmis> {
        let siens: Vec<_> =
            self.exercices.iter().filter(|e| e.profession == Profession::MasseurKinesitherapeute).collect();
        if siens.is_empty() {
            return Err(NonAdmis::Profession);
        }
        let mut civils = siens.into_iter().filter(|e| e.categorie == Categorie::Civil).peekable();
        if civils.peek().is_none() {
            return Err(NonAdmis::Categorie);
        }
        let exerce = civils.any(|e| e.activites.iter().any(Activite::convient));
        if exerce { Ok(()) } else { Err(NonAdmis::Activite) }
    }
}

impl Activite {
    fn convient(&self) -> bool {
        match self.mode {
            ModeExercice::Liberal => true,
            ModeExercice::Salarie => self.secteur == Secteur::CentreDeSante,
            ModeExercice::Benevole | ModeExercice::Autre => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::identifiant::rpps_de_demonstration;

    fn juger(profession: Profession, categorie: Categorie, activites: &[Activite]) -> Result<(), NonAdmis> {
        let exercice = Exercice { profession, categorie, activites: activites.to_vec() };
        let autre = Exercice { profession: Profession::OsteopatheExclusif, ..exercice.clone() };
        Professionnel {
            rpps: rpps_de_demonstration(70_001),
            identite: None,
            exercices: vec![autre, exercice],
        }
        .exiger_un_kinesitherapeute()
    }

    fn activite(mode: ModeExercice, secteur: Secteur) -> Vec<Activite> {
        vec![Activite { mode, secteur }]
    }

    #[rstest]
    #[case::liberal(ModeExercice::Liberal, Secteur::Autre, Ok(()))]
    #[case::salarie_d_un_centre(ModeExercice::Salarie, Secteur::CentreDeSante, Ok(()))]
    #[case::salarie_ailleurs(ModeExercice::Salarie, Secteur::Autre, Err(NonAdmis::Activite))]
    #[case::benevole(ModeExercice::Benevole, Secteur::CentreDeSante, Err(NonAdmis::Activite))]
    fn l_exercice_doit_convenir(
        #[case] mode: ModeExercice,
        #[case] secteur: Secteur,
        #[case] attendu: Result<(), NonAdmis>,
    ) {
        let jugement = juger(Profession::MasseurKinesitherapeute, Categorie::Civil, &activite(mode, secteur));
        assert_eq!(jugement, attendu);
    }

    #[test]
    fn un_autre_professionnel_un_etudiant_et_un_kine_sans_activite_n_entrent_pas() {
        let liberal = activite(ModeExercice::Liberal, Secteur::Autre);
        let mk = Profession::MasseurKinesitherapeute;
        assert_eq!(juger(Profession::Infirmier, Categorie::Civil, &liberal), Err(NonAdmis::Profession));
        assert_eq!(juger(mk, Categorie::Etudiant, &liberal), Err(NonAdmis::Categorie));
        assert_eq!(juger(mk, Categorie::Autre, &liberal), Err(NonAdmis::Categorie));
        assert_eq!(juger(mk, Categorie::Civil, &[]), Err(NonAdmis::Activite));
    }
}
