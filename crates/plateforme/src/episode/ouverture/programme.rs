//! Opening for a program: the same facts in the same batch, with the answer kept under its key.

use droit::episode::{Empechement, Refus};
use droit::identifiant::PraticienId;
use entrepot::idempotence::{Cle, Connue, Reponse};
use entrepot::journal::Entree;
use entrepot::{Arret, Echec};

use super::etat::Etat;
use super::fait::{Cles, Ouvert, Rejet, accorder, inscrire};
use super::saisie::Lue;
use crate::echec::Failure;
use crate::episode::operation::tracer_refus;
use crate::serveur::App;

/// How a program is answered.
#[derive(Clone, Copy)]
pub struct Redaction {
    /// Once opened.
    pub ouvert: fn(&Ouvert) -> Reponse,
    /// When refused; the state tells what a colleague did, never who.
    pub refus: fn(&Refus<'static>, &Etat) -> Reponse,
}

/// How it ended.
pub enum Issue {
    /// Answered, now or before.
    Reponse(Reponse),
    /// The key served for another body.
    AutreCorps,
    /// Several people have these traits.
    Plusieurs,
}

enum Arrete {
    Deja(Reponse),
    AutreCorps,
    Rejet(Rejet, Box<Etat>),
}

/// Opens an episode once.
///
/// # Errors
/// When the base fails.
pub async fn ouvrir(
    app: &App,
    mk: PraticienId,
    lue: &Lue,
    cle: &Cle,
    redaction: Redaction,
) -> Result<Issue, Failure> {
    match tenter(app, mk, lue, cle, redaction).await {
        Ok((_, reponse)) | Err(Arret::Refus(Arrete::Deja(reponse))) => Ok(Issue::Reponse(reponse)),
        // Another request took the key meanwhile: its answer is this one's.
        Err(Arret::Echec(Echec::Doublon { .. })) => match tenter(app, mk, lue, cle, redaction).await {
            Err(Arret::Refus(Arrete::Deja(reponse))) => Ok(Issue::Reponse(reponse)),
            _ => Err(Failure::Surcharge),
        },
        Err(Arret::Echec(echec)) => Err(echec.into()),
        Err(Arret::Refus(Arrete::AutreCorps)) => Ok(Issue::AutreCorps),
        Err(Arret::Refus(Arrete::Rejet(Rejet::Panne(echec), _))) => Err(echec),
        Err(Arret::Refus(Arrete::Rejet(Rejet::Plusieurs, _))) => Ok(Issue::Plusieurs),
        Err(Arret::Refus(Arrete::Rejet(Rejet::Refus(refus), etat))) => {
            refuser(app, mk, lue, cle, &refus, (redaction.refus)(&refus, &etat)).await
        }
    }
}

async fn tenter(
    app: &App,
    mk: PraticienId,
    lue: &Lue,
    cle: &Cle,
    redaction: Redaction,
) -> Result<(Ouvert, Reponse), Arret<Arrete>> {
    let (trousseau, coffre) = (app.entrepot.trousseau().clone(), app.entrepot.trousseau().clone());
    let (identite, lieu, cles) = (lue.identite.clone(), lue.localisation, Cles::tirer(app));
    let (a_lire, a_garder, maintenant) = (cle.clone(), cle.clone(), app.horloge.maintenant());
    app.entrepot
        .reprendre(
            move |tx| Ok((a_lire.retrouver(tx)?, Etat::charger(tx, &trousseau, mk, &identite, lieu)?)),
            |(connue, etat)| match connue {
                Connue::Deja(reponse) => Err(Arrete::Deja(reponse)),
                Connue::AutreCorps => Err(Arrete::AutreCorps),
                Connue::Nouvelle => {
                    let fait = accorder(app, lue, &etat, cles)
                        .map_err(|rejet| Arrete::Rejet(rejet, Box::new(etat)))?;
                    let reponse = (redaction.ouvert)(&fait);
                    Ok((fait, reponse))
                }
            },
            move |tx, (fait, reponse): &(Ouvert, Reponse)| {
                inscrire(tx, &coffre, fait);
                a_garder.conserver(tx, reponse, maintenant);
            },
        )
        .await
}

async fn refuser(
    app: &App,
    mk: PraticienId,
    lue: &Lue,
    cle: &Cle,
    refus: &Refus<'static>,
    reponse: Reponse,
) -> Result<Issue, Failure> {
    let maintenant = app.horloge.maintenant();
    let entree =
        Entree::new(maintenant, format!("praticien/{mk}"), "episode.refuser", format!("episode/{}", lue.cle));
    let entree = tracer_refus(entree, refus);
    let (cle, gardee) = (cle.clone(), reponse.clone());
    app.entrepot
        .ecrire(move |tx| {
            tx.tracer(entree.clone());
            cle.conserver(tx, &gardee, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Issue::Reponse(reponse))
}

/// Is the place held by an open episode.
pub fn place_prise(refus: &Refus<'_>) -> bool {
    matches!(refus, Refus::Empeche(Empechement::EpisodeEnCours))
}
