//! What is done to a report: open it, comment it, sign it, correct it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::rediger_rapport;
use droit::evaluation::{Commentaires, EtatRapport, Rapport, SectionRapport, Signature, SujetRapport};
use droit::identifiant::RapportId;
use droit::indicateur::Periode;
use droit::texte::{Intitule, TexteLibre};
use entrepot::Echec;
use entrepot::evaluation::{self, Trace};

use super::page::{Saisie, rendre};
use super::{Dossier, cle, composition};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::evaluation::lecture::{self, Moment};
use crate::evaluation::page::moment;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Opens the report of a subject and a period, or finds the one that is.
///
/// # Errors
/// When it is not the actor's to write, or the base fails.
pub async fn ouvrir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Redirect, Failure> {
    let sujet: SujetRapport = champs.un("sujet").parse().map_err(|_| Failure::Introuvable)?;
    let periode: Periode = champs.un("periode").parse().map_err(|_| Failure::Introuvable)?;
    if matches!(periode, Periode::Mois(..)) {
        return Err(Failure::Conflit(
            "un rapport porte sur une année : choisissez une année, puis recommencez".to_owned(),
        ));
    }
    let (moment, acteur) = (moment(&app).await?, identite.acteur.clone());
    let connu = app.entrepot.lire(move |tx| {
        let territoire = lecture::territoire(tx, &sujet.perimetre())?;
        let permis = rediger_rapport(&acteur, sujet, &territoire).is_ok()
            && lecture::nommer(tx, moment, &sujet.perimetre())?.is_some()
            && periode.bornes(&sujet.perimetre(), moment.reglement).is_some_and(|(du, _)| du <= moment.le);
        Ok::<_, Echec>(if permis { Some(evaluation::en_cours(tx, sujet, periode)?) } else { None })
    });
    if let Some(id) = connu.await?.ok_or(Failure::Introuvable)? {
        return Ok(Redirect::to(&format!("/evaluation/rapports/{id}")));
    }
    let id = nouvelle_cle(&app);
    let rapport = Rapport::nouveau(id, sujet, periode);
    let (trace, instant) = (acteur_du_journal(&identite), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        evaluation::ouvrir(tx, &rapport, Trace { acteur: &trace, instant });
        Ok::<_, Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/evaluation/rapports/{id}"))),
        // A colleague opened it at the same moment: his is the one.
        Err(Echec::Doublon { .. } | Echec::Conflit) => {
            let autre = app.entrepot.lire(move |tx| evaluation::en_cours(tx, sujet, periode)).await?;
            autre.map(|id| Redirect::to(&format!("/evaluation/rapports/{id}"))).ok_or(Failure::Introuvable)
        }
        Err(echec) => Err(echec.into()),
    }
}

/// Records what the draft says.
///
/// # Errors
/// When it is not the actor's to write, or the base fails.
pub async fn commenter(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (moment, dossier) = a_ecrire(&app, &identite, &id).await?;
    let mut erreurs = Erreurs::default();
    let mut commentaires = Commentaires::default();
    for section in SectionRapport::TOUS {
        let lu = match champs.un(section.code()) {
            "" => None,
            texte => erreurs.noter(section.code(), texte.parse::<TexteLibre>()),
        };
        commentaires.ecrire(*section, lu);
    }
    if !erreurs.est_vide() {
        return refus(&app, &identite, moment, dossier, Saisie { champs, erreurs }).await;
    }
    let adresse = dossier.adresse();
    let (trace, instant) = (acteur_du_journal(&identite), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        evaluation::commenter(tx, &dossier.rapport, &commentaires, Trace { acteur: &trace, instant });
        Ok::<_, Echec>(())
    });
    conclure(ecrit.await, &format!("{adresse}#signature"))
}

