//! Where the answer of a check comes from, and of which day it is: what a step keeps of it.

use jiff::civil::Date;

use super::controle::{CodeControle, Controle};
use crate::annuaire::Repere;

impl Controle {
    /// Who answered, in words.
    pub fn source(&self) -> String {
        match self.annuaire() {
            Some(avis) => avis.repere().to_string(),
            None => de_la_plateforme(self.code).to_owned(),
        }
    }

    /// The day the answer is of, for a check made on a day.
    pub fn jour(&self, le: Date) -> Date {
        match self.annuaire().map(|avis| avis.repere()) {
            Some(Repere::Extraction { du: jour } | Repere::Api { le: jour }) => jour,
            None => le,
        }
    }
}

fn de_la_plateforme(code: CodeControle) -> &'static str {
    match code {
        CodeControle::Rpps => "Calcul de la clé du numéro",
        CodeControle::Doublon | CodeControle::Ailleurs | CodeControle::Homonyme => {
            "Déclarations enregistrées sur la plateforme"
        }
        CodeControle::Adhesion => "Adhésions enregistrées par la CPTS",
        CodeControle::Annuaire => "Annuaire Santé",
        CodeControle::Cpts => "Règle du département sur la CPTS",
        CodeControle::Lieu => "Règle du département sur le lieu d’exercice",
        CodeControle::Piece => "Fichiers joints à la déclaration",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::annuaire::AvisAnnuaire;
    use crate::declaration::NatureLieu;

    #[test]
    fn l_annuaire_repond_au_jour_de_son_extraction_et_la_plateforme_le_jour_meme() {
        let le = date(2026, 3, 9);
        let repere = Repere::Extraction { du: date(2026, 3, 1) };
        let annuaire = Controle::selon_l_annuaire(AvisAnnuaire::tirer(None, "45".parse().unwrap(), repere));
        assert_eq!(annuaire.jour(le), date(2026, 3, 1));
        assert_eq!(annuaire.source(), "Annuaire Santé, extraction du 01/03/2026");
        let lieu = Controle::du_lieu(NatureLieu::Principal, None);
        assert_eq!((lieu.jour(le), lieu.source().is_empty()), (le, false));
    }
}
