//! A mirror: one's own figure against those of one's peers, of whom only the shape is shown, never one of them.

use maud::{Markup, html};

use super::dessin::{Marque, cote, point};
use super::echelle::Echelle;
use super::etiquette::{couper, largeur, serrer};
use super::{Dessin, Graphique, LARGEUR, Legende, Mesure, Unite};
use crate::gabarits::{Tableau, texte};

const HAUTEUR: f64 = 120.0;
const AXE: f64 = 62.0;
const CORPS: f64 = 13.0;

/// The marks of a group, ordered and rounded: nobody's own figure is in them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Groupe {
    /// How many peers.
    pub effectif: u64,
    /// A tenth of them are below.
    pub decile_bas: f64,
    /// A quarter of them are below.
    pub quartile_bas: f64,
    /// Half of them are below.
    pub mediane: f64,
    /// A quarter of them are above.
    pub quartile_haut: f64,
    /// A tenth of them are above.
    pub decile_haut: f64,
}

/// A mirror being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Miroir<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// How figures are written.
    pub unite: Unite,
    /// Name of one's own figure, for example « Vous ».
    pub nom: &'a str,
    /// One's own figure.
    pub sienne: Mesure,
    /// The group; `None` when it is too small to be shown.
    pub groupe: Option<Groupe>,
}

impl<'a> Miroir<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let dessin = self.dessiner();
        let tableau = self.tableau();
        let mut legende = vec![Legende::Serie(3, self.nom.to_owned())];
        if self.groupe.is_some() {
            legende.push(Legende::Classe(1, "La moitié du groupe".to_owned()));
            legende.push(Legende::Signe("g-moustache", "Huit sur dix".to_owned()));
        }
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    fn tableau(&self) -> Markup {
        let dire = |valeur: f64| html! { "environ " (self.unite.dire(valeur)) };
        let mut lignes = vec![vec![html! { (self.nom) }, html! { (self.sienne.dire_tout(self.unite)) }]];
        match self.groupe {
            Some(g) => lignes.extend([
                vec![html! { "Un dixième du groupe est en dessous de" }, dire(g.decile_bas)],
                vec![html! { "Un quart du groupe est en dessous de" }, dire(g.quartile_bas)],
                vec![html! { "Médiane du groupe" }, dire(g.mediane)],
                vec![html! { "Un quart du groupe est au-dessus de" }, dire(g.quartile_haut)],
                vec![html! { "Un dixième du groupe est au-dessus de" }, dire(g.decile_haut)],
                vec![html! { "Praticiens du groupe" }, html! { (texte::grouper(g.effectif)) }],
            ]),
            None => lignes.push(vec![html! { "Groupe" }, html! { "non publié : trop peu de praticiens" }]),
        }
        Tableau::new(self.titre, &["Repère", "Valeur"]).lignes(lignes).rendre()
    }

    fn dessiner(&self) -> Dessin {
        let sommets = self.groupe.map(|g| g.decile_haut).into_iter().chain(self.sienne.valeur());
        let x = Echelle::depuis_zero(sommets, (16.0, LARGEUR - 30.0));
        let (graduations, pas) = x.graduations();
        Dessin::nouveau(
            HAUTEUR,
            html! {
                @for valeur in graduations.into_iter().filter(|valeur| self.unite.admet(*valeur)) {
                    path.g-grille d=(format!("M{}V{}", point(x.place(valeur), 30.0), cote(HAUTEUR - 26.0))) {}
                    text.g-texte x=(cote(x.place(valeur))) y=(cote(HAUTEUR - 9.0)) text-anchor="middle" { (self.unite.graduer(valeur, pas)) }
                }
                @if let Some(groupe) = self.groupe { (boite(groupe, x)) }
                @else { text.g-texte x=(cote(LARGEUR / 2.0)) y=(cote(AXE + 31.0)) text-anchor="middle" { "Groupe non publié : trop peu de praticiens" } }
                @if let Some(valeur) = self.sienne.valeur() { (self.soi(valeur, x)) }
            },
        )
    }

    fn soi(&self, valeur: f64, x: Echelle) -> Markup {
        let dit = format!("{} : {}", couper(self.nom, CORPS, LARGEUR / 2.0), self.unite.dire(valeur));
        let demi = largeur(&dit, CORPS) / 2.0;
        let centre = serrer(x.place(valeur), demi + 2.0, LARGEUR - demi - 2.0);
        html! {
            path.g-soi d=(format!("M{}V{}", point(x.place(valeur), 26.0), cote(AXE + 20.0))) {}
            path.g-marque.g-4 d=(Marque::Losange.trace(x.place(valeur), AXE, 6.0)) {}
            text.g-nom x=(cote(centre)) y="16" text-anchor="middle" { (dit) }
        }
    }
}

fn boite(g: Groupe, x: Echelle) -> Markup {
    let (bas, haut) = (x.place(g.quartile_bas), x.place(g.quartile_haut));
    html! {
        path.g-moustache d=(format!("M{}H{}M{}v14M{}v14", point(x.place(g.decile_bas), AXE), cote(x.place(g.decile_haut)),
            point(x.place(g.decile_bas), AXE - 7.0), point(x.place(g.decile_haut), AXE - 7.0))) {}
        rect.g-c2 x=(cote(bas)) y=(cote(AXE - 12.0)) width=(cote((haut - bas).max(2.0))) height="24" rx="3" {}
        path.g-mediane d=(format!("M{}v24", point(x.place(g.mediane), AXE - 12.0))) {}
    }
}
