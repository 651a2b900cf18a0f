//! The client of the directory before a server that answers like it, well and badly.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use droit::identifiant::rpps_de_demonstration;
use formats::annuaire_fhir::Recueil;
use passerelles::{ApiAnnuaire, EchecAnnuaire, Secret};

const CLE: &str = "cle-d-essai";
const DELAI: Duration = Duration::from_millis(400);

/// A server that gives these answers one after the other, `{base}` being its own address, and tells what it was asked.
fn serveur(reponses: Vec<String>) -> (ApiAnnuaire, Receiver<String>) {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/fhir/v2", ecoute.local_addr().unwrap());
    let (dire, demandes) = channel();
    let sienne = base.clone();
    thread::spawn(move || {
        for reponse in reponses {
            let (lien, _) = ecoute.accept().unwrap();
            dire.send(demande(&lien)).unwrap();
            if reponse == "silence" {
                thread::sleep(DELAI * 3);
                continue;
            }
            (&lien).write_all(reponse.replace("{base}", &sienne).as_bytes()).unwrap();
        }
    });
    (ApiAnnuaire::new(base.parse().unwrap(), Secret::from(CLE), DELAI), demandes)
}

fn demande(lien: &TcpStream) -> String {
    let lignes = BufReader::new(lien).lines().map(Result::unwrap);
    lignes.take_while(|ligne| !ligne.is_empty()).collect::<Vec<_>>().join("\n")
}

fn reponse(statut: &str, entetes: &str, corps: &str) -> String {
    format!(
        "HTTP/1.1 {statut}\r\nConnection: close\r\n{entetes}Content-Type: application/fhir+json\r\n\r\n{corps}"
    )
}

fn recherche(ressources: &str, suite: &str) -> String {
    let lien = match suite {
        "" => String::new(),
        suite => format!(r#"{{"relation":"next","url":"{suite}"}}"#),
    };
    let corps =
        format!(r#"{{"resourceType":"Bundle","type":"searchset","link":[{lien}],"entry":[{ressources}]}}"#);
    reponse("200 OK", "", &corps)
}

fn praticien() -> String {
    let rpps = rpps_de_demonstration(1);
    let g15 = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante";
    format!(
        r#"{{"resource":{{"resourceType":"Practitioner","id":"003-1","identifier":[{{"system":"https://rpps.esante.gouv.fr",
        "value":"{rpps}"}}],"qualification":[{{"code":{{"coding":[{{"system":"{g15}","code":"70"}}]}}}}]}}}}"#
    )
}

fn echec(reponse: String) -> EchecAnnuaire {
    let (api, _demandes) = serveur(vec![reponse]);
    api.chercher("Practitioner", &[]).unwrap_err()
}

#[test]
fn une_recherche_porte_la_cle_et_suit_ses_pages() {
    let situation = r#"{"resource":{"resourceType":"PractitionerRole","practitioner":{"reference":"Practitioner/003-1"}}}"#;
    let (api, demandes) = serveur(vec![
        recherche(&praticien(), "{base}?_getpages=abc&_getpagesoffset=50"),
        recherche(situation, ""),
    ]);
    let rpps = rpps_de_demonstration(1);
    let pages = api.chercher("Practitioner", &[("identifier", rpps.as_str())]).unwrap();
    assert_eq!(pages.len(), 2);
    let mut recueil = Recueil::default();
    pages.into_iter().for_each(|page| recueil.ajouter(page));
    assert!(recueil.releve(&rpps).unwrap().exerce());
    let recues: Vec<String> = demandes.iter().collect();
    assert!(recues[0].starts_with(&format!("GET /fhir/v2/Practitioner?identifier={rpps} ")), "{}", recues[0]);
    assert!(recues[1].starts_with("GET /fhir/v2?_getpages=abc&_getpagesoffset=50 "), "{}", recues[1]);
    assert!(recues.iter().all(|demande| demande.to_lowercase().contains(&format!("esante-api-key: {CLE}"))));
}

#[test]
fn chaque_echec_se_distingue() {
    let refus = |statut: &str| echec(reponse(statut, "", r#"{"resourceType":"OperationOutcome"}"#));
    assert!(matches!(refus("401 Unauthorized"), EchecAnnuaire::Cle));
    assert!(matches!(refus("403 Forbidden"), EchecAnnuaire::Cle));
    assert!(matches!(refus("404 Not Found"), EchecAnnuaire::Introuvable));
    assert!(matches!(refus("500 Internal Server Error"), EchecAnnuaire::Panne { code: 500 }));
    assert!(matches!(refus("503 Service Unavailable"), EchecAnnuaire::Panne { code: 503 }));
    assert!(matches!(refus("302 Found"), EchecAnnuaire::Inattendu { code: 302 }));
    assert!(matches!(echec(reponse("200 OK", "", "<html>")), EchecAnnuaire::Illisible(_)));
    assert!(matches!(refus("200 OK"), EchecAnnuaire::Illisible(_)));
    assert!(matches!(echec("silence".to_owned()), EchecAnnuaire::Delai));
    assert!(matches!(echec("charabia\r\n\r\n".to_owned()), EchecAnnuaire::Injoignable { .. }));
}

#[test]
fn trop_de_demandes_dit_quand_revenir() {
    let dit = |entete: &str| echec(reponse("429 Too Many Requests", entete, "")).to_string();
    assert!(dit("Retry-After: 7\r\n").ends_with("réessayez dans 7 s."));
    assert!(dit("Retry-After: 600\r\n").ends_with("réessayez dans 10 min."));
    assert!(dit("").ends_with("réessayez dans quelques instants."));
}

#[test]
fn la_cle_ne_part_ni_en_clair_ni_ailleurs() {
    let ailleurs = echec(recherche("", "http://127.0.0.1:9/fhir/v2?x"));
    assert!(matches!(ailleurs, EchecAnnuaire::Suite));
    let voisin = echec(recherche("", "{base}.ailleurs/x"));
    assert!(matches!(voisin, EchecAnnuaire::Suite));
    let boucle = vec![recherche("", "{base}?encore"); 25];
    let (api, demandes) = serveur(boucle);
    assert!(matches!(api.chercher("Practitioner", &[]), Err(EchecAnnuaire::Suite)));
    assert_eq!(demandes.try_iter().count(), 20);
    assert!(!format!("{api:?}").contains(CLE));
}
