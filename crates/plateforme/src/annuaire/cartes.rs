//! A line of the list as a card: who, where and how far, whether he takes new patients, how to call him.

use droit::fiche_publique::{Accueil, Domicile, FichePublique};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::gabarits::icone::{Icone, icone};
use crate::gabarits::{Ton, badge, texte};
use crate::publication::{Ligne, Place};

/// The card; `le` is the day of the reader, against which what the MK says grows old.
pub(super) fn carte(ligne: &Ligne, le: Date) -> Markup {
    html! {
        li.praticien {
            h2.praticien-nom { (ligne.prenom) " " (ligne.nom) }
            @for place in &ligne.places { (lieu(place)) }
            p.praticien-cpts {
                (icone(Icone::Groupe))
                span { a href=(format!("/annuaire/cpts/{}", ligne.cpts)) { (ligne.nom_cpts) } }
            }
            @if let Some(fiche) = &ligne.fiche { (dit(fiche, ligne, le)) }
            p.source {
                "Autorisé depuis le " (texte::jour(ligne.du))
                @if let Some(au) = ligne.au { ", jusqu’au " (texte::jour(au)) }
            }
        }
    }
}

fn lieu(place: &Place) -> Markup {
    html! {
        p.praticien-lieu {
            (icone(Icone::Lieu))
            span {
                (place.adresse) ", " (place.code_postal) " " (place.commune)
                @if let Some(metres) = place.metres { " " strong.praticien-distance { (distance(metres)) } }
            }
        }
    }
}

/// « dans la commune », « à 3 km »: distances are between town halls, hence never finer than a kilometre.
fn distance(metres: u32) -> String {
    match metres.saturating_add(500) / 1_000 {
        0 => "dans la commune".to_owned(),
        km => format!("à {km} km"),
    }
}

fn dit(fiche: &FichePublique, ligne: &Ligne, le: Date) -> Markup {
    let ancienne = fiche.est_ancienne(le);
    html! {
        div.praticien-dit.praticien-dit-ancien[ancienne] {
            @if fiche.accueil.is_some() || fiche.domicile == Some(Domicile::Oui) {
                p.praticien-badges {
                    @if let Some(accueil) = fiche.accueil { (badge(ton(accueil, ancienne), &phrase(accueil))) }
                    @if fiche.domicile == Some(Domicile::Oui) { (badge(Ton::Neutre, "Se déplace à domicile")) }
                }
            }
            @if let Some(telephone) = &fiche.telephone {
                p { a.praticien-appel href=(format!("tel:{}", telephone.international())) {
                    (icone(Icone::Telephone)) span { span.lecteur { "Appeler " (ligne.prenom) " " (ligne.nom) " au " } (telephone) }
                } }
            }
            p.source {
                "Dit par le praticien le " (texte::jour(fiche.dit_le))
                @if ancienne { " : il y a plus de trois mois, à vérifier." }
            }
        }
    }
}

fn ton(accueil: Accueil, ancienne: bool) -> Ton {
    match accueil {
        _ if ancienne => Ton::Neutre,
        Accueil::Oui | Accueil::Sous(_) => Ton::Succes,
        Accueil::Non => Ton::Neutre,
    }
}

/// What he says of new patients.
pub(super) fn phrase(accueil: Accueil) -> String {
    match accueil {
        Accueil::Oui => "Prend de nouveaux patients".to_owned(),
        Accueil::Sous(attente) => {
            let jours = texte::compte(u64::from(attente.jours()), "jour", "jours");
            format!("Nouveaux patients sous {jours} environ")
        }
        Accueil::Non => "Pas de nouveau patient en ce moment".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_distance_ne_dit_pas_plus_que_ce_qu_elle_sait() {
        assert_eq!(
            [0, 499, 500, 3_499].map(distance),
            ["dans la commune", "dans la commune", "à 1 km", "à 3 km"]
        );
    }
}
