//! What the worker does for memberships: remind before their end, and apply what the department makes of it.

use droit::declaration::{Declarant, MotifRetrait, MotifSuspension, Partie};
use droit::identifiant::{CodeDepartement, CompteId};
use droit::reglement::EffetFinAdhesion;
use entrepot::adhesion::{self, Echeance, SansAdhesion};
use entrepot::{Echec, declaration};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::serveur::App;

/// How many are looked at in one pass.
const LOT: u16 = 2_000;
/// Who acts when nobody does.
const PLATEFORME: CompteId = CompteId::new(0);

/// Reminds of the ends that come; says how many reminders this pass made. Passed twice, it reminds once.
///
/// # Errors
/// When the store fails.
pub async fn rappeler(app: &App) -> Result<u32, Echec> {
    rappeler_par(app, LOT).await
}

/// The same, so many read at a time.
///
/// # Errors
/// When the store fails.
pub async fn rappeler_par(app: &App, lot: u16) -> Result<u32, Echec> {
    let Ok(le) = app.horloge.aujourd_hui("Europe/Paris") else { return Ok(0) };
    let mut rappels = 0;
    for departement in app.reglement.departements_designes() {
        let regle = app.reglement.parametres(departement).rappels_adhesion.au(le);
        let mut delais = regle.connue.clone().unwrap_or_default();
        delais.sort_unstable();
        let mut du = le;
        for jours in delais {
            let au = le.saturating_add(i32::from(jours).days());
            rappels += rappeler_de(app, departement, (du, au), (jours, lot)).await?;
            du = au.tomorrow().unwrap_or(au);
        }
    }
    Ok(rappels)
}

/// Those of one delay. What was reminded of leaves the list: it is read again until nothing is left.
async fn rappeler_de(
    app: &App,
    departement: CodeDepartement,
    fins: (Date, Date),
    (jours, lot): (u16, u16),
) -> Result<u32, Echec> {
    let maintenant = app.horloge.maintenant();
    let mut rappels = 0;
    loop {
        let lues = app.entrepot.lire(move |tx| adhesion::a_rappeler(tx, departement, fins, jours, lot));
        let echeances: Vec<Echeance> = lues.await?;
        let (lus, mut faits) = (echeances.len(), 0_u32);
        for echeance in echeances {
            let ecrit = app.entrepot.ecrire(move |tx| adhesion::rappeler(tx, &echeance, jours, maintenant));
            faits += u32::from(ecrit.await?);
        }
        rappels += faits;
        if lus < usize::from(lot) || faits == 0 {
            return Ok(rappels);
        }
    }
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
    let mut changees = 0;
    for departement in app.reglement.departements_designes() {
        let effet = match effet(departement, le) {
            None | Some(EffetFinAdhesion::Aucun) => continue,
            Some(effet) => effet,
        };
        let lues = app.entrepot.lire(move |tx| adhesion::sans_adhesion(tx, le, Some(departement), LOT));
        let finies: Vec<SansAdhesion> = lues.await?;
        for finie in finies {
            changees += u32::from(appliquer(app, &finie, effet).await?);
        }
    }
    Ok(changees)
}

/// The right ends, or stops, the day after the membership, and never before the eve of this pass.
async fn appliquer(app: &App, finie: &SansAdhesion, effet: EffetFinAdhesion) -> Result<bool, Echec> {
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
        Ok(fait) => {
            if fait {
                crate::declaration::courrier::figer(app, id).await;
            }
            Ok(fait)
        }
        autre => autre,
    }
}
