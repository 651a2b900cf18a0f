//! `/ma-cpts`: the departments of the CPTS with their rules, and the fiche annexed to its projet de santé.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::decision::TypeStructure;
use entrepot::Echec;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Ici, regle};
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Ton, alerte, bouton, carte, resume, section, texte,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
) -> Result<Markup, Failure> {
    let ici = Ici::charger(&app, id).await?;
    Ok(page(&app, &identite, &ici, &Champs::default(), &Erreurs::default()))
}

/// Records the day the fiche was annexed.
pub async fn annexer(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let ici = Ici::charger(&app, id).await?;
    let mut erreurs = Erreurs::default();
    let depuis = erreurs.noter("depuis", jour(champs.un("depuis")));
    if depuis.is_some_and(|depuis| depuis > ici.le) {
        erreurs.ajouter("depuis", "Ce jour est à venir : écrivez le jour où la fiche a été annexée.");
    }
    let Some(depuis) = depuis.filter(|_| erreurs.est_vide()) else {
        let page = page(&app, &identite, &ici, &champs, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let (acteur, maintenant, cpts) =
        (format!("compte/{}", identite.compte), app.horloge.maintenant(), ici.cpts);
    app.entrepot
        .ecrire(move |tx| {
            entrepot::cpts::annexer_fiche(tx, &cpts, depuis, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/ma-cpts").into_response())
}

/// A day as typed.
pub fn jour(saisie: &str) -> Result<Date, &'static str> {
    saisie.parse().map_err(|_| "Écrivez une date, par exemple 2026-11-21.")
}

fn page(app: &App, identite: &Identite, ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new(&ici.cpts.nom, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .rendre(html! {
            @if ici.departements.len() > 1 {
                (alerte(Ton::Info, "Votre CPTS s’étend sur plusieurs départements.", &html! {
                    p { "C’est le lieu d’exercice du praticien qui compte : chacun est déclaré à l’ARS du département où il exerce, selon la règle de ce département." }
                }))
            }
            div.deux {
                div {
                    @for departement in &ici.departements {
                        @let nom = app.reglement.departement(*departement).map_or("", |d| d.nom.as_str());
                        (section(&format!("{nom} ({departement})"), &regle::regles(app, *departement, ici.le)))
                    }
                }
                (carte("Fiche annexée au projet de santé", &fiche(app, ici, champs, erreurs)))
            }
        })
}

fn fiche(app: &App, ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let exigee = ici
        .departements
        .iter()
        .any(|code| app.reglement.au(ici.le, *code, TypeStructure::Cpts).fiche_exigee.connue == Some(true));
    let depuis = match champs.un("depuis") {
        "" => ici.cpts.fiche_depuis.map(|jour| jour.to_string()).unwrap_or_default(),
        tapee => tapee.to_owned(),
    };
    html! {
        @match (ici.cpts.fiche_depuis, exigee) {
            (Some(depuis), _) => (alerte(Ton::Succes, &format!("Annexée depuis le {}.", texte::jour(depuis)), &html! {})),
            (None, true) => (alerte(Ton::Erreur, "Votre département l’exige : sans elle, aucune déclaration n’est possible.", &html! {})),
            (None, false) => p { "Votre département ne l’exige pas. Vous pouvez l’enregistrer si elle existe." },
        }
        form.formulaire method="post" action="/ma-cpts/fiche" novalidate {
            (resume(erreurs))
            (Champ::date("depuis", "Annexée le").valeur(depuis).erreurs(erreurs).rendre())
            div.formulaire-fin { (bouton(Style::Secondaire, "Enregistrer ce jour")) }
        }
    }
}
