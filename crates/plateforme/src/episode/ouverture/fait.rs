//! What an opening writes: the patient, the episode, the proof of diagnosis and the first séance, in one batch.

use droit::decision::{self, Acte, Decision, Demande, DossierEpisode, decider};
use droit::episode::{
    Accorde, Contexte, DiagnosticEnregistre, Episode, EpisodeOuvert, EtatEpisode, Fiche, Ouverture, Refus,
    SeanceAccordee, SeanceSaisie,
};
use droit::identifiant::{DiagnosticId, PatientId, SeanceId};
use entrepot::Tx;
use entrepot::chiffre::Trousseau;
use entrepot::patient::{self, NouveauPatient, Patient, Recherche};

use super::etat::Etat;
use super::saisie::{Lue, Premier};
use crate::echec::Failure;
use crate::episode::dossier::auteur;
use crate::serveur::App;

/// Keys drawn for what may be written.
#[derive(Clone, Copy, Debug)]
pub struct Cles {
    /// Of the patient, when he is new.
    pub patient: PatientId,
    /// Of the first séance.
    pub seance: SeanceId,
    /// Of the proof of diagnosis.
    pub diagnostic: DiagnosticId,
}

impl Cles {
    /// Draws them.
    pub fn tirer(app: &App) -> Self {
        let tirer = || app.alea.uuid(app.horloge.maintenant()).as_u128();
        Self {
            patient: PatientId::new(tirer()),
            seance: SeanceId::new(tirer()),
            diagnostic: DiagnosticId::new(tirer()),
        }
    }
}

/// All that is granted.
#[derive(Clone, Debug)]
pub struct Ouvert {
    nouveau: Option<NouveauPatient>,
    connu: Option<(Patient, Lue)>,
    /// The opening.
    pub ouverture: Accorde<EpisodeOuvert>,
    diagnostic: Option<Accorde<DiagnosticEnregistre>>,
    seance: Option<Accorde<SeanceAccordee>>,
}

impl Ouvert {
    /// Version of the episode once all of it is written.
    pub fn version(&self) -> i64 {
        let suites = i64::from(self.diagnostic.is_some()) + i64::from(self.seance.is_some());
        self.ouverture.version() + 1 + suites
    }
}

/// Why nothing is granted.
pub enum Rejet {
    /// The rules, or the state of the patient's episodes.
    Refus(Refus<'static>),
    /// Several people have these traits.
    Plusieurs,
    /// The base or the clock.
    Panne(Failure),
}

/// The context of the opening.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn contexte(app: &App, lue: &Lue, etat: &Etat) -> Result<Contexte<'static>, Failure> {
    Ok(Contexte {
        auteur: auteur(app, etat.exercice.praticien.id, lue.departement)?,
        praticien: etat.exercice.au(lue.departement, lue.le),
        structure: etat.exercice.structure(lue.structure, lue.departement, lue.le),
        patient: patient_vu(lue, etat),
        confirmation: lue.confirmation.clone(),
        droit: app.reglement.au(lue.le, lue.departement, lue.structure),
        nomenclature: app.reglement.nomenclature(),
    })
}

fn patient_vu(lue: &Lue, etat: &Etat) -> decision::Patient {
    decision::Patient { medecin_traitant: lue.medecin_traitant, seances_hors_episode: Some(etat.seances) }
}

/// What the rules answer, to be shown before anything is recorded: the act that comes first, with its diagnosis.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn apercu(app: &App, lue: &Lue, etat: &Etat) -> Result<Decision<'static>, Failure> {
    let cx = contexte(app, lue, etat)?;
    let demande = Demande {
        acte: if lue.premier == Premier::Seance { Acte::Seance } else { Acte::Ouvrir },
        le: lue.le,
        aujourd_hui: cx.auteur.aujourd_hui,
        departement: lue.departement,
        structure: cx.structure,
        praticien: cx.praticien,
        patient: Some(cx.patient),
        episode: Some(DossierEpisode {
            ouvert_le: Some(lue.le),
            diagnostic_prealable: lue.diagnostic,
            drapeaux_rouges: lue.drapeaux.clone(),
            ..DossierEpisode::default()
        }),
        acte_ngap: lue.acte.clone(),
    };
    Ok(decider(&demande, &cx.droit, cx.nomenclature))
}

