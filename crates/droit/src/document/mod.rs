//! The documents of an episode, as values: bilan, report of care, letter, justificatif.
//!
//! A draft (`Brouillon…`) may lack anything; [`BrouillonBilan::valider`] and its like give a document that lacks nothing,
//! or everything that is missing at once. Nobody else can make one.

mod bilan;
mod compte_rendu;
mod contenu;
mod destinataire;
mod du;
mod ecart;
mod echelle;
mod evolution;
mod justificatif;
mod lettre;
mod liste;
mod manque;
mod mesure;
mod mouvement;
mod objectif;
mod protocole;
mod redacteur;
mod reference;
mod silhouette;
mod soins;
mod sujet;
mod synthese;
mod zone;

#[cfg(test)]
mod tests;

pub use bilan::{Bilan, BrouillonBilan, Depistage, FicheBilan};
pub use compte_rendu::{BilanDeDepart, BrouillonCompteRendu, CompteRendu, FicheCompteRendu, Incident};
pub use contenu::{Brouillon, Contenu, Document, EnTete};
pub use destinataire::{Condition, Envoi, envois};
pub use du::{Avancement, Du, Presence};
pub use ecart::Ecart;
pub use echelle::{Dixiemes, Echelle, Echelles, Score, ScoreInvalide, SensEchelle};
pub use evolution::{Evolution, Tendance, comparer};
pub use justificatif::{Exigence, Justificatif, JustificatifRefuse, SeanceFacturee};
pub use lettre::{BrouillonLettre, FicheLettre, LettreOrientation};
pub use liste::ListeInvalide;
pub use manque::{Incomplet, Manque};
pub use mesure::{
    Circonstance, CotationForce, Deficiences, Douleur, EtatSensibilite, Force, Incapacites, Intensite,
    MesureInvalide, Sensibilite,
};
pub use mouvement::{Amplitude, AmplitudeInvalide, Mouvement, Mouvements};
pub use objectif::{Atteinte, Cible, Examen, Objectif, ResultatObjectif};
pub use protocole::{
    BrouillonProtocole, LieuDeSoin, Modalite, NombreSeances, ParSemaine, Protocole, ProtocoleInvalide,
};
pub use redacteur::{
    Adresse, Cabinet, Civilite, CodePostal, CodePostalInvalide, Exercice, IdentifiantStructure, NomComplet,
    RangDeCabinet, Redacteur, Telephone, TelephoneInvalide,
};
pub use reference::{Genre, Reference, ReferenceInvalide};
pub use silhouette::{HAUTEUR, LARGEUR};
pub use soins::Soins;
pub use sujet::{
    InsRetenue, InsTransmissible, ListePrenoms, ListePrenomsInvalide, Medecin, MedecinTraitant,
    MondeInterdit, Sujet,
};
pub use synthese::{LigneDeSynthese, Synthese};
pub use zone::{Face, PartieDuCorps, SchemaCorporel, Zone, ZoneInconnue};
