//! Words under which a name is searched: without accents nor case, whatever the spelling.

/// « Éloïse d'Hôtel » becomes « eloise d hotel ».
#[must_use]
pub fn mots(texte: &str) -> String {
    let plat: String = deunicode::deunicode(texte)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    plat.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pattern that finds a word by its beginning anywhere in words stored after a space.
#[must_use]
pub fn motif(saisie: &str) -> Option<String> {
    let mots = mots(saisie);
    (!mots.is_empty()).then(|| format!("% {mots}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_casse_et_ponctuation_ne_comptent_pas() {
        assert_eq!(mots(" Saint-Jean-de-BRAYE "), "saint jean de braye");
        assert_eq!(mots("Éloïse D'Hôtel-Œuf"), "eloise d hotel oeuf");
        assert_eq!(motif(" - "), None);
        assert_eq!(motif("Bra%"), Some("% bra%".to_owned()));
    }
}
