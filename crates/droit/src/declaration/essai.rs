//! What the stories of declarations need: an agent, what the rules say in the Loiret, a declaration that waits.

use jiff::civil::Date;

use super::{
    Declarant, Declaration, EtatDeclaration, FicheDeclaration, Justificatif, Origine, TypeJustificatif,
};
use crate::decision::{Acte, Decision, Demande, Praticien, Statut, Structure, TypeStructure, decider};
use crate::fiche_cpts::EtapeFiche;
use crate::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId, PraticienId};
use crate::reglement::Reglement;

fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

/// Whoever acts on a day.
pub fn declarant(le: Date) -> Declarant {
    let maintenant = le.at(9, 0, 0, 0).in_tz("Europe/Paris").unwrap().timestamp();
    Declarant { compte: CompteId::new(1), aujourd_hui: le, maintenant }
}

/// What the rules say of a titulaire of the Loiret.
pub fn decision_de_declarer(le: Date) -> Decision<'static> {
    let reglement = Reglement::embarque().unwrap();
    let demande = Demande {
        acte: Acte::Declarer,
        le,
        aujourd_hui: le,
        departement: loiret(),
        structure: Structure {
            type_structure: TypeStructure::Cpts,
            fiche_projet_de_sante: Some(EtapeFiche::PriseEnCompte),
        },
        praticien: Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(loiret()),
            autorise_du: None,
            autorise_au: None,
            suspension: None,
        },
        patient: None,
        episode: None,
        acte_ngap: None,
    };
    let droit = reglement.au(le, loiret(), TypeStructure::Cpts);
    decider(&demande, &droit, reglement.nomenclature())
}

/// A declaration in this state.
pub fn en_etat(etat: EtatDeclaration, depose_le: Date) -> Declaration {
    Declaration::relue(FicheDeclaration {
        id: DeclarationId::new(1),
        praticien: PraticienId::new(1),
        departement: loiret(),
        cpts: CptsId::new(1),
        origine: Origine::Cpts,
        justificatif: Some(Justificatif {
            type_justificatif: TypeJustificatif::AttestationCpts,
            reference: None,
        }),
        depose_le: Some(depose_le),
        etat,
        version: 2,
    })
}

/// A declaration that waits for the ARS.
pub fn deposee(le: Date) -> Declaration {
    en_etat(EtatDeclaration::Deposee { le }, le)
}
