//! A refusal for a program: a problem (RFC 9457) that carries the whole decision.

use droit::episode::{Empechement, Refus};
use entrepot::idempotence::Reponse;
use formats::decision::DecisionJson;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::schema;
use crate::episode::champ::phrase;

/// Le refus d’un acte : un problème (RFC 9457) et la décision entière.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "this type is described, never built")]
pub struct Refuse {
    #[schema(rename = "type", example = "about:blank")]
    genre: String,
    title: String,
    #[schema(example = 409)]
    status: u16,
    detail: String,
    /// Code de ce qui s’y oppose, quand ce n’est pas une règle.
    empechement: Option<String>,
    /// La décision, quand une règle s’y oppose ou demande confirmation.
    decision: Option<schema::Reponse>,
}

#[derive(Serialize)]
struct Probleme<'a, 'r> {
    #[serde(rename = "type")]
    genre: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    empechement: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionJson<'a, 'r>>,
}

/// The answer to a refusal.
pub fn repondre(refus: &Refus<'_>) -> Reponse {
    let empechement = match refus {
        Refus::Empeche(empechement) => Some(code(*empechement)),
        Refus::Refusee(_) | Refus::AConfirmer(_) => None,
    };
    let probleme = Probleme {
        genre: "about:blank",
        title: "Acte non enregistré",
        status: 409,
        detail: phrase(refus),
        empechement,
        decision: refus.decision().map(DecisionJson),
    };
    Reponse { statut: 409, corps: serde_json::to_vec(&probleme).unwrap_or_default() }
}

/// Stable for ever, as the codes of a decision.
pub fn code(empechement: Empechement) -> &'static str {
    match empechement {
        Empechement::EpisodeClos => "episode-clos",
        Empechement::NonParticipant => "non-participant",
        Empechement::DejaParticipant => "deja-participant",
        Empechement::HorsFenetre { .. } => "hors-fenetre",
        Empechement::DejaEnregistree => "deja-enregistree",
        Empechement::AucunePlace => "aucune-place",
        Empechement::SeanceInconnue => "seance-inconnue",
        Empechement::SeanceAnnulee => "seance-annulee",
        Empechement::SeanceDAutrui => "seance-d-autrui",
        Empechement::SansDiagnostic => "sans-diagnostic",
        Empechement::DiagnosticPresent => "diagnostic-present",
        Empechement::DocumentFutur => "document-futur",
        Empechement::ExcedentAConfirmer { .. } => "excedent-a-confirmer",
        Empechement::NouvelEpisodeAMotiver => "nouvel-episode-a-motiver",
        Empechement::EpisodeEnCours => "episode-en-cours",
        Empechement::DateHorsEpisode => "date-hors-episode",
    }
}
