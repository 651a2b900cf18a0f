//! Reading for a program: the list by pages, one episode; each read leaves its line in the journal.

use axum::Json;
use axum::extract::{Path, State};
use droit::acces::{self, Auteur, VueSeance};
use droit::episode::{Compte, EtatEpisode};
use droit::identifiant::PraticienId;
use entrepot::episode::{self, Curseur, Etat, LigneTableau};
use entrepot::journal::Entree;
use entrepot::{Echec, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::connexion::Mk;
use crate::echec::{Failure, Problem};
use crate::episode::dossier::Dossier;
use crate::episode::page::consulter;
use crate::saisie::Parametres;
use crate::serveur::App;

/// Episodes on a page.
const PAGE: u16 = 100;

/// Ce que la liste montre.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Choix {
    /// `ouvert` par défaut, ou `clos`.
    etat: Option<String>,
    /// Le curseur `suivant` de la page précédente.
    apres: Option<String>,
}

/// Une page d’épisodes, les plus proches de leur terme d’abord.
#[derive(Debug, Serialize, ToSchema)]
pub struct Liste {
    episodes: Vec<Ligne>,
    /// À donner en `apres` pour la page suivante ; `null` à la fin.
    suivant: Option<String>,
}

/// Un épisode de la liste.
#[derive(Debug, Serialize, ToSchema)]
struct Ligne {
    id: String,
    patient: Patient,
    region: &'static str,
    cote: &'static str,
    seances: Decompte,
    #[schema(format = Date)]
    ouvert_le: String,
    #[schema(format = Date)]
    fin_le: Option<String>,
    #[schema(format = Date)]
    derniere_le: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Patient {
    nom: String,
    prenom: String,
    #[schema(format = Date)]
    ne_le: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct Decompte {
    /// Toutes, sous diagnostic ou non.
    faites: u16,
    /// Celles qui comptent dans le plafond.
    sans_diagnostic: u16,
    /// `null` s’il est levé ou inconnu.
    plafond: Option<u16>,
}

/// Liste les épisodes que le praticien suit.
#[utoipa::path(
    get,
    path = "/api/v1/episodes",
    params(Choix),
    responses((status = 200, body = Liste), (status = 422, body = Problem))
)]
pub async fn lister(
    State(app): State<App>,
    Mk(_identite, mk): Mk,
    Parametres(choix): Parametres<Choix>,
) -> Result<Json<Liste>, Failure> {
    let etat = match choix.etat.as_deref() {
        None | Some("ouvert") => Etat::Ouvert,
        Some("clos") => Etat::Clos,
        Some(_) => return Err(Failure::champ("etat", "Valeurs admises : ouvert, clos.")),
    };
    let apres = match &choix.apres {
        None => Curseur::default(),
        Some(texte) => curseur(texte)
            .ok_or_else(|| Failure::champ("apres", "Donnez le curseur « suivant » tel qu’il a été reçu."))?,
    };
    let trousseau = app.entrepot.trousseau().clone();
    let lignes: Vec<LigneTableau> =
        app.entrepot.lire(move |tx| episode::tableau(tx, &trousseau, mk, etat, &apres, PAGE)).await?;
    tracer(&app, mk, &lignes).await?;
    let pleine = lignes.len() == usize::from(PAGE);
    let suivant =
        lignes.last().filter(|_| pleine).map(|ligne| format!("{}~{}", ligne.curseur.echeance, ligne.episode));
    Ok(Json(Liste { episodes: lignes.iter().map(Ligne::de).collect(), suivant }))
}

fn curseur(texte: &str) -> Option<Curseur> {
    let (echeance, episode) = texte.split_once('~')?;
    Some(Curseur { echeance: echeance.to_owned(), episode: episode.parse().ok()? })
}

async fn tracer(app: &App, mk: PraticienId, lignes: &[LigneTableau]) -> Result<(), Failure> {
    if lignes.is_empty() {
        return Ok(());
    }
    let vus: Vec<String> = lignes.iter().map(|ligne| ligne.episode.to_string()).collect();
    let qui = format!("praticien/{mk}");
    let mut entree = Entree::new(app.horloge.maintenant(), qui.clone(), "patient.consulter", qui);
    entree.details = serde_json::json!({ "liste": vus }).to_string();
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        tx.tracer(entree.clone());
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(Failure::from)
}

