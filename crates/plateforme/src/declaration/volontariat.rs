//! A volunteer: his draft and, unless he is only kept, its filing, with the file that proves it.

use droit::declaration::{
    Controle, Declaration, DeclarationDeposee, DeclarationPreparee, EmpechementDeclaration, EtatDeclaration,
    FicheDeclaration, Justificatif, Origine, Preparation, Prononce,
};
use droit::identifiant::DeclarationId;
use entrepot::{Echec, Tx, declaration};

use super::geste::declarant;
use super::{Dossier, Empechement};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::piece::{Envoi, FICHIER, Jointe};
use crate::serveur::App;

/// What becomes of a volunteer: a draft, or a declaration filed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// Kept as a draft.
    Garder,
    /// Filed.
    Deposer,
}

/// What is asked for a volunteer.
#[derive(Clone, Debug)]
pub struct Voulu {
    /// Who declares.
    pub origine: Origine,
    /// The proof.
    pub justificatif: Option<Justificatif>,
    /// Kept, or filed.
    pub issue: Issue,
    /// The file that proves it, when one is joined.
    pub fichier: Option<Envoi>,
}

/// A volunteer granted, ready to be written: his draft and, unless he is only kept, its filing in the same write.
#[derive(Clone, Debug)]
pub struct Volontariat {
    /// The key of his declaration.
    pub id: DeclarationId,
    preparee: Prononce<DeclarationPreparee>,
    depot: Option<(Prononce<DeclarationDeposee>, Vec<Controle>)>,
    jointe: Option<Jointe>,
}

impl Volontariat {
    /// Decides; nothing is written yet.
    pub fn accorder(
        app: &App,
        identite: &Identite,
        dossier: &Dossier,
        voulu: Voulu,
    ) -> Result<Self, Empechement> {
        let Voulu { origine, justificatif, issue, fichier } = voulu;
        let declarant = declarant(app, identite, dossier)?;
        let id = DeclarationId::new(app.alea.uuid(declarant.maintenant).as_u128());
        let preparation = Preparation {
            id,
            praticien: dossier.praticien.id,
            departement: dossier.departement,
            cpts: dossier.cpts.id,
            origine,
            justificatif: justificatif.clone(),
        };
        let preparee = Declaration::preparer(preparation, &dossier.autres, &declarant)?;
        let brouillon = brouillon(id, dossier, origine, justificatif);
        let jointe = fichier.map(|envoi| Jointe::accorder(app, identite, &brouillon, 0, envoi));
        let jointe = jointe.transpose().map_err(|cause| Failure::champ(FICHIER, cause.to_string()))?;
        let depot = match issue {
            Issue::Garder => None,
            Issue::Deposer => {
                let le = declarant.aujourd_hui;
                let decision = dossier.examiner(app.reglement, le).decision;
                let conditions = dossier.conditions(app.reglement, le);
                let depot = brouillon.deposer(None, decision, &conditions, &declarant)?;
                let nouveaux = u32::from(jointe.is_some());
                let controles =
                    dossier.depose_avec(origine, &depot.justificatif, nouveaux).controles(app, le);
                Some((depot, controles))
            }
        };
        Ok(Self { id, preparee, depot, jointe })
    }

    /// Where the declaration will stand.
    pub fn etat(&self) -> &'static str {
        if self.depot.is_some() { "deposee" } else { "brouillon" }
    }

    /// Leaves the writes of the volunteer.
    pub fn inscrire(&self, tx: &mut Tx) {
        declaration::inscrire_preparation(tx, &self.preparee);
        if let Some((depot, controles)) = &self.depot {
            declaration::inscrire_depot(tx, depot);
            declaration::garder_controles(tx, depot, controles);
        }
        if let Some(jointe) = &self.jointe {
            jointe.inscrire(tx);
        }
    }
}

/// The draft that the first write will leave on file.
pub(super) fn brouillon(
    id: DeclarationId,
    dossier: &Dossier,
    origine: Origine,
    justificatif: Option<Justificatif>,
) -> Declaration {
    Declaration::relue(FicheDeclaration {
        id,
        praticien: dossier.praticien.id,
        departement: dossier.departement,
        cpts: dossier.cpts.id,
        origine,
        justificatif,
        depose_le: None,
        etat: EtatDeclaration::Brouillon,
        version: 1,
    })
}

/// Records a volunteer and, unless he is kept as a draft, files his declaration in the same write.
pub async fn deposer_un_volontaire(
    app: &App,
    identite: &Identite,
    dossier: &Dossier,
    voulu: Voulu,
) -> Result<DeclarationId, Empechement> {
    let accorde = Volontariat::accorder(app, identite, dossier, voulu)?;
    let id = accorde.id;
    let ecrit = app.entrepot.ecrire(move |tx| {
        accorde.inscrire(tx);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(id),
        Err(Echec::Conflit) => Err(EmpechementDeclaration::Doublon.into()),
        Err(autre) => Err(autre.into()),
    }
}
