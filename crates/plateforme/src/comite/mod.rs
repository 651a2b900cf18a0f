//! The monitoring committee on screen: calendar, members, meetings, minutes, decisions.
//!
//! `accueil` is the members' page; `membre` and `convocation` organise; `reunion` is the page of a meeting, `geste` its steps,
//! `suite` its minutes and decisions, `invitation` what leaves by mail, `dossier` the pack as PDF.

mod accueil;
pub mod api;
mod chiffres;
mod convocation;
mod dossier;
mod geste;
mod instantane;
mod invitation;
mod membre;
mod reunion;
mod suite;
pub mod veille;

pub use accueil::voir;
pub use convocation::{convoquer, nouvelle};
pub use dossier::{composer as composer_le_dossier, telecharger};
pub use geste::agir;
pub use invitation::en_ics;
pub use membre::{ajouter, finir, lister as lister_les_membres};
pub use reunion::voir as voir_la_reunion;
pub use suite::{decider, rediger, suivre};

use std::collections::HashMap;

use droit::acces::{self, PartieComite};
use droit::comite::{DecisionComite, EtatDecision, Membre, Reunion, Siege, a_pourvoir, sieges};
use droit::declaration::Declarant;
use droit::identifiant::{CodeDepartement, CptsId, MembreId, ReunionId};
use entrepot::{Echec, Tx, comite};
use jiff::civil::Date;
use maud::Markup;

use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::{Ton, badge};
use crate::serveur::App;

/// The committee of a department, with all that its pages show.
struct Comite {
    departement: CodeDepartement,
    partie: PartieComite,
    le: Date,
    membres: Vec<Membre>,
    cpts: HashMap<CptsId, String>,
    reunions: Vec<Reunion>,
    decisions: Vec<DecisionComite>,
}

impl Comite {
    /// Reads it for somebody who may open it; absent and invisible answer alike.
    async fn charger(app: &App, identite: &Identite, code: CodeDepartement) -> Result<Self, Failure> {
        let mandats = mandats(app, identite).await?;
        let partie = acces::comite(&identite.acteur, code, &mandats).map_err(|_| Failure::Introuvable)?;
        let le = aujourd_hui(app, code)?;
        let lu = app.entrepot.lire(move |tx| Self::lire(tx, (code, partie), le));
        Ok(lu.await?)
    }

    fn lire(
        tx: &mut Tx,
        (departement, partie): (CodeDepartement, PartieComite),
        le: Date,
    ) -> Result<Self, Echec> {
        let cpts = entrepot::cpts::du_departement(tx, departement)?;
        let mut membres = comite::membres(tx, departement)?;
        membres.sort_by_key(|membre| membre.institution);
        Ok(Self {
            departement,
            partie,
            le,
            membres,
            cpts: cpts.into_iter().map(|une| (une.id, une.nom)).collect(),
            reunions: comite::du_departement(tx, departement)?,
            decisions: comite::decisions(tx, departement)?,
        })
    }

    fn en_poste(&self) -> impl Iterator<Item = &Membre> {
        self.membres.iter().filter(|membre| membre.siege_le(self.le) && membre.au.is_none())
    }

    /// Who sits for a meeting: on its day once it is over, today before.
    fn siegeant(&self, reunion: &Reunion) -> impl Iterator<Item = &Membre> {
        let jour = reunion.rendezvous.le;
        let passee = jour < self.le;
        self.membres.iter().filter(move |membre| {
            if passee { membre.siege_le(jour) } else { membre.siege_le(self.le) && membre.au.is_none() }
        })
    }

    /// The decisions of earlier meetings that were still open on the day that the pack of a meeting is about.
    fn a_suivre(&self, reunion: &Reunion) -> impl Iterator<Item = &DecisionComite> {
        let (le, jour, id) = (reunion.rendezvous.le, reunion.jour_du_dossier(self.le), reunion.id);
        self.decisions.iter().filter(move |decision| {
            let anterieure = self
                .reunions
                .iter()
                .any(|autre| autre.id == decision.reunion && autre.id != id && autre.rendezvous.le <= le);
            anterieure && decision.ouverte_le(jour)
        })
    }

    /// The decisions that a meeting took.
    fn prises(&self, reunion: &Reunion) -> impl Iterator<Item = &DecisionComite> {
        let id = reunion.id;
        self.decisions.iter().filter(move |decision| decision.reunion == id)
    }

    fn membre(&self, id: MembreId) -> Option<&Membre> {
        self.membres.iter().find(|membre| membre.id == id)
    }

    /// « ARS », « Ambassadeur, CPTS Orléanaise ».
    fn institution(&self, membre: &Membre) -> String {
        let nom = membre.cpts.and_then(|id| self.cpts.get(&id));
        match nom {
            Some(cpts) => format!("{}, {cpts}", membre.institution.libelle()),
            None => membre.institution.libelle().to_owned(),
        }
    }

    /// The seats that nobody holds, where the rules say who sits.
    fn a_pourvoir(&self, app: &App) -> Option<Vec<Siege>> {
        let regle = app.reglement.parametres(self.departement).membres_du_comite.au(self.le);
        let institutions = regle.connue.as_ref()?;
        let mut cpts: Vec<(&str, CptsId)> = self.cpts.iter().map(|(id, nom)| (nom.as_str(), *id)).collect();
        cpts.sort();
        let cpts: Vec<CptsId> = cpts.into_iter().map(|(_, id)| id).collect();
        Some(a_pourvoir(sieges(institutions, &cpts), &self.membres, self.le))
    }

