//! What the platform checks by itself before an agent looks: shown beside the findings of the rules.

use std::fmt;

use jiff::civil::Date;

use super::etat::EtatDeclaration;
use super::rattachement::{MotifRattachement, Rattachement};
use crate::annuaire::AvisAnnuaire;
use crate::decision::{Etat, codes};
use crate::identifiant::{CodeDepartement, DeclarationId};
use crate::reglement::LieuExercice;

codes! {
    /// What is checked.
    CodeControle {
        /// The RPPS number and its key.
        Rpps = "rpps",
        /// Another declaration of the same MK.
        Doublon = "doublon",
        /// Membership of the CPTS.
        Adhesion = "adhesion",
        /// A declaration of the same MK in another department.
        Ailleurs = "ailleurs",
        /// A declaration of somebody of the same name under another number.
        Homonyme = "homonyme",
        /// What the national directory says of the MK, where an extraction was imported.
        Annuaire = "annuaire",
        /// Whether the CPTS counts for the department.
        Cpts = "cpts",
        /// Whether the place of practice is of the nature the department asks for.
        Lieu = "lieu",
        /// Whether a file proves what the MK alone declares.
        Piece = "piece",
    }
}

codes! {
    /// The quality of a member: some departments want active members.
    QualiteMembre {
        /// Member of the association.
        Adherent = "adherent",
        /// Active member.
        MembreActif = "membre-actif",
    }
}

impl QualiteMembre {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Adherent => "Adhérent",
            Self::MembreActif => "Membre actif",
        }
    }
}

/// A membership of a CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adhesion {
    /// Quality.
    pub qualite: QualiteMembre,
    /// First day, inclusive.
    pub du: Date,
    /// Last day, inclusive; `None` while it runs.
    pub au: Option<Date>,
}

impl Adhesion {
    /// Does it run on this day.
    pub fn court_le(&self, jour: Date) -> bool {
        jour >= self.du && self.au.is_none_or(|au| jour <= au)
    }
}

/// What the checks read.
#[derive(Clone, Debug)]
pub struct Situation<'s> {
    /// Day of the check.
    pub le: Date,
    /// Memberships of the MK in the CPTS he declares.
    pub adhesions: &'s [Adhesion],
    /// The other declarations of the MK in the department.
    pub autres: &'s [EtatDeclaration],
    /// Quality the department wants, where it wants one.
    pub qualite_exigee: Option<QualiteMembre>,
}

/// A declaration that may be of the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doublon {
    /// It.
    pub declaration: DeclarationId,
    /// Its department.
    pub departement: CodeDepartement,
    /// How it resembles.
    pub ressemblance: Ressemblance,
}

/// How two declarations resemble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ressemblance {
    /// The same RPPS number.
    MemeNumero,
    /// The same name and first name under another number.
    MemeNom,
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Controle {
    /// What is checked.
    pub code: CodeControle,
    /// What was found.
    pub etat: Etat,
    /// What its sentence says.
    dit: Dit,
}

/// The facts behind the sentence of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dit {
    /// Its code and its state say it all.
    Fichier,
    /// What the directory says.
    Annuaire(AvisAnnuaire),
    /// What ties the CPTS to the department.
    Cpts(MotifRattachement),
    /// The nature of the place.
    Lieu(NatureLieu),
    /// The declaration that resembles.
    Ressemblance(Doublon),
}

/// A place of practice is the main one or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NatureLieu {
    /// The main one.
    Principal,
    /// Another one.
    Secondaire,
}

impl Controle {
    pub(super) fn du_fichier(code: CodeControle, etat: Etat) -> Self {
        Self { code, etat, dit: Dit::Fichier }
    }

    /// The check against the directory: there is one only where an extraction was imported.
    pub fn selon_l_annuaire(avis: AvisAnnuaire) -> Self {
        Self { code: CodeControle::Annuaire, etat: avis.etat(), dit: Dit::Annuaire(avis) }
    }

    /// The check of the CPTS against the department's test.
    pub fn de_la_cpts(rattachement: Rattachement) -> Self {
        Self { code: CodeControle::Cpts, etat: rattachement.etat, dit: Dit::Cpts(rattachement.motif) }
    }

    /// A secondary place is enough by the national form; where the department says « installé », it is for the ARS to
    /// say whether that is.
    pub fn du_lieu(nature: NatureLieu, regle: Option<LieuExercice>) -> Self {
        let etat = match (nature, regle) {
            (NatureLieu::Principal, _) | (_, Some(LieuExercice::PrincipalOuSecondaire)) => Etat::Respecte,
            (NatureLieu::Secondaire, Some(LieuExercice::Installe) | None) => Etat::AConfirmer,
        };
        Self { code: CodeControle::Lieu, etat, dit: Dit::Lieu(nature) }
    }

    /// The check of a declaration that resembles: an agent looks, nothing is refused for it.
    pub fn de_la_ressemblance(doublon: Doublon) -> Self {
        let code = match doublon.ressemblance {
            Ressemblance::MemeNumero => CodeControle::Ailleurs,
            Ressemblance::MemeNom => CodeControle::Homonyme,
        };
        Self { code, etat: Etat::AConfirmer, dit: Dit::Ressemblance(doublon) }
    }

