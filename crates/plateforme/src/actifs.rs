//! Style sheet, script, font and icon, embedded in the binary under an address that changes with their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::echec::Failure;

/// One embedded file.
struct Actif {
    nom: &'static str,
    genre: &'static str,
    octets: &'static [u8],
}

const STYLE: &str = concat!(
    include_str!("../assets/style/socle.css"),
    include_str!("../assets/style/structure.css"),
    include_str!("../assets/style/composants.css"),
    include_str!("../assets/style/graphiques.css"),
    include_str!("../assets/style/formulaires.css"),
    include_str!("../assets/style/ecrans.css"),
    include_str!("../assets/style/episodes.css"),
    include_str!("../assets/style/instruction.css"),
    include_str!("../assets/style/documents.css"),
    include_str!("../assets/style/remises.css"),
    include_str!("../assets/style/impression.css"),
);

const ACTIFS: &[Actif] = &[
    Actif { nom: "style.css", genre: "text/css; charset=utf-8", octets: STYLE.as_bytes() },
    Actif {
        nom: "fragment.css",
        genre: "text/css; charset=utf-8",
        octets: include_bytes!("../assets/style/fragment.css"),
    },
    Actif {
        nom: "acces-direct.js",
        genre: "text/javascript; charset=utf-8",
        octets: include_bytes!("../assets/acces-direct.js"),
    },
    Actif {
        nom: "redaction.js",
        genre: "text/javascript; charset=utf-8",
        octets: include_bytes!("../assets/redaction.js"),
    },
    Actif {
        nom: "schema.js",
        genre: "text/javascript; charset=utf-8",
        octets: include_bytes!("../assets/schema.js"),
    },
    Actif { nom: "icone.svg", genre: "image/svg+xml", octets: include_bytes!("../assets/icone.svg") },
    Actif {
        nom: "atkinson-latin.woff2",
        genre: "font/woff2",
        octets: include_bytes!("../assets/police/atkinson-latin.woff2"),
    },
    Actif {
        nom: "atkinson-latin-ext.woff2",
        genre: "font/woff2",
        octets: include_bytes!("../assets/police/atkinson-latin-ext.woff2"),
    },
    Actif {
        nom: "LICENSE-OFL.txt",
        genre: "text/plain; charset=utf-8",
        octets: include_bytes!("../assets/police/LICENSE-OFL.txt"),
    },
];

/// Twelve hexadecimal digits of the SHA-256 of all embedded files.
static EMPREINTE: LazyLock<String> = LazyLock::new(|| {
    let mut hachage = Sha256::new();
    ACTIFS.iter().for_each(|actif| hachage.update(actif.octets));
    hachage.finalize().iter().take(6).map(|octet| format!("{octet:02x}")).collect()
});

/// The address of an embedded file.
pub fn adresse(nom: &str) -> String {
    format!("/actifs/{}/{nom}", *EMPREINTE)
}

/// Serves an embedded file; for ever under its own address, briefly under the address of another version.
pub async fn servir(Path((empreinte, nom)): Path<(String, String)>) -> Result<Response, Failure> {
    let actif = ACTIFS.iter().find(|actif| actif.nom == nom).ok_or(Failure::Introuvable)?;
    let duree =
        if empreinte == *EMPREINTE { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let entetes = [(header::CONTENT_TYPE, actif.genre), (header::CACHE_CONTROL, duree)];
    Ok((entetes, actif.octets).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_scripts_restent_petits() {
        for script in ACTIFS.iter().filter(|actif| actif.nom.ends_with(".js")) {
            assert!(script.octets.len() <= 5 * 1024, "{} : {} octets", script.nom, script.octets.len());
        }
    }

    #[test]
    fn le_style_ne_charge_que_des_fichiers_embarques() {
        for morceau in STYLE.split("url(").skip(1) {
            let nom = morceau.split(')').next().unwrap().trim_matches('"');
            assert!(ACTIFS.iter().any(|actif| actif.nom == nom), "{nom}");
        }
    }
}
