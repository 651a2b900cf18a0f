//! The pages of the door: sign in, give the second factor, sign out.

mod entrer;
pub mod pro_sante_connect;
mod second_facteur;
mod sortir;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use droit::acces::Role;

pub use entrer::{entrer, formulaire};
pub use second_facteur::{demander, verifier};
pub use sortir::sortir;

use crate::gabarits::premiere_page;

/// Where to go after signing in: a page of this site and nothing else.
fn suite_sure(suite: &str) -> &str {
    let ici = suite.starts_with('/') && !suite.starts_with("//") && !suite.contains(['\\', '\r', '\n']);
    if ici { suite } else { "/" }
}

/// The page asked for, else the first page of the role.
fn arrivee(suite: &str, role: Role) -> &str {
    if suite == "/" { premiere_page(role) } else { suite }
}

fn rediriger(adresse: &str, cookie: HeaderValue) -> Response {
    let mut reponse = Redirect::to(adresse).into_response();
    reponse.headers_mut().insert(header::SET_COOKIE, cookie);
    reponse
}

/// The browser in two words, told to its owner among his sessions.
fn appareil(entetes: &HeaderMap) -> String {
    let agent = entetes.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let premier = |connus: &[(&str, &'static str)], defaut: &'static str| {
        connus.iter().find(|(marque, _)| agent.contains(marque)).map_or(defaut, |(_, nom)| nom)
    };
    let navigateur = premier(
        &[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")],
        "Navigateur",
    );
    let systeme = premier(
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ],
        "appareil inconnu",
    );
    format!("{navigateur} sur {systeme}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_suite_reste_sur_le_site() {
        assert_eq!(suite_sure("/episodes/1?x=2"), "/episodes/1?x=2");
        for ailleurs in
            ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "", "data:1"]
        {
            assert_eq!(suite_sure(ailleurs), "/", "{ailleurs}");
        }
    }

    #[test]
    fn l_appareil_se_dit_en_deux_mots() {
        let mut entetes = HeaderMap::new();
        assert_eq!(appareil(&entetes), "Navigateur sur appareil inconnu");
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
        entetes.insert(header::USER_AGENT, agent.parse().unwrap());
        assert_eq!(appareil(&entetes), "Firefox sur Windows");
    }
}
