//! The list as JSON, page by page.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use droit::fiche_publique::{Accueil, Attente, Domicile, FichePublique};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{PAR_PAGE, Recherche, chercher, en_document};
use crate::echec::Failure;
use crate::publication::{Ligne, Place};
use crate::saisie::Parametres;
use crate::serveur::App;

/// A page of the public list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Liste {
    /// The day the list is as of.
    #[schema(value_type = String, format = Date)]
    le: Date,
    /// How many MKs all pages hold.
    total: usize,
    /// The MKs, by name, or the nearest first.
    praticiens: Vec<Inscrit>,
    /// Address of the next page; null on the last one.
    suite: Option<String>,
}

/// An authorised MK, as the public sees him.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inscrit {
    /// Clé de l’autorisation, la même dans tous les formats.
    autorisation: String,
    rpps: String,
    nom: String,
    prenom: String,
    departement: String,
    cpts: String,
    cle_cpts: String,
    adresse: Option<String>,
    code_postal: Option<String>,
    commune: Option<String>,
    /// Distance à la commune cherchée, en mètres.
    metres: Option<u32>,
    /// Ses autres lieux d’exercice du département.
    autres_lieux: Vec<AutreLieu>,
    #[schema(value_type = String, format = Date)]
    autorise_du: Date,
    #[schema(value_type = Option<String>, format = Date)]
    autorise_au: Option<Date>,
    /// Ce que le praticien dit de lui, s’il l’a dit.
    fiche: Option<Fiche>,
}

/// Another place of practice.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutreLieu {
    adresse: String,
    code_postal: String,
    commune: String,
    metres: Option<u32>,
}

/// What the MK says of himself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fiche {
    /// `oui`, `delai` ou `non`.
    nouveaux_patients: Option<&'static str>,
    delai_jours: Option<u16>,
    /// `oui` ou `non`.
    domicile: Option<&'static str>,
    telephone: Option<String>,
    /// Le jour où il l’a dit.
    #[schema(value_type = String, format = Date)]
    dit_le: Date,
}

/// The same list as JSON.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens",
    tag = "annuaire",
    params(
        ("departement" = Option<String>, Query, description = "Département du cabinet"),
        ("cpts" = Option<String>, Query, description = "Identifiant de la CPTS"),
        ("mot" = Option<String>, Query, description = "Début de mots du nom ou de la commune"),
        ("pres" = Option<String>, Query, description = "Commune ou code postal autour duquel chercher"),
        ("rayon" = Option<u32>, Query, description = "Distance en kilomètres, 20 sans lui"),
        ("nouveaux_patients" = Option<String>, Query, description = "`oui` : ceux qui disent prendre de nouveaux patients"),
        ("domicile" = Option<String>, Query, description = "`oui` : ceux qui disent se déplacer à domicile"),
        ("tri" = Option<String>, Query, description = "`nom` ou `distance`"),
        ("le" = Option<String>, Query, description = "Liste telle qu’elle était ce jour (AAAA-MM-JJ)"),
        ("apres" = Option<String>, Query, description = "Suite de la page précédente"),
    ),
    responses((status = 200, body = Liste), (status = 422, body = crate::echec::Problem)),
)]
pub async fn en_json(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    let page = chercher(&app, &recherche, PAR_PAGE).await?;
    let suite = page.trouves.suite.map(|curseur| recherche.adresse("/api/v1/praticiens", &curseur));
    let praticiens = page.trouves.lignes.into_iter().map(Inscrit::from).collect();
    let liste = Liste { le: page.jour, total: page.trouves.total, praticiens, suite };
    en_document(Json(liste), page.modifie)?.repondre(&demande)
}

impl From<Ligne> for Inscrit {
    fn from(ligne: Ligne) -> Self {
        let mut places = ligne.places.into_iter();
        let principale = places.next();
        let de = |champ: fn(&Place) -> &String| principale.as_ref().map(champ).cloned();
        Self {
            autorisation: ligne.curseur.declaration.to_string(),
            rpps: ligne.rpps.to_string(),
            nom: ligne.nom,
            prenom: ligne.prenom,
            departement: ligne.departement.to_string(),
            cpts: ligne.nom_cpts,
            cle_cpts: ligne.cpts.to_string(),
            adresse: de(|place| &place.adresse),
            code_postal: de(|place| &place.code_postal),
            commune: de(|place| &place.commune),
            metres: principale.as_ref().and_then(|place| place.metres),
            autres_lieux: places.map(AutreLieu::from).collect(),
            autorise_du: ligne.du,
            autorise_au: ligne.au,
            fiche: ligne.fiche.map(Fiche::from),
        }
    }
}

impl From<Place> for AutreLieu {
    fn from(place: Place) -> Self {
        let Place { adresse, code_postal, commune, metres, .. } = place;
        Self { adresse, code_postal, commune, metres }
    }
}

impl From<FichePublique> for Fiche {
    fn from(fiche: FichePublique) -> Self {
        Self {
            nouveaux_patients: fiche.accueil.map(Accueil::code),
            delai_jours: fiche.accueil.and_then(Accueil::attente).map(Attente::jours),
            domicile: fiche.domicile.map(Domicile::code),
            telephone: fiche.telephone.map(|telephone| telephone.international()),
            dit_le: fiche.dit_le,
        }
    }
}
