//! The filters of a dashboard: a form that asks for another address.

use droit::acces::Acteur;
use droit::decision::TypeStructure;
use droit::indicateur::{Perimetre, Periode, Variante};
use maud::{Markup, html};

use super::adresse::Vue;
use super::lecture::Moment;
use super::page::majuscule;
use crate::gabarits::{Champ, Reponse, Style, bouton};

/// How many years of the experiment there are.
const ANNEES: u8 = 5;

/// The form; `lieux` are the perimeters that this visitor may choose, with their names.
pub fn formulaire(moment: Moment, vue: &Vue, lieux: &[(String, String)]) -> Markup {
    let lieux = lieux.iter().map(|(cle, nom)| Reponse::new(cle, nom)).collect();
    let structures = std::iter::once(Reponse::new("", "Toutes")).chain(
        TypeStructure::TOUS.iter().map(|structure| Reponse::new(structure.code(), nommer(*structure))),
    );
    let variantes = Variante::TOUS.iter().map(|variante| Reponse::new(variante.code(), dire(*variante)));
    html! {
        form.criteres.evaluation-filtres method="get" action="/evaluation" {
            (Champ::liste("perimetre", "Territoire", lieux).valeur(cle_choisie(vue)).filtre().rendre())
            (Champ::liste("periode", "Période", periodes(moment, vue)).valeur(vue.periode.to_string()).filtre().rendre())
            (Champ::liste("variante", "Épisodes comptés", variantes.collect()).valeur(vue.variante.code()).filtre().rendre())
            (Champ::liste("structure", "Type de structure", structures.collect()).valeur(vue.structure.map_or("", TypeStructure::code)).filtre().rendre())
            div { (bouton(Style::Secondaire, "Montrer")) }
        }
    }
}

/// A variant; the one that is read when none is chosen says so.
fn dire(variante: Variante) -> String {
    let defaut = if variante == Variante::DEFAUT { " (par défaut)" } else { "" };
    format!("{}{defaut}", variante.libelle())
}

/// The structures, as people name them.
pub(crate) fn nommer(structure: TypeStructure) -> &'static str {
    match structure {
        TypeStructure::Cpts => "CPTS (expérimentation)",
        TypeStructure::Msp => "Maison de santé pluriprofessionnelle",
        TypeStructure::Cds => "Centre de santé",
        TypeStructure::Esp => "Équipe de soins primaires",
        TypeStructure::Ess => "Équipe de soins spécialisés",
        TypeStructure::Etablissement => "Établissement de santé",
        TypeStructure::Esms => "Établissement ou service médico-social",
        TypeStructure::Cabinet => "Cabinet hors structure coordonnée",
    }
}

/// The key of the perimeter as the list of choices spells it.
fn cle_choisie(vue: &Vue) -> String {
    match &vue.perimetre {
        Perimetre::Praticien(_) => "moi".to_owned(),
        autre => autre.to_string(),
    }
}

/// The years since the experiment began, those of the experiment, and the months of the year that is looked at.
fn periodes(moment: Moment, vue: &Vue) -> Vec<Reponse> {
    let dire = |periode: Periode| Reponse::new(periode.to_string(), majuscule(&periode.libelle()));
    let commence = |periode: &Periode| {
        periode.bornes(&vue.perimetre, moment.reglement).is_some_and(|(du, _)| du <= moment.le)
    };
    let debut = Periode::AnneeExperience(1).bornes(&vue.perimetre, moment.reglement);
    let premiere = debut.map_or(moment.le.year(), |(du, _)| du.year());
    let annees = (premiere..=moment.le.year()).rev().map(Periode::Annee);
    let experience = (1..=ANNEES).map(Periode::AnneeExperience).filter(commence);
    let regardee = match vue.periode {
        Periode::Annee(annee) | Periode::Mois(annee, _) => Periode::Annee(annee),
        Periode::AnneeExperience(_) => vue.periode,
    };
    let mois = regardee.mois(&vue.perimetre, moment.reglement).into_iter().filter(commence);
    let mut toutes: Vec<Periode> = annees.chain(experience).chain(mois).collect();
    if !toutes.contains(&vue.periode) {
        toutes.push(vue.periode);
    }
    toutes.into_iter().map(dire).collect()
}

/// The perimeters that everybody may choose, after one's own.
pub fn choix(moment: Moment, acteur: Option<&Acteur>, siens: &[(String, String)]) -> Vec<(String, String)> {
    let mut choix = Vec::new();
    if matches!(acteur, Some(Acteur::Mk { .. })) {
        choix.push(("moi".to_owned(), "Vous".to_owned()));
    }
    choix.extend(siens.iter().cloned());
    choix.push(("pays".to_owned(), "France entière".to_owned()));
    let designes: Vec<_> = moment
        .reglement
        .departements_designes()
        .filter_map(|code| moment.reglement.departement(code))
        .collect();
    choix.extend(
        designes
            .iter()
            .map(|connu| (format!("departement/{}", connu.code), format!("{} ({})", connu.nom, connu.code))),
    );
    let mut regions: Vec<&str> = designes.iter().map(|connu| connu.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    choix.extend(regions.into_iter().map(|nom| (format!("region/{nom}"), format!("Région {nom}"))));
    choix
}
