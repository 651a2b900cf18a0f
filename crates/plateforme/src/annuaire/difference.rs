//! The difference between the list of one day and that of another: a page, a text for spreadsheets, JSON.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use droit::identifiant::CodeDepartement;
use formats::liste_publique::{self, Mouvement};
use formats::tableur::{Colonne, Document as Feuille, Valeur, ecrire_csv};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::export::inscription;
use super::partage::Document;
use super::{Recherche, aujourd_hui, erreurs};
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, alerte, badge, bouton, texte, vide,
};
use crate::publication::Changement;
use crate::saisie::Parametres;
use crate::serveur::{App, Partage};

/// The most changes told at once: a department has far fewer in a year.
const CHANGEMENTS_MAX: usize = 5_000;
/// How far back the page goes when nobody says a day.
const RECUL_JOURS: i32 = 30;

const fn colonne(titre: &'static str, largeur: u16) -> Colonne<'static> {
    Colonne { titre, largeur }
}

const COLONNES: [Colonne; 7] = [
    colonne("Mouvement", 12),
    colonne("Le", 12),
    colonne("Numéro RPPS", 14),
    colonne("Nom", 22),
    colonne("Prénom", 18),
    colonne("Département", 12),
    colonne("CPTS", 30),
];

/// Between which days.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervalle {
    #[serde(default)]
    departement: String,
    #[serde(default)]
    du: String,
    #[serde(default)]
    au: String,
}

/// What is asked, once understood.
#[derive(Clone, Copy)]
struct Entre {
    departement: Option<CodeDepartement>,
    du: Date,
    au: Date,
}

/// The changes told, and whether there are more.
pub(super) struct Lus {
    /// The latest first.
    pub(super) gardes: Vec<liste_publique::Changement>,
    tronques: bool,
}

impl Intervalle {
    /// The department, when one is named.
    pub(super) fn departement(&self) -> Result<Option<CodeDepartement>, Failure> {
        Recherche { departement: self.departement.clone(), ..Recherche::default() }.departement()
    }

    fn entre(&self, app: &App) -> Result<Entre, Failure> {
        let departement = self.departement()?;
        let du =
            lire_jour("du", &self.du)?.ok_or_else(|| Failure::champ("du", "indiquez le premier jour"))?;
        let au = match lire_jour("au", &self.au)? {
            Some(jour) => jour,
            None => aujourd_hui(app, departement)?,
        };
        if au < du {
            return Err(Failure::champ("au", "le second jour précède le premier : inversez-les"));
        }
        Ok(Entre { departement, du, au })
    }
}

/// What changed between the list of one day and that of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Difference {
    #[schema(value_type = String, format = Date)]
    du: Date,
    #[schema(value_type = String, format = Date)]
    au: Date,
    /// The latest first.
    changements: Vec<LigneDeDifference>,
    /// Y en a-t-il d’autres, plus anciens : les 5 000 plus récents sont donnés ; un `au` plus proche donne la suite.
    tronque: bool,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub struct LigneDeDifference {
    /// `arrivee` ou `depart`.
    mouvement: &'static str,
    /// Premier jour sur la liste, ou premier jour hors de la liste.
    #[schema(value_type = String, format = Date)]
    le: Date,
    /// Clé de l’autorisation.
    autorisation: String,
    rpps: String,
    nom: String,
    prenom: String,
    departement: String,
    cpts: String,
}

/// The difference between two days.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens/changements",
    tag = "annuaire",
    params(
        ("departement" = Option<String>, Query),
        ("du" = String, Query, description = "Premier jour (AAAA-MM-JJ)"),
        ("au" = Option<String>, Query, description = "Second jour ; aujourd’hui s’il est absent"),
    ),
    responses((status = 200, body = Difference), (status = 422, body = crate::echec::Problem)),
)]
pub async fn changements(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    let Entre { departement, du, au } = intervalle.entre(&app)?;
    let lus = lire_changements(&app, departement, (du, au)).await?;
    let changements = lus.gardes.into_iter().map(LigneDeDifference::from).collect();
    super::en_document(Json(Difference { du, au, changements, tronque: lus.tronques }), None)?
        .repondre(&demande)
}

impl From<liste_publique::Changement> for LigneDeDifference {
    fn from(changement: liste_publique::Changement) -> Self {
        let qui = changement.inscription;
        Self {
            mouvement: changement.mouvement.code(),
            le: changement.le,
            autorisation: qui.cle,
            rpps: qui.rpps,
            nom: qui.nom,
            prenom: qui.prenom,
            departement: qui.departement,
            cpts: qui.nom_cpts,
        }
    }
}

/// `/annuaire/changements.csv`: the same for a spreadsheet.
pub async fn en_csv(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    let Entre { departement, du, au } = intervalle.entre(&app)?;
    let lus = lire_changements(&app, departement, (du, au)).await?;
    let lignes: Vec<Vec<Valeur>> = lus.gardes.into_iter().map(cellules).collect();
    let feuille = Feuille { feuille: "Changements", etabli_le: au, colonnes: &COLONNES, lignes: &lignes };
    let document = Document {
        genre: "text/csv; charset=utf-8",
        fichier: Some(format!("acces-direct-changements-{du}-{au}.csv")),
        corps: ecrire_csv(&feuille).map_err(Failure::interne)?,
        modifie: None,
        partage: Partage::Donnees,
    };
    document.repondre(&demande)
}

fn cellules(changement: liste_publique::Changement) -> Vec<Valeur> {
    let qui = changement.inscription;
    let mots = [qui.rpps, qui.nom, qui.prenom, qui.departement, qui.nom_cpts];
    let mouvement = [mot(changement.mouvement).into(), Valeur::Jour(changement.le)];
    mouvement.into_iter().chain(mots.iter().map(|mot| mot.as_str().into())).collect()
}

