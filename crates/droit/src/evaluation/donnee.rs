//! A figure on its own: of what, over whom, over when, how many, how sure; or why there is none.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::statistique;
use crate::indicateur::{
    Indicateur, Manque, Modalite, Nature, Tableau, Valeur, Variante, arrondir, dixiemes,
};

/// A modality, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModaliteDite {
    /// Code.
    pub code: String,
    /// Label.
    pub libelle: String,
}

/// The figure itself. Decimals are tenths, so that every output writes the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "genre", rename_all = "kebab-case")]
pub enum Chiffre {
    /// How many.
    Nombre {
        /// The number.
        n: u64,
    },
    /// A share in per cent, or a rate per thousand.
    Part {
        /// Those counted.
        n: u64,
        /// Out of how many.
        sur: u64,
        /// Per cent or per thousand.
        echelle: u64,
        /// The share, in tenths.
        dixiemes: u64,
        /// Its 95 % interval, in tenths.
        intervalle: (u64, u64),
    },
    /// So many for each, of which no distribution is known.
    Quotient {
        /// Those counted.
        n: u64,
        /// For how many.
        sur: u64,
        /// The quotient, in tenths.
        dixiemes: u64,
    },
    /// A mean with its median and its quartiles, in tenths.
    Moyenne {
        /// Observations.
        sur: u64,
        /// Mean.
        moyenne: u64,
        /// Median.
        mediane: u64,
        /// First and third quartiles.
        quartiles: (u64, u64),
    },
    /// None, and why.
    Absent {
        /// Code of the reason, of [`Manque`].
        raison: String,
    },
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Donnee {
    /// Key of the perimeter, for example `departement/45`.
    pub perimetre: String,
    /// Key of the period, for example `2025` or `2025-03`.
    pub periode: String,
    /// Which episodes are kept.
    #[serde(with = "en_code")]
    pub variante: Variante,
    /// Of what.
    #[serde(with = "en_code")]
    pub indicateur: Indicateur,
    /// Of which part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modalite: Option<ModaliteDite>,
    /// The figure.
    pub chiffre: Chiffre,
}

/// The figures of a table, in its order: those of an indicator, then those of its modalities.
pub fn donnees(tableau: &Tableau) -> Vec<Donnee> {
    let mut donnees = Vec::new();
    for ligne in &tableau.lignes {
        let une = |modalite: Option<ModaliteDite>, chiffre| Donnee {
            perimetre: tableau.champ.perimetre.to_string(),
            periode: tableau.periode.to_string(),
            variante: tableau.variante,
            indicateur: ligne.indicateur,
            modalite,
            chiffre,
        };
        let modalites: &[Modalite] = match &ligne.valeur {
            Valeur::Repartition(modalites) | Valeur::Distribution { classes: modalites, .. } => modalites,
            Valeur::Nombre(_) | Valeur::Rapport { .. } | Valeur::Absente(_) => &[],
        };
        donnees.extend(entier(ligne.indicateur, &ligne.valeur).map(|chiffre| une(None, chiffre)));
        donnees.extend(modalites.iter().map(|modalite| {
            let dite = ModaliteDite { code: modalite.code.clone(), libelle: modalite.libelle.clone() };
            une(Some(dite), modalite.n.map_or_else(|| absent(Manque::Secret), |n| Chiffre::Nombre { n }))
        }));
    }
    donnees
}

/// The figure of the whole; a breakdown has only those of its parts. A mean of which only classes may be shown is hidden, and
/// says so.
fn entier(indicateur: Indicateur, valeur: &Valeur) -> Option<Chiffre> {
    match valeur {
        Valeur::Nombre(n) => Some(Chiffre::Nombre { n: *n }),
        Valeur::Rapport { numerateur, denominateur, echelle: 1 } => {
            Some(quotient(*numerateur, *denominateur))
        }
        Valeur::Rapport { numerateur, denominateur, echelle } => {
            Some(part(*numerateur, *denominateur, *echelle))
        }
        Valeur::Distribution { effectif, moyenne, mediane, quartiles, .. } => Some(Chiffre::Moyenne {
            sur: *effectif,
            moyenne: dixiemes(*moyenne),
            mediane: dixiemes(*mediane),
            quartiles: (dixiemes(quartiles.0), dixiemes(quartiles.1)),
        }),
        Valeur::Repartition(_) => {
            (indicateur.nature() == Nature::Distribution).then(|| absent(Manque::Secret))
        }
        Valeur::Absente(manque) => Some(absent(*manque)),
    }
}

/// The same figures, where a mean of séances that was not told of a table is told to be hidden: those frozen before it was
/// (`docs/decisions/0150`) are read as they should have been written.
pub(super) fn avec_les_moyennes_cachees(donnees: &[Donnee]) -> Vec<Donnee> {
    donnees.chunk_by(Donnee::est_de_la_meme_table).flat_map(completer).collect()
}

fn completer(table: &[Donnee]) -> Vec<Donnee> {
    const MOYENNE: Indicateur = Indicateur::SeancesParEpisode;
    let entiere = |indicateur| table.iter().find(|d| d.indicateur == indicateur && d.modalite.is_none());
    let mut completee = table.to_vec();
    if let (Some(seances), None) = (entiere(Indicateur::Seances), entiere(MOYENNE)) {
        let cachee = Donnee { indicateur: MOYENNE, chiffre: absent(Manque::Secret), ..seances.clone() };
        completee.insert(table.partition_point(|d| d.indicateur < MOYENNE), cachee);
    }
    completee
}

fn quotient(n: u64, sur: u64) -> Chiffre {
    arrondir(n, sur, 10)
        .map_or_else(|| absent(Manque::SansObjet), |dixiemes| Chiffre::Quotient { n, sur, dixiemes })
}

pub(super) fn absent(manque: Manque) -> Chiffre {
    Chiffre::Absent { raison: manque.code().to_owned() }
}

/// A share with its interval: Wilson's when it counts parts of a whole, Byar's when events are counted over séances.
pub(super) fn part(n: u64, sur: u64, echelle: u64) -> Chiffre {
    let intervalle = if echelle == 100 { statistique::proportion(n, sur) } else { statistique::taux(n, sur) };
    let exacte = u128::from(n) * u128::from(echelle) * 20 + u128::from(sur);
    let Some(dixiemes) = exacte.checked_div(u128::from(sur) * 2).and_then(|d| u64::try_from(d).ok()) else {
        return absent(Manque::SansObjet);
    };
    let bornes = intervalle.map(|i| (en_dixiemes(i.bas, echelle), en_dixiemes(i.haut, echelle)));
    Chiffre::Part { n, sur, echelle, dixiemes, intervalle: bornes.unwrap_or((dixiemes, dixiemes)) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "0 to 10,000"
)]
fn en_dixiemes(part: f64, echelle: u64) -> u64 {
    (part * echelle as f64 * 10.0).round().max(0.0) as u64
}

impl Chiffre {
    /// The one number to draw, in tenths; `None` when there is none.
    pub fn en_dixiemes(&self) -> Option<u64> {
        match self {
            Self::Nombre { n } => n.checked_mul(10),
            Self::Part { dixiemes, .. } | Self::Quotient { dixiemes, .. } => Some(*dixiemes),
            Self::Moyenne { moyenne, .. } => Some(*moyenne),
            Self::Absent { .. } => None,
        }
    }

