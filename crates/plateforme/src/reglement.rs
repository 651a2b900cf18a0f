//! The rules, on public pages: the list of departments, then one page per department with every source.

mod page;

use axum::extract::{Path, State};
use droit::identifiant::CodeDepartement;
use jiff::civil::Date;
use maud::Markup;
use serde::Deserialize;

use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;

/// The day at which the rules are read.
#[derive(Debug, Deserialize)]
pub struct Au {
    le: Option<String>,
}

/// Every department, the designated ones first.
pub async fn liste(State(app): State<App>, visiteur: Visiteur) -> Markup {
    page::liste(app.reglement, &visiteur)
}

/// The rules of one department on a day, today unless one is asked for.
pub async fn departement(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(code): Path<String>,
    Parametres(au): Parametres<Au>,
) -> Result<Markup, Failure> {
    let code: CodeDepartement = code.parse().map_err(|_| Failure::Introuvable)?;
    let le = match au.le.as_deref().filter(|saisie| !saisie.is_empty()) {
        Some(saisie) => lire_jour(saisie)?,
        None => app.horloge.aujourd_hui(app.reglement.fuseau(code)).map_err(Failure::interne)?,
    };
    let fiche = app.reglement.fiche(code, le).ok_or(Failure::Introuvable)?;
    Ok(page::departement(&fiche, app.reglement.registre(), &visiteur))
}

fn lire_jour(saisie: &str) -> Result<Date, Failure> {
    saisie.parse().map_err(|_| Failure::champ("le", "écrivez la date sous la forme AAAA-MM-JJ"))
}
