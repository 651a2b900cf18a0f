//! What we accept to be built on: licences, origins and the crates that stay out.

use serde_json::Value;

use crate::arpenteur::{aucune, metadonnees};

const ACCEPTEES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "LLVM-exception",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
const BANNIES: [&str; 4] = ["openssl", "openssl-sys", "native-tls", "aws-lc-sys"];
/// Crate, the only ones that may bring it: dates are jiff's everywhere else.
const RESERVEES: [(&str, &[&str]); 1] =
    [("chrono", &["russh-sftp", "russh-util", "async-imap", "openidconnect", "oauth2"])];
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// An SPDX expression, read left to right: `OR` needs one side, `AND` and `WITH` need both.
fn acceptee(expression: &str) -> bool {
    let espacee = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut jetons = espacee.split_whitespace().peekable();
    ou(&mut jetons) && jetons.next().is_none()
}

type Jetons<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn ou(jetons: &mut Jetons<'_>) -> bool {
    let mut vrai = et(jetons);
    while jetons.next_if_eq(&"OR").is_some() {
        vrai |= et(jetons);
    }
    vrai
}

fn et(jetons: &mut Jetons<'_>) -> bool {
    let mut vrai = nom(jetons);
    while jetons.next_if(|jeton| matches!(*jeton, "AND" | "WITH")).is_some() {
        vrai &= nom(jetons);
    }
    vrai
}

fn nom(jetons: &mut Jetons<'_>) -> bool {
    match jetons.next() {
        Some("(") => ou(jetons) && jetons.next() == Some(")"),
        Some(licence) => ACCEPTEES.contains(&licence),
        None => false,
    }
}

fn paquets(metadonnees: &Value) -> impl Iterator<Item = (&str, &Value)> {
    metadonnees["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paquet| (paquet["name"].as_str().unwrap(), paquet))
}

#[test]
fn chaque_dependance_a_une_licence_acceptee() {
    let metadonnees = metadonnees();
    let fautes = paquets(&metadonnees).filter_map(|(nom, paquet)| {
        let licence = paquet["license"].as_str().unwrap_or("aucune");
        (!acceptee(licence)).then(|| format!("{nom} : licence {licence}"))
    });
    aucune(&fautes.collect::<Vec<_>>());
}

#[test]
fn chaque_dependance_vient_de_crates_io_ou_d_ici() {
    let metadonnees = metadonnees();
    let fautes = paquets(&metadonnees).filter_map(|(nom, paquet)| {
        let source = paquet["source"].as_str();
        source.is_some_and(|source| source != CRATES_IO).then(|| format!("{nom} : source {source:?}"))
    });
    aucune(&fautes.collect::<Vec<_>>());
}

#[test]
fn les_bibliotheques_bannies_restent_dehors() {
    let metadonnees = metadonnees();
    let fautes =
        paquets(&metadonnees).filter(|(nom, _)| BANNIES.contains(nom)).map(|(nom, _)| nom.to_owned());
    aucune(&fautes.collect::<Vec<_>>());
}

#[test]
fn ce_qui_est_reserve_n_entre_que_par_sa_porte() {
    let metadonnees = metadonnees();
    let fautes = paquets(&metadonnees).flat_map(|(nom, paquet)| {
        let dependances = paquet["dependencies"].as_array().unwrap().iter();
        let utiles =
            dependances.filter(|dependance| dependance["kind"].is_null() && dependance["optional"] == false);
        let noms = utiles.filter_map(|dependance| dependance["name"].as_str());
        let reservees = noms.filter(|dependance| {
            RESERVEES.iter().any(|(reservee, portes)| reservee == dependance && !portes.contains(&nom))
        });
        reservees.map(|reservee| format!("{nom} amène {reservee}")).collect::<Vec<_>>()
    });
    aucune(&fautes.collect::<Vec<_>>());
}

#[test]
fn la_lecture_des_licences_distingue_et_de_ou() {
    assert!(acceptee("MIT OR Apache-2.0"));
    assert!(acceptee("MIT/GPL-3.0"));
    assert!(acceptee("(MIT OR GPL-3.0) AND Unicode-3.0"));
    assert!(acceptee("Apache-2.0 WITH LLVM-exception"));
    assert!(!acceptee("MIT AND GPL-3.0"));
    assert!(!acceptee("GPL-3.0"));
    assert!(!acceptee(""));
}
