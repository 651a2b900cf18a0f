//! Proofs and the fiche of a CPTS: who opens them, who changes them.

use super::{Acteur, Invisible, Modifiable};
use crate::identifiant::{CodeDepartement, CptsId};
use crate::piece::{ObjetPiece, Piece};

/// A proof is seen by the MK, by the CPTS, and by the ARS when it is joined to a declaration of its department.
pub fn voir_piece<'p>(acteur: &Acteur, piece: &'p Piece) -> Result<&'p Piece, Invisible> {
    let visible = match acteur {
        Acteur::Mk { praticien } => *praticien == piece.praticien,
        Acteur::CoordinationCpts { cpts } => *cpts == piece.cpts,
        Acteur::AgentArs { departements } => match piece.objet {
            ObjetPiece::Declaration(_, departement) => departements.contains(&departement),
            ObjetPiece::Adhesion => false,
        },
        Acteur::Medecin { .. }
        | Acteur::AgentCpam { .. }
        | Acteur::MembreComite { .. }
        | Acteur::Administrateur => false,
    };
    if visible { Ok(piece) } else { Err(Invisible) }
}

/// The right to remove a proof: the MK and his CPTS.
pub fn modifier_piece(acteur: &Acteur, piece: Piece) -> Result<Modifiable<Piece>, Invisible> {
    voir_piece(acteur, &piece)?;
    match acteur {
        Acteur::Mk { .. } | Acteur::CoordinationCpts { .. } => Ok(Modifiable(piece)),
        _ => Err(Invisible),
    }
}

/// As whom somebody acts on the fiche of a CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartieFiche {
    /// The CPTS itself.
    Coordination,
    /// The ARS of one of its departments.
    Ars,
    /// The CPAM of one of its departments.
    Caisse,
}

/// The fiche of a CPTS is seen by its coordination, and by the ARS and the CPAM of its departments.
pub fn partie_de_la_fiche(
    acteur: &Acteur,
    cpts: CptsId,
    departements: &[CodeDepartement],
) -> Result<PartieFiche, Invisible> {
    match acteur {
        Acteur::CoordinationCpts { cpts: sienne } if *sienne == cpts => Ok(PartieFiche::Coordination),
        Acteur::AgentArs { departements: siens } if siens.iter().any(|code| departements.contains(code)) => {
            Ok(PartieFiche::Ars)
        }
        Acteur::AgentCpam { departement } if departements.contains(departement) => Ok(PartieFiche::Caisse),
        _ => Err(Invisible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiant::PraticienId;

    #[test]
    fn chacun_ne_voit_que_la_fiche_de_son_territoire() {
        let (loiret, var): (CodeDepartement, CodeDepartement) =
            ("45".parse().unwrap(), "83".parse().unwrap());
        let (une, autre) = (CptsId::new(1), CptsId::new(2));
        let partie = |acteur: Acteur| partie_de_la_fiche(&acteur, une, &[loiret]);
        assert_eq!(partie(Acteur::CoordinationCpts { cpts: une }), Ok(PartieFiche::Coordination));
        assert_eq!(partie(Acteur::CoordinationCpts { cpts: autre }), Err(Invisible));
        assert_eq!(partie(Acteur::AgentArs { departements: vec![var, loiret] }), Ok(PartieFiche::Ars));
        assert_eq!(partie(Acteur::AgentArs { departements: vec![var] }), Err(Invisible));
        assert_eq!(partie(Acteur::AgentCpam { departement: loiret }), Ok(PartieFiche::Caisse));
        assert_eq!(partie(Acteur::AgentCpam { departement: var }), Err(Invisible));
        assert_eq!(partie(Acteur::Mk { praticien: PraticienId::new(1) }), Err(Invisible));
        assert_eq!(partie(Acteur::Administrateur), Err(Invisible));
    }
}
