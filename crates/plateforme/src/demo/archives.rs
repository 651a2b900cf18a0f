//! The bilans and reports that the practices of the demo wrote in the past, by the same path as on screen.
//!
//! Their pages are typeset one by one, at some ten milliseconds each: the demo holds those of the last weeks and a few of
//! each month before, not those of every episode (`docs/decisions/0161-past-of-the-demo.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use droit::acces::Acteur;
use droit::document::{Contenu, Document};
use droit::episode::{Accorde, Auteur};
use droit::identifiant::{CodeDepartement, DocumentId, EpisodeId, PatientId, PraticienId, SerieId};
use droit::reglement::Reglement;
use droit::remise::{Cause, Destinataire, Etat, Preuve};
use entrepot::remise::{self, Suivie};
use entrepot::{Echec, Entrepot, patient};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::documents::{DocumentImpossible, bilan, compte_rendu, presenter, refus};
use super::episode::Episode;
use super::hasard::Hasard;
use super::inscription::SYSTEME;
use super::reperes::Reperes;
use super::territoire::Territoire;
use crate::config::Monde;
use crate::document::composition::{Atelier, Liasse};
use crate::document::socle::Socle;
use crate::document::validation::{self, Demande, Valide};
use crate::remise::composition::{Composition, Preparation};
use crate::remise::voies::Voies;

/// Days whose episodes nearly all have their documents, in the practices that write them.
const RECENTS: i64 = 30;
/// Share, in thousandths, of the older episodes that have theirs.
const ANCIENS: usize = 20;
/// Documents read, made and written together.
const LOT: usize = 40;
/// The share of his episodes that an MK documents, in thousandths, and how many do.
const HABITUDES: [(usize, usize); 4] = [(950, 35), (700, 30), (300, 20), (0, 15)];

/// A document to write.
#[derive(Clone, Copy)]
struct Commande {
    episode: EpisodeId,
    par: PraticienId,
    genre: Genre,
    /// What its author does with it, in thousandths.
    soin: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Genre {
    Bilan,
    CompteRendu,
}

/// Writes them.
///
/// # Errors
/// When one of them is refused, or the store fails.
pub fn inscrire(
    entrepot: &Entrepot,
    (reglement, departement): (&Reglement, CodeDepartement),
    (territoire, reperes, cles): (&Territoire, &Reperes, &BTreeMap<usize, EpisodeId>),
    maintenant: Timestamp,
) -> Result<(), DocumentImpossible> {
    let fuseau = TimeZone::get(reglement.fuseau(departement)).map_err(refus)?;
    let mut hasard = Hasard::nouveau(territoire.cadre.graine, "archives");
    let choisis = choisir(&mut hasard, territoire);
    nommer_les_medecins(entrepot, (territoire, reperes), &choisis, maintenant)?;
    let atelier = Atelier { fuseau, monde: Monde::Fictif, gabarit: documents::Gabarit::default() };
    let mut greffe = Greffe { entrepot, atelier, hasard, voies: Voies::sans_reglage(Monde::Fictif) };
    for genre in [Genre::Bilan, Genre::CompteRendu] {
        let commandes: Vec<Commande> = choisis
            .iter()
            .filter_map(|(rang, soin)| {
                let plan = territoire.episodes.get(*rang)?;
                let par = auteur_du(plan, genre)?;
                let (episode, par) = (*cles.get(rang)?, *reperes.praticiens.get(par)?);
                Some(Commande { episode, par, genre, soin: *soin })
            })
            .collect();
        for lot in commandes.chunks(LOT) {
            greffe.ecrire(lot)?;
        }
    }
    Ok(())
}

/// Who opened writes the bilan, and the report of an episode that is over when he followed it to its end: the objectives
/// that it assesses are those of his own bilan.
fn auteur_du(plan: &Episode, genre: Genre) -> Option<usize> {
    match genre {
        Genre::Bilan => Some(plan.ouvert_par),
        Genre::CompteRendu => plan.cloture.map(|_| plan.ouvert_par).filter(|par| *par == plan.suivi_par()),
    }
}

/// The ranks of the episodes documented, with the habits of their author; the demo's own practitioner has his documents
/// elsewhere, and those he owes.
fn choisir(hasard: &mut Hasard, territoire: &Territoire) -> Vec<(usize, usize)> {
    let habitudes: Vec<usize> =
        territoire.praticiens.iter().map(|_| hasard.selon_poids(&HABITUDES, 0)).collect();
    let depuis = territoire.cadre.aujourd_hui.saturating_sub(RECENTS.days());
    let episodes = territoire.episodes.iter().enumerate();
    episodes
        .filter(|(_, plan)| plan.seances.len() > 1 && plan.ouvert_par != 0 && plan.suivi_par() != 0)
        .filter_map(|(rang, plan)| {
            let soin = habitudes.get(plan.ouvert_par).copied().filter(|soin| *soin > 0)?;
            let part = if plan.ouvert_le >= depuis { soin } else { ANCIENS };
            hasard.chance(part).then_some((rang, soin))
        })
        .collect()
}

/// The doctors of their patients, whom documents name.
fn nommer_les_medecins(
    entrepot: &Entrepot,
    (territoire, reperes): (&Territoire, &Reperes),
    choisis: &[(usize, usize)],
    maintenant: Timestamp,
) -> Result<(), DocumentImpossible> {
    let rangs: BTreeSet<usize> =
        choisis.iter().filter_map(|(rang, _)| Some(territoire.episodes.get(*rang)?.patient)).collect();
    let mut connus = Vec::new();
    for rang in rangs {
        let plan = territoire.patients.get(rang).and_then(|plan| territoire.medecins.get(plan.medecin?));
        if let (Some(medecin), Some(id)) = (plan, reperes.patients.get(rang)) {
            connus.push((*id, presenter(medecin)?));
        }
    }
    for lot in connus.chunks(LOT) {
        let (trousseau, ids) =
            (entrepot.trousseau().clone(), lot.iter().map(|(id, _)| *id).collect::<Vec<PatientId>>());
        let lus = entrepot.lire_ici(move |tx| {
            ids.iter().map(|id| patient::charger(tx, &trousseau, *id)).collect::<Result<Vec<_>, Echec>>()
        })?;
        let (trousseau, lot) = (entrepot.trousseau().clone(), lot.to_vec());
        entrepot.ecrire_ici(move |tx| {
            for (lu, (_, medecin)) in lus.iter().zip(&lot) {
                if let Some(lu) = lu {
                    patient::noter_medecin(tx, &trousseau, lu, Some(medecin), (SYSTEME, maintenant));
                }
            }
            Ok::<(), Echec>(())
        })?;
    }
    Ok(())
}

/// Where documents are made and kept.
struct Greffe<'e> {
    entrepot: &'e Entrepot,
    atelier: Atelier,
    hasard: Hasard,
    voies: Voies,
}

