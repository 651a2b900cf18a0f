//! The list in the formats others read: CSV, FHIR, and its changes as JSON and as an Atom feed.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use droit::identifiant::CodeDepartement;
use formats::liste_publique::{self, Flux, Inscription, Lieu, PageDeBundle};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::partage::Document;
use super::{Recherche, aujourd_hui, chercher};
use crate::echec::Failure;
use crate::publication::{Changement, Ligne};
use crate::saisie::Parametres;
use crate::serveur::{App, Partage};

/// How many roles a page of the bundle holds.
const PAR_BUNDLE: usize = 500;
/// The most changes told at once: a department has far fewer in a year.
const CHANGEMENTS_MAX: usize = 5_000;

/// How far back the feed goes, in days.
fn recul_du_flux() -> Span {
    90.days()
}

/// `/annuaire.csv`: the whole list that the parameters select.
pub async fn en_csv(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    let page = chercher(&app, &recherche, usize::MAX).await?;
    let inscriptions = page.trouves.lignes.into_iter().map(inscription);
    let mut corps = Vec::new();
    liste_publique::ecrire_csv(&mut corps, inscriptions).map_err(Failure::interne)?;
    let document = Document {
        genre: "text/csv; charset=utf-8",
        fichier: Some(format!("acces-direct-{}.csv", page.jour)),
        corps,
        modifie: page.modifie,
        partage: Partage::Donnees,
    };
    document.repondre(&demande)
}

/// La liste en FHIR R4 : un `Bundle` de recherche, par pages de 500 rôles.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens/fhir",
    tag = "annuaire",
    params(
        ("departement" = Option<String>, Query),
        ("cpts" = Option<String>, Query),
        ("mot" = Option<String>, Query),
        ("pres" = Option<String>, Query, description = "Commune ou code postal"),
        ("rayon" = Option<u32>, Query, description = "Distance en kilomètres"),
        ("nouveaux_patients" = Option<String>, Query, description = "`oui` : ceux qui disent prendre de nouveaux patients"),
        ("domicile" = Option<String>, Query, description = "`oui` : ceux qui disent se déplacer à domicile"),
        ("le" = Option<String>, Query),
        ("apres" = Option<String>, Query, description = "Suite de la page précédente"),
    ),
    responses(
        (status = 200, description = "Bundle FHIR R4", content_type = "application/fhir+json"),
        (status = 422, body = crate::echec::Problem),
    ),
)]
pub async fn en_fhir(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    const CHEMIN: &str = "/api/v1/praticiens/fhir";
    let page = chercher(&app, &recherche, PAR_BUNDLE).await?;
    let base = base(&app);
    let adresse = |chemin: String| format!("{base}{chemin}");
    let en_tete = PageDeBundle {
        le: page.jour,
        total: page.trouves.total,
        adresse: adresse(recherche.debut(CHEMIN)),
        suite: page.trouves.suite.as_ref().map(|suite| adresse(recherche.adresse(CHEMIN, suite))),
    };
    let inscriptions: Vec<_> = page.trouves.lignes.into_iter().map(inscription).collect();
    let document = Document {
        genre: "application/fhir+json",
        fichier: None,
        corps: liste_publique::bundle(&en_tete, &inscriptions).to_string().into_bytes(),
        modifie: page.modifie,
        partage: Partage::Donnees,
    };
    document.repondre(&demande)
}

/// The public address of the site, without its last slash; nothing when it is not known.
pub(super) fn base(app: &App) -> String {
    app.ecoute.url_publique.clone().unwrap_or_default().trim_end_matches('/').to_owned()
}

