//! Does the CPTS count for the department: its territory, its seat, its ARS or its name, as the department's rules ask.

use std::fmt;

use jiff::civil::Date;

use super::meme_nom;
use crate::decision::Etat;
use crate::identifiant::CodeDepartement;
use crate::reglement::{Reglement, TestCpts};

/// A CPTS and where it is.
#[derive(Clone, Copy, Debug)]
pub struct CptsSituee<'c> {
    /// Name.
    pub nom: &'c str,
    /// Department of its seat, where somebody recorded it.
    pub siege: Option<CodeDepartement>,
    /// Departments of its territory.
    pub territoire: &'c [CodeDepartement],
}

/// What ties the CPTS to the department, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotifRattachement {
    /// The ARS names it.
    Nommee,
    /// The ARS names the CPTS it admits, and this one is not among them.
    PasNommee,
    /// Its territory, or its seat, is in a department of the experiment.
    DansUnDepartementDesigne(CodeDepartement),
    /// Neither is.
    HorsDesDepartementsDesignes,
    /// Its territory covers a department of the experiment.
    Couvre(CodeDepartement),
    /// It covers none.
    NeCouvrePas,
    /// It is set up in the department.
    Implantee(CodeDepartement),
    /// It is set up elsewhere.
    ImplanteeAilleurs {
        /// The department.
        departement: CodeDepartement,
        /// Where its seat is, when it is known.
        siege: Option<CodeDepartement>,
    },
    /// It belongs to the ARS of the department.
    DuRessort(CodeDepartement),
    /// It belongs to another ARS.
    HorsRessort(CodeDepartement),
    /// Its territory goes over several departments and its seat is not recorded.
    SiegeInconnu(CodeDepartement),
    /// No source says which tie the department asks for.
    TestInconnu(CodeDepartement),
}

impl fmt::Display for MotifRattachement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Nommee => f.write_str("L’ARS nomme cette CPTS parmi celles de l’expérimentation."),
            Self::PasNommee => f.write_str(
                "L’ARS nomme les CPTS admises dans ce département, et celle-ci n’en est pas : déclarez avec une CPTS nommée.",
            ),
            Self::DansUnDepartementDesigne(code) => {
                write!(f, "La CPTS est dans un département de l’expérimentation ({code}).")
            }
            Self::HorsDesDepartementsDesignes => {
                f.write_str("La CPTS n’est dans aucun département de l’expérimentation : elle n’ouvre pas l’accès direct.")
            }
            Self::Couvre(code) => {
                write!(f, "Le territoire de la CPTS couvre un département de l’expérimentation ({code}).")
            }
            Self::NeCouvrePas => {
                f.write_str("Le territoire de la CPTS ne couvre aucun département de l’expérimentation.")
            }
            Self::Implantee(code) => write!(f, "La CPTS est implantée dans le département {code}."),
            Self::ImplanteeAilleurs { departement, siege: Some(siege) } => write!(
                f,
                "La CPTS est implantée dans le département {siege} ; il faut une CPTS implantée dans le {departement}."
            ),
            Self::ImplanteeAilleurs { departement, siege: None } => {
                write!(f, "La CPTS n’est pas implantée dans le département {departement}, qui l’exige.")
            }
            Self::DuRessort(code) => write!(f, "La CPTS est du ressort de l’ARS du département {code}."),
            Self::HorsRessort(code) => {
                write!(f, "La CPTS n’est pas du ressort de l’ARS du département {code}, qui l’exige.")
            }
            Self::SiegeInconnu(code) => write!(
                f,
                "La CPTS s’étend sur plusieurs départements : indiquez son siège pour savoir si elle compte dans le {code}."
            ),
            Self::TestInconnu(code) => {
                write!(f, "Aucune source ne dit quel lien le département {code} exige avec la CPTS.")
            }
        }
    }
}

/// The answer of the department's test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rattachement {
    /// Kept, broken, or to be confirmed.
    pub etat: Etat,
    /// Why.
    pub motif: MotifRattachement,
}

