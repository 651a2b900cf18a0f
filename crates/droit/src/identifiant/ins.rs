//! The INS: the national identity number of a patient, its key and the authority that assigned it.

use std::fmt;
use std::str::FromStr;

/// Who assigned the number (référentiel INS). The two last ones belong to fictitious people only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OidIns {
    /// NIR of a real person.
    Nir,
    /// NIA, the number of a real person who waits for a NIR.
    Nia,
    /// NIR of a fictitious person, for tests.
    NirTest,
    /// NIR of a fictitious person, for demonstrations.
    NirDemo,
}

/// The text is not the OID of an INS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas l’OID d’un INS (exemple : 1.2.250.1.213.1.4.8)")]
pub struct OidInconnu(pub String);

impl OidIns {
    /// Every authority.
    pub const TOUS: &'static [Self] = &[Self::Nir, Self::Nia, Self::NirTest, Self::NirDemo];

    /// The dotted identifier of the authority.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nir => "1.2.250.1.213.1.4.8",
            Self::Nia => "1.2.250.1.213.1.4.9",
            Self::NirTest => "1.2.250.1.213.1.4.10",
            Self::NirDemo => "1.2.250.1.213.1.4.11",
        }
    }

    /// The authority of a dotted identifier.
    pub fn depuis_code(code: &str) -> Option<Self> {
        Self::TOUS.iter().copied().find(|oid| oid.as_str() == code)
    }
}

impl FromStr for OidIns {
    type Err = OidInconnu;

    fn from_str(saisie: &str) -> Result<Self, OidInconnu> {
        Self::depuis_code(saisie.trim()).ok_or_else(|| OidInconnu(saisie.to_owned()))
    }
}

impl fmt::Display for OidIns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Matricule INS: the thirteen characters of a NIR or NIA and their two-digit key. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MatriculeIns(String);

/// Why a text is not a matricule INS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InsInvalide {
    /// Not fifteen characters once spaces are removed.
    #[error("le matricule INS compte quinze caractères, clé comprise ; celui-ci en a {0}")]
    Longueur(usize),
    /// A character that cannot be there.
    #[error("le matricule INS ne contient que des chiffres, sauf 2A ou 2B pour une naissance en Corse")]
    Caractere,
    /// It begins with 0 or 9, which no number does.
    #[error("un matricule INS ne commence ni par 0 ni par 9 : vérifiez le premier chiffre")]
    PremierChiffre,
    /// The key does not match.
    #[error("la clé du matricule INS est fausse : vérifiez les chiffres saisis, ou la carte Vitale")]
    Cle,
}

impl MatriculeIns {
    /// The fifteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The matricule of thirteen digits, key computed; the caller answers for the first digit.
    pub(super) fn avec_cle(numero: u64) -> Self {
        let numero = numero % 10_000_000_000_000;
        Self(format!("{numero:013}{:02}", 97 - numero % 97))
    }
}

impl FromStr for MatriculeIns {
    type Err = InsInvalide;

    fn from_str(saisie: &str) -> Result<Self, InsInvalide> {
        let matricule: String =
            saisie.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let longueur = matricule.chars().count();
        if longueur != 15 {
            return Err(InsInvalide::Longueur(longueur));
        }
        let (numero, cle_saisie) = matricule.split_at_checked(13).ok_or(InsInvalide::Caractere)?;
        let attendue = cle(numero)?;
        if !cle_saisie.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(InsInvalide::Caractere);
        }
        if matricule.starts_with(['0', '9']) {
            return Err(InsInvalide::PremierChiffre);
        }
        if cle_saisie == format!("{attendue:02}") { Ok(Self(matricule)) } else { Err(InsInvalide::Cle) }
    }
}

impl fmt::Debug for MatriculeIns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatriculeIns(…)")
    }
}

/// A matricule and the authority that assigned it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ins {
    matricule: MatriculeIns,
    oid: OidIns,
}

impl Ins {
    /// A matricule under its authority.
    pub fn new(matricule: MatriculeIns, oid: OidIns) -> Self {
        Self { matricule, oid }
    }

    /// Parses the fifteen characters under an authority.
    pub fn sous(oid: OidIns, saisie: &str) -> Result<Self, InsInvalide> {
        saisie.parse().map(|matricule| Self { matricule, oid })
    }

    /// The matricule.
    pub fn matricule(&self) -> &MatriculeIns {
        &self.matricule
    }

    /// The fifteen characters.
    pub fn as_str(&self) -> &str {
        self.matricule.as_str()
    }

    /// Who assigned it.
    pub fn oid(&self) -> OidIns {
        self.oid
    }
}

