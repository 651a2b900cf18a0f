//! `/administration/comptes`: list, create, suspend, unlock. The administrator sees accounts, never patients.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Role;
use droit::identifiant::CompteId;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::{Echec, Tx, connexion, tentative};
use maud::{Markup, html};
use serde::Deserialize;

use super::mien::hacher;
use super::{
    Demande, charger, creer, identifiant, libelle_du_role, medecin, rattachement, retrouver, rpps_du_medecin,
    trace,
};
use crate::connexion::{Connecte, Identite, MotDePasse, Visiteur, cle_du_compte};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Recherche, Reponse, Style, Tableau, Ton, action, alerte, badge, carte,
    fiche, formulaire, lien_bouton, texte, vide,
};
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;

const PAR_PAGE: u32 = 25;

/// Which accounts to list.
#[derive(Debug, Deserialize)]
pub struct Filtre {
    #[serde(default)]
    debut: String,
    #[serde(default)]
    page: u32,
}

/// The account to create.
#[derive(Clone, Default, Deserialize)]
pub struct Saisie {
    #[serde(default)]
    login: String,
    #[serde(default)]
    nom: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    rattachement: String,
}

/// The list.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(filtre): Parametres<Filtre>,
) -> Result<Markup, Failure> {
    let page = filtre.page.max(1);
    let (debut, apres) = (filtre.debut.trim().to_lowercase(), (page - 1).saturating_mul(PAR_PAGE));
    let cherche = debut.clone();
    let (comptes, total) = app.entrepot.lire(move |tx| compte::lister(tx, &cherche, PAR_PAGE, apres)).await?;
    let recherche = Recherche {
        adresse: "/administration/comptes",
        champ: "debut",
        libelle: "Identifiant commençant par",
        valeur: &debut,
    };
    let visiteur = Visiteur::from(&identite);
    let rendu = Page::new("Comptes", &visiteur).fil([Lien::new("Accueil", "/")]);
    Ok(rendu.rendre(html! {
        div.pile {
            div.rang {
                (recherche.rendre())
                (lien_bouton(Style::Principal, "/administration/comptes/nouveau", "Nouveau compte"))
            }
            @if comptes.is_empty() {
                (vide("Aucun compte", "Aucun identifiant ne commence ainsi.", &html! {}))
            } @else {
                (Tableau::new(&texte::compte(total, "compte", "comptes"), &["Identifiant", "Nom", "Rôle", "État"])
                    .lignes(comptes.iter().map(ligne)).rendre())
                (recherche.pages(page, total, PAR_PAGE))
            }
        }
    }))
}

fn ligne(compte: &Compte) -> Vec<Markup> {
    vec![
        html! { a href=(format!("/administration/comptes/{}", compte.id)) { (compte.login) } },
        html! { (compte.nom) },
        html! { (libelle_du_role(compte.acteur.role())) },
        etat(compte.etat),
    ]
}

fn etat(etat: EtatCompte) -> Markup {
    match etat {
        EtatCompte::Actif => badge(Ton::Succes, "Actif"),
        EtatCompte::Suspendu => badge(Ton::Erreur, "Suspendu"),
    }
}

/// The form of a new account; a page that sends here may have filled some of it.
pub async fn nouveau(Connecte(identite): Connecte, Parametres(saisie): Parametres<Saisie>) -> Markup {
    page_nouveau(&Visiteur::from(&identite), &saisie, &Erreurs::default())
}

/// Creates an account with a password drawn at random, told once.
pub async fn creer_un_compte(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let visiteur = Visiteur::from(&identite);
    let refuser = |erreurs: &Erreurs| {
        (StatusCode::UNPROCESSABLE_ENTITY, page_nouveau(&visiteur, &saisie, erreurs)).into_response()
    };
    let portes = (&app.horloge, &app.alea);
    let rattachement = retrouver(&app.entrepot, portes, &saisie.role, &saisie.rattachement).await?;
    let rpps = rpps_du_medecin(&saisie.role, &saisie.rattachement);
    let demande = match Demande::lire(&saisie.login, &saisie.nom, &saisie.role, &rattachement) {
        Ok(demande) => Demande { rpps, ..demande },
        Err(erreurs) => return Ok(refuser(&erreurs)),
    };
    let mot_de_passe = MotDePasse::tirer(&app.alea);
    let acteur = format!("compte/{}", identite.compte);
    match creer(&app.entrepot, portes, demande, mot_de_passe.clone(), &acteur).await {
        Ok(id) => Ok(page_compte(&app, &visiteur, id, (Some(&mot_de_passe), &Erreurs::default()))
            .await?
            .into_response()),
        Err(Failure::Saisie(erreurs)) => Ok(refuser(&Erreurs::new(erreurs))),
        Err(echec) => Err(echec),
    }
}

/// One account.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    page_compte(&app, &Visiteur::from(&identite), identifiant(&id)?, (None, &Erreurs::default())).await
}

/// Suspends an account and closes its sessions.
pub async fn suspendre(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id = identifiant(&id)?;
    if id == identite.compte {
        return Err(Failure::Conflit("vous ne pouvez pas suspendre votre propre compte".to_owned()));
    }
    agir(&app, &identite, id, "compte.suspendre", |tx, id| {
        compte::changer_etat(tx, id, EtatCompte::Suspendu);
        connexion::fermer_toutes(tx, id);
    })
    .await
}

/// Lets a suspended account sign in again.
pub async fn retablir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id = identifiant(&id)?;
    agir(&app, &identite, id, "compte.retablir", |tx, id| compte::changer_etat(tx, id, EtatCompte::Actif))
        .await
}