pub(super) fn inscription(ligne: Ligne) -> Inscription {
    let lieu = |place: crate::publication::Place| Lieu {
        cle: place.id.to_string(),
        adresse: place.adresse,
        code_postal: place.code_postal,
        commune: place.commune,
    };
    Inscription {
        cle: ligne.curseur.declaration.to_string(),
        praticien: ligne.praticien.to_string(),
        rpps: ligne.rpps.to_string(),
        nom: ligne.nom,
        prenom: ligne.prenom,
        departement: ligne.departement.to_string(),
        cpts: ligne.cpts.to_string(),
        nom_cpts: ligne.nom_cpts,
        lieux: ligne.places.into_iter().map(lieu).collect(),
        du: ligne.du,
        au: ligne.au,
        fiche: ligne.fiche,
    }
}

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

/// What changed between the list of one day and that of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Difference {
    #[schema(value_type = String, format = Date)]
    du: Date,
    #[schema(value_type = String, format = Date)]
    au: Date,
    /// The latest first; a second request with a closer `au` gives the rest when there are 5,000.
    changements: Vec<LigneDeDifference>,
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
    let departement = lire_departement(&intervalle.departement)?;
    let du =
        lire_jour("du", &intervalle.du)?.ok_or_else(|| Failure::champ("du", "indiquez le premier jour"))?;
    let au = match lire_jour("au", &intervalle.au)? {
        Some(jour) => jour,
        None => aujourd_hui(&app, departement)?,
    };
    if au < du {
        return Err(Failure::champ("au", "le second jour précède le premier : inversez-les"));
    }
    let lus = lire_changements(&app, departement, du, au).await?;
    let changements = lus.into_iter().map(LigneDeDifference::from).collect();
    super::en_document(Json(Difference { du, au, changements }), None)?.repondre(&demande)
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

/// `/annuaire.atom`: the changes of the last three months.
pub async fn en_atom(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    let departement = lire_departement(&intervalle.departement)?;
    let au = aujourd_hui(&app, departement)?;
    let du = au.checked_sub(recul_du_flux()).map_err(Failure::interne)?;
    let changements = lire_changements(&app, departement, du, au).await?;
    let base = base(&app);
    let (suffixe, page, ou) = match departement {
        Some(code) => {
            (format!("?departement={code}"), format!("/annuaire/{code}"), format!(", département {code}"))
        }
        None => (String::new(), "/annuaire".to_owned(), String::new()),
    };
    let flux = Flux {
        adresse: format!("{base}/annuaire.atom{suffixe}"),
        page: format!("{base}{page}"),
        titre: format!("Kinésithérapeutes autorisés en accès direct{ou}"),
        jour: au,
    };
    let mut corps = Vec::new();
    liste_publique::ecrire_atom(&mut corps, &flux, &changements).map_err(Failure::interne)?;
    let document = Document {
        genre: "application/atom+xml; charset=utf-8",
        fichier: None,
        corps,
        modifie: None,
        partage: Partage::Donnees,
    };
    document.repondre(&demande)
}

async fn lire_changements(
    app: &App,
    departement: Option<CodeDepartement>,
    du: Date,
    au: Date,
) -> Result<Vec<liste_publique::Changement>, Failure> {
    let mut lus =
        app.publication().lire(&app.entrepot, |index| index.changements(departement, du, au)).await?;
    lus.truncate(CHANGEMENTS_MAX);
    Ok(lus.into_iter().map(changement).collect())
}

fn changement(lu: Changement) -> liste_publique::Changement {
    liste_publique::Changement { mouvement: lu.mouvement, le: lu.le, inscription: inscription(lu.ligne) }
}

fn lire_departement(saisie: &str) -> Result<Option<CodeDepartement>, Failure> {
    Recherche { departement: saisie.to_owned(), ..Recherche::default() }.departement()
}

fn lire_jour(champ: &'static str, saisie: &str) -> Result<Option<Date>, Failure> {
    let saisie = Some(saisie.trim()).filter(|saisie| !saisie.is_empty());
    saisie
        .map(|jour| {
            jour.parse().map_err(|_| Failure::champ(champ, "écrivez la date sous la forme AAAA-MM-JJ"))
        })
        .transpose()
}
