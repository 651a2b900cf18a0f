//! `/indicateurs/instantanes/{id}`: what a snapshot says, in French, where it comes from and who quotes it.

use axum::extract::{Path, State};
use droit::evaluation::Donnee;
use droit::indicateur::{Indicateur, Perimetre, Periode, Variante};
use entrepot::indicateur::instantane::{self, Instantane};
use formats::instantane::{InstantaneLu, TableauRelu, relire as lire_le_contenu};
use maud::{Markup, html};

use super::citation::{Citations, citations};
use super::instantane::EN_COURS;
use super::instantanes::{LISTE, nom, relire};
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::evaluation::figures::de;
use crate::evaluation::filtres;
use crate::evaluation::{dire_la_surete, ecrire};
use crate::gabarits::{Lien, Page, Tableau, Ton, alerte, carte, fiche, texte};
use crate::serveur::App;

/// The main figures, in order.
const PRINCIPAUX: [Indicateur; 15] = [
    Indicateur::PraticiensAutorises,
    Indicateur::PraticiensActifs,
    Indicateur::Patients,
    Indicateur::PatientsSansDiagnostic,
    Indicateur::Episodes,
    Indicateur::Seances,
    Indicateur::SeancesParEpisode,
    Indicateur::PartActivite,
    Indicateur::Orientations,
    Indicateur::TauxOrientation,
    Indicateur::Evenements,
    Indicateur::TauxEvenements,
    Indicateur::SansMedecinTraitant,
    Indicateur::BilansTransmis,
    Indicateur::ComptesRendusTransmis,
];

/// Those that places are compared on.
const COMPARES: [Indicateur; 5] = [
    Indicateur::Patients,
    Indicateur::Episodes,
    Indicateur::Seances,
    Indicateur::SeancesParEpisode,
    Indicateur::TauxOrientation,
];

/// The page.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (connu, octets) = relire(&app, id).await?;
    let juste = instantane::empreinte(&octets) == connu.sha256;
    let lu = lire_le_contenu(&octets).map_err(Failure::interne)?;
    let citations = citations(&app, &visiteur, &connu).await?;
    let titre = format!("Instantané : {}, {}", nom(&app, connu.departement), lu.periode.libelle());
    Ok(Page::new(&titre, &visiteur)
        .fil([Lien::new("Accueil", "/"), Lien::new("Instantanés", LISTE)])
        .chapo(html! { "Ce qui était publié le " (texte::jour(lu.publie_le)) ". Rien n’y change plus." })
        .rendre(html! {
            div.pile-large {
                @if lu.en_cours { (alerte(Ton::Attention, EN_COURS, &html! { p { "Il a été arrêté au " (texte::jour(lu.arrete_le)) ", avant la fin de la période." } })) }
                (identite(&app, &connu, &lu, &citations))
                (du_departement(&app, &lu))
                (compares(&app, &lu, "Par CPTS", "CPTS", |une| une.perimetre.starts_with("cpts/")))
                (compares(&app, &lu, "Par type de structure", "Structure", |une| une.structure.is_some()))
                (mois_par_mois(&app, &lu))
                (carte("Où il est cité", &citations.lister()))
                (carte("Vérifier", &verifier(&connu, &lu, juste)))
            }
        }))
}

fn identite(app: &App, connu: &Instantane, lu: &InstantaneLu, citations: &Citations) -> Markup {
    let perimetre = Perimetre::Departement(connu.departement);
    let bornes = lu.periode.bornes(&perimetre, app.reglement);
    fiche(&[
        ("Identifiant", html! { code { (connu.id) } }),
        ("Périmètre", html! { (nom(app, connu.departement)) " (" (connu.departement) ") et ses CPTS" }),
        (
            "Période",
            html! {
                (lu.periode.libelle())
                @if let Some((du, au)) = bornes { ", du " (texte::jour(du)) " au " (texte::jour(au)) }
                @if lu.en_cours { " (en cours)" }
            },
        ),
        ("Publié le", html! { (texte::jour(lu.publie_le)) }),
        ("Arrêté au", html! { (texte::jour(lu.arrete_le)) }),
        (
            "Pris",
            html! {
                "le " (texte::instant(connu.pris_le, app.reglement.fuseau(connu.departement)))
                @if let Some(qui) = &citations.preneur { ", par " (qui) }
            },
        ),
    ])
}

fn du_departement(app: &App, lu: &InstantaneLu) -> Markup {
    let cle = format!("departement/{}", lu.departement);
    let donnees: Vec<(Variante, Vec<Donnee>)> = Variante::TOUS
        .iter()
        .map(|variante| {
            let siens = lu.tableaux.iter().filter(|une| {
                une.variante == *variante
                    && une.perimetre == cle
                    && une.structure.is_none()
                    && une.periode == lu.periode
            });
            (*variante, siens.flat_map(TableauRelu::donnees).collect())
        })
        .collect();
    let mut colonnes = vec!["Indicateur"];
    colonnes.extend(donnees.iter().map(|(variante, _)| variante.libelle()));
    Tableau::new("Les principaux chiffres du département", &colonnes)
        .lignes(PRINCIPAUX.iter().map(|indicateur| {
            let mut ligne = vec![html! { a href=(format!("{}/{}", super::pages::DEFINITIONS, indicateur.code())) { (app.reglement.indicateurs().libelle(*indicateur)) } }];
            ligne.extend(donnees.iter().map(|(_, lues)| cellule(lues, *indicateur, &cle)));
            ligne
        }))
        .rendre()
}

