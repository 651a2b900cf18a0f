//! What the directory says of an MK who declares in a department: a finding, its extraction and its day.

use std::fmt;

use jiff::civil::Date;

use super::activite::Releve;
use crate::decision::{Etat, codes};
use crate::identifiant::CodeDepartement;

/// Who speaks, and of which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repere {
    /// An extraction imported here.
    Extraction {
        /// Day of the extraction.
        du: Date,
    },
    /// The directory itself, asked by its interface.
    Api {
        /// Day it was asked.
        le: Date,
    },
}

impl fmt::Display for Repere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extraction { du } => write!(f, "Annuaire Santé, extraction du {}", du.strftime("%d/%m/%Y")),
            Self::Api { le } => write!(f, "Annuaire Santé, interrogé le {}", le.strftime("%d/%m/%Y")),
        }
    }
}

codes! {
    /// What is found.
    ConstatAnnuaire {
        /// An MK with an activity in the department.
        Exerce = "exerce",
        /// An MK with activities, all in the place of others.
        Remplacant = "remplacant",
        /// An MK with activities, one of which names no department, and none in this one.
        LieuIncertain = "lieu-incertain",
        /// An MK whose activities are elsewhere.
        Ailleurs = "ailleurs",
        /// An MK without any activity.
        SansActivite = "sans-activite",
        /// No MK bears this number.
        Inconnu = "inconnu",
    }
}

/// The opinion of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvisAnnuaire {
    constat: ConstatAnnuaire,
    departement: CodeDepartement,
    repere: Repere,
}

impl AvisAnnuaire {
    /// The opinion drawn from what an extraction says of the RPPS; `None` when it does not know it.
    pub fn tirer(releve: Option<&Releve>, departement: CodeDepartement, repere: Repere) -> Self {
        let constat = match releve {
            None => ConstatAnnuaire::Inconnu,
            Some(releve) if !releve.exerce() => ConstatAnnuaire::SansActivite,
            Some(releve) if releve.remplace_seulement() => ConstatAnnuaire::Remplacant,
            Some(releve) if releve.departements().contains(&departement) => ConstatAnnuaire::Exerce,
            Some(releve) if releve.activites.iter().any(|a| a.lieu.departement.is_none()) => {
                ConstatAnnuaire::LieuIncertain
            }
            Some(_) => ConstatAnnuaire::Ailleurs,
        };
        Self { constat, departement, repere }
    }

    /// An opinion kept earlier.
    pub fn relu(constat: ConstatAnnuaire, departement: CodeDepartement, repere: Repere) -> Self {
        Self { constat, departement, repere }
    }

    /// Who speaks.
    pub fn repere(&self) -> Repere {
        self.repere
    }

    /// The department asked about.
    pub fn departement(&self) -> CodeDepartement {
        self.departement
    }

    /// What is found.
    pub fn constat(&self) -> ConstatAnnuaire {
        self.constat
    }

    /// An unknown number or a person who does not exercise stops the file; a place is for a human to look at, as the
    /// directory may be late on a move.
    pub fn etat(&self) -> Etat {
        match self.constat {
            ConstatAnnuaire::Exerce => Etat::Respecte,
            ConstatAnnuaire::Remplacant | ConstatAnnuaire::LieuIncertain | ConstatAnnuaire::Ailleurs => {
                Etat::AConfirmer
            }
            ConstatAnnuaire::SansActivite | ConstatAnnuaire::Inconnu => Etat::Viole,
        }
    }
}

impl fmt::Display for AvisAnnuaire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let departement = self.departement;
        match self.constat {
            ConstatAnnuaire::Exerce => {
                write!(
                    f,
                    "Masseur-kinésithérapeute connu, avec une activité dans le département {departement}"
                )
            }
            ConstatAnnuaire::Remplacant => f.write_str(
                "Masseur-kinésithérapeute connu, mais seulement comme remplaçant : vérifiez qu’il est titulaire ou \
                 collaborateur",
            ),
            ConstatAnnuaire::LieuIncertain => write!(
                f,
                "Masseur-kinésithérapeute connu, dont une activité ne dit pas son département et aucune n’est dans le \
                 {departement} : vérifiez le lieu d’exercice"
            ),
            ConstatAnnuaire::Ailleurs => write!(
                f,
                "Masseur-kinésithérapeute connu, sans activité dans le département {departement} : vérifiez le lieu \
                 d’exercice"
            ),
            ConstatAnnuaire::SansActivite => {
                f.write_str("Masseur-kinésithérapeute connu, mais sans aucune activité")
            }
            ConstatAnnuaire::Inconnu => {
                f.write_str("Aucun masseur-kinésithérapeute ne porte ce numéro RPPS : vérifiez-le")
            }
        }?;
        write!(f, " ({}).", self.repere)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::super::activite::{Activite, CadreActivite, Lieu, ModeExercice, Site};
    use super::*;

    #[rstest]
    #[case(Some(&["45", "28"]), ConstatAnnuaire::Exerce, Etat::Respecte)]
    #[case(Some(&["28", ""]), ConstatAnnuaire::LieuIncertain, Etat::AConfirmer)]
    #[case(Some(&["28", "28"]), ConstatAnnuaire::Ailleurs, Etat::AConfirmer)]
    #[case(None, ConstatAnnuaire::Inconnu, Etat::Viole)]
    fn l_annuaire_dit_vert_orange_ou_rouge(
        #[case] departements: Option<&[&str; 2]>,
        #[case] constat: ConstatAnnuaire,
        #[case] etat: Etat,
    ) {
        let releve = departements.map(|d| Releve {
            nom: "Essai".to_owned(),
            prenom: "Camille".to_owned(),
            activites: d.iter().map(|code| activite(code)).collect(),
        });
        let avis = avis(releve.as_ref());
        assert_eq!((avis.constat(), avis.etat()), (constat, etat));
        assert!(avis.to_string().ends_with("(Annuaire Santé, extraction du 20/11/2026)."), "{avis}");
    }

    #[test]
    fn sans_activite_est_bloquant() {
        let retire = Releve { nom: "Essai".to_owned(), prenom: "Camille".to_owned(), activites: [].into() };
        assert_eq!(avis(Some(&retire)).etat(), Etat::Viole);
    }

    #[test]
    fn un_remplacant_est_a_verifier_et_la_source_se_dit() {
        let mut remplacant = activite("45");
        remplacant.cadre = CadreActivite::Remplacement;
        let releve =
            Releve { nom: "Essai".to_owned(), prenom: "Camille".to_owned(), activites: [remplacant].into() };
        let avis =
            AvisAnnuaire::tirer(Some(&releve), "45".parse().unwrap(), Repere::Api { le: date(2026, 11, 21) });
        assert_eq!((avis.constat(), avis.etat()), (ConstatAnnuaire::Remplacant, Etat::AConfirmer));
        assert!(avis.to_string().ends_with("(Annuaire Santé, interrogé le 21/11/2026)."), "{avis}");
    }

    fn avis(releve: Option<&Releve>) -> AvisAnnuaire {
        AvisAnnuaire::tirer(releve, "45".parse().unwrap(), Repere::Extraction { du: date(2026, 11, 20) })
    }

    fn activite(departement: &str) -> Activite {
        Activite {
            mode: ModeExercice::Liberal,
            cadre: CadreActivite::Propre,
            lieu: Lieu { departement: departement.parse().ok(), ..Lieu::default() },
            site: Site::default(),
        }
    }
}
