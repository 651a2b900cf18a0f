//! Fields read strictly: a text by the parser of its type, a true boolean, a bounded list, an object and nothing else.

use std::fmt;
use std::marker::PhantomData;

use droit::decision::{Acte, Coefficient, Gravite, Statut, TypeDiagnostic, TypeStructure};
use droit::declaration::MotifSuspension;
use droit::fiche_cpts::EtapeFiche;
use droit::identifiant::CodeDepartement;
use jiff::civil::Date;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::erreur::extrait;

/// A value written as a text.
pub(super) trait EnTexte: Sized {
    /// What is expected, in French.
    fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result;

    fn lire(texte: &str) -> Option<Self>;
}

/// A value read from its text.
#[derive(Debug)]
pub(super) struct Lu<T>(pub(super) T);

/// What a type expects, as a sentence.
struct Attendu<T>(PhantomData<T>);

impl<T: EnTexte> fmt::Display for Attendu<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::attendu(f)
    }
}

struct VisiteTexte<T>(PhantomData<T>);

impl<T: EnTexte> Visitor<'_> for VisiteTexte<T> {
    type Value = Lu<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::attendu(f)
    }

    fn visit_str<E: Error>(self, texte: &str) -> Result<Self::Value, E> {
        T::lire(texte).map(Lu).ok_or_else(|| {
            E::custom(format_args!("« {} » n’est pas {}.", extrait(texte), Attendu(PhantomData::<T>)))
        })
    }
}

impl<'de, T: EnTexte> Deserialize<'de> for Lu<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(VisiteTexte(PhantomData))
    }
}

macro_rules! codes_en_texte {
    ($($type:ty : $nom:literal,)+) => { $(
        impl EnTexte for $type {
            fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($nom, " parmi "))?;
                for (rang, valeur) in Self::TOUS.iter().enumerate() {
                    f.write_str(if rang == 0 { "" } else { " | " })?;
                    f.write_str(valeur.code())?;
                }
                Ok(())
            }

            fn lire(texte: &str) -> Option<Self> {
                Self::depuis_code(texte)
            }
        }
    )+ };
}
codes_en_texte! {
    Acte: "un acte",
    TypeStructure: "un type de structure",
    EtapeFiche: "une étape de la fiche",
    Statut: "un statut",
    MotifSuspension: "un motif de suspension",
    TypeDiagnostic: "un type de diagnostic",
    Gravite: "une gravité",
}

impl EnTexte for Date {
    fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("une date AAAA-MM-JJ qui existe")
    }

    fn lire(texte: &str) -> Option<Self> {
        let forme = |(rang, octet): (usize, u8)| match rang {
            4 | 7 => octet == b'-',
            _ => octet.is_ascii_digit(),
        };
        if texte.len() != 10 || !texte.bytes().enumerate().all(forme) {
            return None;
        }
        texte.parse().ok()
    }
}

impl EnTexte for CodeDepartement {
    fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un code de département (45, 2B, 974…)")
    }

    fn lire(texte: &str) -> Option<Self> {
        texte.parse().ok()
    }
}

impl EnTexte for Coefficient {
    fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un coefficient de la NGAP entre guillemets (« 8.11 »)")
    }

    fn lire(texte: &str) -> Option<Self> {
        texte.parse().ok()
    }
}

/// A text of at least one and at most `N` characters.
#[derive(Debug)]
pub(super) struct Borne<const N: usize>(pub(super) String);

impl<const N: usize> EnTexte for Borne<N> {
    fn attendu(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "un texte de 1 à {N} caractères")
    }

    fn lire(texte: &str) -> Option<Self> {
        let longueur = texte.chars().take(N + 1).count();
        (1..=N).contains(&longueur).then(|| Self(texte.to_owned()))
    }
}

/// `true` or `false`, never a number or a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct VraiFaux(pub(super) bool);

struct VisiteVraiFaux;

impl Visitor<'_> for VisiteVraiFaux {
    type Value = VraiFaux;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true ou false")
    }

    fn visit_bool<E: Error>(self, valeur: bool) -> Result<VraiFaux, E> {
        Ok(VraiFaux(valeur))
    }
}

impl<'de> Deserialize<'de> for VraiFaux {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bool(VisiteVraiFaux)
    }
}

/// A whole number of séances.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nombre<const MAX: u16>(pub(super) u16);

struct VisiteNombre<const MAX: u16>;

impl<const MAX: u16> Visitor<'_> for VisiteNombre<MAX> {
    type Value = Nombre<MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "un nombre entier de 0 à {MAX}")
    }

    fn visit_u64<E: Error>(self, valeur: u64) -> Result<Nombre<MAX>, E> {
        let borne = u16::try_from(valeur).ok().filter(|nombre| *nombre <= MAX);
        borne.map(Nombre).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Unsigned(valeur), &self))
    }
}

impl<'de, const MAX: u16> Deserialize<'de> for Nombre<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(VisiteNombre)
    }
}

/// A list of at most `MAX` elements.
#[derive(Debug)]
pub(super) struct Liste<T, const MAX: usize>(pub(super) Vec<T>);

impl<T, const MAX: usize> Default for Liste<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct VisiteListe<T, const MAX: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for VisiteListe<T, MAX> {
    type Value = Liste<T, MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "une liste d’au plus {MAX} éléments")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut liste = Vec::new();
        while let Some(element) = elements.next_element()? {
            if liste.len() == MAX {
                return Err(A::Error::custom(format_args!("la liste a plus de {MAX} éléments.")));
            }
            liste.push(element);
        }
        Ok(Liste(liste))
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for Liste<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(VisiteListe(PhantomData))
    }
}

/// An object written as an object: serde would also take a list of its fields in order.
#[derive(Debug)]
pub(super) struct Objet<T>(pub(super) T);

struct VisiteObjet<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for VisiteObjet<T> {
    type Value = Objet<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un objet { … }")
    }

    fn visit_map<A: MapAccess<'de>>(self, champs: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(champs)).map(Objet)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(VisiteObjet(PhantomData))
    }
}
