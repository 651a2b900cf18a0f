//! `/administration/praticiens/nouveau`: the file of an MK from his number, with what the national directory says of him.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::NumeroRpps;
use entrepot::Echec;
use entrepot::praticien;
use maud::{Markup, html};

use super::Inscription;
use super::saisie::{champ_du_statut, champs_d_identite, champs_des_lieux, lire};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Style, bouton, carte, formulaire, groupe, resume};
use crate::repertoire::annuaire::{Connu, interroger};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

const ADRESSE: &str = "/administration/praticiens";

/// The form: the number first, then what the directory says of it. A number on file leads to its page.
///
/// # Errors
/// When the base fails.
pub async fn nouveau(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    if champs.un("rpps").is_empty() {
        return Ok(page(&identite, &numero("", &erreurs)).into_response());
    }
    let Some(rpps) = erreurs.noter("rpps", champs.un("rpps").parse::<NumeroRpps>()) else {
        let page = page(&identite, &numero(champs.un("rpps"), &erreurs));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let cherche = rpps.clone();
    if let Some(connu) = app.entrepot.lire(move |tx| praticien::par_rpps(tx, &cherche)).await? {
        return Ok(Redirect::to(&format!("{ADRESSE}/{}?fait=connu", connu.id)).into_response());
    }
    let connu = interroger(&app, &rpps).await?;
    Ok(page(&identite, &fiche(&rpps, &connu, &connu.en_champs(), &erreurs)).into_response())
}

/// Records him.
///
/// # Errors
/// When the base fails.
pub async fn inscrire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let Some(rpps) = erreurs.noter("rpps", champs.un("rpps").parse::<NumeroRpps>()) else {
        let page = page(&identite, &numero(champs.un("rpps"), &erreurs));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let Some(lue) = lire(&champs, None, &mut erreurs) else {
        let connu = interroger(&app, &rpps).await?;
        let page = page(&identite, &fiche(&rpps, &connu, &champs, &erreurs));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let inscription = Inscription::preparer(&app, rpps, lue, le);
    let (id, acteur) = (inscription.praticien.id, format!("compte/{}", identite.compte));
    let ecrite = app.entrepot.ecrire(move |tx| {
        inscription.inscrire(tx, &acteur);
        Ok::<(), Echec>(())
    });
    match ecrite.await {
        Err(Echec::Doublon { .. }) => Err(Failure::Conflit(
            "ce numéro RPPS vient d’être enregistré : cherchez-le dans la liste des kinésithérapeutes"
                .to_owned(),
        )),
        autre => autre
            .map(|()| Redirect::to(&format!("{ADRESSE}/{id}?fait=inscrit")).into_response())
            .map_err(Failure::from),
    }
}

fn page(identite: &Identite, corps: &Markup) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Enregistrer un kinésithérapeute", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Kinésithérapeutes", ADRESSE)])
        .rendre(corps.clone())
}

fn numero(saisi: &str, erreurs: &Erreurs) -> Markup {
    carte(
        "Son numéro",
        &html! {
            form.formulaire method="get" action="/administration/praticiens/nouveau" novalidate {
                (resume(erreurs))
                (Champ::texte("rpps", "Numéro RPPS").aide("Onze chiffres ; la clé est vérifiée pendant la saisie.").clavier("numeric")
                    .controle("rpps").valeur(saisi).erreurs(erreurs).rendre())
                div.formulaire-fin { (bouton(Style::Principal, "Chercher dans l’Annuaire Santé")) }
            }
        },
    )
}

fn fiche(rpps: &NumeroRpps, connu: &Connu, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let corps = html! {
        input type="hidden" name="rpps" value=(rpps);
        (groupe(&format!("Numéro RPPS {rpps}"), &html! {
            (champs_d_identite(champs, erreurs))
            (champ_du_statut(champs, erreurs))
        }))
        (champs_des_lieux(champs, erreurs))
    };
    html! {
        div.pile {
            (connu.dire())
            (formulaire(ADRESSE, erreurs, &corps, "Enregistrer"))
        }
    }
}
