//! Identifiers of people and places: parsed once, valid ever after.

mod adresse_web;
mod courriel;
mod datamatrix;
mod departement;
mod entite;
mod fictif;
mod ins;
mod lieu_naissance;
mod monde;
mod numero_am;
mod rpps;
mod statut_identite;
mod structure;

pub use adresse_web::{AdresseWeb, AdresseWebInvalide};
pub use courriel::{AdresseCourriel, CourrielInvalide};
pub use datamatrix::{DatamatrixIllisible, DatamatrixIns};
pub use departement::{CodeDepartement, DepartementInconnu, TerritoireInvalide};
pub use entite::{
    BrouillonId, CampagneId, CompteId, CptsId, DecisionComiteId, DeclarationId, DestinataireId, DiagnosticId,
    DocumentId, EpisodeId, EvenementId, IdentifiantInvalide, LectureId, LieuId, ListeId, MembreId,
    OrientationId, PatientId, PieceId, PraticienId, RapportId, RemiseId, RetourId, ReunionId, SeanceId,
    SerieId, TransmissionId,
};
pub use fictif::{MoisDeNaissance, SexeInscrit, ins_de_demonstration, rpps_de_demonstration};
pub use ins::{Ins, InsInvalide, MatriculeIns, OidInconnu, OidIns};
pub use lieu_naissance::{LieuNaissance, LieuNaissanceInvalide};
pub use monde::{Fictif, Monde, Reel};
pub use numero_am::{NumeroAm, NumeroAmInvalide};
pub use rpps::{NumeroRpps, RppsInvalide};
pub use statut_identite::{StatutIdentite, Transmission};
pub use structure::{Finess, Siret, StructureInvalide};
