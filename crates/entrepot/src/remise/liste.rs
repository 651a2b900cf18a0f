//! The work list of an MK: his deliveries with their document and their patient, and how many are late.

use droit::document::Genre;
use droit::identifiant::{CodeDepartement, DocumentId, EpisodeId, PatientId, PraticienId, RemiseId};
use droit::patient::Identite;
use droit::remise::{Attente, Canal};
use jiff::Timestamp;

use super::Suivie;
use super::lecture::suivie;
use crate::chiffre::Trousseau;
use crate::patient::ouvrir_identite;
use crate::{Echec, Row, Tx, params};

/// A line with what a person recognises it by. The last event of a delivery bears its version: it says why the delivery
/// waits, or why the last attempt failed.
macro_rules! lignes {
    ($fin:literal) => {
        concat!(
            "SELECT r.id, r.document, r.praticien, r.canal, r.adresse, r.message, r.etat, r.etat_le, r.preuve,
                r.cause, r.essais, r.doublons, r.version, r.destinataire, r.medecin, r.composee_le, f.cause AS dit,
                d.genre, d.version AS version_document, d.episode, e.departement, e.patient, p.identite
            FROM remise r JOIN document d ON d.id = r.document JOIN episode e ON e.id = d.episode
                JOIN patient p ON p.id = e.patient
                LEFT JOIN remise_fait f ON f.remise = r.id AND f.version = r.version ",
            $fin
        )
    };
}

const LISTER: &str = lignes!(
    "WHERE r.praticien = $1 AND ($3 = '' OR r.canal = $3) AND (
        $2 = 'toutes'
        OR ($2 = 'a-faire' AND r.etat IN ('compose', 'rejete', 'sans-reponse', 'abandonne'))
        OR ($2 = 'en-route' AND r.etat IN ('en-file', 'en-cours', 'accepte'))
        OR ($2 = 'remises' AND r.etat = 'remis')
        OR ($2 = 'annulees' AND r.etat = 'annule'))
    ORDER BY CASE WHEN $2 = 'a-faire' THEN r.composee_le ELSE -r.composee_le END, r.id LIMIT $4 OFFSET $5"
);
const UNE: &str = lignes!("WHERE r.id = $1");
const EN_ATTENTE: &str =
    lignes!("WHERE e.patient = $1 AND r.praticien = $2 AND r.etat = 'compose' ORDER BY r.composee_le, r.id");
const DU_DOCUMENT: &str = lignes!("WHERE r.document = $1 AND r.praticien = $2 ORDER BY r.composee_le, r.id");
const RETARD: &str = "SELECT count(*) AS a_faire,
        coalesce(sum(CASE WHEN composee_le < $2 THEN 1 ELSE 0 END), 0) AS en_retard,
        coalesce(sum(CASE WHEN etat <> 'compose' THEN 1 ELSE 0 END), 0) AS en_echec
    FROM remise
    WHERE praticien = $1 AND etat IN ('compose', 'rejete', 'sans-reponse', 'abandonne')
        AND destinataire IN ('patient', 'medecin-traitant', 'autre-medecin', 'dmp')";

const MOTIFS: &str =
    "SELECT r.etat, r.canal, CASE WHEN r.etat = 'compose' THEN f.cause END AS dit, count(*) AS nombre
    FROM remise r LEFT JOIN remise_fait f ON f.remise = r.id AND f.version = r.version
    WHERE r.praticien = $1 AND r.etat IN ('compose', 'rejete', 'sans-reponse', 'abandonne')
        AND r.destinataire IN ('patient', 'medecin-traitant', 'autre-medecin', 'dmp')
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3";

/// Which deliveries a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filtre {
    /// Those that wait for somebody, the oldest first.
    #[default]
    AFaire,
    /// Those on their way.
    EnRoute,
    /// Those that arrived.
    Remises,
    /// Those that will not leave.
    Annulees,
    /// All, the latest first.
    Toutes,
}

impl Filtre {
    /// Every filter, in the order of the page.
    pub const TOUS: &'static [Self] =
        &[Self::AFaire, Self::EnRoute, Self::Remises, Self::Annulees, Self::Toutes];

    /// Its spelling in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::AFaire => "a-faire",
            Self::EnRoute => "en-route",
            Self::Remises => "remises",
            Self::Annulees => "annulees",
            Self::Toutes => "toutes",
        }
    }

    /// The filter of a spelling; the first one for any other.
    pub fn depuis_code(code: &str) -> Self {
        Self::TOUS.iter().copied().find(|filtre| filtre.code() == code).unwrap_or_default()
    }
}

