//! The worker of the ledger: takes what is due, writes the attempt, hands it over, writes what is known of it.
//!
//! The attempt is written before anything leaves, under the version that was read: two workers never take the same one.
//! An attempt whose end was never written belongs to a dead process once its lease is over; it may have left, and the
//! next one counts as a possible duplicate under the same identifier.

use std::sync::Arc;

use droit::identifiant::{PraticienId, RemiseId};
use droit::notification::Nature;
use droit::remise::{Cause, Etat, Evenement, Preuve};
use entrepot::notification::{self, Avis, Destinataire};
use entrepot::remise::{self, Suivie};
use entrepot::{Echec, Tx};
use jiff::{SignedDuration, Timestamp};
use passerelles::Recepisse;
use passerelles::dmp::EchecDmp;
use passerelles::mssante::EchecMssante;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::courrier::{Colis, Envoi};
use super::voies::Expediteurs;
use crate::serveur::App;

/// How long an attempt belongs to the process that began it: longer than the slowest exchange.
pub const BAIL: SignedDuration = SignedDuration::from_mins(10);
/// How many deliveries one turn takes.
const LOT: u32 = 32;
/// How many leave at once.
const DE_FRONT: usize = 4;
/// Who acts, in the journal.
pub(super) const ACTEUR: &str = "travailleur/remises";

/// What one turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// Deliveries whose attempt began.
    pub commencees: u32,
    /// Deliveries called off, given back by the dead, or found without answer.
    pub reprises: u32,
}

/// One turn: what the dead left, what nobody answers, what is due.
///
/// # Errors
/// When the store fails.
pub async fn tour(app: &App) -> Result<Tour, Echec> {
    let maintenant = app.horloge.maintenant();
    let mut tour = Tour::default();
    let interrompues = app.entrepot.lire(move |tx| remise::interrompues(tx, maintenant - BAIL, LOT)).await?;
    for id in interrompues {
        let cause = Cause::nouvelle("Le programme s’est arrêté pendant l’envoi.");
        noter(app, id, Evenement::Incertaine { cause, hasard: hasard(app) }).await?;
        tour.reprises += 1;
    }
    let silence = app.voies().sans_reponse;
    for id in app.entrepot.lire(move |tx| remise::muettes(tx, maintenant - silence, LOT)).await? {
        noter(app, id, Evenement::DelaiEcoule).await?;
        tour.reprises += 1;
    }
    let expediteurs = app.voies().messagerie.expediteurs(maintenant);
    let dues = app.entrepot.lire(move |tx| match &expediteurs {
        Expediteurs::Tous => remise::a_envoyer(tx, maintenant, LOT),
        Expediteurs::Seulement(eux) => remise::a_envoyer_de(tx, maintenant, eux, LOT),
    });
    let dues = dues.await?;
    tour.commencees = expedier(app, dues).await?;
    Ok(tour)
}

/// Sends these, a few at a time; says how many attempts began.
async fn expedier(app: &App, dues: Vec<RemiseId>) -> Result<u32, Echec> {
    let places = Arc::new(Semaphore::new(DE_FRONT));
    let mut envois = JoinSet::new();
    for id in dues {
        let (app, places) = (app.clone(), Arc::clone(&places));
        envois.spawn(async move {
            let _place = places.acquire().await;
            traiter(&app, id).await
        });
    }
    let mut commencees = 0;
    while let Some(fini) = envois.join_next().await {
        match fini {
            Ok(issue) => commencees += u32::from(issue?),
            Err(panne) => {
                tracing::error!(%panne, "a delivery stopped halfway: its attempt will count as uncertain")
            }
        }
    }
    Ok(commencees)
}

/// One delivery: `true` when an attempt began.
async fn traiter(app: &App, id: RemiseId) -> Result<bool, Echec> {
    let trousseau = app.entrepot.trousseau().clone();
    let lu = app.entrepot.lire(move |tx| Colis::charger(tx, &trousseau, id)).await?;
    let Some(colis) = lu else { return Ok(false) };
    if let Some(cause) = colis.empechement() {
        noter(app, id, Evenement::Annulee(cause)).await?;
        return Ok(false);
    }
    if let Some(cause) = colis.retenue() {
        noter(app, id, Evenement::Retenue(cause)).await?;
        return Ok(false);
    }
    if !peut_partir(app, &colis.suivie).await {
        return Ok(false);
    }
    let Some(commencee) = commencer(app, &colis.suivie).await? else { return Ok(false) };
    let issue = match colis.preparer(app) {
        Ok(envoi) => remettre(app, envoi, commencee.praticien).await,
        Err(raison) => Issue::Evenement(Evenement::Refusee(Cause::nouvelle(&raison))),
    };
    conclure(app, commencee, issue).await?;
    Ok(true)
}

/// A mail whose author's token is not there is no attempt: it stays queued, and its page says what it waits for.
async fn peut_partir(app: &App, suivie: &Suivie) -> bool {
    if !suivie.remise.canal.est_un_courrier() {
        return true;
    }
    let (messagerie, maintenant) = (app.voies().messagerie.clone(), app.horloge.maintenant());
    let praticien = suivie.praticien;
    let pret = tokio::task::spawn_blocking(move || messagerie.preparer(praticien, maintenant)).await;
    matches!(pret, Ok(Ok(())))
}

