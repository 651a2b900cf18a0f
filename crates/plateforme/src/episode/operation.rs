//! The one path of a fact on an episode: read, decide, write, trace; and again when somebody else wrote in between.

use droit::acces::Acteur;
use droit::decision::{Decision, Etat};
use droit::episode::{Accorde, Confirmation, Contexte, Refus};
use droit::identifiant::EpisodeId;
use entrepot::chiffre::Trousseau;
use entrepot::idempotence::{Cle, Connue, Reponse};
use entrepot::journal::Entree;
use entrepot::{Arret, Echec, Tx};
use jiff::civil::Date;

use super::dossier::Dossier;
use crate::echec::Failure;
use crate::serveur::App;

/// How often a key taken by a simultaneous request is looked up again.
const REPRISES: usize = 3;

/// What is asked, whatever the fact.
#[derive(Clone)]
pub struct Commande<T> {
    /// Who asks.
    pub acteur: Acteur,
    /// On which episode.
    pub episode: EpisodeId,
    /// The day of the act; today when not said.
    pub le: Option<Date>,
    /// His confirmation, where he gave one.
    pub confirmation: Option<Confirmation>,
    /// The name of the act in the journal when it is refused.
    pub action: &'static str,
    /// The key under which the answer is kept, for a program.
    pub unique: Option<Unique<T>>,
}

/// A request of the API: carried out once, answered twice the same.
#[derive(Clone)]
pub struct Unique<T> {
    /// Its key.
    pub cle: Cle,
    /// The answer to a fact.
    pub fait: fn(&Dossier, &Contexte<'static>, &Accorde<T>) -> Reponse,
    /// The answer to a refusal.
    pub refus: fn(&Refus<'_>) -> Reponse,
}

/// How it ended.
pub enum Suite<T> {
    /// Recorded.
    Fait(Accorde<T>, Option<Reponse>),
    /// Not recorded, and why.
    Refus(Refus<'static>, Option<Reponse>),
    /// The same request was answered before.
    Deja(Reponse),
    /// The key served for another body.
    AutreCorps,
}

/// Why nothing was written this time.
enum Rejet {
    Refus(Refus<'static>),
    Deja(Reponse),
    AutreCorps,
    Panne(Failure),
}

/// Carries a command out.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn executer<T: Clone + Send + 'static>(
    app: &App,
    commande: Commande<T>,
    mut decider: impl FnMut(&Dossier, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
    ecrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
) -> Result<Suite<T>, Failure> {
    for _ in 0..REPRISES {
        match tenter(app, &commande, &mut decider, ecrire).await {
            Err(Arret::Echec(Echec::Doublon { .. })) if commande.unique.is_some() => {}
            Err(Arret::Echec(echec)) => return Err(echec.into()),
            Ok((accorde, reponse)) => return Ok(Suite::Fait(accorde, reponse)),
            Err(Arret::Refus(Rejet::Refus(refus))) => return refuser(app, &commande, refus).await,
            Err(Arret::Refus(Rejet::Deja(reponse))) => return Ok(Suite::Deja(reponse)),
            Err(Arret::Refus(Rejet::AutreCorps)) => return Ok(Suite::AutreCorps),
            Err(Arret::Refus(Rejet::Panne(echec))) => return Err(echec),
        }
    }
    Err(Failure::Surcharge)
}

type Ecrit<T> = (Accorde<T>, Option<Reponse>);

async fn tenter<T: Clone + Send + 'static>(
    app: &App,
    commande: &Commande<T>,
    decider: &mut impl FnMut(&Dossier, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
    ecrire: fn(&mut Tx, &Trousseau, &Accorde<T>),
) -> Result<Ecrit<T>, Arret<Rejet>> {
    let trousseau = app.entrepot.trousseau().clone();
    let (acteur, id) = (commande.acteur.clone(), commande.episode);
    let cle = commande.unique.as_ref().map(|unique| unique.cle.clone());
    let (a_lire, a_garder) = (cle.clone(), cle);
    let coffre = trousseau.clone();
    let maintenant = app.horloge.maintenant();
    app.entrepot
        .reprendre(
            move |tx| {
                let connue = a_lire.as_ref().map_or(Ok(Connue::Nouvelle), |cle| cle.retrouver(tx))?;
                Ok((connue, Dossier::charger(tx, &coffre, &acteur, id)?))
            },
            |(connue, dossier)| trancher(app, commande, connue, &dossier, decider),
            move |tx, (accorde, reponse): &Ecrit<T>| {
                ecrire(tx, &trousseau, accorde);
                if let (Some(cle), Some(reponse)) = (&a_garder, reponse) {
                    cle.conserver(tx, reponse, maintenant);
                }
            },
        )
        .await
}

fn trancher<T>(
    app: &App,
    commande: &Commande<T>,
    connue: Connue,
    dossier: &Dossier,
    decider: &mut impl FnMut(&Dossier, &Contexte<'static>) -> Result<Accorde<T>, Refus<'static>>,
) -> Result<Ecrit<T>, Rejet> {
    match connue {
        Connue::Nouvelle => {}
        Connue::Deja(reponse) => return Err(Rejet::Deja(reponse)),
        Connue::AutreCorps => return Err(Rejet::AutreCorps),
    }
    let le = commande.le.map_or_else(|| dossier.aujourd_hui(app), Ok).map_err(Rejet::Panne)?;
    let contexte = dossier.contexte(app, le, commande.confirmation.clone()).map_err(Rejet::Panne)?;
    let accorde = decider(dossier, &contexte).map_err(Rejet::Refus)?;
    let reponse = commande.unique.as_ref().map(|unique| (unique.fait)(dossier, &contexte, &accorde));
    Ok((accorde, reponse))
}

/// A refusal leaves its line in the journal, and its answer under the key.
async fn refuser<T: Clone + Send + 'static>(
    app: &App,
    commande: &Commande<T>,
    refus: Refus<'static>,
) -> Result<Suite<T>, Failure> {
    let maintenant = app.horloge.maintenant();
    let qui = match &commande.acteur {
        Acteur::Mk { praticien } => format!("praticien/{praticien}"),
        autre => autre.role().code().to_owned(),
    };
    let sujet = format!("episode/{}", commande.episode);
    let entree = tracer_refus(Entree::new(maintenant, qui, commande.action, sujet), &refus);
    let unique = commande.unique.as_ref().map(|unique| (unique.cle.clone(), (unique.refus)(&refus)));
    let reponse = unique.as_ref().map(|(_, reponse)| reponse.clone());
    app.entrepot
        .ecrire(move |tx| {
            tx.tracer(entree.clone());
            if let Some((cle, reponse)) = &unique {
                cle.conserver(tx, reponse, maintenant);
            }
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Suite::Refus(refus, reponse))
}

/// The line of a refusal: the outcome with its codes, under the fingerprint of the rules.
pub fn tracer_refus(mut entree: Entree, refus: &Refus<'_>) -> Entree {
    match refus.decision() {
        Some(decision) => {
            entree.decision = Some(resumer(decision));
            entree.reglement = Some(decision.droit.empreinte.to_owned());
        }
        None => entree.decision = Some("empechee".to_owned()),
    }
    entree
}

fn resumer(decision: &Decision<'_>) -> String {
    let constats = decision.constats.iter().filter(|constat| constat.etat != Etat::SansObjet);
    let codes: String =
        constats.map(|constat| format!(" {}:{}", constat.etat.code(), constat.code.code())).collect();
    format!("{}{codes}", decision.issue.code())
}
