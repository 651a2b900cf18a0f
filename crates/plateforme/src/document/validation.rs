//! The one path of a validated document: read, grant, make its bytes, write everything in one batch.

use std::sync::Arc;

use droit::acces::Acteur;
use droit::document::{Contenu, Document, EnTete, LieuDeSoin, Reference, Soins};
use droit::episode::{Accorde, Auteur, Empechement};
use droit::identifiant::{BrouillonId, DocumentId, EpisodeId, SerieId};
use entrepot::chiffre::Trousseau;
use entrepot::document::{self, Octets};
use entrepot::{Echec, Tx};

use super::composition::{Atelier, CompositionRefusee, Liasse};
use super::redacteur::{self, SansRedacteur};
use super::socle::Socle;
use crate::echec::Failure;
use crate::episode::dossier::auteur;
use crate::remise::composition::{Composition, Preparation};
use crate::serveur::App;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// Who validates.
    pub acteur: Acteur,
    /// The episode.
    pub episode: EpisodeId,
    /// The key of the document: that of its draft, so that the same form sent twice makes one document.
    pub id: DocumentId,
    /// The document it corrects, if any.
    pub corrige: Option<DocumentId>,
    /// What it says.
    pub contenu: Contenu,
    /// The draft it comes from; a justificatif has none.
    pub brouillon: Option<BrouillonId>,
}

/// A document granted, with its bytes: ready to be written.
#[derive(Clone, Debug)]
pub struct Valide {
    /// What is granted.
    pub fait: Accorde<Document>,
    /// Its bytes.
    pub liasse: Arc<Liasse>,
    /// The draft it comes from.
    pub brouillon: Option<BrouillonId>,
    /// What it owes, and to whom.
    pub remises: Composition,
}

