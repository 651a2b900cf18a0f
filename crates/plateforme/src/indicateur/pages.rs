//! Public pages: what each indicator is, and its three variants side by side.

use axum::extract::{Path, State};
use droit::indicateur::{
    Champ, Definition, Famille, Indicateur, Manque, Modalite, Nature, Valeur, Variante, arrondir, dixiemes,
};
use entrepot::Echec;
use formats::indicateur::Lecture;
use maud::{Markup, html};

use super::demande::Demande;
use super::lecture::{Question, lecture, sous_chaque_variante};
use super::parution;
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::evaluation::adresse::Vue;
use crate::evaluation::lecture::Moment;
use crate::evaluation::{self, filtres};
use crate::gabarits::{Lien, Page, Tableau, fiche, source, texte};
use crate::saisie::Parametres;
use crate::serveur::App;

/// The address of the definitions.
pub const DEFINITIONS: &str = "/indicateurs/definitions";

/// Every definition, by family.
pub async fn definitions(State(app): State<App>, visiteur: Visiteur) -> Markup {
    let lues = app.reglement.indicateurs();
    Page::new("Définition des indicateurs", &visiteur)
        .fil([Lien::new("Accueil", "/")])
        .chapo(html! {
            "Chaque chiffre de l’évaluation a sa formule, son unité et ses sources. Les mêmes faits donnent les mêmes chiffres à tout le monde."
        })
        .rendre(html! {
            (variantes())
            @for famille in Famille::TOUS {
                section.section {
                    h2 { (famille.libelle()) }
                    dl.regles {
                        @for definition in lues.iter().filter(|d| d.indicateur.famille() == *famille) {
                            div.regle {
                                dt { a href=(adresse(definition.indicateur)) { (definition.libelle) } }
                                dd { p { (definition.formule) } }
                            }
                        }
                    }
                }
            }
            p { a href=(super::instantanes::LISTE) { "Instantanés publiés" } }
            p.source { "Empreinte des règles et des définitions : " code { (app.reglement.empreinte()) } }
        })
}

fn variantes() -> Markup {
    html! {
        section.section {
            h2 { "Trois façons de retenir les épisodes" }
            (fiche(&[
                (Variante::Ouverture.libelle(), html! { "Tout ce qui est arrivé dans les épisodes ouverts pendant la période, même après. C’est la variante par défaut." }),
                (Variante::Cloture.libelle(), html! { "Tout ce qui est arrivé dans les épisodes clos pendant la période, même avant." }),
                (Variante::Calendaire.libelle(), html! { "Ce qui est arrivé pendant la période, quel que soit l’épisode ; les épisodes sont ceux qui y ont eu une séance." }),
            ]))
            p { "Hors de l’équipe de soins, aucun nombre de moins de 11 patients n’est montré, ni aucun nombre qui permettrait de le retrouver." }
        }
    }
}

fn adresse(indicateur: Indicateur) -> String {
    format!("{DEFINITIONS}/{}", indicateur.code())
}

/// One definition, with its value under each variant.
pub async fn definition(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(code): Path<String>,
    Parametres(demande): Parametres<Demande>,
) -> Result<Markup, Failure> {
    let indicateur = Indicateur::depuis_code(&code).ok_or(Failure::Introuvable)?;
    let definition = app.reglement.indicateurs().de(indicateur).ok_or(Failure::Introuvable)?;
    let valeurs = cote_a_cote(&app, &visiteur, &demande, indicateur).await?;
    let registre = app.reglement.registre();
    Ok(Page::new(&definition.libelle, &visiteur)
        .fil([Lien::new("Accueil", "/"), Lien::new("Définition des indicateurs", DEFINITIONS)])
        .rendre(html! {
            (fiche(&faits(definition)))
            section.section {
                h2 { "Sources" }
                ul.puces { @for lue in &definition.sources { li { (source(lue, registre)) } } }
            }
            (valeurs)
        }))
}

fn faits(definition: &Definition) -> Vec<(&'static str, Markup)> {
    let mut faits = vec![
        ("Formule", html! { (definition.formule) }),
        ("Unité", html! { (definition.unite) }),
        ("Nature", html! { (definition.indicateur.nature().libelle()) }),
    ];
    faits.extend(definition.denominateur.as_ref().map(|lu| ("Dénominateur", html! { (lu) })));
    faits.extend(definition.precision.as_ref().map(|lue| ("À savoir", html! { (lue) })));
    faits
}

