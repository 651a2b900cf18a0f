//! Numbers of people who do not exist: right keys, ranges kept for tests, for the demonstration and the tests.

use super::ins::{Ins, MatriculeIns, OidIns};
use super::rpps::NumeroRpps;

/// The sex that the first digit of a NIR tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SexeInscrit {
    /// First digit 1.
    Masculin,
    /// First digit 2.
    Feminin,
}

/// Month of birth, as two numbers of the NIR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MoisDeNaissance {
    /// Year, of which two digits are kept.
    pub annee: i16,
    /// Month, from 1 to 12.
    pub mois: i8,
}

/// The RPPS number of a rank in the test range: `997`, seven digits, the Luhn key. Ten million are different.
pub fn rpps_de_demonstration(rang: u32) -> NumeroRpps {
    NumeroRpps::avec_cle(9_970_000_000 + u64::from(rang % 10_000_000))
}

/// The INS of a fictitious person under the test authority; 89 910 ranks differ for one sex and month.
///
/// Born in communes 45900 to 45989, which the code officiel géographique does not have: nobody bears the number.
pub fn ins_de_demonstration(sexe: SexeInscrit, naissance: MoisDeNaissance, rang: u32) -> Ins {
    let chiffre: u64 = match sexe {
        SexeInscrit::Masculin => 1,
        SexeInscrit::Feminin => 2,
    };
    let annee = naissance.annee.rem_euclid(100).unsigned_abs();
    let mois = (i16::from(naissance.mois) - 1).rem_euclid(12).unsigned_abs() + 1;
    let debut = (chiffre * 100 + u64::from(annee)) * 100 + u64::from(mois);
    let (commune, ordre) = (45_900 + rang / 999 % 90, 1 + rang % 999);
    let numero = (debut * 100_000 + u64::from(commune)) * 1_000 + u64::from(ordre);
    Ins::new(MatriculeIns::avec_cle(numero), OidIns::NirTest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn les_numeros_de_test_publies_sont_de_ceux_ci() {
        assert_eq!(rpps_de_demonstration(70_001).as_str(), "99700700018");
        assert_eq!(rpps_de_demonstration(70_002).as_str(), "99700700026");
    }

    proptest! {
        #[test]
        fn chaque_rpps_est_juste_et_de_la_plage_de_test(rang in any::<u32>()) {
            let numero = rpps_de_demonstration(rang);
            prop_assert!(numero.as_str().starts_with("997"));
            prop_assert_eq!(numero.as_str().parse(), Ok(numero.clone()));
        }

        #[test]
        fn chaque_ins_est_juste_et_sous_l_oid_de_test(
            feminin in any::<bool>(), annee in any::<i16>(), mois in any::<i8>(), rang in any::<u32>(),
        ) {
            let sexe = if feminin { SexeInscrit::Feminin } else { SexeInscrit::Masculin };
            let ins = ins_de_demonstration(sexe, MoisDeNaissance { annee, mois }, rang);
            prop_assert_eq!(ins.oid(), OidIns::NirTest);
            prop_assert_eq!(Ins::sous(OidIns::NirTest, ins.as_str()), Ok(ins.clone()));
            prop_assert_eq!(&ins.as_str()[5..8], "459");
        }
    }

    #[test]
    fn deux_rangs_ne_donnent_pas_le_meme_numero() {
        let naissance = MoisDeNaissance { annee: 1979, mois: 3 };
        let numeros: std::collections::BTreeSet<_> = (0..89_910)
            .map(|rang| ins_de_demonstration(SexeInscrit::Feminin, naissance, rang).as_str().to_owned())
            .collect();
        assert_eq!(numeros.len(), 89_910);
    }
}
