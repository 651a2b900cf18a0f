//! Information material that the CPTS publish for professionals, partners and patients.

use droit::identifiant::{AdresseWeb, CptsId};
use droit::texte::TexteLibre;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const INSCRIRE: &str =
    "INSERT INTO support_information (id, cpts, titre, public, publie_le, inscrit_le, lien, preuve)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
const RETIRER: &str = "UPDATE support_information SET retire_le = $3
    WHERE id = $1 AND cpts = $2 AND retire_le IS NULL";
const LISTER: &str = "SELECT id, titre, public, publie_le, lien, preuve FROM support_information
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
    /// What shows it.
    pub preuve: PreuveSupport,
}

/// What shows a piece of material: where it is read, or how it was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreuveSupport {
    /// On the web.
    EnLigne(AdresseWeb),
    /// On paper, at a meeting: said in words.
    Dite(TexteLibre),
    /// It was recorded before anything was asked.
    Aucune,
}

impl PreuveSupport {
    fn colonnes(&self) -> (Option<AdresseWeb>, Option<TexteLibre>) {
        match self {
            Self::EnLigne(lien) => (Some(lien.clone()), None),
            Self::Dite(mots) => (None, Some(mots.clone())),
            Self::Aucune => (None, None),
        }
    }
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
    /// What shows it.
    pub preuve: PreuveSupport,
}

/// Records a piece of material; the same form sent twice records it once.
pub fn inscrire_support(tx: &mut Tx, nouveau: &NouveauSupport, acteur: &str, instant: Timestamp) {
    let (lien, preuve) = nouveau.preuve.colonnes();
    let valeurs = params![
        nouveau.id,
        nouveau.cpts,
        nouveau.titre.clone(),
        nouveau.public.code(),
        nouveau.publie_le,
        instant,
        lien,
        preuve
    ];
    tx.enqueue(INSCRIRE, valeurs);
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
            preuve: match (ligne.get("lien")?, ligne.get("preuve")?) {
                (Some(lien), _) => PreuveSupport::EnLigne(lien),
                (None, Some(mots)) => PreuveSupport::Dite(mots),
                (None, None) => PreuveSupport::Aucune,
            },
        })
    };
    tx.query(LISTER, &params![cpts])?.iter().map(lu).collect()
}