/// The key: 97 minus the remainder by 97; in Corsica, 2A counts as 19 and 2B as 18.
fn cle(numero: &str) -> Result<u64, InsInvalide> {
    let (debut, fin) = numero.split_at_checked(5).ok_or(InsInvalide::Caractere)?;
    let (departement, fin) = fin.split_at_checked(2).ok_or(InsInvalide::Caractere)?;
    let departement = match departement {
        "2A" => "19",
        "2B" => "18",
        autre => autre,
    };
    let valeur = [debut, departement, fin]
        .iter()
        .flat_map(|partie| partie.chars())
        .try_fold(0u64, |somme, c| c.to_digit(10).map(|chiffre| somme * 10 + u64::from(chiffre)));
    valeur.map(|valeur| 97 - valeur % 97).ok_or(InsInvalide::Caractere)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("279035121518989")]
    #[case("207058575627097")]
    #[case("277076322082910")]
    #[case("255069999999934")]
    #[case("185057512345673")]
    #[case("295109912611193")]
    #[case("277010115400329")]
    #[case("885997512345663")]
    #[case("781102A12500908")]
    #[case("253072A07300443")]
    #[case("253072B07300470")]
    fn un_matricule_juste_est_accepte_et_se_relit(#[case] saisie: &str) {
        let matricule: MatriculeIns = saisie.parse().unwrap();
        assert_eq!(matricule.as_str(), saisie);
    }

    #[rstest]
    #[case("289057545611404")]
    #[case("185057512345600")]
    #[case("123549685274612")]
    #[case("221042545611404")]
    #[case("223042545611404")]
    #[case("222127505611201")]
    fn une_cle_fausse_est_refusee(#[case] saisie: &str) {
        assert_eq!(saisie.parse::<MatriculeIns>(), Err(InsInvalide::Cle));
    }

    #[rstest]
    #[case("27903512151898", InsInvalide::Longueur(14))]
    #[case("", InsInvalide::Longueur(0))]
    #[case("2790351é1518989", InsInvalide::Caractere)]
    #[case("2790351215189+9", InsInvalide::Caractere)]
    #[case("253072C07300470", InsInvalide::Caractere)]
    #[case("2A9035121518989", InsInvalide::Caractere)]
    #[case("979035121518989", InsInvalide::PremierChiffre)]
    fn un_texte_quelconque_est_refuse_avec_sa_raison(#[case] saisie: &str, #[case] raison: InsInvalide) {
        assert_eq!(saisie.parse::<MatriculeIns>(), Err(raison));
    }

    #[test]
    fn les_espaces_et_les_minuscules_sont_admis() {
        assert_eq!("2 53 07 2a 073 004 43".parse(), "253072A07300443".parse::<MatriculeIns>());
    }

    #[test]
    fn rien_ne_fuit_par_debug() {
        let ins = Ins::sous(OidIns::NirTest, "279035121518989").unwrap();
        assert!(!format!("{ins:?}").contains("2790"));
    }

    #[test]
    fn chaque_oid_se_relit() {
        for oid in OidIns::TOUS {
            assert_eq!(oid.as_str().parse(), Ok(*oid));
        }
        assert!("1.2.250.1.213.1.4.12".parse::<OidIns>().is_err());
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,20}", corse in "[0-9]{5}2[AB][0-9]{8}") {
            for texte in [saisie, corse] {
                if let Ok(matricule) = texte.parse::<MatriculeIns>() {
                    prop_assert_eq!(matricule.as_str().parse(), Ok(matricule.clone()));
                }
            }
        }

        #[test]
        fn une_seule_cle_convient(numero in 1_000_000_000_000u64..9_000_000_000_000, ecart in 1u64..97) {
            let juste = MatriculeIns::avec_cle(numero);
            prop_assert_eq!(juste.as_str().parse(), Ok(juste.clone()));
            let autre = (97 - numero % 97 + ecart - 1) % 97 + 1;
            prop_assert_eq!(format!("{numero}{autre:02}").parse::<MatriculeIns>(), Err(InsInvalide::Cle));
        }

        #[test]
        fn un_chiffre_change_se_voit(
            numero in 1_000_000_000_000u64..9_000_000_000_000, place in 1usize..13, ajout in 1u32..10,
        ) {
            let juste = MatriculeIns::avec_cle(numero);
            let mut chiffres: Vec<char> = juste.as_str().chars().collect();
            let ancien = chiffres[place].to_digit(10).unwrap();
            chiffres[place] = char::from_digit((ancien + ajout) % 10, 10).unwrap();
            let faux: String = chiffres.into_iter().collect();
            prop_assert_eq!(faux.parse::<MatriculeIns>(), Err(InsInvalide::Cle));
        }
    }
}
