//! A message on a file: between the ARS and the declarant, once the declaration was filed.

use super::etat::{Declaration, EtatDeclaration};
use super::prononce::{Declarant, EmpechementDeclaration, Prononce};
use crate::acces::Role;
use crate::texte::TexteLibre;

/// A message to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageEcrit {
    /// Key drawn by the page that shows the form: sent twice, the message is recorded once.
    pub cle: u128,
    /// In which capacity its author writes.
    pub role: Role,
    /// The words.
    pub texte: TexteLibre,
}

impl Declaration {
    /// Writes on the file, whatever became of the declaration; not on a draft, which the ARS has not received.
    pub fn ecrire(
        &self,
        message: MessageEcrit,
        declarant: &Declarant,
    ) -> Result<Prononce<MessageEcrit>, EmpechementDeclaration> {
        match self.etat {
            EtatDeclaration::Brouillon => Err(self.mal_placee()),
            _ => Ok(Prononce::nouveau(self, declarant, None, message)),
        }
    }
}
