//! Proves the journal, or names its first broken line.

use std::fmt;

use super::chaine::{Empreinte, hash};
use super::{Entree, Tete};
use crate::travail::wait;
use crate::{Echec, Entrepot, Row, Tx, params};

/// Lines read at a time: memory stays the same whatever the length of the journal.
const PAGE: i64 = 2_000;
const LIRE: &str = "SELECT seq, instant, acteur, action, sujet, decision, reglement, details, empreinte
    FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2";

/// A head known from elsewhere, against truncation and against the return to an older copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ancre {
    /// Number of a line.
    pub seq: i64,
    /// Its hash.
    pub empreinte: Empreinte,
}

/// What the verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Every line follows from the one before, up to this head.
    Intacte(Ancre),
    /// The first line that does not.
    Rompue(Rupture),
}

/// The first broken line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rupture {
    /// The line is not there, although later ones or the head say that it was written.
    Absente(i64),
    /// The line is not the one that was written, or not in its place.
    Alteree(i64),
    /// The line comes after the head: nothing of ours wrote it.
    Surnumeraire(i64),
    /// The line is not the one of an exported head.
    Ancre(i64),
}

impl fmt::Display for Rupture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absente(seq) => write!(f, "la ligne {seq} du journal a été supprimée"),
            Self::Alteree(seq) => write!(f, "la ligne {seq} du journal a été modifiée, insérée ou déplacée"),
            Self::Surnumeraire(seq) => {
                write!(f, "la ligne {seq} du journal a été ajoutée hors de l’application")
            }
            Self::Ancre(seq) => write!(
                f,
                "la ligne {seq} du journal ne correspond pas à la tête exportée : le journal a été réécrit ou tronqué"
            ),
        }
    }
}

/// A verification under way, page by page.
#[derive(Clone, Debug)]
pub struct Verificateur {
    position: Ancre,
    fin: Option<Tete>,
    ancres: Vec<Ancre>,
}

impl Verificateur {
    /// Begins at the first line. The anchors are heads exported earlier.
    #[must_use]
    pub fn new(ancres: &[Ancre]) -> Self {
        let mut ancres = ancres.to_vec();
        ancres.sort_by_key(|ancre| std::cmp::Reverse(ancre.seq));
        Self { position: Ancre { seq: 0, empreinte: [0; 32] }, fin: None, ancres }
    }

    /// The number of lines verified.
    #[must_use]
    pub fn lignes(&self) -> i64 {
        self.position.seq
    }

    /// Verifies the next page; `None` when there are others.
    ///
    /// # Errors
    /// What the engine reports.
    pub fn page(&mut self, tx: &mut Tx) -> Result<Option<Verification>, Echec> {
        let fin = match &self.fin {
            Some(fin) => fin.clone(),
            None => Tete::charger(tx)?,
        };
        self.fin = Some(fin.clone());
        let lignes = tx.query(LIRE, &params![self.position.seq, PAGE])?;
        for ligne in &lignes {
            if self.position.seq == fin.seq {
                return self.after_head(tx, ligne);
            }
            if let Some(rupture) = self.line(ligne)? {
                return Ok(Some(Verification::Rompue(rupture)));
            }
        }
        if lignes.is_empty() || self.position.seq == fin.seq { self.end(tx, &fin) } else { Ok(None) }
    }

    fn line(&mut self, ligne: &Row) -> Result<Option<Rupture>, Echec> {
        let seq: i64 = ligne.get("seq")?;
        let attendu = self.position.seq + 1;
        if seq != attendu {
            return Ok(Some(Rupture::Absente(attendu)));
        }
        // A line that cannot even be read was not written by us.
        let Ok((entree, inscrite)) = read(ligne) else { return Ok(Some(Rupture::Alteree(seq))) };
        let empreinte = hash(&self.position.empreinte, seq, &entree);
        if empreinte != inscrite {
            return Ok(Some(Rupture::Alteree(seq)));
        }
        self.position = Ancre { seq, empreinte };
        while self.ancres.last().is_some_and(|ancre| ancre.seq <= seq) {
            if self.ancres.pop().is_some_and(|ancre| ancre != self.position) {
                return Ok(Some(Rupture::Ancre(seq)));
            }
        }
        Ok(None)
    }

    /// Lines after the head: written since it was read, or by someone else.
    fn after_head(&mut self, tx: &mut Tx, ligne: &Row) -> Result<Option<Verification>, Echec> {
        let seq: i64 = ligne.get("seq")?;
        let courante = Tete::charger(tx)?;
        if courante.seq < seq {
            return Ok(Some(Verification::Rompue(Rupture::Surnumeraire(seq))));
        }
        self.fin = Some(courante);
        Ok(None)
    }

    fn end(&mut self, tx: &mut Tx, fin: &Tete) -> Result<Option<Verification>, Echec> {
        if self.position.seq < fin.seq {
            return Ok(Some(Verification::Rompue(Rupture::Absente(self.position.seq + 1))));
        }
        if self.position.empreinte != fin.empreinte && fin.seq > 0 {
            return Ok(Some(Verification::Rompue(Rupture::Alteree(fin.seq))));
        }
        if let Some(ligne) = tx.query(LIRE, &params![self.position.seq, 1])?.first() {
            return self.after_head(tx, ligne);
        }
        Ok(Some(match self.ancres.last() {
            Some(ancre) => Verification::Rompue(Rupture::Ancre(ancre.seq)),
            None => Verification::Intacte(self.position),
        }))
    }
}

/// Verifies the whole journal; each page is a reading of its own, so that writing goes on beside it.
///
/// # Errors
/// What the engine reports.
pub async fn verifier(entrepot: &Entrepot, ancres: &[Ancre]) -> Result<Verification, Echec> {
    let mut verificateur = Verificateur::new(ancres);
    loop {
        let mut suite = verificateur.clone();
        let (suivant, issue) = entrepot
            .lire(move |tx| {
                let issue = suite.page(tx)?;
                Ok::<_, Echec>((suite.clone(), issue))
            })
            .await?;
        match issue {
            Some(verification) => return Ok(verification),
            None => verificateur = suivant,
        }
    }
}

/// [`verifier`] for the command line: blocks this thread.
///
/// # Errors
/// As [`verifier`].
pub fn verifier_ici(entrepot: &Entrepot, ancres: &[Ancre]) -> Result<Verification, Echec> {
    wait(verifier(entrepot, ancres))
}

fn read(ligne: &Row) -> Result<(Entree, Empreinte), Echec> {
    let entree = Entree {
        instant: ligne.get("instant")?,
        acteur: ligne.get("acteur")?,
        action: ligne.get("action")?,
        sujet: ligne.get("sujet")?,
        decision: ligne.get("decision")?,
        reglement: ligne.get("reglement")?,
        details: ligne.get("details")?,
    };
    Ok((entree, ligne.get("empreinte")?))
}
