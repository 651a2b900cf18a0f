//! Where the MK of a line will practise in direct access, when the list has a choice: his places, or his departments.

use std::collections::BTreeSet;

use droit::identifiant::{CodeDepartement, LieuId};
use entrepot::declaration::{LigneADeclarer, OuDeclarer};
use jiff::civil::Date;
use maud::{Markup, html};

use super::lecture::{Candidat, Lue, Presence, Sujet};
use crate::declaration::dossier::ouvert;
use crate::declaration::lieux_ajoutes::adresse;
use crate::saisie::Champs;

/// The choice as typed cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoixImpossible {
    /// Places of several departments.
    #[error(
        "Une déclaration vaut dans un département : cochez des lieux d’un seul. Pour un autre département, déclarez ce praticien avec une autre liste."
    )]
    PlusieursDepartements,
    /// A place that is none of his.
    #[error("Ce lieu n’est pas de ceux du praticien : rechargez la page.")]
    LieuInconnu,
}

/// What was typed for a line; what it says already when the form had no choice.
///
/// # Errors
/// When the places are not his, or of several departments.
pub fn lire(champs: &Champs, ligne: &LigneADeclarer, sujet: &Sujet) -> Result<OuDeclarer, ChoixImpossible> {
    let Sujet::Connu(candidat) = sujet else { return Ok(ligne.ou.clone()) };
    if let Ok(departement) = champs.un("departement").parse() {
        return Ok(OuDeclarer::Departement(departement));
    }
    let lieux: Vec<LieuId> = champs.tous("lieu").filter_map(|id| id.parse().ok()).collect();
    if lieux.is_empty() {
        return Ok(if champs.un("endroit") == "dit" { OuDeclarer::NonDit } else { ligne.ou.clone() });
    }
    let mut departements = BTreeSet::new();
    for id in &lieux {
        let sien = candidat.dossier.lieux.iter().find(|lieu| lieu.id == *id);
        departements.insert(sien.ok_or(ChoixImpossible::LieuInconnu)?.departement);
    }
    if departements.len() > 1 {
        Err(ChoixImpossible::PlusieursDepartements)
    } else {
        Ok(OuDeclarer::Lieux(lieux))
    }
}

/// The fields of the choice, where there is one.
pub fn champs(lue: &Lue, le: Date) -> Markup {
    let Sujet::Connu(candidat) = &lue.sujet else { return html! {} };
    match candidat.presence {
        Presence::AuFichier => cases(candidat, lue.ligne.rang, le),
        Presence::AnnuaireSeul => departements(candidat, lue.ligne.rang),
    }
}

/// The communes his declaration stands for: those named, else the one that counts.
pub fn communes(candidat: &Candidat, le: Date) -> String {
    let dossier = &candidat.dossier;
    let nommes: Vec<_> =
        dossier.lieux.iter().filter(|lieu| dossier.lieux_choisis.contains(&lieu.id)).collect();
    let unique = dossier.lieu(le).or_else(|| dossier.lieux.first());
    let montres = if nommes.is_empty() { unique.into_iter().collect() } else { nommes };
    let mots = montres.iter().map(|lieu| format!("{} ({})", lieu.commune, lieu.departement));
    let mots = mots.collect::<Vec<_>>().join(", ");
    if mots.is_empty() { "Aucun".to_owned() } else { mots }
}

fn cases(candidat: &Candidat, rang: i64, le: Date) -> Markup {
    let dossier = &candidat.dossier;
    let ouverts: Vec<_> = dossier.lieux.iter().filter(|lieu| ouvert(lieu, le)).collect();
    if ouverts.len() < 2 {
        return html! {};
    }
    html! {
        fieldset.correction-lieux {
            legend { "Lieux de la déclaration" }
            p.champ-aide { "Sans choix, tous ceux du département " (dossier.departement) "." }
            input type="hidden" name="endroit" value="dit";
            @for lieu in ouverts {
                @let id = format!("lieu-{rang}-{}", lieu.id);
                label.a-cocher for=(id) {
                    input id=(id) type="checkbox" name="lieu" value=(lieu.id) checked[dossier.lieux_choisis.contains(&lieu.id)];
                    span { (adresse(lieu)) " (" (lieu.departement) ")" }
                }
            }
        }
    }
}

fn departements(candidat: &Candidat, rang: i64) -> Markup {
    let codes: BTreeSet<CodeDepartement> =
        candidat.dossier.lieux.iter().map(|lieu| lieu.departement).collect();
    if codes.len() < 2 {
        return html! {};
    }
    html! {
        label for=(format!("departement-{rang}")) { "Département de la déclaration" }
        select id=(format!("departement-{rang}")) name="departement" {
            @for code in codes { option value=(code) selected[code == candidat.dossier.departement] { (code) } }
        }
    }
}
