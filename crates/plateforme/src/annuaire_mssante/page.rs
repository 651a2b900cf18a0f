//! The extraction in place, the form that brings another one, the rows that could not be read.

use entrepot::annuaire::Lignes;
use entrepot::annuaire_mssante::Import;
use maud::{Markup, html};

use super::{ADRESSE, FUSEAU};
use crate::connexion::{Identite, Visiteur};
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, bouton, carte, fiche, resume, texte, vide,
};
use crate::saisie::Champs;

/// Rows that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Illisibles {
    /// The first ones: line and reason.
    pub premiers: Vec<(u64, String)>,
    /// How many there are.
    pub nombre: u64,
}

/// What has just been tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Issue {
    /// What was done, if anything.
    pub fait: String,
    /// What was typed.
    pub champs: Champs,
    /// What is wrong.
    pub erreurs: Erreurs,
    /// Rows left aside, or that stopped the import.
    pub illisibles: Illisibles,
}

pub(super) fn rendre(identite: &Identite, import: Option<&Import>, issue: &Issue) -> Markup {
    let visiteur = Visiteur::from(identite);
    let avis = match issue.fait.as_str() {
        "importee" => Some(Avis::succes("Extraction importée : les praticiens la voient dès maintenant.")),
        "deja" => Some(Avis::succes("Cette extraction est déjà en place : rien n’a changé.")),
        _ => None,
    };
    Page::new("Annuaire MSSanté", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .avis(avis)
        .chapo(html! { "Les adresses que les médecins publient, proposées au praticien là où il doit en indiquer une." })
        .rendre(html! {
            div.pile-large {
                (resume(&issue.erreurs))
                (illisibles(&issue.illisibles))
                div.deux {
                    (carte("Importer une extraction", &formulaire(issue)))
                    (carte("Extraction en place", &en_place(import)))
                }
            }
        })
}

fn formulaire(issue: &Issue) -> Markup {
    let (champs, e) = (&issue.champs, &issue.erreurs);
    let acceptees = champs.tous("disparitions").map(str::to_owned);
    html! {
        p { "Le fichier Extraction_Correspondance_MSSante de l’Annuaire Santé, décompressé. Il est importé en entier ou pas du tout ; cela prend quelques minutes." }
        form.formulaire method="post" action=(ADRESSE) enctype="multipart/form-data" novalidate {
            (Champ::date("extrait_le", "Jour de l’extraction").facultatif().valeur(champs.un("extrait_le")).aide("Laissez vide s’il est dans le nom du fichier.").erreurs(e).rendre())
            (Champ::cases("disparitions", "Disparitions", vec![Reponse::new("oui", "Accepter qu’une boîte connue sur dix, ou plus, ne soit plus dans le fichier")]).facultatif().valeurs(acceptees).erreurs(e).rendre())
            div.champ.champ-invalide[e.de("fichier").is_some()] {
                label for="champ-fichier" { "Fichier" }
                p.champ-aide id="aide-fichier" { "Texte séparé par des « | », 512 Mo au plus. Gardez la page ouverte jusqu’à la réponse." }
                @if let Some(erreur) = e.de("fichier") { p.champ-erreur id="erreur-fichier" { span.lecteur { "Erreur : " } (erreur) } }
                input id="champ-fichier" type="file" name="fichier" accept=".txt,.csv" aria-describedby="aide-fichier";
            }
            div.formulaire-fin { (bouton(Style::Principal, "Importer")) }
        }
    }
}

fn en_place(import: Option<&Import>) -> Markup {
    let Some(import) = import else {
        return vide(
            "Aucune extraction",
            "Aucune adresse n’est proposée aux praticiens : ils les demandent aux médecins.",
            &html! {},
        );
    };
    let Lignes { lues, gardees, ecartees, rejetees } = import.lignes;
    fiche(&[
        ("Jour", html! { (texte::jour(import.extrait_le)) }),
        ("Fichier", html! { (import.fichier) }),
        ("Importée le", html! { (texte::instant(import.importe_le, FUSEAU)) }),
        ("Boîtes de médecins", html! { (texte::grouper(import.boites)) }),
        (
            "Lignes lues",
            html! { (texte::grouper(lues)) " : " (texte::grouper(gardees)) " gardées, " (texte::grouper(ecartees)) " écartées (services, autres professions, sans RPPS), " (texte::grouper(rejetees)) " illisibles" },
        ),
    ])
}

fn illisibles(illisibles: &Illisibles) -> Markup {
    if illisibles.nombre == 0 {
        return html! {};
    }
    let autres = illisibles.nombre.saturating_sub(illisibles.premiers.len() as u64);
    html! {
        (Tableau::new("Lignes illisibles", &["Ligne", "Ce qui ne va pas"])
            .lignes(illisibles.premiers.iter().map(|(ligne, raison)| vec![html! { (ligne) }, html! { (raison) }]))
            .rendre())
        @if autres > 0 { p.sous { "Et " (texte::compte(autres, "autre ligne", "autres lignes")) "." } }
    }
}
