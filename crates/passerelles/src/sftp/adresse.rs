//! Where a file server is, and the key by which it is recognised.

use std::fmt;
use std::str::FromStr;

/// `utilisateur@hote:port/dossier`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdresseSftp {
    utilisateur: String,
    hote: String,
    port: u16,
    dossier: String,
}

/// The text is not such an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas une adresse SFTP ; écrivez utilisateur@serveur:22/dossier")]
pub struct AdresseSftpInvalide(String);

impl AdresseSftp {
    /// The account.
    pub fn utilisateur(&self) -> &str {
        &self.utilisateur
    }

    /// The server.
    pub fn hote(&self) -> &str {
        &self.hote
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder, without a slash at the end.
    pub fn dossier(&self) -> &str {
        &self.dossier
    }
}

impl FromStr for AdresseSftp {
    type Err = AdresseSftpInvalide;

    fn from_str(saisie: &str) -> Result<Self, AdresseSftpInvalide> {
        lire(saisie.trim()).ok_or_else(|| AdresseSftpInvalide(saisie.to_owned()))
    }
}

fn lire(saisie: &str) -> Option<AdresseSftp> {
    let simple = |texte: &str, autres: &str| {
        !texte.is_empty() && texte.chars().all(|c| c.is_ascii_alphanumeric() || autres.contains(c))
    };
    let (utilisateur, reste) = saisie.split_once('@')?;
    let (serveur, dossier) = reste.split_once('/')?;
    let (hote, port) = match serveur.split_once(':') {
        Some((hote, port)) => (hote, port.parse().ok().filter(|port| *port != 0)?),
        None => (serveur, 22),
    };
    let parties_sures = dossier.split('/').all(|partie| partie != ".." && simple(partie, "-_."));
    let juste = simple(utilisateur, "-_.") && simple(hote, "-.") && saisie.len() <= 300;
    (juste && parties_sures).then(|| AdresseSftp {
        utilisateur: utilisateur.to_owned(),
        hote: hote.to_ascii_lowercase(),
        port,
        dossier: format!("/{dossier}"),
    })
}

impl fmt::Display for AdresseSftp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}:{}{}", self.utilisateur, self.hote, self.port, self.dossier)
    }
}

/// The SHA-256 fingerprint of a server's key, as `ssh-keygen -l` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmpreinteHote(String);

/// The text is not a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas une empreinte : « SHA256: » suivi de 43 signes, comme l’écrit ssh-keygen -l")]
pub struct EmpreinteInvalide(String);

impl EmpreinteHote {
    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EmpreinteHote {
    type Err = EmpreinteInvalide;

    fn from_str(saisie: &str) -> Result<Self, EmpreinteInvalide> {
        let nette = saisie.trim().trim_end_matches('=');
        let base64 = nette.strip_prefix("SHA256:").filter(|signes| signes.len() == 43);
        match base64 {
            Some(signes) if signes.bytes().all(|o| o.is_ascii_alphanumeric() || o == b'+' || o == b'/') => {
                Ok(Self(nette.to_owned()))
            }
            _ => Err(EmpreinteInvalide(saisie.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_adresse_se_lit_et_se_relit() {
        let adresse: AdresseSftp = "acces-direct@sftp.caisse.example:2222/depot/kine".parse().unwrap();
        assert_eq!(
            (adresse.hote(), adresse.port(), adresse.dossier()),
            ("sftp.caisse.example", 2222, "/depot/kine")
        );
        assert_eq!(adresse.to_string().parse(), Ok(adresse));
        for fausse in
            ["", "h/d", "a@h", "a@h:0/d", "a@h:99999/d", "a@h/../d", "a@h/d e", "a@/d", "a@h/d//e", "a b@h/d"]
        {
            assert!(fausse.parse::<AdresseSftp>().is_err(), "{fausse}");
        }
    }

    #[test]
    fn une_empreinte_a_quarante_trois_signes() {
        let juste = format!("SHA256:{}", "a".repeat(43));
        assert_eq!(juste.parse::<EmpreinteHote>().unwrap().as_str(), juste);
        for fausse in [
            String::new(),
            juste[..49].to_owned(),
            format!("MD5:{}", "a".repeat(43)),
            format!("SHA256:{}!", "a".repeat(42)),
        ] {
            assert!(fausse.parse::<EmpreinteHote>().is_err(), "{fausse}");
        }
    }
}
