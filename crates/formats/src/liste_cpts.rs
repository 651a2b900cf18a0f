//! A file of CPTS: a name, a seat and departments per line; read whole, or refused with every fault.

use std::collections::BTreeMap;
use std::fmt;

use droit::declaration::{NomCpts, NomCptsInvalide};
use droit::identifiant::{CodeDepartement, DepartementInconnu, TerritoireInvalide};

use crate::tableur::{self, Cellule, Feuille, Ligne, Limites, TableurInvalide};

/// Titles of the column of names.
const NOM: [&str; 6] = ["nom", "cpts", "nom de la cpts", "nom cpts", "denomination", "raison sociale"];
/// Titles of the column of seats.
const SIEGE: [&str; 4] = ["siege", "departement du siege", "departement siege", "siege departement"];
/// Titles of the column of departments.
const TERRITOIRE: [&str; 6] =
    ["departements", "departement", "territoire", "departements du territoire", "code departement", "dep"];

/// A CPTS of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CptsLue {
    /// Number of the line in the file.
    pub ligne: u32,
    /// Name.
    pub nom: NomCpts,
    /// Department of its seat, when the file gives it.
    pub siege: Option<CodeDepartement>,
    /// The departments it acts in: that of its seat when the file gives no other.
    pub territoire: Vec<CodeDepartement>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FauteDeCpts {
    /// The name.
    Nom(NomCptsInvalide),
    /// The same name on an earlier line.
    Double(u32),
    /// The seat.
    Siege(DepartementInconnu),
    /// The departments.
    Territoire(TerritoireInvalide),
}

impl fmt::Display for FauteDeCpts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nom(faute) => write!(f, "{faute}"),
            Self::Double(ligne) => {
                write!(f, "une CPTS de ce nom est déjà à la ligne {ligne} : gardez-en une, ou distinguez-les")
            }
            Self::Siege(faute) => write!(f, "siège : {faute}"),
            Self::Territoire(faute) => write!(f, "départements : {faute}"),
        }
    }
}

