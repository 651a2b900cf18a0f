//! Text that the embedded fonts can draw: whatever was typed comes out readable, and nothing is taken for markup.

use serde_json::Value;

use crate::monde::couvre;

/// Makes every text of a value drawable. Keys are ours and stay.
pub fn assainir(valeur: &mut Value) {
    match valeur {
        Value::String(texte) => *texte = dessinable(texte),
        Value::Array(valeurs) => valeurs.iter_mut().for_each(assainir),
        Value::Object(champs) => champs.values_mut().for_each(assainir),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn dessinable(texte: &str) -> String {
    let mut dessine = String::with_capacity(texte.len());
    for signe in texte.chars() {
        match signe {
            '\n' => dessine.push('\n'),
            '\u{2192}' => dessine.push('\u{203a}'),
            '\u{202f}' | '\u{2007}' => dessine.push('\u{a0}'),
            signe if signe.is_control() || signe.is_whitespace() && !couvre(signe) => dessine.push(' '),
            signe if invisible(signe) => {}
            signe if couvre(signe) => dessine.push(signe),
            signe => dessine.push_str(&transcrit(signe)),
        }
    }
    dessine
}

/// Marks that draw nothing and may reorder or hide what surrounds them.
fn invisible(signe: char) -> bool {
    matches!(signe, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A sign that the fonts lack, in Latin letters when it has an equivalent.
fn transcrit(signe: char) -> String {
    let lettres = deunicode::deunicode_with_tofu(&signe.to_string(), "?");
    lettres.chars().map(|lettre| if couvre(lettre) { lettre } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ce_que_la_police_dessine_ne_change_pas() {
        let texte = "Œuvre « à l’été » ; Ÿves Łukasz, 12 °C – 3 € #let $x$ \\ *gras* _i_ <b> `c` @a [b]";
        assert_eq!(dessinable(texte), texte);
    }

    #[test]
    fn ce_qu_elle_ne_dessine_pas_se_lit_encore() {
        assert_eq!(dessinable("a\u{0}b\tc\u{202e}d\u{202f}!"), "a b cd\u{a0}!");
        assert_eq!(dessinable("Жанна"), "Zhanna");
        assert_eq!(dessinable("\u{e000}"), "?");
    }
}
