//! Documents as they are on file, and their bytes checked against the hash taken when they were written.

use std::collections::HashMap;

use droit::document::{Avancement, Genre, Presence, Reference};
use droit::identifiant::{DocumentId, EpisodeId, PatientId, PraticienId};
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
const RECENTS: &str = "SELECT d.id FROM document d JOIN episode e ON e.id = d.episode
    WHERE e.patient = $1 AND d.praticien = $2 AND d.valide_le >= $3
        AND NOT EXISTS (SELECT 1 FROM document suivante WHERE suivante.remplace = d.id)
    ORDER BY d.valide_le, d.id";
const EMPREINTE: &str = "SELECT empreinte FROM document_partie WHERE document = $1 AND partie = $2";
const CONTENU: &str =
    "SELECT contenu FROM document_morceau WHERE document = $1 AND partie = $2 ORDER BY rang";
const MOTS: &str = "SELECT texte FROM justificatif_mots WHERE document = $1";
const AVANCEMENTS: &str = "SELECT e.id AS episode, e.faites, e.ouvert_le, e.clos_le,
        (SELECT COUNT(*) FROM document d WHERE d.episode = e.id AND d.genre = 'bilan') AS bilans,
        (SELECT COUNT(*) FROM document d WHERE d.episode = e.id AND d.genre = 'compte-rendu') AS comptes_rendus
    FROM participant t JOIN episode e ON e.id = t.episode
    WHERE t.praticien = $1";
const AVANCEMENT: &str = "SELECT e.id AS episode, e.faites, e.ouvert_le, e.clos_le,
        (SELECT COUNT(*) FROM document d WHERE d.episode = e.id AND d.genre = 'bilan') AS bilans,
        (SELECT COUNT(*) FROM document d WHERE d.episode = e.id AND d.genre = 'compte-rendu') AS comptes_rendus
    FROM episode e WHERE e.id = $1";

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

/// What an MK validated about a patient from this instant on, latest versions only, oldest first.
///
/// # Errors
/// When the base fails.
pub fn recents(
    tx: &mut Tx,
    (patient, praticien): (PatientId, PraticienId),
    depuis: Timestamp,
) -> Result<Vec<DocumentId>, Echec> {
    tx.query(RECENTS, &params![patient, praticien, depuis])?.iter().map(|ligne| ligne.get("id")).collect()
}

/// How far the episodes of an MK are with their bilan and their report, whoever wrote them.
///
/// # Errors
/// As [`charger`].
pub fn avancements(tx: &mut Tx, praticien: PraticienId) -> Result<HashMap<EpisodeId, Avancement>, Echec> {
    let lignes = tx.query(AVANCEMENTS, &params![praticien])?;
    lignes.iter().map(|ligne| Ok((ligne.get("episode")?, avancement_lu(ligne)?))).collect()
}

/// The same of one episode; `None` when there is no such key.
///
/// # Errors
/// As [`charger`].
pub fn avancement(tx: &mut Tx, episode: EpisodeId) -> Result<Option<Avancement>, Echec> {
    tx.query_opt(AVANCEMENT, &params![episode])?.map(|ligne| avancement_lu(&ligne)).transpose()
}

fn avancement_lu(ligne: &Row) -> Result<Avancement, Echec> {
    let presence = |colonne| -> Result<Presence, Echec> {
        Ok(Presence::de(u64::try_from(ligne.get::<i64>(colonne)?).unwrap_or_default()))
    };
    let soigne = ligne.get::<i64>("faites")? > 0;
    Ok(Avancement {
        premiere_le: if soigne { Some(ligne.get("ouvert_le")?) } else { None },
        clos_le: ligne.get("clos_le")?,
        bilan: presence("bilans")?,
        compte_rendu: presence("comptes_rendus")?,
    })
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

/// Does the document have this part: a justificatif validated before it had a type has no CDA.
///
/// # Errors
/// When the base fails.
pub fn a_la_partie(tx: &mut Tx, id: DocumentId, partie: Partie) -> Result<bool, Echec> {
    Ok(tx.query_opt(EMPREINTE, &params![id, partie.code()])?.is_some())
}

/// The template a justificatif was made with; `None` when it was not kept, as before it was, or for another kind.
///
/// # Errors
/// When the base fails.
pub fn mots(tx: &mut Tx, id: DocumentId) -> Result<Option<String>, Echec> {
    tx.query_opt(MOTS, &params![id])?.map(|ligne| ligne.get("texte")).transpose()
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
