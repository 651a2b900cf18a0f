//! The inbox: receipts, errors 900 to 906, bounces, answers of people; each moves its delivery, or is kept and shown.

use droit::notification::Nature;
use droit::remise::{Cause, Evenement, Preuve};
use entrepot::boite::{self, Position, Recu};
use entrepot::chiffre::Trousseau;
use entrepot::remise::{self, Suivie};
use entrepot::{Echec, Tx, bail};
use formats::mssante::{Lecture, Remise, Retour};
use jiff::{SignedDuration, Timestamp};
use passerelles::mssante::Position as Place;
use uuid::Uuid;

use super::expedition::{appliquer, avertir};
use super::voies::{Arrive, Lu};
use crate::serveur::App;

/// How long one worker keeps the inbox for itself.
const BAIL: SignedDuration = SignedDuration::from_mins(10);

/// Reads the inbox to its end, one worker at a time; says how many mails were read.
///
/// # Errors
/// When the store fails. An operator that does not answer is told in the traces, and read again later.
pub async fn relever(app: &App, nom: Uuid) -> Result<u32, Echec> {
    let Some(adresse) = app.voies().messagerie.boite(&app.voies().liste) else { return Ok(0) };
    let (cle, maintenant) = (adresse.as_str().to_owned(), app.horloge.maintenant());
    if !app.entrepot.ecrire(move |tx| bail::prendre(tx, "releve-mssante", nom, maintenant, BAIL)).await? {
        return Ok(0);
    }
    let mut lus = 0;
    loop {
        let nombre = lire_un_lot(app, cle.clone()).await?;
        lus += nombre;
        if nombre == 0 {
            return Ok(lus);
        }
    }
}

