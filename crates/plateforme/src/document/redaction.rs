//! Writing a document: the form, its draft saved as it is typed, its validation; nothing typed is ever lost.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::{Contenu, Document, Genre};
use droit::identifiant::{BrouillonId, DocumentId};
use entrepot::document::{Brouillon, abandonner, enregistrer};
use entrepot::{Echec, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::Markup;
use serde::{Deserialize, Serialize};

use super::examen::Liste;
use super::formulaire::{self, Accueil, Feuillet};
use super::socle::Socle;
use super::validation::{self, Demande, Suite};
use crate::connexion::{Identite, Mk};
use crate::echec::{ErreurDeChamp, Failure};
use crate::gabarits::{Erreurs, texte};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// Fields of the page itself, which the draft does not keep.
const DE_LA_PAGE: [&str; 3] = ["brouillon", "version", "geste"];

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Fait {
    #[serde(default)]
    fait: String,
}

/// Where a draft stands.
#[derive(Clone, Copy, Debug)]
pub struct Etat {
    /// Key.
    pub id: BrouillonId,
    /// Version on file; zero before it was ever saved.
    pub version: i64,
    /// Latest saving.
    pub enregistre_le: Option<Timestamp>,
    /// The document it corrects.
    pub corrige: Option<DocumentId>,
}

/// The form: the draft where one is open, else what the episode already says.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn ouvrir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, genre)): Path<(String, String)>,
    Parametres(suite): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let genre = super::genre(&genre)?;
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let (champs, etat) = match socle.brouillon(genre) {
        Some(brouillon) => (relire(brouillon)?, etat(brouillon)),
        None => (formulaire::prerempli(genre, &socle, &app)?, neuf(&app)),
    };
    let mut feuillet = Feuillet::nouveau(genre, &champs, etat);
    if suite.fait == "enregistre" {
        feuillet.accueil = Accueil::Enregistre;
    }
    formulaire::page(&app, &identite, &socle, &feuillet)
}

/// The fields of a draft.
fn relire(brouillon: &Brouillon) -> Result<Champs, Failure> {
    formats::document::lire_saisie(&brouillon.contenu).map(Champs::new).map_err(Failure::interne)
}

fn etat(brouillon: &Brouillon) -> Etat {
    Etat {
        id: brouillon.id,
        version: brouillon.version,
        enregistre_le: Some(brouillon.enregistre_le),
        corrige: brouillon.corrige,
    }
}

fn neuf(app: &App) -> Etat {
    let id = BrouillonId::new(app.alea.uuid(app.horloge.maintenant()).as_u128());
    Etat { id, version: 0, enregistre_le: None, corrige: None }
}

/// Saves what is typed, then does what the button says.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn poster(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, genre)): Path<(String, String)>,
    entetes: HeaderMap,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let genre = super::genre(&genre)?;
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let recue = Recue { genre, champs, voie: Voie::de(&entetes) };
    match garder(&app, &socle, &recue).await? {
        Garde::Fait(etat) => recue.suivre(&app, &identite, &socle, etat).await,
        Garde::Ailleurs(etat) => recue.ailleurs(&app, &identite, &socle, etat),
    }
}

/// Who waits for the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voie {
    /// A person.
    Page,
    /// The script that saves while one types.
    Script,
}

impl Voie {
    fn de(entetes: &HeaderMap) -> Self {
        match entetes.get(header::ACCEPT).map(HeaderValue::as_bytes) {
            Some(b"application/json") => Self::Script,
            _ => Self::Page,
        }
    }
}

/// What came in.
struct Recue {
    genre: Genre,
    champs: Champs,
    voie: Voie,
}

/// Was the draft saved.
enum Garde {
    /// Yes.
    Fait(Etat),
    /// It was saved elsewhere in between: here is where it stands.
    Ailleurs(Etat),
}

