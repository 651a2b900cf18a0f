//! `/connexion/pro-sante-connect/retour`: the answer, believed only from the browser that asked, once, and in time.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Acteur;
use droit::pro_sante_connect::{Professionnel, Qualite};
use entrepot::Echec;
use entrepot::connexion::Etape;
use entrepot::pro_sante_connect::{self, Reponse};
use jiff::SignedDuration;
use passerelles::pro_sante_connect::Identification;
use serde::Deserialize;

use super::INSCRIPTION;
use super::issue::Issue;
use crate::connexion::entree::ouvrir;
use crate::connexion::pages::{appareil, arrivee, rediriger, suite_sure};
use crate::connexion::pro_sante_connect::{Demande, Psc, Rattachement, rattacher};
use crate::connexion::{Visiteur, cookie};
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;

/// How long somebody may take to open his account, once identified.
const OFFRE: SignedDuration = SignedDuration::from_mins(30);

/// What the provider says through the browser.
#[derive(Deserialize)]
pub struct Dit {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

/// Signs in whoever the provider vouches for, or says why not.
///
/// # Errors
/// When the base fails.
pub async fn revenir(
    State(app): State<App>,
    visiteur: Visiteur,
    entetes: HeaderMap,
    Parametres(dit): Parametres<Dit>,
) -> Result<Response, Failure> {
    let psc = Arc::clone(app.psc().ok_or(Failure::Introuvable)?);
    let mut suite = "/".to_owned();
    match entrer(&app, &psc, &entetes, dit, &mut suite).await? {
        Ok(reponse) => Ok(reponse),
        Err(issue) => {
            tracing::info!(cause = issue.code(), "sign-in with Pro Santé Connect refused");
            Ok(issue.page(&visiteur, &suite).into_response())
        }
    }
}

async fn entrer(
    app: &App,
    psc: &Arc<Psc>,
    entetes: &HeaderMap,
    dit: Dit,
    suite: &mut String,
) -> Result<Result<Response, Issue>, Failure> {
    let demande = match reconnaitre(app, psc, entetes, &dit).await? {
        Ok((demande, voulue)) => {
            *suite = voulue;
            demande
        }
        Err(issue) => return Ok(Err(issue)),
    };
    let identification = match identifier(app, psc, &demande, dit).await? {
        Ok(identification) => identification,
        Err(issue) => return Ok(Err(issue)),
    };
    admettre(app, psc, entetes, identification, (&demande, suite)).await
}

/// The request that this answers: this browser's, the last it made, not served yet, not too old.
async fn reconnaitre(
    app: &App,
    psc: &Psc,
    entetes: &HeaderMap,
    dit: &Dit,
) -> Result<Result<(Demande, String), Issue>, Failure> {
    let Some(secret) = cookie::lire_la_demande(entetes, app.ecoute.transport()) else {
        return Ok(Err(Issue::AutreNavigateur));
    };
    let demande = Demande::du_navigateur(secret);
    let emetteur = dit.iss.as_deref().is_none_or(|emetteur| emetteur == psc.fournisseur().emetteur());
    if !demande.reconnait(&dit.state) || !emetteur {
        return Ok(Err(Issue::AutreDemande));
    }
    let (empreinte, maintenant) = (demande.secret().empreinte(), app.horloge.maintenant());
    let reponse = app.entrepot.ecrire(move |tx| pro_sante_connect::repondre(tx, empreinte, maintenant)).await;
    Ok(match reponse {
        Ok(Reponse::Premiere { suite }) => Ok((demande, suite_sure(&suite).to_owned())),
        Ok(Reponse::DejaServie) | Err(Echec::Conflit) => Err(Issue::DejaServie),
        Ok(Reponse::Tardive) => Err(Issue::Tardive),
        Ok(Reponse::SansDemande) => Err(Issue::AutreNavigateur),
        Err(autre) => return Err(autre.into()),
    })
}

async fn identifier(
    app: &App,
    psc: &Arc<Psc>,
    demande: &Demande,
    dit: Dit,
) -> Result<Result<Identification, Issue>, Failure> {
    if !dit.error.is_empty() {
        return Ok(Err(Issue::du_fournisseur(&dit.error)));
    }
    let (psc, valeurs, maintenant) = (Arc::clone(psc), demande.valeurs(), app.horloge.maintenant());
    let identifie =
        tokio::task::spawn_blocking(move || psc.fournisseur().identifier(&dit.code, &valeurs, maintenant));
    Ok(identifie.await.map_err(Failure::interne)?.map_err(Issue::from))
}

/// Opens the session of his account, and keeps what an MK lends for as long; an MK or a doctor without account is offered
/// to open one.
async fn admettre(
    app: &App,
    psc: &Psc,
    entetes: &HeaderMap,
    identification: Identification,
    (demande, suite): (&Demande, &str),
) -> Result<Result<Response, Issue>, Failure> {
    let professionnel = &identification.professionnel;
    let qualite = professionnel.qualite();
    let cherche = qualite.unwrap_or(Qualite::Mk);
    let compte = match (rattacher(app, &professionnel.rpps, cherche).await?, qualite) {
        (Rattachement::Suspendu, _) => return Ok(Err(Issue::Suspendu)),
        (Rattachement::Plusieurs, _) => return Ok(Err(Issue::PlusieursComptes)),
        (_, Err(refus)) => return Ok(Err(Issue::NonAdmis(refus))),
        (Rattachement::Aucun, Ok(qualite)) => {
            return offrir(app, demande, (professionnel, qualite)).await.map(Ok);
        }
        (Rattachement::Compte(compte), Ok(_)) => compte,
    };
    let transport = app.ecoute.transport();
    let ancienne = cookie::lire(entetes, transport);
    let ouverte = ouvrir(app, compte.id, Etape::Ouverte, appareil(entetes), ancienne).await?;
    if let Acteur::Mk { praticien } = compte.acteur {
        psc.preter(ouverte.session, praticien, identification);
    }
    let adresse = arrivee(suite, compte.acteur.role());
    Ok(Ok(rediriger(adresse, cookie::poser(&ouverte.secret, transport))))
}

/// Keeps who he is under the request of this browser, until he confirms.
async fn offrir(
    app: &App,
    demande: &Demande,
    (professionnel, qualite): (&Professionnel, Qualite),
) -> Result<Response, Failure> {
    let (empreinte, jusque) = (demande.secret().empreinte(), app.horloge.maintenant() + OFFRE);
    let (rpps, identite) = (professionnel.rpps.clone(), professionnel.identite.clone());
    app.entrepot
        .ecrire(move |tx| {
            pro_sante_connect::offrir(tx, empreinte, (&rpps, qualite), identite.as_ref(), jusque);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(INSCRIPTION).into_response())
}
