//! The demo's facts played again through the rules: what they do not grant is not loaded.

use std::collections::{BTreeMap, HashMap};

use droit::decision::{self, ActeNgap, DrapeauRouge, Structure, TypeStructure};
use droit::episode::{
    Accorde, AmeliorationEvaluee, Auteur, Complement, Contexte, DiagnosticEnregistre, Episode, EpisodeClos,
    EpisodeOuvert, EpisodeRejoint, EtatEpisode, Evenement, EvenementSignale, Fiche, Localisation,
    Orientation, OrientationFaite, Ouverture, SeanceAccordee, SeanceSaisie, Urgence,
};
use droit::evenement::RegleEvenement;
use droit::identifiant::{
    CodeDepartement, DiagnosticId, EpisodeId, EvenementId, OrientationId, PatientId, PraticienId, SeanceId,
};
use droit::reglement::Reglement;
use jiff::Timestamp;
use jiff::civil::Date;

use super::chronique::Fait;
use super::episode;
use super::hasard::Hasard;
use super::praticien::Praticien;
use super::reperes::Reperes;
use super::territoire::Territoire;

/// What the rules granted, ready to be stored.
#[derive(Clone, Debug)]
pub enum FaitAccorde {
    /// An opening.
    Ouverture(Accorde<EpisodeOuvert>),
    /// A colleague joined.
    Rejoint(Accorde<EpisodeRejoint>),
    /// A proof of diagnosis.
    Diagnostic(Accorde<DiagnosticEnregistre>),
    /// A séance.
    Seance(Accorde<SeanceAccordee>),
    /// An assessment.
    Amelioration(Accorde<AmeliorationEvaluee>),
    /// An adverse event.
    Evenement(Accorde<EvenementSignale>),
    /// An orientation.
    Orientation(Accorde<OrientationFaite>),
    /// An end.
    Cloture(Accorde<EpisodeClos>),
}

/// A fact that the rules did not grant, or that does not hold together.
#[derive(Clone, Debug, thiserror::Error)]
#[error("la démonstration contient un fait que les règles refusent ({fait:?}) : {cause}")]
pub struct FaitRefuse {
    /// Which fact.
    pub fait: Fait,
    /// Why.
    pub cause: String,
}

/// The episodes under way while the facts are played.
pub struct Rejeu<'t> {
    territoire: &'t Territoire,
    reperes: &'t Reperes,
    reglement: &'t Reglement,
    departement: CodeDepartement,
    hasard: Hasard,
    ouverts: HashMap<usize, Fiche>,
    cles: BTreeMap<usize, EpisodeId>,
}

type Resultat = Result<FaitAccorde, String>;

impl<'t> Rejeu<'t> {
    /// Nothing has happened yet.
    pub fn nouveau(
        territoire: &'t Territoire,
        reperes: &'t Reperes,
        reglement: &'t Reglement,
        departement: CodeDepartement,
    ) -> Self {
        let hasard = Hasard::nouveau(territoire.cadre.graine, "identifiants");
        Self {
            territoire,
            reperes,
            reglement,
            departement,
            hasard,
            ouverts: HashMap::new(),
            cles: BTreeMap::new(),
        }
    }

    /// The key of each episode opened, by its rank.
    pub fn cles(self) -> BTreeMap<usize, EpisodeId> {
        self.cles
    }

    /// Plays a fact of an episode at its instant and day.
    pub fn jouer(&mut self, instant: Timestamp, le: Date, fait: Fait) -> Result<FaitAccorde, FaitRefuse> {
        let accorde = match fait {
            Fait::Ouverture(rang) => self.ouvrir(rang, instant),
            Fait::Rejoint(rang, place) => self.rejoindre(rang, place, instant),
            Fait::Diagnostic(rang, place) => self.prouver(rang, place, instant),
            Fait::Seance(rang, place) => self.seance(rang, place, instant),
            Fait::Amelioration(rang) => self.evaluer(rang, le, instant),
            Fait::Evenement(rang) => self.signaler(rang, instant),
            Fait::Orientation(rang) => self.orienter(rang, instant),
            Fait::Cloture(rang) => self.clore(rang, instant),
            Fait::Arrivee(_) | Fait::Adhesion(..) | Fait::Declaration(..) => {
                Err("ce fait n’est pas celui d’un épisode".to_owned())
            }
        };
        accorde.map_err(|cause| FaitRefuse { fait, cause })
    }

