//! The client of the DMP before a server that answers like it: taken, refused, mute, cut after it took.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use formats::pdsm::Requete;
use passerelles::Secret;
use passerelles::dmp::{EchecDmp, Pdsm};
use serde_json::{Value, json};

const DELAI: Duration = Duration::from_millis(500);

/// A request as the server saw it.
struct Vue {
    tete: String,
    corps: Value,
}

fn serveur(reponses: Vec<&'static str>) -> (Pdsm, Receiver<Vue>) {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/fhir", ecoute.local_addr().unwrap());
    let (dire, vues) = channel();
    thread::spawn(move || {
        for reponse in reponses {
            let (lien, _) = ecoute.accept().unwrap();
            dire.send(lire(&lien)).unwrap();
            match reponse {
                "silence" => thread::sleep(DELAI * 3),
                "coupe" => drop(lien),
                dite => (&lien).write_all(dite.as_bytes()).unwrap(),
            }
        }
    });
    (Pdsm::new(base.parse().unwrap(), DELAI), vues)
}

fn lire(lien: &TcpStream) -> Vue {
    let mut lecteur = BufReader::new(lien);
    let (mut tete, mut taille) = (String::new(), 0);
    loop {
        let mut ligne = String::new();
        lecteur.read_line(&mut ligne).unwrap();
        if ligne.trim().is_empty() {
            break;
        }
        if let Some(valeur) = ligne.to_ascii_lowercase().strip_prefix("content-length:") {
            taille = valeur.trim().parse().unwrap();
        }
        tete.push_str(&ligne);
    }
    let mut corps = vec![0; taille];
    lecteur.read_exact(&mut corps).unwrap();
    Vue { tete, corps: serde_json::from_slice(&corps).unwrap() }
}

fn requete() -> Requete {
    Requete {
        chemin: "/DocumentReference",
        corps: json!({ "resourceType": "DocumentReference" }),
        si_absent: Some("identifier=urn:ietf:rfc:3986|urn:oid:2.25.1".to_owned()),
    }
}

fn deposer(reponse: &'static str) -> Result<String, EchecDmp> {
    let (pdsm, _vues) = serveur(vec![reponse]);
    pdsm.deposer(&requete(), &Secret::from("jeton-d-essai")).map(|recepisse| recepisse.reference)
}

const CREE: &str = "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/fhir+json\r\n\r\n{\"resourceType\":\"DocumentReference\",\"id\":\"42\"}";
const REFUS: &str = "HTTP/1.1 422 Unprocessable Entity\r\nConnection: close\r\n\r\n{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"invalid\",\"diagnostics\":\"DMP inexistant\"}]}";
const PANNE: &str = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n";
const JETON: &str = "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n";

#[test]
fn un_depot_porte_son_jeton_et_sa_condition() {
    let (pdsm, vues) = serveur(vec![CREE]);
    let recepisse = pdsm.deposer(&requete(), &Secret::from("jeton-d-essai")).unwrap();
    assert_eq!(recepisse.reference, "DocumentReference/42");
    let vue = vues.recv().unwrap();
    let tete = vue.tete.to_ascii_lowercase();
    assert!(vue.tete.starts_with("POST /fhir/DocumentReference "), "{}", vue.tete);
    assert!(
        tete.contains("authorization: bearer jeton-d-essai") && tete.contains("if-none-exist: identifier=")
    );
    assert_eq!(vue.corps.get("resourceType").unwrap(), "DocumentReference");
}

#[test]
fn chaque_echec_est_dit_et_l_incertain_aussi() {
    assert_eq!(deposer(REFUS), Err(EchecDmp::Definitif("code 422, DMP inexistant".to_owned())));
    assert!(matches!(deposer(PANNE), Err(EchecDmp::Passager(_))));
    assert!(matches!(deposer(JETON), Err(EchecDmp::Passager(cause)) if cause.contains("jeton")));
    assert!(matches!(deposer("silence"), Err(EchecDmp::Incertain(_))));
    assert!(matches!(deposer("coupe"), Err(EchecDmp::Incertain(_))));
}

#[test]
fn un_port_ferme_n_a_rien_pris() {
    let libre = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let pdsm = Pdsm::new(format!("http://{libre}").parse().unwrap(), DELAI);
    let depot = pdsm.deposer(&requete(), &Secret::from("x"));
    assert!(matches!(depot, Err(EchecDmp::Passager(_))), "{depot:?}");
}
