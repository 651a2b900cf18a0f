//! What every page of documents reads, in one load: the episode, who writes, who follows the patient, what is on file.

use std::collections::BTreeSet;

use droit::acces::{self, Acteur};
use droit::document::{Contenu, Document, Examen, Genre, MedecinTraitant, Sujet};
use droit::identifiant::{CodeDepartement, DocumentId, EpisodeId, PraticienId};
use entrepot::chiffre::Trousseau;
use entrepot::document::{self, Brouillon, Fiche, Partie};
use entrepot::patient::{self, Patient};
use entrepot::praticien::{self, Cabinet};
use entrepot::{Echec, Tx, episode, gabarit};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::composition::Atelier;
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::episode::dossier::Dossier;
use crate::serveur::App;

/// What is read.
#[derive(Clone, Debug)]
pub struct Socle {
    /// The episode with its patient and the MK who asks.
    pub dossier: Dossier,
    /// The doctor who follows the patient.
    pub medecin: MedecinTraitant,
    /// The places of the MK, as documents print them.
    pub cabinets: Vec<Cabinet>,
    /// Every document of the episode, oldest first, every version, whoever wrote it.
    pub fiches: Vec<Fiche>,
    /// What the MK who asks validated, latest versions only, oldest first.
    pub miens: Vec<Document>,
    /// The drafts that he has open.
    pub brouillons: Vec<Brouillon>,
    /// The words of a justificatif made today in the department, where it has its own.
    pub gabarit: Option<String>,
    /// The warning signs looked for when the episode opened; `None` where nothing kept them.
    pub signes: Option<BTreeSet<String>>,
}

/// The latest examination on file.
#[derive(Clone, Copy, Debug)]
pub struct Anterieur<'s> {
    /// Its day.
    pub le: Date,
    /// What was measured.
    pub examen: Examen<'s>,
}

impl Socle {
    /// Reads it; absent and invisible answer alike.
    ///
    /// # Errors
    /// When the base fails, or [`Echec::Absent`].
    pub fn lire(tx: &mut Tx, trousseau: &Trousseau, acteur: &Acteur, id: EpisodeId) -> Result<Self, Echec> {
        let dossier = Dossier::charger(tx, trousseau, acteur, id)?;
        let mk = dossier.exercice.praticien.id;
        let fiches = document::de_l_episode(tx, id)?;
        let mut miens = Vec::new();
        for fiche in fiches.iter().filter(|fiche| fiche.praticien == mk && fiche.remplace_par.is_none()) {
            acces::lire_document(acteur, fiche.praticien).map_err(|_| Echec::Absent)?;
            miens.extend(faits(tx, trousseau, fiche.reference.id())?);
        }
        Ok(Self {
            medecin: patient::medecin(tx, trousseau, &dossier.patient)?,
            cabinets: praticien::cabinets(tx, mk)?,
            brouillons: document::brouillons_de_l_episode(tx, trousseau, id, mk)?,
            gabarit: gabarit::courant(tx, dossier.episode.departement)?.and_then(|version| version.texte),
            signes: episode::signes_cherches(tx, id)?,
            dossier,
            fiches,
            miens,
        })
    }

    /// Reads it for a page, and says so in the journal before anything is shown.
    ///
    /// # Errors
    /// When the episode is invisible or the base fails.
    pub async fn consulter(app: &App, identite: &Identite, id: EpisodeId) -> Result<Self, Failure> {
        let (acteur, trousseau) = (identite.acteur.clone(), app.entrepot.trousseau().clone());
        let socle = app.entrepot.lire(move |tx| Self::lire(tx, &trousseau, &acteur, id)).await?;
        let (qui, maintenant) = (format!("praticien/{}", socle.mk()), app.horloge.maintenant());
        app.entrepot
            .ecrire(move |tx: &mut Tx| {
                patient::tracer_consultation(tx, qui.clone(), format!("episode/{id}"), maintenant);
                Ok::<(), Echec>(())
            })
            .await?;
        Ok(socle)
    }

    /// The MK who asks.
    pub fn mk(&self) -> PraticienId {
        self.dossier.exercice.praticien.id
    }

    /// Where its documents are made.
    ///
    /// # Errors
    /// When the zone of the department is unknown.
    pub fn atelier(&self, app: &App) -> Result<Atelier, Failure> {
        self.atelier_avec(app, self.gabarit.as_deref())
    }

    /// The same with the words of another day; without any, with the product's own.
    ///
    /// # Errors
    /// As [`Self::atelier`].
    pub fn atelier_avec(&self, app: &App, mots: Option<&str>) -> Result<Atelier, Failure> {
        let fuseau = TimeZone::get(app.reglement.fuseau(self.dossier.episode.departement))
            .map_err(Failure::interne)?;
        let gabarit = mots.map(str::parse).transpose().map_err(Failure::interne)?;
        Ok(Atelier { fuseau, monde: app.ecoute.monde, gabarit: gabarit.unwrap_or_default() })
    }

