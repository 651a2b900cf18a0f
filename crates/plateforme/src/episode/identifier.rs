//! Finding the patient by identity, or recording him; what an MK learns then of what colleagues did.

use droit::acces::{self, Acteur, VueAutrePraticien};
use droit::episode::{Episode, Localisation};
use droit::identifiant::{EpisodeId, PatientId};
use droit::patient::Identite;
use entrepot::patient::{self, NouveauPatient, Patient, Recherche};
use entrepot::{Arret, Tx, episode};

use super::enregistrer::{Greffe, Motif};

/// What is to be written once the patient was looked for.
#[derive(Clone, Debug)]
enum Suite {
    Connu(PatientId),
    Rattacher(Box<Patient>),
    Inscrire(Box<NouveauPatient>),
}

/// An open episode of the patient for the place the MK is about to treat.
#[derive(Clone, Debug)]
pub struct EnCours {
    /// Key.
    pub episode: EpisodeId,
    /// Does the MK already take part.
    pub suivi: bool,
    /// Number of séances and last day, never a name.
    pub apercu: VueAutrePraticien,
}

impl Greffe {
    /// The patient's key: found by number, else by traits, else recorded under the key drawn by the caller.
    ///
    /// # Errors
    /// When the actor is no MK, several people bear the traits, or storage fails.
    pub async fn identifier(
        &self,
        acteur: &Acteur,
        cle: PatientId,
        identite: Identite,
        medecin_traitant: Option<bool>,
    ) -> Result<PatientId, Arret<Motif>> {
        let par = acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let maintenant = self.horloge.maintenant();
        let (lues, ecrites) = (self.entrepot.trousseau().clone(), self.entrepot.trousseau().clone());
        let (cherchee, rattachee) = (identite.clone(), identite.clone());
        let auteur = format!("praticien/{par}");
        let nouveau = |homonyme| NouveauPatient {
            id: cle,
            identite: identite.clone(),
            homonyme,
            medecin_traitant,
            inscrit_le: maintenant,
        };
        let suite = self
            .entrepot
            .reprendre(
                move |tx| patient::chercher(tx, &lues, &cherchee),
                |trouve| match trouve {
                    Recherche::Aucun { homonyme } => Ok(Suite::Inscrire(Box::new(nouveau(homonyme)))),
                    Recherche::Un { patient, ins_a_rattacher: true } => Ok(Suite::Rattacher(patient)),
                    Recherche::Un { patient, .. } => Ok(Suite::Connu(patient.id)),
                    Recherche::Plusieurs => Err(Motif::InsNecessaire),
                },
                move |tx: &mut Tx, suite| match suite {
                    Suite::Inscrire(nouveau) => patient::inscrire(tx, &ecrites, nouveau, &auteur),
                    Suite::Rattacher(connu) => {
                        patient::rattacher_ins(tx, &ecrites, connu, &rattachee, &auteur, maintenant);
                    }
                    Suite::Connu(id) => {
                        patient::tracer_consultation(tx, &*auteur, format!("patient/{id}"), maintenant);
                    }
                },
            )
            .await?;
        Ok(match suite {
            Suite::Connu(id) => id,
            Suite::Rattacher(connu) => connu.id,
            Suite::Inscrire(nouveau) => nouveau.id,
        })
    }

    /// The open episode that treats this place, for an MK who has found the patient by identity.
    ///
    /// # Errors
    /// When the actor is no MK or storage fails.
    pub async fn en_cours(
        &self,
        acteur: &Acteur,
        patient: PatientId,
        localisation: Localisation,
    ) -> Result<Option<EnCours>, Arret<Motif>> {
        let par = acces::tableau(acteur).map_err(|i| Arret::Refus(i.into()))?;
        let cles = self.entrepot.trousseau().clone();
        let trouve: Option<Episode> = self
            .entrepot
            .lire(move |tx| {
                let tous = episode::anterieurs(tx, patient)?;
                match tous.iter().find(|a| a.ouvert && a.localisation.recouvre(localisation)) {
                    None => Ok(None),
                    Some(ouvert) => episode::charger(tx, &cles, ouvert.id),
                }
            })
            .await
            .map_err(Arret::Echec)?;
        let Some(episode) = trouve else { return Ok(None) };
        let apercu = acces::apercevoir(acteur, &episode).map_err(|i| Arret::Refus(i.into()))?;
        Ok(Some(EnCours { episode: episode.id, suivi: episode.suivi_par(par), apercu }))
    }
}
