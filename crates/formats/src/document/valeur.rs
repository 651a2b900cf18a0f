//! Values written as one text or one number, and read back by the parser of their type.

use std::collections::BTreeSet;
use std::fmt;

use droit::decision::{Coefficient, Gravite, TypeDiagnostic};
use droit::document::{
    Atteinte, Circonstance, Civilite, CodePostal, CotationForce, EtatSensibilite, Exercice, Genre, Intensite,
    LieuDeSoin, Modalite, NombreSeances, ParSemaine, SchemaCorporel, Telephone, Zone,
};
use droit::episode::{Cote, Destination, GraviteEvenement, IssueEpisode, MotifOrientation, Region, Urgence};
use droit::identifiant::{
    CodeDepartement, DocumentId, EpisodeId, Finess, LieuNaissance, MatriculeIns, NumeroAm, NumeroRpps,
    OidIns, PatientId, SerieId, Siret, StatutIdentite,
};
use droit::patient::Sexe;
use droit::texte::{Intitule, TexteLibre};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// A value and the way it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ecrit<V>(pub(super) V);

/// A value written as a text.
pub(super) trait EnTexte: Sized {
    fn ecrire(&self) -> String;
    fn lire(texte: &str) -> Result<Self, String>;
}

impl<V: EnTexte> Serialize for Ecrit<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.ecrire())
    }
}

impl<'de, V: EnTexte> Deserialize<'de> for Ecrit<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texte = String::deserialize(deserializer)?;
        V::lire(&texte).map(Ecrit).map_err(D::Error::custom)
    }
}

macro_rules! par_code {
    ($($type:ty,)+) => { $(
        impl EnTexte for $type {
            fn ecrire(&self) -> String {
                self.code().to_owned()
            }

            fn lire(texte: &str) -> Result<Self, String> {
                Self::depuis_code(texte).ok_or_else(|| format!("« {texte} » n’est pas un code connu"))
            }
        }
    )+ };
}

par_code! {
    Atteinte, Circonstance, Civilite, Cote, Destination, EtatSensibilite, Exercice, Genre, Gravite, GraviteEvenement,
    IssueEpisode, LieuDeSoin, Modalite, MotifOrientation, Region, Sexe, StatutIdentite, TypeDiagnostic, Urgence,
}

macro_rules! par_parseur {
    ($($type:ty => $ecrire:expr,)+) => { $(
        impl EnTexte for $type {
            fn ecrire(&self) -> String {
                let ecrire: fn(&$type) -> String = $ecrire;
                ecrire(self)
            }

            fn lire(texte: &str) -> Result<Self, String> {
                texte.parse().map_err(|faute| format!("{faute}"))
            }
        }
    )+ };
}

fn affiche(valeur: &impl fmt::Display) -> String {
    valeur.to_string()
}

par_parseur! {
    Coefficient => affiche,
    CodeDepartement => affiche,
    DocumentId => affiche,
    EpisodeId => affiche,
    PatientId => affiche,
    SerieId => affiche,
    Finess => affiche,
    Siret => affiche,
    NumeroAm => affiche,
    NumeroRpps => affiche,
    LieuNaissance => affiche,
    OidIns => affiche,
    Intitule => affiche,
    TexteLibre => affiche,
    MatriculeIns => |valeur| valeur.as_str().to_owned(),
    CodePostal => |valeur| valeur.as_str().to_owned(),
    Telephone => |valeur| valeur.as_str().to_owned(),
}

impl EnTexte for Zone {
    fn ecrire(&self) -> String {
        self.code()
    }

    fn lire(texte: &str) -> Result<Self, String> {
        let schema = SchemaCorporel::embarque().map_err(|faute| faute.to_string())?;
        schema.zone(texte).map_err(|faute| faute.to_string())
    }
}

/// A value written as a small number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chiffre<V>(pub(super) V);

/// A value written as a number.
pub(super) trait EnNombre: Sized {
    fn nombre(&self) -> u16;
    fn depuis(nombre: u16) -> Result<Self, String>;
}

impl<V: EnNombre> Serialize for Chiffre<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0.nombre())
    }
}

impl<'de, V: EnNombre> Deserialize<'de> for Chiffre<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        V::depuis(u16::deserialize(deserializer)?).map(Chiffre).map_err(D::Error::custom)
    }
}

macro_rules! en_nombre {
    ($($type:ty : $large:ty => $nouveau:path, $valeur:path;)+) => { $(
        impl EnNombre for $type {
            fn nombre(&self) -> u16 {
                u16::from($valeur(*self))
            }

            fn depuis(nombre: u16) -> Result<Self, String> {
                let nombre = <$large>::try_from(nombre).map_err(|_| format!("{nombre} est trop grand"))?;
                $nouveau(nombre).map_err(|faute| faute.to_string())
            }
        }
    )+ };
}

en_nombre! {
    Intensite: u8 => Intensite::nouvelle, Intensite::valeur;
    CotationForce: u8 => CotationForce::nouvelle, CotationForce::valeur;
    ParSemaine: u8 => ParSemaine::nouveau, ParSemaine::fois;
    NombreSeances: u16 => NombreSeances::nouveau, NombreSeances::nombre;
}

/// An optional value, written.
pub(super) fn ecrit<V>(valeur: Option<V>) -> Option<Ecrit<V>> {
    valeur.map(Ecrit)
}

/// An optional value, read.
pub(super) fn lu<V>(ecrit: Option<Ecrit<V>>) -> Option<V> {
    ecrit.map(|Ecrit(valeur)| valeur)
}

/// A list, written.
pub(super) fn tous<A, B: From<A>>(liste: impl IntoIterator<Item = A>) -> Vec<B> {
    liste.into_iter().map(B::from).collect()
}

/// A set of codes or zones, read.
pub(super) fn ensemble<V: Ord>(liste: Vec<Ecrit<V>>) -> BTreeSet<V> {
    liste.into_iter().map(|Ecrit(valeur)| valeur).collect()
}
