//! `/declarer/liste`: a CPTS declares many MKs from a pasted list or a file, each line green, amber or red.
//!
//! `lecture` gathers what is known of each line, `constat` says what can be done with it, `envoi` does it in one write.

mod constat;
mod endroit;
mod envoi;
mod lecture;
mod page;
mod saisie;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::decision::Statut;
use droit::declaration::QualiteMembre;
use droit::identifiant::{CptsId, ListeId};
use entrepot::Echec;
use entrepot::declaration::{self as base, Correction, ListeADeclarer, NouvelleLigne, Redacteur, Reglages};
use formats::liste_rpps;
use jiff::civil::Date;
use maud::Markup;

pub use envoi::envoyer;

use self::lecture::Lue;
use super::Feu;
use super::suivi::lire_jour;
use crate::connexion::{Coordination, Identite};
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::ici::Ici;
use crate::saisie::{Champs, Formulaire, Parametres, Televersement};
use crate::serveur::App;

/// The form, and the drafts to resume.
pub async fn nouvelle(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
) -> Result<Markup, Failure> {
    let ici = Ici::charger(&app, cpts).await?;
    saisie::page(&app, &identite, &ici, &Champs::default(), &Erreurs::default()).await
}

/// Reads the list, whole or not at all, and keeps it as a draft.
pub async fn creer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    envoi: Televersement,
) -> Result<Response, Failure> {
    let ici = Ici::charger(&app, cpts).await?;
    let mut erreurs = Erreurs::default();
    let reglages = reglages(&envoi.champs, ici.le, &mut erreurs);
    let lignes = lire_la_liste(&envoi, &mut erreurs);
    let (Some(reglages), Some(lignes)) = (reglages, lignes) else {
        let page = saisie::page(&app, &identite, &ici, &envoi.champs, &erreurs).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let par = redacteur(&app, &identite);
    let id = ListeId::new(app.alea.uuid(par.maintenant).as_u128());
    app.entrepot
        .ecrire(move |tx| {
            base::creer_liste(tx, id, cpts, &reglages, &lignes, &par);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/declarer/liste/{id}")).into_response())
}

fn lire_la_liste(envoi: &Televersement, erreurs: &mut Erreurs) -> Option<Vec<NouvelleLigne>> {
    let (champ, octets) = match &envoi.fichier {
        Some(fichier) => ("fichier", fichier.octets.as_slice()),
        None => ("liste", envoi.champs.un("liste").as_bytes()),
    };
    let lues = erreurs.noter(champ, liste_rpps::lire(octets).map_err(|e| majuscule(&e.to_string())))?;
    let lignes = lues.into_iter().map(|lue| NouvelleLigne { numero: lue.numero, ecrit: court(&lue.ecrit) });
    Some(lignes.collect())
}

/// A line is shown and corrected: a hundred letters are enough to recognise it.
fn court(ecrit: &str) -> String {
    ecrit.chars().take(100).collect()
}

/// A sentence begins with a capital.
pub fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    let debut = lettres.next().map(|lettre| lettre.to_uppercase().to_string()).unwrap_or_default();
    let point = if phrase.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{debut}{}{point}", lettres.as_str())
}

fn reglages(champs: &Champs, le: Date, erreurs: &mut Erreurs) -> Option<Reglages> {
    let statut = Statut::depuis_code(champs.un("statut")).ok_or("Dites comment exercent ces praticiens.");
    let statut = erreurs.noter("statut", statut);
    let qualite = QualiteMembre::depuis_code(champs.un("qualite")).ok_or("Choisissez une qualité.");
    let qualite = erreurs.noter("qualite", qualite);
    let du: Result<Date, _> = champs.un("membre_du").parse();
    let du = erreurs.noter("membre_du", du.map_err(|_| "Écrivez une date, par exemple 2026-01-01."));
    if du.is_some_and(|du| du > le) {
        erreurs.ajouter("membre_du", "Ce jour est à venir : écrivez depuis quand ils sont membres.");
        return None;
    }
    let au = lire_jour(champs, "membre_au", erreurs);
    if au.is_some_and(|au| au < le) {
        erreurs.ajouter(
            "membre_au",
            "Ce jour est passé : écrivez la fin des adhésions qui courent, ou effacez-la.",
        );
        return None;
    }
    Some(Reglages { statut: statut?, qualite: qualite?, membre_du: du?, membre_au: au })
}

/// Which colour the page shows.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Filtre {
    #[serde(default)]
    feu: String,
    #[serde(default)]
    envoi: String,
}

/// The table.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Parametres(filtre): Parametres<Filtre>,
) -> Result<Markup, Failure> {
    let (liste, lues, le) = charger(&app, cpts, &id).await?;
    let vue = page::Vue {
        liste: &liste,
        lues: &lues,
        le,
        feu: Feu::depuis_code(&filtre.feu),
        envoyees: filtre.envoi.parse().ok(),
        erreur: None,
    };
    Ok(page::rendre(&app, &identite, &vue))
}

