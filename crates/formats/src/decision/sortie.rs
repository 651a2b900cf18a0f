//! The answer as it is published: the names and the order of the fields are stable.

use std::fmt;

use droit::decision::{Conseil, Constat, Decision, Echeance, Seances};
use droit::reglement::{Source, Variante};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::erreur::Erreur;

/// An answer, ready to be written; sentences are composed straight into the output.
#[derive(Debug)]
pub struct DecisionJson<'d, 'r>(pub &'d Decision<'r>);

impl Serialize for DecisionJson<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = self.0;
        let mut objet = serializer.serialize_struct("decision", 6)?;
        objet.serialize_field("issue", decision.issue.code())?;
        objet.serialize_field("constats", &Suite(|| decision.constats.iter().map(ConstatJson)))?;
        objet.serialize_field("seances", &decision.seances.as_ref().map(SeancesJson::from))?;
        objet.serialize_field("echeances", &Suite(|| decision.echeances.iter().map(EcheanceJson::from)))?;
        objet.serialize_field("que_faire", &Suite(|| decision.que_faire.iter().map(ConseilJson)))?;
        objet.serialize_field(
            "droit",
            &DroitJson {
                regime: decision.droit.regime.code(),
                departement: decision.droit.departement.as_str(),
                le: Texte(decision.droit.le),
                empreinte: decision.droit.empreinte,
            },
        )?;
        objet.end()
    }
}

/// A list written from an iterator, without collecting it.
struct Suite<F>(F);

impl<F, I> Serialize for Suite<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A value written as the text it displays.
struct Texte<T>(T);

impl<T: fmt::Display> Serialize for Texte<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct ConstatJson<'d, 'r>(&'d Constat<'r>);

impl Serialize for ConstatJson<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let constat = self.0;
        let mut objet = serializer.serialize_struct("constat", 5)?;
        objet.serialize_field("code", constat.code.code())?;
        objet.serialize_field("etat", constat.etat.code())?;
        objet.serialize_field("message", &Texte(constat))?;
        objet.serialize_field("fondement", &constat.fondement.map(FondementJson::from))?;
        if constat.variantes().next().is_none() {
            objet.skip_field("variantes")?;
        } else {
            objet.serialize_field("variantes", &Suite(|| constat.variantes().map(VarianteJson::from)))?;
        }
        objet.end()
    }
}

#[derive(serde::Serialize)]
struct FondementJson<'s> {
    texte: &'s str,
    article: &'s str,
    url: &'s str,
    confiance: &'static str,
}

impl<'s> From<&'s Source> for FondementJson<'s> {
    fn from(source: &'s Source) -> Self {
        let Source { texte, article, url, confiance, .. } = source;
        Self { texte, article, url, confiance: confiance.code() }
    }
}

#[derive(serde::Serialize)]
struct VarianteJson<'s> {
    valeur: &'s str,
    ecartee: &'s str,
    fondement: FondementJson<'s>,
}

impl<'s> From<&'s Variante> for VarianteJson<'s> {
    fn from(variante: &'s Variante) -> Self {
        let Variante { valeur, source, ecartee, plus_stricte: _ } = variante;
        Self { valeur, ecartee, fondement: source.into() }
    }
}

#[derive(serde::Serialize)]
struct SeancesJson {
    faites: u32,
    plafond: Option<u32>,
    restantes: Option<u32>,
}

impl From<&Seances> for SeancesJson {
    fn from(seances: &Seances) -> Self {
        let Seances { faites, plafond, restantes } = *seances;
        Self { faites, plafond, restantes }
    }
}

#[derive(serde::Serialize)]
struct EcheanceJson {
    quoi: &'static str,
    le: Texte<jiff::civil::Date>,
}

impl From<Echeance> for EcheanceJson {
    fn from(echeance: Echeance) -> Self {
        Self { quoi: echeance.quoi.code(), le: Texte(echeance.le) }
    }
}

struct ConseilJson<'r>(Conseil<'r>);

impl Serialize for ConseilJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut objet = serializer.serialize_struct("conseil", 2)?;
        objet.serialize_field("code", self.0.action.code())?;
        objet.serialize_field("message", &Texte(self.0))?;
        objet.end()
    }
}

#[derive(serde::Serialize)]
struct DroitJson<'r> {
    regime: &'static str,
    departement: &'r str,
    le: Texte<jiff::civil::Date>,
    empreinte: &'r str,
}

/// The output line of a question that could not be read.
#[derive(Debug, serde::Serialize)]
pub struct ErreurDeLigne<'e> {
    /// Number of the line in the input, from 1.
    pub ligne: u64,
    /// What is wrong with it.
    pub erreur: &'e Erreur,
}
