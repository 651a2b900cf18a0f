//! CSV for French spreadsheets: semicolons, UTF-8 with its mark, no cell that a spreadsheet would run.

use std::borrow::Cow;
use std::io;

use ::csv::WriterBuilder;

use super::Inscription;

/// Opens the file so that Excel reads it as UTF-8.
const MARQUE_UTF8: &[u8] = b"\xEF\xBB\xBF";

const COLONNES: [&str; 10] = [
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
];

/// A cell that no spreadsheet takes for a formula.
///
/// A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe in front
/// (OWASP ASVS 5, V1.2.10).
#[derive(Debug)]
pub struct CelluleSure<'t>(Cow<'t, str>);

impl<'t> CelluleSure<'t> {
    /// The text, made harmless.
    pub fn new(texte: &'t str) -> Self {
        let risque = texte.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
        Self(if risque { Cow::Owned(format!("'{texte}")) } else { Cow::Borrowed(texte) })
    }

    /// The text of the cell.
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
        let (adresse, code_postal, commune) = inscription
            .lieu
            .map_or_else(Default::default, |lieu| (lieu.adresse, lieu.code_postal, lieu.commune));
        let (du, au) =
            (inscription.du.to_string(), inscription.au.map(|jour| jour.to_string()).unwrap_or_default());
        let cellules = [
            &inscription.nom,
            &inscription.prenom,
            &adresse,
            &code_postal,
            &commune,
            &inscription.departement,
            &inscription.nom_cpts,
            &du,
            &au,
            &inscription.cle,
        ];
        ecrivain.write_record(cellules.map(|cellule| CelluleSure::new(cellule).0.into_owned()))?;
    }
    ecrivain.flush()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::Lieu;
    use super::*;

    fn inscription(nom: &str) -> Inscription {
        Inscription {
            cle: "a".to_owned(),
            praticien: "p".to_owned(),
            nom: nom.to_owned(),
            prenom: "Éloïse".to_owned(),
            departement: "45".to_owned(),
            cpts: "c".to_owned(),
            nom_cpts: "CPTS du Test".to_owned(),
            lieu: Some(Lieu {
                adresse: "1 rue du Test ; bâtiment \"B\"".to_owned(),
                code_postal: "45000".to_owned(),
                commune: "Orléans".to_owned(),
            }),
            du: date(2025, 10, 1),
            au: None,
        }
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