/// Signs: reads the figures again, freezes them with their meanings and the comments.
///
/// # Errors
/// When it is not the actor's to sign, or the base fails.
pub async fn signer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (moment, dossier) = a_ecrire(&app, &identite, &id).await?;
    let mut erreurs = Erreurs::default();
    let nom = erreurs.noter("nom", champs.un("nom").parse::<Intitule>());
    let qualite = erreurs.noter("qualite", champs.un("qualite").parse::<Intitule>());
    if champs.un("relu") != "oui" {
        erreurs.ajouter("relu", "Confirmez que vous avez relu le rapport : une signature ne se reprend pas.");
    }
    let fin = dossier
        .rapport
        .periode
        .bornes(&dossier.rapport.sujet.perimetre(), moment.reglement)
        .map(|(_, au)| au);
    let signature = nom.zip(qualite).map(|(nom, qualite)| Signature { nom, qualite, le: moment.le });
    let signe = signature
        .zip(fin)
        .and_then(|(signature, fin)| erreurs.noter("nom", dossier.rapport.clone().signer(signature, fin)));
    let Some(signe) = signe.filter(|_| erreurs.est_vide()) else {
        return refus(&app, &identite, moment, dossier, Saisie { champs, erreurs }).await;
    };
    let (adresse, nom) = (dossier.adresse(), dossier.nom.clone());
    let (trace, instant) = (acteur_du_journal(&identite), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        let trace = Trace { acteur: &trace, instant };
        let mut contenu = composition::composer(tx, moment, signe.rapport(), &nom)?;
        if let Some(sha256) = composition::prendre_l_instantane(tx, moment, signe.rapport(), trace)? {
            contenu.instantane = sha256;
        }
        let texte = formats::evaluation::ecrire(&contenu).map_err(|cause| composition::illisible(&cause))?;
        let empreinte = formats::evaluation::empreinte(&texte);
        evaluation::signer(tx, &signe, &texte, &empreinte, trace);
        Ok::<_, Echec>(())
    });
    conclure(ecrit.await, &adresse)
}

/// Opens a correction of a signed version.
///
/// # Errors
/// When it is not the actor's to correct, or the base fails.
pub async fn corriger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (moment, dossier) = charger(&app, &identite, &id).await?;
    let mut erreurs = Erreurs::default();
    let motif = erreurs.noter("motif", champs.un("motif").parse::<TexteLibre>());
    let Some(motif) = motif else {
        return refus(&app, &identite, moment, dossier, Saisie { champs, erreurs }).await;
    };
    let correction = dossier
        .rapport
        .corriger(nouvelle_cle(&app), motif)
        .ok_or_else(|| Failure::Conflit("ce rapport n’est pas signé : modifiez-le directement".to_owned()))?;
    let adresse = format!("/evaluation/rapports/{}", correction.rapport().id);
    let (sujet, periode) = (dossier.rapport.sujet, dossier.rapport.periode);
    let (trace, instant) = (acteur_du_journal(&identite), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        evaluation::corriger(tx, &correction, Trace { acteur: &trace, instant });
        Ok::<_, Echec>(())
    });
    match ecrit.await {
        Err(Echec::Doublon { .. }) => {
            let autre = app.entrepot.lire(move |tx| evaluation::en_cours(tx, sujet, periode)).await?;
            let autre = autre.ok_or(Failure::Introuvable)?;
            Ok(Redirect::to(&format!("/evaluation/rapports/{autre}")).into_response())
        }
        issue => conclure(issue, &adresse),
    }
}

async fn charger(app: &App, identite: &Identite, id: &str) -> Result<(Moment, Dossier), Failure> {
    let (id, moment) = (cle(id)?, moment(app).await?);
    let dossier = app.entrepot.lire(move |tx| Dossier::charger(tx, moment, id)).await?;
    let dossier = dossier.filter(|dossier| dossier.redigeable(Some(&identite.acteur)));
    Ok((moment, dossier.ok_or(Failure::Introuvable)?))
}

/// A draft; a signed version is told so.
async fn a_ecrire(app: &App, identite: &Identite, id: &str) -> Result<(Moment, Dossier), Failure> {
    let (moment, dossier) = charger(app, identite, id).await?;
    match dossier.rapport.etat {
        EtatRapport::Brouillon => Ok((moment, dossier)),
        EtatRapport::Signe(_) => {
            Err(Failure::Conflit("ce rapport est signé : ouvrez une correction pour le changer".to_owned()))
        }
    }
}

async fn refus(
    app: &App,
    identite: &Identite,
    moment: Moment,
    dossier: Dossier,
    saisie: Saisie,
) -> Result<Response, Failure> {
    let page = rendre(app, &crate::connexion::Visiteur::from(identite), moment, dossier, &saisie).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn conclure(issue: Result<(), Echec>, adresse: &str) -> Result<Response, Failure> {
    match issue {
        Ok(()) => Ok(Redirect::to(adresse).into_response()),
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "un collègue a modifié ou signé ce rapport entre-temps : rouvrez-le, puis recommencez".to_owned(),
        )),
        Err(echec) => Err(echec.into()),
    }
}

fn nouvelle_cle(app: &App) -> RapportId {
    RapportId::new(app.alea.uuid(app.horloge.maintenant()).as_u128())
}

fn acteur_du_journal(identite: &Identite) -> String {
    format!("compte/{}", identite.compte)
}