/// Corrects a line, says how its MK exercises, or takes it away.
pub async fn corriger(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (liste, lues, le) = charger(&app, cpts, &id).await?;
    let rang: i64 = champs.un("rang").parse().map_err(|_| Failure::Introuvable)?;
    let lue = lues.iter().find(|lue| lue.ligne.rang == rang).ok_or(Failure::Introuvable)?;
    let ligne = &lue.ligne;
    if ligne.declaration.is_some() {
        return Err(Failure::Conflit("cette ligne est déjà déclarée : rechargez la page".to_owned()));
    }
    let ecrit = match champs.un("ecrit") {
        "" => ligne.ecrit.clone(),
        tape => court(tape),
    };
    let statut = Statut::depuis_code(champs.un("statut")).or(ligne.statut);
    let ou = match endroit::lire(&champs, ligne, &lue.sujet) {
        Ok(ou) => ou,
        Err(raison) => {
            let erreur = Some(raison.to_string());
            let vue = page::Vue { liste: &liste, lues: &lues, le, feu: None, envoyees: None, erreur };
            let page = page::rendre(&app, &identite, &vue);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let (par, adresse) = (redacteur(&app, &identite), format!("/declarer/liste/{}#ligne-{rang}", liste.id));
    let retirer = champs.un("geste") == "retirer";
    let correction = Correction { rang, ecrit, statut, ou };
    app.entrepot
        .ecrire(move |tx| {
            if retirer {
                base::retirer_ligne(tx, &liste, rang, &par);
            } else {
                base::corriger_ligne(tx, &liste, &correction, &par);
            }
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&adresse).into_response())
}

/// Deletes the draft; what it declared stays declared.
pub async fn supprimer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let liste = tete(&app, cpts, &id).await?;
    let par = redacteur(&app, &identite);
    app.entrepot
        .ecrire(move |tx| {
            base::supprimer_liste(tx, &liste, &par);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/declarer/liste").into_response())
}

fn redacteur(app: &App, identite: &Identite) -> Redacteur {
    Redacteur { compte: identite.compte, maintenant: app.horloge.maintenant() }
}

/// A list of this CPTS; any other does not exist.
async fn tete(app: &App, cpts: CptsId, id: &str) -> Result<ListeADeclarer, Failure> {
    let id: ListeId = id.parse().map_err(|_| Failure::Introuvable)?;
    let liste = app.entrepot.lire(move |tx| base::charger_liste(tx, id)).await?;
    liste.filter(|liste: &ListeADeclarer| liste.cpts == cpts).ok_or(Failure::Introuvable)
}

/// The same with what is known of each line, and today.
async fn charger(app: &App, cpts: CptsId, id: &str) -> Result<(ListeADeclarer, Vec<Lue>, Date), Failure> {
    let liste = tete(app, cpts, id).await?;
    let le = Ici::charger(app, cpts).await?.le;
    let (reglement, copie) = (app.reglement, liste.clone());
    let lues = app.entrepot.lire(move |tx| lecture::lire(tx, reglement, &copie, le)).await?;
    Ok((liste, lues, le))
}
