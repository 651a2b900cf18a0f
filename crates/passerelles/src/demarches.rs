//! démarches-simplifiées over its public GraphQL API (version 2): every dossier of a démarche, page by page.
//!
//! Blocking; the token travels in a header and is never written anywhere.

use std::time::Duration;

use formats::demarche::{Champs, DossierLu};
use serde::Deserialize;
use serde_json::json;
use ureq::Agent;

use crate::AdresseDeService;

/// The query: what is needed of a dossier, and no e-mail address.
const REQUETE: &str = "query dossiers($numero: Int!, $apres: String) {
  demarche(number: $numero) {
    dossiers(first: 100, after: $apres) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        state
        dateDepot
        dateTraitement
        motivation
        demandeur { ... on PersonnePhysique { nom prenom } }
        champs { label stringValue ... on RepetitionChamp { rows { champs { label stringValue } } } }
      }
    }
  }
}";

const ADRESSE: &str = "https://www.demarches-simplifiees.fr/api/v2/graphql";
/// The longest wait for one page.
pub const DELAI: Duration = Duration::from_secs(10);
/// The most pages read: a département has some hundreds of dossiers.
const PAGES: usize = 200;
/// The largest answer read, in bytes.
const REPONSE: u64 = 16 * 1024 * 1024;

/// Where the API is and with which token.
#[derive(Clone)]
pub struct Demarches {
    agent: Agent,
    adresse: AdresseDeService,
    jeton: String,
}

/// Why the dossiers were not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EchecDemarches {
    /// Out of reach, or too slow.
    #[error("démarches-simplifiées ne répond pas ({0}) : réessayez plus tard")]
    Injoignable(String),
    /// The token is wrong, expired, or not for this démarche.
    #[error("démarches-simplifiées refuse le jeton : vérifiez-le, et qu’il donne accès à cette démarche")]
    Jeton,
    /// Too many questions in too little time.
    #[error("démarches-simplifiées demande d’attendre avant de recommencer")]
    TropDeDemandes,
    /// The platform answers with errors.
    #[error("démarches-simplifiées répond par une erreur : {0}")]
    Refus(String),
    /// There is no such démarche.
    #[error("la démarche n° {0} n’existe pas, ou le jeton n’y donne pas accès")]
    DemarcheAbsente(u32),
    /// An answer that cannot be understood.
    #[error("la réponse de démarches-simplifiées n’est pas lisible : {0}")]
    Illisible(String),
    /// Pages without end.
    #[error("démarches-simplifiées annonce toujours une page de plus : lecture arrêtée")]
    SansFin,
}

#[derive(Deserialize)]
struct Reponse {
    data: Option<Donnees>,
    #[serde(default)]
    errors: Vec<Erreur>,
}

#[derive(Deserialize)]
struct Erreur {
    message: String,
}

#[derive(Deserialize)]
struct Donnees {
    demarche: Option<Demarche>,
}

#[derive(Deserialize)]
struct Demarche {
    dossiers: Dossiers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dossiers {
    page_info: PageInfo,
    nodes: Vec<Option<Dossier>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dossier {
    number: i64,
    state: String,
    date_depot: Option<String>,
    date_traitement: Option<String>,
    motivation: Option<String>,
    #[serde(default)]
    demandeur: Option<Demandeur>,
    #[serde(default)]
    champs: Vec<Champ>,
}

#[derive(Deserialize)]
struct Demandeur {
    nom: Option<String>,
    prenom: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Champ {
    label: String,
    string_value: Option<String>,
    /// Of a repeated block alone.
    #[serde(default)]
    rows: Option<Vec<Rangee>>,
}

#[derive(Deserialize)]
struct Rangee {
    #[serde(default)]
    champs: Vec<Champ>,
}

impl Demarches {
    /// Where the platform answers.
    pub fn adresse_publique() -> AdresseDeService {
        AdresseDeService::connue(ADRESSE)
    }

    /// A client of the API at this address, with a limit on each request.
    pub fn new(adresse: AdresseDeService, jeton: impl Into<String>, delai: Duration) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(delai))
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self { agent, adresse, jeton: jeton.into() }
    }

    /// Every dossier of a démarche, whole or not at all.
    ///
    /// # Errors
    /// When a page cannot be read.
    pub fn dossiers(&self, numero: u32) -> Result<Vec<DossierLu>, EchecDemarches> {
        let (mut lus, mut apres): (Vec<DossierLu>, Option<String>) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.page(numero, apres.as_deref())?;
            lus.extend(page.nodes.into_iter().flatten().map(Dossier::lu));
            match page.page_info {
                PageInfo { has_next_page: false, .. } => return Ok(lus),
                PageInfo { end_cursor: None, .. } => return Err(EchecDemarches::SansFin),
                PageInfo { end_cursor, .. } if end_cursor == apres => return Err(EchecDemarches::SansFin),
                PageInfo { end_cursor, .. } => apres = end_cursor,
            }
        }
        Err(EchecDemarches::SansFin)
    }

