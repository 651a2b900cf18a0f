//! Traits that were wrong, made right: what becomes of the number, and of how far the identity had been checked.

use jiff::civil::Date;

use super::{Identite, Sexe, Traits};
use crate::decision::codes;
use crate::document::ListePrenoms;
use crate::identifiant::{Ins, LieuNaissance, StatutIdentite};

codes! {
    /// A trait of the civil registry.
    Trait {
        /// Birth name.
        Nom = "nom",
        /// First given name.
        Prenom = "prenom",
        /// All given names.
        Prenoms = "prenoms",
        /// Sex.
        Sexe = "sexe",
        /// Birth date.
        Naissance = "ne_le",
        /// Birthplace.
        Lieu = "lieu_naissance",
    }
}

impl Trait {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Nom => "Nom de naissance",
            Self::Prenom => "Premier prénom",
            Self::Prenoms => "Prénoms de naissance",
            Self::Sexe => "Sexe",
            Self::Naissance => "Date de naissance",
            Self::Lieu => "Lieu de naissance",
        }
    }
}

/// All the traits of a person, as the civil registry tells them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtatCivil {
    /// Name, first name, sex, birth date.
    pub traits: Traits,
    /// All given names, when known.
    pub prenoms: Option<ListePrenoms>,
    /// Birthplace, when known.
    pub lieu_naissance: Option<LieuNaissance>,
}

/// The correction corrects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rien ne change : corrigez au moins un trait, ou revenez au dossier du patient")]
pub struct RienACorriger;

impl EtatCivil {
    /// The traits in which two of them differ.
    pub fn ecarts(&self, autre: &Self) -> Vec<Trait> {
        let (lus, connus) = (&self.traits, &autre.traits);
        let different = |lequel: &Trait| match lequel {
            Trait::Nom => lus.nom_naissance != connus.nom_naissance,
            Trait::Prenom => lus.prenom != connus.prenom,
            Trait::Prenoms => self.prenoms != autre.prenoms,
            Trait::Sexe => lus.sexe != connus.sexe,
            Trait::Naissance => lus.ne_le != connus.ne_le,
            Trait::Lieu => self.lieu_naissance != autre.lieu_naissance,
        };
        Trait::TOUS.iter().copied().filter(different).collect()
    }

    /// The trait as the civil registry spells it; empty when it is not known.
    pub fn valeur(&self, lequel: Trait) -> String {
        match lequel {
            Trait::Nom => self.traits.nom_naissance.clone(),
            Trait::Prenom => self.traits.prenom.clone(),
            Trait::Prenoms => self.prenoms.as_ref().map_or("", ListePrenoms::as_str).to_owned(),
            Trait::Sexe => self.traits.sexe.code().to_owned(),
            Trait::Naissance => self.traits.ne_le.to_string(),
            Trait::Lieu => self.lieu_naissance.as_ref().map_or("", LieuNaissance::as_str).to_owned(),
        }
    }
}

impl Identite {
    /// The traits on file, with the list of given names that is kept beside them.
    pub fn etat_civil(&self, prenoms: Option<&ListePrenoms>) -> EtatCivil {
        EtatCivil {
            traits: self.traits.clone(),
            prenoms: prenoms.cloned(),
            lieu_naissance: self.lieu_naissance.clone(),
        }
    }

    /// The identity once its traits are these.
    ///
    /// A status tells how far these very traits were checked: with another one the identity is provisional again, and
    /// its number leaves with no document until it is qualified anew (RNIV; référentiel INS). The number stays on file to
    /// find the person by, unless it tells another sex, year or month of birth.
    pub fn corrigee(&self, connus: &EtatCivil, corriges: &EtatCivil) -> Result<Self, RienACorriger> {
        if connus.ecarts(corriges).is_empty() {
            return Err(RienACorriger);
        }
        let traits = corriges.traits.clone();
        let ins = self.ins.clone().filter(|ins| s_accorde(ins, traits.sexe, traits.ne_le));
        Ok(Self {
            traits,
            ins,
            lieu_naissance: corriges.lieu_naissance.clone(),
            statut: StatutIdentite::Provisoire,
        })
    }
}

/// Does the number tell this sex and this month. Months over twelve are those of births without a known month.
fn s_accorde(ins: &Ins, sexe: Sexe, ne_le: Date) -> bool {
    let chiffres = |de: usize, a: usize| ins.as_str().get(de..a).and_then(|lu| lu.parse::<i16>().ok());
    let du_sexe = !matches!((chiffres(0, 1), sexe), (Some(1), Sexe::Feminin) | (Some(2), Sexe::Masculin));
    let de_l_annee = chiffres(1, 3) == Some(ne_le.year() % 100);
    let du_mois = chiffres(3, 5).is_none_or(|mois| mois > 12 || mois == i16::from(ne_le.month()));
    du_sexe && de_l_annee && du_mois
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::identifiant::OidIns;

    fn etat_civil(nom: &str, sexe: Sexe, ne_le: Date) -> EtatCivil {
        let traits = Traits::nouveaux(nom, "Dominique", sexe, ne_le, date(2026, 11, 21)).unwrap();
        EtatCivil { traits, prenoms: None, lieu_naissance: None }
    }

    fn connue() -> Identite {
        Identite {
            traits: etat_civil("Pat-Troie", Sexe::Feminin, date(1979, 3, 28)).traits,
            ins: Some(Ins::sous(OidIns::NirTest, "279035121518989").unwrap()),
            lieu_naissance: None,
            statut: StatutIdentite::Qualifiee,
        }
    }

    fn corriger(corriges: &EtatCivil) -> Result<Identite, RienACorriger> {
        let connue = connue();
        connue.corrigee(&connue.etat_civil(None), corriges)
    }

    #[test]
    fn un_nom_corrige_rend_l_identite_provisoire_et_garde_le_matricule_qui_s_accorde() {
        let corrigee = corriger(&etat_civil("Pat-Trois", Sexe::Feminin, date(1979, 3, 28))).unwrap();
        assert_eq!(corrigee.statut, StatutIdentite::Provisoire);
        assert_eq!(corrigee.traits.nom_naissance(), "Pat-Trois");
        assert_eq!(corrigee.ins, connue().ins);
        let jour = corriger(&etat_civil("Pat-Troie", Sexe::Feminin, date(1979, 3, 29))).unwrap();
        assert!(jour.ins.is_some(), "le matricule ne dit pas le jour");
    }

    #[test]
    fn un_matricule_qui_dit_un_autre_sexe_ou_un_autre_mois_ne_reste_pas() {
        for corriges in [
            etat_civil("Pat-Troie", Sexe::Masculin, date(1979, 3, 28)),
            etat_civil("Pat-Troie", Sexe::Feminin, date(1979, 4, 28)),
            etat_civil("Pat-Troie", Sexe::Feminin, date(1978, 3, 28)),
        ] {
            assert_eq!(corriger(&corriges).unwrap().ins, None, "{:?}", corriges.valeur(Trait::Naissance));
        }
    }

    #[test]
    fn ce_qui_ne_change_rien_n_est_pas_une_correction() {
        let memes = etat_civil("Pat-Troie", Sexe::Feminin, date(1979, 3, 28));
        assert_eq!(corriger(&memes), Err(RienACorriger));
        let complet = EtatCivil { lieu_naissance: "51215".parse().ok(), ..memes.clone() };
        assert_eq!(memes.ecarts(&complet), [Trait::Lieu]);
    }
}
