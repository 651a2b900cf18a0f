//! A list that is searched by one field: the field above it, its pages below, both at the same address.

use maud::{Markup, html};

use super::pagination;
use crate::pourcent;

/// The field that a list is searched by.
pub struct Recherche<'r> {
    /// Where the list is.
    pub adresse: &'r str,
    /// Name of the field.
    pub champ: &'r str,
    /// What it searches, said to who does not see it and shown in the empty field.
    pub libelle: &'r str,
    /// What was typed.
    pub valeur: &'r str,
}

impl Recherche<'_> {
    /// The form.
    pub fn rendre(&self) -> Markup {
        html! {
            form.recherche method="get" action=(self.adresse) role="search" {
                label.lecteur for=(self.champ) { (self.libelle) }
                input id=(self.champ) type="search" name=(self.champ) value=(self.valeur) placeholder=(format!("{}…", self.libelle));
                button.bouton.bouton-secondaire type="submit" { "Chercher" }
            }
        }
    }

    /// Links to the pages around this one, of a list of so many lines.
    pub fn pages(&self, page: u32, total: u64, par_page: u32) -> Markup {
        let pages = u32::try_from(total.div_ceil(u64::from(par_page))).unwrap_or(u32::MAX);
        let (adresse, champ, valeur) = (self.adresse, self.champ, pourcent::valeur(self.valeur));
        pagination(page, pages, |numero| format!("{adresse}?{champ}={valeur}&page={numero}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ce_qui_est_tape_reste_une_valeur_d_une_page_a_l_autre() {
        let recherche = Recherche { adresse: "/ici", champ: "nom", libelle: "Nom", valeur: "a&b=\"c" };
        let (champ, pages) = (recherche.rendre().into_string(), recherche.pages(1, 51, 25).into_string());
        assert!(champ.contains("value=\"a&amp;b=&quot;c\""), "{champ}");
        assert!(
            pages.contains("/ici?nom=a%26b%3D%22c&amp;page=2") && pages.contains("Page 1 sur 3"),
            "{pages}"
        );
        assert_eq!(recherche.pages(1, 25, 25).into_string(), "", "one page needs no link");
    }
}
