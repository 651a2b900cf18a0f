//! A document read back by another program: quick-xml.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

/// An element as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noeud {
    pub nom: String,
    pub attributs: BTreeMap<String, String>,
    pub texte: String,
    pub enfants: Vec<Noeud>,
}

impl Noeud {
    pub(crate) fn enfant(&self, nom: &str) -> &Noeud {
        self.enfants
            .iter()
            .find(|e| e.nom == nom)
            .unwrap_or_else(|| panic!("<{nom}> manque dans <{}>", self.nom))
    }

    pub(crate) fn tous<'n>(&'n self, nom: &'n str) -> impl Iterator<Item = &'n Noeud> {
        self.enfants.iter().filter(move |enfant| enfant.nom == nom)
    }

    /// The element at a path such as `a/b/c`.
    pub(crate) fn chemin(&self, chemin: &str) -> &Noeud {
        chemin.split('/').fold(self, |noeud, nom| noeud.enfant(nom))
    }

    pub(crate) fn attribut(&self, nom: &str) -> &str {
        self.attributs.get(nom).unwrap_or_else(|| panic!("@{nom} manque dans <{}>", self.nom))
    }

    pub(crate) fn noms(&self) -> Vec<&str> {
        self.enfants.iter().map(|enfant| enfant.nom.as_str()).collect()
    }
}

fn noeud(balise: &BytesStart<'_>) -> Noeud {
    let attributs = balise.attributes().map(|attribut| {
        let attribut = attribut.unwrap();
        let cle = attribut.key.as_ref().to_string();
        let valeur = attribut.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
        (cle, valeur)
    });
    Noeud { nom: balise.name().as_ref().to_string(), attributs: attributs.collect(), ..Noeud::default() }
}

/// Reads a document; panics when it is not well formed.
pub(crate) fn relire(octets: &[u8]) -> Noeud {
    let texte = std::str::from_utf8(octets).unwrap();
    let mut lecteur = quick_xml::Reader::from_str(texte);
    let mut pile = vec![Noeud::default()];
    loop {
        match lecteur.read_event().unwrap() {
            Event::Start(balise) => pile.push(noeud(&balise)),
            Event::Empty(balise) => pile.last_mut().unwrap().enfants.push(noeud(&balise)),
            Event::End(_) => {
                let fini = pile.pop().unwrap();
                pile.last_mut().unwrap().enfants.push(fini);
            }
            Event::Text(texte) => pile.last_mut().unwrap().texte.push_str(&texte),
            Event::GeneralRef(nom) => {
                let c = match nom.resolve_char_ref().unwrap() {
                    Some(c) => c.to_string(),
                    None => match &*nom {
                        "amp" => "&".to_owned(),
                        "lt" => "<".to_owned(),
                        "gt" => ">".to_owned(),
                        "quot" => "\"".to_owned(),
                        autre => panic!("référence {autre}"),
                    },
                };
                pile.last_mut().unwrap().texte.push_str(&c);
            }
            Event::Eof => return pile.pop().unwrap().enfants.pop().unwrap(),
            _ => {}
        }
    }
}
