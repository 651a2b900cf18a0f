//! `POST /api/v1/episodes`: the same opening as on screen, from one strict object.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use droit::acces;
use droit::episode::Refus;
use entrepot::idempotence::Reponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entree::{Acte, lire};
use super::envoi::{Envoi, autre_corps};
use super::refus;
use super::sortie::{Recu, ecrire};
use crate::connexion::Mk;
use crate::echec::{ErreurDeChamp, Failure, Problem};
use crate::episode::dossier::aujourd_hui;
use crate::episode::ouverture::etat::Etat;
use crate::episode::ouverture::fait::Ouvert;
use crate::episode::ouverture::programme::{self, Issue, Redaction, place_prise};
use crate::episode::ouverture::saisie::Saisie;
use crate::saisie::Corps;
use crate::serveur::App;

/// L’ouverture d’un épisode.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ouverture {
    #[schema(example = "45")]
    departement: String,
    /// `CPTS` par défaut.
    structure: Option<String>,
    patient: Patient,
    #[schema(example = "rachis-lombaire")]
    region: String,
    /// Pour un membre : `gauche`, `droit` ou `les-deux`.
    cote: Option<String>,
    /// `seance` ou `bilan`.
    #[schema(example = "seance")]
    premier_acte: String,
    #[schema(format = Date)]
    le: String,
    acte_ngap: Option<Acte>,
    medecin_traitant: bool,
    diagnostic_prealable: Option<Preuve>,
    /// Signes présents ; vide quand le dépistage n’a rien trouvé.
    drapeaux_rouges: Vec<Drapeau>,
    nouveau_probleme: Option<String>,
    confirmation: Option<String>,
}

/// L’identité du patient.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Patient {
    nom: String,
    prenom: String,
    /// `F`, `M` ou `I`.
    sexe: String,
    #[schema(format = Date)]
    ne_le: String,
    /// Matricule INS, clé comprise.
    ins: Option<String>,
    /// Autorité du matricule ; celle des NIR par défaut.
    oid: Option<String>,
    lieu_naissance: Option<String>,
    /// Tous les prénoms de naissance, le premier d’abord : sans eux, le matricule INS ne part pas avec les documents.
    #[schema(example = "DOMINIQUE MARIE-LOUISE")]
    prenoms: Option<String>,
    /// `provisoire` par défaut.
    statut: Option<String>,
}

/// La preuve d’un diagnostic préalable.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Preuve {
    #[serde(rename = "type")]
    genre: String,
    #[schema(format = Date)]
    date: String,
    en_rapport: bool,
}

/// Un signe d’alerte présent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Drapeau {
    code: String,
    motif: Option<String>,
}

/// Un épisode ouvert.
#[derive(Debug, Serialize, ToSchema)]
pub struct EpisodeCree {
    #[serde(flatten)]
    recu: Recu,
    #[schema(format = Date)]
    ouvert_le: String,
    /// Dernier jour sans diagnostic, inclus.
    #[schema(format = Date)]
    fin_le: Option<String>,
    plafond: Option<u16>,
}

/// Ouvre un épisode, avec sa preuve de diagnostic et sa première séance s’il y en a une.
#[utoipa::path(
    post,
    path = "/api/v1/episodes",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = Ouverture,
    responses(
        (status = 201, description = "Ouvert.", body = EpisodeCree),
        (status = 409, description = "Refus ; `episode-en-cours` donne le nombre de séances et la dernière date.", body = refus::Refuse),
        (status = 422, body = Problem),
    )
)]
pub async fn ouvrir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    uri: Uri,
    entetes: HeaderMap,
    Corps(corps): Corps,
) -> Result<Response, Failure> {
    let brute: Ouverture = lire(&corps)?;
    let envoi = Envoi::new(&app, &identite, &uri, &entetes, &corps)?;
    let cle = app.alea.uuid(app.horloge.maintenant()).to_string();
    let jour = match brute.departement.parse() {
        Ok(departement) => aujourd_hui(&app, departement)?,
        Err(_) => app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?,
    };
    let lue = brute
        .saisie(cle)
        .lire(jour, app.ecoute.monde)
        .map_err(|erreurs| Failure::Saisie(nommer(erreurs.en_liste())))?;
    let redaction = Redaction { ouvert, refus: refuser };
    match programme::ouvrir(&app, mk, &lue, &envoi.cle, redaction).await? {
        Issue::Reponse(reponse) => Ok(envoi.repondre(reponse)),
        Issue::AutreCorps => Err(autre_corps()),
        Issue::Plusieurs => {
            Err(Failure::champ("patient.ins", "Plusieurs patients ont ces traits : donnez le matricule INS."))
        }
    }
}

