//! The cookies: the session's and that of a request to sign in, out of reach of scripts and, over TLS, of plain HTTP.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;
use crate::config::Transport;

/// How long a browser keeps its request to sign in: longer than it serves, to tell a late answer from a foreign one.
const MEMOIRE_DE_LA_DEMANDE: &str = "; Max-Age=3600";

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    Session,
    Demande,
}

/// Over TLS the prefix makes browsers refuse a cookie set by a neighbour of the site.
fn nom(usage: Usage, transport: Transport) -> &'static str {
    match (usage, transport) {
        (Usage::Session, Transport::Chiffre) => "__Host-acces-direct",
        (Usage::Session, Transport::EnClair) => "acces-direct",
        (Usage::Demande, Transport::Chiffre) => "__Host-acces-direct-demande",
        (Usage::Demande, Transport::EnClair) => "acces-direct-demande",
    }
}

/// The secret of the session that the request carries.
pub fn lire(entetes: &HeaderMap, transport: Transport) -> Option<Secret> {
    lire_un(entetes, nom(Usage::Session, transport))
}

/// The secret of the request to sign in that this browser made last.
pub fn lire_la_demande(entetes: &HeaderMap, transport: Transport) -> Option<Secret> {
    lire_un(entetes, nom(Usage::Demande, transport))
}

fn lire_un(entetes: &HeaderMap, nom: &str) -> Option<Secret> {
    let cookies = entetes.get_all(header::COOKIE).into_iter().filter_map(|ligne| ligne.to_str().ok());
    let mut paires =
        cookies.flat_map(|ligne| ligne.split(';')).filter_map(|paire| paire.trim().split_once('='));
    let (_, valeur) = paires.find(|(cle, _)| *cle == nom)?;
    Secret::de_cookie(valeur)
}

/// Gives the secret of a session to the browser until it closes.
pub fn poser(secret: &Secret, transport: Transport) -> HeaderValue {
    ligne(nom(Usage::Session, transport), &secret.en_cookie(), "", transport)
}

/// Gives the secret of a request to sign in to the browser.
pub fn poser_la_demande(secret: &Secret, transport: Transport) -> HeaderValue {
    ligne(nom(Usage::Demande, transport), &secret.en_cookie(), MEMOIRE_DE_LA_DEMANDE, transport)
}

/// Takes the secret of the session back from the browser.
pub fn retirer(transport: Transport) -> HeaderValue {
    ligne(nom(Usage::Session, transport), "", "; Max-Age=0", transport)
}

fn ligne(nom: &str, valeur: &str, duree: &str, transport: Transport) -> HeaderValue {
    let chiffre = match transport {
        Transport::Chiffre => "; Secure",
        Transport::EnClair => "",
    };
    let texte = format!("{nom}={valeur}; Path=/; HttpOnly; SameSite=Lax{chiffre}{duree}");
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
