//! Documents before a real HTTP server that answers as the DMP would: cut after it took, then deposited once; replaced.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use droit::document::Genre;
use droit::remise::{Etat, ObjetVolonte, Preuve, Volonte};
use jiff::SignedDuration;
use plateforme::config::{Monde, Remises};
use plateforme::remise::expedition;
use plateforme::remise::voies::Voies;
use serde_json::Value;

use super::terrain::Dossier;

const PRIS: &str = r#"{"resourceType":"Bundle","type":"transaction-response","entry":[
    {"response":{"status":"201 Created","location":"List/1"}},
    {"response":{"status":"201 Created","location":"DocumentReference/7"}},
    {"response":{"status":"201 Created","location":"Binary/1"}}]}"#;

/// A server that gives these answers in turn; « coupe » takes the document and says nothing.
fn serveur(reponses: Vec<&'static str>) -> (String, Receiver<Value>) {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/fhir", ecoute.local_addr().unwrap());
    let (dire, vues) = channel();
    thread::spawn(move || {
        for reponse in reponses {
            let (lien, _) = ecoute.accept().unwrap();
            dire.send(lire(&lien)).unwrap();
            if reponse != "coupe" {
                let tete =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/fhir+json\r\n\r\n";
                (&lien).write_all(format!("{tete}{reponse}").as_bytes()).unwrap();
            }
        }
    });
    (base, vues)
}

fn lire(lien: &TcpStream) -> Value {
    let (mut lecteur, mut taille) = (BufReader::new(lien), 0);
    loop {
        let mut ligne = String::new();
        lecteur.read_line(&mut ligne).unwrap();
        if ligne.trim().is_empty() {
            break;
        }
        if let Some(valeur) = ligne.to_ascii_lowercase().strip_prefix("content-length:") {
            taille = valeur.trim().parse().unwrap();
        }
    }
    let mut corps = vec![0; taille];
    lecteur.read_exact(&mut corps).unwrap();
    serde_json::from_slice(&corps).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_depot_coupe_est_incertain_puis_depose_sous_le_meme_identifiant() {
    let (base, vues) = serveur(vec!["coupe", PRIS]);
    let jeton = std::env::temp_dir().join(format!("jeton-dmp-{}", std::process::id()));
    std::fs::write(&jeton, "jeton-d-essai\n").unwrap();
    let reglages = Remises {
        dmp_url: Some(base.parse().unwrap()),
        dmp_jeton: Some(jeton.clone()),
        ..Remises::default()
    };
    let dossier =
        Dossier::avec("dmp-pdsm", |_| Voies::des_reglages(&reglages, Monde::Fictif, None).unwrap()).await;
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    dossier.document(1, Genre::Bilan);
    let depot = || {
        dossier.remises(1).into_iter().find(|r| r.suivie.destinataire.code() == "dmp").unwrap().suivie.remise
    };
    expedition::tour(&dossier.app).await.unwrap();
    assert!(matches!(depot().etat, Etat::EnFile { .. }), "{:?}", depot());
    assert_eq!(depot().doublons_possibles, 1, "le DMP l’a peut-être déjà");
    dossier.app.horloge.avancer(SignedDuration::from_hours(1));
    expedition::tour(&dossier.app).await.unwrap();
    assert!(matches!(depot().etat, Etat::Remis { preuve: Preuve::RecepisseDmp, .. }), "{:?}", depot());
    let (premiere, seconde) = (vues.recv().unwrap(), vues.recv().unwrap());
    let condition =
        |vue: &Value| vue.pointer("/entry/1/request/ifNoneExist").unwrap().as_str().unwrap().to_owned();
    assert_eq!(condition(&premiere), condition(&seconde), "le DMP le reconnaît");
    assert_eq!(premiere, seconde);
    std::fs::remove_file(jeton).unwrap();
}
