//! A line cut into its fields, and the fields turned into what they say.

use std::borrow::Cow;
use std::ops::Range;

use droit::annuaire::{Activite, CadreActivite, Inscription, Lieu, ModeExercice, Site};
use droit::identifiant::{CodeDepartement, NumeroRpps};

use super::colonne::{Colonne, Colonnes, Lisible};
use super::encodage::Encodage;
use super::erreur::Raison;

/// The longest field kept, in characters.
const CHAMP_MAX: usize = 255;
const SEPARATEUR: u8 = b'|';
const GUILLEMET: u8 = b'"';

/// Where the fields of a line are: kept from one line to the next, so that most lines allocate nothing.
#[derive(Debug, Default)]
pub(super) struct Coupe(Vec<Range<usize>>);

impl Coupe {
    /// Cuts at every separator; if the count is not the header's, cuts again with the separators between quotes left
    /// alone: a name may hold a lone quote, which must not swallow its neighbours.
    pub(super) fn couper(&mut self, texte: &[u8], attendus: usize) {
        self.cut_where(texte, |_| false);
        if self.0.len() != attendus && texte.contains(&GUILLEMET) {
            let mut dedans = false;
            self.cut_where(texte, |octet| {
                dedans ^= octet == GUILLEMET;
                dedans
            });
        }
    }

    fn cut_where(&mut self, texte: &[u8], mut protege: impl FnMut(u8) -> bool) {
        self.0.clear();
        let mut debut = 0;
        for (place, octet) in texte.iter().enumerate() {
            if !protege(*octet) && *octet == SEPARATEUR {
                self.0.push(debut..place);
                debut = place + 1;
            }
        }
        self.0.push(debut..texte.len());
    }

    pub(super) fn nombre(&self) -> usize {
        self.0.len()
    }

    /// A field without spaces around nor the quotes that enclose it.
    fn champ<'t>(&self, texte: &'t [u8], place: usize) -> &'t [u8] {
        let etendue = self.0.get(place).cloned().unwrap_or_default();
        let champ = texte.get(etendue).unwrap_or_default().trim_ascii();
        match champ {
            [GUILLEMET, dedans @ .., GUILLEMET] => dedans.trim_ascii(),
            autre => autre,
        }
    }

    /// All fields, decoded.
    pub(super) fn champs(&self, texte: &[u8], encodage: Encodage) -> Vec<String> {
        (0..self.0.len()).map(|place| propre(&encodage.decoder(self.champ(texte, place)))).collect()
    }
}

/// A line whose fields are found.
pub(super) struct Ligne<'l> {
    pub(super) texte: &'l [u8],
    pub(super) coupe: &'l Coupe,
    pub(super) colonnes: &'l Colonnes,
    pub(super) encodage: Encodage,
}

impl Ligne<'_> {
    /// The bytes of a field.
    pub(super) fn octets(&self, colonne: impl Lisible) -> &[u8] {
        self.coupe.champ(self.texte, self.colonnes.place(colonne))
    }

    /// The number of the person, behind the column that says what kind of number it is.
    pub(super) fn rpps(&self, genre: impl Lisible, numero: impl Lisible) -> Result<NumeroRpps, Raison> {
        if self.octets(genre) != b"8" {
            return Err(Raison::SansRpps);
        }
        self.decode(numero).parse().map_err(Raison::Rpps)
    }

    /// What the row says of its MK.
    pub(super) fn inscription(&self) -> Result<Inscription, Raison> {
        Ok(Inscription {
            rpps: self.rpps(Colonne::TypeIdentifiant, Colonne::Identifiant)?,
            nom: self.exige(Colonne::Nom)?,
            prenom: self.exige(Colonne::Prenom)?,
            activite: self.activite()?,
        })
    }

    /// A row without mode of exercise is that of somebody who exercises nowhere.
    fn activite(&self) -> Result<Option<Activite>, Raison> {
        let mode = match self.octets(Colonne::Mode) {
            b"" => return Ok(None),
            b"L" => ModeExercice::Liberal,
            b"S" => ModeExercice::Salarie,
            b"B" => ModeExercice::Benevole,
            _ => ModeExercice::Autre,
        };
        let code_commune = self.texte(Colonne::CodeCommune)?;
        let cadre = match self.octets(Colonne::Genre) {
            b"" => CadreActivite::Inconnu,
            b"GENR02" | b"GENR03" => CadreActivite::Remplacement,
            _ => CadreActivite::Propre,
        };
        Ok(Some(Activite {
            mode,
            cadre,
            lieu: Lieu {
                departement: departement(&self.decode(Colonne::Departement), code_commune.as_deref()),
                code_postal: self.texte(Colonne::CodePostal)?,
                code_commune,
                commune: self.texte(Colonne::Commune)?,
            },
            site: Site {
                identifiant: self.texte(Colonne::Structure)?,
                raison_sociale: self.texte(Colonne::RaisonSociale)?,
                siret: self.texte(Colonne::Siret)?,
                finess: self.texte(Colonne::Finess)?,
            },
        }))
    }

    pub(super) fn exige(&self, colonne: impl Lisible) -> Result<String, Raison> {
        self.texte(colonne)?.ok_or(Raison::Vide(colonne.nom()))
    }

    pub(super) fn texte(&self, colonne: impl Lisible) -> Result<Option<String>, Raison> {
        let texte = propre(&self.decode(colonne));
        if texte.chars().count() > CHAMP_MAX {
            return Err(Raison::ChampTropLong(colonne.nom(), CHAMP_MAX));
        }
        Ok((!texte.is_empty()).then_some(texte))
    }

    fn decode(&self, colonne: impl Lisible) -> Cow<'_, str> {
        self.encodage.decoder(self.octets(colonne))
    }
}

/// Doubled quotes made single, invisible characters and runs of spaces made one space.
fn propre(texte: &str) -> String {
    let visible: String =
        texte.replace("\"\"", "\"").chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code written, with or without a leading zero; else that of the commune, whose code begins with it. The postcode
/// is not asked: it crosses borders.
pub(crate) fn departement(ecrit: &str, code_commune: Option<&str>) -> Option<CodeDepartement> {
    let ecrit = ecrit.trim();
    let lire = |code: &str| code.parse::<CodeDepartement>().ok();
    let court = match ecrit.strip_prefix('0') {
        Some(reste) if reste.len() == 2 => reste,
        _ => ecrit,
    };
    lire(court).or_else(|| {
        let commune = code_commune?;
        lire(commune.get(..3)?).or_else(|| lire(commune.get(..2)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_departement_se_lit_ou_se_deduit_de_la_commune() {
        let lu = |ecrit, commune| departement(ecrit, commune).map(|d| d.to_string());
        assert_eq!(lu("45", None).as_deref(), Some("45"));
        assert_eq!(lu("045", None).as_deref(), Some("45"));
        assert_eq!(lu("2b", None).as_deref(), Some("2B"));
        assert_eq!(lu("974", Some("45234")).as_deref(), Some("974"));
        assert_eq!(lu("", Some("2A004")).as_deref(), Some("2A"));
        assert_eq!(lu("", Some("97411")).as_deref(), Some("974"));
        assert_eq!(lu("99", Some("99109")), None);
        assert_eq!(lu("", None), None);
        assert_eq!(lu("", Some("é")), None);
    }
}
