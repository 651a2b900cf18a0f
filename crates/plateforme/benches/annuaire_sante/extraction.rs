//! An extraction as large and as dirty as the real one: about 360 bytes a row, one row in twenty an MK's, people on
//! several rows, one row in two thousand unreadable, either encoding.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use droit::identifiant::rpps_de_demonstration;
use formats::annuaire_sante::{ExtractionFictive, entete_fictive};

/// Rows of an MK: one in this many.
const UN_MK_SUR: u32 = 20;
/// Unreadable rows: one in this many.
const UN_REJET_SUR: u32 = 2_000;

/// How the file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encodage {
    Utf8,
    Windows1252,
}

/// Which extraction: the second differs for one MK in four.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Premiere,
    Seconde,
}

/// Writes the file.
pub fn ecrire(fichier: &Path, lignes: u32, encodage: Encodage, version: Version) {
    let mut sortie = BufWriter::with_capacity(1 << 20, File::create(fichier).unwrap());
    let mut envoyer = |ligne: &str| match encodage {
        Encodage::Utf8 => writeln!(sortie, "{ligne}").unwrap(),
        Encodage::Windows1252 => {
            sortie.write_all(&en_1252(ligne)).unwrap();
            sortie.write_all(b"\r\n").unwrap();
        }
    };
    envoyer(&entete_fictive());
    let modele = Modele::new();
    (0..lignes).for_each(|rang| envoyer(&modele.ligne(rang, version)));
    sortie.flush().unwrap();
}

/// A row whose other columns are filled as the real ones are.
struct Modele {
    champs: Vec<String>,
    places: [usize; 6],
}

impl Modele {
    fn new() -> Self {
        let entete = entete_fictive();
        let noms: Vec<&str> = entete.split('|').collect();
        let place = |nom: &str| noms.iter().position(|n| n.starts_with(nom)).unwrap();
        let mut champs: Vec<String> =
            ExtractionFictive::ligne_de_mk(0, "L", "45").split('|').map(str::to_owned).collect();
        for (nom, valeur) in [
            ("Libellé profession", "Profession fictive"),
            ("Libellé savoir-faire", "Savoir-faire fictif"),
            ("Libellé mode exercice", "Libéral, indépendant, artisan, commerçant"),
            ("Numéro SIRET site", "99999999999999"),
            ("Numéro Voie", "12"),
            ("Libellé Voie", "DE L’ESSAI PROLONGÉ"),
            ("Bureau cedex", "45000 ORLEANS"),
            ("Code postal", "45000"),
            ("Téléphone (", "0199000000"),
        ] {
            champs[place(nom)] = valeur.to_owned();
        }
        let places = [
            "Identifiant PP",
            "Nom d'exercice",
            "Code profession",
            "Code mode exercice",
            "Identifiant technique de la structure",
            "Code genre activité",
        ];
        Self { champs, places: places.map(place) }
    }

    /// Two rows in three of one person follow each other; an MK in four has a second activity elsewhere in the file.
    fn ligne(&self, rang: u32, version: Version) -> String {
        if rang % UN_REJET_SUR == UN_REJET_SUR - 1 {
            return "99700000000|ligne|coupée".to_owned();
        }
        let mk = rang.is_multiple_of(UN_MK_SUR);
        let (personne, profession) = match mk {
            true if rang.is_multiple_of(UN_MK_SUR * 5) && rang > 0 => (rang / 2, "70"),
            true => (rang, "70"),
            false => (5_000_000 + rang / 3, "10"),
        };
        let change = mk && version == Version::Seconde && personne.is_multiple_of(UN_MK_SUR * 4);
        let mut champs = self.champs.clone();
        let valeurs = [
            rpps_de_demonstration(personne).to_string(),
            format!("ESSAI{personne:07}"),
            profession.to_owned(),
            if change { "S" } else { "L" }.to_owned(),
            format!("F{rang:010}"),
            "GENR01".to_owned(),
        ];
        for (place, valeur) in self.places.into_iter().zip(valeurs) {
            champs[place] = valeur;
        }
        champs.join("|")
    }
}

fn en_1252(texte: &str) -> Vec<u8> {
    let octet = |c: char| match c {
        '’' => 0x92,
        autre => u8::try_from(u32::from(autre)).unwrap(),
    };
    texte.chars().map(octet).collect()
}
