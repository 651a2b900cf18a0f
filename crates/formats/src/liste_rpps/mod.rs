//! A list of RPPS numbers, pasted or from a file: the column found by its title or its content, one answer per line.
//!
//! A number that is wrong stays in its place with its reason; a number seen before names the line that holds it.

use std::collections::HashMap;
use std::fmt;

use droit::identifiant::{NumeroRpps, RppsInvalide};

use crate::tableur::{self, Cellule, Feuille, Limites, TableurInvalide};

#[cfg(test)]
mod tests;

/// The most lines of a list: a CPTS has some dozens of MKs, some hundreds at most.
pub const MAXIMUM: usize = 500;

/// Titles under which lists keep the number.
const TITRES: [&str; 12] = [
    "rpps",
    "n rpps",
    "no rpps",
    "num rpps",
    "numero rpps",
    "numero de rpps",
    "rpps 11 chiffres",
    "identifiant rpps",
    "identifiant pp",
    "identification nationale pp",
    "id rpps",
    "code rpps",
];

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneRpps {
    /// Number of the line in what was given.
    pub numero: u32,
    /// What is written there.
    pub ecrit: String,
    /// The number, or what is wrong with it.
    pub rpps: Result<NumeroRpps, NumeroFaux>,
    /// The line that already holds this number.
    pub deja: Option<u32>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumeroFaux {
    /// The line holds something, but no number.
    Absent,
    /// A spreadsheet rounded it, e.g. `9,97E+10`.
    Arrondi,
    /// The number itself.
    Rpps(RppsInvalide),
}

impl fmt::Display for NumeroFaux {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("aucun numéro RPPS sur cette ligne"),
            Self::Arrondi => f.write_str(
                "le tableur a arrondi ce numéro : mettez la colonne au format texte, puis recopiez les onze chiffres",
            ),
            Self::Rpps(erreur) => write!(f, "{erreur}"),
        }
    }
}

/// Why no list is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListeInvalide {
    /// The file.
    #[error(transparent)]
    Fichier(#[from] TableurInvalide),
    /// Nothing looks like a number.
    #[error("aucun numéro RPPS n’a été trouvé : collez-en un par ligne, ou nommez une colonne « RPPS »")]
    AucunNumero,
    /// Too many lines.
    #[error("la liste compte {trouvees} lignes, {MAXIMUM} au plus : partagez-la en plusieurs")]
    TropLongue {
        /// How many.
        trouvees: usize,
    },
}

/// Reads a pasted text, a CSV text or an XLSX workbook.
///
/// # Errors
/// When the file is not readable, holds no number, or too many lines.
pub fn lire(octets: &[u8]) -> Result<Vec<LigneRpps>, ListeInvalide> {
    let feuille = match tableur::lire(octets, &Limites::LISTE) {
        Err(TableurInvalide::Vide) => return Err(ListeInvalide::AucunNumero),
        autre => autre?,
    };
    let mut ecrits = match colonne_titree(&feuille) {
        Some(colonne) => sous_le_titre(&feuille, colonne),
        None => au_contenu(&feuille)?,
    };
    ecrits.retain(|(_, ecrit)| !ecrit.is_empty());
    match ecrits.len() {
        0 => Err(ListeInvalide::AucunNumero),
        trouvees if trouvees > MAXIMUM => Err(ListeInvalide::TropLongue { trouvees }),
        _ => Ok(numeroter(ecrits)),
    }
}

fn colonne_titree(feuille: &Feuille) -> Option<usize> {
    feuille.colonne(&TITRES)
}

/// The cells under a title; a line that holds anything else is kept, and shown without its number.
fn sous_le_titre(feuille: &Feuille, colonne: usize) -> Vec<(u32, String)> {
    let lignes = feuille.lignes.iter().skip(1);
    lignes
        .map(|ligne| match ligne.cellule(colonne) {
            Cellule::Vide => (ligne.numero, "—".to_owned()),
            cellule => (ligne.numero, cellule.en_texte()),
        })
        .collect()
}

