//! The second factor: a code of six digits that changes every thirty seconds, or a recovery code.

use droit::identifiant::CompteId;
use entrepot::chiffre::{Cellule, IndexAveugle};
use entrepot::compte::{self, SecondFacteur};
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;
use maud::{Markup, html};
use qrcode::QrCode;
use qrcode::types::Color;
use totp_rs::{Builder, Secret as Base32, Totp};
use uuid::Uuid;

use super::entree::{cle_du_compte, compter};
use super::verrou::Compteur;
use crate::alea::Alea;
use crate::echec::Failure;
use crate::serveur::App;

/// Recovery codes given at enrolment.
const CODES: usize = 10;

/// A secret shared with the phone of its owner.
#[derive(Clone)]
pub struct Partage(Vec<u8>);

impl Partage {
    /// A new secret: 160 bits, as RFC 4226 asks.
    pub fn tirer(alea: &Alea) -> Self {
        Self(alea.octets::<20>().to_vec())
    }

    /// The secret typed or carried by a form, in base 32.
    pub fn lire(texte: &str) -> Option<Self> {
        let secret = Base32::try_from_base32(texte).ok()?;
        (secret.as_bytes().len() == 20).then(|| Self(secret.as_bytes().to_vec()))
    }

    /// The secret in base 32, for those who cannot scan.
    pub fn en_base32(&self) -> String {
        Base32::from(self.0.clone()).to_base32()
    }

    /// The time step of a right code.
    pub fn pas_du_code(&self, code: &str, login: &str, maintenant: Timestamp) -> Option<i64> {
        let code: String = code.split_whitespace().collect();
        let secondes = u64::try_from(maintenant.as_second()).ok()?;
        let pas = self.totp(login).ok()?.check(&code, secondes)?;
        i64::try_from(pas).ok()
    }

    /// The drawing that an application scans.
    pub fn qr(&self, login: &str) -> Result<Markup, Failure> {
        let adresse = self.totp(login)?.to_url().map_err(Failure::interne)?;
        let code = QrCode::new(adresse.as_bytes()).map_err(Failure::interne)?;
        Ok(dessiner(&code))
    }

    fn totp(&self, login: &str) -> Result<Totp, Failure> {
        let totp = Builder::new()
            .with_secret(self.0.clone())
            .with_issuer(Some("Acces Direct"))
            .with_account_name(login);
        totp.build().map_err(Failure::interne)
    }

    /// Sealed for the account that holds it.
    pub fn sceller(&self, entrepot: &Entrepot, compte: CompteId, alea: &Alea) -> Vec<u8> {
        entrepot.trousseau().sceller(&self.0, cellule(compte), alea.octets())
    }

    fn ouvrir(entrepot: &Entrepot, compte: CompteId, scelle: &[u8]) -> Result<Self, Failure> {
        let clair = entrepot.trousseau().ouvrir(scelle, cellule(compte)).map_err(Failure::interne)?;
        Ok(Self(clair.to_vec()))
    }
}

fn cellule(compte: CompteId) -> Cellule {
    Cellule { table: "compte", colonne: "totp", ligne: Uuid::from_u128(compte.bits()) }
}

/// One square per dark module, with the quiet zone of four modules that readers need.
fn dessiner(code: &QrCode) -> Markup {
    let cote = code.width();
    let carres: String = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, couleur)| **couleur == Color::Dark)
        .map(|(place, _)| format!("M{} {}h1v1h-1z", place % cote + 4, place / cote + 4))
        .collect();
    let vue = format!("0 0 {0} {0}", cote + 8);
    html! {
        svg.qr viewBox=(vue) width="220" height="220" role="img" aria-label="Code QR à scanner" {
            rect.qr-fond width="100%" height="100%" {}
            path.qr-carres d=(carres) {}
        }
    }
}

/// Recovery codes to print, as written for a person.
pub fn tirer_les_codes(alea: &Alea) -> Vec<String> {
    const SIGNES: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let tirer = || {
        let tirage = alea.octets::<10>();
        let code: String =
            tirage.iter().filter_map(|o| SIGNES.get(usize::from(o % 32))).copied().map(char::from).collect();
        format!("{}-{}", code.get(..5).unwrap_or_default(), code.get(5..).unwrap_or_default())
    };
    (0..CODES).map(|_| tirer()).collect()
}

/// What the base keeps of a recovery code.
pub fn empreinte_du_code(entrepot: &Entrepot, compte: CompteId, code: &str) -> IndexAveugle {
    let code: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    entrepot.trousseau().index("code-de-secours", format!("{compte}/{code}").as_bytes())
}

/// Is it the code of this instant or an unused recovery code; either serves once.
pub async fn verifier(
    app: &App,
    compte: CompteId,
    login: &str,
    facteur: &SecondFacteur,
    code: String,
) -> Result<bool, Failure> {
    let cle = cle_du_compte(app, "second-facteur", login);
    compter(app, vec![(Compteur::Compte, cle)]).await?;
    let maintenant = app.horloge.maintenant();
    let partage = Partage::ouvrir(&app.entrepot, compte, &facteur.secret)?;
    let pas = partage.pas_du_code(&code, login, maintenant);
    let empreinte = empreinte_du_code(&app.entrepot, compte, &code);
    let consomme = app.entrepot.ecrire(move |tx| {
        match pas {
            Some(pas) => compte::consommer_pas(tx, compte, pas),
            None => compte::consommer_code(tx, compte, empreinte),
        }
        entrepot::tentative::oublier(tx, cle);
        Ok::<(), Echec>(())
    });
    match consomme.await {
        Ok(()) => Ok(true),
        Err(Echec::Conflit) => Ok(false),
        Err(echec) => Err(echec.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_code_de_l_instant_passe_et_pas_celui_d_hier() {
        let partage = Partage::tirer(&Alea::graine(3));
        let maintenant: Timestamp = "2026-03-09T10:00:00Z".parse().unwrap();
        let secondes = u64::try_from(maintenant.as_second()).unwrap();
        let code = partage.totp("mk.loiret").unwrap().generate(secondes).to_string();
        assert!(partage.pas_du_code(&code, "mk.loiret", maintenant).is_some());
        assert!(partage.pas_du_code(&code, "mk.loiret", "2026-03-10T10:00:00Z".parse().unwrap()).is_none());
        assert!(partage.pas_du_code("", "mk.loiret", maintenant).is_none());
    }

    #[test]
    fn le_secret_se_relit() {
        let partage = Partage::tirer(&Alea::graine(3));
        assert_eq!(Partage::lire(&partage.en_base32()).unwrap().0, partage.0);
        assert!(Partage::lire("ABCD").is_none());
    }

    #[test]
    fn les_codes_de_secours_different() {
        let codes: std::collections::BTreeSet<_> = tirer_les_codes(&Alea::Systeme).into_iter().collect();
        assert_eq!(codes.len(), CODES);
        assert!(codes.iter().all(|code| code.len() == 11));
    }
}
