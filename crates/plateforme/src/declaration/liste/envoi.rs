//! Sending a list: every line that may be sent, in one write; sent twice, it declares once.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::{Controle, DeclarationDeposee, Justificatif, Origine, Prononce, TypeJustificatif};
use droit::identifiant::{CptsId, DeclarationId, LieuId, PraticienId};
use entrepot::declaration::{self as base, ListeADeclarer};
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien};
use entrepot::{Echec, Tx};

use super::constat::Suite;
use super::lecture::{Candidat, Lue, Presence, Sujet};
use super::{charger, page, redacteur, tete};
use crate::connexion::{Coordination, Identite};
use crate::declaration::geste::declarant;
use crate::declaration::{Empechement, Feu, Issue, Volontariat, Voulu};
use crate::echec::Failure;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Attempts when somebody writes in between; each one reads and decides again.
const ESSAIS: u8 = 4;

/// What a line writes.
#[derive(Clone, Debug)]
struct Pas {
    rang: i64,
    id: DeclarationId,
    candidat: Candidat,
    lieux: Vec<NouveauLieu>,
    fait: Fait,
}

#[derive(Clone, Debug)]
enum Fait {
    Nouvelle(Box<Volontariat>),
    Brouillon(Box<Prononce<DeclarationDeposee>>, Vec<Controle>),
}

/// Declares the green lines, and the amber ones when the CPTS says so.
pub async fn envoyer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let atteste = champs.un("attestation") == "oui";
    for _ in 0..ESSAIS {
        let (liste, lues, le) = charger(&app, cpts, &id).await?;
        let choisies = choisir(&lues, champs.un("orange") == "oui");
        let deja = lues.iter().any(|lue| matches!(lue.constat.suite, Suite::Faite(_)));
        if choisies.is_empty() && deja {
            return Ok(Redirect::to(&format!("/declarer/liste/{}", liste.id)).into_response());
        }
        if choisies.is_empty() && tete(&app, cpts, &id).await?.version != liste.version {
            // Declared meanwhile by the same form sent twice: its lines were read after the list itself.
            continue;
        }
        if choisies.is_empty() || !atteste {
            let erreur = if choisies.is_empty() {
                "Aucune ligne ne peut être déclarée : corrigez celles qui sont bloquées."
            } else {
                "Cochez l’attestation de la CPTS : sans justificatif, l’ARS ne peut rien accepter."
            };
            let vue = page::Vue {
                liste: &liste,
                lues: &lues,
                le,
                feu: None,
                envoyees: None,
                erreur: Some(erreur.to_owned()),
            };
            let page = page::rendre(&app, &identite, &vue);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        let pas = decider(&app, &identite, &choisies)?;
        let nombre = pas.len();
        match inscrire(&app, &identite, cpts, &liste, pas).await {
            Ok(()) => {
                let adresse = format!("/declarer/liste/{}?envoi={nombre}", liste.id);
                return Ok(Redirect::to(&adresse).into_response());
            }
            Err(Echec::Conflit | Echec::Doublon { .. }) => {}
            Err(autre) => return Err(autre.into()),
        }
    }
    Err(Echec::Conflit.into())
}

/// The lines to send: the green ones, with the amber ones when asked.
fn choisir(lues: &[Lue], avec_orange: bool) -> Vec<&Lue> {
    let voulue = |feu| feu == Feu::Vert || (avec_orange && feu == Feu::Orange);
    let envoyable = |suite| matches!(suite, Suite::Declarer | Suite::Deposer(_));
    lues.iter().filter(|lue| voulue(lue.constat.feu) && envoyable(lue.constat.suite)).collect()
}

fn decider(app: &App, identite: &Identite, choisies: &[&Lue]) -> Result<Vec<Pas>, Failure> {
    choisies.iter().filter_map(|lue| un_pas(app, identite, lue).transpose()).collect()
}

