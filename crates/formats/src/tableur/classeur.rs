//! XLSX: the first sheet, cell by cell; an archive that swells or a sheet that spreads is refused before it is held.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;

use super::erreur::TableurInvalide;
use super::feuille::{Cellule, Feuille, Ligne, Limites};

/// A workbook has some dozens of parts.
const PARTIES: usize = 1_000;

/// Reads the first sheet.
pub fn lire(octets: &[u8], limites: &Limites) -> Result<Feuille, TableurInvalide> {
    verifier_l_archive(octets, limites)?;
    let mut classeur = Xlsx::new(Cursor::new(octets)).map_err(abime)?;
    let nom = classeur.sheet_names().first().cloned().ok_or(TableurInvalide::Vide)?;
    let mut lecteur = classeur.worksheet_cells_reader(&nom).map_err(abime)?;
    let mut feuille = Feuille::default();
    let mut courante: Option<Ligne> = None;
    while let Some(cellule) = lecteur.next_cell().map_err(abime)? {
        let (rangee, colonne) = cellule.get_position();
        let numero = rangee.saturating_add(1);
        let valeur = valeur(cellule.get_value());
        if valeur.est_vide() {
            continue;
        }
        if valeur.en_texte().chars().count() > limites.signes {
            return Err(TableurInvalide::CelluleTropLongue { ligne: numero, limite: limites.signes });
        }
        let colonne = usize::try_from(colonne).unwrap_or(usize::MAX);
        if colonne >= usize::from(limites.colonnes) {
            return Err(TableurInvalide::TropDeColonnes { ligne: numero, limite: limites.colonnes });
        }
        let ligne = match courante.take() {
            Some(ligne) if ligne.numero == numero => ligne,
            autre => {
                finir(&mut feuille, autre, limites)?;
                Ligne { numero, cellules: Vec::new() }
            }
        };
        courante = Some(poser(ligne, colonne, valeur));
    }
    finir(&mut feuille, courante, limites)?;
    Ok(feuille)
}

fn poser(mut ligne: Ligne, colonne: usize, valeur: Cellule) -> Ligne {
    if ligne.cellules.len() <= colonne {
        ligne.cellules.resize(colonne + 1, Cellule::Vide);
    }
    if let Some(place) = ligne.cellules.get_mut(colonne) {
        *place = valeur;
    }
    ligne
}

fn finir(feuille: &mut Feuille, ligne: Option<Ligne>, limites: &Limites) -> Result<(), TableurInvalide> {
    ligne.map_or(Ok(()), |ligne| feuille.garder(ligne, limites))
}

/// Inflates every part and throws it away: sizes that an archive states are not believed.
fn verifier_l_archive(octets: &[u8], limites: &Limites) -> Result<(), TableurInvalide> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(octets)).map_err(|_| TableurInvalide::ClasseurAbime)?;
    if archive.len() > PARTIES {
        return Err(TableurInvalide::TropGonfle { limite: limites.octets_gonfles });
    }
    let mut total = 0u64;
    for rang in 0..archive.len() {
        let partie = archive.by_index(rang).map_err(|_| TableurInvalide::ClasseurAbime)?;
        if partie.name().is_ok_and(|nom| nom == "mimetype") {
            return Err(TableurInvalide::OpenDocument);
        }
        let reste = limites.octets_gonfles.saturating_sub(total).saturating_add(1);
        let lus = std::io::copy(&mut partie.take(reste), &mut std::io::sink());
        total = total.saturating_add(lus.map_err(|_| TableurInvalide::ClasseurAbime)?);
        if total > limites.octets_gonfles {
            return Err(TableurInvalide::TropGonfle { limite: limites.octets_gonfles });
        }
    }
    Ok(())
}

fn valeur(lue: &DataRef<'_>) -> Cellule {
    match lue {
        DataRef::Empty => Cellule::Vide,
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds numbers as f64 anyway")]
        DataRef::Int(nombre) => Cellule::Nombre(*nombre as f64),
        DataRef::Float(nombre) => Cellule::Nombre(*nombre),
        DataRef::String(texte) => Cellule::texte(texte),
        DataRef::SharedString(texte) => Cellule::texte(texte),
        DataRef::Bool(vrai) => Cellule::texte(if *vrai { "oui" } else { "non" }),
        DataRef::DateTime(jour) => {
            let (annee, mois, jour, ..) = jour.to_ymd_hms_milli();
            let entiers = (i16::try_from(annee), i8::try_from(mois), i8::try_from(jour));
            match entiers {
                (Ok(annee), Ok(mois), Ok(jour)) => {
                    Date::new(annee, mois, jour).map_or(Cellule::Vide, Cellule::Jour)
                }
                _ => Cellule::Vide,
            }
        }
        DataRef::DateTimeIso(texte) | DataRef::DurationIso(texte) => Cellule::texte(texte),
        DataRef::Error(erreur) => Cellule::Erreur(erreur.to_string()),
    }
}

fn abime(_: calamine::XlsxError) -> TableurInvalide {
    TableurInvalide::ClasseurAbime
}
