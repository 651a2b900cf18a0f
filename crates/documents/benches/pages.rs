//! Warm time of each page, best of rounds; the first page tells what loading fonts and templates costs.
#![expect(clippy::unwrap_used, reason = "a measure stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "the figures are the output")]

#[path = "../tests/papiers/exemples.rs"]
#[expect(dead_code, reason = "the measures need fewer examples than the tests")]
mod exemples;

#[path = "../../formats/src/document/exemple.rs"]
mod episode;

use std::time::{Duration, Instant};

use documents::{Cadre, Echec, Gabarit, Pdf};
use jiff::civil::date;

/// Pages per round, each about somebody else so that nothing is served from memory.
const PAGES: u32 = 50;
const TOURS: u32 = 5;
/// What a warm page may cost.
const BUDGET: Duration = Duration::from_millis(10);

fn main() {
    let debut = Instant::now();
    composer_une_decision(u32::MAX).unwrap();
    println!("première page : {:.1} ms", ms(debut.elapsed()));
    mesurer("décision", composer_une_decision);
    mesurer("certificat", composer_un_certificat);
    mesurer("attestation", composer_une_attestation);
    mesurer("bilan", |rang| composer_un_document(rang, 0));
    mesurer("compte rendu", |rang| composer_un_document(rang, 1));
    mesurer("lettre d’orientation", |rang| composer_un_document(rang, 2));
    mesurer("justificatif", |rang| composer_un_document(rang, 3));
}

fn mesurer(nom: &str, composer: fn(u32) -> Result<Pdf, Echec>) {
    let tour = |tour: u32| {
        let debut = Instant::now();
        for page in 0..PAGES {
            composer(tour * PAGES + page).unwrap();
        }
        debut.elapsed() / PAGES
    };
    let meilleur = (0..TOURS).map(tour).min().unwrap_or_default();
    let part = meilleur.as_secs_f64() / BUDGET.as_secs_f64();
    println!("{nom} : {:.2} ms par page, soit {:.0} % de 10 ms", ms(meilleur), part * 100.0);
}

fn ms(duree: Duration) -> f64 {
    duree.as_secs_f64() * 1e3
}

fn composer_une_decision(rang: u32) -> Result<Pdf, Echec> {
    let mut lettre = exemples::refus(&format!("Pièce n° {rang} illisible."));
    lettre.destinataire.nom = format!("Zoé Exemple {rang}");
    documents::decision(&lettre)
}

fn composer_un_certificat(rang: u32) -> Result<Pdf, Echec> {
    let mut certificat = exemples::certificat();
    certificat.praticien.nom = format!("Zoé Exemple {rang}");
    certificat.lien = format!("{}{rang}", certificat.lien);
    documents::certificat(&certificat)
}

fn composer_une_attestation(rang: u32) -> Result<Pdf, Echec> {
    let mut attestation = exemples::attestation();
    attestation.praticien.nom = format!("Zoé Exemple {rang}");
    documents::attestation(&attestation)
}

/// A document of an episode: bilan, report, letter, justificatif, about somebody else each time.
fn composer_un_document(rang: u32, genre: usize) -> Result<Pdf, Echec> {
    let mut document = episode::documents(&episode::PERSONNES[0].sujet()).remove(genre);
    document.en_tete.redacteur.nom = episode::nom("Zoé", &format!("EXEMPLE {rang}"));
    let cadre = Cadre { le: date(2026, 1, 5), bandeau: None, gabarit: Gabarit::default() };
    documents::clinique(&document, cadre)
}
