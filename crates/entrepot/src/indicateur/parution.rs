//! What was published, table by table: read in one row, replaced by the next publication and by nothing else.

use std::collections::BTreeMap;

use droit::indicateur::secret::{CaseParue, Cle, Etendue, TableParue};
use droit::indicateur::{Activite, Champ, Compte, Mesure, Periode, Variante};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::histoire;
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const ETAT: &str = "SELECT version, le FROM parution WHERE id = 1";
const AVANCER: &str = "UPDATE parution SET version = version + 1, le = $1 WHERE id = 1 AND version = $2";
const LIRE: &str = "SELECT contenu FROM parution_table
    WHERE variante = $1 AND perimetre = $2 AND structure = $3 AND periode = $4";
const LISTER: &str = "SELECT perimetre, structure, periode, contenu FROM parution_table WHERE variante = $1";
const GARDER: &str = "INSERT INTO parution_table (variante, perimetre, structure, periode, contenu)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (variante, perimetre, structure, periode) DO UPDATE SET contenu = EXCLUDED.contenu";

/// A table by its place: perimeter, structure (empty for all), period, as addresses write them.
pub type Place = (String, String, String);

/// The place of a table.
#[must_use]
pub fn place(champ: &Champ, periode: Periode) -> Place {
    let structure = champ.structure.map_or(String::new(), |structure| structure.code().to_owned());
    (champ.perimetre.to_string(), structure, periode.to_string())
}

/// Where publications stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Etat {
    /// How many there were.
    pub version: i64,
    /// The day of the latest; `None` before the first.
    pub le: Option<Date>,
}

/// Where they stand.
///
/// # Errors
/// When the base fails.
pub fn etat(tx: &mut Tx) -> Result<Etat, Echec> {
    let ligne = tx.query_one(ETAT, &[])?;
    Ok(Etat { version: ligne.get("version")?, le: ligne.get("le")? })
}

/// A table as it was published last; `None` when it counted nothing then.
///
/// # Errors
/// When the base fails.
pub fn lire(tx: &mut Tx, variante: Variante, place: &Place) -> Result<Option<TableParue>, Echec> {
    let (perimetre, structure, periode) = place;
    let valeurs = params![variante.code(), perimetre.as_str(), structure.as_str(), periode.as_str()];
    tx.query_opt(LIRE, &valeurs)?.map(|ligne| relire(&ligne.get::<String>("contenu")?)).transpose()
}

/// Every table of a variant.
///
/// # Errors
/// When the base fails.
pub fn lister(tx: &mut Tx, variante: Variante) -> Result<BTreeMap<Place, TableParue>, Echec> {
    let lue = |ligne: &Row| {
        let place = (ligne.get("perimetre")?, ligne.get("structure")?, ligne.get("periode")?);
        Ok((place, relire(&ligne.get::<String>("contenu")?)?))
    };
    tx.query(LISTER, &params![variante.code()])?.iter().map(lue).collect()
}

/// A table to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nouvelle {
    /// Which episodes it keeps.
    pub variante: Variante,
    /// Its place.
    pub place: Place,
    /// What is published.
    pub table: TableParue,
}

/// Publishes after `vue`; a conflict when another publication came in between.
///
/// # Errors
/// When a table cannot be written.
pub fn inscrire(
    tx: &mut Tx,
    vue: Etat,
    le: Date,
    nouvelles: &[Nouvelle],
    (acteur, instant): (&str, Timestamp),
) -> Result<(), Echec> {
    let montre = histoire::apres(tx, nouvelles)?;
    tx.enqueue_one(AVANCER, params![le, vue.version]);
    histoire::noter(tx, (vue.version + 1, le), &montre);
    for nouvelle in nouvelles {
        let (perimetre, structure, periode) = &nouvelle.place;
        let contenu = ecrire(&nouvelle.table)?;
        let variante = nouvelle.variante.code();
        let valeurs = params![variante, perimetre.as_str(), structure.as_str(), periode.as_str(), contenu];
        tx.enqueue(GARDER, valeurs);
    }
    tx.tracer(Entree::new(instant, acteur, "indicateurs.publier", format!("parution/{}", vue.version + 1)));
    Ok(())
}

/// A table as it is kept.
#[derive(Serialize, Deserialize)]
struct Gardee {
    etendue: u8,
    cases: Vec<Case>,
    autres: Vec<(String, String, u64, u64)>,
    effacees: Vec<String>,
    activite: Option<(u64, u64, u64)>,
}

/// Measure, modality, count, patients; whether it is hidden, and as it was shown last.
#[derive(Serialize, Deserialize)]
struct Case(String, String, u64, u64, bool, Option<(u64, u64)>);

fn ecrire(table: &TableParue) -> Result<String, Echec> {
    let case = |((mesure, modalite), case): (&Cle, &CaseParue)| {
        let Compte { n, sujets } = case.compte();
        let (cachee, vue) = match case {
            CaseParue::Montree(_) => (false, None),
            CaseParue::Cachee { vue, .. } => (true, vue.map(|vue| (vue.n, vue.sujets))),
        };
        Case(mesure.code().to_owned(), modalite.clone(), n, sujets, cachee, vue)
    };
    let autre = |((mesure, modalite), compte): (&Cle, &Compte)| {
        (mesure.code().to_owned(), modalite.clone(), compte.n, compte.sujets)
    };
    let gardee = Gardee {
        etendue: match table.etendue {
            Etendue::Entiere => 2,
            Etendue::Totaux => 1,
            Etendue::Aucune => 0,
        },
        cases: table.cases.iter().map(case).collect(),
        autres: table.autres.iter().map(autre).collect(),
        effacees: table.effacees.iter().map(|mesure| mesure.code().to_owned()).collect(),
        activite: table.activite.map(|lue| (lue.praticiens, lue.acces_direct, lue.total)),
    };
    serde_json::to_string(&gardee).map_err(Echec::moteur)
}

fn relire(texte: &str) -> Result<TableParue, Echec> {
    let gardee: Gardee = serde_json::from_str(texte).map_err(Echec::moteur)?;
    let case = |Case(code, modalite, n, sujets, cachee, vue): Case| {
        let compte = Compte { n, sujets };
        let vue = vue.map(|(n, sujets)| Compte { n, sujets });
        let case = if cachee { CaseParue::Cachee { compte, vue } } else { CaseParue::Montree(compte) };
        Ok(((mesure(&code)?, modalite), case))
    };
    let autre = |(code, modalite, n, sujets): (String, String, u64, u64)| {
        Ok(((mesure(&code)?, modalite), Compte { n, sujets }))
    };
    Ok(TableParue {
        cases: gardee.cases.into_iter().map(case).collect::<Result<_, Echec>>()?,
        autres: gardee.autres.into_iter().map(autre).collect::<Result<_, Echec>>()?,
        effacees: gardee.effacees.iter().map(|code| mesure(code)).collect::<Result<_, Echec>>()?,
        etendue: match gardee.etendue {
            2 => Etendue::Entiere,
            1 => Etendue::Totaux,
            _ => Etendue::Aucune,
        },
        activite: gardee.activite.map(|(praticiens, acces_direct, total)| Activite {
            praticiens,
            acces_direct,
            total,
        }),
    })
}

fn mesure(code: &str) -> Result<Mesure, Echec> {
    Mesure::depuis_code(code).ok_or_else(|| Echec::moteur(format!("mesure « {code} » inconnue")))
}