/// Without a title: the column where most cells look like a number, or every number of a text without columns.
fn au_contenu(feuille: &Feuille) -> Result<Vec<(u32, String)>, ListeInvalide> {
    let largeur = feuille.lignes.iter().map(|ligne| ligne.cellules.len()).max().unwrap_or(0);
    let compte = |colonne: usize| {
        feuille.lignes.iter().filter(|ligne| ressemble(&ligne.cellule(colonne).en_texte())).count()
    };
    let (pleine, nombre) = (0..largeur)
        .map(|colonne| (colonne, compte(colonne)))
        .max_by_key(|(colonne, n)| (*n, largeur - colonne))
        .ok_or(ListeInvalide::AucunNumero)?;
    if nombre == 0 {
        return Err(ListeInvalide::AucunNumero);
    }
    let couchee = feuille
        .lignes
        .iter()
        .any(|ligne| ligne.cellules.iter().filter(|cellule| ressemble(&cellule.en_texte())).count() > 1);
    let mut ecrits = Vec::new();
    for (rang, ligne) in feuille.lignes.iter().enumerate() {
        if couchee {
            let cellules = ligne.cellules.iter().map(Cellule::en_texte);
            ecrits.extend(cellules.filter(|c| ressemble(c)).flat_map(|c| couper(ligne.numero, c)));
            continue;
        }
        let texte = ligne.cellule(pleine).en_texte();
        // A first line without a single digit is a title that nobody foresaw.
        if rang == 0 && !texte.bytes().any(|octet| octet.is_ascii_digit()) {
            continue;
        }
        let texte = if texte.is_empty() { "—".to_owned() } else { texte };
        ecrits.extend(couper(ligne.numero, texte));
    }
    Ok(ecrits)
}

/// Does the text hold what somebody meant as an RPPS number.
fn ressemble(texte: &str) -> bool {
    let chiffres = texte.bytes().filter(u8::is_ascii_digit).count();
    chiffres >= 8 && !texte.contains('/')
}

/// « 99700000014 99700000022 » holds two numbers; « 99 700 000 014 » one.
fn couper(numero: u32, texte: String) -> Vec<(u32, String)> {
    let entiers: Vec<_> = texte.split(|c: char| !c.is_ascii_digit()).filter(|mot| mot.len() == 11).collect();
    if entiers.len() > 1 {
        return entiers.into_iter().map(|mot| (numero, mot.to_owned())).collect();
    }
    vec![(numero, texte)]
}

fn numeroter(ecrits: Vec<(u32, String)>) -> Vec<LigneRpps> {
    let mut vus: HashMap<String, u32> = HashMap::new();
    ecrits
        .into_iter()
        .map(|(numero, ecrit)| {
            let rpps = numero_rpps(&ecrit);
            let deja = rpps.as_ref().ok().and_then(|rpps| {
                let cle = rpps.as_str().to_owned();
                match vus.get(&cle) {
                    Some(premiere) => Some(*premiere),
                    None => {
                        vus.insert(cle, numero);
                        None
                    }
                }
            });
            LigneRpps { numero, ecrit, rpps, deja }
        })
        .collect()
}

/// The number of a text: eleven digits with or without spaces, the national identifier that puts an 8 before them, or
/// the only run of eleven digits among words.
pub fn numero_rpps(ecrit: &str) -> Result<NumeroRpps, NumeroFaux> {
    let chiffres: String =
        ecrit.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{A0}' | '\u{202F}')).collect();
    let direct = chiffres.parse::<NumeroRpps>();
    if let Ok(rpps) = direct {
        return Ok(rpps);
    }
    if chiffres.len() == 12
        && let Some(Ok(rpps)) = chiffres.strip_prefix('8').map(str::parse::<NumeroRpps>)
    {
        return Ok(rpps);
    }
    if ecrit.bytes().all(|octet| !octet.is_ascii_digit()) {
        return Err(NumeroFaux::Absent);
    }
    let mut suites = ecrit.split(|c: char| !c.is_ascii_digit()).filter(|suite| suite.len() == 11);
    if let (Some(seule), None) = (suites.next(), suites.next()) {
        return seule.parse().map_err(NumeroFaux::Rpps);
    }
    let arrondi = ecrit.contains(['E', 'e']) && ecrit.contains('+');
    direct.map_err(|erreur| if arrondi { NumeroFaux::Arrondi } else { NumeroFaux::Rpps(erreur) })
}
