//! The mailboxes that the MSSanté directory publishes for a doctor, proposed where his address is asked for.

use droit::document::MedecinTraitant;
use entrepot::annuaire_mssante::{self, Boite};
use entrepot::{Echec, Tx};
use formats::mssante::ListeBlanche;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::gabarits::texte;

/// What the directory knows of a doctor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Propositions {
    /// No extraction was imported, or there is no doctor to look for.
    #[default]
    Aucune,
    /// The doctor is named, his number is not on file.
    SansRpps,
    /// What an extraction says.
    Lues {
        /// Its day.
        extrait_le: Date,
        /// His mailboxes.
        boites: Vec<Boite>,
    },
}

impl Propositions {
    /// Reads them.
    ///
    /// # Errors
    /// When the base fails.
    pub fn lire(tx: &mut Tx, medecin: &MedecinTraitant) -> Result<Self, Echec> {
        let MedecinTraitant::Connu(medecin) = medecin else { return Ok(Self::Aucune) };
        let Some(import) = annuaire_mssante::dernier(tx)? else { return Ok(Self::Aucune) };
        let Some(rpps) = &medecin.rpps else { return Ok(Self::SansRpps) };
        Ok(Self::Lues { extrait_le: import.extrait_le, boites: annuaire_mssante::boites(tx, rpps)? })
    }

    /// One button per address where one may write: it sends the address as the field of the form beside it would.
    pub fn rendre(&self, liste: &ListeBlanche, (action, champ): (&str, &str)) -> Markup {
        match self {
            Self::Aucune => html! {},
            Self::SansRpps => html! {
                p.sous { "Indiquez le numéro RPPS du médecin : son adresse sera cherchée dans l’annuaire MSSanté." }
            },
            Self::Lues { extrait_le, boites } => {
                let admises: Vec<&Boite> =
                    boites.iter().filter(|boite| liste.adresse(&boite.adresse).is_ok()).collect();
                html! {
                    @if admises.is_empty() {
                        p.sous { "L’annuaire MSSanté ne publie pas d’adresse à son numéro RPPS (" (source(*extrait_le)) ")." }
                    } @else {
                        p { (texte::compte(admises.len() as u64, "adresse trouvée", "adresses trouvées")) " à son numéro RPPS :" }
                        ul.propositions { @for boite in admises { li { (proposition(boite, (action, champ))) } } }
                        p.source { "Annuaire MSSanté, " (source(*extrait_le)) "." }
                    }
                }
            }
        }
    }
}

fn source(extrait_le: Date) -> String {
    format!("extraction du {}", texte::jour_court(extrait_le))
}

fn proposition(boite: &Boite, (action, champ): (&str, &str)) -> Markup {
    let lieu: Vec<&str> =
        [&boite.structure, &boite.acheminement].into_iter().filter_map(|dit| dit.as_deref()).collect();
    html! {
        div {
            p.lien-adresse { (boite.adresse) }
            @if !lieu.is_empty() { p.sous { (lieu.join(", ")) } }
        }
        form method="post" action=(action) {
            input type="hidden" name=(champ) value=(boite.adresse);
            button.bouton.bouton-secondaire type="submit" { "Choisir" span.lecteur { " " (boite.adresse) } }
        }
    }
}
