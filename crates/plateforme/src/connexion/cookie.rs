//! The session cookie: out of reach of scripts, of other sites and, over TLS, of plain HTTP.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::config::Transport;

/// Over TLS the prefix makes browsers refuse a cookie set by a neighbour of the site.
fn nom(transport: Transport) -> &'static str {
    match transport {
        Transport::Chiffre => "__Host-acces-direct",
        Transport::EnClair => "acces-direct",
    }
}

/// The secret that the request carries.
pub fn lire(entetes: &HeaderMap, transport: Transport) -> Option<Secret> {
    let cookies = entetes.get_all(header::COOKIE).into_iter().filter_map(|ligne| ligne.to_str().ok());
    let mut paires =
        cookies.flat_map(|ligne| ligne.split(';')).filter_map(|paire| paire.trim().split_once('='));
    let (_, valeur) = paires.find(|(cle, _)| *cle == nom(transport))?;
    Secret::de_cookie(valeur)
}

/// Gives the secret to the browser until it closes.
pub fn poser(secret: &Secret, transport: Transport) -> HeaderValue {
    ligne(&secret.en_cookie(), "", transport)
}

/// Takes the secret back from the browser.
pub fn retirer(transport: Transport) -> HeaderValue {
    ligne("", "; Max-Age=0", transport)
}

fn ligne(valeur: &str, duree: &str, transport: Transport) -> HeaderValue {
    let chiffre = match transport {
        Transport::Chiffre => "; Secure",
        Transport::EnClair => "",
    };
    let texte = format!("{}={valeur}; Path=/; HttpOnly; SameSite=Lax{chiffre}{duree}", nom(transport));
    HeaderValue::from_str(&texte).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alea::Alea;

    #[test]
    fn le_cookie_pose_est_relu() {
        let secret = Secret::tirer(&Alea::Systeme);
        let pose = poser(&secret, Transport::Chiffre);
        let pose = pose.to_str().unwrap();
        assert!(pose.starts_with("__Host-") && pose.contains("; Secure") && pose.contains("; HttpOnly"));
        let mut entetes = HeaderMap::new();
        let paire = format!("autre=1; {}", pose.split(';').next().unwrap());
        entetes.insert(header::COOKIE, paire.parse().unwrap());
        assert!(lire(&entetes, Transport::Chiffre) == Some(secret));
        assert!(lire(&entetes, Transport::EnClair).is_none());
    }
}
