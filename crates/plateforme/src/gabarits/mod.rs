//! What pages are made of: the shell and its components, one function each.
//!
//! Start with [`Page`]. Text is escaped by construction; style and script are files, never attributes.

mod alerte;
mod bouton;
mod carte;
mod decision;
mod echange;
mod etat;
mod formulaire;
mod frise;
pub mod graphique;
pub mod icone;
mod jauge;
mod navigation;
mod page;
mod page_echec;
mod pagination;
mod recherche;
mod source;
mod tableau;
pub mod texte;

pub use alerte::{Avis, Ton, alerte};
pub use bouton::{Style, action, bouton, bouton_pour, lien_bouton};
pub use carte::{carte, chiffre, fiche, section, vide};
pub use decision::decision;
pub use echange::{De, bulle};
pub use etat::{badge, pastille};
pub use formulaire::{Champ, Erreurs, Reponse, formulaire, groupe, resume};
pub use frise::{Etape, frise};
pub use jauge::{jauge, jauge_illimitee};
pub use navigation::{Lien, premiere_page};
pub use page::Page;
pub use page_echec::page_d_echec;
pub use pagination::pagination;
pub use recherche::Recherche;
pub use source::source;
pub use tableau::Tableau;
