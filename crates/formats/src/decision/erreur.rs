//! Why a question cannot be read: the field, and in French what is expected there.

use std::fmt;

/// The field at fault and what to write in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("{champ} : {message}")]
pub struct Erreur {
    /// Path of the field, e.g. `episode.seances[3]`; `document` for the whole text.
    pub champ: String,
    /// What is expected there.
    pub message: String,
}

/// The longest excerpt of the input shown in a message, in characters.
const EXTRAIT_MAX: usize = 80;

impl Erreur {
    /// An error about the whole text.
    pub fn du_document(message: impl Into<String>) -> Self {
        Self { champ: "document".into(), message: message.into() }
    }

    pub(super) fn du_champ(champ: &str, message: impl fmt::Display) -> Self {
        Self { champ: extrait(champ), message: message.to_string() }
    }

    pub(super) fn depuis_json(erreur: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let chemin = erreur.path().to_string();
        let json = erreur.into_inner();
        let (ligne, colonne) = (json.line(), json.column());
        if json.is_syntax() || json.is_eof() {
            let message =
                format!("JSON mal formé à la ligne {ligne}, colonne {colonne} : {}.", nature(&json));
            return Self::du_document(message);
        }
        traduire(&chemin, &json.to_string())
    }
}

fn nature(json: &serde_json::Error) -> &'static str {
    let texte = json.to_string();
    if json.is_eof() {
        "le texte s’arrête trop tôt"
    } else if texte.starts_with("trailing characters") {
        "du texte suit la fin de l’objet"
    } else if texte.starts_with("recursion limit") {
        "trop de niveaux imbriqués"
    } else {
        "un caractère n’est pas à sa place"
    }
}

/// Turns the message of the JSON reader into French, and completes the path when it names only the parent.
fn traduire(chemin: &str, anglais: &str) -> Erreur {
    let anglais = anglais.rsplit_once(" at line ").map_or(anglais, |(texte, _)| texte);
    if let Some(champ) = entre_accents(anglais, "missing field ") {
        return Erreur::du_champ(&sous(chemin, champ), "champ obligatoire absent.");
    }
    if let Some(champ) = entre_accents(anglais, "duplicate field ") {
        return Erreur::du_champ(&sous(chemin, champ), "champ présent deux fois.");
    }
    if let Some(champ) = entre_accents(anglais, "unknown field ") {
        let admis = anglais.split_once(", expected ").map_or("aucun", |(_, admis)| admis);
        let admis = admis.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
        return Erreur::du_champ(&sous(chemin, champ), format!("champ inconnu. Champs admis : {admis}."));
    }
    let message = match anglais.split_once(", expected ") {
        Some((recu, attendu)) => format!("attendu : {attendu} ; reçu : {}.", recu_en_francais(recu)),
        None => anglais.to_owned(),
    };
    let champ = if chemin == "." { "document" } else { chemin };
    Erreur::du_champ(champ, message)
}

fn entre_accents<'t>(texte: &'t str, debut: &str) -> Option<&'t str> {
    texte.strip_prefix(debut)?.strip_prefix('`')?.split('`').next()
}

/// The path of a field of the object at `chemin`, which may already end with it.
fn sous(chemin: &str, champ: &str) -> String {
    if chemin == "." || chemin == champ {
        champ.to_owned()
    } else if chemin.ends_with(&format!(".{champ}")) {
        chemin.to_owned()
    } else {
        format!("{chemin}.{champ}")
    }
}

fn recu_en_francais(recu: &str) -> String {
    let recu = recu.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
    let traductions = [
        ("string ", "le texte "),
        ("boolean ", ""),
        ("integer ", "le nombre "),
        ("floating point ", "le nombre "),
        ("sequence", "une liste"),
        ("map", "un objet"),
        ("null", "null"),
    ];
    let traduit = traductions
        .iter()
        .find_map(|(anglais, francais)| recu.strip_prefix(anglais).map(|reste| format!("{francais}{reste}")));
    extrait(&traduit.unwrap_or_else(|| recu.to_owned()).replace('`', ""))
}

/// The beginning of a text, short enough for a message.
pub(super) fn extrait(texte: &str) -> String {
    if texte.chars().count() <= EXTRAIT_MAX {
        texte.to_owned()
    } else {
        texte.chars().take(EXTRAIT_MAX).chain(['…']).collect()
    }
}
