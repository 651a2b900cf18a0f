//! The client of the DMP before a server that answers like it: taken, refused, mute, cut after it took.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

#[path = "pairs/pdsm.rs"]
#[expect(dead_code, reason = "the tests of the worker use the rest")]
mod pair;

use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use formats::pdsm::Requete;
use pair::{Replique, Vue};
use passerelles::Secret;
use passerelles::dmp::{EchecDmp, Pdsm};
use serde_json::json;

/// Longer than a busy machine needs to answer.
const DELAI: Duration = Duration::from_secs(3);

fn serveur(replique: Replique) -> (Pdsm, Receiver<Vue>) {
    let (base, vues) = pair::serveur(vec![replique]);
    (Pdsm::new(base.parse().unwrap(), DELAI), vues)
}

fn requete() -> Requete {
    Requete {
        chemin: "/DocumentReference",
        corps: json!({ "resourceType": "DocumentReference" }),
        si_absent: Some("identifier=urn:ietf:rfc:3986|urn:oid:2.25.1".to_owned()),
    }
}

fn deposer(replique: Replique) -> Result<String, EchecDmp> {
    let (pdsm, _vues) = serveur(replique);
    pdsm.deposer(&requete(), &Secret::from("jeton-d-essai")).map(|recepisse| recepisse.reference)
}

fn dit(mots: &str) -> Replique {
    Replique::Dit(mots.to_owned())
}

const CREE: &str = "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/fhir+json\r\n\r\n{\"resourceType\":\"DocumentReference\",\"id\":\"42\"}";
const REFUS: &str = "HTTP/1.1 422 Unprocessable Entity\r\nConnection: close\r\n\r\n{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"invalid\",\"diagnostics\":\"DMP inexistant\"}]}";
const PANNE: &str = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n";
const JETON: &str = "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n";

#[test]
fn un_depot_porte_son_jeton_et_sa_condition() {
    let (pdsm, vues) = serveur(dit(CREE));
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
    assert_eq!(deposer(dit(REFUS)), Err(EchecDmp::Definitif("code 422, DMP inexistant".to_owned())));
    assert!(matches!(deposer(dit(PANNE)), Err(EchecDmp::Passager(_))));
    assert!(matches!(deposer(dit(JETON)), Err(EchecDmp::Passager(cause)) if cause.contains("jeton")));
    assert!(matches!(deposer(Replique::Silence(DELAI * 2)), Err(EchecDmp::Incertain(_))));
    assert!(matches!(deposer(Replique::Coupe), Err(EchecDmp::Incertain(_))));
}

#[test]
fn un_port_ferme_n_a_rien_pris() {
    let libre = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let pdsm = Pdsm::new(format!("http://{libre}").parse().unwrap(), DELAI);
    let depot = pdsm.deposer(&requete(), &Secret::from("x"));
    assert!(matches!(depot, Err(EchecDmp::Passager(_))), "{depot:?}");
}
