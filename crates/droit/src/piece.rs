//! The proof joined to a declaration or to a membership: what it is, where its analysis stands, what may be done to it.

mod nom;

pub use nom::NomFichier;

use std::ops::Deref;

use jiff::Timestamp;

use crate::acces::Modifiable;
use crate::decision::codes;
use crate::declaration::{Declarant, EtatDeclaration};
use crate::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, PieceId, PraticienId};

/// The most files of one dossier: enough for every page of a proof, too few to fill a disk.
pub const MAXIMUM_PAR_DOSSIER: usize = 10;

codes! {
    /// What a file is, as its content says.
    TypePiece {
        /// A PDF document.
        Pdf = "pdf",
        /// A JPEG picture.
        Jpeg = "jpeg",
        /// A PNG picture.
        Png = "png",
    }
}

impl TypePiece {
    /// The media type it is sent under.
    pub fn media(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The end of its name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "Image JPEG",
            Self::Png => "Image PNG",
        }
    }
}

/// Where the search for viruses stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Analyse {
    /// Nobody looked yet.
    EnAttente,
    /// Nothing was found.
    Saine {
        /// When.
        le: Timestamp,
    },
    /// Something was found: the content is gone.
    Infectee {
        /// When.
        le: Timestamp,
        /// What the scanner calls it.
        signature: String,
    },
}

/// Does the installation have a scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antivirus {
    /// One is configured: what it has not seen is not opened.
    Configure,
    /// None: files are opened as they came, and the screen says so.
    Absent,
}

/// What a proof is joined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjetPiece {
    /// A declaration, in its department.
    Declaration(DeclarationId, CodeDepartement),
    /// A membership.
    Adhesion,
}

/// What is on file of a proof, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FichePiece {
    /// Key.
    pub id: PieceId,
    /// The MK it is about.
    pub praticien: PraticienId,
    /// The CPTS it is about.
    pub cpts: CptsId,
    /// What it is joined to.
    pub objet: ObjetPiece,
    /// What the content says it is.
    pub type_piece: TypePiece,
    /// Its name.
    pub nom: NomFichier,
    /// Its size in bytes.
    pub taille: u64,
    /// SHA-256 of the content.
    pub empreinte: [u8; 32],
    /// Where the search for viruses stands.
    pub analyse: Analyse,
    /// Who sent it.
    pub depose_par: CompteId,
    /// When.
    pub depose_le: Timestamp,
}

/// A proof on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece(FichePiece);

impl Deref for Piece {
    type Target = FichePiece;

    fn deref(&self) -> &FichePiece {
        &self.0
    }
}

/// A proof to keep. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceDeposee(FichePiece);

impl Deref for PieceDeposee {
    type Target = FichePiece;

    fn deref(&self) -> &FichePiece {
        &self.0
    }
}

/// A proof to erase. Only this crate can build one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceRetiree {
    /// Which.
    piece: PieceId,
    /// Who acts, and when.
    auteur: Declarant,
}

impl PieceRetiree {
    /// Which.
    pub fn piece(&self) -> PieceId {
        self.piece
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementPiece {
    /// The declaration is decided.
    #[error("cette déclaration n’attend plus de pièce : elle est acceptée, refusée ou retirée")]
    Close,
    /// The ARS has it.
    #[error("cette pièce a été transmise à l’ARS avec la déclaration : elle ne peut plus être retirée")]
    Transmise,
    /// Too many files.
    #[error("ce dossier contient déjà dix fichiers : retirez-en un avant d’en ajouter un autre")]
    TropNombreuses,
}

impl Piece {
    /// The proof on file.
    pub fn relue(fiche: FichePiece) -> Self {
        Self(fiche)
    }

    /// Keeps a proof: until the ARS decides, and within the number a dossier holds.
    pub fn deposer(
        fiche: FichePiece,
        etat: Option<&EtatDeclaration>,
        deja: usize,
    ) -> Result<PieceDeposee, EmpechementPiece> {
        if !etat.is_none_or(attend_des_pieces) {
            return Err(EmpechementPiece::Close);
        }
        if deja >= MAXIMUM_PAR_DOSSIER {
            return Err(EmpechementPiece::TropNombreuses);
        }
        Ok(PieceDeposee(FichePiece { analyse: Analyse::EnAttente, ..fiche }))
    }

    /// Erases a proof: as long as the ARS does not have it in hand.
    pub fn retirer(
        piece: &Modifiable<Self>,
        etat: Option<&EtatDeclaration>,
        auteur: &Declarant,
    ) -> Result<PieceRetiree, EmpechementPiece> {
        let libre = |etat: &EtatDeclaration| {
            matches!(etat, EtatDeclaration::Brouillon | EtatDeclaration::ACompleter { .. })
        };
        if !etat.is_none_or(libre) {
            return Err(EmpechementPiece::Transmise);
        }
        Ok(PieceRetiree { piece: piece.id, auteur: *auteur })
    }

    /// May its content be opened: never once a virus was found, and not before the scanner has looked, where there is one.
    pub fn ouvrable(&self, antivirus: Antivirus) -> bool {
        match self.analyse {
            Analyse::Saine { .. } => true,
            Analyse::EnAttente => antivirus == Antivirus::Absent,
            Analyse::Infectee { .. } => false,
        }
    }
}

/// Does a declaration in this state still take proofs.
pub fn attend_des_pieces(etat: &EtatDeclaration) -> bool {
    matches!(
        etat,
        EtatDeclaration::Brouillon | EtatDeclaration::Deposee { .. } | EtatDeclaration::ACompleter { .. }
    )
}

#[cfg(test)]
mod tests;