/// What the script is told.
#[derive(Serialize)]
struct Reponse {
    brouillon: String,
    version: i64,
    /// « Enregistré à 10 h 42 », or what happened instead.
    message: String,
    erreurs: Vec<ErreurDeChamp>,
}

async fn garder(app: &App, socle: &Socle, recue: &Recue) -> Result<Garde, Failure> {
    let ouvert = socle.brouillon(recue.genre);
    let (id, version) = recue.cle().ok_or(Failure::Introuvable)?;
    let saisie: Liste =
        recue.champs.iter().filter(|(nom, _)| !DE_LA_PAGE.contains(nom)).map(proprietaire).collect();
    let brouillon = Brouillon {
        id,
        episode: socle.dossier.episode.id,
        praticien: socle.mk(),
        genre: recue.genre,
        corrige: ouvert.filter(|ouvert| ouvert.id == id).and_then(|ouvert| ouvert.corrige),
        contenu: formats::document::ecrire_saisie(&saisie).map_err(Failure::interne)?,
        version,
        enregistre_le: app.horloge.maintenant(),
    };
    let suivant = Etat { version: version + 1, ..etat(&brouillon) };
    let trousseau = app.entrepot.trousseau().clone();
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        enregistrer(tx, &trousseau, &brouillon);
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Ok(()) => Ok(Garde::Fait(suivant)),
        Err(Echec::Conflit | Echec::Doublon { .. }) => ailleurs(app, socle, recue.genre, suivant).await,
        Err(echec) => Err(echec.into()),
    }
}

/// The draft as it stands, read again: it was saved, validated or thrown away elsewhere.
async fn ailleurs(app: &App, socle: &Socle, genre: Genre, perdant: Etat) -> Result<Garde, Failure> {
    let (trousseau, episode, mk) = (app.entrepot.trousseau().clone(), socle.dossier.episode.id, socle.mk());
    let ouverts = app
        .entrepot
        .lire(move |tx| entrepot::document::brouillons_de_l_episode(tx, &trousseau, episode, mk))
        .await?;
    let ouvert = ouverts.iter().find(|brouillon| brouillon.genre == genre).map(etat);
    Ok(Garde::Ailleurs(ouvert.unwrap_or(Etat { enregistre_le: None, version: 0, corrige: None, ..perdant })))
}

fn proprietaire((nom, valeur): (&str, &str)) -> (String, String) {
    (nom.to_owned(), valeur.to_owned())
}

impl Recue {
    fn cle(&self) -> Option<(BrouillonId, i64)> {
        Some((self.champs.un("brouillon").parse().ok()?, self.champs.un("version").parse().ok()?))
    }

    /// The draft is saved: stay, add a line, or validate.
    async fn suivre(
        self,
        app: &App,
        identite: &Identite,
        socle: &Socle,
        etat: Etat,
    ) -> Result<Response, Failure> {
        let (contenu, erreurs) = formulaire::lire(self.genre, &self.champs, socle, app)?;
        match (self.voie, self.champs.un("geste")) {
            (Voie::Script, _) => Ok(Json(dire(&socle.atelier(app)?.fuseau, etat, erreurs)).into_response()),
            (Voie::Page, "valider") => self.valider(app, identite, socle, etat, (contenu, erreurs)).await,
            (Voie::Page, geste) => {
                let ancre = geste.strip_prefix("ligne-").map(|ou| format!("#{ou}")).unwrap_or_default();
                let adresse = adresse(socle, self.genre);
                Ok(Redirect::to(&format!("{adresse}?fait=enregistre{ancre}")).into_response())
            }
        }
    }

