//! `/administration/cpts/{id}`: a CPTS recorded, then corrected, by the administrator.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::NomCpts;
use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::Echec;
use entrepot::cpts::{self, Cpts};
use maud::{Markup, html};

use super::liste::codes;
use super::{Fiche, RefusCpts, corriger, inscrire};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Champ, Erreurs, Lien, Page, Style, carte, formulaire, lien_bouton};
use crate::pourcent;
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// The form of a new one.
pub async fn nouvelle(Connecte(identite): Connecte, Parametres(champs): Parametres<Champs>) -> Markup {
    page_nouvelle(&identite, &champs, &Erreurs::default())
}

/// Records it.
///
/// # Errors
/// When the base fails.
pub async fn creer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let (acteur, instant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    let id = CptsId::new(app.alea.uuid(instant).as_u128());
    if let Some(fiche) = lire(&champs, &mut erreurs) {
        let ecrite = app.entrepot.ecrire(move |tx| inscrire(tx, id, &fiche, (&acteur, instant)));
        match ecrite.await {
            Ok(()) => return Ok(Redirect::to("/administration/cpts?fait=cpts").into_response()),
            Err(refus) => noter(refus, &mut erreurs)?,
        }
    }
    let page = page_nouvelle(&identite, &champs, &erreurs);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// One CPTS.
///
/// # Errors
/// When there is none, or the base fails.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(suite): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let (cpts, territoire) = charger(&app, &id).await?;
    let avis = (suite.un("fait") == "correction").then(|| Avis::succes("Correction enregistrée."));
    Ok(page(&identite, &cpts, &en_champs(&cpts, &territoire), (&Erreurs::default(), avis)))
}

/// Corrects it, unless somebody did since it was read.
///
/// # Errors
/// When there is none, when it changed meanwhile, or when the base fails.
pub async fn changer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (cpts, _) = charger(&app, &id).await?;
    let mut erreurs = Erreurs::default();
    let (acteur, instant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    if let Some(fiche) = lire(&champs, &mut erreurs) {
        let version = champs.un("version").parse().map_err(|_| Failure::Conflit(RELIRE.to_owned()))?;
        let lue = Cpts { version, ..cpts.clone() };
        let ecrite = app.entrepot.ecrire(move |tx| corriger(tx, &lue, &fiche, (&acteur, instant)));
        match ecrite.await {
            Ok(()) => {
                let adresse = format!("/administration/cpts/{}?fait=correction", cpts.id);
                return Ok(Redirect::to(&adresse).into_response());
            }
            Err(RefusCpts::Entrepot(Echec::Conflit)) => return Err(Failure::Conflit(RELIRE.to_owned())),
            Err(refus) => noter(refus, &mut erreurs)?,
        }
    }
    let page = page(&identite, &cpts, &champs, (&erreurs, None));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

const RELIRE: &str = "cette CPTS a été corrigée entre-temps : rouvrez sa fiche avant de la corriger";

async fn charger(app: &App, id: &str) -> Result<(Cpts, Vec<CodeDepartement>), Failure> {
    let id: CptsId = id.parse().map_err(|_| Failure::Introuvable)?;
    let lue =
        app.entrepot.lire(move |tx| Ok::<_, Echec>((cpts::charger(tx, id)?, cpts::departements(tx, id)?)));
    let (cpts, departements) = lue.await?;
    Ok((cpts.ok_or(Failure::Introuvable)?, departements))
}

/// A name that is taken is shown at its field; anything else is a failure.
fn noter(refus: RefusCpts, erreurs: &mut Erreurs) -> Result<(), Failure> {
    match refus {
        RefusCpts::Connue(_) => {
            erreurs.ajouter("nom", refus.to_string());
            Ok(())
        }
        RefusCpts::Entrepot(echec) => Err(echec.into()),
    }
}

fn lire(champs: &Champs, erreurs: &mut Erreurs) -> Option<Fiche> {
    let nom = erreurs.noter("nom", champs.un("nom").parse::<NomCpts>());
    let siege = match champs.un("siege") {
        "" => None,
        code => erreurs.noter("siege", code.parse::<CodeDepartement>()),
    };
    let territoire = erreurs.noter("territoire", CodeDepartement::territoire(champs.un("territoire")));
    let fiche = Fiche { nom: nom?, siege, territoire: territoire? };
    erreurs.est_vide().then_some(fiche)
}

fn en_champs(cpts: &Cpts, territoire: &[CodeDepartement]) -> Champs {
    let siege = cpts.siege.map(|code| code.to_string()).unwrap_or_default();
    let valeurs = [
        ("nom", cpts.nom.clone()),
        ("siege", siege),
        ("territoire", codes(territoire)),
        ("version", cpts.version.to_string()),
    ];
    Champs::new(valeurs.map(|(nom, valeur)| (nom.to_owned(), valeur)).to_vec())
}

fn fil() -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("CPTS", "/administration/cpts")]
}

fn page_nouvelle(identite: &Identite, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Enregistrer une CPTS", &visiteur)
        .fil(fil())
        .chapo(html! { "Deux CPTS ne portent pas le même nom : il sert à les retrouver dans les comptes et dans les imports." })
        .rendre(formulaire("/administration/cpts", erreurs, &saisie(champs, erreurs), "Enregistrer la CPTS"))
}

fn page(
    identite: &Identite,
    cpts: &Cpts,
    champs: &Champs,
    (erreurs, avis): (&Erreurs, Option<Avis>),
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let adresse = format!("/administration/cpts/{}", cpts.id);
    let compte = format!(
        "/administration/comptes/nouveau?role=coordination-cpts&rattachement={}",
        pourcent::adresse(&cpts.nom)
    );
    Page::new(&cpts.nom, &visiteur).fil(fil()).avis(avis).rendre(html! {
        div.deux {
            (carte("Corriger", &html! {
                (formulaire(&adresse, erreurs, &html! {
                    input type="hidden" name="version" value=(champs.un("version"));
                    (saisie(champs, erreurs))
                }, "Enregistrer la correction"))
            }))
            (carte("Sa coordination", &html! {
                p { "La coordination tient ses membres, déclare et fait avancer sa fiche ; elle peut aussi changer son siège et son territoire." }
                p { (lien_bouton(Style::Secondaire, &compte, "Créer un compte de coordination")) }
            }))
        }
    })
}

fn saisie(champs: &Champs, erreurs: &Erreurs) -> Markup {
    html! {
        (Champ::texte("nom", "Nom").aide("Tel qu’il est publié, par exemple « CPTS du Giennois ».").valeur(champs.un("nom")).erreurs(erreurs).rendre())
        (Champ::texte("siege", "Département du siège").facultatif().aide("Par exemple 45 ou 2B.").valeur(champs.un("siege")).erreurs(erreurs).rendre())
        (Champ::texte("territoire", "Départements où elle agit").aide("Séparés par des virgules, par exemple 45, 28.")
            .valeur(champs.un("territoire")).erreurs(erreurs).rendre())
    }
}
