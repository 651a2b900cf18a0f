//! Values of the law as columns: identifiers, departments, numbers, codes; free text sealed in its cell.

use droit::annuaire::{CadreActivite, ConstatAnnuaire, GenreChangement, ModeExercice};
use droit::comite::{EtapeDecision, EtapeReunion, Institution};
use droit::decision::{Gravite, Statut, TypeDiagnostic, TypeStructure};
use droit::declaration::{
    CodeControle, MotifDementi, MotifRefus, MotifRetrait, MotifSuspension, Origine, PieceDemandee,
    QualiteMembre, TypeJustificatif,
};
use droit::document::Genre;
use droit::episode::{
    Cote, Destination, Effet, GraviteEvenement, InformationPatient, IssueEpisode, MomentEvenement,
    MotifOrientation, NatureEvenement, Region, Urgence,
};
use droit::evenement::{EtapeEvenement, PasEvenement, SuiteEvenement};
use droit::fiche_cpts::{EtapeFiche, PasFiche};
use droit::identifiant::{
    AdresseCourriel, AdresseWeb, BrouillonId, CampagneId, CodeDepartement, DecisionComiteId, DeclarationId,
    DestinataireId, DiagnosticId, DocumentId, EpisodeId, EvenementId, LectureId, LieuId, ListeId, MembreId,
    NumeroRpps, OrientationId, PatientId, PieceId, RapportId, RemiseId, RetourId, ReunionId, SeanceId,
    SerieId, TransmissionId,
};
use droit::notification::Nature;
use droit::organisme::TypeOrganisme;
use droit::piece::TypePiece;
use droit::remise::{Attente, Canal, Destinataire, NatureReponse, ObjetVolonte, Preuve, Volonte};
use droit::retour::EtapeRetour;
use droit::texte::{Intitule, TexteLibre};
use uuid::Uuid;

use crate::Echec;
use crate::chiffre::{Cellule, Trousseau};
use crate::sql::{FromValue, Kind, Row, ToValue, Value};

macro_rules! identifiants {
    ($($nom:ty),+ $(,)?) => { $(
        impl ToValue for $nom {
            const KIND: Kind = Kind::Uuid;
            fn to_value(self) -> Value {
                Value::Uuid(Uuid::from_u128(self.bits()))
            }
        }

        impl FromValue for $nom {
            fn from_value(valeur: &Value) -> Result<Self, String> {
                Uuid::from_value(valeur).map(|id| Self::new(id.as_u128()))
            }
        }
    )+ };
}

identifiants!(
    BrouillonId,
    CampagneId,
    DecisionComiteId,
    MembreId,
    RetourId,
    ReunionId,
    SerieId,
    DeclarationId,
    DestinataireId,
    DiagnosticId,
    DocumentId,
    EpisodeId,
    EvenementId,
    LectureId,
    LieuId,
    ListeId,
    OrientationId,
    PatientId,
    RapportId,
    RemiseId,
    PieceId,
    SeanceId,
    TransmissionId
);

macro_rules! codes {
    ($($nom:ty),+ $(,)?) => { $(
        impl ToValue for $nom {
            const KIND: Kind = Kind::Text;
            fn to_value(self) -> Value {
                Value::Text(self.code().to_owned())
            }
        }

        impl FromValue for $nom {
            fn from_value(valeur: &Value) -> Result<Self, String> {
                let code = String::from_value(valeur)?;
                Self::depuis_code(&code).ok_or_else(|| format!("code « {code} » inconnu"))
            }
        }
    )+ };
}

codes!(
    Attente,
    Canal,
    Destinataire,
    NatureReponse,
    ObjetVolonte,
    Preuve,
    Volonte,
    CadreActivite,
    CodeControle,
    ConstatAnnuaire,
    GenreChangement,
    ModeExercice,
    Cote,
    Destination,
    Effet,
    EtapeDecision,
    EtapeEvenement,
    EtapeFiche,
    EtapeRetour,
    EtapeReunion,
    Gravite,
    Genre,
    GraviteEvenement,
    InformationPatient,
    Institution,
    IssueEpisode,
    MomentEvenement,
    MotifDementi,
    MotifOrientation,
    MotifRefus,
    MotifRetrait,
    MotifSuspension,
    Nature,
    NatureEvenement,
    Origine,
    PasEvenement,
    PasFiche,
    PieceDemandee,
    QualiteMembre,
    Region,
    Statut,
    SuiteEvenement,
    TypeDiagnostic,
    TypeJustificatif,
    TypeOrganisme,
    TypePiece,
    TypeStructure,
    Urgence
);

