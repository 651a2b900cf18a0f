//! What Pro Santé Connect says of a professional, and what it must say for him to come in as an MK or as a doctor.

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

codes! {
    /// In which capacity he comes in.
    Qualite {
        /// As a masseur-kinésithérapeute.
        Mk = "mk",
        /// As a doctor.
        Medecin = "medecin",
    }
}

/// Why he does not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NonAdmis {
    /// Neither profession.
    #[error("Pro Santé Connect ne vous connaît pas comme masseur-kinésithérapeute, ni comme médecin.")]
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
    /// In which capacity he comes in: as an MK when he may take part, else as a doctor when he is one.
    ///
    /// # Errors
    /// What keeps him from coming in as an MK, when he is no doctor either.
    pub fn qualite(&self) -> Result<Qualite, NonAdmis> {
        match self.exiger_un_kinesitherapeute() {
            Ok(()) => Ok(Qualite::Mk),
            Err(_) if self.est_medecin() => Ok(Qualite::Medecin),
            Err(refus) => Err(refus),
        }
    }

    /// A civil doctor, whatever he exercises and how: his account reads what is public and opens no record of a patient,
    /// so that no activity need be asked for (nomenclatures TRE_G15, code 10, and TRE_R09).
    fn est_medecin(&self) -> bool {
        self.exercices.iter().any(|e| e.profession.est_medecin() && e.categorie == Categorie::Civil)
    }

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

    #[rstest]
    #[case::medecin(Profession::MedecinGeneraliste, Categorie::Civil, Ok(Qualite::Medecin))]
    #[case::interne(Profession::MedecinSpecialiste, Categorie::Etudiant, Err(NonAdmis::Profession))]
    #[case::infirmier(Profession::Infirmier, Categorie::Civil, Err(NonAdmis::Profession))]
    #[case::kine_sans_activite(
        Profession::MasseurKinesitherapeute,
        Categorie::Civil,
        Err(NonAdmis::Activite)
    )]
    fn un_medecin_diplome_entre_sans_qu_on_lui_demande_son_activite(
        #[case] profession: Profession,
        #[case] categorie: Categorie,
        #[case] attendu: Result<Qualite, NonAdmis>,
    ) {
        let exercice = Exercice { profession, categorie, activites: Vec::new() };
        let (rpps, identite) = (rpps_de_demonstration(70_005), None);
        assert_eq!(Professionnel { rpps, identite, exercices: vec![exercice] }.qualite(), attendu);
    }

    #[test]
    fn qui_est_kine_et_medecin_entre_comme_kine_quand_il_le_peut() {
        let exercice =
            |profession, activites| Exercice { profession, categorie: Categorie::Civil, activites };
        let entrer = |activites| {
            let exercices = vec![
                exercice(Profession::MedecinGeneraliste, Vec::new()),
                exercice(Profession::MasseurKinesitherapeute, activites),
            ];
            Professionnel { rpps: rpps_de_demonstration(70_001), identite: None, exercices }.qualite()
        };
        assert_eq!(entrer(activite(ModeExercice::Liberal, Secteur::Autre)), Ok(Qualite::Mk));
        assert_eq!(entrer(Vec::new()), Ok(Qualite::Medecin));
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