/// Decides the opening and what comes with it.
///
/// # Errors
/// Why nothing is granted.
pub fn accorder(app: &App, lue: &Lue, etat: &Etat, cles: Cles) -> Result<Ouvert, Rejet> {
    let cx = contexte(app, lue, etat).map_err(Rejet::Panne)?;
    let (patient, nouveau, connu) = match &etat.recherche {
        Recherche::Plusieurs => return Err(Rejet::Plusieurs),
        Recherche::Un { patient, .. } => (patient.id, None, Some((patient.as_ref().clone(), lue.clone()))),
        Recherche::Aucun { homonyme } => {
            let nouveau = NouveauPatient {
                id: cles.patient,
                identite: lue.identite.clone(),
                prenoms: lue.prenoms.clone(),
                homonyme: *homonyme,
                medecin_traitant: Some(lue.medecin_traitant),
                inscrit_le: cx.auteur.maintenant,
            };
            (cles.patient, Some(nouveau), None)
        }
    };
    let ouverture = Ouverture {
        id: lue.cle,
        patient,
        localisation: lue.localisation,
        departement: lue.departement,
        cpts: etat.exercice.autorisation(lue.departement, lue.le).map(|autorisation| autorisation.cpts),
        le: lue.le,
        drapeaux: lue.drapeaux.clone(),
        acte: lue.acte.clone(),
        nouveau_probleme: lue.nouveau_probleme.clone(),
    };
    let ouverture = Episode::ouvrir(ouverture, &etat.anterieurs, &cx).map_err(Rejet::Refus)?;
    let (diagnostic, seance) = suivre(lue, &ouverture, cles, &cx).map_err(Rejet::Refus)?;
    Ok(Ouvert { nouveau, connu, ouverture, diagnostic, seance })
}

type Suites = (Option<Accorde<DiagnosticEnregistre>>, Option<Accorde<SeanceAccordee>>);

/// What follows the opening is decided on the episode as the facts before leave it.
fn suivre<'r>(
    lue: &Lue,
    ouverture: &Accorde<EpisodeOuvert>,
    cles: Cles,
    cx: &Contexte<'r>,
) -> Result<Suites, Refus<'r>> {
    let mut fiche = ouvert(ouverture);
    let mut diagnostic = None;
    if let Some(piece) = lue.diagnostic {
        let fait = Episode::relu(fiche.clone()).enregistrer_diagnostic(cles.diagnostic, piece, cx)?;
        fiche.diagnostic = Some(fait.diagnostic);
        fiche.version += 1;
        diagnostic = Some(fait);
    }
    let mut seance = None;
    if lue.premier == Premier::Seance {
        let saisie = SeanceSaisie { id: cles.seance, le: lue.le, acte: lue.acte.clone(), note: None };
        seance = Some(Episode::relu(fiche).enregistrer_seance(saisie, cx)?);
    }
    Ok((diagnostic, seance))
}

/// The episode as its opening leaves it.
fn ouvert(fait: &Accorde<EpisodeOuvert>) -> Fiche {
    Fiche {
        id: fait.episode(),
        patient: fait.patient(),
        localisation: fait.localisation,
        departement: fait.departement,
        type_structure: fait.type_structure,
        ouvert_le: fait.le,
        fin_le: fait.fin_le,
        plafond: fait.plafond,
        participants: vec![fait.auteur().par],
        seances: Vec::new(),
        diagnostic: None,
        drapeaux: fait.drapeaux.clone(),
        amelioration: None,
        orientations: Vec::new(),
        evenements: Vec::new(),
        etat: EtatEpisode::Ouvert,
        version: fait.version() + 1,
    }
}

/// Writes all of it.
pub fn inscrire(tx: &mut Tx, trousseau: &Trousseau, fait: &Ouvert) {
    let acteur = format!("praticien/{}", fait.ouverture.auteur().par);
    if let Some(nouveau) = &fait.nouveau {
        patient::inscrire(tx, trousseau, nouveau, &acteur);
    }
    if let Some((connu, lue)) = &fait.connu {
        completer(tx, trousseau, connu, lue, &acteur, fait);
    }
    entrepot::episode::inscrire_ouverture(tx, trousseau, &fait.ouverture);
    if let Some(diagnostic) = &fait.diagnostic {
        entrepot::episode::inscrire_diagnostic(tx, trousseau, diagnostic);
    }
    if let Some(seance) = &fait.seance {
        entrepot::episode::inscrire_seance(tx, trousseau, seance);
    }
}

/// What this visit teaches of a patient on file: his number, his given names, his médecin traitant. Found by his number,
/// he may have been typed with other traits: those on file stay, and so do the names that go with them.
fn completer(tx: &mut Tx, trousseau: &Trousseau, connu: &Patient, lue: &Lue, acteur: &str, fait: &Ouvert) {
    let mut connu = connu.clone();
    let instant = fait.ouverture.auteur().maintenant;
    let memes_traits = connu.identite.traits.canoniques() == lue.identite.traits.canoniques();
    let appris = lue.prenoms.clone().filter(|_| memes_traits && connu.prenoms.is_none());
    if connu.identite.ins.is_none() && lue.identite.ins.is_some() {
        connu.prenoms = connu.prenoms.or(appris);
        patient::rattacher_ins(tx, trousseau, &connu, &lue.identite, acteur, instant);
        connu.version += 1;
    } else if let Some(prenoms) = appris {
        let identite = connu.identite.clone();
        patient::completer(tx, trousseau, &connu, (&identite, Some(&prenoms)), acteur, instant);
        connu.version += 1;
    }
    if connu.medecin_traitant != Some(lue.medecin_traitant) {
        patient::noter_medecin_traitant(tx, &connu, lue.medecin_traitant, acteur, instant);
    }
}
