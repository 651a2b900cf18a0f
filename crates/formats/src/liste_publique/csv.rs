//! CSV for French spreadsheets: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run.

use std::borrow::Cow;
use std::io;

use ::csv::WriterBuilder;
use droit::fiche_publique::{Accueil, Domicile};

use super::{Inscription, Lieu};

/// Opens the file so that Excel reads it as UTF-8.
const MARQUE_UTF8: &[u8] = b"\xEF\xBB\xBF";

const COLONNES: [&str; 17] = [
    "nom",
    "prenom",
    "adresse",
    "code_postal",
    "commune",
    "departement",
    "cpts",
    "autorise_du",
    "autorise_au",
    "autorisation",
    "rpps",
    "nouveaux_patients",
    "delai_jours",
    "domicile",
    "telephone",
    "dit_le",
    "autres_lieux",
];

/// A cell that no spreadsheet takes for a formula.
///
/// A cell that begins with `=`, `+`, `-`, `@`, also after blanks and signs that nobody sees, or with a tab or a line break,
/// gets an apostrophe in front (OWASP ASVS 5, V1.2.10).
#[derive(Debug)]
pub struct CelluleSure<'t>(Cow<'t, str>);

impl<'t> CelluleSure<'t> {
    /// The text, made harmless.
    pub fn new(texte: &'t str) -> Self {
        let risque = texte.starts_with(['\t', '\r', '\n', '\0'])
            || texte.trim_start_matches(invisible).starts_with(FORMULES);
        Self(if risque { Cow::Owned(format!("'{texte}")) } else { Cow::Borrowed(texte) })
    }

    /// The text of the cell.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What begins a formula, in half and in full width.
const FORMULES: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A sign that some program drops at the head of a cell.
fn invisible(signe: char) -> bool {
    signe.is_whitespace()
        || signe.is_control()
        || matches!(signe, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Writes the whole list.
///
/// # Errors
/// Only those of the writer underneath.
pub fn ecrire_csv(
    mut sortie: impl io::Write,
    inscriptions: impl IntoIterator<Item = Inscription>,
) -> io::Result<()> {
    sortie.write_all(MARQUE_UTF8)?;
    let mut ecrivain = WriterBuilder::new().delimiter(b';').from_writer(sortie);
    ecrivain.write_record(COLONNES)?;
    for inscription in inscriptions {
        let cellules = cellules(&inscription);
        ecrivain.write_record(cellules.iter().map(|cellule| CelluleSure::new(cellule).0.into_owned()))?;
    }
    ecrivain.flush()
}

fn cellules(inscription: &Inscription) -> [String; 17] {
    let principal = inscription.lieux.first();
    let du_lieu = |champ: fn(&Lieu) -> &String| principal.map(champ).cloned().unwrap_or_default();
    let autres = inscription.lieux.iter().skip(1);
    let autres = autres.map(|lieu| format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune));
    let fiche = inscription.fiche.as_ref();
    let accueil = fiche.and_then(|fiche| fiche.accueil);
    let domicile = fiche.and_then(|fiche| fiche.domicile).map(Domicile::code).unwrap_or_default();
    let attente = accueil.and_then(Accueil::attente);
    [
        inscription.nom.clone(),
        inscription.prenom.clone(),
        du_lieu(|lieu| &lieu.adresse),
        du_lieu(|lieu| &lieu.code_postal),
        du_lieu(|lieu| &lieu.commune),
        inscription.departement.clone(),
        inscription.nom_cpts.clone(),
        inscription.du.to_string(),
        inscription.au.map(|jour| jour.to_string()).unwrap_or_default(),
        inscription.cle.clone(),
        inscription.rpps.clone(),
        accueil.map(Accueil::code).unwrap_or_default().to_owned(),
        attente.map(|attente| attente.jours().to_string()).unwrap_or_default(),
        domicile.to_owned(),
        fiche.and_then(|f| f.telephone.as_ref()).map(|t| t.as_str().to_owned()).unwrap_or_default(),
        fiche.map(|fiche| fiche.dit_le.to_string()).unwrap_or_default(),
        autres.collect::<Vec<_>>().join(" | "),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inscription(nom: &str) -> Inscription {
        Inscription::d_essai("a", "p", nom)
    }

    fn relire(octets: &[u8]) -> Vec<Vec<String>> {
        let octets = octets.strip_prefix(MARQUE_UTF8).unwrap();
        let mut lecteur = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(octets);
        lecteur.records().map(|ligne| ligne.unwrap().iter().map(String::from).collect()).collect()
    }

    #[test]
    fn une_ligne_se_relit_avec_ses_guillemets_et_ses_points_virgules() {
        let mut sortie = Vec::new();
        ecrire_csv(&mut sortie, [inscription("D’Hôtel")]).unwrap();
        let lignes = relire(&sortie);
        assert_eq!(lignes[0][0], "D’Hôtel");
        assert_eq!(lignes[0][2], "1 rue du Test ; bâtiment \"B\"");
        assert_eq!(lignes[0][10..], ["99700000007", "delai", "5", "oui", "0238000000", "2026-01-02", ""]);
    }

    proptest! {
        #[test]
        fn aucune_cellule_ne_commence_comme_une_formule(nom in ".*") {
            let mut sortie = Vec::new();
            ecrire_csv(&mut sortie, [inscription(&nom)]).unwrap();
            let cellule = relire(&sortie)[0][0].clone();
            prop_assert!(!cellule.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']));
            let neutralisee = format!("'{nom}");
            prop_assert!([nom, neutralisee].contains(&cellule));
        }
    }
}
