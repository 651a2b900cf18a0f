//! The list in the formats others read: CSV, FHIR, and its latest changes as an Atom feed.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use formats::liste_publique::{self, Flux, Inscription, Lieu, PageDeBundle};
use jiff::{Span, ToSpan};

use super::difference::{Intervalle, lire_changements};
use super::partage::Document;
use super::{Recherche, aujourd_hui, chercher};
use crate::echec::Failure;
use crate::publication::Ligne;
use crate::saisie::Parametres;
use crate::serveur::{App, Partage};

/// How many roles a page of the bundle holds.
const PAR_BUNDLE: usize = 500;

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

/// `/annuaire.atom`: the changes of the last three months.
pub async fn en_atom(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    let departement = intervalle.departement()?;
    let au = aujourd_hui(&app, departement)?;
    let du = au.checked_sub(recul_du_flux()).map_err(Failure::interne)?;
    let changements = lire_changements(&app, departement, (du, au)).await?.gardes;
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
