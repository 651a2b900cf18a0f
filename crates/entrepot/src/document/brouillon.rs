//! Drafts, saved as they are written: sealed, guarded by their version, forgotten once validated.

use droit::document::Genre;
use droit::identifiant::{BrouillonId, DocumentId, EpisodeId, PraticienId};
use jiff::Timestamp;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller, sceller};
use crate::{Echec, Row, Tx, params};

const CREER: &str =
    "INSERT INTO brouillon_document (id, episode, praticien, genre, corrige, contenu, version,
        enregistre_le)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7) ON CONFLICT DO NOTHING";
const MODIFIER: &str = "UPDATE brouillon_document SET contenu = $4, enregistre_le = $5, version = version + 1
    WHERE id = $1 AND praticien = $2 AND version = $3";
const PAR_CLE: &str = "SELECT id, episode, praticien, genre, corrige, contenu, version, enregistre_le
    FROM brouillon_document WHERE id = $1 AND praticien = $2";
const PAR_EPISODE: &str = "SELECT id, episode, praticien, genre, corrige, contenu, version, enregistre_le
    FROM brouillon_document WHERE episode = $1 AND praticien = $2 ORDER BY genre";
const OUBLIER: &str = "DELETE FROM brouillon_document WHERE id = $1 AND praticien = $2";

/// A draft on file.
#[derive(Clone, PartialEq, Eq)]
pub struct Brouillon {
    /// Key drawn by the caller.
    pub id: BrouillonId,
    /// Episode.
    pub episode: EpisodeId,
    /// Who writes: nobody else sees it.
    pub praticien: PraticienId,
    /// Kind.
    pub genre: Genre,
    /// The document it corrects, if any.
    pub corrige: Option<DocumentId>,
    /// What was typed, as written by `formats::document`.
    pub contenu: Vec<u8>,
    /// Zero before it was ever saved; grows by one at each saving.
    pub version: i64,
    /// Latest saving.
    pub enregistre_le: Timestamp,
}

impl std::fmt::Debug for Brouillon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Brouillon({}, version {})", self.id, self.version)
    }
}

/// Saves a draft as read in its version; [`Echec::Conflit`] when it was saved elsewhere in between, or when another
/// draft of this kind is already open in the episode. A draft leaves no line in the journal: nothing was decided yet.
pub fn enregistrer(tx: &mut Tx, trousseau: &Trousseau, brouillon: &Brouillon) {
    let lieu = cellule("brouillon_document", "contenu", brouillon.id.bits());
    let contenu = sceller(trousseau, lieu, &brouillon.contenu);
    if brouillon.version == 0 {
        let valeurs = params![
            brouillon.id,
            brouillon.episode,
            brouillon.praticien,
            brouillon.genre,
            brouillon.corrige,
            contenu,
            brouillon.enregistre_le
        ];
        tx.enqueue_one(CREER, valeurs);
    } else {
        let valeurs =
            params![brouillon.id, brouillon.praticien, brouillon.version, contenu, brouillon.enregistre_le];
        tx.enqueue_one(MODIFIER, valeurs);
    }
}

/// The draft of this key, for the MK who writes it.
///
/// # Errors
/// When the base fails or the draft does not open.
pub fn brouillon(
    tx: &mut Tx,
    trousseau: &Trousseau,
    id: BrouillonId,
    praticien: PraticienId,
) -> Result<Option<Brouillon>, Echec> {
    tx.query_opt(PAR_CLE, &params![id, praticien])?.map(|ligne| relire(trousseau, &ligne)).transpose()
}

/// The drafts that an MK has open in an episode.
///
/// # Errors
/// As [`brouillon`].
pub fn brouillons_de_l_episode(
    tx: &mut Tx,
    trousseau: &Trousseau,
    episode: EpisodeId,
    praticien: PraticienId,
) -> Result<Vec<Brouillon>, Echec> {
    let lignes = tx.query(PAR_EPISODE, &params![episode, praticien])?;
    lignes.iter().map(|ligne| relire(trousseau, ligne)).collect()
}

/// Throws a draft away; [`Echec::Conflit`] when there is none.
pub fn abandonner(tx: &mut Tx, id: BrouillonId, praticien: PraticienId) {
    tx.enqueue_one(OUBLIER, params![id, praticien]);
}

fn relire(trousseau: &Trousseau, ligne: &Row) -> Result<Brouillon, Echec> {
    let id: BrouillonId = ligne.get("id")?;
    let lieu = cellule("brouillon_document", "contenu", id.bits());
    Ok(Brouillon {
        id,
        episode: ligne.get("episode")?,
        praticien: ligne.get("praticien")?,
        genre: ligne.get("genre")?,
        corrige: ligne.get("corrige")?,
        contenu: desceller(trousseau, lieu, &ligne.get::<Vec<u8>>("contenu")?)?,
        version: ligne.get("version")?,
        enregistre_le: ligne.get("enregistre_le")?,
    })
}
