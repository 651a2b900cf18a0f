//! What the directory says of an MK who declares in a department: a finding, its extraction and its day.

use std::fmt;

use jiff::civil::Date;

use super::activite::Releve;
use crate::decision::Etat;
use crate::identifiant::CodeDepartement;

/// Which extraction speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repere {
    /// Day of the extraction.
    pub du: Date,
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstatAnnuaire {
    /// An MK with an activity in the department.
    Exerce,
    /// An MK with activities, one of which names no department, and none in this one.
    LieuIncertain,
    /// An MK whose activities are elsewhere.
    Ailleurs,
    /// An MK without any activity.
    SansActivite,
    /// No MK bears this number.
    Inconnu,
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
            Some(releve) if releve.departements().contains(&departement) => ConstatAnnuaire::Exerce,
            Some(releve) if releve.activites.iter().any(|a| a.lieu.departement.is_none()) => {
                ConstatAnnuaire::LieuIncertain
            }
            Some(_) => ConstatAnnuaire::Ailleurs,
        };
        Self { constat, departement, repere }
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
            ConstatAnnuaire::LieuIncertain | ConstatAnnuaire::Ailleurs => Etat::AConfirmer,
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
        write!(f, " (Annuaire Santé, extraction du {}).", self.repere.du.strftime("%d/%m/%Y"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::super::activite::{Activite, Lieu, ModeExercice, Site};
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

    fn avis(releve: Option<&Releve>) -> AvisAnnuaire {
        AvisAnnuaire::tirer(releve, "45".parse().unwrap(), Repere { du: date(2026, 11, 20) })
    }

    fn activite(departement: &str) -> Activite {
        Activite {
            mode: ModeExercice::Liberal,
            lieu: Lieu { departement: departement.parse().ok(), ..Lieu::default() },
            site: Site::default(),
        }
    }
}
