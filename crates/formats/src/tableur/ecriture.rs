//! Writing a table: XLSX with typed cells, CSV for French spreadsheets; a text stays a text in both.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::liste_publique::CelluleSure;

/// Opens the file so that a spreadsheet reads it as UTF-8.
const MARQUE_UTF8: &[u8] = b"\xEF\xBB\xBF";
/// The longest text of a cell of a workbook.
const SIGNES: usize = 32_000;

/// A cell to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Valeur {
    /// Nothing.
    Vide,
    /// A text, never run as a formula.
    Texte(String),
    /// A whole number.
    Entier(i64),
    /// A number with one decimal, in tenths.
    Dixiemes(u64),
    /// A day, shown as the French write it.
    Jour(Date),
}

impl Valeur {
    /// A day, or nothing.
    pub fn jour(jour: Option<Date>) -> Self {
        jour.map_or(Self::Vide, Self::Jour)
    }
}

impl<T: Into<String>> From<T> for Valeur {
    fn from(texte: T) -> Self {
        Self::Texte(texte.into())
    }
}

/// A column: its title, and about how many letters wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colonne<'t> {
    /// Title.
    pub titre: &'t str,
    /// Width, in letters.
    pub largeur: u16,
}

/// A table to write.
#[derive(Clone, Debug)]
pub struct Document<'d> {
    /// Name of the sheet: at most 31 letters, without `[]:*?/\`.
    pub feuille: &'d str,
    /// The day it is made, kept in the properties of the workbook.
    pub etabli_le: Date,
    /// Columns.
    pub colonnes: &'d [Colonne<'d>],
    /// Lines.
    pub lignes: &'d [Vec<Valeur>],
}

/// Writes a workbook: titles in bold that stay in sight, filters on the columns.
///
/// # Errors
/// When the sheet has an impossible name or more lines than a workbook holds.
pub fn ecrire_xlsx(document: &Document<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut classeur = Workbook::new();
    let proprietes = DocProperties::new().set_creation_datetime(&jour_excel(document.etabli_le)?);
    classeur.set_properties(&proprietes);
    let feuille = classeur.add_worksheet();
    feuille.set_name(document.feuille)?;
    let gras = Format::new().set_bold();
    for (colonne, decrite) in (0u16..).zip(document.colonnes) {
        feuille.write_string_with_format(0, colonne, decrite.titre, &gras)?;
        feuille.set_column_width(colonne, f64::from(decrite.largeur))?;
    }
    let format_jour = Format::new().set_num_format("dd/mm/yyyy");
    let mut derniere = 0;
    for (rangee, ligne) in (1u32..).zip(document.lignes) {
        for (colonne, valeur) in (0u16..).zip(ligne) {
            ecrire(feuille, rangee, colonne, valeur, &format_jour)?;
        }
        derniere = rangee;
    }
    feuille.set_freeze_panes(1, 0)?;
    if let Some(dernier) = u16::try_from(document.colonnes.len()).ok().and_then(|n| n.checked_sub(1)) {
        feuille.autofilter(0, 0, derniere, dernier)?;
    }
    classeur.save_to_buffer()
}

fn ecrire(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    valeur: &Valeur,
    jour: &Format,
) -> Result<(), XlsxError> {
    match valeur {
        Valeur::Vide => Ok(()),
        Valeur::Texte(texte) => {
            let court: String = texte.chars().take(SIGNES).collect();
            feuille.write_string(rangee, colonne, court).map(drop)
        }
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds numbers as f64 anyway")]
        Valeur::Entier(nombre) => feuille.write_number(rangee, colonne, *nombre as f64).map(drop),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds numbers as f64 anyway")]
        Valeur::Dixiemes(dixiemes) => {
            let decimale = Format::new().set_num_format("0.0");
            feuille.write_number_with_format(rangee, colonne, *dixiemes as f64 / 10.0, &decimale).map(drop)
        }
        Valeur::Jour(le) => {
            feuille.write_datetime_with_format(rangee, colonne, &jour_excel(*le)?, jour).map(drop)
        }
    }
}

fn jour_excel(jour: Date) -> Result<ExcelDateTime, XlsxError> {
    let court = |nombre: i8| u8::try_from(nombre).unwrap_or(1);
    ExcelDateTime::from_ymd(
        u16::try_from(jour.year()).unwrap_or(1900),
        court(jour.month()),
        court(jour.day()),
    )
}

/// Writes a CSV text: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run.
///
/// # Errors
/// Only those of the writer underneath, and memory does not fail.
pub fn ecrire_csv(document: &Document<'_>) -> std::io::Result<Vec<u8>> {
    let mut sortie = MARQUE_UTF8.to_vec();
    let mut ecrivain = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(&mut sortie);
    ecrivain.write_record(document.colonnes.iter().map(|colonne| colonne.titre))?;
    for ligne in document.lignes {
        ecrivain.write_record(ligne.iter().map(en_csv))?;
    }
    ecrivain.flush()?;
    drop(ecrivain);
    Ok(sortie)
}

fn en_csv(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Vide => String::new(),
        // Some spreadsheets look behind the blanks for the sign of a formula.
        Valeur::Texte(texte) => CelluleSure::new(texte.trim()).as_str().to_owned(),
        Valeur::Entier(nombre) => nombre.to_string(),
        Valeur::Dixiemes(dixiemes) => format!("{},{}", dixiemes / 10, dixiemes % 10),
        Valeur::Jour(jour) => jour.to_string(),
    }
}
