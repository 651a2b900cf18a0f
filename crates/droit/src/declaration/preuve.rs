//! What proves practice in the CPTS, as far as can be told before an agent opens it.

use super::controle::{CodeControle, Controle};
use super::etat::{Declaration, Origine, TypeJustificatif};
use crate::decision::Etat;

/// What a declaration rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preuve {
    /// Who declared.
    pub origine: Origine,
    /// The kind of proof; `None` while nothing was said of it.
    pub type_justificatif: Option<TypeJustificatif>,
    /// The files joined to the declaration.
    pub jointes: u32,
}

impl Preuve {
    /// What a declaration on file rests on, with so many files.
    pub fn de(declaration: &Declaration, jointes: u32) -> Self {
        let type_justificatif = declaration.justificatif.as_ref().map(|j| j.type_justificatif);
        Self { origine: declaration.origine, type_justificatif, jointes }
    }

    /// Does a file prove it: the MK declared by himself, and the CPTS did not give its word here.
    pub fn tient_a_un_fichier(&self) -> bool {
        let sans_la_cpts = |t: TypeJustificatif| t != TypeJustificatif::AttestationCpts;
        self.origine == Origine::Praticien && self.type_justificatif.is_some_and(sans_la_cpts)
    }
}

impl Controle {
    /// The check of the file where a file proves it: without one, an agent asks for it or looks elsewhere
    /// (décret 2024-618, art. 1, II: the MK says in which CPTS he practises).
    pub fn de_la_preuve(preuve: &Preuve) -> Option<Self> {
        let etat = if preuve.jointes > 0 { Etat::Respecte } else { Etat::AConfirmer };
        preuve.tient_a_un_fichier().then(|| Self::du_fichier(CodeControle::Piece, etat))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_mk_seul_sans_fichier_est_a_verifier_et_la_parole_de_la_cpts_suffit() {
        use TypeJustificatif::{AttestationCpts, RecuAdhesion};
        let etat = |origine, type_justificatif, jointes| {
            Controle::de_la_preuve(&Preuve { origine, type_justificatif, jointes }).map(|c| c.etat)
        };
        assert_eq!(etat(Origine::Praticien, Some(RecuAdhesion), 0), Some(Etat::AConfirmer));
        assert_eq!(etat(Origine::Praticien, Some(RecuAdhesion), 1), Some(Etat::Respecte));
        assert_eq!(etat(Origine::Praticien, Some(AttestationCpts), 0), None, "confirmed online");
        assert_eq!(etat(Origine::Cpts, Some(RecuAdhesion), 0), None);
        assert_eq!(etat(Origine::Praticien, None, 0), None, "nothing was filed yet");
    }
}
