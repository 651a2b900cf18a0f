//! The client against a server on this machine that answers as the public API does: pages, errors, silence.

#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use passerelles::demarches::{Demarches, EchecDemarches};

/// Serves these answers, one per request, and hands back the requests.
fn servir(reponses: Vec<(u16, String)>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let adresse = format!("http://{}/api/v2/graphql", ecoute.local_addr().unwrap());
    let fil = std::thread::spawn(move || {
        reponses
            .into_iter()
            .map(|(code, corps)| {
                let (mut lien, _) = ecoute.accept().unwrap();
                let requete = lire(&mut lien);
                let tete = format!(
                    "HTTP/1.1 {code} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    corps.len()
                );
                lien.write_all(tete.as_bytes()).unwrap();
                lien.write_all(corps.as_bytes()).unwrap();
                requete
            })
            .collect()
    });
    (adresse, fil)
}

fn lire(lien: &mut TcpStream) -> String {
    let mut recu = Vec::new();
    let mut morceau = [0; 4096];
    loop {
        let lus = lien.read(&mut morceau).unwrap();
        recu.extend_from_slice(morceau.get(..lus).unwrap());
        let texte = String::from_utf8_lossy(&recu).into_owned();
        if let Some((tete, corps)) = texte.split_once("\r\n\r\n") {
            let taille = tete
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .map_or(0, |suite| suite.split("\r\n").next().unwrap().trim().parse::<usize>().unwrap());
            if corps.len() >= taille {
                return texte;
            }
        }
    }
}

fn page(numeros: &[u32], suite: Option<&str>) -> (u16, String) {
    let noeuds: Vec<_> = numeros
        .iter()
        .map(|n| {
            serde_json::json!({
                "number": n, "state": "accepte", "dateDepot": "2026-03-02T08:00:00+01:00",
                "dateTraitement": "2026-03-05T08:00:00+01:00", "motivation": null,
                "demandeur": { "nom": "Essai", "prenom": "Camille" },
                "champs": [
                    { "label": "Numéro RPPS", "stringValue": "99700000014" }, { "label": "Pièce", "stringValue": null },
                    { "label": "Praticiens", "stringValue": "", "rows": [
                        { "champs": [{ "label": "RPPS", "stringValue": "99700000022" }] }, { "champs": [] },
                    ] },
                ],
            })
        })
        .collect();
    let dossiers = serde_json::json!({
        "pageInfo": { "hasNextPage": suite.is_some(), "endCursor": suite }, "nodes": noeuds,
    });
    (200, serde_json::json!({ "data": { "demarche": { "dossiers": dossiers } } }).to_string())
}

fn client(adresse: &str) -> Demarches {
    Demarches::new(adresse.parse().unwrap(), "jeton-d-essai", Duration::from_secs(5))
}

#[test]
fn les_pages_se_suivent_par_leur_curseur() {
    let (adresse, fil) = servir(vec![page(&[1, 2], Some("abc")), page(&[3], None)]);
    let lus = client(&adresse).dossiers(12).unwrap();
    assert_eq!(lus.len(), 3);
    let tous: Vec<_> = lus[2].champs.iter().chain(&lus[2].demandeur).collect();
    let champ = |nom: &str| tous.iter().find(|(titre, _)| titre == nom).map(|(_, valeur)| valeur.as_str());
    assert_eq!(
        (champ("numero"), champ("Numéro RPPS"), champ("Nom")),
        (Some("3"), Some("99700000014"), Some("Essai"))
    );
    let rpps = || vec![("RPPS".to_owned(), "99700000022".to_owned())];
    assert_eq!(lus[2].blocs, [[rpps(), Vec::new()]]);
    let requetes = fil.join().unwrap();
    assert!(requetes[0].to_lowercase().contains("authorization: bearer jeton-d-essai"));
    assert!(requetes[0].contains("\"apres\":null") && requetes[1].contains("\"apres\":\"abc\""));
    assert!(!requetes[0].contains("email"));
}

#[test]
fn chaque_refus_a_son_nom() {
    let une = |reponse| {
        let (adresse, fil) = servir(vec![reponse]);
        let refus = client(&adresse).dossiers(12).unwrap_err();
        fil.join().unwrap();
        refus
    };
    assert_eq!(une((401, "{}".to_owned())), EchecDemarches::Jeton);
    assert_eq!(une((429, "{}".to_owned())), EchecDemarches::TropDeDemandes);
    assert!(matches!(une((503, "{}".to_owned())), EchecDemarches::Injoignable(_)));
    assert!(matches!(une((200, "<html>".to_owned())), EchecDemarches::Illisible(_)));
    assert!(matches!(
        une((200, r#"{"data":null,"errors":[{"message":"interdit"}]}"#.to_owned())),
        EchecDemarches::Refus(dit) if dit == "interdit"
    ));
    assert_eq!(une((200, r#"{"data":{"demarche":null}}"#.to_owned())), EchecDemarches::DemarcheAbsente(12));
}

#[test]
fn un_curseur_qui_ne_bouge_pas_arrete_la_lecture() {
    let (adresse, fil) = servir(vec![page(&[1], Some("abc")), page(&[1], Some("abc"))]);
    assert_eq!(client(&adresse).dossiers(12), Err(EchecDemarches::SansFin));
    fil.join().unwrap();
}

#[test]
fn un_silence_ne_dure_pas() {
    let muet = TcpListener::bind("127.0.0.1:0").unwrap();
    let adresse = format!("http://{}/", muet.local_addr().unwrap());
    let presse = Demarches::new(adresse.parse().unwrap(), "x", Duration::from_millis(200));
    assert!(matches!(presse.dossiers(12), Err(EchecDemarches::Injoignable(_))));
}
