//! The JSON of the same lines, and the schema that describes it.

use serde::Serialize;

use super::{Entete, FORMAT, Mouvement, VERSION, empreinte};

/// The schema of version 1 (JSON Schema 2020-12).
pub const SCHEMA: &str = include_str!("schema-1.json");

#[derive(Serialize)]
struct Tete<'e> {
    format: &'static str,
    version: u32,
    destinataire: &'e str,
    organisme: &'e str,
    departement: &'e str,
    nature: super::Nature,
    numero: u64,
    precedent: Option<u64>,
    arrete_le: String,
    lignes: usize,
    sha256: String,
}

/// The bytes of the file. The fingerprint is that of the value of `lignes`, as it stands in the file.
pub fn ecrire_json(entete: &Entete, mouvements: &[Mouvement]) -> serde_json::Result<Vec<u8>> {
    let lignes = serde_json::to_string(mouvements)?;
    let tete = serde_json::to_string(&Tete {
        format: FORMAT,
        version: VERSION,
        destinataire: &entete.destinataire,
        organisme: &entete.organisme,
        departement: &entete.departement,
        nature: entete.nature,
        numero: entete.numero,
        precedent: entete.precedent(),
        arrete_le: entete.arrete_le.to_string(),
        lignes: mouvements.len(),
        sha256: empreinte(lignes.as_bytes()),
    })?;
    Ok(format!("{{\"entete\":{tete},\"lignes\":{lignes}}}\n").into_bytes())
}
