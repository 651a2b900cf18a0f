//! Documents as they are on file, and their bytes checked against the hash taken when they were written.

use droit::document::{Genre, Reference};
use droit::identifiant::{DocumentId, EpisodeId, PraticienId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Partie, place};
use crate::chiffre::Trousseau;
use crate::colonne::{desceller, illisible};
use crate::{Echec, Row, Tx, params};

const PAR_CLE: &str =
    "SELECT d.id, d.serie, d.version, d.remplace, d.episode, d.praticien, d.genre, d.valide_le,
        suivante.id AS remplace_par
    FROM document d LEFT JOIN document suivante ON suivante.remplace = d.id
    WHERE d.id = $1";
const PAR_EPISODE: &str =
    "SELECT d.id, d.serie, d.version, d.remplace, d.episode, d.praticien, d.genre, d.valide_le,
        suivante.id AS remplace_par
    FROM document d LEFT JOIN document suivante ON suivante.remplace = d.id
    WHERE d.episode = $1 ORDER BY d.valide_le, d.id";
const EMPREINTE: &str = "SELECT empreinte FROM document_partie WHERE document = $1 AND partie = $2";
const CONTENU: &str =
    "SELECT contenu FROM document_morceau WHERE document = $1 AND partie = $2 ORDER BY rang";

/// A document on file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    /// Which one.
    pub reference: Reference,
    /// Episode.
    pub episode: EpisodeId,
    /// Who validated it.
    pub praticien: PraticienId,
    /// Kind.
    pub genre: Genre,
    /// When.
    pub valide_le: Timestamp,
    /// The version that replaces it, if any.
    pub remplace_par: Option<DocumentId>,
}

/// The document of this key.
///
/// # Errors
/// When the base fails or a column does not read.
pub fn charger(tx: &mut Tx, id: DocumentId) -> Result<Option<Fiche>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| fiche(&ligne)).transpose()
}

/// The documents of an episode, oldest first, every version.
///
/// # Errors
/// As [`charger`].
pub fn de_l_episode(tx: &mut Tx, episode: EpisodeId) -> Result<Vec<Fiche>, Echec> {
    tx.query(PAR_EPISODE, &params![episode])?.iter().map(fiche).collect()
}

/// The bytes of a part; `None` when the document has none.
///
/// # Errors
/// When the base fails, or the bytes were altered.
pub fn partie(
    tx: &mut Tx,
    trousseau: &Trousseau,
    id: DocumentId,
    partie: Partie,
) -> Result<Option<Vec<u8>>, Echec> {
    let Some(ligne) = tx.query_opt(EMPREINTE, &params![id, partie.code()])? else { return Ok(None) };
    let empreinte: Vec<u8> = ligne.get("empreinte")?;
    let mut clair = Vec::new();
    for (rang, ligne) in (0_u32..).zip(tx.query(CONTENU, &params![id, partie.code()])?) {
        clair.extend(desceller(trousseau, place(id, partie, rang), &ligne.get::<Vec<u8>>("contenu")?)?);
    }
    if Sha256::digest(&clair).as_slice() != empreinte {
        return Err(illisible(place(id, partie, 0), &"le contenu ne correspond plus à son empreinte"));
    }
    Ok(Some(clair))
}

fn fiche(ligne: &Row) -> Result<Fiche, Echec> {
    let reference = Reference::relue(
        ligne.get("id")?,
        ligne.get("serie")?,
        ligne.get("version")?,
        ligne.get("remplace")?,
    );
    Ok(Fiche {
        reference: reference.map_err(|faute| Echec::Colonne {
            colonne: "document.version".to_owned(),
            cause: faute.to_string(),
        })?,
        episode: ligne.get("episode")?,
        praticien: ligne.get("praticien")?,
        genre: ligne.get("genre")?,
        valide_le: ligne.get("valide_le")?,
        remplace_par: ligne.get("remplace_par")?,
    })
}
