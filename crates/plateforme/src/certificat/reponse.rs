//! Was somebody authorised on a day: the answer from the authorisations, with its periods and its text.

use axum::Json;
use axum::extract::{Path, State};
use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, NumeroRpps};
use entrepot::praticien::{self, Autorise, Critere, CurseurListe};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Etat;
use crate::echec::{Failure, Problem};
use crate::gabarits::{Erreurs, Ton, alerte, carte, source, texte};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The most names answered at once.
const MAXIMUM: u16 = 20;

/// The answer to what the address asks; what is wrong goes to `erreurs`.
pub(super) async fn sur_un_praticien(
    app: &App,
    champs: &Champs,
    aujourd_hui: Date,
    erreurs: &mut Erreurs,
) -> Result<Markup, Failure> {
    let le = match champs.un("le") {
        "" => Some(aujourd_hui),
        tape => erreurs.noter("le", tape.parse().map_err(|_| "Écrivez une date, par exemple 2026-11-21.")),
    };
    let departement = match champs.un("departement") {
        "" => None,
        code => erreurs.noter("departement", code.parse::<CodeDepartement>()),
    };
    let qui = champs.un("qui");
    if qui.starts_with(|signe: char| signe.is_ascii_digit()) {
        let rpps = erreurs.noter("qui", qui.parse::<NumeroRpps>());
        let (Some(rpps), Some(le)) = (rpps, le) else { return Ok(html! {}) };
        return par_numero(app, rpps, departement, le).await;
    }
    if departement.is_none() {
        erreurs.ajouter("departement", "Choisissez le département du cabinet, ou donnez le numéro RPPS.");
    }
    let (Some(departement), Some(le)) = (departement, le) else { return Ok(html! {}) };
    par_nom(app, qui.to_owned(), departement, le).await
}

async fn par_numero(
    app: &App,
    rpps: NumeroRpps,
    departement: Option<CodeDepartement>,
    le: Date,
) -> Result<Markup, Failure> {
    let numero = rpps.clone();
    let etat = app.entrepot.lire(move |tx| Etat::lire(tx, &numero, departement, le)).await?;
    let connu = etat.praticien.as_ref();
    let nom = connu.map_or_else(|| rpps.to_string(), |p| format!("{} {}", p.prenom, p.nom));
    let ou = etat.courantes.first().map(|a| a.departement).or(departement);
    let droit = ou.map(|code| app.reglement.au(le, code, TypeStructure::Cpts).autorisation);
    let suite = html! {
        (periodes(&etat))
        @if let Some(regle) = droit { p { (source(&regle.source, app.reglement.registre())) } }
    };
    let jour = texte::jour(le);
    Ok(if etat.courantes.is_empty() {
        alerte(Ton::Erreur, &format!("Non : {nom} n’était pas autorisé le {jour}."), &suite)
    } else {
        alerte(Ton::Succes, &format!("Oui : {nom} était autorisé le {jour}."), &suite)
    })
}

/// The periods, in sentences.
pub(super) fn periodes(etat: &Etat) -> Markup {
    html! {
        @if etat.praticien.is_none() { p { "Ce numéro RPPS n’est pas enregistré ici." } }
        @for a in &etat.courantes { p { "Département " (a.departement) " : " (periode(a.du, a.au)) "." } }
        @for a in &etat.autres { p { "Autre période, département " (a.departement) " : " (periode(a.du, a.au)) "." } }
    }
}

fn periode(du: Date, au: Option<Date>) -> String {
    match au {
        Some(au) => format!("du {} au {} inclus", texte::jour(du), texte::jour(au)),
        None => format!("depuis le {}", texte::jour(du)),
    }
}

async fn par_nom(app: &App, nom: String, departement: CodeDepartement, le: Date) -> Result<Markup, Failure> {
    let critere = Critere {
        jour: le,
        departement: Some(departement),
        cpts: None,
        mot: Some(nom.clone()),
        apres: CurseurListe::default(),
        limite: MAXIMUM,
    };
    let trouves = app.entrepot.lire(move |tx| praticien::autorises(tx, &critere)).await?;
    let jour = texte::jour(le);
    if trouves.is_empty() {
        let titre = format!("Aucun praticien autorisé le {jour} ne répond à « {nom} ».");
        let suite = html! { p { "Un nom peut s’écrire de plusieurs façons : le numéro RPPS donne une réponse sûre." } };
        return Ok(alerte(Ton::Attention, &titre, &suite));
    }
    let titre =
        format!("Autorisés le {jour} : {}", texte::compte(trouves.len() as u64, "réponse", "réponses"));
    Ok(carte(&titre, &html! { ul.puces { @for t in &trouves { (ligne(t)) } } }))
}

fn ligne(trouve: &Autorise) -> Markup {
    html! {
        li {
            strong { (trouve.prenom) " " (trouve.nom) }
            ", CPTS « " (trouve.nom_cpts) " », " (periode(trouve.du, trouve.au))
        }
    }
}

/// The question of a program.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    #[serde(default)]
    le: String,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReponsePublique {
    rpps: String,
    #[schema(value_type = String, format = Date)]
    le: Date,
    /// Was he authorised on that day, in one department at least.
    autorise: bool,
    /// The periods that run on that day.
    periodes: Vec<PeriodePublique>,
}

/// A period of authorisation, both days included.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodePublique {
    departement: String,
    #[schema(value_type = String, format = Date)]
    du: Date,
    #[schema(value_type = Option<String>, format = Date)]
    au: Option<Date>,
}

/// Dit, sans jeton, si un praticien était autorisé un jour donné, d’après la liste publiée.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens/{rpps}/autorisation",
    tag = "annuaire",
    params(
        ("rpps" = String, Path, description = "Numéro RPPS, onze chiffres"),
        ("le" = Option<String>, Query, description = "Jour (AAAA-MM-JJ) ; aujourd’hui sans lui"),
    ),
    responses((status = 200, body = ReponsePublique), (status = 422, body = Problem)),
)]
pub async fn en_json(
    State(app): State<App>,
    Path(rpps): Path<String>,
    Parametres(question): Parametres<Question>,
) -> Result<Json<ReponsePublique>, Failure> {
    let rpps: NumeroRpps = rpps.parse().map_err(|faute| Failure::champ("rpps", format!("{faute}")))?;
    let le = match question.le.trim() {
        "" => app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?,
        tape => tape.parse().map_err(|_| Failure::champ("le", "écrivez une date, par exemple 2026-11-21"))?,
    };
    let numero = rpps.clone();
    let etat = app.entrepot.lire(move |tx| Etat::lire(tx, &numero, None, le)).await?;
    let periodes = etat.courantes.iter().map(|a| PeriodePublique {
        departement: a.departement.to_string(),
        du: a.du,
        au: a.au,
    });
    let periodes: Vec<_> = periodes.collect();
    Ok(Json(ReponsePublique { rpps: rpps.to_string(), le, autorise: !periodes.is_empty(), periodes }))
}
