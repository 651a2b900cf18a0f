//! The justificatif that a payer may ask to be joined to bills: asked by the department or by nobody, and it says which.

use jiff::civil::Date;

use super::manque::{Incomplet, Manque};
use super::soins::Soins;
use crate::decision::{ActeNgap, TypeDiagnostic};
use crate::episode::Episode;
use crate::identifiant::{NumeroAm, PraticienId};
use crate::reglement::{Parametres, PieceFacturation, Source};

/// What the department asks the MK to join to his bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exigence<'r> {
    /// Nothing, and here is who says so.
    Aucune(&'r Source),
    /// The annexe 1 of its cahier des charges.
    Annexe1 {
        /// Who asks.
        source: &'r Source,
        /// What to know, in French.
        precision: &'r str,
    },
    /// No source says.
    Inconnue(&'r Source),
}

impl<'r> Exigence<'r> {
    /// What holds in a department on a day.
    pub fn au(parametres: &'r Parametres, le: Date) -> Self {
        let valeur = parametres.piece_de_facturation.au(le);
        match valeur.connue {
            Some(PieceFacturation::Aucune) => Self::Aucune(&valeur.source),
            Some(PieceFacturation::Annexe1) => {
                Self::Annexe1 { source: &valeur.source, precision: &valeur.precision }
            }
            None => Self::Inconnue(&valeur.source),
        }
    }

    /// Who says so.
    pub fn source(&self) -> &'r Source {
        match self {
            Self::Aucune(source) | Self::Inconnue(source) | Self::Annexe1 { source, .. } => source,
        }
    }
}

/// A séance as the payer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeanceFacturee {
    /// Day.
    pub le: Date,
    /// Act of the NGAP, when said.
    pub acte: Option<ActeNgap>,
}

/// What the justificatif says. The content of the annexe 1 is not published: these are the facts any such document needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Justificatif {
    /// The document asked for.
    pub piece: PieceFacturation,
    /// The number the place of practice bills under, also the prescriber's.
    pub numero_am: NumeroAm,
    /// Number and days of the séances.
    pub soins: Soins,
    /// Each séance with its act.
    pub seances: Vec<SeanceFacturee>,
    /// Proof of a prior diagnosis: kind and date of the document, never its content.
    pub diagnostic: Option<(TypeDiagnostic, Date)>,
}

/// Why no justificatif is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JustificatifRefuse {
    /// Nobody asks for one.
    #[error("aucune pièce n’est à joindre à la facture dans ce département")]
    NonDemande,
    /// Nobody knows whether one is asked.
    #[error("aucune source ne dit si une pièce est à joindre : demandez à la caisse du département")]
    Inconnu,
    /// Facts are missing.
    #[error("{0}")]
    Incomplet(#[from] Incomplet),
}

impl Justificatif {
    /// What the episode says to the payer of the séances of one MK, where the department asks for it.
    pub fn composer(
        exigence: &Exigence<'_>,
        (episode, par): (&Episode, PraticienId),
        bilan_le: Option<Date>,
        numero_am: Option<NumeroAm>,
    ) -> Result<Self, JustificatifRefuse> {
        let piece = match exigence {
            Exigence::Aucune(_) => return Err(JustificatifRefuse::NonDemande),
            Exigence::Inconnue(_) => return Err(JustificatifRefuse::Inconnu),
            Exigence::Annexe1 { .. } => PieceFacturation::Annexe1,
        };
        let siennes: Vec<_> =
            episode.seances_faites().into_iter().filter(|seance| seance.par == par).collect();
        let jours = siennes.iter().map(|seance| seance.le).collect();
        let soins = Soins { ouvert_le: episode.ouvert_le, seances: jours, bilan_le };
        let manques: Vec<Manque> =
            [soins.est_vide().then_some(Manque::Soins), numero_am.is_none().then_some(Manque::NumeroAm)]
                .into_iter()
                .flatten()
                .collect();
        let Some(numero_am) = numero_am.filter(|_| manques.is_empty()) else {
            return Err(Incomplet(manques).into());
        };
        let seances = siennes
            .iter()
            .map(|seance| SeanceFacturee { le: seance.le, acte: seance.acte.clone() })
            .collect();
        let diagnostic = episode.diagnostic.map(|d| (d.piece.type_diagnostic, d.piece.date));
        Ok(Self { piece, numero_am, soins, seances, diagnostic })
    }
}