/// Forgets the failed attempts of an account.
pub async fn debloquer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id = identifiant(&id)?;
    let compte = charger(&app, id).await?;
    let cles = ["mot-de-passe", "second-facteur"].map(|facteur| cle_du_compte(&app, facteur, &compte.login));
    agir(&app, &identite, id, "compte.debloquer", move |tx, _| {
        cles.into_iter().for_each(|cle| tentative::oublier(tx, cle));
    })
    .await
}

/// Removes a lost second factor.
pub async fn retirer_second_facteur(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    agir(&app, &identite, identifiant(&id)?, "second-facteur.retirer", compte::retirer_second_facteur).await
}

/// Gives a new password, told once, and closes the sessions of the account.
pub async fn changer_mot_de_passe(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let id = identifiant(&id)?;
    let mot_de_passe = MotDePasse::tirer(&app.alea);
    let hachage = hacher(&app, mot_de_passe.clone()).await?;
    inscrire(&app, &identite, id, "compte.changer-mot-de-passe", move |tx, id| {
        compte::changer_mot_de_passe(tx, id, &hachage);
        connexion::fermer_toutes(tx, id);
    })
    .await?;
    page_compte(&app, &Visiteur::from(&identite), id, (Some(&mot_de_passe), &Erreurs::default())).await
}

/// Writes an act of the administrator with its line of journal, then goes back to the account.
async fn agir(
    app: &App,
    identite: &Identite,
    id: CompteId,
    action: &'static str,
    acte: impl Fn(&mut Tx, CompteId) + Send + 'static,
) -> Result<Redirect, Failure> {
    inscrire(app, identite, id, action, acte).await?;
    Ok(Redirect::to(&format!("/administration/comptes/{id}")))
}

async fn inscrire(
    app: &App,
    identite: &Identite,
    id: CompteId,
    action: &'static str,
    acte: impl Fn(&mut Tx, CompteId) + Send + 'static,
) -> Result<(), Failure> {
    charger(app, id).await?;
    let (acteur, maintenant) = (identite.compte, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            acte(tx, id);
            tx.tracer(trace(maintenant, acteur, action, id));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}

fn fil() -> [Lien; 2] {
    [Lien::new("Accueil", "/"), Lien::new("Comptes", "/administration/comptes")]
}

fn page_nouveau(visiteur: &Visiteur, saisie: &Saisie, erreurs: &Erreurs) -> Markup {
    let roles = Role::TOUS.iter().map(|role| Reponse::new(role.code(), libelle_du_role(*role))).collect();
    let champs = html! {
        (Champ::texte("login", "Identifiant").valeur(&saisie.login).erreurs(erreurs).rendre())
        (Champ::texte("nom", "Nom affiché").valeur(&saisie.nom).erreurs(erreurs).rendre())
        (Champ::liste("role", "Rôle", roles).valeur(&saisie.role).erreurs(erreurs).rendre())
        (Champ::texte("rattachement", "Rattachement")
            .aide("Le numéro RPPS d’un kinésithérapeute ou d’un médecin, le nom d’une CPTS, ou un ou plusieurs départements (45, 28) ; rien pour un administrateur.")
            .facultatif().valeur(&saisie.rattachement).erreurs(erreurs).rendre())
        p.champ-aide { "La CPTS n’est pas encore connue ici : " a href="/administration/cpts/nouvelle" { "enregistrez-la d’abord" } ". Le kinésithérapeute non plus : "
            a href="/administration/praticiens/nouveau" { "enregistrez-le par son numéro RPPS" } "." }
    };
    Page::new("Nouveau compte", visiteur).fil(fil()).rendre(formulaire(
        "/administration/comptes",
        erreurs,
        &champs,
        "Créer le compte",
    ))
}

pub(super) async fn page_compte(
    app: &App,
    visiteur: &Visiteur,
    id: CompteId,
    (mot_de_passe, erreurs): (Option<&MotDePasse>, &Erreurs),
) -> Result<Markup, Failure> {
    let compte = charger(app, id).await?;
    let medecin = medecin::carte_du_numero(app, &compte, erreurs).await?;
    let rattachement = rattachement::nommer(app, &compte.acteur).await?;
    let vers = |geste: &str| format!("/administration/comptes/{id}/{geste}");
    let avis = mot_de_passe.map(|_| Avis::succes("C’est fait."));
    Ok(Page::new(&compte.login, visiteur).fil(fil()).avis(avis).rendre(html! {
        @if let Some(mot) = mot_de_passe {
            (alerte(Ton::Attention, "Transmettez ce mot de passe : il ne sera plus affiché.", &html! {
                p { code { (mot.reveler()) } }
            }))
        }
        div.deux {
            (carte("Compte", &fiche(&[
                ("Nom", html! { (compte.nom) }),
                ("Rôle", html! { (libelle_du_role(compte.acteur.role())) }),
                ("Rattachement", html! { (rattachement) }),
                ("État", etat(compte.etat)),
                ("Vérification en deux étapes", html! { @if compte.second_facteur.is_some() { "activée" } @else { "non activée" } }),
                ("Créé", html! { (texte::instant(compte.cree_le, super::FUSEAU)) }),
            ])))
            (carte("Agir", &html! {
                @match compte.etat {
                    EtatCompte::Actif => (action(Style::Danger, &vers("suspendre"), "Suspendre", "")),
                    EtatCompte::Suspendu => (action(Style::Secondaire, &vers("retablir"), "Rétablir", "")),
                }
                (action(Style::Secondaire, &vers("debloquer"), "Débloquer après des erreurs", ""))
                (action(Style::Secondaire, &vers("mot-de-passe"), "Donner un nouveau mot de passe", ""))
                @if compte.second_facteur.is_some() {
                    (action(Style::Danger, &vers("second-facteur/retirer"), "Retirer la vérification en deux étapes", ""))
                }
            }))
            (medecin)
        }
    }))
}
