//! Reading reports: one version, its frozen content, those of a subject and a period, those that are signed.

use droit::evaluation::{
    Commentaires, EtatRapport, Numero, Rapport, SectionRapport, Signature, SujetRapport,
};
use droit::identifiant::RapportId;
use droit::indicateur::Periode;
use droit::texte::Intitule;
use jiff::civil::Date;

use crate::{Echec, Row, Tx, params};

const PAR_CLE: &str = "SELECT id, sujet, periode, numero, motif, nom, qualite, signe_le, version
    FROM rapport WHERE id = $1";
const COMMENTAIRES: &str =
    "SELECT section, texte FROM rapport_commentaire WHERE rapport = $1 ORDER BY section";
const CONTENU: &str = "SELECT contenu, empreinte FROM rapport WHERE id = $1 AND signe_le IS NOT NULL";
const DERNIER: &str = "SELECT id FROM rapport WHERE sujet = $1 AND periode = $2 ORDER BY numero DESC LIMIT 1";
const SIGNES: &str = "SELECT id, sujet, periode, numero, nom, qualite, signe_le, motif FROM rapport
    WHERE sujet = $1 AND signe_le IS NOT NULL ORDER BY periode DESC, numero DESC";

/// A signed version, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signe {
    /// Key.
    pub id: RapportId,
    /// Over when.
    pub periode: Periode,
    /// Its number.
    pub numero: u16,
    /// Who signed.
    pub nom: String,
    /// The day.
    pub le: Date,
    /// Why it corrects the one before.
    pub motif: Option<String>,
}

/// One version with what is written in it; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: RapportId) -> Result<Option<Rapport>, Echec> {
    let Some(ligne) = tx.query_opt(PAR_CLE, &params![id])? else { return Ok(None) };
    let mut commentaires = Commentaires::default();
    for lue in tx.query(COMMENTAIRES, &params![id])? {
        let code: String = lue.get("section")?;
        let section = SectionRapport::depuis_code(&code).ok_or_else(|| inconnu("section", &code))?;
        commentaires.ecrire(section, Some(lue.get("texte")?));
    }
    lire(&ligne, commentaires).map(Some)
}

/// The frozen content of a signed version, and its fingerprint.
///
/// # Errors
/// When the base fails.
pub fn contenu(tx: &mut Tx, id: RapportId) -> Result<Option<(String, String)>, Echec> {
    let ligne = tx.query_opt(CONTENU, &params![id])?;
    ligne.map(|ligne| Ok((ligne.get("contenu")?, ligne.get("empreinte")?))).transpose()
}

/// The latest version of a report, whether written or signed.
///
/// # Errors
/// When the base fails.
pub fn en_cours(tx: &mut Tx, sujet: SujetRapport, periode: Periode) -> Result<Option<RapportId>, Echec> {
    let ligne = tx.query_opt(DERNIER, &params![sujet.to_string(), periode.to_string()])?;
    ligne.map(|ligne| ligne.get("id")).transpose()
}

/// The signed versions of a subject, the latest first.
///
/// # Errors
/// When the base fails.
pub fn signes(tx: &mut Tx, sujet: SujetRapport) -> Result<Vec<Signe>, Echec> {
    let lire = |ligne: &Row| {
        Ok(Signe {
            id: ligne.get("id")?,
            periode: periode(ligne)?,
            numero: numero(ligne)?.nombre(),
            nom: ligne.get("nom")?,
            le: ligne.get("signe_le")?,
            motif: ligne.get("motif")?,
        })
    };
    tx.query(SIGNES, &params![sujet.to_string()])?.iter().map(lire).collect()
}

fn lire(ligne: &Row, commentaires: Commentaires) -> Result<Rapport, Echec> {
    let sujet: String = ligne.get("sujet")?;
    let etat = match ligne.get::<Option<Date>>("signe_le")? {
        None => EtatRapport::Brouillon,
        Some(le) => {
            let (nom, qualite): (Intitule, Intitule) = (ligne.get("nom")?, ligne.get("qualite")?);
            EtatRapport::Signe(Signature { nom, qualite, le })
        }
    };
    Ok(Rapport {
        id: ligne.get("id")?,
        sujet: sujet.parse::<SujetRapport>().map_err(|cause| inconnu("sujet", &cause))?,
        periode: periode(ligne)?,
        numero: numero(ligne)?,
        motif: ligne.get("motif")?,
        commentaires,
        etat,
        version: ligne.get("version")?,
    })
}

fn periode(ligne: &Row) -> Result<Periode, Echec> {
    ligne.get::<String>("periode")?.parse().map_err(|cause| inconnu("periode", &cause))
}

fn numero(ligne: &Row) -> Result<Numero, Echec> {
    let lu: i64 = ligne.get("numero")?;
    u16::try_from(lu).ok().and_then(Numero::nouveau).ok_or_else(|| inconnu("numero", &lu))
}

fn inconnu(colonne: &str, cause: &dyn std::fmt::Display) -> Echec {
    Echec::Colonne { colonne: format!("rapport.{colonne}"), cause: cause.to_string() }
}