    /// The opinion of the directory, when this is its check.
    pub fn annuaire(&self) -> Option<&AvisAnnuaire> {
        match &self.dit {
            Dit::Annuaire(avis) => Some(avis),
            _ => None,
        }
    }

    /// The declaration that resembles, when this is its check.
    pub fn doublon(&self) -> Option<&Doublon> {
        match &self.dit {
            Dit::Ressemblance(doublon) => Some(doublon),
            _ => None,
        }
    }
}

/// Runs the checks. The key of the RPPS is proved by its type: a number with a false key cannot be held.
pub fn controler(situation: &Situation<'_>) -> [Controle; 3] {
    let doublon = situation.autres.iter().any(EtatDeclaration::en_cours);
    [
        Controle::du_fichier(CodeControle::Rpps, Etat::Respecte),
        Controle::du_fichier(CodeControle::Doublon, if doublon { Etat::Viole } else { Etat::Respecte }),
        Controle::du_fichier(CodeControle::Adhesion, adhesion(situation)),
    ]
}

/// Without a running membership on file, a human looks at the proof.
fn adhesion(situation: &Situation<'_>) -> Etat {
    let suffit =
        |a: &&Adhesion| a.court_le(situation.le) && situation.qualite_exigee.is_none_or(|q| a.qualite >= q);
    if situation.adhesions.iter().find(suffit).is_some() { Etat::Respecte } else { Etat::AConfirmer }
}

impl fmt::Display for Controle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dit {
            Dit::Annuaire(avis) => return write!(f, "{avis}"),
            Dit::Cpts(motif) => return write!(f, "{motif}"),
            Dit::Lieu(nature) => return f.write_str(dire_le_lieu(nature, self.etat)),
            Dit::Ressemblance(doublon) => return dire_la_ressemblance(&doublon, f),
            Dit::Fichier => {}
        }
        f.write_str(match (self.code, self.etat) {
            (CodeControle::Ailleurs | CodeControle::Homonyme, _) => "Aucune déclaration ressemblante.",
            (CodeControle::Annuaire | CodeControle::Cpts | CodeControle::Lieu, _) => "Non vérifié.",
            (CodeControle::Rpps, _) => "La clé du numéro RPPS est juste.",
            (CodeControle::Doublon, Etat::Respecte) => {
                "Aucune autre déclaration en cours dans le département."
            }
            (CodeControle::Doublon, _) => "Une autre déclaration est en cours dans le département.",
            (CodeControle::Adhesion, Etat::Respecte) => {
                "L’adhésion à la CPTS est enregistrée et court ce jour."
            }
            (CodeControle::Piece, Etat::Respecte) => "Le justificatif est joint au dossier.",
            (CodeControle::Piece, _) => {
                "Le praticien se déclare seul et aucun fichier n’est joint : demandez-lui le justificatif."
            }
            (CodeControle::Adhesion, _) => {
                "Aucune adhésion suffisante n’est enregistrée ce jour : vérifiez le justificatif."
            }
        })
    }
}

fn dire_la_ressemblance(doublon: &Doublon, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let departement = doublon.departement;
    match doublon.ressemblance {
        Ressemblance::MemeNumero => {
            write!(f, "Le même praticien a une déclaration en cours dans le département {departement}.")
        }
        Ressemblance::MemeNom => write!(
            f,
            "Un praticien de mêmes nom et prénom, sous un autre numéro RPPS, a une déclaration en cours dans le \
             département {departement} : est-ce la même personne ?"
        ),
    }
}

fn dire_le_lieu(nature: NatureLieu, etat: Etat) -> &'static str {
    match (nature, etat) {
        (NatureLieu::Principal, _) => "Le lieu d’exercice déclaré est le lieu principal.",
        (NatureLieu::Secondaire, Etat::Respecte) => {
            "Le lieu d’exercice déclaré est secondaire, ce qui suffit dans ce département."
        }
        (NatureLieu::Secondaire, _) => {
            "Le lieu d’exercice déclaré est secondaire, et le département demande d’y être installé : à confirmer par l’ARS."
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn un_lieu_secondaire_suffit_sauf_la_ou_il_faut_etre_installe() {
        let etat = |nature, regle| Controle::du_lieu(nature, Some(regle)).etat;
        assert_eq!(etat(NatureLieu::Secondaire, LieuExercice::PrincipalOuSecondaire), Etat::Respecte);
        assert_eq!(etat(NatureLieu::Secondaire, LieuExercice::Installe), Etat::AConfirmer);
        assert_eq!(etat(NatureLieu::Principal, LieuExercice::Installe), Etat::Respecte);
    }

    #[test]
    fn une_adhesion_echue_est_a_confirmer() {
        let adhesions = [Adhesion {
            qualite: QualiteMembre::Adherent,
            du: date(2026, 1, 1),
            au: Some(date(2026, 12, 31)),
        }];
        let etat = |le, qualite_exigee| {
            controler(&Situation { le, adhesions: &adhesions, autres: &[], qualite_exigee })[2].etat
        };
        assert_eq!(etat(date(2026, 12, 31), None), Etat::Respecte);
        assert_eq!(etat(date(2027, 1, 1), None), Etat::AConfirmer);
        assert_eq!(etat(date(2026, 6, 1), Some(QualiteMembre::MembreActif)), Etat::AConfirmer);
    }
}