/// Asks the department's test of the CPTS.
///
/// A CPTS that the ARS names is admitted whatever the test: the ARS decides of its own list (décret 2024-618, art. 1,
/// III). The tests and the names are in `reglement/`, each with its source.
pub fn rattacher(
    reglement: &Reglement,
    departement: CodeDepartement,
    le: Date,
    cpts: &CptsSituee<'_>,
) -> Rattachement {
    let parametres = reglement.parametres(departement);
    let test = parametres.test_cpts.au(le).connue;
    let nommees = parametres.cpts_nommees.au(le).connue.as_deref().unwrap_or_default();
    let nommee = nommees.iter().any(|nom| meme_nom(nom, cpts.nom));
    let (etat, motif) = match test {
        _ if nommee => (Etat::Respecte, MotifRattachement::Nommee),
        Some(TestCpts::Nommee) => (Etat::Viole, MotifRattachement::PasNommee),
        Some(TestCpts::DansUnDepartementDesigne) => dans_un_designe(reglement, cpts),
        Some(TestCpts::Couvre) => couvre(reglement, cpts),
        Some(TestCpts::Implantee) => implantee(departement, cpts),
        Some(TestCpts::DuRessort) => du_ressort(reglement, departement, cpts),
        None => (Etat::AConfirmer, MotifRattachement::TestInconnu(departement)),
    };
    Rattachement { etat, motif }
}

type Reponse = (Etat, MotifRattachement);

/// Source: décret 2024-618, art. 1, II: practising in a CPTS of one of the departments of the experiment.
fn dans_un_designe(reglement: &Reglement, cpts: &CptsSituee<'_>) -> Reponse {
    let mut ou = cpts.siege.into_iter().chain(cpts.territoire.iter().copied());
    match ou.find(|code| est_designe(reglement, *code)) {
        Some(code) => (Etat::Respecte, MotifRattachement::DansUnDepartementDesigne(code)),
        None => (Etat::Viole, MotifRattachement::HorsDesDepartementsDesignes),
    }
}

/// Source: the department's own page (Bretagne, Var): the territory covers one of the departments.
fn couvre(reglement: &Reglement, cpts: &CptsSituee<'_>) -> Reponse {
    match cpts.territoire.iter().copied().find(|code| est_designe(reglement, *code)) {
        Some(code) => (Etat::Respecte, MotifRattachement::Couvre(code)),
        None => (Etat::Viole, MotifRattachement::NeCouvrePas),
    }
}

/// Source: the department's own page (Seine-Maritime): set up in this very department.
fn implantee(departement: CodeDepartement, cpts: &CptsSituee<'_>) -> Reponse {
    match (cpts.siege, cpts.territoire) {
        (Some(siege), _) if siege == departement => {
            (Etat::Respecte, MotifRattachement::Implantee(departement))
        }
        (None, [seul]) if *seul == departement => (Etat::Respecte, MotifRattachement::Implantee(departement)),
        (None, territoire) if territoire.contains(&departement) => {
            (Etat::AConfirmer, MotifRattachement::SiegeInconnu(departement))
        }
        (siege, _) => (Etat::Viole, MotifRattachement::ImplanteeAilleurs { departement, siege }),
    }
}

/// Source: the department's own page (Haut-Rhin): any CPTS of the region, whose ARS is one.
fn du_ressort(reglement: &Reglement, departement: CodeDepartement, cpts: &CptsSituee<'_>) -> Reponse {
    let region = |code| reglement.departement(code).map(|d| d.region.as_str());
    let ici = region(departement);
    let dans_la_region = |code: &CodeDepartement| region(*code) == ici;
    let ou = cpts.siege.as_ref().map_or(cpts.territoire, std::slice::from_ref);
    if ou.is_empty() || !ou.iter().any(dans_la_region) {
        (Etat::Viole, MotifRattachement::HorsRessort(departement))
    } else if ou.iter().all(dans_la_region) {
        (Etat::Respecte, MotifRattachement::DuRessort(departement))
    } else {
        (Etat::AConfirmer, MotifRattachement::SiegeInconnu(departement))
    }
}

