//! The routes, asked in process: the whole application without a socket, one file per group of routes.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod adhesions;
mod alertes;
mod annuaire;
mod annuaire_sante;
mod antivirus;
mod api_declarations;
mod api_episodes;
mod api_suivi;
mod banc;
mod boites_mssante;
mod bordure;
mod cabinet;
mod campagnes;
mod certificat;
mod comite;
mod comite_courriel;
mod comite_dossier;
mod comptes;
mod confirmation;
mod connexion;
mod contraste;
mod courrier;
#[path = "../attelage/courrier.rs"]
#[expect(dead_code, reason = "the tests of failures use the rest")]
mod courrier_d_essai;
mod decision;
mod demarche;
#[path = "../attelage/document.rs"]
mod document_d_essai;
mod documents;
mod enveloppe;
mod episodes;
mod evaluation;
mod evenements;
mod facturation;
mod fiche_cpts;
mod file;
mod fin_d_adhesion;
#[path = "../../../passerelles/tests/fournisseur/mod.rs"]
#[expect(
    dead_code,
    clippy::indexing_slicing,
    reason = "the tests of the client use the rest; a test stops at the first failure"
)]
mod fournisseur_d_essai;
mod indicateurs;
mod instruction;
#[path = "../../../documents/tests/papiers/lecteur.rs"]
#[expect(dead_code, reason = "the tests of papers use the rest")]
mod lecteur;
mod lieux_ajoutes;
mod liste;
mod matrice_des_acces;
mod medecin_certifie;
mod membres;
mod miroir;
#[path = "../../../passerelles/tests/pairs/appui.rs"]
#[expect(dead_code, reason = "the tests of gateways use the rest")]
mod pairs;
mod parcours;
mod participation;
#[expect(clippy::indexing_slicing, reason = "a test stops at the first failure")]
mod patients;
mod pieces;
mod pro_sante_connect;
#[expect(clippy::indexing_slicing, reason = "a test stops at the first failure")]
mod rapport_chiffres;
#[path = "../../../formats/src/xml/relecture.rs"]
#[expect(dead_code, reason = "the tests of formats use the rest")]
mod relecture;
mod remises;
mod repertoire;
mod reverification;
mod second_facteur;
#[expect(clippy::indexing_slicing, reason = "a test stops at the first failure")]
mod supports;
mod tableaux;
mod terrain;
mod transmission;
mod travailleur;
