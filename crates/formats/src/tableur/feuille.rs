//! What is read: cells by line, each line under the number that the spreadsheet shows.

use jiff::civil::Date;

/// How much is read of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Bytes of the file.
    pub octets: usize,
    /// Bytes of a workbook once inflated, all parts together.
    pub octets_gonfles: u64,
    /// Lines.
    pub lignes: u32,
    /// Columns.
    pub colonnes: u16,
    /// Letters of a cell.
    pub signes: usize,
}

impl Limites {
    /// Enough for a list of some thousand lines.
    pub const LISTE: Self = Self {
        octets: 4 * 1024 * 1024,
        octets_gonfles: 32 * 1024 * 1024,
        lignes: 5_000,
        colonnes: 200,
        signes: 4_000,
    };
}

/// A cell as it is shown: a formula counts for its last result.
#[derive(Clone, Debug, PartialEq)]
pub enum Cellule {
    /// Nothing.
    Vide,
    /// A text, without the spaces around it.
    Texte(String),
    /// A number.
    Nombre(f64),
    /// A day.
    Jour(Date),
    /// A formula in error, e.g. `#N/A`.
    Erreur(String),
}

impl Cellule {
    /// A text, or nothing when it is blank.
    pub fn texte(texte: &str) -> Self {
        // A byte order mark or a no-break space pasted along is not a letter of the text.
        let texte = texte.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}');
        if texte.is_empty() { Self::Vide } else { Self::Texte(texte.to_owned()) }
    }

    /// What the cell shows; a whole number has no decimals.
    pub fn en_texte(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Texte(texte) | Self::Erreur(texte) => texte.clone(),
            Self::Nombre(nombre) if nombre.fract() == 0.0 => format!("{nombre:.0}"),
            Self::Nombre(nombre) => nombre.to_string().replace('.', ","),
            Self::Jour(jour) => jour.to_string(),
        }
    }

    /// Is there nothing in it.
    pub fn est_vide(&self) -> bool {
        matches!(self, Self::Vide)
    }

    /// The day it holds: a date cell, `2026-11-22`, `22/11/2026`, with or without an hour behind.
    pub fn jour(&self) -> Option<Date> {
        match self {
            Self::Jour(jour) => Some(*jour),
            Self::Texte(texte) => lire_jour(texte),
            _ => None,
        }
    }
}

fn lire_jour(texte: &str) -> Option<Date> {
    let jour = texte.split([' ', 'T']).next()?;
    if let Ok(jour) = jour.parse() {
        return Some(jour);
    }
    let mut nombres = jour.split(['/', '.', '-']);
    let (j, m, a) = (nombres.next()?, nombres.next()?, nombres.next()?);
    let annee = a.parse().ok().filter(|annee| (1900..=2200).contains(annee))?;
    match nombres.next() {
        None => Date::new(annee, m.parse().ok()?, j.parse().ok()?).ok(),
        Some(_) => None,
    }
}

/// A line with its number in the file, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// Number.
    pub numero: u32,
    /// Cells, from the first column.
    pub cellules: Vec<Cellule>,
}

impl Ligne {
    /// The cell of a column; nothing beyond the last one.
    pub fn cellule(&self, colonne: usize) -> &Cellule {
        self.cellules.get(colonne).unwrap_or(&Cellule::Vide)
    }
}

/// The lines of a file that hold something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feuille {
    /// In order.
    pub lignes: Vec<Ligne>,
}

impl Feuille {
    /// The column of the first line whose title is one of these, compared without case, accents or punctuation.
    pub fn colonne(&self, titres: &[&str]) -> Option<usize> {
        let entete = self.lignes.first()?;
        let titres: Vec<_> = titres.iter().map(|titre| normaliser(titre)).collect();
        entete.cellules.iter().position(|cellule| titres.contains(&normaliser(&cellule.en_texte())))
    }
}

/// A title or a name without case, accents nor punctuation: what two people write alike is alike.
pub fn normaliser(texte: &str) -> String {
    let mut mots = String::with_capacity(texte.len());
    for lettre in texte.chars().flat_map(char::to_lowercase) {
        match sans_accent(lettre) {
            Some(lettres) => mots.push_str(lettres),
            None if lettre.is_alphanumeric() => mots.push(lettre),
            None if !mots.is_empty() && !mots.ends_with(' ') => mots.push(' '),
            None => {}
        }
    }
    mots.truncate(mots.trim_end().len());
    mots
}

fn sans_accent(lettre: char) -> Option<&'static str> {
    Some(match lettre {
        'à' | 'â' | 'ä' | 'á' | 'ã' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' => "i",
        'ñ' => "n",
        'ô' | 'ö' | 'ó' | 'õ' => "o",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        // Combining marks, left by a file that writes letters and accents apart.
        '\u{0300}'..='\u{036F}' => "",
        _ => return None,
    })
}
