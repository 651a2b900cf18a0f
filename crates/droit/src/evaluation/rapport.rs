//! The life of an annual report: written, signed once for all, corrected only by a new version that says why.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::decision::codes;
use crate::identifiant::{CodeDepartement, CptsId, RapportId};
use crate::indicateur::{Famille, Perimetre, Periode};
use crate::texte::{Intitule, TexteLibre};

codes! {
    /// The sections that somebody may comment.
    SectionRapport {
        /// What to retain.
        Synthese = "synthese",
        /// Who takes part.
        Participation = "participation",
        /// Whom and how much.
        Soins = "soins",
        /// Who was sent to a doctor.
        Orientation = "orientation",
        /// What went wrong.
        Securite = "securite",
        /// What was written and sent.
        Documents = "documents",
        /// How long the chain takes.
        Delais = "delais",
        /// What comes next.
        Suites = "suites",
    }
}

impl SectionRapport {
    /// Title.
    pub fn titre(self) -> &'static str {
        match self {
            Self::Synthese => "Synthèse",
            Self::Participation => "Qui participe",
            Self::Soins => "Les patients et les soins",
            Self::Orientation => "L’orientation vers un médecin",
            Self::Securite => "La sécurité des soins",
            Self::Documents => "Les bilans et les comptes rendus",
            Self::Delais => "Les délais de la chaîne",
            Self::Suites => "Suites et propositions",
        }
    }

    /// The indicators it shows; none for what is only written.
    pub fn famille(self) -> Option<Famille> {
        match self {
            Self::Synthese | Self::Suites => None,
            Self::Participation => Some(Famille::Participation),
            Self::Soins => Some(Famille::Soins),
            Self::Orientation => Some(Famille::Orientation),
            Self::Securite => Some(Famille::Securite),
            Self::Documents => Some(Famille::Documents),
            Self::Delais => Some(Famille::Delais),
        }
    }
}

/// Whom a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SujetRapport {
    /// A department.
    Departement(CodeDepartement),
    /// A CPTS.
    Cpts(CptsId),
}

impl SujetRapport {
    /// The perimeter of its figures.
    pub fn perimetre(self) -> Perimetre {
        match self {
            Self::Departement(code) => Perimetre::Departement(code),
            Self::Cpts(id) => Perimetre::Cpts(id),
        }
    }
}

impl fmt::Display for SujetRapport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.perimetre())
    }
}

/// The text is the subject of no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est ni un département ni une CPTS : écrivez departement/45 ou cpts/…")]
pub struct SujetInvalide(String);

impl FromStr for SujetRapport {
    type Err = SujetInvalide;

    fn from_str(texte: &str) -> Result<Self, SujetInvalide> {
        let lu = match texte.split_once('/') {
            Some(("departement", code)) => code.parse().ok().map(Self::Departement),
            Some(("cpts", id)) => id.parse().ok().map(Self::Cpts),
            _ => None,
        };
        lu.ok_or_else(|| SujetInvalide(texte.to_owned()))
    }
}

/// The number of a version, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numero(u16);

impl Numero {
    /// The first version.
    pub const PREMIER: Self = Self(1);

    /// A number on file; `None` for zero.
    pub fn nouveau(numero: u16) -> Option<Self> {
        (numero > 0).then_some(Self(numero))
    }

    /// As a number.
    pub fn nombre(self) -> u16 {
        self.0
    }
}

/// What is written, by section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commentaires(BTreeMap<SectionRapport, TexteLibre>);

impl Commentaires {
    /// Writes a section, or empties it.
    pub fn ecrire(&mut self, section: SectionRapport, texte: Option<TexteLibre>) {
        match texte {
            Some(texte) => self.0.insert(section, texte),
            None => self.0.remove(&section),
        };
    }

    /// What a section says.
    pub fn de(&self, section: SectionRapport) -> Option<&TexteLibre> {
        self.0.get(&section)
    }

    /// Each section that says something, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SectionRapport, &TexteLibre)> {
        self.0.iter().map(|(section, texte)| (*section, texte))
    }
}

/// Who signs, and in which capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Name.
    pub nom: Intitule,
    /// Capacity.
    pub qualite: Intitule,
    /// Day.
    pub le: Date,
}

/// Where a version stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatRapport {
    /// Being written.
    Brouillon,
    /// Signed: nothing in it changes any more.
    Signe(Signature),
}

/// One version of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rapport {
    /// Key.
    pub id: RapportId,
    /// About whom.
    pub sujet: SujetRapport,
    /// Over when.
    pub periode: Periode,
    /// Its number.
    pub numero: Numero,
    /// Why it corrects the one before; none for the first.
    pub motif: Option<TexteLibre>,
    /// What is written.
    pub commentaires: Commentaires,
    /// Where it stands.
    pub etat: EtatRapport,
    /// Grows by one at each write.
    pub version: i64,
}

/// Why a version cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusDeSigner {
    /// It is.
    #[error("ce rapport est déjà signé : ouvrez une correction pour le changer")]
    DejaSigne,
    /// Facts may still come.
    #[error("la période se termine le {0} : un rapport se signe une fois sa période terminée")]
    PeriodeEnCours(Date),
}

/// A signature that may be written: only [`Rapport::signer`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RapportSigne {
    rapport: Rapport,
    signature: Signature,
}

impl RapportSigne {
    /// The version as it was.
    pub fn rapport(&self) -> &Rapport {
        &self.rapport
    }

    /// Who signs.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }
}

/// A correction that may be opened: only [`Rapport::corriger`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RapportACorriger(Rapport);

impl RapportACorriger {
    /// The new version.
    pub fn rapport(&self) -> &Rapport {
        &self.0
    }
}

impl Rapport {
    /// A first version, with nothing written.
    pub fn nouveau(id: RapportId, sujet: SujetRapport, periode: Periode) -> Self {
        Self {
            id,
            sujet,
            periode,
            numero: Numero::PREMIER,
            motif: None,
            commentaires: Commentaires::default(),
            etat: EtatRapport::Brouillon,
            version: 1,
        }
    }

    /// Signs, once the period is over: `fin` is its last day.
    ///
    /// A choice of ours (`docs/decisions/0102`): no text says when the yearly report is signed, and figures that still move
    /// cannot be signed for all.
    ///
    /// # Errors
    /// When it is signed already, or the period still runs.
    pub fn signer(self, signature: Signature, fin: Date) -> Result<RapportSigne, RefusDeSigner> {
        match self.etat {
            EtatRapport::Signe(_) => Err(RefusDeSigner::DejaSigne),
            EtatRapport::Brouillon if signature.le <= fin => Err(RefusDeSigner::PeriodeEnCours(fin)),
            EtatRapport::Brouillon => Ok(RapportSigne { rapport: self, signature }),
        }
    }

    /// Opens a new version of a signed one, which stays; what was written is taken over. `None` for a draft, which is simply
    /// changed, or when there are as many versions as can be counted.
    pub fn corriger(&self, id: RapportId, motif: TexteLibre) -> Option<RapportACorriger> {
        let EtatRapport::Signe(_) = self.etat else { return None };
        let numero = Numero(self.numero.0.checked_add(1)?);
        Some(RapportACorriger(Self {
            numero,
            motif: Some(motif),
            commentaires: self.commentaires.clone(),
            ..Self::nouveau(id, self.sujet, self.periode)
        }))
    }
}