    fn episode(&self, rang: usize) -> Result<&'t episode::Episode, String> {
        self.territoire.episodes.get(rang).ok_or_else(|| "épisode absent".to_owned())
    }

    fn fiche(&self, rang: usize) -> Result<Episode, String> {
        let fiche = self.ouverts.get(&rang).cloned();
        fiche.map(Episode::relu).ok_or_else(|| "épisode qui n’est pas ouvert".to_owned())
    }

    fn praticien(&self, rang: usize) -> Result<(&'t Praticien, PraticienId), String> {
        self.territoire
            .praticiens
            .get(rang)
            .zip(self.reperes.praticiens.get(rang).copied())
            .ok_or_else(|| "praticien absent".to_owned())
    }

    fn auteur(&self, praticien: usize, le: Date, maintenant: Timestamp) -> Result<Auteur, String> {
        Ok(Auteur { par: self.praticien(praticien)?.1, aujourd_hui: le, maintenant })
    }

    fn identifiant(&mut self, instant: Timestamp) -> u128 {
        self.hasard.identifiant(u64::try_from(instant.as_millisecond()).unwrap_or_default()).as_u128()
    }

    /// Decides in the context of a practitioner on a day; a refusal becomes the sentence it carries.
    fn avec<T>(
        &self,
        auteur: Auteur,
        (praticien, patient): (usize, usize),
        decider: impl for<'r> FnOnce(&Contexte<'r>) -> Result<T, droit::episode::Refus<'r>>,
    ) -> Result<T, String> {
        let (qui, _) = self.praticien(praticien)?;
        let (autorise_du, autorise_au) = qui.parcours.autorisation().unzip();
        let patient = self.territoire.patients.get(patient).ok_or("patient absent")?;
        let droit = self.reglement.au(auteur.aujourd_hui, self.departement, TypeStructure::Cpts);
        let contexte = Contexte {
            auteur,
            praticien: decision::Praticien {
                statut: qui.statut,
                lieu_exercice: Some(self.departement),
                autorise_du,
                autorise_au: autorise_au.flatten(),
                suspension: None,
            },
            structure: Structure {
                type_structure: TypeStructure::Cpts,
                fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
            },
            patient: decision::Patient {
                medecin_traitant: patient.medecin.is_some(),
                seances_hors_episode: None,
            },
            confirmation: None,
            droit,
            nomenclature: self.reglement.nomenclature(),
        };
        decider(&contexte).map_err(|refus| match refus.decision() {
            Some(decision) => format!(
                "{refus} {:?}",
                decision.constats.iter().filter(|c| bloquant(c.etat)).collect::<Vec<_>>()
            ),
            None => refus.to_string(),
        })
    }

    /// The act of an episode as quoted on a day.
    fn acte(&self, id: &str, le: Date) -> Option<ActeNgap> {
        let nomenclature = self.reglement.nomenclature();
        let acte = nomenclature.actes().find(|acte| acte.id == id)?;
        let ligne = nomenclature.cotation_de(acte, le)?;
        Some(ActeNgap { lettre: ligne.lettre.code().to_owned(), coefficient: ligne.coefficient })
    }

    fn ouvrir(&mut self, rang: usize, instant: Timestamp) -> Resultat {
        let plan = self.episode(rang)?;
        let auteur = self.auteur(plan.ouvert_par, plan.ouvert_le, instant)?;
        let patient: PatientId =
            self.reperes.patients.get(plan.patient).copied().ok_or_else(|| "patient absent".to_owned())?;
        let drapeaux = plan.drapeau.map(|drapeau| DrapeauRouge {
            code: drapeau.code.to_owned(),
            gravite: drapeau.gravite,
            motif: Some(drapeau.motif.to_owned()),
        });
        let ouverture = Ouverture {
            id: EpisodeId::new(self.identifiant(instant)),
            patient,
            localisation: Localisation::nouvelle(plan.affection.region, plan.cote)
                .map_err(|e| e.to_string())?,
            departement: self.departement,
            cpts: self.praticien(plan.ouvert_par)?.0.cpts_parmi(&self.reperes.cpts),
            le: plan.ouvert_le,
            drapeaux: drapeaux.into_iter().collect(),
            acte: self.acte(plan.affection.acte, plan.ouvert_le),
            nouveau_probleme: None,
        };
        let accord =
            self.avec(auteur, (plan.ouvert_par, plan.patient), |cx| Episode::ouvrir(ouverture, &[], cx))?;
        self.ouverts.insert(rang, premiere_fiche(&accord));
        self.cles.insert(rang, accord.episode());
        Ok(FaitAccorde::Ouverture(accord))
    }

    fn rejoindre(&mut self, rang: usize, place: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let seance = seance(plan, place)?;
        let auteur = self.auteur(seance.praticien, seance.le, instant)?;
        let accord =
            self.avec(auteur, (seance.praticien, plan.patient), |cx| episode.rejoindre(seance.le, cx))?;
        self.appliquer(rang, |fiche| fiche.participants.push(auteur.par));
        Ok(FaitAccorde::Rejoint(accord))
    }

    fn prouver(&mut self, rang: usize, place: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let jour = seance(plan, place)?.le;
        let praticien = seance(plan, place.saturating_sub(1))?.praticien;
        let preuve = plan.diagnostic.ok_or("diagnostic absent")?;
        let piece = decision::DiagnosticPrealable {
            type_diagnostic: preuve.type_diagnostic,
            date: preuve.date,
            en_rapport: true,
            enregistre_le: preuve.enregistre_le,
        };
        let id = DiagnosticId::new(self.identifiant(instant));
        let auteur = self.auteur(praticien, jour, instant)?;
        let accord =
            self.avec(auteur, (praticien, plan.patient), |cx| episode.enregistrer_diagnostic(id, piece, cx))?;
        self.appliquer(rang, |fiche| {
            fiche.diagnostic = Some(accord.diagnostic);
            for (id, compte) in &accord.repartition.changements {
                fiche.seances.iter_mut().filter(|s| s.id == *id).for_each(|s| s.compte = *compte);
            }
        });
        Ok(FaitAccorde::Diagnostic(accord))
    }

    fn seance(&mut self, rang: usize, place: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let seance = seance(plan, place)?;
        let auteur = self.auteur(seance.praticien, seance.le, instant)?;
        let saisie = SeanceSaisie {
            id: SeanceId::new(self.identifiant(instant)),
            le: seance.le,
            acte: self.acte(plan.affection.acte, seance.le),
            note: None,
        };
        let accord =
            self.avec(auteur, (seance.praticien, plan.patient), |cx| episode.enregistrer_seance(saisie, cx))?;
        self.appliquer(rang, |fiche| fiche.seances.push(accord.seance.clone()));
        Ok(FaitAccorde::Seance(accord))
    }

    fn evaluer(&mut self, rang: usize, le: Date, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let auteur = self.auteur(plan.suivi_par(), le, instant)?;
        let amelioration = plan.amelioration.ok_or("évaluation absente")?;
        let accord = episode
            .evaluer_amelioration(AmeliorationEvaluee { le, amelioration }, &auteur)
            .map_err(|e| e.to_string())?;
        self.appliquer(rang, |fiche| fiche.amelioration = Some(amelioration));
        Ok(FaitAccorde::Amelioration(accord))
    }

    fn signaler(&mut self, rang: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let fait = plan.evenement.ok_or("événement absent")?;
        let auteur = self.auteur(plan.suivi_par(), fait.le, instant)?;
        let texte = |texte: &str| texte.parse().map_err(|e: droit::texte::TexteInvalide| e.to_string());
        let evenement = Evenement {
            id: EvenementId::new(self.identifiant(instant)),
            par: auteur.par,
            le: fait.le,
            gravite: fait.recit.gravite,
            circonstances: texte(fait.recit.circonstances)?,
            mesures: texte(fait.recit.mesures)?,
            complement: Complement {
                nature: Some(fait.recit.nature),
                moment: Some(fait.recit.moment),
                information: Some(fait.recit.information),
            },
        };
        let regle = RegleEvenement::au(self.reglement.parametres(self.departement), fait.le);
        let accord = episode.signaler_evenement(evenement, &regle, &auteur).map_err(|e| e.to_string())?;
        self.appliquer(rang, |fiche| fiche.evenements.push(accord.evenement.clone()));
        Ok(FaitAccorde::Evenement(accord))
    }

    fn orienter(&mut self, rang: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let fait = plan.orientation.ok_or("orientation absente")?;
        let auteur = self.auteur(plan.suivi_par(), fait.le, instant)?;
        let orientation = Orientation {
            id: OrientationId::new(self.identifiant(instant)),
            par: auteur.par,
            le: fait.le,
            motif: fait.motif,
            destination: fait.destination,
            urgence: Urgence::Programmee,
            precision: None,
        };
        let accord = episode.orienter(orientation, &auteur).map_err(|e| e.to_string())?;
        self.appliquer(rang, |fiche| fiche.orientations.push(accord.orientation.clone()));
        Ok(FaitAccorde::Orientation(accord))
    }

    fn clore(&mut self, rang: usize, instant: Timestamp) -> Resultat {
        let (plan, episode) = (self.episode(rang)?, self.fiche(rang)?);
        let (le, issue) = plan.cloture.ok_or("clôture absente")?;
        let auteur = self.auteur(plan.suivi_par(), le, instant)?;
        let accord =
            self.avec(auteur, (plan.suivi_par(), plan.patient), |cx| episode.clore(le, issue, cx))?;
        self.ouverts.remove(&rang);
        Ok(FaitAccorde::Cloture(accord))
    }

    /// Brings an open episode to what storage will hold after the fact.
    fn appliquer(&mut self, rang: usize, changer: impl FnOnce(&mut Fiche)) {
        if let Some(fiche) = self.ouverts.get_mut(&rang) {
            changer(fiche);
            fiche.version += 1;
        }
    }
}

fn bloquant(etat: decision::Etat) -> bool {
    matches!(etat, decision::Etat::Viole | decision::Etat::AConfirmer)
}

fn seance(plan: &episode::Episode, place: usize) -> Result<&episode::Seance, String> {
    plan.seances.get(place).ok_or_else(|| "séance absente".to_owned())
}

fn premiere_fiche(accord: &Accorde<EpisodeOuvert>) -> Fiche {
    Fiche {
        id: accord.episode(),
        patient: accord.patient(),
        localisation: accord.localisation,
        departement: accord.departement,
        type_structure: accord.type_structure,
        ouvert_le: accord.le,
        fin_le: accord.fin_le,
        plafond: accord.plafond,
        participants: vec![accord.auteur().par],
        seances: Vec::new(),
        diagnostic: None,
        drapeaux: accord.drapeaux.clone(),
        amelioration: None,
        orientations: Vec::new(),
        evenements: Vec::new(),
        etat: EtatEpisode::Ouvert,
        version: accord.version() + 1,
    }
}
