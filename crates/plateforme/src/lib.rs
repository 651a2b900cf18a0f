//! The binary: pages, API, command line, worker.
//!
//! Start with [`serveur`], the list of every route, or [`cli`], the list of every verb.

pub mod accueil;
pub mod actifs;
pub mod adhesion;
pub mod alea;
pub mod alertes;
pub mod annuaire;
pub mod annuaire_sante;
pub mod api;
pub mod certificat;
pub mod cli;
pub mod compte;
pub mod config;
pub mod connexion;
pub mod cpts;
pub mod declaration;
pub mod demarche;
pub mod demo;
pub mod document;
pub mod dossier_patient;
pub mod echec;
pub mod episode;
pub mod evaluation;
pub mod facturation;
pub mod fiche_cpts;
pub mod gabarits;
pub mod horloge;
pub mod ici;
pub mod indicateur;
pub mod journal;
pub mod notification;
pub mod piece;
pub mod presse;
pub mod publication;
pub mod puis_je_y_aller;
pub mod reglement;
pub mod remise;
pub mod saisie;
pub mod serveur;
pub mod tableau_de_bord;
pub mod transmission;
pub mod travailleur;
