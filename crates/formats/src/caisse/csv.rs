//! The CSV: what the file says of itself, an empty line, then the table; no cell runs in a spreadsheet.

use ::csv::{Writer, WriterBuilder};

use super::{Entete, FORMAT, Ligne, Mouvement, VERSION, empreinte};
use crate::liste_publique::CelluleSure;

/// Opens the file so that spreadsheets read it as UTF-8.
const MARQUE_UTF8: &[u8] = b"\xEF\xBB\xBF";

const COLONNES: [&str; 15] = [
    "operation",
    "cle",
    "rpps",
    "nom",
    "prenom",
    "numero_am",
    "adresse",
    "code_postal",
    "commune",
    "lieu_du",
    "lieu_au",
    "cpts",
    "autorise_du",
    "autorise_au",
    "motif_fin",
];

/// The bytes of the file.
pub fn ecrire_csv(entete: &Entete, mouvements: &[Mouvement]) -> Vec<u8> {
    let lignes = mouvements.iter().map(cellules);
    let table = tableau(std::iter::once(COLONNES.map(str::to_owned)).chain(lignes));
    let tete = tableau([
        ["fichier".to_owned(), FORMAT.to_owned()],
        ["version".to_owned(), VERSION.to_string()],
        ["destinataire".to_owned(), entete.destinataire.clone()],
        ["organisme".to_owned(), entete.organisme.clone()],
        ["departement".to_owned(), entete.departement.clone()],
        ["nature".to_owned(), entete.nature.code().to_owned()],
        ["numero".to_owned(), entete.numero.to_string()],
        ["precedent".to_owned(), entete.precedent().map(|n| n.to_string()).unwrap_or_default()],
        ["arrete_le".to_owned(), entete.arrete_le.to_string()],
        ["lignes".to_owned(), mouvements.len().to_string()],
        ["sha256".to_owned(), empreinte(&table)],
    ]);
    [MARQUE_UTF8, &tete, b"\n", &table].concat()
}

fn cellules(mouvement: &Mouvement) -> [String; 15] {
    let Ligne {
        cle,
        rpps,
        nom,
        prenom,
        numero_am,
        adresse,
        code_postal,
        commune,
        lieu_du,
        lieu_au,
        cpts,
        autorise_du,
        autorise_au,
        motif_fin,
    } = mouvement.ligne.clone();
    let jour = |jour: Option<jiff::civil::Date>| jour.map(|jour| jour.to_string()).unwrap_or_default();
    [
        mouvement.operation.code().to_owned(),
        cle,
        rpps,
        nom,
        prenom,
        numero_am.unwrap_or_default(),
        adresse.unwrap_or_default(),
        code_postal.unwrap_or_default(),
        commune.unwrap_or_default(),
        jour(lieu_du),
        jour(lieu_au),
        cpts,
        autorise_du.to_string(),
        jour(autorise_au),
        motif_fin.unwrap_or_default(),
    ]
}

/// A table alone, its titles first, as spreadsheets open it.
pub fn ecrire_table<const N: usize>(lignes: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    [MARQUE_UTF8, &tableau(lignes)].concat()
}

/// Lines of cells, each on one line of the file whatever it holds.
fn tableau<const N: usize>(lignes: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut ecrivain: Writer<Vec<u8>> = WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for ligne in lignes {
        let sure = ligne.map(|cellule| {
            let plate = cellule.replace(['\r', '\n', '\0'], " ");
            CelluleSure::new(&plate).as_str().to_owned()
        });
        // Writing to memory cannot fail, and every line has the same width.
        if ecrivain.write_record(&sure).is_err() {
            break;
        }
    }
    ecrivain.into_inner().unwrap_or_default()
}
