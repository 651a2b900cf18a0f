//! `POST /api/v1/declarations`: the CPTS declares its volunteers, an MK himself, in one write.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use droit::acces::Acteur;
use droit::declaration::{Origine, TypeJustificatif};
use droit::identifiant::{CptsId, NumeroRpps, PraticienId};
use droit::reglement::Declarant;
use entrepot::idempotence::Reponse;
use entrepot::{Echec, Tx, praticien};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::corps::{SuiteVoulue, Volontaires, lire};
use crate::api::idempotence::{Debut, debuter, ou_deja, rejouer};
use crate::connexion::{Connecte, Identite};
use crate::declaration::confirmation::Demande;
use crate::declaration::{Dossier, Issue, Volontariat, Voulu, aujourd_hui};
use crate::echec::{Failure, Problem};
use crate::saisie::Corps;
use crate::serveur::App;

/// The most MKs in one request.
const MAXIMUM: usize = 500;

/// What became of each MK, in the order of the request.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suites {
    declarations: Vec<Suite>,
}

/// What became of one MK.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suite {
    rpps: String,
    /// The declaration; null when there is none.
    declaration: Option<String>,
    /// `deposee`, `brouillon`, or `confirmation-attendue` where the CPTS has to confirm; null when there is no declaration.
    etat: Option<&'static str>,
    /// Why there is none.
    refus: Option<String>,
}

/// What was granted for one MK.
enum Accorde {
    /// A declaration, filed or kept.
    Volontariat(Box<Volontariat>),
    /// A declaration that waits for the CPTS.
    Demande(Box<Demande>),
}

impl Accorde {
    fn inscrire(&self, tx: &mut Tx) {
        match self {
            Self::Volontariat(accorde) => accorde.inscrire(tx),
            Self::Demande(demande) => demande.inscrire(tx),
        }
    }

    /// The key of the declaration, and its state.
    fn dire(&self) -> (String, &'static str) {
        match self {
            Self::Volontariat(accorde) => (accorde.id.to_string(), accorde.etat()),
            Self::Demande(demande) => (demande.id.to_string(), "confirmation-attendue"),
        }
    }
}

/// Déclare des volontaires : la CPTS pour ses membres, ou un praticien pour lui-même là où les règles le disent.
#[utoipa::path(
    post,
    path = "/api/v1/declarations",
    tag = "declarations",
    params(("Idempotency-Key" = Option<String>, Header, description = "Clé qui rend l’envoi répétable")),
    request_body = Volontaires,
    responses(
        (status = 200, description = "Ce que devient chacun.", body = Suites),
        (status = 409, description = "Un volontaire vient d’être déclaré ailleurs : rien n’est enregistré.", body = Problem),
        (status = 422, description = "Le contenu est à corriger ; le champ est nommé.", body = Problem),
    )
)]
pub async fn declarer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    entetes: HeaderMap,
    Corps(octets): Corps,
) -> Result<Response, Failure> {
    let cle = match debuter(&app, &identite, "declarations", &entetes, &octets).await? {
        Debut::Deja(reponse) => return Ok(reponse),
        Debut::Nouvelle(cle) => cle,
    };
    let saisis: Volontaires = lire(&octets)?;
    let numeros = numeros(&saisis.praticiens)?;
    let mut suites = Vec::new();
    let mut accordes = Vec::new();
    for rpps in numeros {
        let issue = accorder(&app, &identite, &rpps, &saisis).await;
        suites.push(suite(&rpps, &issue)?);
        accordes.extend(issue);
    }
    let corps = serde_json::to_vec(&Suites { declarations: suites }).map_err(Failure::interne)?;
    let reponse = Reponse { statut: 200, corps };
    let (gardee, gardien, maintenant) = (reponse.clone(), cle.clone(), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        accordes.iter().for_each(|accorde: &Accorde| accorde.inscrire(tx));
        if let Some(cle) = &gardien {
            cle.conserver(tx, &gardee, maintenant);
        }
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(rejouer(&reponse)),
        Err(echec) => ou_deja(&app, cle.as_ref(), echec.into()).await,
    }
}

fn numeros(saisis: &[String]) -> Result<Vec<NumeroRpps>, Failure> {
    if saisis.is_empty() || saisis.len() > MAXIMUM {
        return Err(Failure::champ("praticiens", format!("donnez de 1 à {MAXIMUM} numéros RPPS")));
    }
    let mut lus: Vec<NumeroRpps> = Vec::new();
    for saisi in saisis {
        let rpps =
            saisi.parse().map_err(|faute| Failure::champ("praticiens", format!("« {saisi} » : {faute}")))?;
        if lus.contains(&rpps) {
            return Err(Failure::champ("praticiens", format!("« {saisi} » est donné deux fois")));
        }
        lus.push(rpps);
    }
    Ok(lus)
}

