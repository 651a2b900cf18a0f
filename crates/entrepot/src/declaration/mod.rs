//! Declarations on file: read as a value, changed only by what the rules granted; every step is kept.

mod confirmation;
mod controle;
mod courrier;
mod ecriture;
mod lecture;
mod lieu;
mod liste;
mod message;
mod suivi;
mod tranche;

pub use confirmation::{
    ConfirmationAttendue, confirmation, confirmations_attendues, inscrire_confirmation, inscrire_demande,
    inscrire_dementi,
};
pub use controle::{ControleGarde, ControlesDeLEtape, controles_gardes, garder_controles};
pub use courrier::{courrier, courriers, garder_courrier};
pub use ecriture::{
    inscrire_completion, inscrire_depot, inscrire_preparation, inscrire_refus, inscrire_reprise,
    inscrire_retrait, inscrire_suspension, inscrire_validation,
};
pub use lecture::{Etape, autres, charger, du_praticien, historique};
pub use lieu::{
    LieuAttendu, choisir_lieux, inscrire_lieu_ecarte, inscrire_lieu_retenu, lieux_attendus, lieux_choisis,
    lieux_declares, lieux_des_acceptees,
};
pub use liste::{
    Correction, LigneADeclarer, ListeADeclarer, ListeResumee, NouvelleLigne, OuDeclarer, Redacteur, Reglages,
    charger_liste, corriger_ligne, creer_liste, listes_de_la_cpts, noter_declarees, regler_liste,
    retirer_ligne, supprimer_liste,
};
pub use message::{Message, inscrire_message, messages};
pub use suivi::{
    Effectif, EffectifCpts, LigneSuivie, de_la_cpts, effectifs, effectifs_de_la_cpts, effectifs_par_cpts,
};
pub use tranche::{CurseurTranche, LigneTranche, Selection, doublons, tranche};
