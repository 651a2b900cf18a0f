//! Which document this is: its identifier, its series, its version, and the version it replaces.

use std::num::NonZeroU16;

use crate::decision::codes;
use crate::identifiant::{DocumentId, SerieId};

codes! {
    /// Kind of document.
    Genre {
        /// Bilan-diagnostic kinésithérapique.
        Bilan = "bilan",
        /// Report of care.
        CompteRendu = "compte-rendu",
        /// Letter to a doctor.
        Orientation = "orientation",
        /// For the payer.
        Justificatif = "justificatif",
    }
}

impl Genre {
    /// Title of the document.
    pub fn titre(self) -> &'static str {
        match self {
            Self::Bilan => "Bilan-diagnostic kinésithérapique",
            Self::CompteRendu => "Compte rendu des soins de masso-kinésithérapie",
            Self::Orientation => "Lettre d’orientation vers un médecin",
            Self::Justificatif => "Justificatif de soins en accès direct",
        }
    }
}

/// A version: its own identifier, the series it belongs to, its number and what it replaces.
///
/// A correction keeps the series, takes the next number and a new identifier. The first version replaces nothing, every
/// other one replaces the version before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    id: DocumentId,
    serie: SerieId,
    version: NonZeroU16,
    remplace: Option<DocumentId>,
}

/// The parts of a reference do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceInvalide {
    /// Version zero, or more versions than can be counted.
    #[error("le numéro de version va de 1 à 65 535")]
    Version,
    /// A first version that replaces something, or a later one that replaces nothing.
    #[error("la première version ne remplace rien, et chaque version suivante remplace la précédente")]
    Remplacement,
    /// The same identifier twice.
    #[error("une correction porte un nouvel identifiant")]
    Identifiant,
}

impl Reference {
    /// The first version of a new document.
    pub fn premiere(id: DocumentId, serie: SerieId) -> Self {
        Self { id, serie, version: NonZeroU16::MIN, remplace: None }
    }

    /// The version that corrects this one.
    pub fn corrigee(&self, id: DocumentId) -> Result<Self, ReferenceInvalide> {
        let version = self.version.checked_add(1).ok_or(ReferenceInvalide::Version)?;
        if id == self.id {
            return Err(ReferenceInvalide::Identifiant);
        }
        Ok(Self { id, serie: self.serie, version, remplace: Some(self.id) })
    }

    /// The reference on file.
    pub fn relue(
        id: DocumentId,
        serie: SerieId,
        version: u16,
        remplace: Option<DocumentId>,
    ) -> Result<Self, ReferenceInvalide> {
        let version = NonZeroU16::new(version).ok_or(ReferenceInvalide::Version)?;
        if (version == NonZeroU16::MIN) != remplace.is_none() {
            return Err(ReferenceInvalide::Remplacement);
        }
        if remplace == Some(id) {
            return Err(ReferenceInvalide::Identifiant);
        }
        Ok(Self { id, serie, version, remplace })
    }

    /// Identifier of this version.
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// The document through its versions.
    pub fn serie(&self) -> SerieId {
        self.serie
    }

    /// Number of this version, from 1.
    pub fn version(&self) -> u16 {
        self.version.get()
    }

    /// The version it replaces.
    pub fn remplace(&self) -> Option<DocumentId> {
        self.remplace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_correction_garde_la_serie_et_remplace_la_precedente() {
        let premiere = Reference::premiere(DocumentId::new(1), SerieId::new(9));
        let seconde = premiere.corrigee(DocumentId::new(2)).unwrap();
        assert_eq!((seconde.serie(), seconde.version()), (SerieId::new(9), 2));
        assert_eq!(seconde.remplace(), Some(DocumentId::new(1)));
        assert_eq!(premiere.corrigee(DocumentId::new(1)), Err(ReferenceInvalide::Identifiant));
    }

    #[test]
    fn une_reference_relue_est_coherente_ou_refusee() {
        let relue = |id, version, remplace: Option<u128>| {
            Reference::relue(DocumentId::new(id), SerieId::new(9), version, remplace.map(DocumentId::new))
        };
        assert!(relue(1, 1, None).is_ok() && relue(2, 2, Some(1)).is_ok());
        assert_eq!(relue(1, 0, None), Err(ReferenceInvalide::Version));
        assert_eq!(relue(1, 1, Some(2)), Err(ReferenceInvalide::Remplacement));
        assert_eq!(relue(1, 2, None), Err(ReferenceInvalide::Remplacement));
        assert_eq!(relue(1, 2, Some(1)), Err(ReferenceInvalide::Identifiant));
    }
}
