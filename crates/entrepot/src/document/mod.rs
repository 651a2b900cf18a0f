//! Validated documents: written once, sealed in pieces, given back byte for byte; corrections in a line.

mod brouillon;
mod lecture;

pub use brouillon::{Brouillon, abandonner, brouillon, brouillons_de_l_episode, enregistrer};
pub use lecture::{
    Fiche, a_la_partie, avancement, avancements, charger, de_l_episode, mots, partie, recents,
};

use droit::document::Document;
use droit::episode::Accorde;
use droit::identifiant::{BrouillonId, DocumentId};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chiffre::{Cellule, Trousseau};
use crate::colonne::sceller;
use crate::journal::Entree;
use crate::{Tx, params, trace};

/// The bytes of one sealed piece: an envelope is opened whole, and the base sends no row larger than it needs.
const MORCEAU: usize = 512 * 1024;

const PREMIERE: &str =
    "INSERT INTO document (id, serie, version, remplace, episode, praticien, genre, valide_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const CORRECTION: &str =
    "INSERT INTO document (id, serie, version, remplace, episode, praticien, genre, valide_le)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM document precedente
    WHERE precedente.id = $4 AND precedente.serie = $2 AND precedente.version + 1 = $3
        AND precedente.episode = $5 AND precedente.genre = $7
    ON CONFLICT DO NOTHING";
const PARTIE: &str =
    "INSERT INTO document_partie (document, partie, taille, empreinte) VALUES ($1, $2, $3, $4)";
const MORCELER: &str =
    "INSERT INTO document_morceau (document, partie, rang, contenu) VALUES ($1, $2, $3, $4)";
const MOTS: &str = "INSERT INTO justificatif_mots (document, texte) VALUES ($1, $2)";

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partie {
    /// What it says, as written by `formats::document`.
    Faits,
    /// Its pages.
    Pdf,
    /// What travels.
    Cda,
}

impl Partie {
    fn code(self) -> &'static str {
        match self {
            Self::Faits => "faits",
            Self::Pdf => "pdf",
            Self::Cda => "cda",
        }
    }
}

/// The bytes of a document.
#[derive(Clone, Copy, Debug)]
pub struct Octets<'o> {
    /// What it says.
    pub faits: &'o [u8],
    /// Its pages.
    pub pdf: &'o [u8],
    /// What travels.
    pub cda: &'o [u8],
    /// The template of a justificatif; the other kinds have their own words.
    pub mots: Option<&'o str>,
}

/// Keeps a validated document and forgets its draft. A correction of anything but the latest version of its series is a
/// [`crate::Echec::Conflit`], as is the same document twice.
pub fn inscrire(
    tx: &mut Tx,
    trousseau: &Trousseau,
    fait: &Accorde<Document>,
    octets: Octets<'_>,
    brouillon: Option<BrouillonId>,
) {
    let reference = fait.en_tete.reference;
    let (auteur, genre) = (fait.auteur(), fait.genre());
    let valeurs = params![
        reference.id(),
        reference.serie(),
        reference.version(),
        reference.remplace(),
        fait.episode(),
        auteur.par,
        genre,
        auteur.maintenant
    ];
    tx.enqueue_one(if reference.remplace().is_some() { CORRECTION } else { PREMIERE }, valeurs);
    garder(tx, trousseau, reference.id(), Partie::Faits, octets.faits);
    garder(tx, trousseau, reference.id(), Partie::Pdf, octets.pdf);
    garder(tx, trousseau, reference.id(), Partie::Cda, octets.cda);
    if let Some(mots) = octets.mots {
        tx.enqueue_one(MOTS, params![reference.id(), mots.to_owned()]);
    }
    if let Some(id) = brouillon {
        abandonner(tx, id, auteur.par);
    }
    let details = json!({
        "document": reference.id().to_string(),
        "genre": genre.code(),
        "version": reference.version(),
    });
    trace::accord(tx, trousseau, fait, "document.valider", &details);
}

fn garder(tx: &mut Tx, trousseau: &Trousseau, id: DocumentId, partie: Partie, clair: &[u8]) {
    let taille = i64::try_from(clair.len()).unwrap_or(i64::MAX);
    tx.enqueue_one(PARTIE, params![id, partie.code(), taille, Sha256::digest(clair).to_vec()]);
    for (rang, morceau) in (0_u32..).zip(clair.chunks(MORCEAU)) {
        let scelle = sceller(trousseau, place(id, partie, rang), morceau);
        tx.enqueue_one(MORCELER, params![id, partie.code(), rang, scelle]);
    }
}

/// The place of one sealed piece: two of them exchanged no longer open.
fn place(id: DocumentId, partie: Partie, rang: u32) -> Cellule {
    let lieu = [id.bits().to_be_bytes().as_slice(), partie.code().as_bytes(), &rang.to_be_bytes()].concat();
    let mut octets = [0; 16];
    octets.iter_mut().zip(Sha256::digest(lieu)).for_each(|(place, octet)| *place = octet);
    Cellule { table: "document_morceau", colonne: "contenu", ligne: Uuid::from_bytes(octets) }
}

/// Leaves a line in the journal: somebody opened a document.
pub fn tracer_la_lecture(tx: &mut Tx, document: DocumentId, acteur: &str, instant: Timestamp) {
    tx.tracer(Entree::new(instant, acteur, "document.ouvrir", format!("document/{document}")));
}
