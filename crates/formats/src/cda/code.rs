//! The coded values that documents bear outside, dated: an old document keeps the code of its day.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

const CONTENU: &str = include_str!("../../../../reglement/national/interoperabilite.toml");

/// A code, its label and the list it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    axe: String,
    cle: String,
    depuis: Date,
    jusqu_au: Option<Date>,
    /// The code.
    pub code: String,
    /// Its label in the list.
    pub libelle: String,
    /// The list, as an OID.
    pub systeme: String,
}

/// What is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axe {
    Type,
    Classe,
    Secteur,
    Cadre,
    Profession,
    Sexe,
    Format,
    Confidentialite,
    Fonction,
}

impl Axe {
    fn nom(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Classe => "classe",
            Self::Secteur => "secteur",
            Self::Cadre => "cadre",
            Self::Profession => "profession",
            Self::Sexe => "sexe",
            Self::Format => "format",
            Self::Confidentialite => "confidentialite",
            Self::Fonction => "fonction",
        }
    }
}

/// No code is known for this thing on this day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeManquant {
    /// The list cannot be read.
    #[error("reglement/national/interoperabilite.toml : {0}")]
    Liste(String),
    /// Nothing in it.
    #[error(
        "aucun code « {axe} » pour « {cle} » le {le} : complétez reglement/national/interoperabilite.toml"
    )]
    Absent {
        /// What is coded.
        axe: &'static str,
        /// Of what.
        cle: String,
        /// On which day.
        le: Date,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[expect(dead_code, reason = "the source is checked to be there, and shown from the register of texts")]
    source: toml::Table,
    code: Vec<Code>,
}

/// The code of a thing on a day.
pub(crate) fn code(axe: Axe, cle: &str, le: Date) -> Result<&'static Code, CodeManquant> {
    static CODES: OnceLock<Result<Vec<Code>, CodeManquant>> = OnceLock::new();
    let codes = CODES.get_or_init(|| lire(CONTENU)).as_ref().map_err(Clone::clone)?;
    choisir(codes, axe, cle, le)
}

fn lire(contenu: &str) -> Result<Vec<Code>, CodeManquant> {
    let fichier: Fichier = toml::from_str(contenu).map_err(|faute| CodeManquant::Liste(faute.to_string()))?;
    Ok(fichier.code)
}

/// The latest code in force.
fn choisir<'c>(codes: &'c [Code], axe: Axe, cle: &str, le: Date) -> Result<&'c Code, CodeManquant> {
    codes
        .iter()
        .filter(|code| code.axe == axe.nom() && code.cle == cle)
        .filter(|code| code.depuis <= le && code.jusqu_au.is_none_or(|fin| le <= fin))
        .max_by_key(|code| code.depuis)
        .ok_or_else(|| CodeManquant::Absent { axe: axe.nom(), cle: cle.to_owned(), le })
}

#[cfg(test)]
mod tests {
    use droit::document::{Exercice, Genre, LieuDeSoin};
    use droit::patient::Sexe;
    use jiff::civil::date;

    use super::*;

    const JOUR: Date = date(2026, 1, 5);

    #[test]
    fn chaque_chose_a_son_code() {
        for genre in Genre::TOUS {
            assert!(
                code(Axe::Type, genre.code(), JOUR).is_ok() && code(Axe::Classe, genre.code(), JOUR).is_ok()
            );
        }
        assert!(Exercice::TOUS.iter().all(|e| code(Axe::Secteur, e.code(), JOUR).is_ok()));
        assert!(LieuDeSoin::TOUS.iter().all(|l| code(Axe::Cadre, l.code(), JOUR).is_ok()));
        assert!(Sexe::TOUS.iter().all(|s| code(Axe::Sexe, s.code(), JOUR).is_ok()));
        assert_eq!(code(Axe::Profession, "masseur-kinesitherapeute", JOUR).unwrap().code, "G15_70");
        assert_eq!(code(Axe::Type, "justificatif", JOUR).unwrap().code, "CERT_DECL");
        assert_eq!(code(Axe::Classe, "justificatif", JOUR).unwrap().code, "52");
        assert!(code(Axe::Type, "facture", JOUR).is_err());
    }

    #[test]
    fn un_code_retire_reste_celui_de_son_jour() {
        let liste = CONTENU.replacen(
            "code = \"47420-5\"",
            "jusqu_au = \"2026-06-30\"\ncode = \"47420-5\"",
            1,
        ) + "\n[[code]]\naxe = \"type\"\ncle = \"bilan\"\ndepuis = \"2026-07-01\"\ncode = \"34120-6\"\nlibelle = \"Bilan par professionnel de santé\"\nsysteme = \"2.16.840.1.113883.6.1\"\n";
        let codes = lire(&liste).unwrap();
        let le = |jour| choisir(&codes, Axe::Type, "bilan", jour).map(|code| code.code.as_str());
        assert_eq!(le(date(2026, 6, 30)), Ok("47420-5"));
        assert_eq!(le(date(2026, 7, 1)), Ok("34120-6"));
        assert!(le(date(2020, 1, 1)).is_err());
        assert!(lire(&CONTENU.replacen("\ndepuis", "\ndebut", 1)).is_err());
    }
}
