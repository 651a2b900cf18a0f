//! What the worker does for committees: remind of the meetings to call and of those that come, tell that decisions are late.

use droit::comite::{EtapeReunion, Reunion, calendrier};
use droit::identifiant::CodeDepartement;
use entrepot::{Echec, comite};
use jiff::civil::Date;

use crate::serveur::App;

/// Looks after every committee; says how many reminders this pass made. Passed twice, it reminds once.
///
/// # Errors
/// When the store fails.
pub async fn rappeler(app: &App) -> Result<u32, Echec> {
    let mut rappels = 0;
    for code in app.reglement.departements_designes() {
        let Ok(le) = app.horloge.aujourd_hui(app.reglement.fuseau(code)) else { continue };
        rappels += reunions(app, code, le).await?;
        rappels += convoquees(app, code, le).await? + decisions(app, code, le).await?;
    }
    Ok(rappels)
}

async fn reunions(app: &App, code: CodeDepartement, le: Date) -> Result<u32, Echec> {
    let attendues = calendrier(app.reglement.parametres(code), le).echeances.unwrap_or_default();
    let dues: Vec<(u8, i64)> =
        attendues.iter().filter_map(|une| Some((une.rang, une.rappel_du(le)?))).collect();
    if dues.is_empty() {
        return Ok(0);
    }
    let connues: Vec<Reunion> = app.entrepot.lire(move |tx| comite::du_departement(tx, code)).await?;
    let convoquee = |rang: u8| {
        connues.iter().any(|une| une.rang == Some(rang) && une.etat.etape() != EtapeReunion::Annulee)
    };
    let (mut rappels, maintenant) = (0, app.horloge.maintenant());
    for (rang, jours) in dues.into_iter().filter(|(rang, _)| !convoquee(*rang)) {
        let du = (code, rang, jours);
        let fait = app.entrepot.ecrire(move |tx| comite::rappeler_la_reunion(tx, du, maintenant)).await?;
        rappels += u32::from(fait);
    }
    Ok(rappels)
}

/// Those that are called, as their day comes near.
async fn convoquees(app: &App, code: CodeDepartement, le: Date) -> Result<u32, Echec> {
    let connues: Vec<Reunion> = app.entrepot.lire(move |tx| comite::du_departement(tx, code)).await?;
    let (mut rappels, maintenant) = (0, app.horloge.maintenant());
    for reunion in connues {
        let Some(jours) = reunion.rappel_du(le) else { continue };
        let fait = app
            .entrepot
            .ecrire(move |tx| comite::rappeler_la_convocation(tx, &reunion, jours, maintenant))
            .await?;
        rappels += u32::from(fait);
    }
    Ok(rappels)
}

async fn decisions(app: &App, code: CodeDepartement, le: Date) -> Result<u32, Echec> {
    let prises = app.entrepot.lire(move |tx| comite::decisions(tx, code)).await?;
    let (mut rappels, maintenant) = (0, app.horloge.maintenant());
    for decision in prises.into_iter().filter(|une| une.en_retard(le)) {
        let fait = app
            .entrepot
            .ecrire(move |tx| comite::rappeler_la_decision(tx, code, &decision, maintenant))
            .await?;
        rappels += u32::from(fait);
    }
    Ok(rappels)
}