    /// Somebody saved the same draft elsewhere: nothing is overwritten, nothing typed is lost.
    fn ailleurs(
        &self,
        app: &App,
        identite: &Identite,
        socle: &Socle,
        etat: Etat,
    ) -> Result<Response, Failure> {
        if self.voie == Voie::Script {
            let message = formulaire::conflit(etat.enregistre_le, &socle.atelier(app)?.fuseau);
            let reponse = Reponse {
                brouillon: etat.id.to_string(),
                version: etat.version,
                message,
                erreurs: Vec::new(),
            };
            let genre = [(header::CONTENT_TYPE, "application/problem+json")];
            return Ok((StatusCode::CONFLICT, genre, Json(reponse)).into_response());
        }
        let mut feuillet = Feuillet::nouveau(self.genre, &self.champs, etat);
        feuillet.accueil = Accueil::Ailleurs;
        let page = formulaire::page(app, identite, socle, &feuillet)?;
        Ok((StatusCode::CONFLICT, page).into_response())
    }

    /// Everything that is wrong or missing at once; else the document.
    async fn valider(
        &self,
        app: &App,
        identite: &Identite,
        socle: &Socle,
        etat: Etat,
        (contenu, mut erreurs): (Result<Contenu, droit::document::Incomplet>, Erreurs),
    ) -> Result<Response, Failure> {
        let contenu = contenu.map_err(|incomplet| formulaire::manques(&incomplet, &mut erreurs)).ok();
        let Some(contenu) = contenu.filter(|_| erreurs.est_vide()) else {
            return self.montrer(app, identite, socle, etat, &erreurs);
        };
        let demande = Demande {
            acteur: identite.acteur.clone(),
            episode: socle.dossier.episode.id,
            id: DocumentId::new(etat.id.bits()),
            corrige: etat.corrige,
            contenu,
            brouillon: Some(etat.id),
        };
        match validation::valider(app, demande).await? {
            Suite::Fait(id) => {
                let episode = socle.dossier.episode.id;
                Ok(Redirect::to(&format!("/episodes/{episode}/documents/{id}?fait=valide")).into_response())
            }
            Suite::Refus(refus) => {
                erreurs.ajouter("document", crate::episode::champ::phrase(refus));
                self.montrer(app, identite, socle, etat, &erreurs)
            }
        }
    }

    fn montrer(
        &self,
        app: &App,
        identite: &Identite,
        socle: &Socle,
        etat: Etat,
        erreurs: &Erreurs,
    ) -> Result<Response, Failure> {
        let mut feuillet = Feuillet::nouveau(self.genre, &self.champs, etat);
        feuillet.erreurs = erreurs.clone();
        let page = formulaire::page(app, identite, socle, &feuillet)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    }
}

fn dire(fuseau: &TimeZone, etat: Etat, erreurs: Erreurs) -> Reponse {
    let quand = etat.enregistre_le.map(|instant| texte::heure(instant, fuseau)).unwrap_or_default();
    Reponse {
        brouillon: etat.id.to_string(),
        version: etat.version,
        message: format!("Enregistré à {quand}"),
        erreurs: erreurs.en_liste(),
    }
}

/// Address of the form of a kind.
pub fn adresse(socle: &Socle, genre: Genre) -> String {
    format!("/episodes/{}/rediger/{}", socle.dossier.episode.id, genre.code())
}

/// Throws a draft away.
///
/// # Errors
/// When there is none, or the base fails.
pub async fn jeter(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path((id, genre)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let genre = super::genre(&genre)?;
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let episode = socle.dossier.episode.id;
    if let Some(brouillon) = socle.brouillon(genre).map(|brouillon| brouillon.id) {
        app.entrepot
            .ecrire(move |tx: &mut Tx| {
                abandonner(tx, brouillon, mk);
                Ok::<(), Echec>(())
            })
            .await?;
    }
    Ok(Redirect::to(&format!("/episodes/{episode}/documents")).into_response())
}

/// The fields of the draft that corrects a document.
pub fn champs_du_document(document: &Document, fuseau: &TimeZone) -> Liste {
    formulaire::du_contenu(&document.contenu, document.en_tete.valide_le.to_zoned(fuseau.clone()).date())
}
