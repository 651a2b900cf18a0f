//! `POST /api/v1/decisions`: may this act be done, answered to anybody, with nothing stored.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use droit::decision::decider;
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, lire};

use super::schema::{Question, Reponse};
use crate::echec::{ErreurDeChamp, Failure, Problem};
use crate::horloge::Horloge;
use crate::serveur::App;

/// The longest question, in bytes.
const CORPS_MAX: usize = 64 * 1024;

/// Décide un acte : déclarer, ouvrir, faire une séance, clore. Sans compte, et rien n’est conservé.
#[utoipa::path(
    post,
    path = "/api/v1/decisions",
    request_body(content = Question, description = "La question : acte, jour, département, structure, praticien, patient, épisode."),
    responses(
        (status = 200, description = "La décision, expliquée et sourcée.", body = Reponse),
        (status = 413, description = "La question dépasse 64 Kio.", body = Problem),
        (status = 422, description = "La question est illisible ; le champ en cause est nommé.", body = Problem),
    )
)]
pub async fn poser(State(app): State<App>, corps: Body) -> Result<Response, Failure> {
    repondre(app.reglement, &app.horloge, corps).await
}

async fn repondre(reglement: &Reglement, horloge: &Horloge, corps: Body) -> Result<Response, Failure> {
    let Ok(question) = to_bytes(corps, CORPS_MAX).await else {
        return Ok(Problem::de(StatusCode::PAYLOAD_TOO_LARGE).into_response());
    };
    let demande = lire(&question, |departement| horloge.aujourd_hui(reglement.fuseau(departement)))
        .map_err(|erreur| Failure::Saisie(vec![ErreurDeChamp::new(erreur.champ, erreur.message)]))?;
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let decision = decider(&demande, &droit, reglement.nomenclature());
    let reponse = serde_json::to_vec(&DecisionJson(&decision)).map_err(Failure::interne)?;
    Ok(([(CONTENT_TYPE, "application/json")], reponse).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = r#"{ "acte": "declarer", "le": "2026-03-09", "departement": "45",
        "structure": { "type": "CPTS" }, "praticien": { "statut": "titulaire", "lieu_exercice": "45" } }"#;

    async fn poser(question: impl Into<Body>) -> (StatusCode, serde_json::Value) {
        let horloge = Horloge::reglee("2026-11-21T12:00:00Z".parse().unwrap());
        let reponse =
            repondre(Reglement::embarque().unwrap(), &horloge, question.into()).await.into_response();
        let statut = reponse.status();
        let corps = to_bytes(reponse.into_body(), usize::MAX).await.unwrap();
        (statut, serde_json::from_slice(&corps).unwrap())
    }

    #[tokio::test]
    async fn une_question_a_sa_decision() {
        let (statut, decision) = poser(QUESTION).await;
        assert_eq!((statut, &decision["issue"]), (StatusCode::OK, &"accordee".into()));
        assert_eq!(decision["seances"], serde_json::Value::Null);
        assert_eq!(decision["echeances"][0]["quoi"], "fin-inscriptions");
    }

    #[tokio::test]
    async fn une_erreur_nomme_le_champ() {
        let (statut, probleme) = poser(QUESTION.replace("2026-03-09", "9 mars")).await;
        assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(probleme["erreurs"][0]["champ"], "le");
        let (statut, probleme) = poser("").await;
        assert_eq!((statut, &probleme["status"]), (StatusCode::UNPROCESSABLE_ENTITY, &422.into()));
    }

    #[tokio::test]
    async fn une_question_demesuree_est_refusee() {
        let (statut, probleme) = poser(format!("{QUESTION}{}", " ".repeat(CORPS_MAX))).await;
        assert_eq!((statut, &probleme["status"]), (StatusCode::PAYLOAD_TOO_LARGE, &413.into()));
    }
}
