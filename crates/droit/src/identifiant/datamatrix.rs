//! The text of an INS datamatrix, as a scanner types it: a header, then seven labelled fields, some ended by a GS.
//!
//! Fields of fixed length follow one another; a field of variable length ends at a group separator unless it is at its
//! longest or last. Reading it never qualifies an identity: the number must still be received from the national service.

use jiff::civil::Date;

use super::ins::{Ins, InsInvalide, MatriculeIns, OidInconnu, OidIns};
use super::lieu_naissance::{LieuNaissance, LieuNaissanceInvalide};
use super::statut_identite::StatutIdentite;
use crate::patient::Sexe;

/// The separator of fields.
const GS: char = '\u{1d}';
/// Two letters, two digits of version, twenty-two reserved characters.
const ENTETE: usize = 26;

/// What a scan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatamatrixIns {
    /// Number and authority.
    pub ins: Ins,
    /// Given names, the first one first.
    pub prenoms: String,
    /// Birth name.
    pub nom: String,
    /// Sex.
    pub sexe: Sexe,
    /// Birth date.
    pub ne_le: Date,
    /// Birthplace, when the code bears one.
    pub lieu_naissance: Option<LieuNaissance>,
}

/// Why a scan cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatamatrixIllisible {
    /// Not an INS code.
    #[error("ce code n’est pas un datamatrix INS : scannez celui qui accompagne l’identité du patient")]
    Entete,
    /// A version that this program does not know.
    #[error("ce datamatrix INS est de version {0}, que ce programme ne connaît pas")]
    Version(String),
    /// A field too short or too long.
    #[error("le champ {0} du datamatrix est tronqué ou trop long : scannez de nouveau le code entier")]
    Longueur(&'static str),
    /// A label that is not one of the seven, or twice the same.
    #[error("le datamatrix contient un champ inattendu : scannez de nouveau le code entier")]
    Champ,
    /// A field is missing.
    #[error("le champ {0} manque dans le datamatrix : saisissez l’identité à la main")]
    Manque(&'static str),
    /// The number.
    #[error("matricule du datamatrix : {0}")]
    Matricule(#[from] InsInvalide),
    /// The authority.
    #[error("autorité du datamatrix : {0}")]
    Oid(#[from] OidInconnu),
    /// The birthplace.
    #[error("lieu de naissance du datamatrix : {0}")]
    Lieu(#[from] LieuNaissanceInvalide),
    /// The sex.
    #[error("le sexe du datamatrix n’est ni M ni F : saisissez l’identité à la main")]
    Sexe,
    /// The birth date.
    #[error("la date de naissance du datamatrix n’existe pas : saisissez l’identité à la main")]
    Naissance,
}

/// A field: its label, its name on screen, its length or its longest length.
struct Champ {
    etiquette: &'static str,
    nom: &'static str,
    longueur: Longueur,
}

enum Longueur {
    Fixe(usize),
    AuPlus(usize),
}

const CHAMPS: [Champ; 7] = [
    Champ { etiquette: "S1", nom: "matricule", longueur: Longueur::Fixe(15) },
    Champ { etiquette: "S2", nom: "OID", longueur: Longueur::AuPlus(20) },
    Champ { etiquette: "S3", nom: "prénoms", longueur: Longueur::AuPlus(100) },
    Champ { etiquette: "S4", nom: "nom de naissance", longueur: Longueur::AuPlus(100) },
    Champ { etiquette: "S5", nom: "sexe", longueur: Longueur::Fixe(1) },
    Champ { etiquette: "S6", nom: "date de naissance", longueur: Longueur::Fixe(10) },
    Champ { etiquette: "S7", nom: "lieu de naissance", longueur: Longueur::Fixe(5) },
];

impl DatamatrixIns {
    /// How far an identity read from the code alone has been checked: not at all, until somebody sees a document and
    /// the national service answers (RNIV).
    pub const STATUT: StatutIdentite = StatutIdentite::Provisoire;

    /// Reads what a scanner typed into a form. A keyboard cannot type a separator: scanners are set to write a sign in its
    /// place, one of those that manufacturers use.
    ///
    /// # Errors
    /// As [`DatamatrixIns::lire`].
    pub fn lire_saisie(saisie: &str) -> Result<Self, DatamatrixIllisible> {
        const SIGNES: [&str; 6] = ["<GS>", "{GS}", "[GS]", "^]", "\\x1d", "␝"];
        let saisie = SIGNES.iter().fold(saisie.to_owned(), |texte, signe| texte.replace(signe, "\u{1d}"));
        Self::lire(&saisie)
    }

    /// The first given name alone.
    pub fn premier_prenom(&self) -> &str {
        self.prenoms.split([' ', ',']).find(|prenom| !prenom.is_empty()).unwrap_or(&self.prenoms)
    }

    /// Reads the text of a scan. Some scanners drop the first character of the header or end with a line break.
    pub fn lire(scan: &str) -> Result<Self, DatamatrixIllisible> {
        let scan = scan.trim_matches(['\r', '\n', ' ', GS]);
        let corps = corps(scan)?;
        let [matricule, oid, prenoms, nom, sexe, ne_le, lieu] = champs(corps)?;
        let exiger =
            |valeur: Option<&str>, nom| valeur.map(str::to_owned).ok_or(DatamatrixIllisible::Manque(nom));
        let matricule: MatriculeIns = exiger(matricule, "matricule")?.parse()?;
        let oid: OidIns = exiger(oid, "OID")?.parse()?;
        let sexe = match exiger(sexe, "sexe")?.as_str() {
            "M" => Sexe::Masculin,
            "F" => Sexe::Feminin,
            _ => return Err(DatamatrixIllisible::Sexe),
        };
        Ok(Self {
            ins: Ins::new(matricule, oid),
            prenoms: exiger(prenoms, "prénoms")?,
            nom: exiger(nom, "nom de naissance")?,
            sexe,
            ne_le: jour(&exiger(ne_le, "date de naissance")?)?,
            lieu_naissance: lieu.map(str::parse).transpose()?,
        })
    }

    /// The text of the code, as a certified product would print it.
    pub fn ecrire(&self) -> String {
        let oid = self.ins.oid().as_str();
        let fin = |valeur: &str, max: usize| if valeur.chars().count() < max { "\u{1d}" } else { "" };
        let mut texte = format!("IS01{}S1{}S2{oid}{}", "0".repeat(22), self.ins.as_str(), fin(oid, 20));
        texte.push_str(&format!("S3{}{}", self.prenoms, fin(&self.prenoms, 100)));
        texte.push_str(&format!("S4{}{}", self.nom, fin(&self.nom, 100)));
        texte.push_str(&format!("S5{}S6{}", self.sexe.code(), self.ne_le.strftime("%d-%m-%Y")));
        if let Some(lieu) = &self.lieu_naissance {
            texte.push_str(&format!("S7{lieu}"));
        }
        texte
    }
}

/// What follows the header.
fn corps(scan: &str) -> Result<&str, DatamatrixIllisible> {
    let (entete, corps) = scan.split_at_checked(ENTETE).ok_or(DatamatrixIllisible::Entete)?;
    let version =
        entete.strip_prefix("IS").and_then(|reste| reste.get(..2)).ok_or(DatamatrixIllisible::Entete)?;
    match version {
        "01" => Ok(corps),
        autre if autre.bytes().all(|octet| octet.is_ascii_digit()) => {
            Err(DatamatrixIllisible::Version(autre.to_owned()))
        }
        _ => Err(DatamatrixIllisible::Entete),
    }
}

/// The seven fields, in the order of their labels, whatever the order of the code.
fn champs(corps: &str) -> Result<[Option<&str>; 7], DatamatrixIllisible> {
    let mut lus = [None; 7];
    let mut reste = corps;
    while !reste.is_empty() {
        let (etiquette, suite) = reste.split_at_checked(2).ok_or(DatamatrixIllisible::Champ)?;
        let (champ, place) = CHAMPS
            .iter()
            .zip(&mut lus)
            .find(|(champ, _)| champ.etiquette == etiquette)
            .ok_or(DatamatrixIllisible::Champ)?;
        let (valeur, fin) = couper(champ, suite)?;
        if valeur.is_empty() {
            return Err(DatamatrixIllisible::Longueur(champ.nom));
        }
        if place.replace(valeur).is_some() {
            return Err(DatamatrixIllisible::Champ);
        }
        reste = fin;
    }
    Ok(lus)
}

/// A field and what follows it.
fn couper<'t>(champ: &Champ, texte: &'t str) -> Result<(&'t str, &'t str), DatamatrixIllisible> {
    let faute = DatamatrixIllisible::Longueur(champ.nom);
    let apres = |nombre: usize| texte.char_indices().nth(nombre).map_or(texte.len(), |(place, _)| place);
    match champ.longueur {
        Longueur::Fixe(longueur) => {
            let (valeur, fin) = texte.split_at(apres(longueur));
            let entier = valeur.chars().count() == longueur && !valeur.contains(GS);
            entier.then(|| (valeur, fin.strip_prefix(GS).unwrap_or(fin))).ok_or(faute)
        }
        Longueur::AuPlus(max) => {
            let (debut, _) = texte.split_at(apres(max));
            match debut.find(GS) {
                Some(place) => texte
                    .split_at_checked(place)
                    .map(|(valeur, fin)| (valeur, fin.trim_start_matches(GS)))
                    .ok_or(faute),
                None if debut.len() == texte.len() || debut.chars().count() == max => {
                    let (valeur, fin) = texte.split_at(debut.len());
                    Ok((valeur, fin.strip_prefix(GS).unwrap_or(fin)))
                }
                None => Err(faute),
            }
        }
    }
}

/// `31-08-2021`.
fn jour(texte: &str) -> Result<Date, DatamatrixIllisible> {
    let nombre = |partie: Option<&str>| partie.and_then(|p| p.parse::<i16>().ok());
    let mut parties = texte.split('-');
    let (jour, mois, annee) = (nombre(parties.next()), nombre(parties.next()), nombre(parties.next()));
    let (Some(jour), Some(mois), Some(annee), None) = (jour, mois, annee, parties.next()) else {
        return Err(DatamatrixIllisible::Naissance);
    };
    let court = |valeur: i16| i8::try_from(valeur).map_err(|_| DatamatrixIllisible::Naissance);
    Date::new(annee, court(mois)?, court(jour)?).map_err(|_| DatamatrixIllisible::Naissance)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const CORSE: &str = "IS010000000000000000000000S1253072B07300470S21.2.250.1.213.1.4.10S3ANGE FELIX\u{1d}S4CORSE-TEST\u{1d}S5FS601-07-1953S72B073";

    #[test]
    fn un_code_corse_de_test_se_lit_et_se_reecrit() {
        let lu = DatamatrixIns::lire(&format!("{CORSE}\r\n")).unwrap();
        assert_eq!((lu.prenoms.as_str(), lu.nom.as_str()), ("ANGE FELIX", "CORSE-TEST"));
        assert_eq!((lu.ne_le, lu.sexe, lu.ins.oid()), (date(1953, 7, 1), Sexe::Feminin, OidIns::NirTest));
        assert_eq!(lu.lieu_naissance.as_ref().map(LieuNaissance::as_str), Some("2B073"));
        assert_eq!(lu.ecrire(), CORSE);
    }

    #[test]
    fn l_oid_plus_court_du_nia_se_termine_par_un_separateur() {
        let scan = CORSE
            .replace("253072B07300470", "885997512345663")
            .replace("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.9\u{1d}");
        let lu = DatamatrixIns::lire(&scan).unwrap();
        assert_eq!(lu.ins.oid(), OidIns::Nia);
        assert_eq!(lu.ecrire(), scan);
        let colle = scan.replacen("4.9\u{1d}", "4.9", 1);
        assert!(DatamatrixIns::lire(&colle).is_err());
    }

    #[test]
    fn les_signes_que_les_lecteurs_ecrivent_a_la_place_du_separateur_sont_compris() {
        let attendu = DatamatrixIns::lire(CORSE).unwrap();
        for signe in ["<GS>", "^]", "␝", "\\x1d"] {
            assert_eq!(
                DatamatrixIns::lire_saisie(&CORSE.replace('\u{1d}', signe)),
                Ok(attendu.clone()),
                "{signe}"
            );
        }
        assert_eq!(attendu.premier_prenom(), "ANGE");
    }

    #[test]
    fn un_code_faux_est_refuse_avec_sa_raison() {
        let faute = |ancien: &str, nouveau: &str| {
            DatamatrixIns::lire(&CORSE.replacen(ancien, nouveau, 1)).unwrap_err()
        };
        assert_eq!(DatamatrixIns::lire("bonjour"), Err(DatamatrixIllisible::Entete));
        assert_eq!(faute("IS01", "IS02"), DatamatrixIllisible::Version("02".into()));
        assert_eq!(faute("00470", "00471"), DatamatrixIllisible::Matricule(InsInvalide::Cle));
        assert_eq!(faute("S5F", "S5X"), DatamatrixIllisible::Sexe);
        assert_eq!(faute("01-07-1953", "31-02-1953"), DatamatrixIllisible::Naissance);
        assert_eq!(faute("S4CORSE-TEST\u{1d}", ""), DatamatrixIllisible::Manque("nom de naissance"));
        assert_eq!(faute("S72B073", "S72B07"), DatamatrixIllisible::Longueur("lieu de naissance"));
        assert_eq!(faute("S72B073", "S72B073S72B073"), DatamatrixIllisible::Champ);
        assert_eq!(faute("S72B073", "S92B073"), DatamatrixIllisible::Champ);
        assert!(matches!(faute("4.10", "4.12"), DatamatrixIllisible::Oid(_)));
    }

    proptest! {
        #[test]
        fn aucun_scan_ne_fait_paniquer(suite in "(S[1-8]|\u{1d}|[0-9A-Zé.-]{0,12}){0,12}", brut in "\\PC{0,60}") {
            for scan in [format!("IS01{}{suite}", "0".repeat(22)), brut] {
                if let Ok(lu) = DatamatrixIns::lire(&scan) {
                    prop_assert_eq!(DatamatrixIns::lire(&lu.ecrire()), Ok(lu));
                }
            }
        }

        #[test]
        fn tout_nom_de_la_norme_se_relit(nom in "[A-Z][A-Z '-]{0,98}[A-Z]", prenoms in "[A-Z]{1,99}[A-Z]") {
            let lu = DatamatrixIns { nom, prenoms, ..DatamatrixIns::lire(CORSE).unwrap() };
            prop_assert_eq!(DatamatrixIns::lire(&lu.ecrire()), Ok(lu));
        }
    }
}