    /// The number as every output writes it: whole, or with one decimal after `virgule`.
    pub fn ecrire(&self, virgule: char) -> Option<String> {
        match self {
            Self::Nombre { n } => Some(n.to_string()),
            Self::Part { .. } | Self::Quotient { .. } | Self::Moyenne { .. } => {
                self.en_dixiemes().map(|d| format!("{}{virgule}{}", d / 10, d % 10))
            }
            Self::Absent { .. } => None,
        }
    }

    /// Its state, as people read it: published, or why not.
    pub fn etat(&self) -> &'static str {
        match self {
            Self::Absent { raison } => Manque::depuis_code(raison).map_or("", Manque::etat),
            _ => "publié",
        }
    }

    /// Is it hidden, and not merely absent.
    pub fn est_masque(&self) -> bool {
        matches!(self, Self::Absent { raison } if raison == Manque::Secret.code())
    }
}

impl Donnee {
    fn est_de_la_meme_table(&self, autre: &Self) -> bool {
        self.variante == autre.variante && self.periode == autre.periode && self.perimetre == autre.perimetre
    }

    /// What is counted: `unite` for the whole, something else for the classes of some distributions.
    pub fn unite<'u>(&self, unite: &'u str) -> &'u str {
        match &self.modalite {
            Some(_) => self.indicateur.unite_des_parts().unwrap_or(unite),
            None => unite,
        }
    }

    /// The unit sign after the number.
    pub fn signe(&self) -> &'static str {
        match (&self.chiffre, self.indicateur.nature()) {
            (Chiffre::Part { echelle: 100, .. }, _) | (Chiffre::Absent { .. }, Nature::PourCent) => "%",
            (Chiffre::Part { .. }, _) | (Chiffre::Absent { .. }, Nature::PourMille) => "‰",
            _ => "",
        }
    }
}

/// A closed vocabulary, written as its code.
pub(in crate::evaluation) trait EnCode: Sized {
    fn en_code(&self) -> &'static str;
    fn d_un_code(code: &str) -> Option<Self>;
}

impl EnCode for Variante {
    fn en_code(&self) -> &'static str {
        self.code()
    }
    fn d_un_code(code: &str) -> Option<Self> {
        Self::depuis_code(code)
    }
}

impl EnCode for Indicateur {
    fn en_code(&self) -> &'static str {
        self.code()
    }
    fn d_un_code(code: &str) -> Option<Self> {
        Self::depuis_code(code)
    }
}

pub(super) mod en_code {
    use super::{Deserialize, Deserializer, EnCode, Serializer};

    pub(in crate::evaluation) fn serialize<T: EnCode, S: Serializer>(
        valeur: &T,
        ecrivain: S,
    ) -> Result<S::Ok, S::Error> {
        ecrivain.serialize_str(valeur.en_code())
    }

    pub(in crate::evaluation) fn deserialize<'d, T: EnCode, D: Deserializer<'d>>(
        lecteur: D,
    ) -> Result<T, D::Error> {
        let code = String::deserialize(lecteur)?;
        T::d_un_code(&code).ok_or_else(|| serde::de::Error::custom(format!("code « {code} » inconnu")))
    }
}
