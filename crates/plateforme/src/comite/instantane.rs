//! The snapshot of a meeting: the one it keeps, of the last complete year, taken or used again when it is called; for a meeting
//! that keeps none, the latest one taken before it of a period that it looks at.

use droit::comite::Reunion;
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Perimetre, Periode};
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::{self, Instantane, NouvelInstantane};
use entrepot::{Echec, Tx};
use formats::instantane::{InstantaneLu, relire};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::echec::Failure;
use crate::indicateur::instantane::{composer, examiner};
use crate::indicateur::parution;
use crate::serveur::App;

/// How many snapshots are looked through, the latest first.
const AU_PLUS: u32 = 200;

/// The snapshot that a meeting is called with.
pub enum Prepare {
    /// One of the last complete year, taken since that year is over.
    Repris(String),
    /// None was: it is taken now.
    Nouveau(NouvelInstantane),
    /// Nothing was recorded that year: there is nothing to show.
    Aucun,
}

impl Prepare {
    /// Its identifier.
    pub fn id(&self) -> Option<String> {
        match self {
            Self::Repris(id) => Some(id.clone()),
            Self::Nouveau(nouvel) => Some(nouvel.id()),
            Self::Aucun => None,
        }
    }

    /// Keeps it, when it is new.
    pub fn garder(&self, tx: &mut Tx, acteur: &str, instant: Timestamp) {
        if let Self::Nouveau(nouvel) = self {
            instantane::garder(tx, nouvel, acteur, instant);
        }
    }
}

/// The snapshot of the last complete year of a department on a day.
pub async fn preparer(app: &App, departement: CodeDepartement, le: Date) -> Result<Prepare, Failure> {
    parution::assurer(app).await?;
    let (reglement, annee) = (app.reglement, le.year() - 1);
    let periode = Periode::Annee(annee);
    let lu = app.entrepot.lire(move |tx| {
        let connus = instantane::lister(tx, Some(departement), AU_PLUS)?;
        let complet =
            |connu: &&Instantane| connu.periode == periode.to_string() && connu.arrete_le.year() > annee;
        if let Some(connu) = connus.iter().find(complet) {
            return Ok::<_, Echec>(Prepare::Repris(connu.id.clone()));
        }
        if examiner(tx, reglement, departement, (periode, le))?.is_err() {
            return Ok(Prepare::Aucun);
        }
        Ok(Prepare::Nouveau(composer(tx, reglement, departement, periode, le)?))
    });
    Ok(lu.await?)
}

/// How a snapshot came to a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lien {
    /// The meeting keeps it.
    Garde,
    /// It keeps none: this is the latest one before it.
    Anterieur,
}

/// The snapshot of a pack.
pub struct Retenu {
    /// How it came there.
    pub lien: Lien,
    /// Which one.
    pub pris: Instantane,
    /// What it says.
    pub lu: InstantaneLu,
}

/// The snapshot of a meeting; nothing when it keeps none and none was taken before it.
pub async fn de(app: &App, reunion: &Reunion) -> Result<Option<Retenu>, Failure> {
    let (reunion, reglement) = (reunion.clone(), app.reglement);
    let lu = app.entrepot.lire(move |tx| {
        let (lien, id) = match &reunion.instantane {
            Some(id) => (Lien::Garde, Some(id.clone())),
            None => (Lien::Anterieur, anterieur(tx, reglement, &reunion)?),
        };
        let Some(id) = id else { return Ok(None) };
        Ok::<_, Echec>(instantane::lire(tx, &id)?.map(|lu| (lien, lu)))
    });
    let Some((lien, (pris, octets))) = lu.await? else { return Ok(None) };
    let lu = relire(&octets).map_err(Failure::interne)?;
    Ok(Some(Retenu { lien, pris, lu }))
}

/// The latest one taken by the day of the meeting, of a period that it looks at.
fn anterieur(tx: &mut Tx, reglement: &Reglement, reunion: &Reunion) -> Result<Option<String>, Echec> {
    let zone = TimeZone::get(reglement.fuseau(reunion.departement))
        .map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    let perimetre = Perimetre::Departement(reunion.departement);
    let convient = |connu: &Instantane| {
        let periode: Option<Periode> = connu.periode.parse().ok();
        let bornes = periode.and_then(|periode| periode.bornes(&perimetre, reglement));
        zone.to_datetime(connu.pris_le).date() <= reunion.rendezvous.le
            && bornes.is_some_and(|bornes| reunion.regarde(bornes))
    };
    let connus = instantane::lister(tx, Some(reunion.departement), AU_PLUS)?;
    Ok(connus.into_iter().find(convient).map(|connu| connu.id))
}
