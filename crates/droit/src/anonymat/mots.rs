//! A text cut into words that know where they stand: at the head of a sentence, before a stop, in capitals.

use crate::patient::normaliser;

/// A word, without the punctuation around it.
#[derive(Clone, Debug)]
pub struct Mot<'t> {
    /// As written.
    pub texte: &'t str,
    /// As [`normaliser`] gives it.
    pub plat: String,
    /// Byte at which it begins.
    pub debut: usize,
    /// Does it begin a sentence, a line or a quotation: its capital says nothing.
    pub ouvre_la_phrase: bool,
    /// What stands right after it, up to the next space.
    pub apres: &'t str,
}

impl Mot<'_> {
    /// Does it begin with a capital, and is it more than an initial.
    pub fn capitale(&self) -> bool {
        self.texte.starts_with(char::is_uppercase)
            && self.plat.chars().filter(char::is_ascii_alphabetic).count() > 1
    }

    /// Is it a single capital: « D. ».
    pub fn initiale(&self) -> bool {
        self.texte.starts_with(char::is_uppercase) && self.texte.chars().count() == 1
    }

    /// Is it written in capitals from one end to the other, and short: « IRM », « EHPAD ».
    pub fn sigle(&self) -> bool {
        let lettres = || self.texte.chars().filter(|signe| signe.is_alphabetic());
        lettres().count() <= SIGLE && self.tout_en_capitales()
    }

    /// Is it written in capitals from one end to the other.
    pub fn tout_en_capitales(&self) -> bool {
        let mut lettres = self.texte.chars().filter(|signe| signe.is_alphabetic()).peekable();
        lettres.peek().is_some() && lettres.all(char::is_uppercase)
    }

    /// Does what follows go on with it: neither a stop nor a comma between them.
    pub fn se_poursuit(&self) -> bool {
        !self.apres.contains([',', ';', ':', '.', '!', '?', ')', '»', '…'])
    }

    /// Byte after it.
    pub fn fin(&self) -> usize {
        self.debut + self.texte.len()
    }

    /// Is it one of these, as [`normaliser`] gives them.
    pub fn est(&self, liste: &[&str]) -> bool {
        liste.contains(&self.plat.as_str())
    }
}

/// The longest acronym.
const SIGLE: usize = 5;

/// Cuts a text at its spaces and apostrophes; hyphens hold a word together.
pub fn decouper(texte: &str) -> Vec<Mot<'_>> {
    let mut mots: Vec<Mot<'_>> = Vec::new();
    let mut debut = None;
    for (place, signe) in texte.char_indices().chain([(texte.len(), ' ')]) {
        let dans = signe.is_alphanumeric() || (signe == '-' && debut.is_some());
        match (dans, debut) {
            (true, None) => debut = Some(place),
            (false, Some(depuis)) => {
                mots.extend(mot(texte, (depuis, place), mots.last()));
                debut = None;
            }
            _ => (),
        }
    }
    mots
}

fn mot<'t>(texte: &'t str, (debut, fin): (usize, usize), precedent: Option<&Mot<'t>>) -> Option<Mot<'t>> {
    let brut = texte.get(debut..fin)?.trim_end_matches('-');
    let entre = texte.get(precedent.map_or(0, Mot::fin)..debut)?;
    let suite = texte.get(debut + brut.len()..)?;
    let apres =
        suite.find(|signe: char| signe.is_whitespace() || signe.is_alphanumeric()).unwrap_or(suite.len());
    Some(Mot {
        texte: brut,
        plat: normaliser(brut),
        debut,
        ouvre_la_phrase: precedent.is_none()
            || entre.contains(['.', '!', '?', ':', '\n', '«', '“', '"', '…', '•', '*', ';', '(']),
        apres: suite.get(..apres)?,
    })
}

/// The words from one rank to another, as written.
pub fn passage<'t>(texte_des_mots: &[Mot<'t>], (du, au): (usize, usize)) -> Option<String> {
    let mots: Vec<&Mot<'t>> = texte_des_mots.get(du..=au)?.iter().collect();
    let mut dit = String::new();
    for (rang, mot) in mots.iter().enumerate() {
        dit.push_str(mot.texte);
        if rang + 1 < mots.len() {
            dit.push_str(mot.apres);
            let colle =
                mots.get(rang + 1).is_some_and(|suivant| suivant.debut == mot.fin() + mot.apres.len());
            dit.push_str(if colle { "" } else { " " });
        }
    }
    Some(dit)
}