async fn cote_a_cote(
    app: &App,
    visiteur: &Visiteur,
    demande: &Demande,
    indicateur: Indicateur,
) -> Result<Markup, Failure> {
    let (question, lecteur) = demande.question(app, visiteur).await?;
    parution::assurer(app).await?;
    let (jour, reglement) =
        (app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?, app.reglement);
    let (champ, periode) = (question.champ.clone(), question.periode);
    let (tableaux, lecture) = app
        .entrepot
        .lire(move |tx| {
            let tableaux = sous_chaque_variante(tx, (reglement, jour), (&champ, periode), lecteur)?;
            Ok::<_, Echec>((tableaux, lecture(tx, lecteur)?))
        })
        .await?;
    let (choix, nom) = choix(app, visiteur, &question, indicateur).await?;
    Ok(html! {
        section.section {
            h2 { "Les trois variantes, " (nom) ", " (question.periode.libelle()) }
            (choix)
            (Tableau::new("Valeur selon la façon de retenir les épisodes", &["Variante", "Valeur"])
                .lignes(tableaux.iter().map(|lu| {
                    vec![html! { (lu.variante.libelle()) }, montrer(indicateur, lu.valeur(indicateur))]
                }))
                .rendre())
            p.champ-aide { (dire(lecture)) }
            @if !indicateur.depend_de_la_variante() {
                p { "Cet indicateur ne dépend pas de la variante." }
            }
        }
    })
}

/// As of when figures are read.
fn dire(lecture: Lecture) -> String {
    match lecture {
        Lecture::Moment => "Chiffres de cet instant.".to_owned(),
        Lecture::Publication(Some(le)) => {
            format!("Chiffres de la publication mensuelle du {}.", texte::jour(le))
        }
        Lecture::Publication(None) => "Rien n’a encore été publié.".to_owned(),
    }
}

/// The form that asks for another territory, period or structure, and the name of the territory.
async fn choix(
    app: &App,
    visiteur: &Visiteur,
    question: &Question,
    indicateur: Indicateur,
) -> Result<(Markup, String), Failure> {
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let moment = Moment { reglement: app.reglement, le };
    let acteur = visiteur.identite().map(|identite| identite.acteur.clone());
    let (qui, perimetre) = (acteur.clone(), question.champ.perimetre.clone());
    let lus = app.entrepot.lire(move |tx| {
        let nom = evaluation::lecture::nommer(tx, moment, &perimetre)?;
        Ok::<_, Echec>((evaluation::siens(tx, moment, qui.as_ref())?, nom))
    });
    let (siens, nom) = lus.await?;
    let Champ { perimetre, structure } = question.champ.clone();
    let vue = Vue { perimetre, periode: question.periode, variante: question.variante, structure };
    let lieux = filtres::choix(moment, acteur.as_ref(), &siens);
    let form = filtres::formulaire_de_definition(moment, &vue, &lieux, &adresse(indicateur));
    let structure = structure.map_or_else(String::new, |s| format!(", {}", filtres::nommer(s)));
    let nom = nom.unwrap_or_else(|| question.champ.perimetre.to_string());
    Ok((form, format!("{nom}{structure}")))
}

/// A value as people read it.
pub fn montrer(indicateur: Indicateur, valeur: &Valeur) -> Markup {
    let unite = indicateur.unite_des_parts();
    match valeur {
        Valeur::Nombre(n) => html! { (texte::grouper(*n)) },
        Valeur::Rapport { numerateur, denominateur, echelle } => html! {
            (decimal(arrondir(*numerateur, *denominateur, echelle * 10).unwrap_or_default()))
            (match *echelle { 100 => "\u{a0}%", 1 => "", _ => "\u{a0}pour 1\u{a0}000" })
            " (" (texte::grouper(*numerateur)) " sur " (texte::grouper(*denominateur)) ")"
        },
        Valeur::Distribution { effectif, moyenne, mediane, quartiles, classes } => html! {
            "moyenne " (decimal(dixiemes(*moyenne))) ", médiane " (decimal(dixiemes(*mediane)))
            ", de " (decimal(dixiemes(quartiles.0))) " à " (decimal(dixiemes(quartiles.1))) " pour la moitié centrale, sur " (texte::grouper(*effectif))
            @if !classes.is_empty() { (parts(classes, unite)) }
        },
        // Of a mean that is hidden, its classes alone may be shown.
        Valeur::Repartition(classes) if indicateur.nature() == Nature::Distribution => html! {
            "moyenne : " (Manque::Secret.etat()) (parts(classes, unite))
        },
        Valeur::Repartition(modalites) => parts(modalites, unite),
        Valeur::Absente(manque) => html! { (manque.libelle()) },
    }
}

fn parts(modalites: &[Modalite], unite: Option<&str>) -> Markup {
    html! {
        ul.puces {
            @for modalite in modalites {
                li {
                    (modalite.libelle) "\u{a0}: "
                    @match modalite.n { Some(n) => { (texte::grouper(n)) @if let Some(unite) = unite { " " (unite) } }, None => (Manque::Secret.etat()) }
                }
            }
        }
    }
}

/// Tenths, as every screen and paper writes them.
fn decimal(dixiemes: u64) -> String {
    texte::decimal(texte::flottant(dixiemes) / 10.0, 1)
}
