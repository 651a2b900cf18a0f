//! Identifiers of what the product stores: one type per entity, so that two of them are never mixed up.

use std::fmt;
use std::str::FromStr;

/// The text is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un identifiant (32 chiffres hexadécimaux, avec ou sans tirets)")]
pub struct IdentifiantInvalide(pub String);

macro_rules! identifiants {
    ($($(#[$doc:meta])* $nom:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $nom(u128);

        impl $nom {
            /// The identifier held by these 128 bits.
            pub const fn new(bits: u128) -> Self {
                Self(bits)
            }

            /// Its 128 bits.
            pub const fn bits(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                ecrire(self.0, f)
            }
        }

        impl fmt::Debug for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                ecrire(self.0, f)
            }
        }

        impl FromStr for $nom {
            type Err = IdentifiantInvalide;

            fn from_str(saisie: &str) -> Result<Self, IdentifiantInvalide> {
                lire(saisie).map(Self)
            }
        }
    )+ };
}

identifiants! {
    /// An account of the product.
    CompteId,
    /// A masseur-kinésithérapeute or a doctor known to the product.
    PraticienId,
    /// A communauté professionnelle territoriale de santé.
    CptsId,
    /// A place of practice.
    LieuId,
    /// A proof joined to a declaration or to a membership.
    PieceId,
    /// A declaration of participation.
    DeclarationId,
    /// A list of MKs that a CPTS prepares.
    ListeId,
    /// What was read of another platform, waiting for an agent.
    LectureId,
    /// A patient.
    PatientId,
    /// An episode of direct-access care.
    EpisodeId,
    /// A séance.
    SeanceId,
    /// A recorded proof of diagnosis.
    DiagnosticId,
    /// An orientation to a doctor.
    OrientationId,
    /// An adverse event.
    EvenementId,
    /// A learning note drawn from adverse events.
    RetourId,
    /// An annual evaluation campaign.
    CampagneId,
    /// A meeting of a monitoring committee.
    ReunionId,
    /// A member of a monitoring committee.
    MembreId,
    /// A decision of a monitoring committee.
    DecisionComiteId,
    /// One version of a document: the same identifier wherever that version goes.
    DocumentId,
    /// A document through its versions.
    SerieId,
    /// A document being written.
    BrouillonId,
    /// The delivery of a document to one destination.
    RemiseId,
    /// A local body that receives the files of a department.
    DestinataireId,
    /// A file sent to a local body.
    TransmissionId,
    /// One version of an annual report.
    RapportId,
}

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits.
fn ecrire(bits: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let chiffres = format!("{bits:032x}");
    for (place, chiffre) in chiffres.char_indices() {
        if matches!(place, 8 | 12 | 16 | 20) {
            f.write_str("-")?;
        }
        write!(f, "{chiffre}")?;
    }
    Ok(())
}

fn lire(saisie: &str) -> Result<u128, IdentifiantInvalide> {
    let invalide = || IdentifiantInvalide(saisie.to_owned());
    let chiffres: String = saisie.chars().filter(|c| *c != '-').collect();
    if chiffres.len() != 32 || !chiffres.bytes().all(|o| o.is_ascii_hexdigit()) {
        return Err(invalide());
    }
    u128::from_str_radix(&chiffres, 16).map_err(|_| invalide())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_identifiant_se_relit() {
        let id = CompteId::new(0x0193_0000_0000_7000_8000_0000_0000_00ff);
        assert_eq!(id.to_string(), "01930000-0000-7000-8000-0000000000ff");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn un_texte_quelconque_n_est_pas_un_identifiant() {
        for saisie in ["", "12", "g1930000-0000-7000-8000-0000000000ff", "+1930000000070008000000000000000"] {
            assert!(saisie.parse::<CptsId>().is_err(), "{saisie}");
        }
    }
}