/// Some mails and how far the inbox was read, in one transaction: a mail counts once.
async fn lire_un_lot(app: &App, cle: String) -> Result<u32, Echec> {
    let connue = {
        let cle = cle.clone();
        app.entrepot.lire(move |tx| boite::position(tx, &cle)).await?
    };
    let depuis = connue.map_or_else(Place::default, |p| Place { validite: p.validite, dernier: p.dernier });
    let (messagerie, instant) = (app.voies().messagerie.clone(), app.horloge.maintenant());
    let releve = tokio::task::spawn_blocking(move || messagerie.relever(depuis, instant)).await;
    let (place, lus) = match releve {
        Ok(Ok(releve)) => releve,
        Ok(Err(echec)) => {
            tracing::warn!(%echec, "the MSSanté inbox could not be read");
            return Ok(0);
        }
        Err(panne) => {
            tracing::error!(%panne, "the MSSanté inbox could not be read");
            return Ok(0);
        }
    };
    let maintenant = app.horloge.maintenant();
    let nombre = u32::try_from(lus.len()).unwrap_or(u32::MAX);
    let cles: Vec<Uuid> = lus.iter().map(|_| app.alea.uuid(maintenant)).collect();
    let trousseau = app.entrepot.trousseau().clone();
    let position = Position { validite: place.validite, dernier: place.dernier, relevee_le: maintenant };
    app.entrepot
        .ecrire(move |tx| {
            for (lu, id) in lus.iter().zip(&cles) {
                prendre(tx, &trousseau, (&cle, *id), lu, maintenant)?;
            }
            boite::avancer(tx, &cle, position);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(nombre)
}

/// One mail: the event it is for its delivery, or a line for a person. A mailbox whose numbers changed is read again from
/// its beginning: what was read under the same Message-ID is left.
fn prendre(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (cle, id): (&str, Uuid),
    Arrive { identifiant, lu }: &Arrive,
    maintenant: Timestamp,
) -> Result<(), Echec> {
    if let Some(identifiant) = identifiant {
        if boite::deja_lu(tx, cle, identifiant)? {
            return Ok(());
        }
        boite::marquer_lu(tx, cle, identifiant, maintenant);
    }
    let suivie = match original(lu) {
        Some(message) => remise::par_message(tx, trousseau, message)?,
        None => None,
    };
    match (&suivie, evenement(lu)) {
        (Some(suivie), Some(evenement)) => appliquer(tx, suivie, evenement, maintenant),
        _ => garder(tx, trousseau, (cle, id), (lu, suivie.as_ref()), maintenant),
    }
    Ok(())
}

fn original(lu: &Lu) -> Option<&str> {
    match lu {
        Lu::Retour(
            Retour::Notification { original, .. }
            | Retour::Remise { original, .. }
            | Retour::Reponse { original, .. },
        ) => original.as_deref(),
        Lu::Retour(Retour::Illisible) | Lu::TropLourd => None,
    }
}

/// What the mail means for its delivery; nothing for what a person must read.
fn evenement(lu: &Lu) -> Option<Evenement> {
    let Lu::Retour(retour) = lu else { return None };
    Some(match retour {
        Retour::Notification { lecture: Lecture::Integre, .. } => Evenement::Arrivee(Preuve::Integration),
        Retour::Notification { lecture: Lecture::Lu, .. } => Evenement::Arrivee(Preuve::Lecture),
        Retour::Notification { lecture: Lecture::Erreur(erreur), .. } => {
            let dit =
                if erreur.libelle.is_empty() { String::new() } else { format!(" ({})", erreur.libelle) };
            let mots = format!("Erreur {}{dit}. {}", erreur.code.numero(), erreur.code.explication());
            Evenement::Refusee(Cause::nouvelle(&mots))
        }
        Retour::Remise { remise: Remise::Remis, .. } => Evenement::Arrivee(Preuve::BoiteAtteinte),
        Retour::Remise { remise: Remise::Echec(dit), .. } => {
            let mots = format!("Message non distribué : {dit}. Vérifiez l’adresse du destinataire.");
            Evenement::Refusee(Cause::nouvelle(&mots))
        }
        Retour::Remise { remise: Remise::Retarde, .. } => Evenement::Retardee(Cause::nouvelle(
            "Le serveur du destinataire n’a pas encore pu livrer le message ; il continue d’essayer.",
        )),
        Retour::Notification { lecture: Lecture::Autre(_), .. }
        | Retour::Reponse { .. }
        | Retour::Illisible => return None,
    })
}

/// Keeps the mail for a person: the MK when it speaks of one of his deliveries, else whoever runs the installation, who
/// learns its kind and where it comes from, never its words.
fn garder(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (cle, id): (&str, Uuid),
    (lu, suivie): (&Lu, Option<&Suivie>),
    maintenant: Timestamp,
) {
    let recu = Recu {
        id,
        genre: genre(lu).to_owned(),
        original: original(lu).map(str::to_owned),
        domaine: domaine(lu),
        remise: suivie.map(|suivie| suivie.id),
        dit: suivie.and_then(|_| dit(lu)),
        recu_le: maintenant,
        vu_le: None,
    };
    boite::garder(tx, trousseau, cle, &recu);
    if let Some(suivie) = suivie {
        avertir_d_une_reponse(tx, suivie, id, maintenant);
    }
}

fn avertir_d_une_reponse(tx: &mut Tx, suivie: &Suivie, id: Uuid, maintenant: Timestamp) {
    let distincte =
        Suivie { version: i64::try_from(id.as_u128() >> 80).unwrap_or_default(), ..suivie.clone() };
    avertir(tx, &distincte, Nature::ReponseRecue, maintenant);
}

fn genre(lu: &Lu) -> &'static str {
    match lu {
        Lu::Retour(Retour::Notification { .. }) => "notification",
        Lu::Retour(Retour::Remise { .. }) => "remise",
        Lu::Retour(Retour::Reponse { .. }) => "reponse",
        Lu::Retour(Retour::Illisible) => "illisible",
        Lu::TropLourd => "trop-lourd",
    }
}

fn domaine(lu: &Lu) -> String {
    let Lu::Retour(Retour::Reponse { de, .. }) = lu else { return String::new() };
    de.rsplit_once('@').map_or_else(String::new, |(_, domaine)| domaine.chars().take(100).collect())
}

fn dit(lu: &Lu) -> Option<String> {
    match lu {
        Lu::Retour(Retour::Reponse { objet, texte, .. }) => {
            Some(format!("{objet}\n\n{texte}").trim().chars().take(20_000).collect())
        }
        Lu::Retour(Retour::Notification { lecture: Lecture::Autre(mots), .. }) => Some(mots.clone()),
        _ => None,
    }
}
