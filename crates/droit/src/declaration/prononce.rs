//! What is pronounced on a declaration, and why it is not.

use std::ops::Deref;

use jiff::Timestamp;
use jiff::civil::Date;

use super::etat::Declaration;
use crate::decision::Decision;
use crate::episode::Motivation;
use crate::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, PraticienId};

/// Who acts on a declaration, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declarant {
    /// The account.
    pub compte: CompteId,
    /// Today, local to the department.
    pub aujourd_hui: Date,
    /// Now.
    pub maintenant: Timestamp,
}

/// A fact pronounced on a declaration, in the version it was decided on. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prononce<T> {
    declaration: DeclarationId,
    praticien: PraticienId,
    departement: CodeDepartement,
    cpts: CptsId,
    version: i64,
    declarant: Declarant,
    motivation: Option<Motivation>,
    fait: T,
}

impl<T> Prononce<T> {
    pub(super) fn nouveau(
        declaration: &Declaration,
        declarant: &Declarant,
        motivation: Option<Motivation>,
        fait: T,
    ) -> Self {
        Self {
            declaration: declaration.id,
            praticien: declaration.praticien,
            departement: declaration.departement,
            cpts: declaration.cpts,
            version: declaration.version,
            declarant: *declarant,
            motivation,
            fait,
        }
    }

    /// Declaration.
    pub fn declaration(&self) -> DeclarationId {
        self.declaration
    }

    /// The MK.
    pub fn praticien(&self) -> PraticienId {
        self.praticien
    }

    /// Department.
    pub fn departement(&self) -> CodeDepartement {
        self.departement
    }

    /// CPTS it rests on.
    pub fn cpts(&self) -> CptsId {
        self.cpts
    }

    /// Version it was decided on.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Who acts, and when.
    pub fn declarant(&self) -> &Declarant {
        &self.declarant
    }

    /// The decision it rests on, where rules were asked.
    pub fn motivation(&self) -> Option<&Motivation> {
        self.motivation.as_ref()
    }
}

impl<T> Deref for Prononce<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.fait
    }
}

/// Nothing is written, and this says why.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RefusDeclaration<'r> {
    /// A rule is broken.
    #[error("les règles ne permettent pas cette déclaration : lisez les motifs")]
    Refusee(Box<Decision<'r>>),
    /// The state of the declaration does not allow it.
    #[error(transparent)]
    Empechee(#[from] EmpechementDeclaration),
}

/// What stands in the way, apart from the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementDeclaration {
    /// The declaration is elsewhere in its life.
    #[error("cette déclaration est « {etat} » : rechargez la page pour voir ce qui reste possible")]
    Etat {
        /// Where it stands, as shown.
        etat: &'static str,
    },
    /// Another one runs.
    #[error("ce praticien a déjà une déclaration en cours dans ce département : ouvrez-la")]
    Doublon,
    /// No proof.
    #[error("joignez le justificatif d’exercice en CPTS avant de déposer la déclaration")]
    JustificatifAbsent,
    /// The department does not count this CPTS.
    #[error(
        "cette CPTS n’est pas de celles que le département admet : lisez la vérification qui la concerne"
    )]
    CptsNonAdmise,
    /// The department wants the CPTS to confirm first.
    #[error("dans ce département, la CPTS confirme d’abord l’adhésion : demandez-lui sa confirmation")]
    ConfirmationAttendue,
    /// The CPTS has answered already.
    #[error("la CPTS a déjà répondu à cette demande : rechargez la page")]
    DejaRepondu,
    /// A refusal or a request without motive.
    #[error("choisissez au moins un motif")]
    MotifAbsent,
    /// « Autre » without words.
    #[error("précisez ce motif en quelques mots")]
    PrecisionAbsente,
    /// A red check set aside without a word.
    #[error(
        "une vérification est bloquante : écrivez pourquoi vous acceptez malgré elle, ou demandez un complément"
    )]
    AcceptationAMotiver,
    /// A motive that belongs to the ARS.
    #[error("ce motif est réservé à l’ARS : choisissez-en un autre, ou écrivez-lui sur le dossier")]
    MotifReserve,
    /// An end in the past.
    #[error(
        "le dernier jour est passé : écrivez aujourd’hui ou un jour à venir, seule l’ARS date une fin du passé"
    )]
    FinPassee,
    /// An end before the beginning.
    #[error("la date de fin précède le début de l’autorisation : corrigez-la")]
    FinAvantDebut,
    /// A suspension that would leave no day of right before it.
    #[error(
        "la suspension commence après le premier jour du droit : corrigez sa date, ou retirez la déclaration"
    )]
    SuspensionTropTot,
    /// A place that the declaration stands for already.
    #[error("ce lieu est déjà retenu : rechargez la page")]
    LieuDejaRetenu,
    /// A place that nobody asked for, of another department, or left.
    #[error("aucune demande n’attend pour ce lieu : rechargez la page")]
    LieuNonDemande,
    /// A day when he does not practise there.
    #[error("ce jour-là, le praticien n’exerce pas encore ou n’exerce plus à ce lieu : corrigez la date")]
    LieuHorsDeSesJours,
    /// A right taken up again before it stopped.
    #[error("la reprise précède la suspension : corrigez sa date")]
    RepriseTropTot,
}
