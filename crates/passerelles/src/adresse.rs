//! The address of a service to which a secret is sent: encrypted on the way, unless it never leaves this machine.

use std::fmt;
use std::str::FromStr;

use ureq::http::Uri;

/// Hosts of this machine alone.
const ICI: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// `https://…` to anywhere, `http://…` to this machine alone; without a final slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdresseDeService(String);

/// The address would send a secret in clear, or is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "« {0} » n’est pas l’adresse d’un service sûr : elle doit commencer par https:// (http:// seulement vers 127.0.0.1), \
     sans identifiant, ni « ? », ni « # »"
)]
pub struct AdresseRefusee(String);

impl AdresseDeService {
    /// An address that this crate knows to be safe.
    pub(crate) fn connue(adresse: &'static str) -> Self {
        Self(adresse.to_owned())
    }

    /// The text of the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address under this one.
    pub fn sous(&self, chemin: &str) -> String {
        format!("{}/{}", self.0, chemin.trim_start_matches('/'))
    }

    /// Is this address under the service's own, so that its secret may go there too.
    pub fn couvre(&self, adresse: &str) -> bool {
        adresse.strip_prefix(&self.0).is_some_and(|fin| fin.is_empty() || fin.starts_with(['/', '?']))
    }
}

impl fmt::Display for AdresseDeService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AdresseDeService {
    type Err = AdresseRefusee;

    fn from_str(texte: &str) -> Result<Self, Self::Err> {
        let nu = texte.trim().trim_end_matches('/');
        let sure = nu.parse().is_ok_and(|uri| sure(&uri)) && !nu.contains('#');
        sure.then(|| Self(nu.to_owned())).ok_or_else(|| AdresseRefusee(texte.trim().to_owned()))
    }
}

fn sure(uri: &Uri) -> bool {
    let Some(autorite) = uri.authority() else { return false };
    let simple = uri.query().is_none() && !autorite.as_str().contains('@') && !autorite.host().is_empty();
    let protegee = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => ICI.contains(&autorite.host()),
        _ => false,
    };
    simple && protegee
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lire(texte: &str) -> Result<String, AdresseRefusee> {
        texte.parse::<AdresseDeService>().map(|adresse| adresse.to_string())
    }

    #[test]
    fn un_service_sur_garde_son_adresse() {
        assert_eq!(lire("https://a.exemple/fhir/v2/").unwrap(), "https://a.exemple/fhir/v2");
        for ici in ["http://127.0.0.1:8080/x", "http://[::1]:1", "http://localhost:9000"] {
            assert_eq!(lire(ici).unwrap(), ici);
        }
    }

    #[test]
    fn un_secret_ne_part_pas_en_clair_ni_sous_un_faux_nom() {
        let fautes = [
            "http://a.exemple/x",
            "http://127.0.0.1:8080@a.exemple/",
            "http://127.0.0.1.a.exemple/",
            "https://qui:quoi@a.exemple",
            "https://a.exemple/?x=1",
            "https://a.exemple/#x",
            "https://",
            "ftp://a.exemple",
            "a.exemple",
            "",
        ];
        for faute in fautes {
            assert!(lire(faute).is_err(), "{faute}");
        }
    }

    #[test]
    fn la_suite_d_une_reponse_reste_chez_le_service() {
        let service: AdresseDeService = "https://a.exemple/fhir".parse().unwrap();
        assert!(service.couvre("https://a.exemple/fhir/x?y") && service.couvre("https://a.exemple/fhir?y"));
        assert!(!service.couvre("https://a.exemple/fhirx") && !service.couvre("https://b.exemple/fhir"));
    }
}
