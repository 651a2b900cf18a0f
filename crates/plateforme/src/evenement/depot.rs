//! `/evenements/nouveau`: a report without an episode.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::evenement::Depot;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use entrepot::{Echec, evenement, praticien};
use maud::{Markup, html};

use super::formulaire::{SaisieEvenement, circuit, phrase};
use super::{aujourd_hui, regle};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, formulaire};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// Where an MK practises, the department of his running authorisation first, with its CPTS.
async fn lieux(app: &App, mk: PraticienId) -> Result<Vec<(CodeDepartement, Option<CptsId>)>, Failure> {
    let lus = app.entrepot.lire(move |tx| {
        let courantes = praticien::autorisations(tx, mk)?.into_iter().filter(|une| une.au.is_none());
        let mut lieux: Vec<_> = courantes.map(|une| (une.departement, Some(une.cpts))).collect();
        for lieu in praticien::lieux(tx, mk)? {
            if lieu.au.is_none() && !lieux.iter().any(|(code, _)| *code == lieu.departement) {
                lieux.push((lieu.departement, None));
            }
        }
        Ok::<_, Echec>(lieux)
    });
    Ok(lus.await?)
}

/// The form.
pub async fn nouveau(State(app): State<App>, Mk(identite, mk): Mk) -> Result<Markup, Failure> {
    let lieux = lieux(&app, mk).await?;
    let maintenant = app.horloge.maintenant();
    let le = match lieux.first() {
        Some((departement, _)) => aujourd_hui(&app, *departement)?.to_string(),
        None => String::new(),
    };
    let cle = app.alea.uuid(maintenant).to_string();
    let departement = lieux.first().map(|(code, _)| code.to_string()).unwrap_or_default();
    let mut saisie = SaisieEvenement::vierge(cle, le);
    saisie.departement = departement;
    page(&app, &identite, &lieux, &saisie, &Erreurs::default())
}

fn page(
    app: &App,
    identite: &Identite,
    lieux: &[(CodeDepartement, Option<CptsId>)],
    saisie: &SaisieEvenement,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let visiteur = Visiteur::from(identite);
    let gabarit = Page::new("Signaler un événement indésirable", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Événements indésirables", "/evenements")])
        .chapo(html! { "Deux minutes. Si le patient a un épisode ici, signalez plutôt depuis sa page : rien n’est à ressaisir." });
    let Some((premier, _)) = lieux.first() else {
        return Ok(gabarit.rendre(html! {
            (crate::gabarits::vide("Aucun lieu d’exercice", "Nous ne savons pas quelle ARS prévenir : enregistrez d’abord votre lieu d’exercice.", &html! {
                p { (crate::gabarits::lien_bouton(crate::gabarits::Style::Principal, "/mes-lieux", "Mes lieux d’exercice")) }
            }))
        }));
    };
    let le = aujourd_hui(app, *premier)?;
    let regle = regle(app, *premier, le);
    let champs = html! {
        @if lieux.len() > 1 {
            (Champ::liste("departement", "Département", lieux.iter().map(|(code, _)| Reponse::new(code.to_string(), nom(app, *code))).collect())
                .valeur(saisie.departement.as_str()).erreurs(erreurs).rendre())
        } @else {
            input type="hidden" name="departement" value=(premier);
        }
        (saisie.champs(&regle, erreurs))
    };
    Ok(gabarit.rendre(html! {
        div.pile {
            (formulaire("/evenements", erreurs, &champs, "Envoyer le signalement"))
            (circuit(&regle, app.reglement.registre()))
        }
    }))
}

fn nom(app: &App, code: CodeDepartement) -> String {
    app.reglement.departement(code).map_or_else(|| code.to_string(), |d| format!("{} ({code})", d.nom))
}

/// Records the report.
pub async fn signaler(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Formulaire(saisie): Formulaire<SaisieEvenement>,
) -> Result<Response, Failure> {
    let lieux = lieux(&app, mk).await?;
    let corriger = |saisie: &SaisieEvenement, erreurs: &Erreurs| -> Result<Response, Failure> {
        let page = page(&app, &identite, &lieux, saisie, erreurs)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let choisi = saisie.departement.parse::<CodeDepartement>().ok();
    let lieu = lieux.iter().find(|(code, _)| Some(*code) == choisi);
    let (lue, lieu) = match (saisie.lire(), lieu) {
        (Ok(lue), Some(lieu)) => (lue, *lieu),
        (lue, lieu) => {
            let mut erreurs = lue.err().unwrap_or_default();
            if lieu.is_none() {
                erreurs.ajouter("departement", "Choisissez le département où c’est arrivé.");
            }
            return corriger(&saisie, &erreurs);
        }
    };
    if let Some((relue, erreurs)) = saisie.relire(&app, Vec::new()).await? {
        return corriger(&relue, &erreurs);
    }
    let ((id, faits), (departement, cpts)) = (lue, lieu);
    let le = aujourd_hui(&app, departement)?;
    let depot = Depot { id, par: mk, departement, cpts, faits };
    let fait = match depot.deposer(&regle(&app, departement, le), (le, app.horloge.maintenant())) {
        Ok(fait) => fait,
        Err(cause) => {
            let mut erreurs = Erreurs::default();
            erreurs.ajouter("le", phrase(&cause));
            return corriger(&saisie, &erreurs);
        }
    };
    let trousseau = app.entrepot.trousseau().clone();
    app.entrepot.ecrire(move |tx| evenement::inscrire_depot(tx, &trousseau, &fait)).await?;
    Ok(Redirect::to(&format!("/evenements/{id}?fait=signale")).into_response())
}
