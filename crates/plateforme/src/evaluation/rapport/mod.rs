//! Annual reports: drafted, commented, previewed, signed, published, corrected.

mod composition;
mod fichiers;
mod gestes;
mod page;
mod papier;

pub use fichiers::telecharger;
pub use gestes::{commenter, corriger, ouvrir, signer};
pub use page::{lister, voir};

use droit::acces::{Acteur, rediger_rapport};
use droit::evaluation::{Rapport, SujetRapport};
use droit::identifiant::{CodeDepartement, RapportId};
use droit::indicateur::{Manque, Perimetre, Periode};
use entrepot::{Echec, Tx, evaluation};
use maud::{Markup, html};

use super::adresse::Vue;
use super::lecture::{self, Moment};
use crate::echec::Failure;
use crate::gabarits::{Style, bouton, carte, lien_bouton};

/// A version, with the names of what it is about.
struct Dossier {
    rapport: Rapport,
    nom: String,
    territoire: Vec<CodeDepartement>,
}

impl Dossier {
    /// Reads it; `None` when there is no such key.
    fn charger(tx: &mut Tx, moment: Moment, id: RapportId) -> Result<Option<Self>, Echec> {
        let Some(rapport) = evaluation::charger(tx, id)? else { return Ok(None) };
        let perimetre = rapport.sujet.perimetre();
        let territoire = lecture::territoire(tx, &perimetre)?;
        let nom = lecture::nommer(tx, moment, &perimetre)?.unwrap_or_else(|| rapport.sujet.to_string());
        Ok(Some(Self { rapport, nom, territoire }))
    }

    /// May this actor write it.
    fn redigeable(&self, acteur: Option<&Acteur>) -> bool {
        acteur.is_some_and(|acteur| rediger_rapport(acteur, self.rapport.sujet, &self.territoire).is_ok())
    }

    fn adresse(&self) -> String {
        format!("/evaluation/rapports/{}", self.rapport.id)
    }
}

fn cle(id: &str) -> Result<RapportId, Failure> {
    id.parse().map_err(|_| Failure::Introuvable)
}

/// Why there is no figure, in a few words.
pub(super) fn dire_l_absence(raison: &str) -> &'static str {
    Manque::depuis_code(raison).map_or("", |manque| match manque {
        Manque::Secret => "moins de 11 patients, ou protection de ce nombre",
        Manque::SansObjet => "rien à compter",
        Manque::SansDenominateur => "activité totale non déclarée",
        Manque::DenominateurACorriger => "activité totale inférieure à l’accès direct : à corriger",
        Manque::SansPublication => "aucune publication remise",
        Manque::HorsPerimetre => "sans objet ici",
    })
}

/// From a dashboard: the reports of its perimeter, and the door to the draft of its year.
pub(super) fn acces_depuis_la_vue(acteur: Option<&Acteur>, vue: &Vue, nom: &str) -> Markup {
    let sujet = match vue.perimetre {
        Perimetre::Departement(code) => SujetRapport::Departement(code),
        Perimetre::Cpts(id) => SujetRapport::Cpts(id),
        _ => return html! {},
    };
    // Whoever sees the figures of a CPTS is of its territory: only the capacity remains to be looked at.
    let territoire = match acteur {
        Some(Acteur::AgentArs { departements }) => departements.clone(),
        _ => Vec::new(),
    };
    let redacteur = acteur.is_some_and(|acteur| rediger_rapport(acteur, sujet, &territoire).is_ok());
    let annuelle = matches!(vue.periode, Periode::Annee(_) | Periode::AnneeExperience(_));
    carte(
        "Rapport annuel",
        &html! {
            p { "Le rapport annuel fige ces chiffres, les commente et les publie : " (nom) "." }
            div.rang {
                @if redacteur && annuelle {
                    form method="post" action="/evaluation/rapports" {
                        input type="hidden" name="sujet" value=(sujet);
                        input type="hidden" name="periode" value=(vue.periode);
                        (bouton(Style::Principal, &format!("Préparer le rapport, {}", vue.periode.libelle())))
                    }
                }
                (lien_bouton(Style::Secondaire, &format!("/evaluation/rapports?sujet={sujet}"), "Rapports publiés"))
            }
        },
    )
}
