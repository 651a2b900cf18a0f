//! The monthly publication: every table at one moment, so that what anybody reads moves once a month and never by a few.

use droit::indicateur::Variante;
use droit::reglement::Reglement;
use entrepot::indicateur::parution::{self, Etat, Nouvelle};
use entrepot::{Echec, Entrepot, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::Mutex;

use super::famille::Famille;
use crate::serveur::App;

/// Who writes in the journal.
const ACTEUR: &str = "systeme";

/// One publication is prepared at a time; others wait for it rather than doing the same work.
static EN_COURS: Mutex<()> = Mutex::const_new(());

/// Publishes unless it was done this month. Whoever reads figures calls it first: the first reader of the month, or the
/// worker before him.
///
/// # Errors
/// When the base fails.
pub async fn assurer(app: &App) -> Result<(), Echec> {
    let le = app
        .horloge
        .aujourd_hui("Europe/Paris")
        .map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    if est_du_mois(app.entrepot.lire(parution::etat).await?, le) {
        return Ok(());
    }
    let _seul = EN_COURS.lock().await;
    if est_du_mois(app.entrepot.lire(parution::etat).await?, le) {
        return Ok(());
    }
    let reglement = app.reglement;
    let (vue, nouvelles) = app.entrepot.lire(move |tx| preparer(tx, reglement)).await?;
    let instant = app.horloge.maintenant();
    let ecrite =
        app.entrepot.ecrire(move |tx| parution::inscrire(tx, vue, le, &nouvelles, (ACTEUR, instant)));
    match ignorer_le_second(ecrite.await) {
        // A base that may not grow still shows what it published.
        Err(cause) if vue.le.is_some() => {
            tracing::error!(%cause, "figures could not be published: those of the last time are shown");
            Ok(())
        }
        issue => issue,
    }
}

/// The same for the command line.
///
/// # Errors
/// When the base fails.
pub fn assurer_ici(
    entrepot: &Entrepot,
    reglement: &'static Reglement,
    le: Date,
    instant: Timestamp,
) -> Result<(), Echec> {
    if est_du_mois(entrepot.lire_ici(parution::etat)?, le) {
        return Ok(());
    }
    publier_ici(entrepot, reglement, le, instant)
}

/// Publishes now, whenever it was done last.
///
/// # Errors
/// When the base fails.
pub fn publier_ici(
    entrepot: &Entrepot,
    reglement: &'static Reglement,
    le: Date,
    instant: Timestamp,
) -> Result<(), Echec> {
    let (vue, nouvelles) = entrepot.lire_ici(move |tx| preparer(tx, reglement))?;
    let ecrite =
        entrepot.ecrire_ici(move |tx| parution::inscrire(tx, vue, le, &nouvelles, (ACTEUR, instant)));
    ignorer_le_second(ecrite)
}

/// Another node published meanwhile: its publication is the one.
fn ignorer_le_second(ecrite: Result<(), Echec>) -> Result<(), Echec> {
    match ecrite {
        Err(Echec::Conflit) => Ok(()),
        autre => autre,
    }
}

fn est_du_mois(etat: Etat, le: Date) -> bool {
    etat.le.is_some_and(|paru| paru.first_of_month() >= le.first_of_month())
}

/// The tables that a publication changes, after those of `Etat`. Reading takes no lock: writers go on meanwhile.
///
/// # Errors
/// When the base fails.
pub fn preparer(tx: &mut Tx, reglement: &Reglement) -> Result<(Etat, Vec<Nouvelle>), Echec> {
    let etat = parution::etat(tx)?;
    let mut nouvelles = Vec::new();
    for variante in Variante::TOUS {
        let avant = parution::lister(tx, *variante)?;
        let famille = Famille::charger(tx, reglement, *variante)?.avec_l_activite(tx)?;
        for ((champ, periode), table) in famille.apres(avant.clone()).paraitre() {
            let place = parution::place(&champ, periode);
            if avant.get(&place) != Some(&table) {
                nouvelles.push(Nouvelle { variante: *variante, place, table });
            }
        }
    }
    Ok((etat, nouvelles))
}
