//! The words of a story: days, documents, warning signs, acts of the NGAP.

use droit::decision::{ActeNgap, DiagnosticPrealable, DrapeauRouge, Gravite, TypeDiagnostic};
use jiff::civil::Date;

pub fn mots(ligne: &str) -> Vec<&str> {
    ligne.split_whitespace().collect()
}

pub fn jour(mot: &str) -> Result<Date, String> {
    mot.parse().map_err(|_| format!("« {mot} » n’est pas un jour"))
}

/// `diagnostic ald 2025-12-01`: recorded on the day of the document, unless `enregistre` gives another.
pub fn diagnostic(details: &[&str]) -> Result<DiagnosticPrealable, String> {
    let (nature, date, suite) = match details {
        [nature, date, suite @ ..] => (nature, jour(date)?, suite),
        _ => return Err("diagnostic TYPE DATE [sans-rapport] [enregistre DATE]".to_owned()),
    };
    let (en_rapport, suite) = match suite {
        ["sans-rapport", suite @ ..] => (false, suite),
        suite => (true, suite),
    };
    let enregistre_le = match suite {
        [] => date,
        ["enregistre", le] => jour(le)?,
        _ => return Err("diagnostic : suite inconnue".to_owned()),
    };
    let type_diagnostic = TypeDiagnostic::depuis_code(nature).ok_or("document inconnu")?;
    Ok(DiagnosticPrealable { type_diagnostic, date, en_rapport, enregistre_le })
}

/// `drapeau alerte fievre`, with `motif …` once the reason to go on is written.
pub fn drapeau(details: &[&str]) -> Result<DrapeauRouge, String> {
    let (gravite, code, motif) = match details {
        [gravite, code] => (gravite, code, None),
        [gravite, code, "motif", motif @ ..] => (gravite, code, Some(motif.join(" "))),
        _ => return Err("drapeau GRAVITE CODE [motif …]".to_owned()),
    };
    let gravite = Gravite::depuis_code(gravite).ok_or("gravité inconnue")?;
    Ok(DrapeauRouge { code: (*code).to_owned(), gravite, motif })
}

pub fn acte_ngap(lettre: &str, coefficient: &str) -> Result<ActeNgap, String> {
    let coefficient = coefficient.parse().map_err(|faute| format!("{faute}"))?;
    Ok(ActeNgap { lettre: lettre.to_owned(), coefficient })
}
