//! The content of a certificate in bytes: one way to write each, so that two texts never say the same thing.

use droit::identifiant::{CodeDepartement, NumeroRpps};
use jiff::civil::Date;

use super::{Certificat, CleId, JetonInvalide, Mentions};

/// First byte of every content.
const VERSION: u8 = 1;
/// What comes before the content when it is signed, so that the signature serves nothing else.
const DOMAINE: &[u8] = b"acces-direct/certificat/1\0";

/// The bytes to sign.
#[must_use]
pub fn a_signer(charge: &[u8]) -> Vec<u8> {
    [DOMAINE, charge].concat()
}

/// Version, key, RPPS on five bytes, three texts with their length, two days as yyyymmdd.
pub(super) fn ecrire(certificat: &Certificat, cle: CleId) -> Vec<u8> {
    let mut charge = vec![VERSION];
    charge.extend_from_slice(&cle.octets());
    let rpps: u64 = certificat.rpps.as_str().bytes().fold(0, |n, chiffre| n * 10 + u64::from(chiffre - b'0'));
    charge.extend(rpps.to_be_bytes().into_iter().skip(3));
    for texte in [&certificat.departement.to_string(), &certificat.nom, &certificat.cpts] {
        charge.push(u8::try_from(texte.len()).unwrap_or(u8::MAX));
        charge.extend_from_slice(texte.as_bytes());
    }
    for jour in [certificat.depuis, certificat.emis_le] {
        charge.extend_from_slice(&en_nombre(jour).to_be_bytes());
    }
    charge
}

/// The certificate and the key of a content.
pub(super) fn lire(charge: &[u8]) -> Result<(Certificat, CleId), JetonInvalide> {
    let mut reste = Reste(charge);
    if reste.octet()? != VERSION {
        return Err(JetonInvalide::Version);
    }
    let cle = CleId::new(reste.tableau()?);
    let rpps = reste.tableau::<5>()?.iter().fold(0_u64, |n, octet| n << 8 | u64::from(*octet));
    let rpps: NumeroRpps = format!("{rpps:011}").parse().map_err(|_| JetonInvalide::Contenu)?;
    let code = reste.texte()?;
    let departement: CodeDepartement = code.parse().map_err(|_| JetonInvalide::Contenu)?;
    let mentions = Mentions {
        rpps,
        departement,
        nom: reste.texte()?.to_owned(),
        cpts: reste.texte()?.to_owned(),
        depuis: reste.jour()?,
        emis_le: reste.jour()?,
    };
    if !reste.0.is_empty() || departement.to_string() != code {
        return Err(JetonInvalide::Contenu);
    }
    Ok((Certificat::new(mentions).map_err(|_| JetonInvalide::Contenu)?, cle))
}

fn en_nombre(jour: Date) -> u32 {
    let annee = u32::from(jour.year().unsigned_abs());
    annee * 10_000 + u32::from(jour.month().unsigned_abs()) * 100 + u32::from(jour.day().unsigned_abs())
}

fn en_jour(nombre: u32) -> Option<Date> {
    let annee = i16::try_from(nombre / 10_000).ok()?;
    let mois = i8::try_from(nombre / 100 % 100).ok()?;
    Date::new(annee, mois, i8::try_from(nombre % 100).ok()?).ok()
}

/// What is still to be read.
struct Reste<'c>(&'c [u8]);

impl<'c> Reste<'c> {
    fn tableau<const N: usize>(&mut self) -> Result<[u8; N], JetonInvalide> {
        let (tete, suite) = self.0.split_first_chunk::<N>().ok_or(JetonInvalide::Contenu)?;
        self.0 = suite;
        Ok(*tete)
    }

    fn octet(&mut self) -> Result<u8, JetonInvalide> {
        self.tableau::<1>().map(|[octet]| octet)
    }

    fn texte(&mut self) -> Result<&'c str, JetonInvalide> {
        let longueur = usize::from(self.octet()?);
        let (texte, suite) = self.0.split_at_checked(longueur).ok_or(JetonInvalide::Contenu)?;
        self.0 = suite;
        std::str::from_utf8(texte).map_err(|_| JetonInvalide::Contenu)
    }

    fn jour(&mut self) -> Result<Date, JetonInvalide> {
        en_jour(u32::from_be_bytes(self.tableau()?)).ok_or(JetonInvalide::Contenu)
    }
}
