//! The monthly publication: every table at one moment, so that what anybody reads moves once a month and never by a few.

use droit::indicateur::Variante;
use droit::reglement::Reglement;
use entrepot::indicateur::miroir::{self as kept, Miroir};
use entrepot::indicateur::parution::{self, Etat, Nouvelle};
use entrepot::{Echec, Entrepot, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::Mutex;

use super::famille::Famille;
use super::miroir;
use crate::serveur::App;

/// Who writes in the journal.
const ACTEUR: &str = "systeme";

/// One publication is prepared at a time; others wait for it rather than doing the same work.
static EN_COURS: Mutex<()> = Mutex::const_new(());

/// Whoever reads figures calls it first: what was published is read at once, however old; the worker alone replaces it.
/// Before the very first publication the reader waits for it; it goes on when he leaves, so that nobody begins it again.
///
/// # Errors
/// When the base fails.
pub async fn assurer(app: &App) -> Result<(), Echec> {
    if app.entrepot.lire(parution::etat).await?.le.is_some() {
        return Ok(());
    }
    let app = app.clone();
    let premiere = tokio::spawn(async move { publier_le_mois(&app).await });
    premiere.await.map_err(|panne| Echec::Moteur { cause: panne.to_string() })?
}

/// Publishes unless it was done this month.
///
/// # Errors
/// When the base fails.
pub async fn publier_le_mois(app: &App) -> Result<(), Echec> {
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
    let preparee = app.entrepot.lire(move |tx| preparer(tx, reglement)).await?;
    let instant = app.horloge.maintenant();
    ignorer_le_second(app.entrepot.ecrire(move |tx| preparee.inscrire(tx, le, instant)).await)
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
    let preparee = entrepot.lire_ici(move |tx| preparer(tx, reglement))?;
    ignorer_le_second(entrepot.ecrire_ici(move |tx| preparee.inscrire(tx, le, instant)))
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

/// A publication ready to be written, after the one that was read.
pub struct Preparee {
    vue: Etat,
    nouvelles: Vec<Nouvelle>,
    miroirs: Vec<Miroir>,
}

impl Preparee {
    fn inscrire(&self, tx: &mut Tx, le: Date, instant: Timestamp) -> Result<(), Echec> {
        parution::inscrire(tx, self.vue, le, &self.nouvelles, (ACTEUR, instant))?;
        kept::remplacer(tx, &self.miroirs)
    }
}

/// The tables that a publication changes, those that count nothing any more among them, and the groups of MKs. Reading takes
/// no lock: writers go on meanwhile.
///
/// # Errors
/// When the base fails.
pub fn preparer(tx: &mut Tx, reglement: &Reglement) -> Result<Preparee, Echec> {
    let vue = parution::etat(tx)?;
    let mut nouvelles = Vec::new();
    for variante in Variante::TOUS {
        let avant = parution::lister(tx, *variante)?;
        let famille = Famille::reprendre(tx, reglement, *variante, avant.keys())?.avec_l_activite(tx)?;
        for ((champ, periode), table) in famille.apres(avant.clone()).paraitre() {
            let place = parution::place(&champ, periode);
            if avant.get(&place) != Some(&table) {
                nouvelles.push(Nouvelle { variante: *variante, place, table });
            }
        }
    }
    Ok(Preparee { vue, nouvelles, miroirs: miroir::preparer(tx, reglement)? })
}
