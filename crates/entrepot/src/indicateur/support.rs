//! Information material that the CPTS publish for professionals, partners and patients.

use droit::identifiant::CptsId;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const INSCRIRE: &str = "INSERT INTO support_information (id, cpts, titre, public, publie_le, inscrit_le)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const RETIRER: &str = "UPDATE support_information SET retire_le = $3
    WHERE id = $1 AND cpts = $2 AND retire_le IS NULL";
const LISTER: &str = "SELECT id, titre, public, publie_le FROM support_information
    WHERE cpts = $1 AND retire_le IS NULL ORDER BY publie_le DESC, id";

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicVise {
    /// Health professionals.
    Professionnels,
    /// Partners of the CPTS.
    Partenaires,
    /// Patients.
    Patients,
}

impl PublicVise {
    /// Every one, in order.
    pub const TOUS: [Self; 3] = [Self::Professionnels, Self::Partenaires, Self::Patients];

    /// The spelling of forms and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Professionnels => "professionnels",
            Self::Partenaires => "partenaires",
            Self::Patients => "patients",
        }
    }

    /// The one of a spelling.
    #[must_use]
    pub fn depuis_code(code: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|public| public.code() == code)
    }

    /// Label on screen.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Professionnels => "Professionnels de santé",
            Self::Partenaires => "Partenaires",
            Self::Patients => "Patients",
        }
    }
}

/// A piece of material to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauSupport {
    /// Key drawn by the caller.
    pub id: Uuid,
    /// Who publishes it.
    pub cpts: CptsId,
    /// What it is.
    pub titre: TexteLibre,
    /// For whom.
    pub public: PublicVise,
    /// Since when.
    pub publie_le: Date,
}

/// A piece of material on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Key.
    pub id: Uuid,
    /// What it is.
    pub titre: String,
    /// For whom.
    pub public: PublicVise,
    /// Since when.
    pub publie_le: Date,
}

/// Records a piece of material.
pub fn inscrire_support(tx: &mut Tx, nouveau: &NouveauSupport, acteur: &str, instant: Timestamp) {
    let valeurs = params![
        nouveau.id,
        nouveau.cpts,
        nouveau.titre.clone(),
        nouveau.public.code(),
        nouveau.publie_le,
        instant
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    tx.tracer(Entree::new(instant, acteur, "support.inscrire", format!("support/{}", nouveau.id)));
}

/// Takes back what was recorded by mistake.
pub fn retirer_support(tx: &mut Tx, id: Uuid, cpts: CptsId, acteur: &str, instant: Timestamp) {
    tx.enqueue_one(RETIRER, params![id, cpts, instant]);
    tx.tracer(Entree::new(instant, acteur, "support.retirer", format!("support/{id}")));
}

/// The material of a CPTS, the latest first.
///
/// # Errors
/// When the base fails.
pub fn supports(tx: &mut Tx, cpts: CptsId) -> Result<Vec<Support>, Echec> {
    let lu = |ligne: &Row| {
        let code: String = ligne.get("public")?;
        Ok(Support {
            id: ligne.get("id")?,
            titre: ligne.get("titre")?,
            public: PublicVise::depuis_code(&code)
                .ok_or_else(|| Echec::moteur(format!("public « {code} » inconnu")))?,
            publie_le: ligne.get("publie_le")?,
        })
    };
    tx.query(LISTER, &params![cpts])?.iter().map(lu).collect()
}
