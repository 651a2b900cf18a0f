//! What documents and bills say of a place of practice: its name, how it is organised, its numbers, its telephone.

use droit::document::{Exercice, Telephone};
use droit::identifiant::{Finess, LieuId, NumeroAm, PraticienId, Siret};
use jiff::Timestamp;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const CABINETS: &str = "SELECT l.id, l.numero_am, c.nom, c.exercice, c.telephone, c.finess, c.siret
    FROM lieu_exercice l LEFT JOIN cabinet c ON c.lieu = l.id
    WHERE l.praticien = $1 ORDER BY l.principal DESC, l.id";
const DECRIRE: &str = "INSERT INTO cabinet (lieu, nom, exercice, telephone, finess, siret, modifie_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (lieu) DO UPDATE SET nom = excluded.nom, exercice = excluded.exercice,
        telephone = excluded.telephone, finess = excluded.finess, siret = excluded.siret,
        modifie_le = excluded.modifie_le";
const NUMEROTER: &str = "UPDATE lieu_exercice SET numero_am = $3 WHERE id = $1 AND praticien = $2";

/// A place of practice, as documents and bills name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cabinet {
    /// Which place.
    pub lieu: LieuId,
    /// The number it bills under, when known.
    pub numero_am: Option<NumeroAm>,
    /// What the MK said of it, if he did.
    pub description: Option<Description>,
}

/// What the MK says of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Name.
    pub nom: String,
    /// How it is organised.
    pub exercice: Exercice,
    /// Telephone.
    pub telephone: Option<Telephone>,
    /// FINESS.
    pub finess: Option<Finess>,
    /// SIRET.
    pub siret: Option<Siret>,
}

/// His places, the main one first.
///
/// # Errors
/// When the base fails or a column does not read.
pub fn cabinets(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Cabinet>, Echec> {
    tx.query(CABINETS, &params![praticien])?.iter().map(lire).collect()
}

/// Keeps what the MK says of a place of his; [`Echec::Conflit`] when it is not his.
pub fn decrire(tx: &mut Tx, praticien: PraticienId, cabinet: &Cabinet, acteur: &str, instant: Timestamp) {
    let numero = cabinet.numero_am.as_ref().map(|numero| numero.as_str().to_owned());
    tx.enqueue_one(NUMEROTER, params![cabinet.lieu, praticien, numero]);
    super::lieu::retransmettre(tx, cabinet.lieu, instant);
    if let Some(dit) = &cabinet.description {
        let valeurs = params![
            cabinet.lieu,
            dit.nom.as_str(),
            dit.exercice.code(),
            dit.telephone.as_ref().map(|numero| numero.as_str().to_owned()),
            dit.finess.as_ref().map(|numero| numero.as_str().to_owned()),
            dit.siret.as_ref().map(|numero| numero.as_str().to_owned()),
            instant
        ];
        tx.enqueue_one(DECRIRE, valeurs);
    }
    tx.tracer(Entree::new(instant, acteur, "praticien.decrire-cabinet", format!("praticien/{praticien}")));
}

fn lire(ligne: &Row) -> Result<Cabinet, Echec> {
    let description = match ligne.get::<Option<String>>("nom")? {
        None => None,
        Some(nom) => Some(Description {
            nom,
            exercice: exercice(&ligne.get::<String>("exercice")?)?,
            telephone: numero(ligne, "telephone")?,
            finess: numero(ligne, "finess")?,
            siret: numero(ligne, "siret")?,
        }),
    };
    Ok(Cabinet { lieu: ligne.get("id")?, numero_am: numero(ligne, "numero_am")?, description })
}

fn exercice(code: &str) -> Result<Exercice, Echec> {
    Exercice::depuis_code(code).ok_or_else(|| illisible("exercice", format!("code « {code} » inconnu")))
}

fn numero<T: std::str::FromStr>(ligne: &Row, colonne: &'static str) -> Result<Option<T>, Echec>
where
    T::Err: std::fmt::Display,
{
    let lu: Option<String> = ligne.get(colonne)?;
    lu.map(|texte| texte.parse().map_err(|cause: T::Err| illisible(colonne, cause.to_string()))).transpose()
}

fn illisible(colonne: &str, cause: String) -> Echec {
    Echec::Colonne { colonne: format!("cabinet.{colonne}"), cause }
}
