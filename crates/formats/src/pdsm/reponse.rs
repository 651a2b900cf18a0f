//! What a FHIR interface answers: where the document is, or why it was refused.

use serde_json::Value;

/// The document is in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depose {
    /// `DocumentReference/…`, as the record names it; empty when it did not say.
    pub reference: String,
}

/// The record refuses, or its answer is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReponseRefusee(pub String);

/// Reads the body of an answer: a `Bundle` of type `transaction-response`, a `DocumentReference`, or an
/// `OperationOutcome`.
///
/// # Errors
/// The words of the record when it refuses.
pub fn lire(octets: &[u8]) -> Result<Depose, ReponseRefusee> {
    let corps: Value = serde_json::from_slice(octets)
        .map_err(|_| ReponseRefusee("la réponse du DMP est illisible".to_owned()))?;
    match corps.get("resourceType").and_then(Value::as_str) {
        Some("Bundle") => du_lot(&corps),
        Some("DocumentReference") => {
            let id = corps.get("id").and_then(Value::as_str).unwrap_or_default();
            Ok(Depose { reference: format!("DocumentReference/{}", court(id)) })
        }
        Some("OperationOutcome") => Err(ReponseRefusee(mots(&corps))),
        _ => Err(ReponseRefusee("la réponse du DMP est d’un genre inattendu".to_owned())),
    }
}

/// Every entry must have succeeded: the transaction is all or nothing, and a record that says otherwise is not believed.
fn du_lot(corps: &Value) -> Result<Depose, ReponseRefusee> {
    let entrees = corps.get("entry").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut reference = String::new();
    for entree in entrees {
        let statut = entree.pointer("/response/status").and_then(Value::as_str).unwrap_or_default();
        if !statut.starts_with('2') {
            let dit = entree.pointer("/response/outcome").map(mots).unwrap_or_default();
            return Err(ReponseRefusee(court(&format!("{statut} {dit}")).trim().to_owned()));
        }
        let lieu = entree.pointer("/response/location").and_then(Value::as_str).unwrap_or_default();
        if lieu.contains("DocumentReference/") {
            reference = court(lieu);
        }
    }
    if entrees.is_empty() {
        return Err(ReponseRefusee("la réponse du DMP ne dit rien du document".to_owned()));
    }
    Ok(Depose { reference })
}

/// The words of an `OperationOutcome`.
fn mots(issue: &Value) -> String {
    let soucis = issue.get("issue").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let dits = soucis.iter().filter_map(|souci| {
        let texte = souci.pointer("/details/text").or_else(|| souci.get("diagnostics"));
        texte.and_then(Value::as_str).or_else(|| souci.get("code").and_then(Value::as_str))
    });
    court(&dits.collect::<Vec<_>>().join(" ; "))
}

fn court(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_control()).take(250).collect()
}