    fn page(&self, numero: u32, apres: Option<&str>) -> Result<Dossiers, EchecDemarches> {
        let corps = json!({ "query": REQUETE, "variables": { "numero": numero, "apres": apres } });
        let mut reponse = self
            .agent
            .post(self.adresse.as_str())
            .header("Authorization", format!("Bearer {}", self.jeton))
            .header("Content-Type", "application/json")
            .send(corps.to_string())
            .map_err(|erreur| EchecDemarches::Injoignable(erreur.to_string()))?;
        match reponse.status().as_u16() {
            200 => {}
            401 | 403 => return Err(EchecDemarches::Jeton),
            429 => return Err(EchecDemarches::TropDeDemandes),
            code @ 500.. => return Err(EchecDemarches::Injoignable(format!("code {code}"))),
            code => return Err(EchecDemarches::Refus(format!("code {code}"))),
        }
        let lue: Reponse = reponse
            .body_mut()
            .with_config()
            .limit(REPONSE)
            .read_json()
            .map_err(|erreur| EchecDemarches::Illisible(erreur.to_string()))?;
        if let Some(erreur) = lue.errors.first() {
            return Err(EchecDemarches::Refus(erreur.message.chars().take(300).collect()));
        }
        let demarche = lue.data.and_then(|donnees| donnees.demarche);
        demarche.map(|d| d.dossiers).ok_or(EchecDemarches::DemarcheAbsente(numero))
    }
}

impl Dossier {
    fn lu(self) -> DossierLu {
        let demandeur = self.demandeur.unwrap_or(Demandeur { nom: None, prenom: None });
        let fixes = [
            ("numero", Some(self.number.to_string())),
            ("state", Some(self.state)),
            ("dateDepot", self.date_depot),
            ("dateTraitement", self.date_traitement),
            ("Motivation", self.motivation),
        ];
        let (blocs, questions): (Vec<_>, Vec<_>) =
            self.champs.into_iter().partition(|champ| champ.rows.is_some());
        let blocs = blocs.into_iter().filter_map(|bloc| bloc.rows);
        DossierLu {
            champs: presents(fixes).chain(questions.into_iter().map(Champ::en_texte)).collect(),
            demandeur: presents([("Nom", demandeur.nom), ("Prénom", demandeur.prenom)]).collect(),
            blocs: blocs.map(|rangees| rangees.into_iter().map(Rangee::en_champs).collect()).collect(),
        }
    }
}

impl Champ {
    fn en_texte(self) -> (String, String) {
        (self.label, self.string_value.unwrap_or_default())
    }
}

impl Rangee {
    fn en_champs(self) -> Champs {
        self.champs.into_iter().map(Champ::en_texte).collect()
    }
}

fn presents<const N: usize>(valeurs: [(&str, Option<String>); N]) -> impl Iterator<Item = (String, String)> {
    valeurs.into_iter().filter_map(|(nom, valeur)| valeur.map(|valeur| (nom.to_owned(), valeur)))
}