impl Ligne {
    fn de(ligne: &LigneTableau) -> Self {
        let (resume, traits) = (&ligne.resume, &ligne.identite.traits);
        Self {
            id: ligne.episode.to_string(),
            patient: Patient {
                nom: traits.nom_naissance().to_owned(),
                prenom: traits.prenom().to_owned(),
                ne_le: traits.ne_le().to_string(),
            },
            region: ligne.localisation.region().code(),
            cote: ligne.localisation.cote().code(),
            seances: Decompte {
                faites: ligne.faites,
                sans_diagnostic: resume.sans_diagnostic,
                plafond: resume.plafond.filter(|_| resume.couvert_du.is_none()),
            },
            ouvert_le: resume.ouvert_le.to_string(),
            fin_le: resume.fin_le.map(|fin| fin.to_string()),
            derniere_le: ligne.derniere_le.map(|le| le.to_string()),
        }
    }
}

/// Un épisode entier.
#[derive(Debug, Serialize, ToSchema)]
pub struct EpisodeLu {
    id: String,
    version: i64,
    /// `ouvert` ou `clos`.
    etat: &'static str,
    patient: Patient,
    region: &'static str,
    cote: &'static str,
    departement: String,
    structure: &'static str,
    #[schema(format = Date)]
    ouvert_le: String,
    #[schema(format = Date)]
    fin_le: Option<String>,
    plafond: Option<u16>,
    #[schema(format = Date)]
    couvert_du: Option<String>,
    amelioration: Option<bool>,
    seances: Vec<SeanceLue>,
    /// Phrases à montrer au praticien aujourd’hui.
    alertes: Vec<String>,
    /// Autres praticiens qui suivent l’épisode ; jamais leur nom.
    confreres: usize,
}

/// Une séance de l’épisode.
#[derive(Debug, Serialize, ToSchema)]
struct SeanceLue {
    id: String,
    /// Rang par date, à partir de 1 ; `null` si elle est annulée.
    rang: Option<usize>,
    #[schema(format = Date)]
    le: String,
    /// `place`, `diagnostic`, `excedent` ou `annulee`.
    compte: &'static str,
    /// Faite par celui qui lit.
    mienne: bool,
}

/// Lit un épisode.
#[utoipa::path(
    get,
    path = "/api/v1/episodes/{id}",
    params(("id" = String, Path)),
    responses((status = 200, body = EpisodeLu), (status = 404, body = Problem))
)]
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Json<EpisodeLu>, Failure> {
    let dossier = consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let vue = acces::voir(&identite.acteur, &dossier.episode).map_err(|_| Failure::Introuvable)?;
    let alertes = dossier.episode.alertes(dossier.aujourd_hui(&app)?);
    Ok(Json(decrire(&dossier, &vue, alertes.iter().map(ToString::to_string).collect())))
}

fn decrire(dossier: &Dossier, vue: &acces::VuePraticien<'_>, alertes: Vec<String>) -> EpisodeLu {
    let (episode, traits) = (&dossier.episode, &dossier.patient.identite.traits);
    EpisodeLu {
        id: episode.id.to_string(),
        version: episode.version,
        etat: if episode.etat == EtatEpisode::Ouvert { "ouvert" } else { "clos" },
        patient: Patient {
            nom: traits.nom_naissance().to_owned(),
            prenom: traits.prenom().to_owned(),
            ne_le: traits.ne_le().to_string(),
        },
        region: episode.localisation.region().code(),
        cote: episode.localisation.cote().code(),
        departement: episode.departement.to_string(),
        structure: episode.type_structure.code(),
        ouvert_le: episode.ouvert_le.to_string(),
        fin_le: episode.fin_le.map(|fin| fin.to_string()),
        plafond: episode.plafond,
        couvert_du: episode.couvert_du().map(|du| du.to_string()),
        amelioration: episode.amelioration,
        seances: vue.seances.iter().map(seance).collect(),
        alertes,
        confreres: vue.confreres,
    }
}

fn seance(vue: &VueSeance) -> SeanceLue {
    SeanceLue {
        id: vue.id.to_string(),
        rang: vue.rang,
        le: vue.le.to_string(),
        compte: match vue.compte {
            Compte::Place(_) => "place",
            Compte::SousDiagnostic => "diagnostic",
            Compte::Excedent => "excedent",
            Compte::Annulee => "annulee",
        },
        mienne: vue.auteur == Auteur::Soi,
    }
}
