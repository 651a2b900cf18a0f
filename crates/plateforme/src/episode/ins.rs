//! The INS as it comes in, typed or scanned: a number of one world does not enter the other one.

use droit::document::ListePrenoms;
use droit::identifiant::{DatamatrixIns, Fictif, Ins, LieuNaissance, Monde as _, OidIns, Reel};
use droit::patient::Traits;
use droit::texte::Intitule;
use jiff::civil::Date;

use super::champ::phrase;
use crate::config::Monde;
use crate::gabarits::Reponse;

/// What never comes in never leaves.
///
/// # Errors
/// Why the number does not enter.
pub fn admis(monde: Monde, oid: OidIns) -> Result<(), &'static str> {
    let admis = match monde {
        Monde::Reel => Reel::admet(oid),
        Monde::Fictif => Fictif::admet(oid),
    };
    match (admis, monde) {
        (true, _) => Ok(()),
        (false, Monde::Reel) => Err("Ce matricule est celui d’une personne fictive : il n’entre pas ici."),
        (false, Monde::Fictif) => Err(
            "Ce matricule peut être celui d’une personne réelle : seuls les matricules de test entrent ici.",
        ),
    }
}

/// The authority of most numbers of a world.
pub fn autorite_usuelle(monde: Monde) -> OidIns {
    match monde {
        Monde::Reel => OidIns::Nir,
        Monde::Fictif => OidIns::NirTest,
    }
}

/// The authorities whose numbers enter, as answers of a form.
pub fn autorites(monde: Monde) -> Vec<Reponse> {
    let admises = OidIns::TOUS.iter().filter(|oid| admis(monde, **oid).is_ok());
    admises.map(|oid| Reponse::new(oid.as_str(), nom(*oid))).collect()
}

fn nom(oid: OidIns) -> &'static str {
    match oid {
        OidIns::Nir => "NIR",
        OidIns::Nia => "NIA (numéro d’attente)",
        OidIns::NirTest => "NIR de test (personne fictive)",
        OidIns::NirDemo => "NIR de démonstration (personne fictive)",
    }
}

/// What a scan says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Traits.
    pub traits: Traits,
    /// Number and authority.
    pub ins: Ins,
    /// Birthplace, when the code bears one.
    pub lieu_naissance: Option<LieuNaissance>,
    /// All given names.
    pub prenoms: ListePrenoms,
}

impl Scan {
    /// Reads what a scanner typed.
    ///
    /// # Errors
    /// Why it cannot be read, or does not enter this world.
    pub fn lire(monde: Monde, saisie: &str, aujourd_hui: Date) -> Result<Self, String> {
        let lu = DatamatrixIns::lire_saisie(saisie).map_err(phrase)?;
        admis(monde, lu.ins.oid())?;
        let traits =
            Traits::nouveaux(&lu.nom, lu.premier_prenom(), lu.sexe, lu.ne_le, aujourd_hui).map_err(phrase)?;
        let prenoms = prenoms(&lu.prenoms, traits.prenom())?;
        Ok(Self { traits, ins: lu.ins, lieu_naissance: lu.lieu_naissance, prenoms })
    }
}

/// The list of given names of a person of this first one.
///
/// # Errors
/// Why it is not one.
pub fn prenoms(liste: &str, premier: &str) -> Result<ListePrenoms, String> {
    let liste = liste.parse::<Intitule>().map_err(phrase)?;
    ListePrenoms::nouvelle(liste, premier).map_err(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_matricule_de_test_n_entre_pas_chez_des_personnes_reelles_ni_l_inverse() {
        for oid in OidIns::TOUS {
            assert_ne!(admis(Monde::Reel, *oid).is_ok(), admis(Monde::Fictif, *oid).is_ok(), "{oid}");
        }
        assert!(admis(Monde::Reel, OidIns::NirTest).is_err() && admis(Monde::Reel, OidIns::NirDemo).is_err());
        assert!(admis(Monde::Reel, OidIns::Nia).is_ok());
        for monde in [Monde::Reel, Monde::Fictif] {
            assert!(admis(monde, autorite_usuelle(monde)).is_ok() && autorites(monde).len() == 2);
        }
    }
}
