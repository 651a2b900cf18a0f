//! From the generated territory to the store: the same rules, the same writes and the same journal as on screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use droit::declaration::MotifRetrait;
use droit::identifiant::{CodeDepartement, CptsId, EpisodeId, PraticienId};
use droit::reglement::Reglement;
use entrepot::patient::{self, NouveauPatient};
use entrepot::{Echec, Entrepot, Tx, declaration, episode, praticien};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::chronique::{Fait, chronique};
use super::hasard::Hasard;
use super::inscription::{self, Appartenance, Arrivee};
use super::instruction::{Instruction, PasAccorde};
use super::rejeu::{FaitAccorde, FaitRefuse, Rejeu};
use super::reperes::Reperes;
use super::territoire::Territoire;
use super::{fiches, parole, pieces};
use crate::episode::ouverture::signes;

/// How many facts share one transaction: enough that the disk waits for nobody, few enough to keep little in memory.
const LOT: usize = 1_000;

/// Why the demo could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ChargementImpossible {
    /// The rules refuse a fact of the generator.
    #[error(transparent)]
    Regles(#[from] FaitRefuse),
    /// The store fails.
    #[error(transparent)]
    Entrepot(#[from] Echec),
    /// The fiche of a CPTS does not advance.
    #[error(transparent)]
    Fiche(#[from] droit::fiche_cpts::EmpechementFiche),
    /// A proof is not taken.
    #[error(transparent)]
    Piece(#[from] droit::piece::EmpechementPiece),
    /// A proof is not typeset.
    #[error("un justificatif de la démonstration ne se compose pas : {0}")]
    Composition(#[from] documents::Echec),
    /// The time zone of the department is unknown.
    #[error("le fuseau horaire du département est inconnu : {0}")]
    Fuseau(jiff::Error),
    /// The generator contradicts itself.
    #[error("la démonstration se contredit : {0:?} ne peut pas être inscrit")]
    Incoherence(Fait),
}

/// What one fact writes.
enum Ecriture {
    Arrivee(Arrivee),
    Adhesion(Appartenance),
    Patient(NouveauPatient, String),
    Episode(FaitAccorde),
    Declaration(PasAccorde),
    Depart { praticien: PraticienId, cpts: CptsId, le: Date, instant: Timestamp },
}

/// Loads a territory into an empty store, and tells how many facts are written as it goes; gives the keys of the episodes,
/// by their rank.
pub fn charger(
    entrepot: &Entrepot,
    (reglement, departement): (&Reglement, CodeDepartement),
    (territoire, reperes): (&Territoire, &Reperes),
    mut avancement: impl FnMut(usize, usize),
) -> Result<BTreeMap<usize, EpisodeId>, ChargementImpossible> {
    let fuseau = TimeZone::get(reglement.fuseau(departement)).map_err(ChargementImpossible::Fuseau)?;
    let faits = chronique(territoire, &fuseau);
    let debut = faits.first().map_or(Timestamp::UNIX_EPOCH, |(instant, _)| *instant);
    inscription::inscrire_cpts(entrepot, reperes, territoire.cadre.ouverture, debut)?;
    let mut jeu = Jeu {
        territoire,
        reperes,
        hasard: Hasard::nouveau(territoire.cadre.graine, "inscriptions"),
        rejeu: Rejeu::nouveau(territoire, reperes, reglement, departement),
        instruction: Instruction::nouvelle(territoire, reperes, reglement, departement),
        inscrits: vec![Presence::Inconnu; territoire.patients.len()],
    };
    for (rang, lot) in faits.chunks(LOT).enumerate() {
        let mut ecritures = Vec::with_capacity(LOT * 2);
        for (instant, fait) in lot {
            jeu.jouer((*instant, fuseau.to_datetime(*instant).date()), *fait, &mut ecritures)?;
        }
        ecrire(entrepot, ecritures)?;
        avancement(rang * LOT + lot.len(), faits.len());
    }
    let fin = faits.last().map_or(debut, |(instant, _)| *instant);
    let dernier = (fin, fuseau.to_datetime(fin).date());
    parole::dire(entrepot, reperes, dernier)?;
    fiches::faire_attendre(entrepot, reperes, dernier)?;
    let declaree = jeu.instruction.premiere_deposee();
    pieces::joindre(entrepot, (reglement, departement), (territoire, reperes), declaree, dernier)?;
    Ok(jeu.rejeu.cles())
}

/// Is a patient on file yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Inconnu,
    Inscrit,
}

/// The facts under way.
struct Jeu<'t> {
    territoire: &'t Territoire,
    reperes: &'t Reperes,
    hasard: Hasard,
    rejeu: Rejeu<'t>,
    instruction: Instruction<'t>,
    inscrits: Vec<Presence>,
}

impl Jeu<'_> {
    fn jouer(
        &mut self,
        (instant, le): (Timestamp, Date),
        fait: Fait,
        ecritures: &mut Vec<Ecriture>,
    ) -> Result<(), ChargementImpossible> {
        match fait {
            Fait::Arrivee(rang) => {
                let suite = (instant, &mut self.hasard);
                let arrivee = inscription::arrivee(self.territoire, self.reperes, rang, suite);
                ecritures.push(Ecriture::Arrivee(arrivee.ok_or(ChargementImpossible::Incoherence(fait))?));
            }
            Fait::Adhesion(rang, ordre) => {
                let place = (rang, ordre);
                let adhesion = inscription::appartenance(self.territoire, self.reperes, place, instant);
                ecritures.push(Ecriture::Adhesion(adhesion.ok_or(ChargementImpossible::Incoherence(fait))?));
            }
            Fait::Declaration(rang, etape) => {
                let pas = self.instruction.jouer((instant, le), rang, etape)?;
                let depart = depart(&pas, instant);
                ecritures.push(Ecriture::Declaration(pas));
                ecritures.extend(depart);
            }
            _ => {
                if let Fait::Ouverture(rang) = fait {
                    ecritures.extend(self.accueillir(rang, instant, fait)?);
                }
                ecritures.push(Ecriture::Episode(self.rejeu.jouer(instant, le, fait)?));
            }
        }
        Ok(())
    }

    /// The patient of an episode, the first time he comes.
    fn accueillir(
        &mut self,
        episode: usize,
        instant: Timestamp,
        fait: Fait,
    ) -> Result<Option<Ecriture>, ChargementImpossible> {
        let incoherence = || ChargementImpossible::Incoherence(fait);
        let plan = self.territoire.episodes.get(episode).ok_or_else(incoherence)?;
        let presence = self.inscrits.get_mut(plan.patient).ok_or_else(incoherence)?;
        if std::mem::replace(presence, Presence::Inscrit) == Presence::Inscrit {
            return Ok(None);
        }
        let nouveau = inscription::patient(self.territoire, self.reperes, plan.patient, instant);
        let par = self.reperes.praticiens.get(plan.ouvert_par).ok_or_else(incoherence)?;
        Ok(Some(Ecriture::Patient(nouveau.ok_or_else(incoherence)?, format!("praticien/{par}"))))
    }
}

/// Whoever loses his authorisation because his membership ends also leaves his CPTS.
fn depart(pas: &PasAccorde, instant: Timestamp) -> Option<Ecriture> {
    match pas {
        PasAccorde::Retiree(fait) if fait.motif == MotifRetrait::FinAdhesion => {
            Some(Ecriture::Depart { praticien: fait.praticien(), cpts: fait.cpts(), le: fait.au, instant })
        }
        _ => None,
    }
}

fn ecrire(entrepot: &Entrepot, ecritures: Vec<Ecriture>) -> Result<(), Echec> {
    let ecritures = Arc::new(ecritures);
    let trousseau = Arc::new(entrepot.trousseau().clone());
    entrepot.ecrire_ici(move |tx| {
        for ecriture in ecritures.iter() {
            match ecriture {
                Ecriture::Arrivee(arrivee) => arrivee.inscrire(tx),
                Ecriture::Adhesion(adhesion) => adhesion.inscrire(tx),
                Ecriture::Patient(nouveau, acteur) => patient::inscrire(tx, &trousseau, nouveau, acteur),
                Ecriture::Episode(fait) => inscrire_fait(tx, &trousseau, fait),
                Ecriture::Declaration(pas) => inscrire_pas(tx, pas),
                Ecriture::Depart { praticien, cpts, le, instant } => {
                    praticien::quitter(tx, *praticien, *cpts, *le, inscription::SYSTEME, *instant);
                }
            }
        }
        Ok(())
    })
}

fn inscrire_fait(tx: &mut Tx, trousseau: &entrepot::chiffre::Trousseau, fait: &FaitAccorde) {
    match fait {
        FaitAccorde::Ouverture(fait) => {
            episode::inscrire_ouverture(tx, trousseau, fait);
            signes::noter(tx, fait.episode(), fait.localisation.region());
        }
        FaitAccorde::Rejoint(fait) => episode::inscrire_ralliement(tx, trousseau, fait),
        FaitAccorde::Diagnostic(fait) => episode::inscrire_diagnostic(tx, trousseau, fait),
        FaitAccorde::Seance(fait) => episode::inscrire_seance(tx, trousseau, fait),
        FaitAccorde::Amelioration(fait) => episode::inscrire_amelioration(tx, trousseau, fait),
        FaitAccorde::Evenement(fait) => episode::inscrire_evenement(tx, trousseau, fait),
        FaitAccorde::Orientation(fait) => episode::inscrire_orientation(tx, trousseau, fait),
        FaitAccorde::Cloture(fait) => episode::inscrire_cloture(tx, trousseau, fait),
    }
}

fn inscrire_pas(tx: &mut Tx, pas: &PasAccorde) {
    match pas {
        PasAccorde::Preparee(fait) => declaration::inscrire_preparation(tx, fait),
        PasAccorde::Deposee(fait) => declaration::inscrire_depot(tx, fait),
        PasAccorde::CompletionDemandee(fait) => declaration::inscrire_completion(tx, fait),
        PasAccorde::Validee(fait) => declaration::inscrire_validation(tx, fait),
        PasAccorde::Refusee(fait) => declaration::inscrire_refus(tx, fait),
        PasAccorde::Retiree(fait) => declaration::inscrire_retrait(tx, fait),
    }
}