/// Why a document is not validated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValidationRefusee {
    /// The MK takes no part in the episode.
    #[error("{0}")]
    Empeche(#[from] Empechement),
    /// Nobody can sign.
    #[error("{0}")]
    SansRedacteur(#[from] SansRedacteur),
    /// The bytes cannot be made.
    #[error("{0}")]
    Composition(#[from] CompositionRefusee),
    /// The document to correct is not there, or is not the latest version.
    #[error("ce document a déjà été corrigé : partez de sa dernière version")]
    DejaCorrige,
}

/// How it ended.
pub enum Suite {
    /// Validated, or already validated by the same form.
    Fait(DocumentId),
    /// Nothing was written, and why.
    Refus(ValidationRefusee),
}

/// Validates a document and writes it.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn valider(app: &App, demande: Demande) -> Result<Suite, Failure> {
    let (acteur, trousseau, id) = (demande.acteur.clone(), app.entrepot.trousseau().clone(), demande.episode);
    let corrige = demande.corrige;
    let (socle, dues) = app
        .entrepot
        .lire(move |tx| {
            let socle = Socle::lire(tx, &trousseau, &acteur, id)?;
            let dues = Preparation::lire(tx, &trousseau, &socle.dossier.patient, corrige)?;
            Ok::<_, Echec>((socle, dues))
        })
        .await?;
    if socle.fiche(demande.id).is_some() {
        return Ok(Suite::Fait(demande.id));
    }
    let atelier = socle.atelier(app)?;
    let serie = SerieId::new(app.alea.uuid(app.horloge.maintenant()).as_u128());
    let auteur = auteur(app, socle.mk(), socle.dossier.episode.departement)?;
    let fait = match accorder(&socle, &atelier, &demande, (serie, &auteur)) {
        Ok(fait) => fait,
        Err(refus) => return Ok(Suite::Refus(refus)),
    };
    let a_composer = fait.clone();
    let liasse = app.presse().occuper(move || atelier.composer(&a_composer)).await?;
    let valide = match liasse {
        Ok(liasse) => {
            let remises = Composition::preparer(app, &fait, socle.mk(), &dues);
            Valide { fait, liasse: Arc::new(liasse), brouillon: demande.brouillon, remises }
        }
        Err(refus) => return Ok(Suite::Refus(refus.into())),
    };
    ecrire(app, valide).await
}

async fn ecrire(app: &App, valide: Valide) -> Result<Suite, Failure> {
    let (id, trousseau) = (valide.fait.en_tete.reference.id(), app.entrepot.trousseau().clone());
    let ecriture = app.entrepot.ecrire(move |tx| {
        inscrire(tx, &trousseau, &valide);
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Ok(()) => Ok(Suite::Fait(id)),
        Err(Echec::Conflit | Echec::Doublon { .. }) => apres_conflit(app, id).await,
        Err(echec) => Err(echec.into()),
    }
}

/// The same form sent twice at once, or two corrections of one document: the loser is told which.
async fn apres_conflit(app: &App, id: DocumentId) -> Result<Suite, Failure> {
    let deja = app.entrepot.lire(move |tx| document::charger(tx, id)).await?;
    Ok(if deja.is_some() { Suite::Fait(id) } else { Suite::Refus(ValidationRefusee::DejaCorrige) })
}

/// Everything that a validated document writes, in one batch: its facts, its pages and its CDA, its line in the journal,
/// the deliveries it owes.
pub fn inscrire(tx: &mut Tx, trousseau: &Trousseau, valide: &Valide) {
    let Liasse { faits, pdf, cda, mots } = &*valide.liasse;
    let octets = Octets { faits, pdf, cda, mots: mots.as_deref() };
    document::inscrire(tx, trousseau, &valide.fait, octets, valide.brouillon);
    valide.remises.inscrire(tx, trousseau);
}

/// The document as it is granted to this author: what surrounds it comes from what is on file.
///
/// # Errors
/// Says why it is not.
pub fn accorder(
    socle: &Socle,
    atelier: &Atelier,
    demande: &Demande,
    (serie, auteur): (SerieId, &Auteur),
) -> Result<Accorde<Document>, ValidationRefusee> {
    let episode = &socle.dossier.episode;
    let lieu = (episode.departement, auteur.aujourd_hui);
    let redacteur = redacteur::composer(&socle.dossier.exercice, &socle.cabinets, lieu)?;
    let reference = reference(socle, demande, serie).ok_or(ValidationRefusee::DejaCorrige)?;
    let (soins_du, soins_au) = periode(socle, atelier, (&demande.contenu, auteur.aujourd_hui));
    let en_tete = EnTete {
        reference,
        episode: demande.episode,
        localisation: episode.localisation,
        departement: episode.departement,
        redacteur,
        sujet: socle.sujet(),
        medecin_traitant: socle.medecin.clone(),
        valide_le: auteur.maintenant,
        soins_du,
        soins_au,
        lieu: lieu_de_soin(socle, &demande.contenu),
    };
    Ok(episode.valider_document(en_tete, demande.contenu.clone(), auteur)?)
}

/// A correction follows the latest version of its series, and no other; it is one's own.
fn reference(socle: &Socle, demande: &Demande, serie: SerieId) -> Option<Reference> {
    match demande.corrige {
        None => Some(Reference::premiere(demande.id, serie)),
        Some(id) => {
            let fiche = socle.fiche(id).filter(|f| f.praticien == socle.mk() && f.remplace_par.is_none())?;
            fiche.reference.corrigee(demande.id).ok()
        }
    }
}

/// A bilan has its own day; the others tell the care from its first day to its last.
fn periode(
    socle: &Socle,
    atelier: &Atelier,
    (contenu, aujourd_hui): (&Contenu, jiff::civil::Date),
) -> (jiff::civil::Date, Option<jiff::civil::Date>) {
    let episode = &socle.dossier.episode;
    match contenu {
        Contenu::Bilan(bilan) => (bilan.jour(aujourd_hui), None),
        Contenu::CompteRendu(_) | Contenu::Orientation(_) | Contenu::Justificatif(_) => {
            Soins::de(episode, socle.bilan_le(&atelier.fuseau)).periode()
        }
    }
}

/// Where the care is given: what the bilan planned; at the practice when none says.
fn lieu_de_soin(socle: &Socle, contenu: &Contenu) -> LieuDeSoin {
    let bilans = socle.miens.iter().map(|document| &document.contenu).chain([contenu]);
    let mut lieux = bilans.filter_map(|contenu| match contenu {
        Contenu::Bilan(bilan) => Some(bilan.protocole.lieu),
        _ => None,
    });
    lieux.next_back().unwrap_or(LieuDeSoin::Cabinet)
}
