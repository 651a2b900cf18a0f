//! What is answered once recorded.

use std::ops::Deref;

use droit::decision::Etat;
use droit::episode::{
    Accorde, Compte, Contexte, Diagnostic, DiagnosticCorrige, DiagnosticEnregistre, EvenementSignale,
    Motivation, Seance, SeanceAccordee, SeanceSaisie,
};
use entrepot::idempotence::Reponse;
use formats::decision::DecisionJson;
use serde::Serialize;
use utoipa::ToSchema;

use crate::anonymat;
use crate::api::schema;
use crate::episode::dossier::Dossier;

/// Un fait enregistré.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recu {
    episode: String,
    /// Version de l’épisode après ce fait.
    version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<Fonde>,
}

/// Un événement indésirable enregistré.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvenementEnregistre {
    #[serde(flatten)]
    recu: Recu,
    /// Ce qui, dans le récit, semble désigner quelqu’un : « un nom », « une date précise »… Le signalement est enregistré tel
    /// quel, il n’est jamais arrêté.
    avertissements: Vec<&'static str>,
}

/// La décision qui fonde un fait enregistré, en codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fonde {
    issue: &'static str,
    /// Constats autres que respectés ou sans objet.
    constats: Vec<ConstatRetenu>,
    /// Empreinte des règles appliquées.
    empreinte: String,
}

/// Un constat, par son code.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConstatRetenu {
    code: &'static str,
    etat: &'static str,
}

/// Une séance enregistrée.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeanceEnregistree<'d> {
    id: String,
    #[schema(format = Date)]
    le: String,
    /// `place`, ou `diagnostic` quand une preuve lève le plafond.
    compte: &'static str,
    seances: Decompte,
    episode: String,
    /// Version de l’épisode après cette séance.
    version: i64,
    /// La décision entière qui l’accorde, chaque constat avec son texte.
    #[schema(value_type = schema::Reponse)]
    decision: DecisionJson<'d, 'static>,
}

/// Le compte après la séance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decompte {
    /// Séances faites, celle-ci comprise.
    faites: u16,
    /// Plafond ; `null` s’il est levé ou inconnu.
    plafond: Option<u16>,
    /// Séances qui restent ; `null` si elles ne sont pas limitées.
    restantes: Option<u16>,
}

/// Une preuve de diagnostic enregistrée.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreuveEnregistree {
    id: String,
    /// `leve-le-plafond`, `hors-liste`, `liste-inconnue` ou `sans-rapport`.
    effet: &'static str,
    #[serde(flatten)]
    recu: Recu,
}

impl Recu {
    /// Of this fact.
    pub fn de<T>(fait: &Accorde<T>) -> Self {
        Self::en_version(fait, fait.version() + 1)
    }

    /// Of this fact, when others were recorded with it.
    pub fn en_version<T>(fait: &Accorde<T>, version: i64) -> Self {
        let decision = fait.motivation().map(Fonde::de);
        Self { episode: fait.episode().to_string(), version, decision }
    }
}

impl Fonde {
    fn de(motivation: &Motivation) -> Self {
        let retenus = motivation.constats.iter().filter(|(_, etat)| *etat != Etat::Respecte);
        let constats =
            retenus.map(|(code, etat)| ConstatRetenu { code: code.code(), etat: etat.code() }).collect();
        Self { issue: motivation.issue.code(), constats, empreinte: motivation.empreinte.clone() }
    }
}

/// The answer to a fact that says no more than itself.
pub fn recu<T>(_: &Dossier, _: &Contexte<'static>, fait: &Accorde<T>) -> Reponse {
    ecrire(200, &Recu::de(fait))
}

/// The answer to the report of an event. It is kept under the key of the request: it holds no word of the report.
pub fn evenement(_: &Dossier, _: &Contexte<'static>, fait: &Accorde<EvenementSignale>) -> Reponse {
    let textes = [fait.evenement.circonstances.as_str(), fait.evenement.mesures.as_str()];
    let avertissements = anonymat::apercu(&textes).into_iter().collect();
    ecrire(200, &EvenementEnregistre { recu: Recu::de(fait), avertissements })
}

/// The answer to a séance, with the whole decision that grants it.
pub fn seance(dossier: &Dossier, contexte: &Contexte<'static>, fait: &Accorde<SeanceAccordee>) -> Reponse {
    let avant = &dossier.episode;
    let hors_plafond = fait.seance.compte == Compte::SousDiagnostic;
    let compte = if hors_plafond { "diagnostic" } else { "place" };
    let (faites, plafond) = match hors_plafond {
        true => (u16::try_from(avant.seances_faites().len()).unwrap_or(u16::MAX), None),
        false => (avant.sans_diagnostic(), fait.plafond),
    };
    let faites = faites.saturating_add(1);
    let seances =
        Decompte { faites, plafond, restantes: plafond.map(|plafond| plafond.saturating_sub(faites)) };
    let Seance { id, le, acte, note, .. } = fait.seance.clone();
    let decision = avant.examiner_seance(&SeanceSaisie { id, le, acte, note }, contexte);
    let enregistree = SeanceEnregistree {
        id: id.to_string(),
        le: le.to_string(),
        compte,
        seances,
        episode: fait.episode().to_string(),
        version: fait.version() + 1,
        decision: DecisionJson(&decision),
    };
    ecrire(201, &enregistree)
}

/// What holds a proof.
pub trait Preuve {
    /// It.
    fn diagnostic(&self) -> &Diagnostic;
}

impl Preuve for DiagnosticEnregistre {
    fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

impl Preuve for DiagnosticCorrige {
    fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// The answer to a proof.
pub fn preuve<T: Preuve>(_: &Dossier, _: &Contexte<'static>, fait: &Accorde<T>) -> Reponse {
    let diagnostic = fait.deref().diagnostic();
    let (id, effet) = (diagnostic.id.to_string(), diagnostic.effet.code());
    ecrire(200, &PreuveEnregistree { id, effet, recu: Recu::de(fait) })
}

/// The bytes of an answer.
pub fn ecrire<T: Serialize>(statut: u16, valeur: &T) -> Reponse {
    Reponse { statut, corps: serde_json::to_vec(valeur).unwrap_or_default() }
}
