//! Asking the national directory again about one file: by the last extraction, or by its interface.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use axum::http::StatusCode;
use droit::identifiant::rpps_de_demonstration;
use jiff::civil::date;
use passerelles::{ApiAnnuaire, Secret};

use crate::annuaire_sante::extraire;
use crate::banc::{Banc, Rendu};
use crate::terrain::Terrain;

const G15: &str = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante";
const INSEE: &str = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code";

/// A directory that answers this status, and knows one MK with an activity in this commune.
fn annuaire(statut: &'static str, commune: &'static str) -> ApiAnnuaire {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/fhir/v2", ecoute.local_addr().unwrap());
    thread::spawn(move || {
        for lien in ecoute.incoming().map(Result::unwrap) {
            let lignes = BufReader::new(&lien).lines().map(Result::unwrap);
            let demande: Vec<_> = lignes.take_while(|ligne| !ligne.is_empty()).collect();
            let entrees = match demande.concat().contains("/PractitionerRole?") {
                true => activite(commune),
                false => praticien(),
            };
            let corps = format!(r#"{{"resourceType":"Bundle","type":"searchset","entry":[{entrees}]}}"#);
            let entete = format!("HTTP/1.1 {statut}\r\nConnection: close\r\nRetry-After: 30\r\n\r\n");
            (&lien).write_all((entete + &corps).as_bytes()).unwrap();
        }
    });
    ApiAnnuaire::new(base.parse().unwrap(), Secret::from("cle"), Duration::from_secs(5))
}

fn praticien() -> String {
    let rpps = rpps_de_demonstration(0);
    format!(
        r#"{{"resource":{{"resourceType":"Practitioner","id":"003-1","identifier":[{{"system":"https://rpps.esante.gouv.fr",
        "value":"{rpps}"}}],"qualification":[{{"code":{{"coding":[{{"system":"{G15}","code":"70"}}]}}}}]}}}}"#
    )
}

fn activite(commune: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"PractitionerRole","practitioner":{{"reference":"Practitioner/003-1"}},
        "organization":{{"reference":"Organization/001-1"}}}}}},
        {{"resource":{{"resourceType":"Organization","id":"001-1","address":[{{"extension":[{{"url":"{INSEE}",
        "valueCoding":{{"code":"{commune}"}}}}]}}]}}}}"#
    )
}

async fn reverifier(terrain: &Terrain, dossier: &str) -> Rendu {
    terrain.banc.poster(&format!("{dossier}/reverifier"), &terrain.ars, "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_cle_la_derniere_extraction_repond_et_sa_reponse_reste() {
    let terrain = Terrain::new("reverifier-extraction", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let muet = reverifier(&terrain, &dossier).await;
    assert_eq!(muet.statut, StatusCode::BAD_GATEWAY);
    assert!(muet.corps.contains("Aucune extraction de l’annuaire n’a été importée"));

    extraire(&terrain.banc, date(2026, 3, 2), &[(0, "45")]);
    assert_eq!(reverifier(&terrain, &dossier).await.statut, StatusCode::SEE_OTHER);
    extraire(&terrain.banc, date(2026, 3, 8), &[(0, "28")]);
    let page = terrain.banc.lire(&dossier, &terrain.ars).await.corps;
    let gardee = "avec une activité dans le département 45 (Annuaire Santé, extraction du 02/03/2026).";
    assert!(page.contains(gardee) && page.contains("Vérifié le 9 mars 2026 à 10 h 00 par "));
    let jour = "sans activité dans le département 45 : vérifiez le lieu d’exercice (Annuaire Santé, extraction du 08/03/2026).";
    assert!(page.contains(jour), "la vérification du jour vient de la dernière extraction");
    let cpts = terrain.banc.lire(&dossier, &terrain.coordination).await.corps;
    assert!(cpts.contains(gardee) && !cpts.contains("/reverifier"));
    let refus = terrain.banc.poster(&format!("{dossier}/reverifier"), &terrain.coordination, "").await;
    assert_eq!(refus.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn avec_une_cle_l_annuaire_repond_lui_meme_et_fait_foi() {
    let banc = Banc::avec_annuaire("reverifier-api", annuaire("200 OK", "45234"));
    let terrain = Terrain::sur(banc, 2);
    let dossiers = terrain.declarer(&[0, 1]).await;
    extraire(&terrain.banc, date(2026, 3, 2), &[(0, "28")]);
    assert_eq!(reverifier(&terrain, &dossiers[0]).await.statut, StatusCode::SEE_OTHER);
    let page = terrain.banc.lire(&dossiers[0], &terrain.ars).await.corps;
    let reponse = "avec une activité dans le département 45 (Annuaire Santé, interrogé le 09/03/2026).";
    assert!(page.matches(reponse).count() == 2, "au dossier et dans la vérification du jour");
    assert!(page.contains("Interroger l’annuaire maintenant"));

    assert_eq!(reverifier(&terrain, &dossiers[1]).await.statut, StatusCode::SEE_OTHER);
    let inconnu = terrain.banc.lire(&dossiers[1], &terrain.ars).await.corps;
    assert!(inconnu.contains("Aucun masseur-kinésithérapeute ne porte ce numéro RPPS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_annuaire_muet_ne_change_rien() {
    let banc = Banc::avec_annuaire("reverifier-muet", annuaire("429 Too Many Requests", ""));
    let terrain = Terrain::sur(banc, 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let muet = reverifier(&terrain, &dossier).await;
    assert_eq!(muet.statut, StatusCode::BAD_GATEWAY);
    assert!(muet.corps.contains("réessayez dans 30 s."));
    assert!(terrain.banc.lire(&dossier, &terrain.ars).await.corps.contains("n’a pas encore été interrogé"));
}