fn suite(rpps: &NumeroRpps, issue: &Result<Accorde, Failure>) -> Result<Suite, Failure> {
    let rpps = rpps.to_string();
    Ok(match issue {
        Ok(accorde) => {
            let (id, etat) = accorde.dire();
            Suite { rpps, declaration: Some(id), etat: Some(etat), refus: None }
        }
        Err(Failure::Interne(_) | Failure::Incertain | Failure::Surcharge | Failure::DisquePlein) => {
            return Err(Failure::Surcharge);
        }
        Err(Failure::Introuvable) => {
            let refus = "ce praticien n’est pas membre de la CPTS".to_owned();
            Suite { rpps, declaration: None, etat: None, refus: Some(refus) }
        }
        Err(Failure::Saisie(erreurs)) => {
            let refus = erreurs.iter().map(|erreur| erreur.message.as_str()).collect::<Vec<_>>().join(" ");
            Suite { rpps, declaration: None, etat: None, refus: Some(refus) }
        }
        Err(refus) => Suite { rpps, declaration: None, etat: None, refus: Some(refus.to_string()) },
    })
}

async fn accorder(
    app: &App,
    identite: &Identite,
    rpps: &NumeroRpps,
    saisis: &Volontaires,
) -> Result<Accorde, Failure> {
    let justificatif = saisis.justificatif.as_ref().map(super::corps::JustificatifSaisi::lire).transpose()?;
    let (dossier, le) = dossier(app, identite, rpps, saisis.cpts.as_deref()).await?;
    let origine = match identite.acteur {
        Acteur::Mk { .. } => Origine::Praticien,
        _ => Origine::Cpts,
    };
    let declarant = app.reglement.parametres(dossier.departement).declarant.au(le).connue;
    if origine == Origine::Praticien && declarant == Some(Declarant::Cpts) {
        return Err(Failure::Conflit(
            "dans ce département, c’est la CPTS qui déclare : contactez-la".to_owned(),
        ));
    }
    let atteste =
        justificatif.as_ref().is_some_and(|j| j.type_justificatif == TypeJustificatif::AttestationCpts);
    if origine == Origine::Praticien && atteste {
        return Err(Failure::champ("justificatif.type", "seule la CPTS atteste pour elle-même"));
    }
    if origine == Origine::Praticien
        && declarant == Some(Declarant::PraticienConfirme)
        && saisis.suite == SuiteVoulue::Deposer
    {
        return Ok(Accorde::Demande(Box::new(Demande::accorder(app, identite, &dossier)?)));
    }
    let issue = match saisis.suite {
        SuiteVoulue::Deposer => Issue::Deposer,
        SuiteVoulue::Garder => Issue::Garder,
    };
    let voulu = Voulu { origine, justificatif, issue, fichier: None };
    let accorde = Volontariat::accorder(app, identite, &dossier, voulu)?;
    Ok(Accorde::Volontariat(Box::new(accorde)))
}

/// The MK, among the members of the CPTS, or as a member of one.
async fn dossier(
    app: &App,
    identite: &Identite,
    rpps: &NumeroRpps,
    cpts: Option<&str>,
) -> Result<(Dossier, Date), Failure> {
    let jour = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let voulue: Option<CptsId> = match cpts {
        None => None,
        Some(texte) => Some(texte.parse().map_err(|faute| Failure::champ("cpts", format!("{faute}")))?),
    };
    let (acteur, reglement, numero) = (identite.acteur.clone(), app.reglement, rpps.clone());
    let lu = app.entrepot.lire(move |tx| {
        let Some((praticien, cpts)) = trouver(tx, &acteur, &numero, voulue, jour)? else { return Ok(None) };
        Dossier::du_volontaire(tx, reglement, praticien, cpts, jour)
    });
    let lu: Result<Option<Dossier>, Echec> = lu.await;
    let dossier = lu?.ok_or(Failure::Introuvable)?;
    let le = aujourd_hui(app, dossier.departement)?;
    Ok((dossier, le))
}

fn trouver(
    tx: &mut Tx,
    acteur: &Acteur,
    rpps: &NumeroRpps,
    voulue: Option<CptsId>,
    le: Date,
) -> Result<Option<(PraticienId, CptsId)>, Echec> {
    let Some(praticien) = praticien::par_rpps(tx, rpps)? else { return Ok(None) };
    let siennes = praticien::adhesions(tx, praticien.id)?;
    let en_cours = siennes.into_iter().filter(|(_, adhesion)| adhesion.court_le(le)).map(|(cpts, _)| cpts);
    let permise = |cpts: &CptsId| match acteur {
        Acteur::CoordinationCpts { cpts: sienne } => cpts == sienne,
        Acteur::Mk { praticien: soi } => *soi == praticien.id && voulue.is_none_or(|voulue| voulue == *cpts),
        _ => false,
    };
    Ok(en_cours.filter(permise).map(|cpts| (praticien.id, cpts)).next())
}
