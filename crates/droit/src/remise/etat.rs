//! Where a delivery stands.

use jiff::Timestamp;

use super::attente::Attente;
use crate::decision::codes;

codes! {
    /// How the document goes.
    Canal {
        /// A MSSanté mail to a professional.
        MssanteProfessionnel = "mssante-professionnel",
        /// A MSSanté mail to the patient's mailbox of Mon espace santé.
        MssantePatient = "mssante-patient",
        /// The patient's national record.
        Dmp = "dmp",
        /// Paper given by hand.
        MainPropre = "main-propre",
        /// A single-use link, for a doctor without MSSanté.
        Lien = "lien",
    }
}

impl Canal {
    /// Does it leave as a mail of MSSanté.
    pub fn est_un_courrier(self) -> bool {
        matches!(self, Self::MssanteProfessionnel | Self::MssantePatient)
    }

    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::MssanteProfessionnel => "Messagerie sécurisée (MSSanté)",
            Self::MssantePatient => "Messagerie de Mon espace santé",
            Self::Dmp => "Dossier médical partagé",
            Self::MainPropre => "Remise en main propre",
            Self::Lien => "Lien sécurisé à usage unique",
        }
    }
}

codes! {
    /// What makes a delivery certain.
    Preuve {
        /// The receiver's server says that the message is in the mailbox.
        BoiteAtteinte = "boite-atteinte",
        /// The receiver's software took the document in.
        Integration = "integration",
        /// A person opened it.
        Lecture = "lecture",
        /// The record gave its receipt.
        RecepisseDmp = "recepisse-dmp",
        /// The MK declares that he deposited it on the portal of the record.
        DepotDeclare = "depot-declare",
        /// The MK declares that he gave it.
        RemiseDeclaree = "remise-declaree",
    }
}

impl Preuve {
    /// What is shown to the MK.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::BoiteAtteinte => "arrivé dans la boîte du destinataire",
            Self::Integration => "intégré par le logiciel du destinataire",
            Self::Lecture => "ouvert par le destinataire",
            Self::RecepisseDmp => "déposé, récépissé reçu",
            Self::DepotDeclare => "déposé sur le portail, déclaré par le praticien",
            Self::RemiseDeclaree => "remis en main propre, déclaré par le praticien",
        }
    }
}

/// Why a delivery failed, in words meant for the MK: never the content, never an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause(String);

impl Cause {
    /// Keeps the first 300 characters, on one line.
    pub fn nouvelle(texte: &str) -> Self {
        let visible = texte.chars().map(|c| if c.is_control() { ' ' } else { c });
        Self(visible.take(300).collect::<String>().trim().to_owned())
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The state of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Written, nothing asked yet: it waits for a person (a session, a hand, a portal).
    Compose,
    /// To be sent, not before.
    EnFile {
        /// When.
        pas_avant: Timestamp,
    },
    /// Being sent: if nothing more is ever known, it may have left.
    EnCours {
        /// Since when.
        depuis: Timestamp,
    },
    /// The server took it; whether it arrived is awaited.
    Accepte {
        /// When.
        le: Timestamp,
    },
    /// It arrived.
    Remis {
        /// When.
        le: Timestamp,
        /// What says so.
        preuve: Preuve,
    },
    /// It came back, or will never be taken.
    Rejete {
        /// When.
        le: Timestamp,
        /// Why.
        cause: Cause,
    },
    /// Accepted, then nothing: a person must look.
    SansReponse {
        /// When the wait ended.
        le: Timestamp,
    },
    /// Too many attempts: a person must look.
    Abandonne {
        /// When.
        le: Timestamp,
        /// The last failure.
        cause: Cause,
    },
    /// Not to be sent: opposition, error, replaced before leaving.
    Annule {
        /// When.
        le: Timestamp,
        /// Why.
        cause: Cause,
    },
}

impl Etat {
    /// The spelling used in storage.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Compose => "compose",
            Self::EnFile { .. } => "en-file",
            Self::EnCours { .. } => "en-cours",
            Self::Accepte { .. } => "accepte",
            Self::Remis { .. } => "remis",
            Self::Rejete { .. } => "rejete",
            Self::SansReponse { .. } => "sans-reponse",
            Self::Abandonne { .. } => "abandonne",
            Self::Annule { .. } => "annule",
        }
    }

    /// Label on screen.
    pub fn libelle(&self) -> &'static str {
        match self {
            Self::Compose => "À envoyer",
            Self::EnFile { .. } => "En file",
            Self::EnCours { .. } => "Envoi en cours",
            Self::Accepte { .. } => "Parti, réponse attendue",
            Self::Remis { .. } => "Remis",
            Self::Rejete { .. } => "Rejeté",
            Self::SansReponse { .. } => "Sans réponse",
            Self::Abandonne { .. } => "Échec après plusieurs essais",
            Self::Annule { .. } => "Annulé",
        }
    }

    /// Must a person do something.
    pub fn attend_quelqu_un(&self) -> bool {
        Attente::de(self).is_some()
    }
}

/// What is known of one delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remise {
    /// How it goes.
    pub canal: Canal,
    /// Where it stands.
    pub etat: Etat,
    /// Attempts begun.
    pub essais: u32,
    /// Attempts whose end nobody knows, followed by another: what the receiver may have twice.
    pub doublons_possibles: u32,
}

impl Remise {
    /// A delivery that waits for a person.
    pub fn composee(canal: Canal) -> Self {
        Self { canal, etat: Etat::Compose, essais: 0, doublons_possibles: 0 }
    }
}
