//! What the worker does for campaigns: remind those who have not answered, before the last day.

use droit::campagne::{Campagne, EtatFicheAnnuelle};
use droit::identifiant::PraticienId;
use entrepot::{Echec, campagne};

use crate::serveur::App;

/// Reminds of the campaigns that end soon; says how many reminders this pass made. Passed twice, it reminds once.
///
/// # Errors
/// When the store fails.
pub async fn rappeler(app: &App) -> Result<u32, Echec> {
    let maintenant = app.horloge.maintenant();
    let ouvertes: Vec<Campagne> = app.entrepot.lire(campagne::ouvertes).await?;
    let mut rappels = 0;
    for ouverte in ouvertes {
        let Ok(le) = app.horloge.aujourd_hui(app.reglement.fuseau(ouverte.departement)) else { continue };
        let regle = app.reglement.parametres(ouverte.departement).rappels_de_campagne.au(le);
        let du = regle.connue.as_deref().and_then(|jours| ouverte.rappel_du(jours, le));
        let Some(jours) = du else { continue };
        let fait = app.entrepot.ecrire(move |tx| {
            let attendus = campagne::suivi(tx, &ouverte)?;
            let absents: Vec<PraticienId> = attendus
                .iter()
                .filter(|attendu| !matches!(attendu.fiche.etat, EtatFicheAnnuelle::Validee { .. }))
                .map(|attendu| attendu.praticien)
                .collect();
            campagne::rappeler(tx, &ouverte, jours, &absents, maintenant)
        });
        rappels += u32::from(fait.await?);
    }
    Ok(rappels)
}
