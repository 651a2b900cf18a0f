//! A file of total activities: one MK and all his séances of a year per line; read whole, or refused with every fault.

use std::collections::BTreeMap;
use std::fmt;

use droit::identifiant::NumeroRpps;

use crate::liste_rpps::{NumeroFaux, numero_rpps};
use crate::tableur::{self, Feuille, Ligne, Limites, TableurInvalide};

/// Titles of the column of numbers.
const RPPS: [&str; 6] =
    ["rpps", "n rpps", "numero rpps", "identifiant rpps", "identification nationale pp", "num rpps"];
/// Titles of the column of totals.
const SEANCES: [&str; 8] = [
    "seances",
    "total seances",
    "total des seances",
    "nombre de seances",
    "toutes les seances",
    "activite totale",
    "activite",
    "actes",
];
/// More séances than anybody does in a year: a mistake of column or of unit.
const MAXIMUM: u32 = 100_000;

/// The total of an MK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiviteLue {
    /// Number of the line in the file.
    pub ligne: u32,
    /// The MK.
    pub rpps: NumeroRpps,
    /// All his séances of the year, one at least.
    pub seances: u32,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FauteDeLigne {
    /// The number of the MK.
    Rpps(NumeroFaux),
    /// The same MK on an earlier line.
    Double(u32),
    /// The total is no number between 1 and 100,000.
    Seances(String),
}

impl fmt::Display for FauteDeLigne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rpps(faute) => write!(f, "{faute}"),
            Self::Double(ligne) => {
                write!(f, "ce praticien est déjà à la ligne {ligne} : gardez un seul total")
            }
            Self::Seances(ecrit) => {
                write!(f, "« {ecrit} » n’est pas un nombre de séances : écrivez un entier de 1 à 100 000")
            }
        }
    }
}

/// Why nothing is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivitesInvalides {
    /// The file.
    #[error(transparent)]
    Fichier(#[from] TableurInvalide),
    /// A column is missing.
    #[error("aucune colonne « {0} » n’a été trouvée : nommez-la sur la première ligne")]
    SansColonne(&'static str),
    /// Titles alone.
    #[error("le fichier n’a que ses titres : ajoutez une ligne par praticien")]
    SansLigne,
    /// Lines, each with its fault.
    #[error("{} ligne(s) à corriger", .0.len())]
    Lignes(Vec<(u32, FauteDeLigne)>),
}

/// Reads a CSV text or an XLSX workbook, whole or not at all.
///
/// # Errors
/// When the file cannot be read, or with every line that is wrong.
pub fn lire(octets: &[u8]) -> Result<Vec<ActiviteLue>, ActivitesInvalides> {
    let feuille = tableur::lire(octets, &Limites::LISTE)?;
    let colonnes = colonnes(&feuille)?;
    let (mut lues, mut fautes, mut vues) = (Vec::new(), Vec::new(), BTreeMap::new());
    for ligne in feuille.lignes.iter().skip(1).filter(|ligne| ligne.cellules.iter().any(|c| !c.est_vide())) {
        let lue = lire_la_ligne(ligne, colonnes).and_then(|lue| {
            match vues.insert(lue.rpps.as_str().to_owned(), lue.ligne) {
                None => Ok(lue),
                Some(premiere) => Err(FauteDeLigne::Double(premiere)),
            }
        });
        match lue {
            Ok(lue) => lues.push(lue),
            Err(faute) => fautes.push((ligne.numero, faute)),
        }
    }
    match (lues.is_empty(), fautes.is_empty()) {
        (_, false) => Err(ActivitesInvalides::Lignes(fautes)),
        (true, true) => Err(ActivitesInvalides::SansLigne),
        (false, true) => Ok(lues),
    }
}

fn colonnes(feuille: &Feuille) -> Result<(usize, usize), ActivitesInvalides> {
    let rpps = feuille.colonne(&RPPS).ok_or(ActivitesInvalides::SansColonne("RPPS"))?;
    let seances = feuille.colonne(&SEANCES).ok_or(ActivitesInvalides::SansColonne("Séances"))?;
    Ok((rpps, seances))
}

fn lire_la_ligne(ligne: &Ligne, (rpps, seances): (usize, usize)) -> Result<ActiviteLue, FauteDeLigne> {
    let rpps = numero_rpps(&ligne.cellule(rpps).en_texte()).map_err(FauteDeLigne::Rpps)?;
    let ecrit = ligne.cellule(seances).en_texte();
    let chiffres: String = ecrit.chars().filter(|c| !c.is_whitespace()).collect();
    let seances = chiffres.parse().ok().filter(|n| (1..=MAXIMUM).contains(n));
    let seances = seances.ok_or(FauteDeLigne::Seances(ecrit))?;
    Ok(ActiviteLue { ligne: ligne.numero, rpps, seances })
}

#[cfg(test)]
mod tests {
    use super::*;
    use droit::identifiant::rpps_de_demonstration;

    fn csv(lignes: &[(&str, &str)]) -> Vec<u8> {
        let corps: String = lignes.iter().map(|(rpps, n)| format!("{rpps};Essai;{n}\n")).collect();
        format!("N° RPPS;Nom;Nombre de séances\n{corps}").into_bytes()
    }

    #[test]
    fn un_fichier_juste_se_lit_en_entier() {
        let (un, deux) = (rpps_de_demonstration(1), rpps_de_demonstration(2));
        let lues = lire(&csv(&[(un.as_str(), "4 012"), (deux.as_str(), "1"), ("", "")])).unwrap_err();
        assert!(matches!(lues, ActivitesInvalides::Lignes(_)), "a name without a number is a fault");
        let lues = lire(&csv(&[(un.as_str(), "4\u{202f}012"), (deux.as_str(), "1")])).unwrap();
        let dites: Vec<_> = lues.iter().map(|lue| (lue.ligne, lue.seances)).collect();
        assert_eq!(dites, [(2, 4_012), (3, 1)]);
    }

    #[test]
    fn chaque_ligne_fausse_est_dite_et_rien_n_est_lu() {
        let un = rpps_de_demonstration(1);
        let un = un.as_str();
        let faute = lire(&csv(&[(un, "12"), (un, "13"), ("12345678901", "5"), (un, "0"), ("9,97E+10", "4")]));
        let Err(ActivitesInvalides::Lignes(fautes)) = faute else { panic!("{faute:?}") };
        let lignes: Vec<u32> = fautes.iter().map(|(ligne, _)| *ligne).collect();
        assert_eq!(lignes, [3, 4, 5, 6]);
        assert_eq!(fautes[0].1, FauteDeLigne::Double(2));
        assert!(matches!(fautes[1].1, FauteDeLigne::Rpps(_)) && matches!(fautes[3].1, FauteDeLigne::Rpps(_)));
        assert_eq!(fautes[2].1, FauteDeLigne::Seances("0".to_owned()));
    }

    #[test]
    fn une_colonne_manquante_se_nomme() {
        for (texte, manque) in [("RPPS;Nom\n1;a\n", "Séances"), ("Nom;Séances\na;3\n", "RPPS")] {
            assert_eq!(lire(texte.as_bytes()), Err(ActivitesInvalides::SansColonne(manque)));
        }
        assert_eq!(lire("RPPS;Séances\n".as_bytes()), Err(ActivitesInvalides::SansLigne));
        assert!(matches!(lire(b"\x00\x01"), Err(ActivitesInvalides::Fichier(_))));
    }
}