fn ouvert(fait: &Ouvert) -> Reponse {
    let ouverture = &fait.ouverture;
    let cree = EpisodeCree {
        recu: Recu::en_version(ouverture, fait.version()),
        ouvert_le: ouverture.le.to_string(),
        fin_le: ouverture.fin_le.map(|fin| fin.to_string()),
        plafond: ouverture.plafond,
    };
    ecrire(201, &cree)
}

/// A place already held tells the number and the last day, or the MK's own episode.
fn refuser(refus: &Refus<'static>, etat: &Etat) -> Reponse {
    let reponse = refus::repondre(refus);
    let Some(episode) = etat.en_cours.as_ref().filter(|_| place_prise(refus)) else { return reponse };
    let acteur = droit::acces::Acteur::Mk { praticien: etat.exercice.praticien.id };
    let Ok(vue) = acces::apercevoir(&acteur, episode) else { return reponse };
    let Ok(mut corps) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&reponse.corps)
    else {
        return reponse;
    };
    let en_cours = serde_json::json!({
        "episode": acces::voir(&acteur, episode).is_ok().then(|| episode.id.to_string()),
        "seances": vue.seances,
        "derniere_le": vue.derniere_le.map(|le| le.to_string()),
    });
    corps.insert("en_cours".to_owned(), en_cours);
    ecrire(409, &corps)
}

impl Ouverture {
    /// The same fields as the form's, so that they are understood and refused alike.
    fn saisie(self, cle: String) -> Saisie {
        let oui_non = |oui: bool| if oui { "oui" } else { "non" }.to_owned();
        let ou = |valeur: Option<String>, defaut: &str| valeur.unwrap_or_else(|| defaut.to_owned());
        let mut champs = vec![
            ("cle", cle),
            ("departement", self.departement),
            ("structure", ou(self.structure, "CPTS")),
            ("nom", self.patient.nom),
            ("prenom", self.patient.prenom),
            ("sexe", self.patient.sexe),
            ("ne_le", self.patient.ne_le),
            ("ins", ou(self.patient.ins, "")),
            ("oid", ou(self.patient.oid, "")),
            ("lieu_naissance", ou(self.patient.lieu_naissance, "")),
            ("prenoms", ou(self.patient.prenoms, "")),
            ("statut", ou(self.patient.statut, "provisoire")),
            ("region", self.region),
            ("cote", ou(self.cote, "")),
            ("premier", self.premier_acte),
            ("le", self.le),
            ("acte", self.acte_ngap.map(|acte| acte.en_texte()).unwrap_or_default()),
            ("medecin_traitant", oui_non(self.medecin_traitant)),
            ("diagnostic", oui_non(self.diagnostic_prealable.is_some())),
            ("depistage", "fait".to_owned()),
            ("nouveau_probleme", ou(self.nouveau_probleme, "")),
            ("confirmation", ou(self.confirmation, "")),
        ];
        if let Some(preuve) = self.diagnostic_prealable {
            champs.push(("type_diagnostic", preuve.genre));
            champs.push(("date_diagnostic", preuve.date));
            champs.push(("en_rapport", oui_non(preuve.en_rapport)));
        }
        let mut saisie = Saisie::avec(champs);
        for drapeau in self.drapeaux_rouges {
            saisie.signaler(drapeau.code, drapeau.motif);
        }
        saisie
    }
}

/// The name of a field of the form, as the path of the object's.
fn nommer(erreurs: Vec<ErreurDeChamp>) -> Vec<ErreurDeChamp> {
    let chemin = |champ: &str| match champ {
        "nom" | "prenom" | "sexe" | "ne_le" | "ins" | "oid" | "lieu_naissance" | "prenoms" | "statut" => {
            format!("patient.{champ}")
        }
        "premier" => "premier_acte".to_owned(),
        "acte" => "acte_ngap".to_owned(),
        "type_diagnostic" => "diagnostic_prealable.type".to_owned(),
        "date_diagnostic" => "diagnostic_prealable.date".to_owned(),
        "depistage" => "drapeaux_rouges".to_owned(),
        autre => autre.to_owned(),
    };
    erreurs.into_iter().map(|erreur| ErreurDeChamp { champ: chemin(&erreur.champ), ..erreur }).collect()
}