/// Writes that the attempt begins; `None` when another worker began it, or when it is no longer due.
async fn commencer(app: &App, suivie: &Suivie) -> Result<Option<Suivie>, Echec> {
    let (suivie, maintenant) = (suivie.clone(), app.horloge.maintenant());
    let ecriture = app
        .entrepot
        .ecrire(move |tx| Ok(remise::avancer(tx, &suivie, Evenement::Commencee, ACTEUR, maintenant).ok()));
    match ecriture.await {
        Err(Echec::Conflit) => Ok(None),
        issue => issue,
    }
}

/// How an attempt ended.
enum Issue {
    /// Somebody took it.
    Acceptee(Option<Preuve>),
    /// Anything else.
    Evenement(Evenement),
}

async fn remettre(app: &App, envoi: Envoi, de: PraticienId) -> Issue {
    let (messagerie, dmp) = (app.voies().messagerie.clone(), app.voies().dmp.clone());
    let (maintenant, hasard) = (app.horloge.maintenant(), hasard(app));
    let sortie = tokio::task::spawn_blocking(move || match envoi {
        Envoi::Courriel(message) => du_courriel(messagerie.envoyer(&message, de, maintenant), hasard),
        Envoi::Depot(requete) => du_depot(dmp.deposer(&requete), hasard),
    });
    sortie.await.unwrap_or_else(|panne| {
        let cause = Cause::nouvelle(&panne.to_string());
        Issue::Evenement(Evenement::Incertaine { cause, hasard })
    })
}

/// Tokens are renewed beside us, or by the next attempt: a session refused is tried again like a silence.
fn du_courriel(issue: Result<Recepisse, EchecMssante>, hasard: u64) -> Issue {
    let Err(echec) = issue else { return Issue::Acceptee(None) };
    let cause = Cause::nouvelle(&echec.to_string());
    Issue::Evenement(match echec {
        EchecMssante::Session | EchecMssante::Passager(_) => Evenement::Empechee { cause, hasard },
        EchecMssante::Incertain(_) => Evenement::Incertaine { cause, hasard },
        EchecMssante::Definitif(_) => Evenement::Refusee(cause),
    })
}

fn du_depot(issue: Result<Recepisse, EchecDmp>, hasard: u64) -> Issue {
    let Err(echec) = issue else { return Issue::Acceptee(Some(Preuve::RecepisseDmp)) };
    let cause = Cause::nouvelle(&echec.to_string());
    Issue::Evenement(match echec {
        EchecDmp::Passager(_) => Evenement::Empechee { cause, hasard },
        EchecDmp::Incertain(_) => Evenement::Incertaine { cause, hasard },
        EchecDmp::Definitif(_) => Evenement::Refusee(cause),
    })
}

/// Writes what is known. Somebody may have written since, after our lease or from the inbox: it is then applied to what
/// is there now, where it still means something.
async fn conclure(app: &App, commencee: Suivie, issue: Issue) -> Result<(), Echec> {
    let evenements = match issue {
        Issue::Acceptee(preuve) => {
            let arrivee = preuve.map(Evenement::Arrivee);
            [Evenement::Acceptee].into_iter().chain(arrivee).collect()
        }
        Issue::Evenement(evenement) => vec![evenement],
    };
    if let [
        Evenement::Refusee(cause) | Evenement::Empechee { cause, .. } | Evenement::Incertaine { cause, .. },
    ] = &evenements[..]
    {
        tracing::warn!(remise = %commencee.id, cause = cause.as_str(), "document not delivered");
    }
    for evenement in evenements {
        noter(app, commencee.id, evenement).await?;
    }
    Ok(())
}

/// Applies an event to a delivery as it is now; what no longer means anything is left.
pub(super) async fn noter(app: &App, id: RemiseId, evenement: Evenement) -> Result<(), Echec> {
    let (trousseau, maintenant) = (app.entrepot.trousseau().clone(), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            if let Some(suivie) = remise::lire(tx, &trousseau, id)? {
                appliquer(tx, &suivie, evenement.clone(), maintenant);
            }
            Ok::<(), Echec>(())
        })
        .await
}

/// Writes the event, and tells the MK when somebody must look.
pub(super) fn appliquer(tx: &mut Tx, suivie: &Suivie, evenement: Evenement, maintenant: Timestamp) {
    let retenue = matches!(evenement, Evenement::Retenue(_));
    match remise::avancer(tx, suivie, evenement, ACTEUR, maintenant) {
        Ok(suite)
            if retenue || (suite.remise.etat.attend_quelqu_un() && suite.remise.etat != Etat::Compose) =>
        {
            avertir(tx, &suite, Nature::RemiseEchouee, maintenant);
        }
        Ok(_) => {}
        Err(sans_effet) => tracing::debug!(remise = %suivie.id, %sans_effet, "event without effect"),
    }
}

/// Tells the MK; told twice of the same version, he is told once.
pub(super) fn avertir(tx: &mut Tx, suivie: &Suivie, nature: Nature, instant: Timestamp) {
    let avis = Avis {
        nature,
        cle: format!("remise/{}/{}", suivie.id, suivie.version),
        declaration: None,
        praticien: None,
        lien: format!("/remises/{}", suivie.id),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Praticien(suivie.praticien), &avis);
}

fn hasard(app: &App) -> u64 {
    u64::from_le_bytes(app.alea.octets())
}
