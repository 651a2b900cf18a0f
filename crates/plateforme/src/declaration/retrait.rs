//! The form that ends a participation: the motives of whoever ends it, and the days it may end on.

use droit::declaration::{EtatDeclaration, MotifRetrait, Partie};
use jiff::civil::Date;
use maud::{Markup, html};

use super::Piece;
use super::fiche::{Saisie, formulaire_de};
use crate::gabarits::{Champ, Reponse, Style, bouton};

/// The form, folded.
pub fn formulaire(piece: &Piece, partie: Partie, le: Date, saisie: &Saisie<'_>) -> Markup {
    let titre = match partie {
        Partie::Ars => "Mettre fin à la participation",
        _ => "Retirer la déclaration",
    };
    let etat = &piece.declaration.etat;
    let motifs = MotifRetrait::TOUS.iter().filter(|motif| motif.est_ouvert_a(partie, etat));
    let motifs = motifs.map(|m| Reponse::new(m.code(), m.libelle())).collect();
    let au = match saisie.champs.un("au") {
        "" => le.to_string(),
        tapee => tapee.to_owned(),
    };
    let autorisee = matches!(etat, EtatDeclaration::Validee { effet_du: Some(_), .. });
    let aide = match partie {
        Partie::Ars => "Les séances faites jusqu’à ce jour restent en accès direct.",
        _ => "Aujourd’hui ou un jour à venir. Les séances faites jusqu’à ce jour restent en accès direct.",
    };
    html! {
        details.plus.carte open[saisie.geste == "retirer"] {
            summary { (titre) }
            (formulaire_de(piece, "retirer", saisie, &html! {
                (Champ::liste("motif", "Motif", motifs).valeur(saisie.champs.un("motif")).erreurs(&saisie.erreurs).rendre())
                @if autorisee {
                    (Champ::date("au", "Dernier jour du droit, inclus").valeur(au).aide(aide).erreurs(&saisie.erreurs).rendre())
                }
            }, &bouton(Style::Danger, titre)))
        }
    }
}
