//! What the national directory already says of an MK who is not on file: his name, his places, how he exercises.

use std::collections::BTreeSet;

use droit::annuaire::{Activite, ModeExercice, Releve};
use droit::decision::Statut;
use droit::identifiant::NumeroRpps;
use entrepot::Echec;
use entrepot::annuaire::{dernier, selon};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::echec::Failure;
use crate::gabarits::{Ton, alerte, texte};
use crate::saisie::Champs;
use crate::serveur::App;

/// The most places proposed: nobody exercises in more.
pub const LIEUX_MAX: usize = 6;

/// What is known of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connu {
    /// No extraction was imported.
    SansExtraction,
    /// The extraction of this day has no MK under this number.
    Inconnu(Date),
    /// What it says.
    Releve(Box<Releve>, Date),
}

/// Asks the current extraction.
///
/// # Errors
/// When the base fails.
pub async fn interroger(app: &App, rpps: &NumeroRpps) -> Result<Connu, Failure> {
    let rpps = rpps.clone();
    let dit = app.entrepot.lire(move |tx| match dernier(tx)? {
        None => Ok::<_, Echec>(None),
        Some(import) => selon(tx, &rpps, import.extrait_le),
    });
    Ok(match dit.await? {
        None => Connu::SansExtraction,
        Some(dit) => match dit.releve {
            None => Connu::Inconnu(dit.import.extrait_le),
            Some(releve) => Connu::Releve(Box::new(releve), dit.import.extrait_le),
        },
    })
}

impl Connu {
    /// What it fills in of the form.
    pub fn en_champs(&self) -> Champs {
        let Self::Releve(releve, _) = self else { return Champs::default() };
        let mut champs =
            vec![("nom".to_owned(), releve.nom.clone()), ("prenom".to_owned(), releve.prenom.clone())];
        champs.extend(statut(releve).map(|statut| ("statut".to_owned(), statut.code().to_owned())));
        for (rang, place) in places(releve).into_iter().enumerate() {
            champs.push((format!("site.{rang}"), place.site));
            champs.push((format!("exerce.{rang}"), "oui".to_owned()));
            champs.push((format!("code_postal.{rang}"), place.code_postal));
            champs.push((format!("commune.{rang}"), place.commune));
            champs.push((format!("departement.{rang}"), place.departement));
        }
        Champs::new(champs)
    }

    /// Where what is shown comes from, and what to do.
    pub fn dire(&self) -> Markup {
        match self {
            Self::SansExtraction => alerte(
                Ton::Info,
                "L’Annuaire Santé n’a pas encore été importé ici : écrivez ce qui suit.",
                &html! {},
            ),
            Self::Inconnu(du) => alerte(
                Ton::Attention,
                "L’Annuaire Santé ne connaît aucun masseur-kinésithérapeute sous ce numéro.",
                &html! { p { "Extraction du " (texte::jour(*du)) ". Vérifiez le numéro ; sinon, écrivez ce qui suit." } },
            ),
            Self::Releve(_, du) => alerte(
                Ton::Info,
                "Ce qui suit vient de l’Annuaire Santé : relisez-le et complétez-le.",
                &html! { p { "Extraction du " (texte::jour(*du)) ". Elle ne donne pas la voie des lieux d’exercice." } },
            ),
        }
    }
}

/// What the directory tells of how he exercises; a titulaire and a collaborateur look alike there.
fn statut(releve: &Releve) -> Option<Statut> {
    let modes = releve.modes();
    if releve.remplace_seulement() {
        Some(Statut::Remplacant)
    } else if modes.len() == 1 && modes.contains(&ModeExercice::Salarie) {
        Some(Statut::Salarie)
    } else {
        None
    }
}

/// A place as the directory names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    site: String,
    code_postal: String,
    commune: String,
    departement: String,
}

/// His places whose department is known, each once.
fn places(releve: &Releve) -> Vec<Place> {
    let toutes: BTreeSet<Place> = releve.activites.iter().filter_map(place).collect();
    toutes.into_iter().take(LIEUX_MAX).collect()
}

fn place(activite: &Activite) -> Option<Place> {
    let ecrit = |texte: &Option<String>| texte.clone().unwrap_or_default();
    Some(Place {
        site: ecrit(&activite.site.raison_sociale),
        code_postal: ecrit(&activite.lieu.code_postal),
        commune: ecrit(&activite.lieu.commune),
        departement: activite.lieu.departement?.to_string(),
    })
}
