//! What the worker does for memberships: remind before their end, and apply what the department makes of it.

use droit::adhesion::rappel_du;
use droit::declaration::{Declarant, MotifRetrait, MotifSuspension, Partie};
use droit::identifiant::{CodeDepartement, CompteId};
use droit::reglement::EffetFinAdhesion;
use entrepot::adhesion::{self, Echeance, SansAdhesion};
use entrepot::{Echec, declaration};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::serveur::App;

/// The longest delay before an end that is looked at.
const HORIZON_JOURS: i32 = 366;
/// How many are looked at in one pass.
const LOT: u16 = 2_000;
/// Who acts when nobody does.
const PLATEFORME: CompteId = CompteId::new(0);

/// Reminds of the ends that come; says how many reminders this pass made. Passed twice, it reminds once.
///
/// # Errors
/// When the store fails.
pub async fn rappeler(app: &App) -> Result<u32, Echec> {
    let maintenant = app.horloge.maintenant();
    let Ok(le) = app.horloge.aujourd_hui("Europe/Paris") else { return Ok(0) };
    let fin = le.saturating_add(HORIZON_JOURS.days());
    let echeances: Vec<Echeance> =
        app.entrepot.lire(move |tx| adhesion::echeances(tx, (le, fin), None, None, LOT)).await?;
    let mut rappels = 0;
    for echeance in echeances {
        let Some(departement) = echeance.departement else { continue };
        let regle = app.reglement.parametres(departement).rappels_adhesion.au(le);
        let Some(jours) = regle.connue.as_deref().and_then(|jours| rappel_du(&echeance.adhesion, jours, le))
        else {
            continue;
        };
        let fait =
            app.entrepot.ecrire(move |tx| adhesion::rappeler(tx, &echeance, jours, maintenant)).await?;
        rappels += u32::from(fait);
    }
    Ok(rappels)
}

/// Applies what each department makes of the end of a membership; says how many authorisations it changed.
///
/// # Errors
/// When the store fails.
pub async fn appliquer_les_fins(app: &App) -> Result<u32, Echec> {
    let reglement = app.reglement;
    appliquer_selon(app, |departement, le| reglement.parametres(departement).effet_fin_adhesion.au(le).connue)
        .await
}

/// The same, with what each department makes of it on a day; `None` where it is unknown: nothing is then done.
///
/// # Errors
/// When the store fails.
pub async fn appliquer_selon(
    app: &App,
    effet: impl Fn(CodeDepartement, Date) -> Option<EffetFinAdhesion>,
) -> Result<u32, Echec> {
    let Ok(le) = app.horloge.aujourd_hui("Europe/Paris") else { return Ok(0) };
    let finies: Vec<SansAdhesion> =
        app.entrepot.lire(move |tx| adhesion::sans_adhesion(tx, le, None, LOT)).await?;
    let mut changees = 0;
    for finie in finies {
        changees += u32::from(appliquer(app, &finie, effet(finie.departement, le)).await?);
    }
    Ok(changees)
}

/// The right ends, or stops, the day after the membership, and never before the eve of this pass.
async fn appliquer(app: &App, finie: &SansAdhesion, effet: Option<EffetFinAdhesion>) -> Result<bool, Echec> {
    let effet = match effet {
        None | Some(EffetFinAdhesion::Aucun) => return Ok(false),
        Some(effet) => effet,
    };
    let Ok(le) = app.horloge.aujourd_hui(app.reglement.fuseau(finie.departement)) else { return Ok(false) };
    let auteur = Declarant { compte: PLATEFORME, aujourd_hui: le, maintenant: app.horloge.maintenant() };
    let dernier = finie.fin.max(le.yesterday().unwrap_or(le));
    let id = finie.declaration;
    let Some(lue) = app.entrepot.lire(move |tx| declaration::charger(tx, id)).await? else {
        return Ok(false);
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        let suite = match effet {
            EffetFinAdhesion::Retrait => lue
                .retirer(MotifRetrait::FinAdhesion, dernier, Partie::Regle, &auteur)
                .map(|fait| declaration::inscrire_retrait(tx, &fait)),
            _ => lue
                .suspendre(MotifSuspension::Adhesion, None, dernier.tomorrow().unwrap_or(dernier), &auteur)
                .map(|fait| declaration::inscrire_suspension(tx, &fait)),
        };
        if let Err(cause) = &suite {
            tracing::warn!(declaration = %id, %cause, "the end of a membership could not be applied");
        }
        Ok::<_, Echec>(suite.is_ok())
    });
    match ecrit.await {
        // Somebody acted on the file meanwhile: the next pass will look again.
        Err(Echec::Conflit) => Ok(false),
        autre => autre,
    }
}
