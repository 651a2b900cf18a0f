//! The declaration of participation to the experiment: from the volunteer's name to the ARS's decision.
//!
//! [`Declaration`] is read from storage; its methods decide, and what they grant comes back as a [`Prononce`].

mod acceptation;
mod confirmation;
mod controle;
mod cycle;
#[cfg(test)]
mod essai;
mod etat;
mod lieu;
mod message;
mod motif;
mod nom_cpts;
mod preuve;
mod prononce;
mod provenance;
mod rattachement;
mod reprise;
mod retrait;
mod suspension;

pub use acceptation::Acceptation;
pub use confirmation::{
    AdhesionConfirmee, AdhesionDementie, Conditions, Confirmation, ConfirmationDemandee, MotifDementi,
};
pub use controle::{
    Adhesion, CodeControle, Controle, Doublon, NatureLieu, QualiteMembre, Ressemblance, Situation, controler,
};
pub use cycle::{
    CompletionDemandee, DeclarationDeposee, DeclarationPreparee, DeclarationRefusee, DeclarationValidee,
    Preparation,
};
pub use etat::{Declaration, EtatDeclaration, FicheDeclaration, Justificatif, Origine, TypeJustificatif};
pub use lieu::{LieuEcarte, LieuExerce, LieuRetenu, LieuxDeclares, SortDuLieu};
pub use message::MessageEcrit;
pub use motif::{FinAutorisation, MotifRefus, MotifRetrait, MotifSuspension, PieceDemandee};
pub use nom_cpts::{NomCpts, NomCptsInvalide, cle_du_nom, meme_nom};
pub use preuve::Preuve;
pub use prononce::{Declarant, EmpechementDeclaration, Prononce, RefusDeclaration};
pub use rattachement::{CptsSituee, MotifRattachement, Rattachement, rattacher};
pub use reprise::{
    DecisionReprise, DossierRepris, IssueReprise, NumeroDossier, NumeroDossierInvalide, Reprise,
};
pub use retrait::{DeclarationRetiree, Partie};
pub use suspension::{ParticipationReprise, ParticipationSuspendue};
