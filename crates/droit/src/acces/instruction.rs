//! Declarations, members, lists and accounts: each actor within his territory or structure.

use std::ops::Deref;

use super::{Acteur, Invisible, Modifiable};
use crate::declaration::Declaration;
use crate::identifiant::{CodeDepartement, CptsId};
use crate::organisme::TypeOrganisme;

/// A declaration its holder may decide: an agent of the ARS of its department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruisable(Declaration);

impl Deref for Instruisable {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.0
    }
}

/// A declaration is seen by the MK, his CPTS and the ARS of the department.
pub fn voir_declaration<'d>(
    acteur: &Acteur,
    declaration: &'d Declaration,
) -> Result<&'d Declaration, Invisible> {
    let visible = match acteur {
        Acteur::Mk { praticien } => *praticien == declaration.praticien,
        Acteur::CoordinationCpts { cpts } => *cpts == declaration.cpts,
        Acteur::AgentArs { departements } => departements.contains(&declaration.departement),
        Acteur::Medecin { .. }
        | Acteur::AgentCpam { .. }
        | Acteur::MembreComite { .. }
        | Acteur::Administrateur => false,
    };
    if visible { Ok(declaration) } else { Err(Invisible) }
}

/// The right to file, complete or withdraw: the MK and his CPTS.
pub fn modifier_declaration(
    acteur: &Acteur,
    declaration: Declaration,
) -> Result<Modifiable<Declaration>, Invisible> {
    voir_declaration(acteur, &declaration)?;
    match acteur {
        Acteur::Mk { .. } | Acteur::CoordinationCpts { .. } => Ok(Modifiable(declaration)),
        _ => Err(Invisible),
    }
}

/// The right to decide: the ARS of the department.
pub fn instruire(acteur: &Acteur, declaration: Declaration) -> Result<Instruisable, Invisible> {
    voir_declaration(acteur, &declaration)?;
    match acteur {
        Acteur::AgentArs { .. } => Ok(Instruisable(declaration)),
        _ => Err(Invisible),
    }
}

/// The departments whose queue the actor reads.
pub fn file_ars(acteur: &Acteur) -> Result<&[CodeDepartement], Invisible> {
    match acteur {
        Acteur::AgentArs { departements } => Ok(departements),
        _ => Err(Invisible),
    }
}

/// The CPTS whose members the actor manages.
pub fn membres(acteur: &Acteur) -> Result<CptsId, Invisible> {
    match acteur {
        Acteur::CoordinationCpts { cpts } => Ok(*cpts),
        _ => Err(Invisible),
    }
}

/// The departments whose authorised MKs the actor reads with their RPPS (décret 2024-618, art. 1, IV).
pub fn liste_caisse(acteur: &Acteur) -> Result<Vec<CodeDepartement>, Invisible> {
    match acteur {
        Acteur::AgentCpam { departement } => Ok(vec![*departement]),
        Acteur::AgentArs { departements } => Ok(departements.clone()),
        _ => Err(Invisible),
    }
}

/// The files sent to a body: seen by the ARS that sends them and by the agents of a caisse of its department, but not
/// those of the MSA, which is another scheme.
pub fn voir_transmissions(
    acteur: &Acteur,
    departement: CodeDepartement,
    organisme: TypeOrganisme,
) -> Result<(), Invisible> {
    let visible = match acteur {
        Acteur::AgentArs { departements } => departements.contains(&departement),
        Acteur::AgentCpam { departement: sien } => *sien == departement && organisme != TypeOrganisme::Msa,
        _ => false,
    };
    if visible { Ok(()) } else { Err(Invisible) }
}

/// The bodies of a department, how they are reached, what is sent again: the ARS alone.
pub fn transmettre(acteur: &Acteur, departement: CodeDepartement) -> Result<(), Invisible> {
    match acteur {
        Acteur::AgentArs { departements } if departements.contains(&departement) => Ok(()),
        _ => Err(Invisible),
    }
}

/// May the actor manage the accounts.
pub fn comptes(acteur: &Acteur) -> Result<(), Invisible> {
    match acteur {
        Acteur::Administrateur => Ok(()),
        _ => Err(Invisible),
    }
}