/// Why nothing is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CptsInvalides {
    /// The file.
    #[error(transparent)]
    Fichier(#[from] TableurInvalide),
    /// A column is missing.
    #[error("aucune colonne « {0} » n’a été trouvée : nommez-la sur la première ligne")]
    SansColonne(&'static str),
    /// Titles alone.
    #[error("le fichier n’a que ses titres : ajoutez une ligne par CPTS")]
    SansLigne,
    /// Lines, each with its fault.
    #[error("{} ligne(s) à corriger", .0.len())]
    Lignes(Vec<(u32, FauteDeCpts)>),
}

struct Colonnes {
    nom: usize,
    siege: Option<usize>,
    territoire: Option<usize>,
}

/// Reads a CSV text or an XLSX workbook, whole or not at all.
///
/// # Errors
/// When the file cannot be read, or with every line that is wrong.
pub fn lire(octets: &[u8]) -> Result<Vec<CptsLue>, CptsInvalides> {
    let feuille = tableur::lire(octets, &Limites::LISTE)?;
    let colonnes = colonnes(&feuille)?;
    let (mut lues, mut fautes, mut vues) = (Vec::new(), Vec::new(), BTreeMap::new());
    for ligne in feuille.lignes.iter().skip(1).filter(|ligne| !ligne.cellules.iter().all(Cellule::est_vide)) {
        let lue =
            lire_la_ligne(ligne, &colonnes).and_then(|lue| match vues.insert(lue.nom.cle(), lue.ligne) {
                None => Ok(lue),
                Some(premiere) => Err(FauteDeCpts::Double(premiere)),
            });
        match lue {
            Ok(lue) => lues.push(lue),
            Err(faute) => fautes.push((ligne.numero, faute)),
        }
    }
    match (lues.is_empty(), fautes.is_empty()) {
        (_, false) => Err(CptsInvalides::Lignes(fautes)),
        (true, true) => Err(CptsInvalides::SansLigne),
        (false, true) => Ok(lues),
    }
}

fn colonnes(feuille: &Feuille) -> Result<Colonnes, CptsInvalides> {
    let nom = feuille.colonne(&NOM).ok_or(CptsInvalides::SansColonne("Nom"))?;
    let (siege, territoire) = (feuille.colonne(&SIEGE), feuille.colonne(&TERRITOIRE));
    if siege.is_none() && territoire.is_none() {
        return Err(CptsInvalides::SansColonne("Départements"));
    }
    Ok(Colonnes { nom, siege, territoire })
}

fn lire_la_ligne(ligne: &Ligne, colonnes: &Colonnes) -> Result<CptsLue, FauteDeCpts> {
    let nom = ligne.cellule(colonnes.nom).en_texte().parse().map_err(FauteDeCpts::Nom)?;
    let siege = match code(ligne, colonnes.siege).as_str() {
        "" => None,
        code => Some(code.parse().map_err(FauteDeCpts::Siege)?),
    };
    let territoire = match (code(ligne, colonnes.territoire).as_str(), siege) {
        ("", Some(siege)) => vec![siege],
        (codes, _) => CodeDepartement::territoire(codes).map_err(FauteDeCpts::Territoire)?,
    };
    Ok(CptsLue { ligne: ligne.numero, nom, siege, territoire })
}

/// The codes of a cell; a spreadsheet writes the Ain « 1 ».
fn code(ligne: &Ligne, colonne: Option<usize>) -> String {
    let cellule = colonne.map_or(&Cellule::Vide, |colonne| ligne.cellule(colonne));
    let texte = cellule.en_texte();
    let un_chiffre = texte.len() == 1 && texte.bytes().all(|octet| octet.is_ascii_digit());
    if un_chiffre { format!("0{texte}") } else { texte }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tableur::{Colonne, Document, Valeur, ecrire_xlsx};

    fn dites(lues: &[CptsLue]) -> Vec<String> {
        let codes =
            |lue: &CptsLue| lue.territoire.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
        let siege = |lue: &CptsLue| lue.siege.map_or("–".to_owned(), |code| code.to_string());
        lues.iter().map(|lue| format!("{} {} {} {}", lue.ligne, lue.nom, siege(lue), codes(lue))).collect()
    }

    #[test]
    fn un_fichier_juste_se_lit_en_entier_du_texte_ou_du_classeur() {
        let csv = "Nom de la CPTS;Siège;Départements\nCPTS de l’Essai;45;45, 28\n;;\nCPTS du Bugey;1;\nCPTS Nord;;2b\n";
        let attendu = ["2 CPTS de l’Essai 45 28+45", "4 CPTS du Bugey 01 01", "5 CPTS Nord – 2B"];
        assert_eq!(dites(&lire(csv.as_bytes()).unwrap()), attendu);
        let colonnes = [Colonne { titre: "CPTS", largeur: 30 }, Colonne { titre: "Département", largeur: 9 }];
        let lignes = [vec![Valeur::Texte("=CPTS du Bugey".to_owned()), Valeur::Entier(1)]];
        let document = Document {
            feuille: "CPTS",
            etabli_le: "2026-11-22".parse().unwrap(),
            colonnes: &colonnes,
            lignes: &lignes,
        };
        let lues = lire(&ecrire_xlsx(&document).unwrap()).unwrap();
        assert_eq!(lues[0].territoire, ["01".parse().unwrap()]);
    }

    #[test]
    fn chaque_ligne_fausse_est_dite_et_rien_n_est_lu() {
        let csv = "Nom;Siège;Départements\nOrléanaise;45;45\nCPTS;45;45\nNord;4500;45\nSud;;20\nOuest;;\nla CPTS Orleanaise;;45\n";
        let faute = lire(csv.as_bytes());
        let Err(CptsInvalides::Lignes(fautes)) = faute else { panic!("{faute:?}") };
        assert_eq!(fautes.iter().map(|(ligne, _)| *ligne).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert!(matches!(fautes[0].1, FauteDeCpts::Nom(_)) && matches!(fautes[1].1, FauteDeCpts::Siege(_)));
        assert_eq!(fautes[3].1, FauteDeCpts::Territoire(TerritoireInvalide::Vide));
        assert_eq!(fautes[4].1, FauteDeCpts::Double(2));
    }

    #[test]
    fn une_colonne_manquante_se_nomme() {
        for (texte, manque) in [("Nom;Ville\na;b\n", "Départements"), ("Siège;Départements\n45;45\n", "Nom")]
        {
            assert_eq!(lire(texte.as_bytes()), Err(CptsInvalides::SansColonne(manque)));
        }
        assert_eq!(lire("Nom;Siège\n".as_bytes()), Err(CptsInvalides::SansLigne));
        assert!(matches!(lire(b"\x00\x01"), Err(CptsInvalides::Fichier(_))));
    }
}