fn mot(mouvement: Mouvement) -> &'static str {
    match mouvement {
        Mouvement::Arrivee => "Arrivée",
        Mouvement::Depart => "Départ",
    }
}

/// `/annuaire/changements`: the page.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(mut intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    if intervalle.du.is_empty() && intervalle.au.is_empty() {
        let depuis = aujourd_hui(&app, None)?.checked_sub(RECUL_JOURS.days()).map_err(Failure::interne)?;
        intervalle.du = depuis.to_string();
    }
    let page = |corps: Markup| {
        Page::new("Ce qui a changé dans la liste", &visiteur)
            .fil([Lien::new("Accueil", "/"), Lien::new("Annuaire", "/annuaire")])
            .chapo(html! { "Qui est entré dans la liste des praticiens autorisés, et qui en est sorti, entre deux jours ; sans second jour, jusqu’à aujourd’hui." })
            .rendre(corps)
    };
    let entre = match intervalle.entre(&app) {
        Ok(entre) => entre,
        Err(echec) => {
            let page = page(formulaire(&app, &intervalle, &erreurs(Some(echec))?));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let lus = lire_changements(&app, entre.departement, (entre.du, entre.au)).await?;
    let corps = html! {
        (formulaire(&app, &intervalle, &Erreurs::default()))
        (tableau(entre, &lus))
    };
    Ok(page(corps).into_response())
}

fn formulaire(app: &App, intervalle: &Intervalle, erreurs: &Erreurs) -> Markup {
    let nommes = app.reglement.departements_designes().filter_map(|code| app.reglement.departement(code));
    let mut departements = vec![Reponse::new("", "Tous les départements")];
    departements.extend(nommes.map(|d| Reponse::new(d.code.to_string(), format!("{} ({})", d.nom, d.code))));
    html! {
        form.criteres method="get" action="/annuaire/changements" {
            (Champ::liste("departement", "Département", departements).valeur(&intervalle.departement).filtre().erreurs(erreurs).rendre())
            (Champ::date("du", "Du").valeur(&intervalle.du).filtre().erreurs(erreurs).rendre())
            (Champ::date("au", "Au").valeur(&intervalle.au).filtre().erreurs(erreurs).rendre())
            (bouton(Style::Secondaire, "Comparer"))
        }
    }
}

fn tableau(entre: Entre, lus: &Lus) -> Markup {
    let Entre { departement, du, au } = entre;
    let departement = departement.map(|code| code.to_string()).unwrap_or_default();
    let nombre = |voulu: Mouvement| lus.gardes.iter().filter(|c| c.mouvement == voulu).count() as u64;
    let titre = format!(
        "Du {} au {} : {}, {}",
        texte::jour_court(du),
        texte::jour_court(au),
        texte::compte(nombre(Mouvement::Arrivee), "arrivée", "arrivées"),
        texte::compte(nombre(Mouvement::Depart), "départ", "départs"),
    );
    if lus.gardes.is_empty() {
        return vide(
            "Rien n’a changé entre ces deux jours",
            "La liste des deux jours est la même.",
            &html! {},
        );
    }
    html! {
        @if lus.tronques {
            (alerte(Ton::Info, "Les 5 000 changements les plus récents sont montrés.", &html! { p { "Choisissez un département ou des jours plus proches pour lire les autres." } }))
        }
        (Tableau::new(&titre, &["Mouvement", "Le", "Kinésithérapeute", "CPTS"]).lignes(lus.gardes.iter().map(ligne)).rendre())
        p.source {
            "Les mêmes changements : "
            a href=(format!("/annuaire/changements.csv?departement={departement}&du={du}&au={au}")) { "fichier CSV" } ", "
            a href=(format!("/api/v1/praticiens/changements?departement={departement}&du={du}&au={au}")) { "JSON" } "."
        }
    }
}

fn ligne(changement: &liste_publique::Changement) -> Vec<Markup> {
    let ton = match changement.mouvement {
        Mouvement::Arrivee => Ton::Succes,
        Mouvement::Depart => Ton::Neutre,
    };
    let qui = &changement.inscription;
    vec![
        badge(ton, mot(changement.mouvement)),
        html! { (texte::jour_court(changement.le)) },
        html! { (qui.prenom) " " (qui.nom) span.sous { (qui.rpps) } },
        html! { (qui.nom_cpts) span.sous { "Département " (qui.departement) } },
    ]
}

/// What changed, the latest first, as many as are told at once.
pub(super) async fn lire_changements(
    app: &App,
    departement: Option<CodeDepartement>,
    (du, au): (Date, Date),
) -> Result<Lus, Failure> {
    let mut lus =
        app.publication().lire(&app.entrepot, |index| index.changements(departement, du, au)).await?;
    let tronques = lus.len() > CHANGEMENTS_MAX;
    lus.truncate(CHANGEMENTS_MAX);
    Ok(Lus { gardes: lus.into_iter().map(changement).collect(), tronques })
}

fn changement(lu: Changement) -> liste_publique::Changement {
    liste_publique::Changement { mouvement: lu.mouvement, le: lu.le, inscription: inscription(lu.ligne) }
}

fn lire_jour(champ: &'static str, saisie: &str) -> Result<Option<Date>, Failure> {
    let saisie = Some(saisie.trim()).filter(|saisie| !saisie.is_empty());
    saisie
        .map(|jour| {
            jour.parse().map_err(|_| Failure::champ(champ, "écrivez la date sous la forme AAAA-MM-JJ"))
        })
        .transpose()
}
