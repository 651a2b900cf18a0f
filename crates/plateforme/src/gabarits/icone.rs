//! Icons, drawn in the colour of the text and silent to screen readers: a word always stands beside them.

use maud::{Markup, html};

/// A drawing on a grid of 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icone {
    /// Done, respected.
    Coche,
    /// Broken, refused.
    Croix,
    /// Attention.
    Triangle,
    /// To be confirmed.
    Question,
    /// To know.
    Information,
    /// Does not apply.
    Tiret,
    /// To the next step.
    Fleche,
    /// A date.
    Calendrier,
    /// A person.
    Personne,
    /// Several people.
    Groupe,
    /// A text of law.
    Texte,
    /// A place.
    Lieu,
    /// A key: access.
    Cle,
    /// A record.
    Dossier,
    /// Search.
    Loupe,
    /// Add.
    Plus,
    /// Way out.
    Sortie,
    /// Something new.
    Cloche,
    /// Scales: the law.
    Balance,
    /// A telephone.
    Telephone,
    /// A house: home visits.
    Maison,
    /// Figures.
    Graphique,
    /// The card of a health professional.
    CarteDeProfessionnel,
}

impl Icone {
    fn trace(self) -> &'static str {
        match self {
            Self::Coche => "M5 12.5l4.5 4.5L19 7.5",
            Self::Croix => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Self::Triangle => "M12 4.2L21 19.5H3L12 4.2zM12 10v4.2M12 16.9v.1",
            Self::Question => "M9 9.2a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.3-1.6 2.5M12 17.4v.1",
            Self::Information => "M12 11v6M12 7.3v.1",
            Self::Tiret => "M7 12h10",
            Self::Fleche => "M5 12h14M13 6l6 6-6 6",
            Self::Calendrier => "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4",
            Self::Personne => {
                "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.8 20c.6-3.6 3.4-5.4 7.2-5.4s6.6 1.8 7.2 5.4"
            }
            Self::Groupe => {
                "M9 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM3 19c.5-3.1 2.8-4.7 6-4.7s5.5 1.6 6 4.7\
                 M16 5.2a3.1 3.1 0 0 1 0 6M17.5 14.6c2 .6 3.2 2 3.5 4.4"
            }
            Self::Texte => "M6.5 4h8l3.5 3.5V20h-11.500zM14 4v4h4M9.500 12h5.500M9.500 15.500h5.500",
            Self::Lieu => {
                "M12 21c4-4.600 6.200-7.900 6.200-11A6.200 6.200 0 1 0 5.800 10c0 3.100 2.200 6.400 6.200 11zM12 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z"
            }
            Self::Cle => {
                "M8.500 15.500a4 4 0 1 1 3.600-5.800H20v3h-2.300v2.600h-3v-2.600h-2.600a4 4 0 0 1-3.600 2.800z"
            }
            Self::Dossier => "M3.500 6.500h6l2 2.500h9v10.500h-17z",
            Self::Loupe => {
                "M11 17.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.800 15.800L20.500 20.500"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Sortie => "M14 5H5.500v14H14M10 12h10.500M17 8.500l3.500 3.500-3.500 3.500",
            Self::Cloche => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.500 2h-15zM10 20.500a2.200 2.200 0 0 0 4 0",
            Self::Telephone => {
                "M7 4h3l1.500 4.500-2.200 1.600a11 11 0 0 0 4.600 4.600l1.600-2.200L20 14v3a3 3 0 0 1-3.200 3A15.500 15.500 0 0 1 4 7.200 3 3 0 0 1 7 4z"
            }
            Self::Maison => "M3.500 11.500L12 4l8.500 7.500M6 9.500V20h12V9.500M10 20v-5.500h4V20",
            Self::Graphique => "M4.500 19.500h15M7 16v-4M11 16V7M15 16v-6M19 16V4.500",
            Self::CarteDeProfessionnel => {
                "M3 6.500a1.500 1.500 0 0 1 1.500-1.500h15a1.500 1.500 0 0 1 1.500 1.500v11a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 17.500zM8.500 9v6M5.500 12h6M14.500 10h3.500M14.500 14h3.500"
            }
            Self::Balance => {
                "M12 4v16M7.500 20h9M5 7.500h14M5 7.500l-2.700 6h5.400zM19 7.500l-2.700 6h5.400z"
            }
        }
    }
}

/// The drawing.
pub fn icone(icone: Icone) -> Markup {
    html! {
        svg.icone viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            path d=(icone.trace()) {}
        }
    }
}

/// The mark of the product: an open door and the way through.
pub fn marque() -> Markup {
    html! {
        svg.marque viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false" {
            rect.marque-fond width="40" height="40" rx="11" {}
            path.marque-porte d="M12 31V12.500a2.500 2.500 0 0 1 2.500-2.500H24l4 2.300V31" {}
            path.marque-voie d="M9 31h22M15.500 21h8M20.500 17.500L24 21l-3.500 3.500" {}
        }
    }
}
