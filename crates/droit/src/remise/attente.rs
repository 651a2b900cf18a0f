//! What a delivery waits for somebody to do, in the words shown to the MK.

use super::etat::{Canal, Etat, Remise};
use crate::decision::codes;

codes! {
    /// Why a delivery waits for a person; the spelling is that of its state.
    Attente {
        /// Nothing was asked yet.
        ADemander = "compose",
        /// It came back.
        Rejetee = "rejete",
        /// Nobody answered.
        SansReponse = "sans-reponse",
        /// Every attempt failed.
        Abandonnee = "abandonne",
    }
}

impl Attente {
    /// What a state waits for; `None` when it waits for nobody.
    pub fn de(etat: &Etat) -> Option<Self> {
        match etat {
            Etat::Compose => Some(Self::ADemander),
            Etat::Rejete { .. } => Some(Self::Rejetee),
            Etat::SansReponse { .. } => Some(Self::SansReponse),
            Etat::Abandonne { .. } => Some(Self::Abandonnee),
            Etat::EnFile { .. }
            | Etat::EnCours { .. }
            | Etat::Accepte { .. }
            | Etat::Remis { .. }
            | Etat::Annule { .. } => None,
        }
    }

    /// What to do next. Of a delivery that was never asked for, the ledger may say more: these words serve without any.
    pub fn a_faire(self, canal: Canal) -> &'static str {
        match (self, canal) {
            (Self::ADemander, Canal::MssanteProfessionnel | Canal::MssantePatient) => {
                "Demandez l’envoi, ou remettez le document autrement."
            }
            (Self::ADemander, Canal::Dmp) => {
                "Demandez le dépôt, ou déposez le document sur le portail web du DMP, puis déclarez-le déposé."
            }
            (Self::ADemander, Canal::MainPropre) => "Remettez le document, puis déclarez-le remis.",
            (Self::ADemander, Canal::Lien) => "Donnez le lien et son code au médecin.",
            (Self::SansReponse, Canal::Dmp) => {
                "Vérifiez sur le portail web du DMP : déclarez le document déposé s’il y est, sinon envoyez-le de nouveau."
            }
            (Self::SansReponse, _) => {
                "Demandez au destinataire s’il l’a reçu : déclarez-le remis, ou envoyez-le de nouveau."
            }
            (Self::Rejetee, Canal::Dmp) => {
                "Corrigez ce que le DMP refuse et envoyez de nouveau, ou déposez le document sur son portail web."
            }
            (Self::Rejetee, Canal::MssantePatient) => {
                "Vérifiez l’identité du patient. Si elle change, corrigez le document : la nouvelle version la portera. Sinon, envoyez de nouveau, ou remettez-lui le document."
            }
            (Self::Rejetee, _) => {
                "Vérifiez l’adresse et envoyez de nouveau, ou remettez le document autrement."
            }
            (Self::Abandonnee, _) => {
                "Envoyez de nouveau quand la panne est finie, ou remettez le document autrement."
            }
        }
    }
}

impl Remise {
    /// What somebody must do of it, if anything.
    pub fn a_faire(&self) -> Option<&'static str> {
        Attente::de(&self.etat).map(|attente| attente.a_faire(self.canal))
    }
}