/// A document granted, before its pages.
struct Redige {
    fait: Accorde<Document>,
    remises: Composition,
    soin: usize,
}

/// A document written, and what its author does with it.
#[derive(Clone, Copy)]
struct Ecrit {
    document: DocumentId,
    soin: usize,
    instant: Timestamp,
}

impl Ecrit {
    fn de(redige: &Redige) -> Self {
        let en_tete = &redige.fait.en_tete;
        Self { document: en_tete.reference.id(), soin: redige.soin, instant: en_tete.valide_le }
    }
}

impl Greffe<'_> {
    fn ecrire(&mut self, lot: &[Commande]) -> Result<(), DocumentImpossible> {
        let (trousseau, commandes) = (self.entrepot.trousseau().clone(), lot.to_vec());
        let lus = self.entrepot.lire_ici(move |tx| {
            let lire = |commande: &Commande, tx: &mut entrepot::Tx| {
                let acteur = Acteur::Mk { praticien: commande.par };
                let socle = Socle::lire(tx, &trousseau, &acteur, commande.episode)?;
                let dues = Preparation::lire(tx, &trousseau, &socle.dossier.patient, None)?;
                Ok::<_, Echec>((socle, dues))
            };
            commandes.iter().map(|commande| lire(commande, tx)).collect::<Result<Vec<_>, Echec>>()
        })?;
        let rediges =
            lot.iter().zip(&lus).map(|(commande, (socle, dues))| self.rediger(commande, socle, dues));
        let rediges = rediges.collect::<Result<Vec<Redige>, _>>()?;
        let liasses = composer(&self.atelier, &rediges)?;
        let ecrits: Vec<Ecrit> = rediges.iter().map(Ecrit::de).collect();
        let valides: Vec<Valide> = rediges
            .into_iter()
            .zip(liasses)
            .map(|(redige, liasse)| Valide {
                fait: redige.fait,
                liasse: Arc::new(liasse),
                brouillon: None,
                remises: redige.remises,
            })
            .collect();
        let trousseau = self.entrepot.trousseau().clone();
        self.entrepot.ecrire_ici(move |tx| {
            valides.iter().for_each(|valide| validation::inscrire(tx, &trousseau, valide));
            Ok::<(), Echec>(())
        })?;
        self.remettre(&ecrits)
    }

    /// Granted as on screen, on the evening of its day.
    fn rediger(
        &mut self,
        commande: &Commande,
        socle: &Socle,
        dues: &Preparation,
    ) -> Result<Redige, DocumentImpossible> {
        let (contenu, le): (Contenu, Date) = match commande.genre {
            Genre::Bilan => (Contenu::Bilan(Box::new(bilan(socle)?)), socle.dossier.episode.ouvert_le),
            Genre::CompteRendu => compte_rendu(socle, &self.atelier.fuseau)?,
        };
        let instant = le.at(18, 30, 0, 0).to_zoned(self.atelier.fuseau.clone()).map_err(refus)?.timestamp();
        let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
        let mut cle = || self.hasard.identifiant(millisecondes).as_u128();
        let (id, serie) = (DocumentId::new(cle()), SerieId::new(cle()));
        let acteur = Acteur::Mk { praticien: commande.par };
        let demande =
            Demande { acteur, episode: commande.episode, id, corrige: None, contenu, brouillon: None };
        let auteur = Auteur { par: commande.par, aujourd_hui: le, maintenant: instant };
        let fait = validation::accorder(socle, &self.atelier, &demande, (serie, &auteur)).map_err(refus)?;
        let remises = Composition::de(&self.voies, (&fait, commande.par), dues, (instant, cle));
        Ok(Redige { fait, remises, soin: commande.soin })
    }

    /// What was given by hand, and deposited, that evening; some of it never was.
    fn remettre(&mut self, ecrits: &[Ecrit]) -> Result<(), DocumentImpossible> {
        let (trousseau, ids) = (self.entrepot.trousseau().clone(), ecrits.to_vec());
        let lues = self.entrepot.lire_ici(move |tx| {
            let du_document = |ecrit: &Ecrit| remise::du_document(tx, &trousseau, ecrit.document);
            ids.iter().map(du_document).collect::<Result<Vec<_>, Echec>>()
        })?;
        let mut faites: Vec<(Suivie, Preuve, Timestamp)> = Vec::new();
        for (suivies, ecrit) in lues.into_iter().zip(ecrits) {
            for suivie in suivies {
                faites.extend(self.preuve(&suivie, ecrit.soin).map(|preuve| (suivie, preuve, ecrit.instant)));
            }
        }
        Ok(self.entrepot.ecrire_ici(move |tx| {
            for (suivie, preuve, instant) in &faites {
                let (mots, acteur) =
                    (Cause::nouvelle("Le jour de la séance."), format!("praticien/{}", suivie.praticien));
                let refus = |cause: droit::remise::SansEffet| Echec::Colonne {
                    colonne: "demo".to_owned(),
                    cause: cause.to_string(),
                };
                remise::declarer(tx, suivie, *preuve, &mots, &acteur, *instant).map_err(refus)?;
            }
            Ok::<(), Echec>(())
        })?)
    }

    fn preuve(&mut self, suivie: &Suivie, soin: usize) -> Option<Preuve> {
        if matches!(suivie.remise.etat, Etat::Annule { .. }) {
            return None;
        }
        let (part, preuve) = match suivie.destinataire {
            Destinataire::Patient => (960, Preuve::RemiseDeclaree),
            Destinataire::MedecinTraitant | Destinataire::AutreMedecin => (850, Preuve::RemiseDeclaree),
            Destinataire::Dmp => (soin * 3 / 4, Preuve::DepotDeclare),
            Destinataire::Payeur => (0, Preuve::RemiseDeclaree),
        };
        self.hasard.chance(part).then_some(preuve)
    }
}

/// The pages of a batch, by as many hands as there are.
fn composer(atelier: &Atelier, rediges: &[Redige]) -> Result<Vec<Liasse>, DocumentImpossible> {
    let mains = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts: Vec<&[Redige]> = rediges.chunks(rediges.len().div_ceil(mains).max(1)).collect();
    let composer = |part: &[Redige]| {
        part.iter().map(|redige| atelier.composer(&redige.fait).map_err(refus)).collect::<Result<Vec<_>, _>>()
    };
    std::thread::scope(|atelier_commun| {
        let postes: Vec<_> =
            parts.into_iter().map(|part| atelier_commun.spawn(move || composer(part))).collect();
        let mut liasses = Vec::with_capacity(rediges.len());
        for poste in postes {
            liasses.extend(poste.join().map_err(|_| refus("un poste de composition s’est arrêté"))??);
        }
        Ok(liasses)
    })
}