/// A figure, and what surrounds it; hidden when its parts alone are told.
fn cellule(lues: &[Donnee], indicateur: Indicateur, cle: &str) -> Markup {
    match de(lues, indicateur, cle) {
        None if lues.iter().any(|donnee| donnee.indicateur == indicateur) => html! { "non publié" },
        None => html! { "–" },
        Some(donnee) => {
            let surete = dire_la_surete(donnee);
            html! { (ecrire(donnee)) @if !surete.is_empty() { span.sous { (surete) } } }
        }
    }
}

/// The tables of several places or structures over the period, side by side, under the default variant.
fn compares(
    app: &App,
    lu: &InstantaneLu,
    titre: &str,
    colonne: &str,
    garder: impl Fn(&TableauRelu) -> bool,
) -> Markup {
    let tables: Vec<&TableauRelu> = lu
        .tableaux
        .iter()
        .filter(|une| une.variante == Variante::DEFAUT && une.periode == lu.periode && garder(une))
        .collect();
    if tables.is_empty() {
        return html! {};
    }
    let legende = format!("{titre}, {}", Variante::DEFAUT.libelle().to_lowercase());
    en_tableau(app, &legende, colonne, tables.into_iter().map(|une| (nommer(une), une)))
}

/// « CPTS Orléanaise », « MSP »; format 2 named CPTS by a key alone.
fn nommer(table: &TableauRelu) -> String {
    match (table.structure, &table.lieu) {
        (Some(structure), _) => filtres::nommer(structure).to_owned(),
        (None, Some(lieu)) => lieu.clone(),
        (None, None) => table.perimetre.clone(),
    }
}

fn mois_par_mois(app: &App, lu: &InstantaneLu) -> Markup {
    let cle = format!("departement/{}", lu.departement);
    let mois: Vec<&TableauRelu> = lu
        .tableaux
        .iter()
        .filter(|une| une.variante == Variante::Calendaire && une.structure.is_none())
        .filter(|une| une.perimetre == cle && matches!(une.periode, Periode::Mois(..)))
        .collect();
    if mois.is_empty() || matches!(lu.periode, Periode::Mois(..)) {
        return html! {};
    }
    let legende = format!("Mois par mois, {}", Variante::Calendaire.libelle().to_lowercase());
    en_tableau(app, &legende, "Mois", mois.into_iter().map(|une| (une.periode.libelle(), une)))
}

fn en_tableau<'t>(
    app: &App,
    legende: &str,
    colonne: &str,
    tables: impl Iterator<Item = (String, &'t TableauRelu)>,
) -> Markup {
    let mut colonnes = vec![colonne];
    colonnes.extend(COMPARES.iter().map(|indicateur| app.reglement.indicateurs().libelle(*indicateur)));
    Tableau::new(legende, &colonnes)
        .lignes(tables.map(|(nom, une)| {
            let donnees = une.donnees();
            let mut ligne = vec![html! { (nom) }];
            ligne.extend(COMPARES.iter().map(|indicateur| match de(&donnees, *indicateur, &une.perimetre) {
                Some(donnee) => html! { (ecrire(donnee)) },
                None => cellule(&donnees, *indicateur, &une.perimetre),
            }));
            ligne
        }))
        .rendre()
}

fn verifier(connu: &Instantane, lu: &InstantaneLu, juste: bool) -> Markup {
    html! {
        (fiche(&[
            ("Empreinte SHA-256", html! { code { (connu.sha256) } }),
            ("Empreinte des règles", html! { code { (connu.reglement) } }),
            ("Vérification", html! { @if juste { "Le contenu gardé correspond à l’empreinte." } @else { "Le contenu gardé ne correspond plus à l’empreinte." } }),
        ]))
        p { a href=(format!("{LISTE}/{}/contenu.json", connu.id)) { "Télécharger l’instantané (JSON)" } " : tous les tableaux, leurs définitions, les publications sur lesquelles il repose." }
        p {
            "Une autre installation qui a les mêmes faits, les mêmes règles et la même suite de publications écrit les mêmes octets. "
            code { "acces-direct indicateurs instantane verifier FICHIER" } " le refait et dit le premier tableau qui diffère."
        }
        @if !lu.publications.is_empty() {
            details.plus {
                summary { "Publications sur lesquelles il repose : " (lu.publications.len()) }
                p.champ-aide { "Un nombre qui a bougé de moins de 11 patients garde sa valeur d’une publication à l’autre : deux installations dont l’histoire diffère peuvent différer. L’empreinte est celle de ce qui était lisible du département ce jour-là." }
                ul.puces { @for une in &lu.publications {
                    li { "N° " (une.numero) ", " (texte::jour(une.le)) @if let Some(empreinte) = &une.empreinte { " : " code { (empreinte) } } }
                } }
            }
        }
    }
}
