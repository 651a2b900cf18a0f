//! The acts of the NGAP planned: as many as were chosen, and one more to choose.

use droit::decision::ActeNgap;
use maud::{Markup, html};

use super::Vue;
use crate::episode::{acte, seance::lire_acte};
use crate::gabarits::Erreurs;
use crate::saisie::Champs;

/// The drop-down lists.
pub fn rendre(vue: &Vue<'_>) -> Markup {
    let choix = acte::choix(vue.app.reglement, vue.socle.dossier.episode.departement, vue.jour);
    let choisis: Vec<&str> = vue.champs.tous("acte").filter(|acte| !acte.is_empty()).collect();
    let lignes = choisis.iter().copied().chain([""]);
    html! {
        @for (rang, choisi) in lignes.enumerate() {
            div.champ {
                label for=(format!("champ-acte.{rang}")) {
                    @if rang == 0 { "Acte de la nomenclature" } @else { "Autre acte" }
                    " " span.champ-mention { "(facultatif)" }
                }
                select id=(format!("champ-acte.{rang}")) name="acte" {
                    option value="" { "Aucun" }
                    @for reponse in &choix {
                        option value=(reponse.valeur) selected[reponse.valeur == choisi] { (reponse.libelle) }
                    }
                }
                @if let Some(erreur) = vue.erreurs.de(&format!("acte.{rang}")) { p.champ-erreur { (erreur) } }
            }
        }
    }
}

/// The acts chosen, each once.
pub fn lire(champs: &Champs, e: &mut Erreurs) -> Vec<ActeNgap> {
    let mut actes: Vec<ActeNgap> = Vec::new();
    for (rang, saisie) in champs.tous("acte").filter(|acte| !acte.is_empty()).enumerate() {
        let acte = e.noter(&format!("acte.{rang}"), lire_acte(saisie));
        actes.extend(acte.filter(|acte| !actes.contains(acte)));
    }
    actes
}