/// A delivery with what a person recognises it by.
#[derive(Clone, Debug)]
pub struct EnListe {
    /// The delivery.
    pub suivie: Suivie,
    /// Since when it is owed.
    pub composee_le: Timestamp,
    /// What the last event said: why it waits, why the last attempt failed.
    pub dit: Option<String>,
    /// Kind of document.
    pub genre: Genre,
    /// Which version of it.
    pub version_du_document: u16,
    /// Episode.
    pub episode: EpisodeId,
    /// Department of the care: its clock dates what is shown.
    pub departement: CodeDepartement,
    /// Patient.
    pub patient: PatientId,
    /// Who he is.
    pub identite: Identite,
}

/// What waits for an MK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retard {
    /// Deliveries to the patient, to a doctor and into the DMP that wait for him.
    pub a_faire: u32,
    /// Of these, those owed for longer than the limit.
    pub en_retard: u32,
    /// Of these, those that came back or got no answer.
    pub en_echec: u32,
}

/// Why deliveries of an MK wait for him, and how many for each reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motif {
    /// What they wait for.
    pub attente: Attente,
    /// How they go.
    pub canal: Canal,
    /// What must be done first, as it was said when they were composed.
    pub dit: Option<String>,
    /// How many.
    pub nombre: u32,
}

/// A page of an MK's deliveries.
///
/// # Errors
/// When the base fails, or an address or an identity does not open.
pub fn lister(
    tx: &mut Tx,
    trousseau: &Trousseau,
    praticien: PraticienId,
    (filtre, canal): (Filtre, Option<Canal>),
    (limite, passees): (u32, u32),
) -> Result<Vec<EnListe>, Echec> {
    let canal = canal.map_or("", Canal::code);
    let valeurs = params![praticien, filtre.code(), canal, limite, passees];
    tx.query(LISTER, &valeurs)?.iter().map(|ligne| en_liste(trousseau, ligne)).collect()
}

/// The delivery of this key, as a list shows it.
///
/// # Errors
/// As [`lister`].
pub fn une(tx: &mut Tx, trousseau: &Trousseau, id: RemiseId) -> Result<Option<EnListe>, Echec> {
    tx.query_opt(UNE, &params![id])?.map(|ligne| en_liste(trousseau, &ligne)).transpose()
}

/// An MK's deliveries about a patient that nothing was asked of yet.
///
/// # Errors
/// As [`lister`].
pub fn en_attente(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (patient, praticien): (PatientId, PraticienId),
) -> Result<Vec<EnListe>, Echec> {
    let lignes = tx.query(EN_ATTENTE, &params![patient, praticien])?;
    lignes.iter().map(|ligne| en_liste(trousseau, ligne)).collect()
}

/// An MK's deliveries of a version of a document, as a list shows them.
///
/// # Errors
/// As [`lister`].
pub fn du_document_en_liste(
    tx: &mut Tx,
    trousseau: &Trousseau,
    document: DocumentId,
    praticien: PraticienId,
) -> Result<Vec<EnListe>, Echec> {
    tx.query(DU_DOCUMENT, &params![document, praticien])?
        .iter()
        .map(|ligne| en_liste(trousseau, ligne))
        .collect()
}

/// What waits for an MK; `avant` is the instant before which a delivery owed is late.
///
/// # Errors
/// When the base fails.
pub fn retard(tx: &mut Tx, praticien: PraticienId, avant: Timestamp) -> Result<Retard, Echec> {
    let ligne = tx.query_one(RETARD, &params![praticien, avant])?;
    Ok(Retard {
        a_faire: ligne.get("a_faire")?,
        en_retard: ligne.get("en_retard")?,
        en_echec: ligne.get("en_echec")?,
    })
}

/// The reasons why what [`retard`] counts waits, the most frequent first.
///
/// # Errors
/// When the base fails.
pub fn motifs(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Motif>, Echec> {
    let motif = |ligne: &Row| {
        Ok(Motif {
            attente: ligne.get("etat")?,
            canal: ligne.get("canal")?,
            dit: ligne.get("dit")?,
            nombre: ligne.get("nombre")?,
        })
    };
    tx.query(MOTIFS, &params![praticien])?.iter().map(motif).collect()
}

fn en_liste(trousseau: &Trousseau, ligne: &Row) -> Result<EnListe, Echec> {
    let patient: PatientId = ligne.get("patient")?;
    Ok(EnListe {
        suivie: suivie(trousseau, ligne)?,
        composee_le: ligne.get("composee_le")?,
        dit: ligne.get("dit")?,
        genre: ligne.get("genre")?,
        version_du_document: ligne.get("version_document")?,
        episode: ligne.get("episode")?,
        departement: ligne.get("departement")?,
        patient,
        identite: ouvrir_identite(trousseau, patient, &ligne.get::<Vec<u8>>("identite")?)?,
    })
}
