//! Addresses of the space of confidence, and the only way to write to a patient.

use std::collections::BTreeSet;
use std::fmt;

use droit::identifiant::{OidIns, StatutIdentite, Transmission};
use droit::patient::Identite;

/// Which world a message belongs to: fictitious people never meet real mailboxes, nor the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Espace {
    /// Real operators, real people.
    Reel,
    /// Local mailboxes, fictitious people.
    Demonstration,
}

impl Espace {
    /// The domain under which operators and patients have their mailboxes.
    fn domaine(self) -> &'static str {
        match self {
            Self::Reel => "mssante.fr",
            Self::Demonstration => "mssante.invalid",
        }
    }

    fn admet(self, oid: OidIns) -> bool {
        let fictif = matches!(oid, OidIns::NirTest | OidIns::NirDemo);
        (self == Self::Demonstration) == fictif
    }
}

/// An address of the space of confidence. `Debug` hides what stands before the at sign: it may be an INS.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Adresse(String);

/// Why one may not write there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdresseRefusee {
    /// Not an address.
    #[error("cette adresse n’est pas complète : écrivez-la en entier, par exemple nom@operateur.mssante.fr")]
    Forme,
    /// Outside the space of confidence.
    #[error(
        "« {0} » n’est pas un domaine de l’espace de confiance MSSanté : demandez son adresse MSSanté au destinataire, ou remettez le document sur papier"
    )]
    HorsEspace(String),
    /// A patient's mailbox, typed where a professional's is asked for.
    #[error(
        "cette adresse est celle d’un patient : indiquez la boîte professionnelle du destinataire ; le programme écrit lui-même au patient, d’après son identité qualifiée"
    )]
    BoiteDePatient,
    /// The identity is not qualified.
    #[error(
        "l’identité portée par le document n’est pas qualifiée : vérifiez une pièce d’identité et interrogez le téléservice INS, puis corrigez le document, la nouvelle version portera l’INS ; ou remettez-le sur papier"
    )]
    IdentiteNonQualifiee,
    /// A fictitious number in a real space, or a real one in a demonstration.
    #[error(
        "ce matricule n’appartient pas à cet espace : un matricule d’essai ne quitte pas une démonstration, et l’inverse"
    )]
    AutreEspace,
}

impl Adresse {
    /// As written in headers.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the at sign.
    pub fn domaine(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domaine)| domaine)
    }
}

impl fmt::Debug for Adresse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Adresse(…@{})", self.domaine())
    }
}

/// The domains of the space of confidence: those of the operators, and those an administrator added to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListeBlanche {
    espace: Espace,
    domaines: BTreeSet<String>,
}

impl ListeBlanche {
    /// The domains of the operators alone.
    pub fn des_operateurs(espace: Espace) -> Self {
        Self { espace, domaines: BTreeSet::new() }
    }

    /// One domain per line in `liste`; blank lines and lines that start with `#` are skipped.
    pub fn lire(espace: Espace, liste: &str) -> Result<Self, AdresseRefusee> {
        let lignes =
            liste.lines().map(str::trim).filter(|ligne| !ligne.is_empty() && !ligne.starts_with('#'));
        let domaines: BTreeSet<String> = lignes.map(str::to_ascii_lowercase).collect();
        if domaines.iter().all(|domaine| est_un_domaine(domaine)) {
            Ok(Self { espace, domaines })
        } else {
            Err(AdresseRefusee::Forme)
        }
    }

    /// The world of the list.
    pub fn espace(&self) -> Espace {
        self.espace
    }

    fn admet(&self, domaine: &str) -> bool {
        let racine = self.espace.domaine();
        self.domaines.contains(domaine)
            || domaine.strip_suffix(racine).is_some_and(|debut| debut.is_empty() || debut.ends_with('.'))
    }

    /// The domain of the mailboxes of patients.
    fn des_patients(&self) -> String {
        format!("patient.{}", self.espace.domaine())
    }

    /// The address of a professional or of an organisation, that someone typed or that a directory gave. A patient's is
    /// refused: it holds his INS, and only [`adresse_du_patient`] makes it (ECO.2.2.6).
    pub fn adresse(&self, saisie: &str) -> Result<Adresse, AdresseRefusee> {
        let saisie = saisie.trim();
        let (local, domaine) = saisie.rsplit_once('@').ok_or(AdresseRefusee::Forme)?;
        let domaine = domaine.to_ascii_lowercase();
        if !est_local(local) || !est_un_domaine(&domaine) || saisie.len() > 254 {
            return Err(AdresseRefusee::Forme);
        }
        if domaine == self.des_patients() {
            return Err(AdresseRefusee::BoiteDePatient);
        }
        if !self.admet(&domaine) {
            return Err(AdresseRefusee::HorsEspace(domaine));
        }
        Ok(Adresse(format!("{local}@{domaine}")))
    }
}

/// The patient's mailbox, from a qualified INS only (ECO.2.2.6): the matricule, before the domain of patients.
pub fn adresse_du_patient(identite: &Identite, liste: &ListeBlanche) -> Result<Adresse, AdresseRefusee> {
    let ins = identite.ins.as_ref().ok_or(AdresseRefusee::IdentiteNonQualifiee)?;
    if !liste.espace.admet(ins.oid()) {
        return Err(AdresseRefusee::AutreEspace);
    }
    if StatutIdentite::transmission(identite.statut) != Transmission::Permise {
        return Err(AdresseRefusee::IdentiteNonQualifiee);
    }
    Ok(Adresse(format!("{}@{}", ins.matricule().as_str(), liste.des_patients())))
}

/// The letters, digits and signs of RFC 5322 that mailboxes use; no quotes, no comments.
fn est_local(local: &str) -> bool {
    let signes = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    (1..=64).contains(&local.len())
        && local.chars().all(signes)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn est_un_domaine(domaine: &str) -> bool {
    let etiquette = |e: &str| {
        (1..=63).contains(&e.len())
            && e.bytes().all(|o| o.is_ascii_alphanumeric() || o == b'-')
            && !e.starts_with('-')
            && !e.ends_with('-')
    };
    domaine.contains('.') && domaine.split('.').all(etiquette)
}
