//! A file granted to a declaration: written in the transaction of whatever it goes with.

use std::sync::Arc;

use droit::declaration::Declaration;
use droit::identifiant::PieceId;
use droit::piece::{Analyse, EmpechementPiece, FichePiece, ObjetPiece, Piece, PieceDeposee};
use entrepot::Tx;
use entrepot::chiffre::Trousseau;

use super::Envoi;
use crate::connexion::Identite;
use crate::serveur::App;

/// The file, ready to be written.
#[derive(Clone, Debug)]
pub struct Jointe {
    accordee: PieceDeposee,
    contenu: Arc<Vec<u8>>,
    trousseau: Trousseau,
}

impl Jointe {
    /// Joins a file to a declaration that holds so many already.
    ///
    /// # Errors
    /// When the declaration takes no more files.
    pub fn accorder(
        app: &App,
        identite: &Identite,
        declaration: &Declaration,
        deja: usize,
        envoi: Envoi,
    ) -> Result<Self, EmpechementPiece> {
        let maintenant = app.horloge.maintenant();
        let fiche = FichePiece {
            id: PieceId::new(app.alea.uuid(maintenant).as_u128()),
            praticien: declaration.praticien,
            cpts: declaration.cpts,
            objet: ObjetPiece::Declaration(declaration.id, declaration.departement),
            type_piece: envoi.type_piece,
            nom: envoi.nom,
            taille: envoi.contenu.len() as u64,
            empreinte: envoi.empreinte,
            analyse: Analyse::EnAttente,
            depose_par: identite.compte,
            depose_le: maintenant,
        };
        let accordee = Piece::deposer(fiche, Some(&declaration.etat), deja)?;
        Ok(Self { accordee, contenu: Arc::new(envoi.contenu), trousseau: app.entrepot.trousseau().clone() })
    }

    /// What is known of it.
    pub fn fiche(&self) -> &FichePiece {
        &self.accordee
    }

    /// Leaves its writes, after those of the declaration.
    pub fn inscrire(&self, tx: &mut Tx) {
        entrepot::piece::deposer(tx, &self.trousseau, &self.accordee, &self.contenu);
    }
}
