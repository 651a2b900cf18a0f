//! What the worker does for serious events: remind of the analysis, tell that its delay is over.

use droit::evenement::Jalon;
use entrepot::Echec;
use entrepot::evenement::{self, EvenementVu};

use super::regle;
use crate::serveur::App;

/// How many are looked at in one pass, the oldest first.
const LOT: u16 = 2_000;

/// Reminds of the analyses that are due; says how many reminders this pass made. Passed twice, it reminds once.
///
/// # Errors
/// When the store fails.
pub async fn rappeler(app: &App) -> Result<u32, Echec> {
    let Ok(jour) = app.horloge.aujourd_hui("Europe/Paris") else { return Ok(0) };
    let (trousseau, maintenant) = (app.entrepot.trousseau().clone(), app.horloge.maintenant());
    let attendus: Vec<EvenementVu> =
        app.entrepot.lire(move |tx| evenement::en_attente(tx, &trousseau, jour, LOT)).await?;
    let mut rappels = 0;
    for EvenementVu { signalement, .. } in attendus {
        let Ok(le) = app.horloge.aujourd_hui(app.reglement.fuseau(signalement.departement)) else { continue };
        let jalon: Option<Jalon> = signalement.rappel_du(&regle(app, signalement.departement, le), le);
        let Some(jalon) = jalon else { continue };
        let fait =
            app.entrepot.ecrire(move |tx| evenement::rappeler(tx, &signalement, jalon, maintenant)).await?;
        rappels += u32::from(fait);
    }
    Ok(rappels)
}
