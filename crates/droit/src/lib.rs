//! The law, pure: identifiers, the dated rules of the `reglement/` folder and the decisions they give.
//!
//! Nothing here reads a clock, a file, the network or a random source: every function is a value of its arguments.
//! Start with [`decision::decider`], then [`reglement::Reglement`].

pub mod acces;
pub mod adhesion;
pub mod annuaire;
pub mod anonymat;
pub mod campagne;
pub mod comite;
pub mod decision;
pub mod declaration;
pub mod document;
pub mod episode;
pub mod evaluation;
pub mod evenement;
pub mod facturation;
pub mod fiche_cpts;
pub mod fiche_publique;
pub mod identifiant;
pub mod indicateur;
pub mod notification;
pub mod organisme;
pub mod patient;
pub mod piece;
pub mod pro_sante_connect;
pub mod puis_je_y_aller;
pub mod reglement;
pub mod remise;
pub mod retour;
pub mod structure;
pub mod texte;