    /// The draft of a kind, if one is open.
    pub fn brouillon(&self, genre: Genre) -> Option<&Brouillon> {
        self.brouillons.iter().find(|brouillon| brouillon.genre == genre)
    }

    /// The document of a key, in this episode.
    pub fn fiche(&self, id: DocumentId) -> Option<&Fiche> {
        self.fiches.iter().find(|fiche| fiche.reference.id() == id)
    }

    /// The day of the first bilan on file, whoever wrote it: a report says it. Of a colleague's, the day of its validation
    /// alone is known.
    pub fn bilan_le(&self, fuseau: &TimeZone) -> Option<Date> {
        let premier = self.fiches.iter().find(|fiche| fiche.genre == Genre::Bilan)?;
        let serie = premier.reference.serie();
        let mien = self.miens.iter().find(|document| document.en_tete.reference.serie() == serie);
        Some(match mien {
            Some(document) => jour(document, fuseau),
            None => premier.valide_le.to_zoned(fuseau.clone()).date(),
        })
    }

    /// The first bilan that the MK validated here, with its day: what results are compared with.
    pub fn bilan_initial(&self, fuseau: &TimeZone) -> Option<(&droit::document::Bilan, Date)> {
        self.miens.iter().find_map(|document| match &document.contenu {
            Contenu::Bilan(bilan) => Some((&**bilan, jour(document, fuseau))),
            _ => None,
        })
    }

    /// The examinations of the MK, oldest first, without those of the series being corrected.
    pub fn examens(&self, corrige: Option<DocumentId>, fuseau: &TimeZone) -> Vec<Anterieur<'_>> {
        let serie = corrige.and_then(|id| self.fiche(id)).map(|fiche| fiche.reference.serie());
        let autres = self.miens.iter().filter(|d| Some(d.en_tete.reference.serie()) != serie);
        autres.filter_map(|d| Some(Anterieur { le: jour(d, fuseau), examen: examen(d)? })).collect()
    }

    /// The patient, as documents name him.
    pub fn sujet(&self) -> Sujet {
        sujet(&self.dossier.patient)
    }
}

/// The patient, as documents name him.
pub fn sujet(patient: &Patient) -> Sujet {
    Sujet {
        id: patient.id,
        identite: patient.identite.clone(),
        prenoms: patient.prenoms.clone(),
        nom_utilise: None,
        adresse: None,
        telephone: None,
    }
}

/// The facts of a document, read back from its bytes.
///
/// # Errors
/// When the base fails, or what it holds does not read.
pub fn faits(tx: &mut Tx, trousseau: &Trousseau, id: DocumentId) -> Result<Option<Document>, Echec> {
    let Some(octets) = document::partie(tx, trousseau, id, Partie::Faits)? else { return Ok(None) };
    let illisible = |cause: formats::document::DocumentIllisible| Echec::Colonne {
        colonne: "document.faits".to_owned(),
        cause: cause.to_string(),
    };
    formats::document::lire(&octets).map(Some).map_err(illisible)
}

/// The words a document was made with. Those of a justificatif validated before they were kept are the words that held
/// that day.
///
/// # Errors
/// When the base fails.
pub fn mots(tx: &mut Tx, fiche: &Fiche, departement: CodeDepartement) -> Result<Option<String>, Echec> {
    if fiche.genre != Genre::Justificatif {
        return Ok(None);
    }
    match document::mots(tx, fiche.reference.id())? {
        Some(mots) => Ok(Some(mots)),
        None => Ok(gabarit::alors(tx, departement, fiche.valide_le)?.and_then(|version| version.texte)),
    }
}

/// The day of a bilan; of another document, the day it was validated where the care is given.
pub fn jour(document: &Document, fuseau: &TimeZone) -> Date {
    let valide_le = document.en_tete.valide_le.to_zoned(fuseau.clone()).date();
    match &document.contenu {
        Contenu::Bilan(bilan) => bilan.jour(valide_le),
        Contenu::CompteRendu(_) | Contenu::Orientation(_) | Contenu::Justificatif(_) => valide_le,
    }
}

/// What a document measured, if it measures.
fn examen(document: &Document) -> Option<Examen<'_>> {
    match &document.contenu {
        Contenu::Bilan(bilan) => Some(bilan.examen()),
        Contenu::CompteRendu(compte_rendu) => {
            Some(Examen { deficiences: &compte_rendu.deficiences, incapacites: &compte_rendu.incapacites })
        }
        Contenu::Orientation(_) | Contenu::Justificatif(_) => None,
    }
}
