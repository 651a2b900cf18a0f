//! `/administration/annuaire-mssante`: the published mailboxes of doctors, imported from a browser as from the command line.
//!
//! The file is read while it comes: nothing of it is kept, on disk or in memory. Whatever cuts the sending, the extraction
//! in place stays as it was.

mod arrivee;
mod page;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use entrepot::Entrepot;
use entrepot::annuaire::Disparitions;
use entrepot::annuaire_mssante::{Bascule, dernier};
use jiff::civil::Date;
use maud::Markup;

use crate::annuaire_sante::{self, Arret, Demande, RapportDesBoites, Rejets, jour_du_nom};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::episode::champ::jour_venu;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

use arrivee::{Arrivee, Sortie, ouvrir};
use page::{Illisibles, Issue};

pub(super) const ADRESSE: &str = "/administration/annuaire-mssante";
/// An installation belongs to no department.
pub(super) const FUSEAU: &str = "Europe/Paris";
/// The longest text of a field beside the file.
const CHAMP_MAXIMAL: usize = 1_000;
/// The longest name of a file that is kept.
const NOM_MAXIMAL: usize = 120;

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let issue = Issue { fait: champs.un("fait").to_owned(), ..Issue::default() };
    rendre(&app, &identite, &issue).await
}

async fn rendre(app: &App, identite: &Identite, issue: &Issue) -> Result<Markup, Failure> {
    let import = app.entrepot.lire(dernier).await?;
    Ok(page::rendre(identite, import.as_ref(), issue))
}

/// Imports the file that comes, whole or not at all.
///
/// # Errors
/// When the form is unreadable or the base fails.
pub async fn importer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    mut corps: Multipart,
) -> Result<Response, Failure> {
    let mut champs = Vec::new();
    while let Some(mut partie) = corps.next_field().await.map_err(|cause| illisible(&cause))? {
        let Some(nom) = partie.file_name().map(str::to_owned) else {
            champs.push((partie.name().unwrap_or_default().to_owned(), texte(&mut partie).await?));
            continue;
        };
        let champs = Champs::new(champs);
        let premier =
            partie.chunk().await.map_err(|cause| illisible(&cause))?.filter(|octets| !octets.is_empty());
        let mut e = Erreurs::default();
        let demande = demande(&app, &champs, &nom, &mut e)?;
        let (Some(premier), Some(demande)) = (premier, demande) else {
            if e.est_vide() {
                e.ajouter("fichier", "Choisissez un fichier.");
            }
            vider(partie).await?;
            return refuser(&app, &identite, Issue { champs, erreurs: e, ..Issue::default() }).await;
        };
        let (sortie, arrivee) = ouvrir();
        let acteur = format!("compte/{}", identite.compte);
        let entrepot = app.entrepot.clone();
        let lecture = tokio::task::spawn_blocking(move || lire(&entrepot, (&demande, &acteur), arrivee));
        transmettre(premier, partie, sortie).await?;
        let lue = lecture.await.map_err(Failure::interne)?;
        return conclure(&app, &identite, (champs, lue)).await;
    }
    let mut e = Erreurs::default();
    e.ajouter("fichier", "Choisissez un fichier.");
    refuser(&app, &identite, Issue { champs: Champs::new(champs), erreurs: e, ..Issue::default() }).await
}

/// How an import ended, with the rows that could not be read.
struct Lue {
    issue: Result<RapportDesBoites, Arret>,
    illisibles: Illisibles,
}

/// Blocks this thread: reads, writes aside, puts in place.
fn lire(entrepot: &Entrepot, demande: (&Demande, &str), arrivee: Arrivee) -> Lue {
    let mut rejets = Rejets::vers(std::io::sink());
    let issue = annuaire_sante::importer_les_boites(entrepot, demande, arrivee, &mut rejets);
    let premiers = rejets.premiers().iter().map(|rejet| (rejet.ligne, rejet.raison.to_string())).collect();
    Lue { issue, illisibles: Illisibles { premiers, nombre: rejets.nombre() } }
}

