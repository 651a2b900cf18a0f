//! The minutes and the decisions of a meeting that was held.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::comite::{CompteRendu, EmpechementDecision, EmpechementReunion, GesteDecision, Reunion};
use droit::identifiant::{DecisionComiteId, MembreId};
use droit::texte::TexteLibre;
use entrepot::{Echec, comite};
use jiff::civil::Date;

use super::reunion::{Saisie, page};
use super::{Comite, auteur, conduire, devance, phrase};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

async fn corriger(
    app: &App,
    identite: &Identite,
    lue: (&Reunion, &Comite),
    (erreurs, champs): (Erreurs, Champs),
) -> Result<Response, Failure> {
    let page = page(app, identite, lue, &Saisie { erreurs, champs }, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn texte(champs: &Champs, nom: &str, e: &mut Erreurs) -> Option<TexteLibre> {
    e.noter(nom, champs.un(nom).parse::<TexteLibre>().map_err(|faute| phrase(&faute)))
}

/// Is it the draft that was on the page: nobody validates what he has not read. Browsers rewrite line ends.
fn est_lu(brouillon: &CompteRendu, champs: &Champs) -> bool {
    let sans_retour = |texte: &str| texte.replace('\r', "");
    champs.un("numero").parse().ok() == Some(brouillon.numero)
        && sans_retour(champs.un("texte")) == sans_retour(brouillon.texte.as_str())
}

/// Writes or validates the minutes.
pub async fn rediger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (reunion, lu) = conduire(&app, &identite, &id).await?;
    let cle = reunion.id;
    let minutes: Vec<CompteRendu> = app.entrepot.lire(move |tx| comite::comptes_rendus(tx, cle)).await?;
    let (dernier, auteur) = (minutes.first(), auteur(&app, &identite, lu.le));
    let departement = lu.departement;
    let ecrit = if champs.un("pas") == "valider" {
        let dernier = dernier.filter(|une| est_lu(une, &champs)).ok_or_else(devance)?;
        let fait = dernier.valider(&auteur).map_err(|cause| Failure::Conflit(cause.to_string()))?;
        app.entrepot
            .ecrire(move |tx| {
                comite::valider_compte_rendu(tx, &fait, departement);
                Ok::<(), Echec>(())
            })
            .await
    } else {
        let mut e = Erreurs::default();
        let Some(mots) = texte(&champs, "texte", &mut e) else {
            return corriger(&app, &identite, (&reunion, &lu), (e, champs)).await;
        };
        let motif = champs.un("motif").parse::<TexteLibre>().ok();
        let fait = match reunion.rediger(dernier, (mots, motif), &auteur) {
            Ok(fait) => fait,
            Err(cause @ EmpechementReunion::MotifManquant) => {
                e.ajouter("motif", phrase(&cause));
                return corriger(&app, &identite, (&reunion, &lu), (e, champs)).await;
            }
            Err(cause) => return Err(Failure::Conflit(cause.to_string())),
        };
        app.entrepot
            .ecrire(move |tx| {
                comite::ecrire_compte_rendu(tx, &fait);
                Ok::<(), Echec>(())
            })
            .await
    };
    match ecrit {
        Ok(()) => Ok(Redirect::to(&format!("/comite/reunions/{}?fait=changee", reunion.id)).into_response()),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

/// Records a decision.
pub async fn decider(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (reunion, lu) = conduire(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    let cle: DecisionComiteId = champs.un("cle").parse().map_err(|_| devance())?;
    let mots = texte(&champs, "decision", &mut e);
    let choisi = champs.un("responsable").parse::<MembreId>().ok().filter(|id| lu.membre(*id).is_some());
    let responsable = e.noter("responsable", choisi.ok_or("Choisissez qui porte la décision."));
    let echeance =
        e.noter("echeance", champs.un("echeance").parse::<Date>().map_err(|_| "Indiquez l’échéance."));
    let lue = (|| Some((mots?, responsable?, echeance?)))();
    let Some(lue) = lue else { return corriger(&app, &identite, (&reunion, &lu), (e, champs)).await };
    let fait = match reunion.decider(cle, lue, &auteur(&app, &identite, lu.le)) {
        Ok(fait) => fait,
        Err(cause @ EmpechementDecision::Echeance) => {
            e.ajouter("echeance", phrase(&cause));
            return corriger(&app, &identite, (&reunion, &lu), (e, champs)).await;
        }
        Err(cause) => return Err(Failure::Conflit(cause.to_string())),
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        comite::inscrire_decision(tx, &fait);
        Ok::<(), Echec>(())
    });
    ecrit.await?;
    Ok(Redirect::to(&format!("/comite/reunions/{}?fait=changee#decisions", reunion.id)).into_response())
}

/// Records what becomes of a decision.
pub async fn suivre(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Redirect, Failure> {
    let (reunion, lu) = conduire(&app, &identite, champs.un("reunion")).await?;
    let id: DecisionComiteId = id.parse().map_err(|_| Failure::Introuvable)?;
    let decision = lu.decisions.iter().find(|une| une.id == id && une.reunion == reunion.id);
    let decision = decision.ok_or(Failure::Introuvable)?;
    if champs.un("version").parse().ok() != Some(decision.version) {
        return Err(devance());
    }
    let geste = match champs.un("pas") {
        "faire" => GesteDecision::Faire,
        "reprendre" => GesteDecision::Reprendre,
        "abandonner" => {
            let motif = champs.un("motif").parse::<TexteLibre>();
            GesteDecision::Abandonner(
                motif
                    .map_err(|_| Failure::Conflit("dites pourquoi la décision est abandonnée".to_owned()))?,
            )
        }
        _ => return Err(devance()),
    };
    let fait = decision
        .avancer(&geste, &auteur(&app, &identite, lu.le))
        .map_err(|cause| Failure::Conflit(cause.to_string()))?;
    let ecrit = app.entrepot.ecrire(move |tx| {
        comite::avancer_decision(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/comite/reunions/{}?fait=changee#decisions", reunion.id))),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}
