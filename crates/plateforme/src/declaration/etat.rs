//! Where a declaration stands, as a badge: colour, icon and words.

use droit::declaration::EtatDeclaration;
use maud::Markup;

use crate::gabarits::{Ton, badge};

/// The words of a state read as a code.
pub fn libelle_du_code(code: &str) -> &'static str {
    match code {
        "brouillon" => "Volontaire, à déclarer",
        "deposee" => "En instruction",
        "a-completer" => "À compléter",
        "validee" => "Acceptée",
        "suspendue" => "Suspendue",
        "reprise" => "Participation reprise",
        "refusee" => "Refusée",
        "retiree" => "Retirée",
        "confirmation-demandee" => "Confirmation demandée à la CPTS",
        "effet" => "Droit ouvert",
        "lieu-retenu" => "Lieu d’exercice retenu",
        "lieu-ecarte" => "Lieu d’exercice non retenu",
        _ => "Inconnu",
    }
}

/// The colour of a state read as a code.
pub fn ton_du_code(code: &str) -> Ton {
    match code {
        "deposee" => Ton::Info,
        "a-completer" | "suspendue" | "confirmation-demandee" | "lieu-ecarte" => Ton::Attention,
        "validee" | "effet" | "reprise" | "lieu-retenu" => Ton::Succes,
        "refusee" => Ton::Erreur,
        _ => Ton::Neutre,
    }
}

/// The badge of a state.
pub fn badge_de_l_etat(etat: &EtatDeclaration) -> Markup {
    badge(ton_du_code(etat.code()), etat.libelle())
}

#[cfg(test)]
mod tests {
    use droit::declaration::{MotifRetrait, MotifSuspension};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn les_mots_d_un_code_sont_ceux_de_l_etat() {
        let le = date(2026, 3, 9);
        for etat in [
            EtatDeclaration::Brouillon,
            EtatDeclaration::Deposee { le },
            EtatDeclaration::ACompleter { le, pieces: Vec::new(), precision: None },
            EtatDeclaration::Validee { le, effet_du: None },
            EtatDeclaration::Suspendue {
                le,
                du: le,
                effet_du: le,
                motif: MotifSuspension::Ordre,
                precision: None,
            },
            EtatDeclaration::Refusee { le, motifs: Vec::new(), precision: None },
            EtatDeclaration::Retiree { au: le, motif: MotifRetrait::Erreur },
        ] {
            assert_eq!(libelle_du_code(etat.code()), etat.libelle());
        }
    }
}