fn est_designe(reglement: &Reglement, code: CodeDepartement) -> bool {
    reglement.departements_designes().any(|designe| designe == code)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    // « Sud 28 est nommée par le cahier des charges du Loiret, bien que son siège soit dans l’Eure-et-Loir. »
    #[case("45", "CPTS Sud 28", Some("28"), &["28"], Etat::Respecte, MotifRattachement::Nommee)]
    // « Une autre CPTS de l’Eure-et-Loir n’ouvre pas l’accès direct dans le Loiret. »
    #[case("45", "CPTS Nord de l’Essai", Some("28"), &["28"], Etat::Viole, MotifRattachement::HorsDesDepartementsDesignes)]
    // « Une CPTS du Loir-et-Cher qui déborde sur le Loiret est dans un département désigné. »
    #[case("45", "CPTS de l’Essai", Some("41"), &["41", "45"], Etat::Respecte,
        MotifRattachement::DansUnDepartementDesigne(code("45")))]
    // « En Haute-Corse, la CPTS de Balagne est la seule. »
    #[case("2B", "CPTS de Balagne", Some("2B"), &["2B"], Etat::Respecte, MotifRattachement::Nommee)]
    #[case("2B", "CPTS de l’Essai", Some("2B"), &["2B"], Etat::Viole, MotifRattachement::PasNommee)]
    // « Dans le Haut-Rhin, une CPTS de Lorraine est du ressort de l’ARS Grand Est ; une CPTS de Bourgogne ne l’est pas. »
    #[case("68", "CPTS de l’Essai", Some("57"), &["57"], Etat::Respecte, MotifRattachement::DuRessort(code("68")))]
    #[case("68", "CPTS de l’Essai", Some("90"), &["90"], Etat::Viole, MotifRattachement::HorsRessort(code("68")))]
    #[case("68", "CPTS de l’Essai", None, &["68", "90"], Etat::AConfirmer, MotifRattachement::SiegeInconnu(code("68")))]
    // « Dans les Côtes-d’Armor, il suffit que le territoire couvre un département désigné. »
    #[case("22", "CPTS de l’Essai", Some("35"), &["35", "22"], Etat::Respecte, MotifRattachement::Couvre(code("22")))]
    #[case("22", "CPTS de l’Essai", Some("22"), &["35"], Etat::Viole, MotifRattachement::NeCouvrePas)]
    // « En Seine-Maritime, la CPTS doit y être implantée : la déborder ne suffit pas. »
    #[case("76", "CPTS de l’Essai", Some("76"), &["76", "27"], Etat::Respecte, MotifRattachement::Implantee(code("76")))]
    #[case("76", "CPTS de l’Essai", Some("27"), &["76", "27"], Etat::Viole,
        MotifRattachement::ImplanteeAilleurs { departement: code("76"), siege: Some(code("27")) })]
    #[case("76", "CPTS de l’Essai", None, &["76", "27"], Etat::AConfirmer, MotifRattachement::SiegeInconnu(code("76")))]
    fn chaque_departement_a_sa_regle_pour_une_cpts_de_bordure(
        #[case] departement: &str,
        #[case] nom: &str,
        #[case] siege: Option<&str>,
        #[case] territoire: &[&str],
        #[case] etat: Etat,
        #[case] motif: MotifRattachement,
    ) {
        let reglement = Reglement::embarque().unwrap();
        let territoire: Vec<_> = territoire.iter().map(|c| code(c)).collect();
        let cpts = CptsSituee { nom, siege: siege.map(code), territoire: &territoire };
        let trouve = rattacher(reglement, code(departement), date(2026, 3, 9), &cpts);
        assert_eq!(trouve, Rattachement { etat, motif });
    }

    fn code(texte: &str) -> CodeDepartement {
        texte.parse().unwrap()
    }
}
