//! The annual campaign on screen: the MK's sheet, the ARS's follow-up by CPTS, its export.
//!
//! `mienne` is the MK's; `liste`, `suivi`, `fiche`, `activite`, `export`, `colonne`, `forme` are the ARS's, and the CPTS sees where its members stand.

pub mod activite;
pub mod api;
mod colonne;
mod export;
mod fiche;
mod forme;
mod liste;
mod mienne;
mod suivi;
pub mod veille;

pub use activite::importer;
pub use export::telecharger;
pub use fiche::{renvoyer, voir as voir_la_fiche};
pub use forme::{agir as changer_les_colonnes, voir as voir_les_colonnes};
pub use liste::{lister, ouvrir};
pub use mienne::{lister as lister_les_miennes, valider, voir as voir_la_mienne};
pub use suivi::{agir, voir};

use droit::acces::Acteur;
use droit::campagne::{Campagne, Chiffres, EtatFicheAnnuelle, FicheAnnuelle};
use droit::declaration::Declarant;
use droit::identifiant::{CampagneId, CodeDepartement, CptsId, PraticienId};
use entrepot::{Echec, campagne};
use jiff::civil::Date;
use maud::Markup;

use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::{Ton, badge};
use crate::serveur::App;

/// As whom somebody follows a campaign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Regard {
    /// The ARS: everything.
    Ars,
    /// A CPTS: where its members stand, no figure.
    Cpts(CptsId),
}

/// A campaign that the actor may follow; absent and invisible answer alike.
async fn charger(app: &App, identite: &Identite, id: &str) -> Result<(Campagne, Regard), Failure> {
    let id: CampagneId = id.parse().map_err(|_| Failure::Introuvable)?;
    let acteur = identite.acteur.clone();
    let lue = app.entrepot.lire(move |tx| {
        let Some(lue) = campagne::charger(tx, id)? else { return Ok(None) };
        let regard = match &acteur {
            Acteur::AgentArs { departements } if departements.contains(&lue.departement) => Some(Regard::Ars),
            Acteur::CoordinationCpts { cpts }
                if entrepot::cpts::departements(tx, *cpts)?.contains(&lue.departement) =>
            {
                Some(Regard::Cpts(*cpts))
            }
            _ => None,
        };
        Ok::<_, Echec>(regard.map(|regard| (lue, regard)))
    });
    let lue: Option<(Campagne, Regard)> = lue.await?;
    lue.ok_or(Failure::Introuvable)
}

/// The figures of an MK over the year of a campaign.
async fn chiffres(app: &App, praticien: PraticienId, annee: i16) -> Result<Chiffres, Failure> {
    Ok(app.entrepot.lire(move |tx| campagne::chiffres(tx, praticien, annee)).await?)
}

fn aujourd_hui(app: &App, departement: CodeDepartement) -> Result<Date, Failure> {
    app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)
}

fn auteur(app: &App, identite: &Identite, departement: CodeDepartement) -> Result<Declarant, Failure> {
    Ok(Declarant {
        compte: identite.compte,
        aujourd_hui: aujourd_hui(app, departement)?,
        maintenant: app.horloge.maintenant(),
    })
}

fn devance() -> Failure {
    Failure::Conflit("quelqu’un a agi entre-temps : relisez où en est la campagne".to_owned())
}

fn nom(app: &App, code: CodeDepartement) -> String {
    app.reglement.departement(code).map_or_else(|| code.to_string(), |d| format!("{} ({code})", d.nom))
}

/// Where a sheet stands on a day, as a badge: what is late says so.
fn badge_de_la_fiche(campagne: &Campagne, fiche: &FicheAnnuelle, le: Date) -> Markup {
    match &fiche.etat {
        EtatFicheAnnuelle::Validee { .. } => badge(Ton::Succes, "Validée"),
        EtatFicheAnnuelle::Renvoyee { .. } => badge(Ton::Erreur, "Renvoyée pour correction"),
        EtatFicheAnnuelle::Attendue if campagne.en_retard(le) => badge(Ton::Erreur, "En retard"),
        EtatFicheAnnuelle::Attendue => badge(Ton::Attention, "Attendue"),
    }
}

/// « 7,5 % » for 75 tenths.
fn pour_cent(dixiemes: u64) -> String {
    format!("{},{} %", dixiemes / 10, dixiemes % 10)
}

/// An error of the law as a sentence.
fn phrase(faute: &impl std::fmt::Display) -> String {
    let texte = faute.to_string();
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{debut}{}.", signes.as_str())
}
