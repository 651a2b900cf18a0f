//! XML written whole: every name and value escaped so that it reads back the same, and what XML forbids refused.

use std::fmt::Write;

/// A character that no XML document may hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {element} » contient le caractère U+{code:04X}, qu’un document XML ne peut porter : corrigez-le")]
pub struct CaractereInterdit {
    /// The element it would be in.
    pub element: String,
    /// Its code.
    pub code: u32,
}

/// A document being written.
#[derive(Debug, Default)]
pub(crate) struct Xml {
    texte: String,
    faute: Option<CaractereInterdit>,
}

/// Names and values of attributes.
pub(crate) type Attributs<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document in UTF-8, without byte order mark.
    pub(crate) fn document() -> Self {
        Self { texte: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), faute: None }
    }

    /// An element that holds others.
    pub(crate) fn element(&mut self, nom: &str, attributs: Attributs<'_>, dedans: impl FnOnce(&mut Self)) {
        self.ouvrir(nom, attributs);
        self.texte.push('>');
        dedans(self);
        self.fermer(nom);
    }

    /// An element that holds a text.
    pub(crate) fn texte(&mut self, nom: &str, attributs: Attributs<'_>, contenu: &str) {
        self.ouvrir(nom, attributs);
        self.texte.push('>');
        self.echapper(nom, contenu, Place::Texte);
        self.fermer(nom);
    }

    /// An element that holds nothing.
    pub(crate) fn vide(&mut self, nom: &str, attributs: Attributs<'_>) {
        self.ouvrir(nom, attributs);
        self.texte.push_str("/>");
    }

    /// The bytes.
    pub(crate) fn octets(self) -> Result<Vec<u8>, CaractereInterdit> {
        match self.faute {
            Some(faute) => Err(faute),
            None => Ok(self.texte.into_bytes()),
        }
    }

    fn ouvrir(&mut self, nom: &str, attributs: Attributs<'_>) {
        self.texte.push('<');
        self.texte.push_str(nom);
        for (cle, valeur) in attributs {
            self.texte.push(' ');
            self.texte.push_str(cle);
            self.texte.push_str("=\"");
            self.echapper(nom, valeur, Place::Attribut);
            self.texte.push('"');
        }
    }

    fn fermer(&mut self, nom: &str) {
        self.texte.push_str("</");
        self.texte.push_str(nom);
        self.texte.push('>');
    }

    /// Line breaks and tabs of attributes, and carriage returns everywhere, would be changed by the reader: they are
    /// written as references.
    fn echapper(&mut self, element: &str, valeur: &str, place: Place) {
        for c in valeur.chars() {
            match c {
                '<' => self.texte.push_str("&lt;"),
                '>' => self.texte.push_str("&gt;"),
                '&' => self.texte.push_str("&amp;"),
                '"' if place == Place::Attribut => self.texte.push_str("&quot;"),
                '\r' => self.texte.push_str("&#13;"),
                '\n' | '\t' if place == Place::Attribut => self.reference(c),
                _ if est_permis(c) => self.texte.push(c),
                _ => self.refuser(element, c),
            }
        }
    }

    fn reference(&mut self, c: char) {
        // Writing into a text cannot fail.
        if write!(self.texte, "&#{};", u32::from(c)).is_err() {
            self.refuser("", c);
        }
    }

    fn refuser(&mut self, element: &str, c: char) {
        let faute = CaractereInterdit { element: element.to_owned(), code: u32::from(c) };
        self.faute.get_or_insert(faute);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Texte,
    Attribut,
}

/// The characters that an XML 1.0 document may hold.
pub(crate) fn est_permis(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

#[cfg(test)]
pub(crate) mod relecture;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn un_caractere_interdit_est_refuse_par_son_nom() {
        for interdit in ['\0', '\u{b}', '\u{1f}', '\u{FFFE}'] {
            let mut xml = Xml::document();
            xml.texte("nom", &[], &format!("a{interdit}b"));
            let faute = xml.octets().unwrap_err();
            assert_eq!(faute, CaractereInterdit { element: "nom".into(), code: interdit.into() });
        }
    }

    proptest! {
        #[test]
        fn tout_texte_permis_se_relit_le_meme(texte in any::<String>(), valeur in any::<String>()) {
            let mut xml = Xml::document();
            xml.element("racine", &[], |xml| xml.texte("feuille", &[("cle", &valeur)], &texte));
            let permis = texte.chars().chain(valeur.chars()).all(est_permis);
            match xml.octets() {
                Ok(octets) => {
                    prop_assert!(permis);
                    let racine = relecture::relire(&octets);
                    let feuille = racine.enfant("feuille");
                    prop_assert_eq!(&feuille.texte, &texte);
                    prop_assert_eq!(feuille.attribut("cle"), valeur.as_str());
                }
                Err(_) => prop_assert!(!permis),
            }
        }
    }
}
