//! Read, prove, decide, write, and again on a race: one path for pages, API and command line.

use droit::acces::{self, Acteur, Invisible};
use droit::decision::{Decision, DiagnosticPrealable, TypeStructure};
use droit::episode::{
    Accorde, AmeliorationEvaluee, Auteur, Confirmation, Contexte, DiagnosticCorrige, DiagnosticEnregistre,
    DiagnosticRetire, Episode, EpisodeClos, EpisodeOuvert, EpisodeRejoint, Evenement, EvenementSignale,
    IssueEpisode, MotifAnnulation, MotifRetraitDiagnostic, Orientation, OrientationFaite, Ouverture, Refus,
    SeanceAccordee, SeanceAnnulee, SeanceSaisie,
};
use droit::identifiant::{DiagnosticId, EpisodeId, SeanceId};
use droit::reglement::Reglement;
use droit::texte::TexteLibre;
use entrepot::chiffre::Trousseau;
use entrepot::{Arret, Echec, Entrepot, Tx, episode, patient};
use jiff::civil::Date;

use super::situation::{Lieu, Situation, aujourd_hui};
use crate::horloge::Horloge;

/// Why nothing was recorded, besides a failure of storage.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Motif {
    /// The episode does not exist, or not for this reader: HTTP 404.
    #[error(transparent)]
    Invisible(#[from] Invisible),
    /// The rules, or the state of the episode: HTTP 409, with the whole decision where rules were asked.
    #[error(transparent)]
    Refus(#[from] Refus<'static>),
    /// Several people bear these traits: the INS is needed.
    #[error("plusieurs patients portent ces traits d’identité : indiquez le matricule INS")]
    InsNecessaire,
}

/// The outcome of a record.
pub type Issue<T> = Result<Accorde<T>, Arret<Motif>>;

type Inscription<T> = fn(&mut Tx, &Trousseau, &Accorde<T>);

/// Records what the rules grant.
#[derive(Clone)]
pub struct Greffe {
    /// Storage.
    pub entrepot: Entrepot,
    /// The rules.
    pub reglement: &'static Reglement,
    /// The clock.
    pub horloge: Horloge,
}

/// What is known when the decision is made.
struct Lu {
    episode: Episode,
    situation: Situation,
    auteur: Auteur,
}

impl Greffe {
    /// Opens an episode.
    ///
    /// # Errors
    /// When the actor is no MK, the rules refuse, or storage fails.
    pub async fn ouvrir(
        &self,
        acteur: &Acteur,
        ouverture: Ouverture,
        type_structure: TypeStructure,
        confirmation: Option<Confirmation>,
    ) -> Issue<EpisodeOuvert> {
        let (lieu, auteur) = self.lieu_d_ouverture(acteur, &ouverture, type_structure)?;
        let cles = self.entrepot.trousseau().clone();
        let (lues, le) = (cles.clone(), ouverture.le);
        self.entrepot
            .reprendre(
                move |tx| {
                    let situation = Situation::lire(tx, &lues, lieu, le)?;
                    Ok((situation, episode::anterieurs(tx, lieu.patient)?))
                },
                |(situation, anterieurs)| {
                    let cx = situation.contexte(self.reglement, auteur, confirmation.clone());
                    Episode::ouvrir(ouverture.clone(), &anterieurs, &cx).map_err(Motif::from)
                },
                move |tx, fait| episode::inscrire_ouverture(tx, &cles, fait),
            )
            .await
    }

    /// The decision on an opening, to be explained before it is recorded.
    ///
    /// # Errors
    /// When the actor is no MK or storage fails.
    pub async fn examiner_ouverture(
        &self,
        acteur: &Acteur,
        ouverture: &Ouverture,
        type_structure: TypeStructure,
    ) -> Result<Decision<'static>, Arret<Motif>> {
        let (lieu, auteur) = self.lieu_d_ouverture(acteur, ouverture, type_structure)?;
        let (cles, le) = (self.entrepot.trousseau().clone(), ouverture.le);
        let situation =
            self.entrepot.lire(move |tx| Situation::lire(tx, &cles, lieu, le)).await.map_err(Arret::Echec)?;
        Ok(Episode::examiner_ouverture(ouverture, &situation.contexte(self.reglement, auteur, None)))
    }

    /// Takes part in an episode a colleague opened.
    ///
    /// # Errors
    /// As [`Greffe::ouvrir`].
    pub async fn rejoindre(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        confirmation: Option<Confirmation>,
    ) -> Issue<EpisodeRejoint> {
        acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let decider = |e: &Episode, cx: &Contexte<'static>| e.rejoindre(cx.auteur.aujourd_hui, cx);
        self.decider(acteur, id, None, confirmation, decider, episode::inscrire_ralliement).await
    }

    /// Records a séance.
    ///
    /// # Errors
    /// When the episode is not the actor's, the rules refuse, or storage fails.
    pub async fn enregistrer_seance(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        saisie: SeanceSaisie,
        confirmation: Option<Confirmation>,
    ) -> Issue<SeanceAccordee> {
        let le = Some(saisie.le);
        let decider = |e: &Episode, cx: &Contexte<'static>| e.enregistrer_seance(saisie.clone(), cx);
        self.changer(acteur, id, le, confirmation, decider, episode::inscrire_seance).await
    }

    /// The decision on a séance, to be explained before it is recorded.
    ///
    /// # Errors
    /// When the episode is not the actor's or storage fails.
    pub async fn examiner_seance(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        saisie: &SeanceSaisie,
    ) -> Result<Decision<'static>, Arret<Motif>> {
        let lecture = self.lecture(acteur, id, Some(saisie.le))?;
        let lu = self.entrepot.lire(lecture).await.map_err(Arret::Echec)?;
        let lu = lu.ok_or(Arret::Refus(Invisible.into()))?;
        acces::voir(acteur, &lu.episode).map_err(|i| Arret::Refus(i.into()))?;
        Ok(lu.episode.examiner_seance(saisie, &lu.situation.contexte(self.reglement, lu.auteur, None)))
    }

    /// Cancels a séance.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn annuler_seance(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        seance: SeanceId,
        motif: MotifAnnulation,
        precision: Option<TexteLibre>,
    ) -> Issue<SeanceAnnulee> {
        let decider = |e: &Episode, cx: &Contexte<'static>| {
            Ok(e.annuler_seance(seance, motif, precision.clone(), &cx.auteur)?)
        };
        self.changer(acteur, id, None, None, decider, episode::inscrire_annulation).await
    }

    /// Records a proof of diagnosis.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn enregistrer_diagnostic(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        cle: DiagnosticId,
        piece: DiagnosticPrealable,
    ) -> Issue<DiagnosticEnregistre> {
        let decider = |e: &Episode, cx: &Contexte<'static>| e.enregistrer_diagnostic(cle, piece, cx);
        self.changer(acteur, id, None, None, decider, episode::inscrire_diagnostic).await
    }

    /// Corrects the proof on file.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn corriger_diagnostic(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        cle: DiagnosticId,
        piece: DiagnosticPrealable,
        confirmation: Option<Confirmation>,
    ) -> Issue<DiagnosticCorrige> {
        let decider = |e: &Episode, cx: &Contexte<'static>| e.corriger_diagnostic(cle, piece, cx);
        self.changer(acteur, id, None, confirmation, decider, episode::inscrire_correction).await
    }

    /// Withdraws the proof on file.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn retirer_diagnostic(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        motif: MotifRetraitDiagnostic,
        confirmation: Option<Confirmation>,
    ) -> Issue<DiagnosticRetire> {
        let decider = |e: &Episode, cx: &Contexte<'static>| {
            Ok(e.retirer_diagnostic(motif, cx.confirmation.as_ref(), &cx.auteur)?)
        };
        self.changer(acteur, id, None, confirmation, decider, episode::inscrire_retrait).await
    }

    /// Orients the patient.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn orienter(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        orientation: Orientation,
    ) -> Issue<OrientationFaite> {
        let decider = |e: &Episode, cx: &Contexte<'static>| Ok(e.orienter(orientation.clone(), &cx.auteur)?);
        self.changer(acteur, id, None, None, decider, episode::inscrire_orientation).await
    }

    /// Reports an adverse event.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn signaler_evenement(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        evenement: Evenement,
    ) -> Issue<EvenementSignale> {
        let decider =
            |e: &Episode, cx: &Contexte<'static>| Ok(e.signaler_evenement(evenement.clone(), &cx.auteur)?);
        self.changer(acteur, id, None, None, decider, episode::inscrire_evenement).await
    }

    /// Records whether the patient improves.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn evaluer_amelioration(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        evaluation: AmeliorationEvaluee,
    ) -> Issue<AmeliorationEvaluee> {
        let decider =
            |e: &Episode, cx: &Contexte<'static>| Ok(e.evaluer_amelioration(evaluation, &cx.auteur)?);
        self.changer(acteur, id, None, None, decider, episode::inscrire_amelioration).await
    }

    /// Closes the episode.
    ///
    /// # Errors
    /// As [`Greffe::enregistrer_seance`].
    pub async fn clore(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        le: Date,
        issue: IssueEpisode,
        confirmation: Option<Confirmation>,
    ) -> Issue<EpisodeClos> {
        let decider = |e: &Episode, cx: &Contexte<'static>| e.clore(le, issue, cx);
        self.changer(acteur, id, Some(le), confirmation, decider, episode::inscrire_cloture).await
    }

    /// The episode for a page, once the read is in the journal.
    ///
    /// # Errors
    /// When the episode is not the actor's or storage fails.
    pub async fn consulter(&self, acteur: &Acteur, id: EpisodeId) -> Result<Episode, Arret<Motif>> {
        let cles = self.entrepot.trousseau().clone();
        let lu = self.entrepot.lire(move |tx| episode::charger(tx, &cles, id)).await.map_err(Arret::Echec)?;
        let episode = lu.ok_or(Arret::Refus(Invisible.into()))?;
        acces::voir(acteur, &episode).map_err(|i| Arret::Refus(i.into()))?;
        let lecteur = acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let maintenant = self.horloge.maintenant();
        self.entrepot
            .ecrire(move |tx| {
                let sujet = format!("episode/{id}");
                patient::tracer_consultation(tx, format!("praticien/{lecteur}"), sujet, maintenant);
                Ok::<(), Echec>(())
            })
            .await?;
        Ok(episode)
    }

    /// A change by an MK who takes part: the proof of access comes before the decision.
    async fn changer<T: Clone + Send + 'static>(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        le: Option<Date>,
        confirmation: Option<Confirmation>,
        decider: impl Fn(&Episode, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
        inscrire: Inscription<T>,
    ) -> Issue<T> {
        let prouver = |episode: &Episode, cx: &Contexte<'static>| {
            let prouve = acces::modifier(acteur, episode.clone())?;
            Ok(decider(&prouve, cx)?)
        };
        self.reprendre(acteur, id, le, confirmation, prouver, inscrire).await
    }

    /// A change by an MK who takes no part yet.
    async fn decider<T: Clone + Send + 'static>(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        le: Option<Date>,
        confirmation: Option<Confirmation>,
        decider: impl Fn(&Episode, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
        inscrire: Inscription<T>,
    ) -> Issue<T> {
        let decider = |episode: &Episode, cx: &Contexte<'static>| Ok(decider(episode, cx)?);
        self.reprendre(acteur, id, le, confirmation, decider, inscrire).await
    }

    async fn reprendre<T: Clone + Send + 'static>(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        le: Option<Date>,
        confirmation: Option<Confirmation>,
        decider: impl Fn(&Episode, &Contexte<'static>) -> Result<Accorde<T>, Motif>,
        inscrire: Inscription<T>,
    ) -> Issue<T> {
        let lecture = self.lecture(acteur, id, le)?;
        let cles = self.entrepot.trousseau().clone();
        self.entrepot
            .reprendre(
                lecture,
                |lu: Option<Lu>| {
                    let lu = lu.ok_or(Invisible)?;
                    let cx = lu.situation.contexte(self.reglement, lu.auteur, confirmation.clone());
                    decider(&lu.episode, &cx)
                },
                move |tx, fait| inscrire(tx, &cles, fait),
            )
            .await
    }

    /// Reads the episode and the situation on the day of the act, today when none is given.
    fn lecture(
        &self,
        acteur: &Acteur,
        id: EpisodeId,
        le: Option<Date>,
    ) -> Result<impl Fn(&mut Tx) -> Result<Option<Lu>, Echec> + Clone + Send + 'static, Arret<Motif>> {
        let par = acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let (cles, reglement) = (self.entrepot.trousseau().clone(), self.reglement);
        let maintenant = self.horloge.maintenant();
        Ok(move |tx: &mut Tx| {
            let Some(episode) = episode::charger(tx, &cles, id)? else { return Ok(None) };
            let jour = aujourd_hui(reglement, episode.departement, maintenant);
            let lieu = Lieu {
                praticien: par,
                departement: episode.departement,
                type_structure: episode.type_structure,
                patient: episode.patient,
                episode: id,
            };
            let situation = Situation::lire(tx, &cles, lieu, le.unwrap_or(jour))?;
            Ok(Some(Lu { episode, situation, auteur: Auteur { par, aujourd_hui: jour, maintenant } }))
        })
    }

    fn lieu_d_ouverture(
        &self,
        acteur: &Acteur,
        ouverture: &Ouverture,
        type_structure: TypeStructure,
    ) -> Result<(Lieu, Auteur), Arret<Motif>> {
        let par = acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let maintenant = self.horloge.maintenant();
        let lieu = Lieu {
            praticien: par,
            departement: ouverture.departement,
            type_structure,
            patient: ouverture.patient,
            episode: ouverture.id,
        };
        let aujourd_hui = aujourd_hui(self.reglement, ouverture.departement, maintenant);
        Ok((lieu, Auteur { par, aujourd_hui, maintenant }))
    }
}