fn un_pas(app: &App, identite: &Identite, lue: &Lue) -> Result<Option<Pas>, Failure> {
    let Sujet::Connu(candidat) = &lue.sujet else { return Ok(None) };
    let maintenant = app.horloge.maintenant();
    let praticien = PraticienId::new(app.alea.uuid(maintenant).as_u128());
    let candidat = candidat.as_ref().clone().inscrit_sous(praticien);
    let preuve = Justificatif { type_justificatif: TypeJustificatif::AttestationCpts, reference: None };
    let (id, fait) = match (lue.constat.suite, &candidat.en_cours) {
        (Suite::Deposer(id), Some(brouillon)) => {
            let declarant = declarant(app, identite, &candidat.dossier)?;
            let le = declarant.aujourd_hui;
            let decision = candidat.examen.decision.clone();
            let conditions = candidat.dossier.conditions(app.reglement, le);
            let fait = brouillon
                .deposer(Some(preuve), decision, &conditions, &declarant)
                .map_err(|refus| Failure::from(Empechement::from(refus)))?;
            (id, Fait::Brouillon(Box::new(fait), candidat.examen.controles.clone()))
        }
        (Suite::Declarer, _) => {
            let (origine, issue) = (Origine::Cpts, Issue::Deposer);
            let voulu = Voulu { origine, justificatif: Some(preuve), issue, fichier: None };
            let accorde = Volontariat::accorder(app, identite, &candidat.dossier, voulu)?;
            (accorde.id, Fait::Nouvelle(Box::new(accorde)))
        }
        _ => return Ok(None),
    };
    let lieux = if candidat.presence == Presence::AnnuaireSeul { lieux(app, &candidat) } else { Vec::new() };
    Ok(Some(Pas { rang: lue.ligne.rang, id, candidat, lieux, fait }))
}

fn lieux(app: &App, candidat: &Candidat) -> Vec<NouveauLieu> {
    let maintenant = app.horloge.maintenant();
    let dossier = &candidat.dossier;
    let nouveau = |lieu: &entrepot::praticien::Lieu| NouveauLieu {
        id: LieuId::new(app.alea.uuid(maintenant).as_u128()),
        praticien: dossier.praticien.id,
        departement: lieu.departement,
        principal: lieu.principal,
        adresse: lieu.adresse.clone(),
        code_postal: lieu.code_postal.clone(),
        commune: lieu.commune.clone(),
        numero_am: None,
        du: lieu.du,
        au: lieu.au,
    };
    dossier.lieux.iter().map(nouveau).collect()
}

async fn inscrire(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    liste: &ListeADeclarer,
    pas: Vec<Pas>,
) -> Result<(), Echec> {
    let (par, liste) = (redacteur(app, identite), liste.clone());
    let acteur = format!("compte/{}", identite.compte);
    app.entrepot
        .ecrire(move |tx| {
            // The list first: whoever lost the race stops here, before anything else.
            let declarees: Vec<_> = pas.iter().map(|pas| (pas.rang, pas.id)).collect();
            for pas in &pas {
                ecrire(tx, pas, cpts, &acteur, par.maintenant);
            }
            base::noter_declarees(tx, &liste, &declarees, &par);
            Ok(())
        })
        .await
}

fn ecrire(tx: &mut Tx, pas: &Pas, cpts: CptsId, acteur: &str, maintenant: jiff::Timestamp) {
    let praticien = &pas.candidat.dossier.praticien;
    if pas.candidat.presence == Presence::AnnuaireSeul {
        let nouveau = NouveauPraticien {
            id: praticien.id,
            rpps: praticien.rpps.clone(),
            nom: praticien.nom.clone(),
            prenom: praticien.prenom.clone(),
            statut: praticien.statut,
            inscrit_le: maintenant,
        };
        praticien::inscrire(tx, &nouveau, acteur);
        for lieu in &pas.lieux {
            praticien::ajouter_lieu(tx, lieu, acteur, maintenant);
        }
    }
    if let Some(adhesion) = &pas.candidat.adhesion {
        praticien::adherer(tx, praticien.id, cpts, adhesion, acteur, maintenant);
    }
    match &pas.fait {
        Fait::Nouvelle(accorde) => accorde.inscrire(tx),
        Fait::Brouillon(fait, controles) => {
            base::inscrire_depot(tx, fait);
            base::garder_controles(tx, fait, controles);
        }
    }
    let lieux = &pas.candidat.dossier.lieux_choisis;
    if !lieux.is_empty() {
        base::choisir_lieux(tx, pas.id, lieux);
    }
}