/// Hands the file over as it comes. When the import stops first, what is left is read and forgotten: a browser shows the
/// answer only once its file is sent.
async fn transmettre(
    premier: axum::body::Bytes,
    mut partie: Field<'_>,
    mut sortie: Sortie,
) -> Result<(), Failure> {
    sortie.remettre(premier).await;
    while let Some(octets) = partie.chunk().await.map_err(|cause| illisible(&cause))? {
        sortie.remettre(octets).await;
    }
    sortie.finir().await;
    Ok(())
}

async fn vider(mut partie: Field<'_>) -> Result<(), Failure> {
    while partie.chunk().await.map_err(|cause| illisible(&cause))?.is_some() {}
    Ok(())
}

async fn texte(partie: &mut Field<'_>) -> Result<String, Failure> {
    let mut lu = Vec::new();
    while let Some(octets) = partie.chunk().await.map_err(|cause| illisible(&cause))? {
        lu.extend_from_slice(&octets);
        if lu.len() > CHAMP_MAXIMAL {
            return Err(Failure::Illisible(
                "Un champ du formulaire est trop long : rechargez la page.".to_owned(),
            ));
        }
    }
    Ok(String::from_utf8_lossy(&lu).into_owned())
}

fn illisible(cause: &MultipartError) -> Failure {
    tracing::debug!(%cause, "an extraction did not come to its end");
    let dit = if cause.status() == StatusCode::PAYLOAD_TOO_LARGE {
        "Ce fichier dépasse 512 Mo : ce n’est pas l’extraction des boîtes. Rien n’a changé."
    } else {
        "L’envoi s’est interrompu avant la fin du fichier : recommencez. Rien n’a changé."
    };
    Failure::Illisible(dit.to_owned())
}

/// The day said, else that of the name of the file, else today; never a day to come.
fn demande(app: &App, champs: &Champs, nom: &str, e: &mut Erreurs) -> Result<Option<Demande>, Failure> {
    let aujourd_hui = app.horloge.aujourd_hui(FUSEAU).map_err(Failure::interne)?;
    let extrait_le: Option<Date> = match champs.un("extrait_le") {
        "" => e.noter("extrait_le", venu(jour_du_nom(nom).unwrap_or(aujourd_hui), aujourd_hui)),
        dit => e.noter("extrait_le", jour_venu(dit, aujourd_hui, "Indiquez un jour, ou laissez vide.")),
    };
    let maintenant = app.horloge.maintenant();
    Ok(extrait_le.map(|extrait_le| Demande {
        cle: app.alea.uuid(maintenant),
        fichier: nom.chars().take(NOM_MAXIMAL).collect(),
        extrait_le,
        maintenant,
        disparitions: match champs.un("disparitions") {
            "oui" => Disparitions::Acceptees,
            _ => Disparitions::Suspectes,
        },
    }))
}

fn venu(jour: Date, aujourd_hui: Date) -> Result<Date, &'static str> {
    if jour <= aujourd_hui {
        Ok(jour)
    } else {
        Err("Le nom du fichier porte un jour qui n’est pas encore venu : indiquez le jour de l’extraction.")
    }
}

async fn conclure(app: &App, identite: &Identite, (champs, lue): (Champs, Lue)) -> Result<Response, Failure> {
    let Lue { issue, illisibles } = lue;
    let fait = match issue {
        Ok(RapportDesBoites { bascule: Bascule::Faite(_), .. }) => "importee",
        Ok(RapportDesBoites { bascule: Bascule::DejaFaite(_), .. }) => "deja",
        Err(Arret::Entrepot(echec)) => return Err(echec.into()),
        Err(arret) => {
            let mut erreurs = Erreurs::default();
            erreurs.ajouter("fichier", crate::episode::champ::phrase(arret));
            return refuser(app, identite, Issue { champs, erreurs, illisibles, ..Issue::default() }).await;
        }
    };
    if illisibles.nombre == 0 {
        return Ok(Redirect::to(&format!("{ADRESSE}?fait={fait}")).into_response());
    }
    let issue = Issue { fait: fait.to_owned(), illisibles, ..Issue::default() };
    Ok(rendre(app, identite, &issue).await?.into_response())
}

async fn refuser(app: &App, identite: &Identite, issue: Issue) -> Result<Response, Failure> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendre(app, identite, &issue).await?).into_response())
}
