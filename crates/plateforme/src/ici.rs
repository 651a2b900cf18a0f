//! The CPTS of whoever asks: its departments, and today where it is.

use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::Echec;
use entrepot::cpts::{self, Cpts};
use jiff::civil::Date;

use crate::echec::Failure;
use crate::serveur::App;

/// A CPTS, its departments, and today where it is.
pub struct Ici {
    /// The CPTS.
    pub cpts: Cpts,
    /// Its departments, by code.
    pub departements: Vec<CodeDepartement>,
    /// Today.
    pub le: Date,
}

impl Ici {
    /// The CPTS of the coordination.
    pub async fn charger(app: &App, id: CptsId) -> Result<Self, Failure> {
        let lue = app
            .entrepot
            .lire(move |tx| Ok::<_, Echec>((cpts::charger(tx, id)?, cpts::departements(tx, id)?)));
        let (cpts, departements) = lue.await?;
        let cpts = cpts.ok_or(Failure::Introuvable)?;
        let fuseau = departements.first().map_or("Europe/Paris", |code| app.reglement.fuseau(*code));
        let le = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
        Ok(Self { cpts, departements, le })
    }
}
