//! CSV and pasted text: the encoding and the separator found by reading, quotes followed to the end.

use std::borrow::Cow;

use super::erreur::TableurInvalide;
use super::feuille::{Cellule, Feuille, Ligne, Limites};
use crate::annuaire_sante::Encodage;

const MARQUE_UTF8: &[u8] = b"\xEF\xBB\xBF";
const SEPARATEURS: [char; 4] = [';', '\t', ',', '|'];
/// How many letters say which separator the file uses.
const APERCU: usize = 4_096;

/// Reads a text.
pub fn lire(octets: &[u8], limites: &Limites) -> Result<Feuille, TableurInvalide> {
    let texte = decoder(octets)?;
    if texte.contains('\0') {
        return Err(TableurInvalide::NiTexteNiClasseur);
    }
    let mut lecture = Lecture::new(separateur(&texte), limites);
    let mut lettres = texte.chars().peekable();
    while let Some(lettre) = lettres.next() {
        lecture.prendre(lettre, lettres.peek().copied())?;
        if lecture.sauter {
            lecture.sauter = false;
            lettres.next();
        }
    }
    lecture.finir()
}

fn decoder(octets: &[u8]) -> Result<Cow<'_, str>, TableurInvalide> {
    if let Some(reste) = octets.strip_prefix(b"\xFF\xFE") {
        return utf16(reste, u16::from_le_bytes).map(Cow::Owned);
    }
    if let Some(reste) = octets.strip_prefix(b"\xFE\xFF") {
        return utf16(reste, u16::from_be_bytes).map(Cow::Owned);
    }
    let octets = octets.strip_prefix(MARQUE_UTF8).unwrap_or(octets);
    if let Ok(texte) = str::from_utf8(octets) {
        return Ok(Cow::Borrowed(texte));
    }
    let mut encodage = Encodage::Ascii;
    for (numero, ligne) in (1u32..).zip(octets.split(|octet| *octet == b'\n')) {
        encodage = encodage.suivre(ligne).ok_or(TableurInvalide::EncodageMelange { ligne: numero })?;
    }
    Ok(encodage.decoder(octets))
}

fn utf16(octets: &[u8], unite: fn([u8; 2]) -> u16) -> Result<String, TableurInvalide> {
    let unites: Vec<u16> = octets
        .chunks(2)
        .map(|paire| <[u8; 2]>::try_from(paire).map(unite))
        .collect::<Result<_, _>>()
        .map_err(|_| TableurInvalide::NiTexteNiClasseur)?;
    String::from_utf16(&unites).map_err(|_| TableurInvalide::NiTexteNiClasseur)
}

/// The separator most often seen outside quotes at the beginning of the file; a semicolon or a tab wins over a comma,
/// which French texts use inside cells.
fn separateur(texte: &str) -> char {
    let mut dans_guillemets = false;
    let mut vus = [0u32; SEPARATEURS.len()];
    for lettre in texte.chars().take(APERCU) {
        if lettre == '"' {
            dans_guillemets = !dans_guillemets;
        } else if !dans_guillemets
            && let Some(rang) = SEPARATEURS.iter().position(|separateur| *separateur == lettre)
            && let Some(compte) = vus.get_mut(rang)
        {
            *compte += 1;
        }
    }
    let [point_virgule, tabulation, ..] = vus;
    let [_, _, virgule, barre] = vus;
    if point_virgule > 0 && point_virgule >= tabulation {
        ';'
    } else if tabulation > 0 {
        '\t'
    } else if virgule >= barre {
        ','
    } else {
        '|'
    }
}

/// Where the reading stands.
struct Lecture<'l> {
    separateur: char,
    limites: &'l Limites,
    feuille: Feuille,
    cellules: Vec<Cellule>,
    cellule: String,
    signes: usize,
    /// The line being read.
    numero: u32,
    /// The line where the record began: a quoted cell may hold line breaks.
    debut: u32,
    /// Where the open quote is.
    guillemet: Option<u32>,
    /// The next letter was read along with this one.
    sauter: bool,
}

impl<'l> Lecture<'l> {
    fn new(separateur: char, limites: &'l Limites) -> Self {
        Self {
            separateur,
            limites,
            feuille: Feuille::default(),
            cellules: Vec::new(),
            cellule: String::new(),
            signes: 0,
            numero: 1,
            debut: 1,
            guillemet: None,
            sauter: false,
        }
    }

    fn prendre(&mut self, lettre: char, suivante: Option<char>) -> Result<(), TableurInvalide> {
        match (lettre, self.guillemet) {
            ('"', Some(_)) if suivante == Some('"') => {
                self.sauter = true;
                self.ecrire('"')
            }
            ('"', Some(_)) => {
                self.guillemet = None;
                Ok(())
            }
            ('"', None) if self.cellule.trim().is_empty() => {
                self.guillemet = Some(self.numero);
                self.cellule.clear();
                Ok(())
            }
            ('\n', Some(_)) => {
                self.numero += 1;
                self.ecrire(' ')
            }
            ('\r', _) if suivante == Some('\n') => Ok(()),
            ('\n' | '\r', None) => self.ligne(),
            (separateur, None) if separateur == self.separateur => self.colonne(),
            _ => self.ecrire(lettre),
        }
    }

    fn ecrire(&mut self, lettre: char) -> Result<(), TableurInvalide> {
        self.signes += 1;
        if self.signes > self.limites.signes {
            let ligne = self.guillemet.unwrap_or(self.numero);
            return Err(TableurInvalide::CelluleTropLongue { ligne, limite: self.limites.signes });
        }
        self.cellule.push(lettre);
        Ok(())
    }

    fn colonne(&mut self) -> Result<(), TableurInvalide> {
        let limite = self.limites.colonnes;
        if self.cellules.len() >= usize::from(limite) {
            return Err(TableurInvalide::TropDeColonnes { ligne: self.debut, limite });
        }
        self.cellules.push(Cellule::texte(&self.cellule));
        self.cellule.clear();
        self.signes = 0;
        Ok(())
    }

    fn ligne(&mut self) -> Result<(), TableurInvalide> {
        self.colonne()?;
        let cellules = std::mem::take(&mut self.cellules);
        if cellules.iter().any(|cellule| !cellule.est_vide()) {
            self.feuille.garder(Ligne { numero: self.debut, cellules }, self.limites)?;
        }
        self.numero += 1;
        self.debut = self.numero;
        Ok(())
    }

    fn finir(mut self) -> Result<Feuille, TableurInvalide> {
        if let Some(ligne) = self.guillemet {
            return Err(TableurInvalide::GuillemetOuvert { ligne });
        }
        self.ligne()?;
        Ok(self.feuille)
    }
}

impl Feuille {
    /// One more line, within the limits.
    pub(super) fn garder(&mut self, ligne: Ligne, limites: &Limites) -> Result<(), TableurInvalide> {
        if self.lignes.len() >= usize::try_from(limites.lignes).unwrap_or(usize::MAX) {
            return Err(TableurInvalide::TropDeLignes { limite: limites.lignes });
        }
        self.lignes.push(ligne);
        Ok(())
    }
}
