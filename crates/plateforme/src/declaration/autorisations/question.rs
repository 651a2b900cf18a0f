//! One question of a caisse: this number, this day; every MK who answers to it, with why not when it is no.

use std::fmt;
use std::str::FromStr;

use droit::declaration::FinAutorisation;
use droit::identifiant::{CodeDepartement, NumeroAm, NumeroRpps};
use entrepot::praticien::{self, Praticien};
use entrepot::transmission::{self, Periode};
use entrepot::{Echec, Tx};
use jiff::civil::Date;

use crate::gabarits::texte;

/// What an MK is looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Numero {
    /// His own number, eleven digits.
    Rpps(NumeroRpps),
    /// That of one of his places, nine digits.
    Am(NumeroAm),
}

impl FromStr for Numero {
    type Err = String;

    fn from_str(saisie: &str) -> Result<Self, String> {
        let chiffres = saisie.chars().filter(char::is_ascii_digit).count();
        if chiffres == 9 {
            return saisie.parse().map(Self::Am).map_err(|faute| format!("{faute}"));
        }
        saisie.parse().map(Self::Rpps).map_err(|faute| format!("{faute}"))
    }
}

impl fmt::Display for Numero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rpps(numero) => numero.fmt(f),
            Self::Am(numero) => numero.fmt(f),
        }
    }
}

/// What is known of one MK on a day, in the departments of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// The MK.
    pub praticien: Praticien,
    /// The periods that run on the day, place by place.
    pub courantes: Vec<Periode>,
    /// Every other period in these departments.
    pub autres: Vec<Periode>,
}

/// Every MK who answers to a number; none when it is on file nowhere.
///
/// # Errors
/// When the base fails.
pub fn chercher(
    tx: &mut Tx,
    departements: &[CodeDepartement],
    numero: &Numero,
    le: Date,
) -> Result<Vec<Reponse>, Echec> {
    let praticiens = match numero {
        Numero::Rpps(rpps) => praticien::par_rpps(tx, rpps)?.into_iter().collect(),
        Numero::Am(am) => praticien::par_numero_am(tx, am)?,
    };
    let mut reponses = Vec::new();
    for praticien in praticiens {
        let mut periodes = transmission::du_praticien(tx, praticien.id)?;
        periodes.retain(|periode| departements.contains(&periode.departement) && du_numero(periode, numero));
        let (courantes, autres) = periodes.into_iter().partition(|periode| court(periode, numero, le));
        reponses.push(Reponse { praticien, courantes, autres });
    }
    Ok(reponses)
}

fn du_numero(periode: &Periode, numero: &Numero) -> bool {
    match numero {
        Numero::Rpps(_) => true,
        Numero::Am(am) => {
            periode.lieu.as_ref().is_some_and(|lieu| lieu.numero_am.as_deref() == Some(am.as_str()))
        }
    }
}

/// The authorisation runs; asked about a place, he practises there on that day too.
fn court(periode: &Periode, numero: &Numero, le: Date) -> bool {
    let dans = |du: Date, au: Option<Date>| du <= le && au.is_none_or(|au| le <= au);
    let au_lieu = || periode.lieu.as_ref().is_some_and(|lieu| dans(lieu.du, lieu.au));
    dans(periode.du, periode.au) && (matches!(numero, Numero::Rpps(_)) || au_lieu())
}

impl Reponse {
    /// The name.
    pub fn nom(&self) -> String {
        format!("{} {}", self.praticien.prenom, self.praticien.nom)
    }

    /// Was he authorised.
    pub fn autorise(&self) -> bool {
        !self.courantes.is_empty()
    }

    /// Why not, in one sentence; empty when he was.
    pub fn pourquoi(&self, le: Date) -> String {
        if self.autorise() {
            return String::new();
        }
        let finie = self.autres.iter().filter(|p| p.au.is_some_and(|au| au < le)).max_by_key(|p| p.au);
        let future = self.autres.iter().filter(|p| p.du > le).min_by_key(|p| p.du);
        match (finie, future) {
            (Some(periode), _) => {
                let code = periode.motif_fin.as_deref().unwrap_or_default();
                let motif = match FinAutorisation::depuis_code(code) {
                    Some(FinAutorisation::Suspension(motif)) => {
                        format!(" (suspension : {})", motif.libelle())
                    }
                    Some(FinAutorisation::Retrait(motif)) => format!(" ({})", motif.libelle()),
                    Some(FinAutorisation::Remplacement) | None => String::new(),
                };
                format!("L’autorisation a pris fin le {}{motif}.", texte::jour(periode.au.unwrap_or(le)))
            }
            (None, Some(periode)) => format!("L’autorisation commence le {}.", texte::jour(periode.du)),
            (None, None) if self.autres.is_empty() => {
                "Aucune autorisation n’est enregistrée dans ces départements.".to_owned()
            }
            (None, None) => "Il n’exerçait pas ce jour-là au lieu de ce numéro.".to_owned(),
        }
    }
}

/// « du … au … inclus » or « depuis le … ».
pub fn periode(du: Date, au: Option<Date>) -> String {
    match au {
        Some(au) => format!("du {} au {} inclus", texte::jour(du), texte::jour(au)),
        None => format!("depuis le {}, sans fin enregistrée", texte::jour(du)),
    }
}
