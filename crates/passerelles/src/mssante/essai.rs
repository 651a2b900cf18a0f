//! The sandbox of MSSanté: nothing leaves this process; each mailbox answers by its name. For the demo and for tests.
//!
//! `rebond@…` bounces, `inconnu@…` answers error 904, `muet@…` never answers, `refuse@…` is refused at once; a patient's
//! mailbox says that the mail arrived; any other one says that its software took the document in.

use std::sync::{Mutex, PoisonError};

use formats::mssante::{CodeErreur, ErreurIntegration, Lecture, Message, Remise, Retour};

use super::EchecMssante;
use crate::Recepisse;

/// Mailboxes that exist nowhere.
#[derive(Debug, Default)]
pub struct BoitesDEssai {
    etat: Mutex<Etat>,
}

#[derive(Debug, Default)]
struct Etat {
    recus: Vec<Message>,
    retours: Vec<Retour>,
}

impl BoitesDEssai {
    /// Takes a message as an operator would.
    ///
    /// # Errors
    /// When the name of the mailbox asks for it.
    pub fn envoyer(&self, message: &Message) -> Result<Recepisse, EchecMssante> {
        let nom = message.a.as_str().split('@').next().unwrap_or_default();
        if nom == "refuse" {
            return Err(EchecMssante::Definitif("550 5.1.1 boîte inconnue".to_owned()));
        }
        let mut etat = self.etat.lock().unwrap_or_else(PoisonError::into_inner);
        etat.retours.extend(retour(nom, message));
        etat.recus.push(message.clone());
        Ok(Recepisse { reference: format!("bac-a-sable-{}", etat.recus.len()) })
    }

    /// What came back since last time.
    pub fn relever(&self) -> Vec<Retour> {
        std::mem::take(&mut self.etat.lock().unwrap_or_else(PoisonError::into_inner).retours)
    }

    /// Everything received so far, second copies included.
    pub fn recus(&self) -> Vec<Message> {
        self.etat.lock().unwrap_or_else(PoisonError::into_inner).recus.clone()
    }
}

fn retour(nom: &str, message: &Message) -> Option<Retour> {
    let original = Some(message.identifiant.clone());
    match nom {
        "muet" => None,
        "rebond" => {
            Some(Retour::Remise { original, remise: Remise::Echec("5.2.2 boîte pleine".to_owned()) })
        }
        "inconnu" => Some(Retour::Notification {
            original,
            lecture: Lecture::Erreur(ErreurIntegration {
                code: CodeErreur::InsDifferent,
                libelle: "INS différent".to_owned(),
            }),
        }),
        _ if message.a.domaine().starts_with("patient.") => {
            Some(Retour::Remise { original, remise: Remise::Remis })
        }
        _ => Some(Retour::Notification { original, lecture: Lecture::Integre }),
    }
}
