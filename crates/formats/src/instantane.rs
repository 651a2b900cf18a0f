//! A snapshot read back: what it is about, what it rests on, its tables as figures. Formats 2 and 3 are read.

use droit::decision::TypeStructure;
use droit::evaluation::{Donnee, donnees};
use droit::identifiant::CodeDepartement;
use droit::indicateur::{
    Champ, Indicateur, Ligne, Manque, Modalite, Perimetre, Periode, Tableau, Valeur, Variante,
};
use jiff::civil::Date;
use serde::Deserialize;

/// What is not a snapshot.
#[derive(Debug, thiserror::Error)]
#[error("ce n’est pas un instantané : {0}")]
pub struct Illisible(String);

/// A publication that a snapshot rests on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PublicationCitee {
    /// From 1.
    pub numero: i64,
    /// Its day.
    pub le: Date,
    /// SHA-256 of what could be read of the department then.
    pub empreinte: Option<String>,
}

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstantaneLu {
    /// Name and version of its format.
    pub format: String,
    /// Department.
    pub departement: CodeDepartement,
    /// Period.
    pub periode: Periode,
    /// The day its figures are as of.
    pub arrete_le: Date,
    /// The day they were published.
    pub publie_le: Date,
    /// Was the period unfinished that day.
    pub en_cours: bool,
    /// Fingerprint of the rules.
    pub reglement: String,
    /// Version of the counting.
    pub calcul: i64,
    /// The publications before, the latest last; none in format 2.
    pub publications: Vec<PublicationCitee>,
    /// Its tables, in order.
    pub tableaux: Vec<TableauRelu>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableauRelu {
    /// The key of what it is about.
    pub perimetre: String,
    /// Its name; `None` in format 2.
    pub lieu: Option<String>,
    /// Type of structure; all of them when none is said.
    pub structure: Option<TypeStructure>,
    /// Period.
    pub periode: Periode,
    /// Which episodes are kept.
    pub variante: Variante,
    /// Its indicators.
    pub lignes: Vec<Ligne>,
}

#[derive(Deserialize)]
struct Brut {
    format: String,
    departement: String,
    periode: String,
    arrete_le: Date,
    publie_le: Date,
    #[serde(default)]
    periode_en_cours: bool,
    reglement: String,
    calcul: i64,
    #[serde(default)]
    publications: Vec<PublicationCitee>,
    tableaux: Vec<TableauBrut>,
}

#[derive(Deserialize)]
struct TableauBrut {
    perimetre: String,
    lieu: Option<String>,
    structure: Option<String>,
    periode: String,
    variante: String,
    indicateurs: Vec<LigneBrute>,
}

#[derive(Deserialize)]
struct LigneBrute {
    code: String,
    #[serde(flatten)]
    valeur: ValeurBrute,
}

#[derive(Deserialize)]
#[serde(tag = "nature", rename_all = "kebab-case")]
enum ValeurBrute {
    Nombre {
        valeur: u64,
    },
    Rapport {
        numerateur: u64,
        denominateur: u64,
        echelle: u64,
    },
    Distribution {
        moyenne: String,
        mediane: String,
        premier_quartile: String,
        troisieme_quartile: String,
        effectif: u64,
        classes: Vec<ModaliteBrute>,
    },
    Repartition {
        modalites: Vec<ModaliteBrute>,
    },
    Absente {
        cause: String,
    },
}

#[derive(Deserialize)]
struct ModaliteBrute {
    code: String,
    libelle: String,
    valeur: Option<u64>,
}

/// Reads a snapshot.
///
/// # Errors
/// When the bytes are not those of one.
pub fn relire(octets: &[u8]) -> Result<InstantaneLu, Illisible> {
    let brut: Brut = serde_json::from_slice(octets).map_err(|cause| Illisible(cause.to_string()))?;
    let tableaux = brut.tableaux.into_iter().map(tableau).collect::<Result<_, _>>()?;
    Ok(InstantaneLu {
        departement: lire("departement", &brut.departement)?,
        periode: lire("periode", &brut.periode)?,
        format: brut.format,
        arrete_le: brut.arrete_le,
        publie_le: brut.publie_le,
        en_cours: brut.periode_en_cours,
        reglement: brut.reglement,
        calcul: brut.calcul,
        publications: brut.publications,
        tableaux,
    })
}

fn lire<T: std::str::FromStr<Err: std::fmt::Display>>(champ: &str, dit: &str) -> Result<T, Illisible> {
    dit.parse().map_err(|cause| Illisible(format!("{champ} : {cause}")))
}

fn inconnu(champ: &str, dit: &str) -> Illisible {
    Illisible(format!("{champ} « {dit} » inconnu"))
}

fn tableau(brut: TableauBrut) -> Result<TableauRelu, Illisible> {
    let structure = brut
        .structure
        .as_deref()
        .map(|code| TypeStructure::depuis_code(code).ok_or_else(|| inconnu("structure", code)));
    Ok(TableauRelu {
        perimetre: brut.perimetre,
        lieu: brut.lieu,
        structure: structure.transpose()?,
        periode: lire("periode", &brut.periode)?,
        variante: Variante::depuis_code(&brut.variante).ok_or_else(|| inconnu("variante", &brut.variante))?,
        lignes: brut.indicateurs.into_iter().map(ligne).collect::<Result<_, _>>()?,
    })
}

fn ligne(brute: LigneBrute) -> Result<Ligne, Illisible> {
    let indicateur =
        Indicateur::depuis_code(&brute.code).ok_or_else(|| inconnu("indicateur", &brute.code))?;
    Ok(Ligne { indicateur, valeur: valeur(brute.valeur)? })
}

fn valeur(brute: ValeurBrute) -> Result<Valeur, Illisible> {
    Ok(match brute {
        ValeurBrute::Nombre { valeur } => Valeur::Nombre(valeur),
        ValeurBrute::Rapport { numerateur, denominateur, echelle } => {
            Valeur::Rapport { numerateur, denominateur, echelle }
        }
        ValeurBrute::Distribution {
            moyenne,
            mediane,
            premier_quartile,
            troisieme_quartile,
            effectif,
            classes,
        } => Valeur::Distribution {
            effectif,
            moyenne: centiemes(&moyenne)?,
            mediane: centiemes(&mediane)?,
            quartiles: (centiemes(&premier_quartile)?, centiemes(&troisieme_quartile)?),
            classes: classes.into_iter().map(modalite).collect(),
        },
        ValeurBrute::Repartition { modalites } => {
            Valeur::Repartition(modalites.into_iter().map(modalite).collect())
        }
        ValeurBrute::Absente { cause } => {
            Valeur::Absente(Manque::depuis_code(&cause).ok_or_else(|| inconnu("cause", &cause))?)
        }
    })
}

fn modalite(brute: ModaliteBrute) -> Modalite {
    Modalite { code: brute.code, libelle: brute.libelle, n: brute.valeur }
}

/// « 7.50 » as 750.
fn centiemes(dit: &str) -> Result<u64, Illisible> {
    let lu = dit.split_once('.').and_then(|(entier, reste)| {
        let reste: u64 = (reste.len() == 2).then(|| reste.parse().ok())??;
        entier.parse::<u64>().ok()?.checked_mul(100)?.checked_add(reste)
    });
    lu.ok_or_else(|| inconnu("nombre", dit))
}

impl TableauRelu {
    /// Its figures, as pages and charts take them, under its own key.
    pub fn donnees(&self) -> Vec<Donnee> {
        let tableau = Tableau {
            champ: Champ::tout(Perimetre::Pays),
            periode: self.periode,
            variante: self.variante,
            lignes: self.lignes.clone(),
        };
        let sienne = |donnee: Donnee| Donnee { perimetre: self.perimetre.clone(), ..donnee };
        donnees(&tableau).into_iter().map(sienne).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_nature_se_relit_comme_elle_a_ete_ecrite() {
        let lire = |json: &str| valeur(serde_json::from_str(json).unwrap());
        assert_eq!(lire(r#"{"nature":"nombre","valeur":12}"#).unwrap(), Valeur::Nombre(12));
        let rapport =
            lire(r#"{"nature":"rapport","valeur":"7.50","numerateur":3,"denominateur":40,"echelle":100}"#);
        assert_eq!(rapport.unwrap(), Valeur::Rapport { numerateur: 3, denominateur: 40, echelle: 100 });
        let absente = lire(r#"{"nature":"absente","cause":"secret","explication":"…"}"#).unwrap();
        assert_eq!(absente, Valeur::Absente(Manque::Secret));
        assert!(lire(r#"{"nature":"absente","cause":"lune"}"#).is_err());
        assert_eq!(centiemes("5.10").unwrap(), 510);
        assert!(centiemes("5.1").is_err() && centiemes("cinq").is_err());
        assert!(relire(b"{}").is_err());
    }
}