    fn ouvertes(&self) -> Vec<DecisionComite> {
        self.decisions.iter().filter(|d| d.etat == EtatDecision::Ouverte).cloned().collect()
    }

    fn organise(&self) -> bool {
        self.partie == PartieComite::Organisateur
    }
}

/// A meeting with its committee.
async fn ouvrir(app: &App, identite: &Identite, id: &str) -> Result<(Reunion, Comite), Failure> {
    let id: ReunionId = id.parse().map_err(|_| Failure::Introuvable)?;
    let lue: Option<Reunion> = app.entrepot.lire(move |tx| comite::charger(tx, id)).await?;
    let reunion = lue.ok_or(Failure::Introuvable)?;
    let comite = Comite::charger(app, identite, reunion.departement).await?;
    Ok((reunion, comite))
}

/// The same for those who organise.
async fn conduire(app: &App, identite: &Identite, id: &str) -> Result<(Reunion, Comite), Failure> {
    let (reunion, comite) = ouvrir(app, identite, id).await?;
    if comite.organise() { Ok((reunion, comite)) } else { Err(Failure::Introuvable) }
}

/// The departments where a running member is this account's own.
async fn mandats(app: &App, identite: &Identite) -> Result<Vec<CodeDepartement>, Failure> {
    let acteur = identite.acteur.clone();
    let lus: Vec<Membre> = app.entrepot.lire(move |tx| comite::mandats(tx, &acteur)).await?;
    let mut codes: Vec<CodeDepartement> = lus.iter().map(|membre| membre.departement).collect();
    codes.dedup();
    Ok(codes)
}

/// The departments whose committee somebody opens.
async fn siens(app: &App, identite: &Identite) -> Result<Vec<CodeDepartement>, Failure> {
    Ok(acces::comites(&identite.acteur, &mandats(app, identite).await?))
}

/// Does this account open the committee of a department.
pub(crate) async fn peut_ouvrir(
    app: &App,
    identite: &Identite,
    code: CodeDepartement,
) -> Result<bool, Failure> {
    Ok(siens(app, identite).await?.contains(&code))
}

/// The department of the page: the one its address asks for, else the first.
async fn choisir(app: &App, identite: &Identite, dit: &str) -> Result<CodeDepartement, Failure> {
    let siens = siens(app, identite).await?;
    let choisi = dit.parse().ok().filter(|code| siens.contains(code));
    choisi.or(siens.first().copied()).ok_or(Failure::Introuvable)
}

fn aujourd_hui(app: &App, code: CodeDepartement) -> Result<Date, Failure> {
    app.horloge.aujourd_hui(app.reglement.fuseau(code)).map_err(Failure::interne)
}

fn auteur(app: &App, identite: &Identite, le: Date) -> Declarant {
    Declarant { compte: identite.compte, aujourd_hui: le, maintenant: app.horloge.maintenant() }
}

fn devance() -> Failure {
    Failure::Conflit("quelqu’un a agi entre-temps : relisez où en est la réunion".to_owned())
}

fn nom(app: &App, code: CodeDepartement) -> String {
    app.reglement.departement(code).map_or_else(|| code.to_string(), |d| format!("{} ({code})", d.nom))
}

/// « 3e réunion », or « Réunion » beside the calendar.
fn titre(reunion: &Reunion) -> String {
    match reunion.rang {
        Some(1) => "1re réunion".to_owned(),
        Some(rang) => format!("{rang}e réunion"),
        None => "Réunion supplémentaire".to_owned(),
    }
}

/// « mardi » aside: « 15 septembre 2026 à 14 h 00, ARS, salle 2 ».
fn quand(reunion: &Reunion) -> String {
    let rendezvous = &reunion.rendezvous;
    format!(
        "{} à {} h {:02}, {}",
        crate::gabarits::texte::jour(rendezvous.le),
        rendezvous.heure.hour(),
        rendezvous.heure.minute(),
        rendezvous.lieu
    )
}

fn badge_de_la_reunion(reunion: &Reunion) -> Markup {
    use droit::comite::EtapeReunion::{Annulee, Convoquee, Tenue};
    let etape = reunion.etat.etape();
    let ton = match etape {
        Convoquee => Ton::Info,
        Annulee => Ton::Neutre,
        Tenue => Ton::Succes,
    };
    badge(ton, etape.libelle())
}

fn badge_de_la_decision(decision: &DecisionComite, le: Date) -> Markup {
    match &decision.etat {
        EtatDecision::Ouverte if decision.en_retard(le) => badge(Ton::Erreur, "En retard"),
        EtatDecision::Ouverte => badge(Ton::Attention, "À faire"),
        EtatDecision::Faite { .. } => badge(Ton::Succes, "Faite"),
        EtatDecision::Abandonnee { .. } => badge(Ton::Neutre, "Abandonnée"),
    }
}

fn phrase(faute: &impl std::fmt::Display) -> String {
    let texte = faute.to_string();
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{debut}{}.", signes.as_str())
}