macro_rules! textes {
    ($($nom:ty),+ $(,)?) => { $(
        impl ToValue for $nom {
            const KIND: Kind = Kind::Text;
            fn to_value(self) -> Value {
                Value::Text(self.as_str().to_owned())
            }
        }

        impl FromValue for $nom {
            fn from_value(valeur: &Value) -> Result<Self, String> {
                String::from_value(valeur)?.parse().map_err(|e| format!("{e}"))
            }
        }
    )+ };
}

textes!(AdresseCourriel, AdresseWeb, CodeDepartement, Intitule, NumeroRpps, TexteLibre);

/// A cell of a row.
pub(crate) fn cellule(table: &'static str, colonne: &'static str, ligne: u128) -> Cellule {
    Cellule { table, colonne, ligne: Uuid::from_u128(ligne) }
}

/// Seals bytes in their cell. The nonce is drawn from the cell and the content under the index key: it repeats only
/// for the same content in the same cell, where repeating tells nothing that the envelope does not.
pub(crate) fn sceller(trousseau: &Trousseau, cellule: Cellule, clair: &[u8]) -> Vec<u8> {
    let lieu = format!("{}.{}.{}", cellule.table, cellule.colonne, cellule.ligne);
    let empreinte = trousseau.index(&lieu, clair);
    let mut nonce = [0; 12];
    nonce.iter_mut().zip(empreinte).for_each(|(place, octet)| *place = octet);
    trousseau.sceller(clair, cellule, nonce)
}

/// Seals a text, where there is one.
pub(crate) fn sceller_texte(
    trousseau: &Trousseau,
    cellule: Cellule,
    texte: Option<&TexteLibre>,
) -> Option<Vec<u8>> {
    texte.map(|texte| sceller(trousseau, cellule, texte.as_str().as_bytes()))
}

/// Opens the bytes of a cell.
pub(crate) fn desceller(trousseau: &Trousseau, cellule: Cellule, scelle: &[u8]) -> Result<Vec<u8>, Echec> {
    let clair = trousseau.ouvrir(scelle, cellule).map_err(|cause| illisible(cellule, &cause))?;
    Ok(clair.to_vec())
}

/// Opens a string read from a row, where there is one.
pub(crate) fn desceller_chaine(
    trousseau: &Trousseau,
    cellule: Cellule,
    ligne: &Row,
) -> Result<Option<String>, Echec> {
    let Some(scelle) = ligne.get::<Option<Vec<u8>>>(cellule.colonne)? else { return Ok(None) };
    let clair = desceller(trousseau, cellule, &scelle)?;
    String::from_utf8(clair).map(Some).map_err(|cause| illisible(cellule, &cause))
}

/// Opens a text read from a row, where there is one.
pub(crate) fn desceller_texte(
    trousseau: &Trousseau,
    cellule: Cellule,
    ligne: &Row,
) -> Result<Option<TexteLibre>, Echec> {
    let Some(clair) = desceller_chaine(trousseau, cellule, ligne)? else { return Ok(None) };
    clair.parse().map(Some).map_err(|cause| illisible(cellule, &cause))
}

pub(crate) fn illisible(cellule: Cellule, cause: &dyn std::fmt::Display) -> Echec {
    Echec::Colonne { colonne: format!("{}.{}", cellule.table, cellule.colonne), cause: cause.to_string() }
}

/// Codes joined by commas, as one column.
pub(crate) fn joindre(codes: impl Iterator<Item = &'static str>) -> String {
    codes.collect::<Vec<_>>().join(",")
}

/// The codes of a joined column.
pub(crate) fn separer<T>(joints: &str, lire: impl Fn(&str) -> Option<T>) -> Vec<T> {
    joints.split(',').filter_map(lire).collect()
}
